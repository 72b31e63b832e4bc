//! `preflight explain`: says what a browser's console means, what it comes from, and what fixes it. It asks no server.

mod call;
mod heads;
mod input;
mod json;
mod page;
mod search;
mod unread;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use preflight_diagnosis::{ConsoleReason, Explanation, Framework, Message, explain, read_console, read_heads};
use preflight_engine::Origin;
use preflight_engine::page_call::{PageCall, Part};
use preflight_report::{Entry, Exit, Format, Page, Report, Role, Shape, ShownFinding};
use preflight_rules::{NOT_CORS, Rule};

use crate::arguments::call::{Preflighted, words, words_of_blocked};
use crate::arguments::given;
use crate::arguments::output::FormatName;
use crate::exit::Failure;
use crate::output::{Output, say};
use crate::redact::{Redactor, Values};
use input::Input;
pub use input::unknown_rule;
pub use unread::no_message;

/// Arguments of `preflight explain`.
#[derive(Debug, Args)]
#[command(
    after_help = "Paste what the console says, of any browser, as it is: wrapped, quoted, with timestamps and file names. `preflight`
alone takes it too, and checks the call at once.
  preflight explain < console.log
  preflight explain PF012
Exit codes: 0 no failure is reported, 1 a failure is reported, 2 the text holds no message."
)]
pub struct ExplainArgs {
    /// The console's text, the code or name of a rule, or words about it; stdin where it is left out or `-`.
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

    /// How the answer is written; JSON is a list, one object a message.
    #[arg(long, value_enum, default_value_t)]
    pub format: FormatName,
}

/// A framework as an argument.
#[derive(Clone, Copy, Debug)]
pub struct FrameworkName(pub Framework);

/// A message and what it means.
pub struct Explained {
    pub message: Message,
    pub explanation: Explanation,
    /// The call that failed, with the page that the user named.
    pub call: PageCall,
    /// The framework for the snippet, if one is known.
    framework: Option<Framework>,
    /// What is shown of all this.
    redactor: Redactor,
}

/// What is known beside a text.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The page's origin.
    pub origin: Option<Origin>,
    pub framework: Option<Framework>,
    pub values: Values,
}

/// Runs `preflight explain`.
pub fn run(args: &ExplainArgs) -> Result<Output, Failure> {
    let origin = args.origin.as_deref().map(given::origin).transpose()?;
    let pasted = match input::read(args.text.as_deref())? {
        Input::Rules(rules, text) => return Ok(Output::report(pages(&rules, &text), args.format.0)),
        Input::Console(text) => text,
    };
    let known = Known {
        origin: origin.as_ref().map(|given| given.value.clone()),
        framework: args.framework.map(|name| name.0),
        values: Values::of_flag(args.show_values),
    };
    if let Some(report) = heads_of(&pasted, &known)? {
        return Ok(Output::report(report, args.format.0));
    }
    let explained = read(&pasted, &known);
    if explained.is_empty() {
        return without_message(&pasted, args.format.0);
    }
    let mut report = report(&explained);
    if let Some(note) = origin.and_then(|given| given.note) {
        report.page.labelled(Role::Odd, "note", note);
    }
    Ok(Output::report(report, args.format.0))
}

/// What a text without a message comes to: an error, and for programs a document besides.
pub fn without_message(text: &str, format: Format) -> Result<Output, Failure> {
    if format == Format::Text {
        return Err(no_message(text));
    }
    let failure = no_message(text);
    say(&failure.to_string());
    let of_call = call::report(text, &failure.message);
    Ok(Output::failed(of_call.unwrap_or_else(|| report(&[])), format))
}

