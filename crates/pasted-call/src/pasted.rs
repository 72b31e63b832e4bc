//! A call that was read, its body, and what is different in a page from what the text says.

use preflight_engine::page_call::PageCall;

use crate::named_text::NamedText;
use crate::unreadable::Unreadable;

/// A call as a page would make it, read from a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// What the page asks for. The URL is without userinfo, which `fetch()` refuses, and no header is one that no page may
    /// set.
    pub call: PageCall,
    /// The body; empty where there is one that the text does not hold.
    pub body: Option<String>,
    /// What is different in a page, in the order of the text.
    pub notes: Vec<Note>,
    /// The texts of it that have names there: some of them are secrets, and stand in the URL or in a header.
    pub named: Vec<NamedText>,
    /// Why the URL is not known: it is an expression, or relative to a page.
    pub lacks_url: Option<Unreadable>,
    /// What of the URL is known where its host is not, with `<name>` for the rest: `<BASE>/api?id=<id>`.
    pub pattern: Option<String>,
}

/// Something in the text that a page cannot do, or that was not taken over. What a note quotes are names; a value is never
/// among them, since it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The text carries cookies: the browser adds its own, so their values are left out.
    Cookies,
    /// The text is a navigation, which CORS does not bind.
    Navigation,
    /// The text is a preflight, which the browser sends itself: the call that it asks for was read.
    Preflight,
    /// The headers that the browser sets itself were left out.
    BrowserHeaders(Vec<String>),
    /// The browser drops these headers of a `no-cors` request.
    WithoutCors(Vec<String>),
    /// The page cannot set this header; the browser drops it.
    ForbiddenHeader(String),
    /// A script sets `Cookie`, which the browser drops; whether its own cookies go is said elsewhere.
    CookieHeader(String),
    /// The body is in a file or an expression, which was not read.
    BodyElsewhere,
    /// A part of the body is an expression.
    PartOfBody,
    /// The query is an expression, or has one in it, and was not taken over.
    QueryElsewhere,
    /// The body is a variable, which was taken for an object that is sent as JSON.
    BodyTakenForJson,
    /// An option of a command that no browser has; the second says what a browser does.
    NotInBrowsers(String, &'static str),
    /// An option that is not known here: the number of its word, that of the command being 0.
    UnknownOption(usize),
    /// `-H` with a text that is no header: the number of its word.
    NoHeader(usize),
    /// The method is an expression; this one is taken where nobody names it.
    MethodMissing(&'static str),
    /// A name that the options of this library do not have, and what was meant.
    UnknownKey(String, &'static str, &'static str),
    /// These names of a configuration stand in the data, and are sent in the body.
    ConfigurationInData(Vec<String>),
    /// `fetch()` throws, since there is a body and the method is GET or HEAD; this method is taken.
    BodyOfGet(&'static str),
    /// A value that is an expression was not taken over: that of the member of this name.
    Expression(String),
    /// A header is set whose name is an expression: that of the variable, where it is one.
    NameOfHeader(Option<String>),
    /// A part of the value of this header is an expression, and was not taken over.
    PartOfValue(String),
    /// The browser said that the call goes to the page's own origin, and the text does not say where that is.
    OwnOrigin,
    /// A part of the URL's path or query is an expression: its name stands in its place.
    PartOfUrl(Option<String>),
    /// What stands in the URL's path, as it is written, is a placeholder for a value.
    Placeholder(String),
    /// The text does not say `http` or `https`; this one was taken.
    SchemeTaken(&'static str),
    /// The URL begins with a host, which a browser takes for a scheme.
    LacksScheme,
    /// The URL has a user name, with which `fetch()` throws.
    UserInUrl,
    /// What this library sends comes from a server or a program, which CORS does not bind.
    OutsideOfBrowsers(&'static str),
    /// A listener of the upload makes the browser ask first.
    UploadListener,
    /// A script element loads the response, which CORS does not bind.
    ScriptElement,
    /// The text ends within the call.
    CutOff,
    /// An option of `fetch()` has a value that it does not have, at which it throws.
    InvalidOption(String),
    /// So many other calls of the text were left out.
    OtherCalls(usize),
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cookies => f.write_str("the cookies of the line are left out: a browser adds its own"),
            Self::Navigation => {
                f.write_str("the line is a navigation, which no CORS rule binds; a `fetch` of it is checked")
            }
            Self::Preflight => f.write_str(
                "the line is a preflight, which a browser sends itself; the call that it asks for is checked",
            ),
            Self::BrowserHeaders(names) => write!(f, "left out, since the browser sets them: {}", names.join(", ")),
            Self::WithoutCors(names) => {
                write!(f, "left out, since a `no-cors` request does not carry them: {}", names.join(", "))
            }
            Self::ForbiddenHeader(name) => write!(f, "`{name}` is left out: no page may set it"),
            Self::CookieHeader(name) => write!(
                f,
                "`{name}` is left out: no page may set it, and the browser drops it; its own cookies go where the call includes credentials"
            ),
            Self::BodyElsewhere => f.write_str("the body is not in the line, and so it is not known"),
            Self::PartOfBody => f.write_str("a part of the body is not in the line, and so the body is not known"),
            Self::QueryElsewhere => f.write_str("the query is not in the line, and so it is not known"),
            Self::BodyTakenForJson => {
                f.write_str("the body is a variable; it is taken for an object, which is sent as JSON")
            }
            Self::NotInBrowsers(option, instead) => write!(f, "`{option}` is left out: {instead}"),
            Self::UnknownOption(number) => {
                write!(f, "word {number} of the line is an option that is not known here, and left out")
            }
            Self::NoHeader(number) => {
                write!(f, "word {number} of the line is no header, which has a colon after its name, and left out")
            }
            Self::MethodMissing(taken) => write!(
                f,
                "the method is an expression, whose value is not in the line: it is taken for {taken} where `-X` does not name it"
            ),
            Self::UnknownKey(name, library, meant) => {
                write!(f, "`{name}` is not a key of {library}, and left out; did you mean {meant}?")
            }
            Self::ConfigurationInData(names) => write!(
                f,
                "`{}` stands in the data, the second argument, and is sent in the body; the configuration is the third",
                names.join("`, `")
            ),
            Self::BodyOfGet(taken) => {
                write!(f, "`fetch()` throws a TypeError here, since a GET has no body; it is taken for a {taken}")
            }
            Self::Expression(name) => write!(f, "the value of `{name}` is not in the line and left out"),
            Self::NameOfHeader(variable) => {
                let name = variable.as_ref().map_or_else(|| "an expression".to_owned(), |name| format!("`{name}`"));
                write!(
                    f,
                    "a header is set whose name is the value of {name}, which is not in the line: most names make the browser ask with a preflight first; name it with `-H`"
                )
            }
            Self::PartOfValue(name) => {
                write!(f, "a part of the value of `{name}` is not in the line; the rest of it is taken")
            }
            Self::OwnOrigin => f.write_str(
                "the browser says `Sec-Fetch-Site: same-origin`: the page has the URL's own origin, and CORS has no part in the call",
            ),
            Self::PartOfUrl(Some(name)) => {
                write!(f, "the value of `{name}` in the URL is not in the line; the name stands in its place")
            }
            Self::PartOfUrl(None) => f.write_str("a part of the URL is not in the line; `value` stands in its place"),
            Self::Placeholder(written) => {
                write!(
                    f,
                    "`{written}` in the URL stands for a value that is not in the line; it is called as it stands"
                )
            }
            Self::SchemeTaken(scheme) => write!(f, "the line does not say `http` or `https`; `{scheme}` is taken"),
            Self::LacksScheme => f.write_str(
                "the URL lacks its scheme, and browsers refuse it so; it is checked with `http://` before it",
            ),
            Self::UserInUrl => f.write_str("the user name of the URL is left out: `fetch()` throws at one"),
            Self::OutsideOfBrowsers(library) => {
                write!(f, "{library} runs outside of browsers, where CORS has no part; the call is checked as a page's")
            }
            Self::UploadListener => f.write_str(
                "a listener on `upload` makes the browser ask with a preflight first, whatever the method and the headers",
            ),
            Self::ScriptElement => {
                f.write_str("JSONP loads a script, which no CORS rule binds; a `fetch` of it is checked")
            }
            Self::CutOff => f.write_str("the text ends within the call; what stands behind its end is not known"),
            Self::InvalidOption(name) => {
                write!(
                    f,
                    "`fetch()` throws a TypeError here, since the value of `{name}` is none of its own; it is checked without it"
                )
            }
            Self::OtherCalls(1) => f.write_str("another call of the text is left out; one at a time is checked"),
            Self::OtherCalls(count) => {
                write!(f, "{count} other calls of the text are left out; one at a time is checked")
            }
        }
    }
}
