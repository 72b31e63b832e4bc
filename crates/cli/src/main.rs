//! The command line of preflight. `main` prints what a command comes to and turns it into an exit code; every command is one
//! module, and none of them prints.

#![forbid(unsafe_code)]

mod arguments;
mod call_object;
mod command;
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

use std::ffi::OsString;
use std::process::ExitCode;

use crate::command::{Cli, Command};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::recognize::Recognized;

fn main() -> ExitCode {
    let outcome =
        run(arguments::parse(std::env::args_os().collect(), &command::paste::command())).and_then(Output::print);
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
        Recognized::Text(text, options) => command::paste::run(&text, &options, &mut |output| output.print().map(drop)),
        Recognized::Arguments(arguments) => {
            let whole = std::iter::once(OsString::from("preflight")).chain(arguments).collect();
            run(arguments::parse(whole, &command::paste::command()))
        }
    }
}

fn run_command(command: Command) -> Result<Output, Failure> {
    match command {
        Command::Demo(args) => command::demo::run(args).map(Output::Done),
        Command::Serve(args) => command::serve::run(*args).map(Output::Done),
        Command::Check(args) => command::check::run(&args, &mut |output| output.print().map(drop)),
        Command::Decide(args) => command::decide::run(&args).map(Output::Done),
        Command::Judge(args) => command::judge::run(&args).map(Output::Done),
        Command::Explain(args) => command::explain::run(&args),
        #[cfg(feature = "dialects")]
        Command::Fix(args) => command::fix::run(&args),
        #[cfg(feature = "dialects")]
        Command::Import(args) => command::import::run(&args),
        #[cfg(feature = "dialects")]
        Command::Export(args) => command::export::run(&args),
        Command::Completions(args) => Ok(command::completions::run(&args)),
        Command::Man => command::man::run(),
        Command::Pasted(words) => run_pasted(words),
        #[cfg(not(feature = "dialects"))]
        Command::Fix(_) => command::lacking::run("fix"),
        #[cfg(not(feature = "dialects"))]
        Command::Import(_) => command::lacking::run("import"),
        #[cfg(not(feature = "dialects"))]
        Command::Export(_) => command::lacking::run("export"),
    }
}
