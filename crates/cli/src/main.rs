//! The command line of preflight. `main` prints what a command comes to and turns it into an exit code; every command is one
//! module, and none of them prints.

#![forbid(unsafe_code)]

mod args;
mod arguments;
mod call_object;
mod exit;
mod header_argument;
mod json;
mod output;
mod pasted_command;
mod pasted_text;
mod printable;
mod recognize;
#[cfg(feature = "dialects")]
mod reading_time;
mod redact;
mod shell;
mod terminal;
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
mod paste;
mod serve;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::args::{Cli, Command};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::recognize::Recognized;

fn main() -> ExitCode {
    let outcome = run(arguments::parse(std::env::args_os().collect(), &paste::command())).and_then(Output::print);
    outcome.unwrap_or_else(told).into()
}

/// Says what went wrong.
fn told(failure: Failure) -> Exit {
    anstream::eprintln!("{failure}");
    failure.exit
}

fn run(cli: Cli) -> Result<Output, Failure> {
    match cli.command {
        None => run_pasted(Vec::new()),
        Some(command) => run_command(command),
    }
}

/// Runs what takes what was pasted.
fn run_pasted(words: Vec<OsString>) -> Result<Output, Failure> {
    match recognize::recognize(words)? {
        Recognized::Text(text, options) => paste::run(&text, &options),
        Recognized::Arguments(arguments) => {
            let whole = std::iter::once(OsString::from("preflight")).chain(arguments).collect();
            run(arguments::parse(whole, &paste::command()))
        }
    }
}

fn run_command(command: Command) -> Result<Output, Failure> {
    match command {
        Command::Demo(args) => demo::run(args).map(Output::Done),
        Command::Serve(args) => serve::run(*args).map(Output::Done),
        Command::Check(args) => check::run(&args, &mut |output| output.print().map(drop)),
        Command::Decide(args) => decide::run(&args).map(Output::Done),
        Command::Judge(args) => judge::run(&args).map(Output::Done),
        Command::Explain(args) => explain::run(&args),
        #[cfg(feature = "dialects")]
        Command::Fix(args) => fix::run(&args),
        #[cfg(feature = "dialects")]
        Command::Import(args) => import::run(&args),
        #[cfg(feature = "dialects")]
        Command::Export(args) => export::run(&args),
        Command::Completions(args) => Ok(completions::run(&args)),
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
