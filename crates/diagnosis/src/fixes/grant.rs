//! What a server has to allow so that a call works, and nothing more.

use preflight_engine::Origin;

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
        if !self.methods.contains(&method) && self.methods.len() < LIST_LIMIT {
            self.methods.push(method);
        }
    }

    /// Allows a request header.
    pub fn allow_header(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        if is_name(&name) && !self.headers.contains(&name) && self.headers.len() < LIST_LIMIT {
            self.headers.push(name);
        }
    }

    /// Lets the page read a response header.
    pub fn expose_header(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        if is_name(&name) && !self.exposed.contains(&name) && self.exposed.len() < LIST_LIMIT {
            self.exposed.push(name);
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

    /// The request headers, in lower case, `content-type` first.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Whether cookies and the like are allowed.
    pub fn credentials(&self) -> bool {
        self.credentials
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

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
