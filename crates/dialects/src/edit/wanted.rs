//! What a page needs to be allowed, and nothing more.

use std::fmt;

use preflight_engine::origin::InvalidOrigin;
use preflight_engine::{Origin, OriginPattern, method, request_header, response_header};

use crate::express::Body;

/// One call of a page: the origin, the method, the request headers, whether credentials go along, and what it reads.
///
/// Everything in it can stand between the quotes of any language as it is.
///
/// ```
/// use preflight_dialects::Wanted;
///
/// let wanted = Wanted::new("http://localhost:5173")?.with_method("put")?.with_request_header("X-Request-Id", None)?;
/// assert_eq!((wanted.method(), wanted.request_headers()), ("PUT", &["x-request-id".to_owned()][..]));
/// assert!(wanted.needs_preflight());
/// # Ok::<(), preflight_dialects::InvalidWanted>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    origin: Origin,
    method: String,
    request_headers: Vec<String>,
    expose_headers: Vec<String>,
    credentials: bool,
    path: Option<String>,
    was_request_blocked: bool,
}

/// Why a call cannot be allowed as it was said. The caller is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidWanted {
    /// The text is no origin.
    Origin {
        /// The text.
        text: String,
        /// The rule that it breaks.
        rule: InvalidOrigin,
        /// What was probably meant.
        suggestion: Option<String>,
    },
    /// `null`, which any page can send from a sandboxed frame.
    NullOrigin,
    /// The text is no method, or one that browsers keep from pages.
    Method(String),
    /// The text is no header name, or one that browsers keep from pages.
    Header(String),
    /// The text would leave the quotes that it is written in.
    Unwritable(String),
}

impl Wanted {
    /// A `GET` of a page of this origin, without headers and credentials.
    ///
    /// # Errors
    /// [`InvalidWanted`] if the text is no origin that can be allowed.
    pub fn new(origin: &str) -> Result<Self, InvalidWanted> {
        let parsed = Origin::parse(origin).map_err(|rule| InvalidWanted::Origin {
            text: origin.to_owned(),
            rule,
            suggestion: OriginPattern::parse(origin).err().and_then(|error| error.suggestion),
        })?;
        if parsed.as_str() == "null" {
            return Err(InvalidWanted::NullOrigin);
        }
        check_writable(parsed.as_str())?;
        Ok(Self {
            origin: parsed,
            method: "GET".into(),
            request_headers: Vec::new(),
            expose_headers: Vec::new(),
            credentials: false,
            path: None,
            was_request_blocked: false,
        })
    }

    /// The same with this method, as browsers send it.
    ///
    /// # Errors
    /// [`InvalidWanted::Method`]
    pub fn with_method(mut self, name: &str) -> Result<Self, InvalidWanted> {
        let name = if name.eq_ignore_ascii_case("patch") { "PATCH" } else { name };
        if !method::is_method(name.as_bytes()) || method::is_forbidden(name.as_bytes()) {
            return Err(InvalidWanted::Method(name.to_owned()));
        }
        check_writable(name)?;
        self.method = String::from_utf8_lossy(method::normalize(name.as_bytes())).into_owned();
        Ok(self)
    }

    /// The same with this request header. With a value that needs no allowing (`Accept: text/html`) nothing changes.
    ///
    /// # Errors
    /// [`InvalidWanted::Header`]
    pub fn with_request_header(mut self, name: &str, value: Option<&str>) -> Result<Self, InvalidWanted> {
        let lower = name.trim().to_ascii_lowercase();
        if !request_header::is_name(lower.as_bytes()) || request_header::is_forbidden_name(lower.as_bytes()) {
            return Err(InvalidWanted::Header(name.to_owned()));
        }
        check_writable(&lower)?;
        let is_safelisted =
            value.is_some_and(|value| request_header::is_cors_safelisted(lower.as_bytes(), value.as_bytes()));
        if !is_safelisted && !self.request_headers.contains(&lower) {
            self.request_headers.push(lower);
        }
        Ok(self)
    }

    /// The same with a response header that the page reads.
    ///
    /// # Errors
    /// [`InvalidWanted::Header`]
    pub fn with_exposed_header(mut self, name: &str) -> Result<Self, InvalidWanted> {
        let lower = name.trim().to_ascii_lowercase();
        if !request_header::is_name(lower.as_bytes()) || response_header::is_forbidden(lower.as_bytes()) {
            return Err(InvalidWanted::Header(name.to_owned()));
        }
        check_writable(&lower)?;
        if !response_header::is_cors_safelisted(lower.as_bytes()) && !self.expose_headers.contains(&lower) {
            self.expose_headers.push(lower);
        }
        Ok(self)
    }

