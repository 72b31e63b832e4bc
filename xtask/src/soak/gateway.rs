//! The gateway as a process: started with a log that nobody reads, watched from outside, stopped by a signal.

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// The limit of the gateway for its exchanges in flight, and a second for the rest.
pub const STOP_BOUND: Duration = Duration::from_secs(9);

/// Sockets that the gateway may still have once everybody is gone, besides those that it began with.
pub const SOCKETS_LEFT: usize = 8;

/// For how long the gateway may notice that everybody is gone. Its idle connections to the upstream live for 4 s.
const SETTLE_TIME: Duration = Duration::from_secs(15);

/// Between two looks at the process.
const LOOK: Duration = Duration::from_millis(250);

/// A gateway that has not ended after this is killed.
const PATIENCE: Duration = Duration::from_secs(30);

/// The gateway, which is killed when this is dropped.
pub struct Gateway {
    child: Child,
    address: SocketAddr,
    /// It stays open, and nobody reads it.
    _stderr: BufReader<ChildStderr>,
    peak_memory: u64,
    peak_sockets: usize,
}

/// The timeouts that decide how long a slow peer is borne.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// `request-head`, `request-idle` and `send-idle`, in whole seconds.
    pub slow_peer: Duration,
}

/// How it ended.
#[derive(Debug)]
pub struct Stop {
    /// From the signal to the end.
    pub time: Duration,
    /// None if it had to be killed.
    pub status: Option<ExitStatus>,
}

impl Timeouts {
    /// The default ones, or for a short soak so much shorter that they pass three times.
    pub fn within(time: Duration) -> Self {
        let seconds = (time.as_secs() / 4).clamp(1, 30);
        Self { slow_peer: Duration::from_secs(seconds) }
    }
}

impl Gateway {
    /// Starts the release build on a port of loopback.
    pub fn start(upstream: SocketAddr, timeouts: Timeouts) -> Result<Self, Failure> {
        Self::try_start(upstream, timeouts)
            .map_err(|error| Failure::found(format!("the gateway does not start: {error}")))
    }

    fn try_start(upstream: SocketAddr, timeouts: Timeouts) -> io::Result<Self> {
        let target = target()?;
        let policy_file = target.join("soak.toml");
        fs::write(&policy_file, policy(upstream, timeouts))?;
        let mut serve = Command::new(target.join("release/preflight"));
        serve.args(["serve", "--log", "text", "--config"]).arg(policy_file);
        let mut child = serve.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let mut stderr = BufReader::new(child.stderr.take().expect("it is piped"));
        let mut said = String::new();
        stderr.read_line(&mut said)?;
        let Some(address) = said.trim().split_once("http://").and_then(|(_, address)| address.parse().ok()) else {
            stderr.read_to_string(&mut said)?;
            return Err(io::Error::other(said));
        };
        Ok(Self { child, address, _stderr: stderr, peak_memory: 0, peak_sockets: 0 })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The most memory, in bytes, and the most files that it had at once.
    pub fn peaks(&self) -> (u64, usize) {
        (self.peak_memory, self.peak_sockets)
    }

    /// Its open files, which are sockets but for a dozen.
    pub fn sockets(&self) -> Result<usize, Failure> {
        let files = fs::read_dir(format!("/proc/{}/fd", self.child.id()));
        Ok(files.map_err(|error| Failure::found(format!("the gateway's files: {error}")))?.count())
    }

    /// Looks at it for so long.
    pub fn watch(&mut self, time: Duration) -> Result<(), Failure> {
        let begin = Instant::now();
        while begin.elapsed() < time {
            thread::sleep(LOOK);
            if let Ok(Some(status)) = self.child.try_wait() {
                let seconds = begin.elapsed().as_secs();
                return Err(Failure::found(format!("failed: the gateway ended by itself after {seconds} s: {status}")));
            }
            self.peak_memory = self.peak_memory.max(self.memory().unwrap_or_default());
            self.peak_sockets = self.peak_sockets.max(self.sockets()?);
        }
        Ok(())
    }

    /// Waits until it has about as many files as before, but not for ever, and returns how many it has.
    pub fn settle(&mut self, before: usize) -> Result<usize, Failure> {
        let begin = Instant::now();
        loop {
            let left = self.sockets()?;
            if left <= before + SOCKETS_LEFT || begin.elapsed() > SETTLE_TIME {
                return Ok(left);
            }
            self.watch(LOOK)?;
        }
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(&mut self) -> Result<Stop, Failure> {
        let does_not_stop = |error| Failure::found(format!("the gateway cannot be stopped: {error}"));
        self.peak_memory = self.peak_memory.max(self.memory().unwrap_or_default());
        let begin = Instant::now();
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().map_err(does_not_stop)?;
        while begin.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().map_err(does_not_stop)? {
                return Ok(Stop { time: begin.elapsed(), status: Some(status) });
            }
            self.peak_memory = self.peak_memory.max(self.memory().unwrap_or_default());
            thread::sleep(Duration::from_millis(20));
        }
        Ok(Stop { time: begin.elapsed(), status: None })
    }

    /// The most memory that it had resident so far, in bytes.
    fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // It may have ended.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Where Cargo builds: this program is one directory below.
fn target() -> io::Result<PathBuf> {
    let program = env::current_exe()?;
    let target =
        program.ancestors().nth(2).ok_or_else(|| io::Error::other("the program stands in no target directory"))?;
    Ok(target.to_owned())
}

fn policy(upstream: SocketAddr, timeouts: Timeouts) -> String {
    let seconds = timeouts.slow_peer.as_secs();
    format!(
        r#"listen = "127.0.0.1:0"
default-policy = "app"

[policy.app]
origins = ["https://app.example.com"]
credentials = true
methods = ["GET", "POST", "PUT"]
request-headers = ["content-type"]
max-age = "10m"
refused = "forward"

[[route]]
path = "/{{*rest}}"
upstream = "http://{upstream}"
policy = "app"

[timeouts]
request-head = "{seconds}s"
request-idle = "{seconds}s"
send-idle = "{seconds}s"
"#
    )
}
