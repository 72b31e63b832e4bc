//! The commands that read sources of other languages, in a build without the parsers for them: they say so.

use std::ffi::OsString;

use clap::Args;

use crate::exit::Failure;
use crate::output::Output;

/// Whatever the command takes.
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub struct AnyArgs {
    #[arg(value_name = "ARGUMENTS", trailing_var_arg = true, allow_hyphen_values = true)]
    _arguments: Vec<OsString>,
}

/// Says what this build lacks.
pub fn run(asked: &str) -> Result<Output, Failure> {
    Err(failure(asked))
}

/// What this build lacks.
pub fn failure(asked: &str) -> Failure {
    Failure::usage(format!("this build lacks the parsers of other languages, which `{asked}` needs"))
        .with_help("build it with the feature `dialects`, which is on by default: cargo install --path crates/cli")
}
