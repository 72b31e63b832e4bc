//! `preflight man`: the manual page, all commands in one, on stdout.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_mangen::Man;

use crate::command::Cli;
use crate::exit::{Exit, Failure};
use crate::output::Output;

/// Runs `preflight man`.
pub fn run() -> Result<Output, Failure> {
    let page = page().map_err(|error| Failure::usage(format!("the manual page cannot be written: {error}")))?;
    Ok(Output::Document(String::from_utf8_lossy(&page).into_owned(), Exit::Good))
}

/// The page of the program, and under a heading for each command its usage and options.
fn page() -> io::Result<Vec<u8>> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands().filter(|command| command.get_name() != "help") {
        let man = Man::new(subcommand.clone());
        writeln!(page, ".SH \"PREFLIGHT {}\"", subcommand.get_name().to_uppercase())?;
        man.render_description_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    Ok(page)
}
