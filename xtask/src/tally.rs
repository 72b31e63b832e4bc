//! `cargo test`, its lines shown as they come, and counted.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::failure::Failure;
use crate::process::{command, line};

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    passed: u64,
    failed: u64,
}

/// Runs all tests of the workspace, also after one has failed, so that the count is of all; then those of the command
/// without the parsers of other languages.
pub fn test_workspace() -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    run(&["test", "--workspace", "--all-features", "--no-fail-fast"], &mut tally)?;
    let lacking = ["test", "--package", "preflight", "--no-default-features", "--test", "command_line", "lacking::"];
    run(&lacking, &mut tally)?;
    Ok(tally)
}

fn run(arguments: &[&str], tally: &mut Tally) -> Result<(), Failure> {
    let mut test = command("cargo", arguments);
    println!("+ {}", line(&test));
    let does_not_run = |error| Failure::found(format!("cargo test does not run: {error}"));
    let mut child = test.stdout(Stdio::piped()).spawn().map_err(does_not_run)?;
    let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    for line in stdout.lines() {
        let line = line.map_err(does_not_run)?;
        println!("{line}");
        tally.count(&line);
    }
    let status = child.wait().map_err(does_not_run)?;
    if status.success() { Ok(()) } else { Err(Failure::found(format!("cargo test failed\n{tally}"))) }
}

impl Tally {
    /// Adds a line like `test result: ok. 3 passed; 0 failed; …`.
    fn count(&mut self, line: &str) {
        let Some((_, result)) = line.split_once("test result: ") else { return };
        let words: Vec<_> = result.split([' ', ';']).collect();
        for pair in words.windows(2) {
            match (pair[0].parse::<u64>(), pair[1]) {
                (Ok(number), "passed") => self.passed += number,
                (Ok(number), "failed") => self.failed += number,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn results_add_up_and_other_lines_do_not_count() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test a ... ok",
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        ] {
            tally.count(line);
        }
        assert_eq!(tally.to_string(), "5 passed, 1 failed");
    }
}
