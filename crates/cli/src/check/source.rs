//! `check … --fix FILE` and `check … --config FILE`: the source that sets the server up, beside the server that runs.

use std::path::PathBuf;

use clap::Args;

#[cfg(feature = "dialects")]
mod asked;
#[cfg(feature = "dialects")]
pub use asked::ask;

use super::{CheckArgs, run};
use crate::exit::{Exit, Failure};

/// The source beside the server.
#[derive(Clone, Debug, Args)]
pub struct SourceArgs {
    /// The source that sets the server up: show the smallest edit that allows the call.
    #[arg(long, value_name = "FILE", conflicts_with = "survey")]
    fix: Option<PathBuf>,

    /// With `--fix`: change the file.
    #[arg(long, requires = "fix")]
    write: bool,

    /// The source that sets the server up, or a policy file: say whether it allows the call, whatever the server does.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fix", "survey"])]
    config: Option<PathBuf>,
}

/// Runs `preflight check`, and then looks at the source if one was named.
pub fn check_and_look(args: &CheckArgs) -> Result<Exit, Failure> {
    if args.source.fix.is_none() && args.source.config.is_none() {
        return run::run(args);
    }
    #[cfg(feature = "dialects")]
    return asked::check_and_look(args);
    #[cfg(not(feature = "dialects"))]
    crate::lacking::run("check --fix")
}
