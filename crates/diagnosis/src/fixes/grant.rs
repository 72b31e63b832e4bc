//! What a server has to allow so that a call works, and nothing more.

use preflight_engine::{Origin, method};

use super::Observed;

/// Stands in snippets where the page's origin is not known.
pub const PLACEHOLDER_ORIGIN: &str = "https://your-page.example";

/// As many methods or headers are listed.
const LIST_LIMIT: usize = 20;

/// What a server has to allow. Everything in it is safe inside of quotes, in any language: origins, methods and header
/// names that have other characters than theirs are left out.
///
/// ```
/// use preflight_diagnosis::Grant;
///
/// let mut grant = Grant::new(Some("https://app.example.com"));
/// grant.allow_method(Some("PUT"));
/// grant.allow_header("authorization");
/// assert_eq!(grant.methods(), ["GET", "POST", "PUT"]);
/// assert_eq!(grant.headers(), ["content-type", "authorization"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    origin: Option<String>,
    other_origins: Vec<String>,
    allows_any_origin: bool,
    methods: Vec<String>,
    headers: Vec<String>,
    allows_any_header: bool,
    exposed: Vec<String>,
    credentials: bool,
    max_age: Option<u32>,
    /// The methods and the headers that somebody named, without those that are usual.
    named_methods: Vec<String>,
    named_headers: Vec<String>,
    is_preflighted: Option<bool>,
}

impl Grant {
    /// Simple requests of one origin, without credentials.
    pub fn new(origin: Option<&str>) -> Self {
        let is_plain =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '.' | '-' | '_' | '[' | ']' | '+');
        let origin = origin.and_then(|origin| Origin::parse(origin).ok()).map(|origin| origin.as_str().to_owned());
        Self {
            origin: origin.filter(|origin| origin != "null" && origin.chars().all(is_plain)),
            other_origins: Vec::new(),
            allows_any_origin: false,
            methods: vec!["GET".to_owned(), "POST".to_owned()],
            headers: vec!["content-type".to_owned()],
            allows_any_header: false,
            exposed: Vec::new(),
            credentials: false,
            max_age: None,
            named_methods: Vec::new(),
            named_headers: Vec::new(),
            is_preflighted: None,
        }
    }

    /// Allows a method; `patch` is meant as `PATCH`.
    pub fn allow_method(&mut self, method: Option<&str>) {
        let Some(method) =
            method.filter(|method| !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_alphabetic()))
        else {
            return;
        };
        let method = method.to_ascii_uppercase();
        push(&mut self.named_methods, &method);
        push(&mut self.methods, &method);
    }

    /// Allows a request header.
    pub fn allow_header(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        if is_name(&name) {
            push(&mut self.named_headers, &name);
            push(&mut self.headers, &name);
        }
    }

    /// Lets the page read a response header.
    pub fn expose_header(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        if is_name(&name) {
            push(&mut self.exposed, &name);
        }
    }

    /// The grant with everything that the server was seen to allow already: a fix adds, and takes nothing away.
    #[must_use]
    pub fn beside(mut self, observed: &Observed) -> Self {
        if observed.credentials {
            self.credentials = true;
        }
        observed.methods.iter().for_each(|method| self.allow_method(Some(method)));
        observed.headers.iter().for_each(|name| self.allow_header(name));
        observed.exposed.iter().for_each(|name| self.expose_header(name));
        // `*` counts for nobody with credentials.
        self.allows_any_header = observed.allows_any_header && !self.credentials;
        self.allows_any_origin = observed.allows_any_origin && !self.credentials;
        for origin in &observed.origins {
            let other = Self::new(Some(origin)).origin;
            let is_new = other.is_some() && other != self.origin;
            self.other_origins.extend(other.filter(|other| is_new && !self.other_origins.contains(other)));
        }
        self.other_origins.truncate(LIST_LIMIT);
        self.max_age = self.max_age.or(observed.max_age);
        self
    }

    /// Says whether a browser asks first, where that is known.
    pub fn expect_preflight(&mut self, is_preflighted: Option<bool>) {
        self.is_preflighted = is_preflighted;
    }

    /// Allows credentials.
    pub fn allow_credentials(&mut self) {
        self.credentials = true;
    }

    /// The page's origin, or [`PLACEHOLDER_ORIGIN`].
    pub fn origin(&self) -> &str {
        self.origin.as_deref().unwrap_or(PLACEHOLDER_ORIGIN)
    }

    /// The page's origin, and those that the server was seen to allow.
    pub fn origins(&self) -> Vec<String> {
        [self.origin().to_owned()].into_iter().chain(self.other_origins.iter().cloned()).collect()
    }

    /// Whether every origin is allowed, as the server does already.
    pub fn allows_any_origin(&self) -> bool {
        self.allows_any_origin
    }

    /// Whether every request header is allowed, as the server does already.
    pub fn allows_any_header(&self) -> bool {
        self.allows_any_header
    }

    /// The response headers that the page reads, in lower case.
    pub fn exposed(&self) -> &[String] {
        &self.exposed
    }

    /// How long a browser keeps the answer to a preflight, in seconds, where the server says it.
    pub fn max_age(&self) -> Option<u32> {
        self.max_age
    }

    /// Whether the page's origin is known.
    pub fn is_origin_known(&self) -> bool {
        self.origin.is_some()
    }

    /// The methods, `GET` and `POST` first.
    pub fn methods(&self) -> &[String] {
        &self.methods
    }

    /// What the lists of a preflight's answer have to name for this call, as far as that is known: methods, then request headers.
    pub(super) fn lists(&self) -> [Vec<String>; 2] {
        let is_listed = |method: &&String| !method::is_cors_safelisted(method.as_bytes());
        let methods = match self.named_methods.iter().any(|method| is_listed(&method)) {
            true => self.named_methods.clone(),
            false => Vec::new(),
        };
        // What has a body mostly is JSON, which is asked for by its type.
        let has_body = self.named_methods.iter().any(|method| matches!(method.as_str(), "POST" | "PUT" | "PATCH"));
        let headers = match (&self.named_headers[..], has_body) {
            _ if self.allows_any_header => vec!["*".to_owned()],
            ([], true) => vec!["content-type".to_owned()],
            (named, _) => named.to_vec(),
        };
        [methods, headers]
    }

    /// Whether a browser asks first, where that is known.
    pub(super) fn is_preflighted(&self) -> Option<bool> {
        self.is_preflighted
    }

    /// The request headers, in lower case, `content-type` first.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Whether cookies and the like are allowed.
    pub fn credentials(&self) -> bool {
        self.credentials
    }
}

