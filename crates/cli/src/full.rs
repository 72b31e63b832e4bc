//! The commands that read sources of other languages, in a build without the parsers for them: they run in
//! `preflight-full`, the same program with the parsers, which stands beside this one.
//!
//! So the demo and the gateway, which most people build first, do not wait for parsers.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use crate::exit::{Exit, Failure};

/// Whatever the command takes.
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub struct AnyArgs {
    #[arg(value_name = "ARGUMENTS", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Runs the command there.
pub fn run(command: &str, args: AnyArgs) -> Result<Exit, Failure> {
    run_with(command, std::iter::once(OsString::from(command)).chain(args.arguments))
}

/// Runs there what this program was asked for.
pub fn run_again(option: &str) -> Result<Exit, Failure> {
    run_with(option, env::args_os().skip(1))
}

fn run_with(asked: &str, arguments: impl Iterator<Item = OsString>) -> Result<Exit, Failure> {
    let program = beside().ok_or_else(|| missing(asked))?;
    let status = Command::new(&program).args(arguments).status();
    let status = status.map_err(|error| Failure::usage(format!("{} does not run: {error}", program.display())))?;
    match status.code() {
        Some(0) => Ok(Exit::Good),
        Some(1) => Ok(Exit::Findings),
        Some(3) => Ok(Exit::Unreachable),
        Some(4) => Ok(Exit::Undetermined),
        Some(_) => Ok(Exit::Usage),
        None => Err(Failure::usage(format!("{} was stopped by a signal", program.display()))),
    }
}

/// `preflight-full` in this program's directory.
fn beside() -> Option<PathBuf> {
    let program = env::current_exe().ok()?.with_file_name(format!("preflight-full{}", env::consts::EXE_SUFFIX));
    program.is_file().then_some(program)
}

fn missing(asked: &str) -> Failure {
    Failure::usage(format!(
        "`{asked}` reads sources of other languages; the program with the parsers for them, `preflight-full`, is not \
         beside this one"
    ))
    .with_help("cargo install --path crates/cli-full, or cargo build --release, which builds both")
}
