//! The command line of preflight. `main` turns an outcome into an exit code; every command is one module.

#![forbid(unsafe_code)]

mod args;
mod exit;
mod printable;

mod check;
mod decide;
mod demo;
mod explain;
#[cfg(feature = "dialects")]
mod export;
#[cfg(feature = "dialects")]
mod import;
mod judge;
mod serve;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::exit::{Exit, Failure};

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            anstream::eprintln!("{failure}");
            failure.exit.into()
        }
    }
}

fn run(cli: Cli) -> Result<Exit, Failure> {
    match cli.command {
        Command::Demo(args) => demo::run(args),
        Command::Serve(args) => serve::run(*args),
        Command::Check(args) => check::run(&args),
        Command::Decide(args) => decide::run(&args),
        Command::Judge(args) => judge::run(&args),
        Command::Explain(args) => explain::run(&args),
        #[cfg(feature = "dialects")]
        Command::Import(args) => import::run(&args),
        #[cfg(feature = "dialects")]
        Command::Export(args) => export::run(&args),
    }
}