fn push(list: &mut Vec<String>, name: &str) {
    if list.len() < LIST_LIMIT && !list.iter().any(|own| own == name) {
        list.push(name.to_owned());
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::super::header_lines;
    use super::*;

    #[test]
    fn header_lines_list_what_this_call_needs_and_no_more() {
        let lines = |method: Option<&str>, header: Option<&str>, is_preflighted: Option<bool>| {
            let mut grant = Grant::new(Some("https://app.example.com"));
            grant.allow_method(method);
            header.into_iter().for_each(|name| grant.allow_header(name));
            grant.expect_preflight(is_preflighted);
            header_lines(&grant)
        };
        for (sentence, text, methods, headers, speaks_of_options) in [
            ("a request itself that was blocked", lines(Some("GET"), None, Some(false)), None, None, false),
            ("a GET with a header", lines(Some("GET"), Some("x-id"), Some(true)), None, Some("x-id"), true),
            ("a PUT", lines(Some("PUT"), None, Some(true)), Some("PUT"), Some("content-type"), true),
            ("a DELETE", lines(Some("DELETE"), None, None), Some("DELETE"), None, true),
            ("nobody knows", lines(None, None, None), None, None, true),
        ] {
            let value = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            assert_eq!(value("Access-Control-Allow-Methods"), methods, "{sentence}: {text}");
            assert_eq!(value("Access-Control-Allow-Headers"), headers, "{sentence}: {text}");
            assert_eq!(text.contains("OPTIONS"), speaks_of_options, "{sentence}: {text}");
        }
    }

    #[test]
    fn nothing_that_could_leave_its_quotes_gets_in() {
        for hostile in
            ["https://a'b", "https://a\"b", "foo://a`b", "https://a.example/x", "javascript:alert(1)", "*", "null"]
        {
            assert_eq!(Grant::new(Some(hostile)).origin(), PLACEHOLDER_ORIGIN, "{hostile}");
        }
        let mut grant = Grant::new(None);
        grant.allow_method(Some("PUT\"); drop("));
        grant.allow_header("x'-y");
        grant.allow_header("*");
        assert_eq!((grant.methods().len(), grant.headers().len()), (2, 1));
    }
}
