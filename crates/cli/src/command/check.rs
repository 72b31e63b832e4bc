//! `preflight check`: does over the network what a browser would do, one hop at a time, says the verdict first, then asks
//! what the exchanges leave open.

mod address_space;
mod allowed_already;
mod asked;
mod body;
mod budget;
mod cacert;
mod follow;

mod heads;
mod identity;
mod json;
mod lint;
mod listed_method;
mod locations;
mod network;
mod one_call;
mod own_origin;
mod page;
mod perform;
mod plausible;
mod question;
mod refused_method;
mod report;
mod run;
#[cfg(feature = "dialects")]
mod served;
mod several;
mod shown;
mod source;
mod stand_in;
mod survey;
mod test_without_origin;
mod unasked;
mod undecided;
mod unknown_page;
mod unknown_url;
mod watch;
mod word;

use clap::builder::{PossibleValue, RangedU64ValueParser};
use clap::{Args, ValueEnum};
use preflight_report::Format;

use self::budget::{DEFAULT_MAX_TIME, DEFAULT_TIMEOUT, TIME_LIMIT};
use crate::arguments::call::CallArgs;
use crate::command::explain::FrameworkName;
use crate::exit::{Exit, Failure};

pub use self::follow::{check_pasted, report_with, run, with_page};
pub use self::heads::{JudgedHeads, judged_heads};
pub use self::own_origin::OWN_ORIGIN;
#[cfg(feature = "dialects")]
pub use self::question::Guess;
#[cfg(feature = "dialects")]
pub use self::refused_method::LISTED_METHODS;
pub use self::run::Checked;
#[cfg(feature = "dialects")]
pub use self::served::with_served_method;
pub use self::shown::shown_finding;
#[cfg(feature = "dialects")]
pub use self::source::{Answered, ask, look_at};
pub use self::source::{Looked, Offer};
pub use self::word::Word;

/// Arguments of `preflight check`.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "At most 12 requests are sent in at most 45 s, only GET, HEAD and OPTIONS; `-v` shows each as a curl line.
  preflight check :5000/api/todos --origin http://localhost:5173
  preflight check https://api.example.com/todos --origin https://app.example.com -X PUT -H 'Content-Type: application/json'
  preflight check https://api.example.com/ --survey --format toml > preflight.toml
Of the values of headers, cookies, bodies and tokens in URLs none is shown, but for those that CORS goes by.
Exit codes: 0 the page reads the response, 1 it does not, 2 the arguments are wrong, 3 nothing answers, 4 undetermined: what decides \
was not sent, or is not known."
)]
pub struct CheckArgs {
    /// The URL that the page calls, or a pasted `curl` or `fetch` line; `:5000/x` is short for `http://localhost:5000/x`.
    pub url: String,

    #[command(flatten)]
    pub call: CallArgs,

    /// Send the call itself even where it may change something: POST, PUT, PATCH, DELETE and the like.
    #[arg(long)]
    pub send_unsafe: bool,

    /// A response header that the page reads; may be given several times.
    #[arg(long = "read", value_name = "NAME")]
    pub reads: Vec<String>,

    /// The server behind the URL's: it is asked the same, and the layer that adds, doubles or drops a header is named.
    #[arg(long, value_name = "URL")]
    pub upstream: Option<String>,

    /// Where the page itself comes from, if its host name does not say it: what Local Network Access goes by.
    #[arg(long, value_enum, value_name = "SPACE")]
    pub page_address_space: Option<PageAddressSpace>,

    /// Only what the browser itself would send: no probes.
    #[arg(long)]
    pub quick: bool,

    /// Look again and again, until the server is fixed and the call is allowed.
    #[arg(long, conflicts_with_all = ["survey", "send_unsafe", "fix", "config"])]
    pub watch: bool,

    /// Say what the server allows, instead of what becomes of one call; `--format toml` writes it as a policy file.
    #[arg(long, conflicts_with_all = ["upstream", "quick", "data", "mode", "reads"])]
    pub survey: bool,

    /// Write the fix for this framework; otherwise guessed from `Server` or `X-Powered-By`.
    #[arg(long = "for", value_name = "FRAMEWORK")]
    pub framework: Option<FrameworkName>,

    /// Which browser to ask. Where it is not one alone, requests are sent as Chromium sends them, each once for all.
    #[arg(long, value_enum, default_value_t)]
    pub engine: Engine,

    #[command(flatten)]
    pub identity: identity::IdentityArgs,

    /// A CA certificate to trust besides the system's, in PEM.
    #[arg(long, value_name = "FILE")]
    pub cacert: Option<std::path::PathBuf>,

    /// How long one request may take, from the look-up of the name to the end of the answer.
    #[arg(long, value_name = "SECONDS", default_value_t = DEFAULT_TIMEOUT, value_parser = seconds())]
    pub timeout: u64,

    /// How long all requests may take together; what is not asked by then is left out, and the answer says so. With
    /// `--watch`, each look.
    #[arg(long, value_name = "SECONDS", default_value_t = DEFAULT_MAX_TIME, value_parser = seconds())]
    pub max_time: u64,

    #[command(flatten)]
    pub source: source::SourceArgs,

    /// How the answer is written.
    #[arg(long, value_enum, default_value_t)]
    pub format: CheckFormat,

    /// Show the values of all headers, bodies and URLs, secrets too.
    #[arg(long)]
    pub show_values: bool,

    /// Show every exchange, as a `curl` line and as heads.
    #[arg(short, long)]
    pub verbose: bool,
}

fn seconds() -> RangedU64ValueParser {
    RangedU64ValueParser::new().range(1..=TIME_LIMIT)
}

/// Where a page comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageAddressSpace {
    /// The internet.
    Public,
    /// The local network.
    Local,
    /// This machine.
    Loopback,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckFormat {
    /// As every report is.
    Report(Format),
    /// With `--survey`: a policy file.
    Toml,
}

impl Default for CheckFormat {
    fn default() -> Self {
        Self::Report(Format::Text)
    }
}

impl ValueEnum for CheckFormat {
    fn value_variants<'a>() -> &'a [Self] {
        const FORMATS: [CheckFormat; Format::ALL.len() + 1] = {
            let mut formats = [CheckFormat::Toml; Format::ALL.len() + 1];
            let mut place = 0;
            while place < Format::ALL.len() {
                formats[place] = CheckFormat::Report(Format::ALL[place]);
                place += 1;
            }
            formats
        };
        &FORMATS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Report(format) => PossibleValue::new(format.name()).help(format.title()),
            Self::Toml => PossibleValue::new("toml").help("with --survey: a policy file"),
        })
    }
}

impl CheckArgs {
    /// A check of this call with everything else as it is unless said otherwise.
    pub fn of(url: String, call: CallArgs) -> Self {
        Self {
            url,
            call,
            send_unsafe: false,
            reads: Vec::new(),
            upstream: None,
            page_address_space: None,
            quick: false,
            watch: false,
            survey: false,
            framework: None,
            engine: Engine::default(),
            identity: identity::IdentityArgs::default(),
            cacert: None,
            timeout: DEFAULT_TIMEOUT,
            max_time: DEFAULT_MAX_TIME,
            source: source::SourceArgs::default(),
            format: CheckFormat::default(),
            show_values: false,
            verbose: false,
        }
    }
}
