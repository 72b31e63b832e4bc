//! Where requests are forwarded to: `http` or `https`, a host, a port, and perhaps a base path.

use std::fmt;
use std::str::FromStr;

use http::Uri;

/// Where requests are forwarded to. There is no way to hold a user name, a query or a fragment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Upstream {
    scheme: Scheme,
    authority: http::uri::Authority,
    base_path: String,
}

/// How an upstream is spoken to. Closed: the two schemes of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// `http`, port 80.
    Http,
    /// `https`, port 443.
    Https,
}

/// Why a text is not an upstream, with what was probably meant. It does not hold the text, which may contain a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidUpstream {
    /// The rule that the text breaks, in words.
    pub rule: &'static str,
    /// What was probably meant; a valid upstream.
    pub suggestion: Option<String>,
}

impl Upstream {
    /// Parses an upstream.
    ///
    /// # Errors
    /// [`InvalidUpstream`] with the rule and, where it is evident, the right spelling.
    ///
    /// ```
    /// use preflight_policy_file::Upstream;
    ///
    /// let upstream = Upstream::parse("http://127.0.0.1:5000/v1")?;
    /// assert_eq!((upstream.host(), upstream.port(), upstream.base_path()), ("127.0.0.1", 5000, "/v1"));
    ///
    /// let error = Upstream::parse("localhost:5000").unwrap_err();
    /// assert_eq!(error.suggestion.as_deref(), Some("http://localhost:5000"));
    /// # Ok::<(), preflight_policy_file::InvalidUpstream>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidUpstream> {
        Self::parse_strictly(text).map_err(|rule| InvalidUpstream { rule, suggestion: right_spelling(text) })
    }

    fn parse_strictly(text: &str) -> Result<Self, &'static str> {
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err("an upstream begins with http:// or https://");
        };
        let scheme = match scheme {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return Err("the scheme of an upstream is http or https"),
        };
        // `Uri` drops a fragment silently.
        if rest.contains(['?', '#']) {
            return Err("an upstream has no query and no fragment");
        }
        let uri = Uri::try_from(text).map_err(|_| "an upstream is http://host, perhaps with :port and /path")?;
        let parts = uri.into_parts();
        let Some(authority) = parts.authority.filter(|authority| !authority.host().is_empty()) else {
            return Err("an upstream has a host");
        };
        if authority.as_str().contains('@') {
            return Err("an upstream has no user name and no password");
        }
        if !has_sound_port(&authority) {
            return Err("a port is a number from 1 to 65535");
        }
        let path = parts.path_and_query.as_ref().map_or("/", |path| path.path());
        if path.contains(['{', '}']) {
            return Err("the base path of an upstream holds no parameters");
        }
        Ok(Self { scheme, authority, base_path: path.trim_end_matches('/').to_owned() })
    }

    /// How it is spoken to.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Host and port, as written.
    pub fn authority(&self) -> &http::uri::Authority {
        &self.authority
    }

    /// The host; an IPv6 address stands in brackets.
    pub fn host(&self) -> &str {
        self.authority.host()
    }

    /// The port, written or not.
    pub fn port(&self) -> u16 {
        self.authority.port_u16().unwrap_or(self.scheme.default_port())
    }

    /// What stands before the path of every request: empty, or a path that begins with a slash and ends without.
    pub fn base_path(&self) -> &str {
        &self.base_path
    }
}

impl Scheme {
    /// The scheme as it stands in a URL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// The port of a URL that names none.
    pub fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

impl FromStr for Upstream {
    type Err = InvalidUpstream;

    fn from_str(text: &str) -> Result<Self, InvalidUpstream> {
        Self::parse(text)
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme.as_str(), self.authority, self.base_path)
    }
}

impl fmt::Display for InvalidUpstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; write `{suggestion}`"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for InvalidUpstream {}

/// Whether no port is written, or one that can be connected to. `Authority` reads an empty and an overlong one as none.
fn has_sound_port(authority: &http::uri::Authority) -> bool {
    let after_host = authority.as_str().get(authority.host().len()..).unwrap_or_default();
    after_host.is_empty() || authority.port_u16().is_some_and(|port| port > 0)
}

/// The text with the mistakes corrected whose correction is evident.
fn right_spelling(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "http" | "ws" => "http",
        "https" | "wss" => "https",
        _ => return None,
    };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let rest =
        if rest.bytes().all(|byte| byte.is_ascii_digit()) { format!("127.0.0.1:{rest}") } else { rest.to_owned() };
    let candidate = format!("{scheme}://{rest}");
    Upstream::parse_strictly(&candidate).is_ok().then_some(candidate)
}
