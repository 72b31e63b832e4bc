//! A page's call as arguments, in both directions: what one command prints, the other reads.

use clap::{Args, ValueEnum};
use preflight_diagnosis::{ConsoleReason, Message};
use preflight_engine::Origin;
use preflight_engine::browser::{CredentialsMode, RequestMode};
use preflight_engine::page_call::{CallHeader, PageCall, Part};
use preflight_engine::request_header::is_name;
use preflight_pasted_call::{NamedText, Note, Pasted, is_name_alone};

use super::given;
use super::said::{message_of, reason_named, words_of_message};
use crate::exit::Failure;
use crate::header_argument::{HeaderArgument, read_all};
use crate::redact::{HIDDEN, Redactor};

/// What stands for the origin where nobody named the page.
pub const UNKNOWN_PAGE: &str = "<page>";

/// What `fetch()` says of a body that is a string.
const TEXT: &str = "text/plain;charset=UTF-8";

/// The option for the body.
const BODY: &str = "--data";

/// What stands for the URL where a text does not name it.
pub const UNKNOWN_URL: &str = "<url>";

/// The call of a page, but for its URL.
#[derive(Clone, Debug, Default, Args)]
pub struct CallArgs {
    /// The origin of the page that calls: the beginning of its address, or `null` for a file or a sandboxed frame.
    #[arg(long, value_name = "ORIGIN")]
    pub origin: Option<String>,

    /// The method of the call; GET unless something else says otherwise.
    #[arg(short = 'X', long, value_name = "METHOD")]
    pub method: Option<String>,

    /// A header that the page sets, its name alone where the value is not known; may be given several times.
    #[arg(short = 'H', long = "header", value_name = "NAME[: VALUE]")]
    pub headers: Vec<String>,

    /// The `credentials` of the call; `same-origin` unless said, `include` if nothing follows.
    #[arg(long, value_enum, value_name = "CREDENTIALS", num_args = 0..=1, default_missing_value = "include")]
    pub credentials: Option<Credentials>,

    /// The `mode` of the call; `cors` unless said.
    #[arg(long, value_enum)]
    pub mode: Option<Mode>,

    /// The body of the call, a string, or `…` where it is not known; makes it a POST unless `--method` says otherwise.
    #[arg(long, value_name = "TEXT")]
    pub data: Option<String>,

    /// A browser blocked this call: at its preflight, at the request itself (`=no`), or nobody knows where (`=unknown`).
    #[arg(
        long,
        value_enum,
        value_name = "ASKED",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "yes"
    )]
    pub preflighted: Option<Preflighted>,

    /// What the browser's console said of the call, where that tells more than the call: `method-not-allowed`,
    /// `allow-origin-mismatch=VALUE` and the like, as `explain --format json` has it under `reason`.
    #[arg(long, value_name = "REASON", value_parser = reason_named)]
    pub said: Option<ConsoleReason>,

    /// The status that the console named.
    #[arg(long, value_name = "STATUS", requires = "said")]
    pub status: Option<u16>,
}

/// `credentials` of `fetch()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Credentials {
    /// Never send cookies.
    Omit,
    /// Send cookies to the own origin only, as `fetch()` does unless told otherwise.
    SameOrigin,
    /// Always send cookies.
    Include,
}

/// `mode` of `fetch()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// Read what the server allows.
    Cors,
    /// Send, and see nothing.
    NoCors,
    /// Own origin only.
    SameOrigin,
}

/// Where a browser blocked the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Preflighted {
    /// At its preflight.
    Yes,
    /// At the request itself, which a preflight may have let through.
    No,
    /// That it did is all that is known.
    Unknown,
}

/// A call, and what goes with it that is not part of it.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub call: PageCall,
    /// The body, which the call itself does not hold.
    pub body: Option<String>,
    /// Whether a browser is known to have blocked it.
    pub was_blocked: Option<Preflighted>,
    /// What its console said of it, where that is known.
    pub console: Option<Message>,
    /// The methods that the server's source has at the path, where nobody said the call's.
    pub served: Vec<String>,
    /// What had to be corrected, and what is different in a page.
    pub notes: Vec<String>,
    /// Whether a listener of the upload makes the browser ask first.
    pub has_upload_listeners: bool,
    /// The texts that have names in what was pasted: some of them are secrets.
    pub named: Vec<NamedText>,
}

