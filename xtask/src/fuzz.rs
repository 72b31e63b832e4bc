//! The fuzz targets, built and run on stable Rust.
//!
//! No sanitizer: it would need a nightly compiler, and code without `unsafe` gives it nothing to find.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Duration;

use crate::failure::Failure;
use crate::process::{command, line, root, run as run_program};
use crate::requirement;

/// Builds every target, and runs one of them or all for so long.
pub fn run(time: Duration, target: Option<&str>) -> Result<(), Failure> {
    let targets = targets()?;
    let chosen: Vec<_> = targets.iter().filter(|name| target.is_none_or(|target| target == *name)).collect();
    if chosen.is_empty() {
        return Err(Failure::usage(format!("there are the targets {}", targets.join(", "))));
    }
    requirement::install_crate("cargo-fuzz")?;
    run_program("cargo", &["fuzz", "build", "--sanitizer", "none"])?;
    let seeds =
        ["run", "--quiet", "--package", "preflight-conformance", "--example", "fuzz_seeds", "--", "fuzz/corpus"];
    run_program("cargo", &seeds)?;
    chosen.into_iter().try_for_each(|name| run_target(name, time))
}

fn run_target(name: &str, time: Duration) -> Result<(), Failure> {
    let time = format!("-max_total_time={}", time.as_secs());
    let dictionary = format!("fuzz/dictionaries/{name}.dict");
    let mut run = command("cargo", &["fuzz", "run", "--sanitizer", "none", name, "--", &time]);
    run.args(["-verbosity=0", "-print_final_stats=1"]);
    if root().join(&dictionary).exists() {
        run.arg(format!("-dict={dictionary}"));
    }
    println!("+ {}", line(&run));
    let does_not_run = |error| Failure::found(format!("cargo fuzz does not run: {error}"));
    let mut child = run.stderr(Stdio::piped()).spawn().map_err(does_not_run)?;
    let stderr = BufReader::new(child.stderr.take().expect("it is piped"));
    // What a target panics with may be any bytes.
    let lines = stderr.split(b'\n').map_while(Result::ok).map(|line| String::from_utf8_lossy(&line).into_owned());
    lines.filter(|line| !is_recommendation(line)).for_each(|line| eprintln!("{line}"));
    let status = child.wait().map_err(does_not_run)?;
    if status.success() { Ok(()) } else { Err(Failure::found(format!("{name} has a counterexample; see above"))) }
}

/// The fuzzer ends with long lists of words that it would like in its dictionary.
fn is_recommendation(line: &str) -> bool {
    line.starts_with('"') || line.starts_with("######")
}

/// The names of the targets.
fn targets() -> Result<Vec<String>, Failure> {
    let directory = root().join("fuzz/fuzz_targets");
    let entries = fs::read_dir(&directory).map_err(|error| Failure::found(format!("fuzz/fuzz_targets: {error}")))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let stems = paths.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()));
    let mut names: Vec<_> = stems.collect();
    names.sort_unstable();
    Ok(names)
}