    /// The same with credentials.
    pub fn with_credentials(self) -> Self {
        Self { credentials: true, ..self }
    }

    /// The same for the resource at this path. Without a path, what holds for every path is meant.
    pub fn at_path(self, path: &str) -> Self {
        Self { path: Some(path.to_owned()), ..self }
    }

    /// The same where a browser is known to have blocked the request itself, not only its preflight: what may answer it without
    /// the headers of CORS is then taken for what did.
    pub fn with_blocked_request(self) -> Self {
        Self { was_request_blocked: true, ..self }
    }

    /// The page's origin.
    pub fn origin(&self) -> &str {
        self.origin.as_str()
    }

    /// The method.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The request headers that need allowing, in lower case.
    pub fn request_headers(&self) -> &[String] {
        &self.request_headers
    }

    /// The response headers that need exposing, in lower case.
    pub fn expose_headers(&self) -> &[String] {
        &self.expose_headers
    }

    /// Whether cookies and the like go along.
    pub fn credentials(&self) -> bool {
        self.credentials
    }

    /// The path of the resource, if it is known.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// Whether a browser asks before it sends the call.
    pub fn needs_preflight(&self) -> bool {
        !self.has_safelisted_method() || !self.request_headers.is_empty()
    }

    /// Whether the method needs no allowing.
    pub fn has_safelisted_method(&self) -> bool {
        method::is_cors_safelisted(self.method.as_bytes())
    }

    /// The parts of it, each as a call with nothing else: a plain `GET`, with its credentials, its method, its request headers,
    /// its response headers.
    pub(super) fn parts(&self) -> [Self; 5] {
        let (method, request_headers, expose_headers) = ("GET".to_owned(), Vec::new(), Vec::new());
        let bare = Self { method, request_headers, expose_headers, credentials: false, ..self.clone() };
        [
            bare.clone(),
            Self { credentials: self.credentials, ..bare.clone() },
            Self { method: self.method.clone(), ..bare.clone() },
            Self { request_headers: self.request_headers.clone(), ..bare.clone() },
            Self { expose_headers: self.expose_headers.clone(), ..bare },
        ]
    }

    /// Whether a browser blocked the request itself.
    pub(crate) fn is_request_blocked(&self) -> bool {
        self.was_request_blocked
    }

    /// The body, if the method has one.
    pub(crate) fn body(&self) -> Option<Body> {
        let has_body = !matches!(self.method.as_str(), "GET" | "HEAD");
        let has_asked_type = self.request_headers.iter().any(|name| name == "content-type");
        has_body.then_some(Body { has_asked_type, was_blocked: self.was_request_blocked })
    }

    /// Whether anybody on the way could pretend to be the page.
    pub(crate) fn is_insecure(&self) -> bool {
        let pattern = OriginPattern::of_origin(self.origin.as_str());
        pattern.is_ok_and(|pattern| pattern.scheme() == "http" && !pattern.has_loopback_host())
    }

    pub(crate) fn parsed_origin(&self) -> &Origin {
        &self.origin
    }
}

/// No quote, no backslash, nothing that any language takes for an interpolation.
fn check_writable(text: &str) -> Result<(), InvalidWanted> {
    let is_plain = |c: char| c.is_ascii_graphic() && !"'\"`\\${}%#<>".contains(c);
    if text.chars().all(is_plain) { Ok(()) } else { Err(InvalidWanted::Unwritable(text.to_owned())) }
}

impl fmt::Display for InvalidWanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Origin { text, rule, suggestion } => {
                write!(f, "`{}` is not an origin: {rule}", text)?;
                match suggestion {
                    Some(suggestion) => write!(f, "; write `{suggestion}`"),
                    None => f.write_str("; an origin looks like http://localhost:5173"),
                }
            }
            Self::NullOrigin => f.write_str(
                "`null` is what any site can send from a sandboxed frame, so that allowing it allows everybody; serve the page from an address, such as http://localhost:5173",
            ),
            Self::Method(text) => write!(f, "`{}` is not a method that a page can use", text),
            Self::Header(text) => write!(f, "`{}` is not a header that a page can use", text),
            Self::Unwritable(text) => {
                write!(f, "`{}` has characters that are not written into a source", text)
            }
        }
    }
}

impl std::error::Error for InvalidWanted {}