impl CallArgs {
    /// The call that these arguments make of a URL, with nothing added that nobody said.
    pub fn asked(&self, url: &str) -> Result<Asked, Failure> {
        let url = given::url(url)?;
        let origin = self.origin.as_deref().map(given::origin).transpose()?;
        let (origin, origin_note) = origin.map_or((None, None), |given| (Some(given.value), given.note));
        let headers = read_all(&self.headers)?;
        let content_type = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type"));
        let said_type = content_type.map(|header| known(header.value.clone().map(Some)));
        let body_type = said_type.unwrap_or_else(|| Part::Implied(Some(TEXT.to_owned())));
        let method = known(self.method.clone());
        let call = PageCall {
            url: Part::Known(url.value),
            origin: known(origin),
            method: if self.data.is_some() { method.or(Part::Implied("POST".to_owned())) } else { method },
            headers: headers.into_iter().map(call_header).collect(),
            has_other_headers: false,
            body_type: if self.data.is_some() { body_type } else { Part::Unknown },
            credentials: known(self.credentials.map(CredentialsMode::from)),
            mode: known(self.mode.map(RequestMode::from)),
            preflight: match self.preflighted {
                Some(Preflighted::Yes) => Part::Known(true),
                Some(Preflighted::No) => Part::Known(false),
                Some(Preflighted::Unknown) | None => Part::Unknown,
            },
        };
        let notes = url.note.into_iter().chain(origin_note).collect();
        let console = self.said.as_ref().map(|reason| message_of(reason, self.status, &call));
        // A console says nothing of a call that was not blocked.
        let was_blocked = self.preflighted.or(console.as_ref().map(|_| Preflighted::Unknown));
        Ok(Asked { call, body: self.data.clone(), was_blocked, console, notes, ..Asked::default() })
    }
}

/// The words after `preflight check` that ask for this call, which a browser blocked: they say so, that nobody takes another
/// call for it that passes.
pub fn words_of_blocked(
    call: &PageCall,
    blocked: Preflighted,
    console: Option<&Message>,
    redactor: &Redactor,
) -> Vec<String> {
    let mut words = words(call, redactor);
    let is_blocked = match blocked {
        Preflighted::Yes => "--preflighted",
        Preflighted::No => "--preflighted=no",
        Preflighted::Unknown => "--preflighted=unknown",
    };
    words.push(is_blocked.to_owned());
    words.extend(console.into_iter().flat_map(|message| words_of_message(message, call, redactor)));
    words
}

/// The body of a pasted call: one that the text does not hold is not an empty one.
pub fn body_of(pasted: &Pasted) -> Option<String> {
    let is_missing = |note: &Note| matches!(note, Note::BodyElsewhere | Note::PartOfBody);
    if pasted.notes.iter().any(is_missing) { Some(HIDDEN.to_owned()) } else { pasted.body.clone() }
}

/// The words after `preflight check` that ask for this, its body too.
pub fn words_of(asked: &Asked, redactor: &Redactor) -> Vec<String> {
    let mut words = match asked.was_blocked {
        Some(blocked) => words_of_blocked(&asked.call, blocked, asked.console.as_ref(), redactor),
        None => words(&asked.call, redactor),
    };
    let Some(body) = &asked.body else { return words };
    let shown = redactor.body(body).to_owned();
    match words.iter().position(|word| word == BODY) {
        Some(place) => words[place + 1] = shown,
        None => words.extend([BODY.to_owned(), shown]),
    }
    words
}

/// The words after `preflight check` that ask for this call. A value that is not shown stands there by its name, which says
/// that it is not known.
pub fn words(call: &PageCall, redactor: &Redactor) -> Vec<String> {
    let mut words = vec![call.url.value().map_or_else(|| UNKNOWN_URL.to_owned(), |url| redactor.url(url.as_str()))];
    let origin = call.origin.value().map_or(UNKNOWN_PAGE, Origin::as_str);
    words.extend(["--origin", origin].map(str::to_owned));
    words.extend(words_beside_origin(call, redactor));
    words
}

/// The same without URL and origin, which some commands take in other ways.
pub fn words_beside_origin(call: &PageCall, redactor: &Redactor) -> Vec<String> {
    let mut words = Vec::new();
    let method = match &call.method {
        Part::Implied(method) if method == "GET" => None,
        method => method.value(),
    };
    words.extend(method.into_iter().flat_map(|method| ["-X".to_owned(), method.clone()]));
    for header in call.headers.iter().filter(|header| is_name(header.name.as_bytes())) {
        words.extend(["-H".to_owned(), written(header, redactor)]);
    }
    if let Some(credentials) = call.credentials.value().filter(|mode| **mode != CredentialsMode::SameOrigin) {
        words.extend(["--credentials", credentials.name()].map(str::to_owned));
    }
    if let Some(mode) = call.mode.value().filter(|mode| **mode != RequestMode::Cors) {
        words.extend(["--mode", mode.name()].map(str::to_owned));
    }
    // Without it the command would be another call.
    if let Some(Some(media_type)) = call.body_type.value() {
        if call.header("content-type").is_none() && media_type != TEXT {
            words.extend(["-H".to_owned(), format!("content-type: {media_type}")]);
        }
        words.extend([BODY, HIDDEN].map(str::to_owned));
    }
    words
}

fn written(header: &CallHeader, redactor: &Redactor) -> String {
    let name = &header.name;
    let shown = |value: &&String| *redactor.field(name.as_bytes(), value.as_bytes()) == *value.as_bytes();
    match header.value.value().filter(shown) {
        Some(value) => format!("{name}: {value}"),
        None if is_name_alone(name) => name.clone(),
        None => format!("{name}: {HIDDEN}"),
    }
}

