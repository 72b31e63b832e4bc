//! `preflight explain`: says what a browser's console means, what it comes from, and what mends it. It asks no server.

mod input;
mod know;
mod json;
mod text;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use preflight_diagnosis::{Explanation, Framework, Message, explain, read_console};
use preflight_rules::Rule;

use crate::exit::{Exit, Failure};
use crate::redact::{Redactor, Values};
use input::Input;
pub use input::no_message;

/// Arguments of `preflight explain`.
#[derive(Debug, Args)]
#[command(
    after_help = "Paste what the console says, of any browser, as it is: wrapped, quoted, with timestamps and file names.
  preflight explain < console.log
  preflight explain \"Access to fetch at 'https://api.example.com/todos' from origin …\"
  preflight explain PF012
Exit codes: 0 no failure is reported, 1 a failure is explained, 2 the text holds no message of a console."
)]
pub struct ExplainArgs {
    /// The console's text, or the code or name of a cause; stdin where it is left out or `-`.
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    pub text: Option<String>,

    /// Write the fix for this framework; guessed only from `Server` or `X-Powered-By` in the text.
    #[arg(long = "for", value_name = "FRAMEWORK")]
    pub framework: Option<FrameworkName>,

    /// The page's origin, where the text does not name it. Firefox's never does.
    #[arg(long, value_name = "ORIGIN")]
    pub origin: Option<String>,

    /// Show whole URLs, secrets too.
    #[arg(long)]
    pub show_values: bool,

    /// How the answer is written.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// A framework as an argument.
#[derive(Clone, Copy, Debug)]
pub struct FrameworkName(pub Framework);

/// How an explanation is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// A JSON list, one object a message.
    Json,
}

/// A message and what it means.
struct Explained {
    message: Message,
    explanation: Explanation,
    /// The framework for the snippet, if one is known.
    framework: Option<Framework>,
    /// What is shown of all this.
    redactor: Redactor,
}

/// Runs `preflight explain`.
pub fn run(args: &ExplainArgs) -> Result<Exit, Failure> {
    let origin = args.origin.as_deref().map(input::parse_origin).transpose()?;
    let pasted = match input::read(args.text.as_deref())? {
        Input::Rule(rule) => return Ok(print_rule(rule, args.format)),
        Input::Console(text) => text,
    };
    let framework = args.framework.map(|name| name.0).or_else(|| Framework::guess(&pasted));
    let values = Values::of_flag(args.show_values);
    let messages = read_console(&pasted).into_iter();
    let explained: Vec<_> = messages.map(|message| explained(message, origin.as_ref(), framework, values)).collect();
    if args.format == Format::Json {
        json::print(&explained);
    }
    if explained.is_empty() {
        return Err(input::no_message(&pasted));
    }
    if args.format == Format::Text {
        text::print(&explained);
    }
    let has_failure = explained.iter().any(|explained| !explained.explanation.candidates.is_empty());
    Ok(if has_failure { Exit::Findings } else { Exit::Good })
}

fn explained(mut message: Message, origin: Option<&String>, framework: Option<Framework>, values: Values) -> Explained {
    // What the page called is the user's own; where a redirect led, a server chose.
    let called = message.redirected_from.as_deref().or(message.url.as_deref());
    let redactor = Redactor::new(values, called);
    message.origin = message.origin.or_else(|| origin.cloned()).map(|origin| redactor.url(&origin));
    let explanation = explain(&message);
    for url in [&mut message.url, &mut message.redirected_from, &mut message.redirects_to].into_iter().flatten() {
        *url = redactor.url(url);
    }
    message.initiator = message.initiator.map(|initiator| redactor.text(&initiator));
    Explained { explanation, message, framework, redactor }
}

impl Explained {
    /// As much of a sentence as is shown.
    fn shown(&self, text: &str) -> String {
        self.redactor.text(text)
    }
}

fn print_rule(rule: &Rule, format: Format) -> Exit {
    match format {
        Format::Text => text::print_rule(rule),
        Format::Json => json::print_rule(rule),
    }
    Exit::Good
}

impl ValueEnum for FrameworkName {
    fn value_variants<'a>() -> &'a [Self] {
        const NAMES: [FrameworkName; Framework::ALL.len()] = {
            let mut names = [FrameworkName(Framework::Express); Framework::ALL.len()];
            let mut place = 0;
            while place < names.len() {
                names[place] = FrameworkName(Framework::ALL[place]);
                place += 1;
            }
            names
        };
        &NAMES
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()))
    }
}
