//! The call of a page, and what was left out of the line that told of it.

use url::Url;

/// A call as a page would make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Where it goes; without userinfo, which `fetch()` refuses.
    pub url: Url,
    /// The origin of the page, serialized, if the line tells it.
    pub origin: Option<String>,
    /// The method, if the line says it or means one that is not `GET`.
    pub method: Option<String>,
    /// The headers that the page sets, in their order.
    pub headers: Vec<(String, String)>,
    /// The body; empty where there is one that the line does not hold.
    pub body: Option<String>,
    /// `credentials`, if the line tells.
    pub credentials: Option<Credentials>,
    /// `mode`, if the line tells.
    pub mode: Option<Mode>,
    /// What is different in a page, in the order of the line.
    pub notes: Vec<Note>,
}

/// `credentials` of `fetch()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// Never send cookies.
    Omit,
    /// Send cookies to the own origin only.
    SameOrigin,
    /// Always send cookies.
    Include,
}

/// `mode` of `fetch()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Read what the server shares.
    Cors,
    /// Send, and see nothing.
    NoCors,
    /// Own origin only.
    SameOrigin,
}

/// Something in the line that a page cannot do, or that was not taken over. What a note quotes are names; a value is never
/// among them, since it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The line carries cookies: the browser adds its own, so their values are left out.
    Cookies,
    /// The line is a navigation, which CORS does not bind.
    Navigation,
    /// The headers that the browser sets itself were left out.
    BrowserHeaders(Vec<String>),
    /// The page cannot set this header; the browser drops it.
    ForbiddenHeader(String),
    /// The body is in a file or an expression, which was not read.
    BodyElsewhere,
    /// An option of `curl` that no browser has; the second says what a browser does.
    NotInBrowsers(String, &'static str),
    /// An option that is not known here: the number of its word, that of `curl` being 0.
    UnknownOption(usize),
    /// `-H` with a text that is no header: the number of its word.
    NoHeader(usize),
    /// A value that is an expression was not taken over: that of the member of this name.
    Expression(String),
}

impl Call {
    pub(crate) fn to(url: Url) -> Self {
        Self {
            url,
            origin: None,
            method: None,
            headers: Vec::new(),
            body: None,
            credentials: None,
            mode: None,
            notes: Vec::new(),
        }
    }

    /// Whether the call has a header of this name.
    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name))
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cookies => f.write_str("the cookies of the line are left out: a browser adds its own"),
            Self::Navigation => {
                f.write_str("the line is a navigation, which no CORS rule binds; a `fetch` of it is checked")
            }
            Self::BrowserHeaders(names) => write!(f, "left out, since the browser sets them: {}", names.join(", ")),
            Self::ForbiddenHeader(name) => write!(f, "`{name}` is left out: no page may set it"),
            Self::BodyElsewhere => f.write_str("the body is not in the line; an empty one is sent in its place"),
            Self::NotInBrowsers(option, instead) => write!(f, "`{option}` is left out: {instead}"),
            Self::UnknownOption(number) => {
                write!(f, "word {number} of the line is an option that is not known here, and left out")
            }
            Self::NoHeader(number) => {
                write!(f, "word {number} of the line is no header, which has a colon after its name, and left out")
            }
            Self::Expression(name) => write!(f, "the value of `{name}` is not in the line and left out"),
        }
    }
}
