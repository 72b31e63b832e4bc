//! What a hostile server, or a hostile page, costs the browser half: a megabyte in any one field, and thousands of headers.

mod exchange;
mod lists;

use std::time::{Duration, Instant};

use preflight_engine::UserAgent;

use exchange::{Call, perform};

/// A fetch should cost less than this, whether it is the first or has something remembered.
const GOAL: Duration = Duration::from_millis(50);

/// The least of so many counts, since the machine does other things beside.
const ROUNDS: usize = 5;

const USER_AGENTS: [UserAgent; 4] = [UserAgent::STANDARD, UserAgent::CHROMIUM, UserAgent::FIREFOX, UserAgent::WEBKIT];

/// Prints the milliseconds of a fetch in each browser, and how many cases are above the goal.
pub fn report() {
    only("");
}

/// The same of the cases whose name has this in it.
pub fn only(part: &str) {
    print!("{:<58}", "milliseconds");
    USER_AGENTS.iter().for_each(|user_agent| print!("{:>10}", user_agent.name));
    println!();
    let mut above = 0;
    for (name, call) in lists::cases().into_iter().filter(|(name, _)| name.contains(part)) {
        print!("{name:<58}");
        for user_agent in &USER_AGENTS {
            let taken = (0..ROUNDS).map(|_| time(&call, user_agent)).min().unwrap_or_default();
            above += usize::from(taken > GOAL);
            print!("{:>10.1}", taken.as_secs_f64() * 1000.0);
        }
        println!();
    }
    println!("above {} ms: {above}", GOAL.as_millis());
}

/// Half of what the call costs twice.
fn time(call: &Call, user_agent: &UserAgent) -> Duration {
    let start = Instant::now();
    std::hint::black_box(perform(call, user_agent));
    start.elapsed() / 2
}