/// The report about the heads of a text, where it has some and nothing else in it says that a call failed: a browser's message
/// says more than any head, and any other message more than a head that fails nothing.
pub fn heads_of(text: &str, known: &Known) -> Result<Option<Report>, Failure> {
    let Some(pasted) = read_heads(text) else { return Ok(None) };
    let messages = read_console(&pasted.besides);
    // A reason without a call may be a sentence about the head.
    let names_call = |message: &Message| message.url.is_some() || message.origin.is_some();
    if messages.iter().any(|message| message.engine.is_some() && names_call(message)) {
        return Ok(None);
    }
    // Of nobody's sentences none says more than a head.
    let is_said =
        |message: &&Message| message.engine.is_some() || matches!(message.reason, Some(ConsoleReason::Said(_)));
    let said: Vec<_> = messages.iter().filter(is_said).map(explain).collect();
    heads::report(&pasted, known, &said)
}

/// Every message of a text, explained.
pub fn read(text: &str, known: &Known) -> Vec<Explained> {
    let framework = known.framework.or_else(|| Framework::guess(text));
    read_console(text).into_iter().map(|message| Explained::of(message, framework, known)).collect()
}

/// The report about these messages. Causes that are the same for several are written once.
pub fn report(explained: &[Explained]) -> Report {
    report_beside(explained, |_| false)
}

/// The same with only what a message says where its call is checked at once, and the check names the cause.
pub fn report_beside(explained: &[Explained], is_answered: impl Fn(&Explained) -> bool) -> Report {
    let is_told = |place: usize| {
        let mut earlier = explained[..place].iter().filter(|earlier| !is_answered(earlier));
        earlier.any(|earlier| earlier.has_causes_of(&explained[place]))
    };
    report_with(explained, |place, each| match (is_answered(each), is_told(place)) {
        (true, _) => each.brief_page(),
        (false, true) => each.page_without_causes(),
        (false, false) => each.page(),
    })
}

fn report_with(explained: &[Explained], page_of: impl Fn(usize, &Explained) -> Page) -> Report {
    let mut page = Page::default();
    for (place, each) in explained.iter().enumerate() {
        page.blank();
        page.append(page_of(place, each));
    }
    Report { command: "explain", shape: Shape::List, entries: explained.iter().map(Explained::entry).collect(), page }
}

/// The pages of rules by themselves, in the same form.
fn pages(rules: &[&'static Rule], text: &str) -> Report {
    let mut page = Page::default();
    for rule in rules {
        page.blank();
        page::write_rule(&mut page, rule);
    }
    // Who wrote words may have meant another one.
    let related = if text.contains(' ') { search::related(text, rules) } else { Vec::new() };
    for rule in related {
        page.labelled(Role::Label, "see", format!("{} {}: {}", rule.code, rule.name, rule.title));
    }
    let entry = |rule: &&'static Rule| Entry {
        title: format!("{} {}", rule.code, rule.name).into(),
        place: None,
        verdict: "rule",
        findings: Vec::new(),
        object: json::of_rule(rule),
        exit: Exit::Good,
    };
    Report { command: "explain", shape: Shape::List, entries: rules.iter().map(entry).collect(), page }
}

impl Explained {
    fn of(mut message: Message, framework: Option<Framework>, known: &Known) -> Self {
        // What the page called is the user's own; where a redirect led, a server chose.
        let called = message.redirected_from.as_deref().or(message.url.as_deref());
        let redactor = Redactor::new(known.values, called);
        message.origin = message.origin.or_else(|| known.origin.as_ref().map(|origin| origin.as_str().to_owned()));
        let explanation = explain(&message);
        let mut call = explanation.call.clone();
        call.origin = call.origin.or(known.origin.clone().map_or(Part::Unknown, Part::Known));
        let call = call.with_implications();
        message.origin = message.origin.map(|origin| redactor.url(&origin));
        for url in [&mut message.url, &mut message.redirected_from, &mut message.redirects_to].into_iter().flatten() {
            *url = redactor.url(url);
        }
        message.initiator = message.initiator.map(|initiator| redactor.text(&initiator));
        Self { explanation, message, call, framework, redactor }
    }

    /// Whether the other may be about the same call: nothing that both say differs.
    pub fn is_of_call(&self, other: &Self) -> bool {
        fn is_same<T: PartialEq>(one: &Part<T>, other: &Part<T>) -> bool {
            one.value().zip(other.value()).is_none_or(|(one, other)| one == other)
        }
        let (one, other) = (&self.call, &other.call);
        one.url.value() == other.url.value()
            && is_same(&one.method, &other.method)
            && is_same(&one.origin, &other.origin)
    }