fn call_header(header: HeaderArgument) -> CallHeader {
    CallHeader { name: header.name, value: known(header.value) }
}

fn known<T>(value: Option<T>) -> Part<T> {
    value.map_or(Part::Unknown, Part::Known)
}

impl From<Credentials> for CredentialsMode {
    fn from(credentials: Credentials) -> Self {
        match credentials {
            Credentials::Omit => Self::Omit,
            Credentials::SameOrigin => Self::SameOrigin,
            Credentials::Include => Self::Include,
        }
    }
}

impl From<Mode> for RequestMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Cors => Self::Cors,
            Mode::NoCors => Self::NoCors,
            Mode::SameOrigin => Self::SameOrigin,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{Command, FromArgMatches};

    use super::*;
    use crate::redact::Values;

    fn shown() -> Redactor {
        Redactor::new(Values::Shown, [])
    }

    fn read(words: &[String]) -> PageCall {
        let command = CallArgs::augment_args(Command::new("check")).arg(clap::Arg::new("url"));
        let matches = command.try_get_matches_from(std::iter::once("check").chain(words.iter().map(String::as_str)));
        let matches = matches.unwrap_or_else(|error| panic!("{words:?}: {error}"));
        let args = CallArgs::from_arg_matches(&matches).expect("they are the arguments of a call");
        let url = matches.get_one::<String>("url").expect("a URL");
        args.asked(url).unwrap_or_else(|failure| panic!("{words:?}: {failure:?}")).call
    }

    fn whole() -> PageCall {
        PageCall {
            url: Part::Known("https://api.example.com/x?a=1&b='".parse().expect("a URL")),
            origin: Part::Known(Origin::parse("http://localhost:5173").expect("an origin")),
            method: Part::Known("PUT".to_owned()),
            headers: vec![
                CallHeader { name: "x-token".to_owned(), value: Part::Unknown },
                CallHeader { name: "content-type".to_owned(), value: Part::Known("application/json".to_owned()) },
            ],
            has_other_headers: false,
            body_type: Part::Unknown,
            credentials: Part::Known(CredentialsMode::Include),
            mode: Part::Known(RequestMode::NoCors),
            preflight: Part::Unknown,
        }
    }

    #[test]
    fn what_is_printed_is_read_back_as_the_same_call() {
        let plain = PageCall { url: whole().url, origin: Part::Known(Origin::Null), ..PageCall::default() };
        let asked_first = PageCall { preflight: Part::Known(true), ..plain.clone() };
        let not_asked = PageCall { preflight: Part::Known(false), ..plain.clone() };
        for call in [whole(), plain.clone()] {
            assert_eq!(read(&words(&call, &shown())), call);
        }
        for (call, blocked) in
            [(plain, Preflighted::Unknown), (asked_first, Preflighted::Yes), (not_asked, Preflighted::No)]
        {
            assert_eq!(read(&words_of_blocked(&call, blocked, None, &shown())), call);
        }
    }

    #[test]
    fn what_is_not_known_is_said_and_never_made_up() {
        let words = words_of_blocked(&PageCall::default(), Preflighted::Unknown, None, &shown());
        assert_eq!(words, ["<url>", "--origin", "<page>", "--preflighted=unknown"]);
        // Even where the method alone asks first: another header, or cookies, may be what the browser blocked.
        assert!(words_of_blocked(&whole(), Preflighted::Yes, None, &shown()).contains(&"--preflighted".to_owned()));
    }

    #[test]
    fn what_a_console_says_beyond_the_call_goes_along() {
        let call = PageCall { origin: Part::Unknown, ..whole() };
        let of = |reason, status| Message { reason: Some(reason), status, ..Message::default() };
        let mismatch = || ConsoleReason::AllowOriginMismatch { value: "http://localhost:5173".to_owned() };
        let words = |message: &Message, call: &PageCall| words_of_message(message, call, &shown()).join(" ");
        for (reason, status, expected) in [
            (ConsoleReason::MissingAllowOrigin, None, ""),
            (ConsoleReason::MissingAllowOrigin, Some(413), "--said missing-allow-origin --status 413"),
            (ConsoleReason::MethodNotAllowed { method: None }, None, "--said method-not-allowed"),
            (ConsoleReason::MethodNotAllowed { method: Some("PUT".to_owned()) }, None, ""),
            (mismatch(), None, "--said allow-origin-mismatch=http://localhost:5173"),
            (ConsoleReason::Cookie, Some(500), ""),
        ] {
            assert_eq!(words(&of(reason, status), &call), expected);
        }
        assert_eq!(words(&of(mismatch(), None), &whole()), "", "the page's own origin tells it");
        assert_eq!(
            reason_named("allow-origin-mismatch=http://a=b").ok(),
            ConsoleReason::of_cors("allow-origin-mismatch", Some("http://a=b".to_owned()))
        );
        assert!(reason_named("a-secret").is_err_and(|error| !error.contains("a-secret")));
    }
}
