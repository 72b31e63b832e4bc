//! `preflight check`: does over the network what a browser would do, one hop at a time, and says the verdict first.

mod json;
mod network;
mod pasted;
mod question;
mod run;
mod text;
mod wire;

use clap::{Args, ValueEnum};

use crate::exit::{Exit, Failure};

pub use pasted::expand;
pub use run::run;

/// The page that is assumed where none is named: what most development servers serve.
const DEFAULT_ORIGIN: &str = "http://localhost:3000";

/// Arguments of `preflight check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The URL that the page calls, or a pasted `curl` or `fetch` line; `:5000/x` is short for `http://localhost:5000/x`.
    pub url: String,

    /// The origin of the page that calls, or `null` for a file or a sandboxed frame.
    #[arg(long, value_name = "ORIGIN")]
    pub origin: Option<String>,

    /// The method of the call. It is really sent, as the page would send it.
    #[arg(short = 'X', long, value_name = "METHOD")]
    pub method: Option<String>,

    /// A header that the page sets; may be given several times.
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    pub headers: Vec<String>,

    /// The `credentials` of the call; `same-origin` unless said.
    #[arg(long, value_enum)]
    pub credentials: Option<Credentials>,

    /// The `mode` of the call; `cors` unless said.
    #[arg(long, value_enum)]
    pub mode: Option<Mode>,

    /// The body of the call, a string; makes it a POST unless `--method` says otherwise.
    #[arg(long, value_name = "TEXT")]
    pub data: Option<String>,

    /// Which browser to ask.
    #[arg(long, value_enum, default_value_t)]
    pub engine: Engine,

    /// A CA certificate to trust besides the system's, in PEM.
    #[arg(long, value_name = "FILE")]
    pub cacert: Option<std::path::PathBuf>,

    /// How the answer is written.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,

    /// Show every exchange, as a `curl` line and as heads.
    #[arg(short, long)]
    pub verbose: bool,
}

/// `credentials` of `fetch()`.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Credentials {
    /// Never send cookies.
    Omit,
    /// Send cookies to the own origin only, as `fetch()` does unless told otherwise.
    #[default]
    SameOrigin,
    /// Always send cookies.
    Include,
}

/// `mode` of `fetch()`.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Mode {
    /// Read what the server shares.
    #[default]
    Cors,
    /// Send, and see nothing.
    NoCors,
    /// Own origin only.
    SameOrigin,
}

/// Which browser is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The standard and all three.
    #[default]
    All,
    /// What the Fetch standard says.
    Standard,
    /// Chrome, Edge and their kin.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari's engine, as recorded in WebKitGTK.
    Webkit,
}

impl Engine {
    /// Whether the browser of that name is asked.
    fn includes(self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Standard => name == "standard",
            Self::Chromium => name == "chromium",
            Self::Firefox => name == "firefox",
            Self::Webkit => name == "webkit",
        }
    }
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object, schema `preflight.check/1`.
    Json,
}
