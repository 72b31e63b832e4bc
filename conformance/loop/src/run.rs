//! All situations in all browsers, some side by side.

use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use preflight_lab::Engine;
use serde_json::Value;

use crate::bench::{Bench, Surroundings};
use crate::situation::Ending;
use crate::steps::{self, Findings, Outcome};

/// So many situations are on the bench at once: servers that start and browsers that wait leave a core for others.
const SIDE_BY_SIDE: usize = 4;

/// What came of a situation in one browser.
#[derive(Debug)]
pub struct Result {
    /// The situation's name.
    pub id: String,
    /// Which browser.
    pub engine: Engine,
    /// What came of it; an error is one of the bench, not of the program.
    pub findings: io::Result<Findings>,
}

/// Runs these situations in these browsers.
pub fn run(situations: &[Value], engines: &[Engine], surroundings: &Surroundings) -> Vec<Result> {
    let is_of = |data: &Value, engine: Engine| data["only"].as_str().is_none_or(|only| only == engine.key());
    let jobs: Vec<_> = situations.iter().flat_map(|data| engines.iter().map(move |engine| (data, *engine))).collect();
    let jobs: Vec<_> = jobs.into_iter().filter(|(data, engine)| is_of(data, *engine)).collect();
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                while let Some((data, engine)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let findings = go_round(data, *engine, surroundings);
                    let id = data["id"].as_str().unwrap_or_default().to_owned();
                    let mut results = results.lock().expect("no thread panics with it");
                    results.push(Result { id, engine: *engine, findings });
                }
            });
        }
    });
    let mut results = results.into_inner().expect("no thread panics with it");
    results.sort_by(|one, other| (&one.id, one.engine.key()).cmp(&(&other.id, other.engine.key())));
    results
}

/// Once round the loop.
fn go_round(data: &Value, engine: Engine, surroundings: &Surroundings) -> io::Result<Findings> {
    let mut bench = Bench::new(data, engine, surroundings)?;
    let mut findings = Findings::default();
    let (ending, console) = bench.fail()?;
    findings.transcript.push_str(&format!("{console}\n"));
    let expected = bench.situation.ends_in(engine);
    if ending != Some(expected) {
        let why = format!("the call ends {ending:?}, not {expected:?}\n{}", bench.readable(&console));
        return Err(io::Error::other(why));
    }
    if expected == Ending::Blocked
        && let Some(other) = steps::others(&bench)?
    {
        return Err(io::Error::other(bench.readable(&other)));
    }
    if console.trim().is_empty() {
        for step in ["read", "hand-over", "remedy"] {
            findings.settle(step, Outcome::NotAsked);
        }
        steps::agreement(&bench, &mut findings);
    } else {
        let (explained, said) = steps::read(&bench, &console, &mut findings);
        let checked = steps::hand_over(&bench, &console, &explained, &said, &mut findings);
        steps::agreement(&bench, &mut findings);
        steps::remedy(&mut bench, &explained, checked.as_ref(), &mut findings)?;
    }
    findings.make_readable(|text| bench.readable(text));
    Ok(findings)
}
