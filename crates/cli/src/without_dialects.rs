//! The commands that read other systems' sources, in a build without the parsers for them: they are there, and say how to
//! build one that has them.

use std::ffi::OsString;

use clap::Args;

use crate::exit::Failure;

/// Whatever the command would take.
#[derive(Debug, Args)]
pub struct AnyArgs {
    #[arg(value_name = "ARGUMENTS", trailing_var_arg = true, allow_hyphen_values = true)]
    _arguments: Vec<OsString>,
}

/// What such a command says.
pub fn missing(command: &str) -> Failure {
    Failure::usage(format!(
        "`preflight {command}` reads sources of other languages, and this preflight was built without the feature `dialects`"
    ))
    .with_help(format!(
        "cargo install --path crates/cli --features dialects, or cargo run --features dialects -- {command} …"
    ))
}
