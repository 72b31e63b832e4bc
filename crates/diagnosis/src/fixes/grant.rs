//! What a server has to allow so that a call works, and nothing more.

use preflight_engine::Origin;

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
    methods: Vec<String>,
    headers: Vec<String>,
    credentials: bool,
}

impl Grant {
    /// Simple requests of one origin, without credentials.
    pub fn new(origin: Option<&str>) -> Self {
        let is_plain =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '.' | '-' | '_' | '[' | ']' | '+');
        let origin = origin.and_then(|origin| Origin::parse(origin).ok()).map(|origin| origin.as_str().to_owned());
        Self {
            origin: origin.filter(|origin| origin != "null" && origin.chars().all(is_plain)),
            methods: vec!["GET".to_owned(), "POST".to_owned()],
            headers: vec!["content-type".to_owned()],
            credentials: false,
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
        let is_name =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if is_name && !self.headers.contains(&name) && self.headers.len() < LIST_LIMIT {
            self.headers.push(name);
        }
    }

    /// Allows credentials.
    pub fn allow_credentials(&mut self) {
        self.credentials = true;
    }

    /// The page's origin, or [`PLACEHOLDER_ORIGIN`].
    pub fn origin(&self) -> &str {
        self.origin.as_deref().unwrap_or(PLACEHOLDER_ORIGIN)
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
