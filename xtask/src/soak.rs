//! `cargo xtask soak`: the gateway under all kinds of slow peers at once, with a log that nobody reads, while good clients
//! time their answers.
//!
//! Nothing is simulated: the program is the release build, the sockets are those of this machine. What is measured, and what
//! it may come to, stands in [`report`].

mod answer;
mod attack;
mod crowd;
mod file_limit;
mod gateway;
mod good_clients;
mod half_heads;
mod idle_connections;
mod leavers;
mod report;
mod request;
mod slow_senders;
mod stalled_readers;
mod upstream;
mod waiting_readers;

use std::thread;
use std::time::Duration;

use self::attack::Attack;
use self::gateway::{Gateway, Timeouts};
use self::good_clients::GoodClients;
use self::report::Report;
use crate::failure::Failure;
use crate::process::run as run_program;

/// How long it takes if nobody says otherwise: the default timeouts pass three times.
pub const TIME: Duration = Duration::from_secs(120);

/// The short form among the tests.
pub const SHORT_TIME: Duration = Duration::from_secs(20);

/// How long the second attack goes on before the gateway has to stop under it.
const BEFORE_STOP: Duration = Duration::from_secs(2);

/// Attacks the gateway for so long, and prints how it bore that.
pub fn run(time: Duration) -> Result<(), Failure> {
    if let Some(done) = file_limit::raise(time)? {
        return done;
    }
    run_program("cargo", &["build", "--release", "--package", "preflight"])?;
    let does_not_work = |error| Failure::found(format!("the soak does not run: {error}"));
    let upstream = upstream::start().map_err(does_not_work)?;
    let timeouts = Timeouts::within(time);
    let mut gateway = Gateway::start(upstream, timeouts)?;
    println!("{} s of slow peers at http://{}", time.as_secs(), gateway.address());
    let report = soak(&mut gateway, time, timeouts)?;
    print!("{report}");
    report.verdict()
}

fn soak(gateway: &mut Gateway, time: Duration, timeouts: Timeouts) -> Result<Report, Failure> {
    let sockets_before = gateway.sockets()?;
    let attack = Attack::begin(gateway.address(), timeouts);
    let good_clients = GoodClients::begin(gateway.address());
    gateway.watch(time)?;
    let (answers, attack) = (good_clients.end(), attack.end());
    let sockets_after = gateway.settle(sockets_before)?;
    // A gateway that nobody holds on to stops easily.
    let last_attack = Attack::begin(gateway.address(), timeouts);
    thread::sleep(BEFORE_STOP);
    let stop = gateway.stop()?;
    last_attack.end();
    let (peak_memory, peak_sockets) = gateway.peaks();
    Ok(Report { time, answers, attack, peak_memory, sockets_before, peak_sockets, sockets_after, stop })
}
