//! `check … --fix FILE` and `check … --config FILE`: the source that sets the server up, beside the server that runs.

use std::path::PathBuf;

use clap::Args;

#[cfg(feature = "dialects")]
mod asked;
#[cfg(feature = "dialects")]
mod contradiction;
#[cfg(feature = "dialects")]
pub use crate::command::fix::Offer;
#[cfg(feature = "dialects")]
pub use asked::{Asked as Answered, Looked, Source, ask, look_at};

/// The source beside the server.
#[derive(Clone, Debug, Default, Args)]
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

/// Without the parsers for sources there is none.
#[cfg(not(feature = "dialects"))]
pub struct Source;

#[cfg(not(feature = "dialects"))]
impl Source {
    /// The source that the arguments name, which this build cannot read.
    pub fn of(args: &super::CheckArgs) -> Result<Option<Self>, super::Failure> {
        match args.source.fix.is_some() || args.source.config.is_some() {
            true => Err(crate::command::lacking::failure("check --fix")),
            false => Ok(None),
        }
    }

    /// There is nothing to look at.
    pub fn with_served_method(&self, asked: crate::arguments::call::Asked) -> crate::arguments::call::Asked {
        asked
    }

    /// There is nothing to look at.
    pub fn look(self, _: &super::Checked) -> Result<Looked, super::Failure> {
        Err(crate::command::lacking::failure("check --fix"))
    }
}

/// A change of a source, which nothing here makes.
#[cfg(not(feature = "dialects"))]
pub enum Offer {}

#[cfg(not(feature = "dialects"))]
impl Offer {
    /// Nobody has one.
    pub fn question(&self) -> String {
        match *self {}
    }

    /// Nobody has one.
    pub fn is_same(&self, _: &Self) -> bool {
        match *self {}
    }

    /// Nobody has one.
    pub fn write(self) -> Result<preflight_report::Page, super::Failure> {
        match self {}
    }
}

/// What a source says, which nothing here reads.
#[cfg(not(feature = "dialects"))]
pub enum Looked {}

#[cfg(not(feature = "dialects"))]
impl Looked {
    /// Nobody has one.
    pub fn offer(&self) -> Option<Offer> {
        match *self {}
    }

    /// Nobody has one.
    pub fn why_not_offered(&self) -> Option<String> {
        match *self {}
    }

    /// Nobody has one.
    pub fn shows_change(&self) -> bool {
        match *self {}
    }

    /// Nobody has one.
    pub fn add_to(self, _: &mut preflight_report::Report) {
        match self {}
    }
}
