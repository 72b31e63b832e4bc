//! The command line of preflight. `main` turns an outcome into an exit code; every command is one module.

#![forbid(unsafe_code)]

mod args;
mod arguments;
mod exit;
mod header_argument;
mod json;
mod printable;
mod recognize;
#[cfg(feature = "dialects")]
mod reading_time;
mod redact;
mod shell;
mod wrap;

mod check;
mod completions;
mod decide;
mod demo;
mod explain;
#[cfg(feature = "dialects")]
mod export;
#[cfg(feature = "dialects")]
mod fix;
#[cfg(feature = "dialects")]
mod import;
mod judge;
#[cfg(not(feature = "dialects"))]
mod lacking;
mod man;
mod serve;

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use crate::args::{Cli, Command};
use crate::exit::{Exit, Failure};

fn main() -> ExitCode {
    match run(arguments::parse(std::env::args_os().collect())) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            anstream::eprintln!("{failure}");
            failure.exit.into()
        }
    }
}

fn run(cli: Cli) -> Result<Exit, Failure> {
    match cli.command {
        None if io::stdin().is_terminal() => help(),
        None => run_pasted(Vec::new()),
        Some(Command::Pasted(words)) => run_pasted(words),
        Some(command) => run_command(command),
    }
}

/// Without a command and without anything on stdin there is nothing to look at.
fn help() -> Result<Exit, Failure> {
    let written = arguments::command().print_help();
    written.map(|()| Exit::Usage).map_err(|error| Failure::usage(format!("stdout cannot be written: {error}")))
}

/// Runs the command that takes what was pasted.
fn run_pasted(words: Vec<OsString>) -> Result<Exit, Failure> {
    let arguments = recognize::arguments(words)?;
    let named = arguments::parse(std::iter::once(OsString::from("preflight")).chain(arguments).collect());
    named.command.map_or_else(help, run_command)
}

fn run_command(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Demo(args) => demo::run(args),
        Command::Serve(args) => serve::run(*args),
        Command::Check(args) => check::run(&check::expand(*args)?),
        Command::Decide(args) => decide::run(&args),
        Command::Judge(args) => judge::run(&args),
        Command::Explain(args) => explain::run(&args),
        #[cfg(feature = "dialects")]
        Command::Fix(args) => fix::run(&args),
        #[cfg(feature = "dialects")]
        Command::Import(args) => import::run(&args),
        #[cfg(feature = "dialects")]
        Command::Export(args) => export::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man => man::run(),
        Command::Pasted(words) => run_pasted(words),
        #[cfg(not(feature = "dialects"))]
        Command::Fix(_) => lacking::run("fix"),
        #[cfg(not(feature = "dialects"))]
        Command::Import(_) => lacking::run("import"),
        #[cfg(not(feature = "dialects"))]
        Command::Export(_) => lacking::run("export"),
    }
}
