//! `cargo xtask browsers`: builds the browser lab and hands over to it.

use std::env;

use crate::failure::Failure;
use crate::process::{command, root};

/// Differences are what the lab was asked for, not a fault of it.
const DIFFERENCES: i32 = 1;

/// Runs the lab with these arguments, where the caller stands: they may name files.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let manifest = root().join("Cargo.toml");
    let mut lab = command("cargo", &["run", "--quiet", "--package", "preflight-lab", "--manifest-path"]);
    lab.arg(manifest).arg("--").args(arguments);
    let does_not_start = |error| Failure::found(format!("the browser lab does not start: {error}"));
    let status = lab.current_dir(env::current_dir().map_err(does_not_start)?).status().map_err(does_not_start)?;
    match status.code() {
        Some(0) => Ok(()),
        Some(DIFFERENCES) => Err(Failure::found("there are differences")),
        _ => Err(Failure::usage("the browser lab did not do its work")),
    }
}
