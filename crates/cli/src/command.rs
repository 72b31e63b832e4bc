//! The commands, one module each: arguments to a report. None prints.

pub mod check;
pub mod completions;
pub mod decide;
pub mod demo;
pub mod explain;
#[cfg(feature = "dialects")]
pub mod export;
#[cfg(feature = "dialects")]
pub mod fix;
#[cfg(feature = "dialects")]
pub mod import;
pub mod judge;
#[cfg(not(feature = "dialects"))]
pub mod lacking;
pub mod man;
pub mod paste;
pub mod serve;

use std::ffi::OsString;

use clap::{Parser, Subcommand};

use self::check::CheckArgs;
use self::completions::CompletionsArgs;
use self::decide::DecideArgs;
use self::demo::DemoArgs;
use self::explain::ExplainArgs;
#[cfg(feature = "dialects")]
use self::export::ExportArgs;
#[cfg(feature = "dialects")]
use self::fix::FixArgs;
#[cfg(feature = "dialects")]
use self::import::ImportArgs;
use self::judge::JudgeArgs;
#[cfg(not(feature = "dialects"))]
use self::lacking::{AnyArgs as ExportArgs, AnyArgs as FixArgs, AnyArgs as ImportArgs};
use self::serve::ServeArgs;

/// CORS from both sides: what a browser will do, why, and a gateway that answers it right.
#[derive(Debug, Parser)]
#[command(
    name = "preflight",
    bin_name = "preflight",
    version,
    max_term_width = 100,
    override_usage = "preflight <COMMAND> [OPTIONS]\n       preflight <URL | 'red text' | 'curl …' | 'fetch(…)' | FILE>",
    after_help = "No command to know: paste a URL, a console's red text, a `curl` or `fetch` line, or name a file, and \
it goes to the command that takes it.\n\n  preflight :5000/api/todos\n  preflight 'Access to fetch at …'\n  \
preflight curl 'https://api.example.com/todos' -H 'Origin: https://app.example.com'"
)]
pub struct Cli {
    /// None: what stands on stdin is looked at.
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// See it work: an API that knows nothing of CORS, a page on another origin, and the gateway between them.
    Demo(DemoArgs),
    /// Run the gateway: it answers CORS in front of any backend.
    Serve(Box<ServeArgs>),
    /// Say what a browser will do with a call, and why.
    Check(Box<CheckArgs>),
    /// Say what a browser's console means, what it comes from, and what fixes it.
    Explain(ExplainArgs),
    /// Decide about requests by a policy: JSON lines in, JSON lines out.
    Decide(DecideArgs),
    /// The offline browser: pages and scripted servers in, what a browser does out, as JSON lines.
    Judge(JudgeArgs),
    /// Edit the server's own source so that it allows one call of a page, and no other.
    Fix(Box<FixArgs>),
    /// Read the CORS configuration of another system as policies.
    Import(ImportArgs),
    /// Write policies as the CORS configuration of another system.
    Export(ExportArgs),
    /// Write what a shell needs to complete commands and options.
    Completions(CompletionsArgs),
    /// Write the manual page.
    Man,
    /// Anything else: a URL, a console's text, a line, a file.
    #[command(external_subcommand)]
    Pasted(Vec<OsString>),
}