    /// Whether the message reports a call that failed.
    pub fn is_failure(&self) -> bool {
        !self.explanation.candidates.is_empty()
    }

    /// Whether the text says that the browser blocked the call. An error that the page read came through.
    pub fn is_blocked(&self) -> bool {
        !self.message.came_through()
    }

    /// The words after `preflight check`.
    fn words(&self) -> Vec<String> {
        match self.is_blocked() {
            true => words_of_blocked(&self.call, self.blocked_at(), Some(&self.message), &self.redactor),
            false => words(&self.call, &self.redactor),
        }
    }

    /// Where the browser blocked the call. Chromium says of a preflight that it was one: what it says of an answer otherwise is
    /// about the request itself.
    pub fn blocked_at(&self) -> Preflighted {
        match self.call.preflight {
            Part::Known(true) => Preflighted::Yes,
            Part::Known(false) => Preflighted::No,
            // That there was one says not that it failed.
            Part::Implied(_) | Part::Unknown if self.message.is_of_request_itself() => Preflighted::No,
            Part::Implied(_) | Part::Unknown => Preflighted::Unknown,
        }
    }

    /// The next command, as words; none where nothing failed or nobody knows which URL was called.
    pub fn next(&self) -> Vec<String> {
        if !self.is_failure() || self.call.url.is_unknown() || self.is_beyond_a_check() {
            return Vec::new();
        }
        let command = ["preflight", "check"].map(str::to_owned).into_iter();
        command.chain(self.words()).collect()
    }

    /// Whether another mechanism alone stopped the call, which no exchange with the server shows: a Content-Security-Policy, a
    /// worker's or a frame's origin. A policy of the response itself, as CORP is, does show.
    fn is_beyond_a_check(&self) -> bool {
        let is_other = self.explanation.candidates.iter().all(|candidate| candidate.finding.rule == &NOT_CORS);
        is_other && self.explanation.is_certain && self.call.mode.is_unknown()
    }

    /// Whether the causes of the other are these, in the same words.
    fn has_causes_of(&self, other: &Self) -> bool {
        let causes = |explained: &Self| -> Vec<_> {
            let candidates = explained.explanation.candidates.iter();
            candidates.map(|candidate| (candidate.finding.rule.code, candidate.why.clone())).collect()
        };
        other.is_failure() && causes(self) == causes(other)
    }

    /// Whether a rule is among the causes.
    pub fn has_cause(&self, rule: &Rule) -> bool {
        self.explanation.candidates.iter().any(|candidate| candidate.finding.rule == rule)
    }

    /// Whether a rule is the likeliest cause.
    pub fn is_likeliest(&self, rule: &Rule) -> bool {
        self.explanation.candidates.first().is_some_and(|candidate| candidate.finding.rule == rule)
    }

    /// As much of a sentence as is shown.
    fn shown(&self, text: &str) -> String {
        self.redactor.text(text)
    }

    fn findings(&self) -> Vec<ShownFinding> {
        let candidates = self.explanation.candidates.iter();
        candidates.map(|candidate| ShownFinding::new(&candidate.finding, |text| self.shown(text))).collect()
    }

    fn entry(&self) -> Entry {
        let method = self.message.method.as_deref().map(|method| format!("{method} ")).unwrap_or_default();
        let url = self.message.url.as_deref().unwrap_or("a request that the text does not name");
        Entry {
            title: format!("{method}{url}").into(),
            place: self.message.url.as_deref().map(Into::into),
            verdict: match (self.is_failure(), self.is_blocked()) {
                (true, true) => "blocked",
                (true, false) => "failed",
                (false, _) => "no-failure",
            },
            findings: self.findings(),
            object: json::object(self),
            exit: if self.is_failure() { Exit::Findings } else { Exit::Good },
        }
    }
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
