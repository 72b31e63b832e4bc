//! The small language in which a policy names origins: exact, any subdomain (`https://*.example.com`), any port
//! (`http://localhost:*`). There is no way to write `null` or a partial wildcard.

mod host;
mod scheme;
mod suggestion;

use std::fmt;
use std::str::FromStr;

use crate::origin::{self, InvalidOrigin, TupleOrigin};
use crate::public_suffix::{self, PublicSuffix};

/// Which origins one entry of a policy stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OriginPattern {
    text: Box<str>,
    scheme_end: usize,
    base_end: usize,
    any_subdomain: bool,
    any_port: bool,
}

/// Why a text is not an origin pattern. It keeps the text, the rule, and the right spelling where one is evident.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InvalidOriginPattern {
    /// The text as it was written.
    pub text: String,
    /// The rule that it breaks.
    pub rule: PatternRule,
    /// What was probably meant; a valid pattern.
    pub suggestion: Option<String>,
}

/// The rules of origin patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PatternRule {
    /// It has to have the shape of an origin.
    Origin(InvalidOrigin),
    /// `null` is not an origin to allow; it is what any sandboxed frame sends.
    Null,
    /// `*` stands for any origin; a list of origins cannot hold it.
    AnyOrigin,
    /// `*` may only be the first label (`*.`) or the whole port (`:*`).
    PartialWildcard,
    /// An IP address has no subdomains.
    WildcardIpAddress,
    /// `ws:` or `wss:`: a WebSocket has the origin of its page.
    WebSocketScheme,
    /// `blob:` and its like: such a page has the origin of the page that made it.
    InheritingScheme,
    /// `data:`, `file:` and their like: such a page sends `null`.
    OpaqueScheme,
    /// `ftp:`, `mailto:` and their like: no page comes from there.
    PagelessScheme,
    /// `_` in a host that is reached by http or https.
    Underscore,
    /// A hyphen at the start or the end of a label of such a host.
    OuterHyphen,
    /// A label of the host is longer than [`LABEL_LIMIT`](origin::LABEL_LIMIT).
    LongLabel,
    /// The host, with a subdomain if there is a `*`, is longer than [`HOST_LIMIT`](origin::HOST_LIMIT).
    LongHost,
}

impl OriginPattern {
    /// Parses a pattern.
    ///
    /// # Errors
    /// [`InvalidOriginPattern`] with the rule and, where it is evident, the right spelling.
    ///
    /// ```
    /// use preflight_engine::OriginPattern;
    /// assert!(OriginPattern::parse("https://*.example.com:*").is_ok());
    /// let error = OriginPattern::parse("https://Example.com/").unwrap_err();
    /// assert_eq!(error.suggestion.as_deref(), Some("https://example.com"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidOriginPattern> {
        Self::parse_strictly(text).map_err(|rule| InvalidOriginPattern {
            text: text.to_owned(),
            rule,
            suggestion: suggestion::right_spelling(text),
        })
    }

    /// The pattern of one origin that a page sends, to be held against others. Its host may be one that no policy should name:
    /// browsers take more than is sound.
    ///
    /// # Errors
    /// [`InvalidOrigin`] for what no browser would send.
    ///
    /// ```
    /// use preflight_engine::OriginPattern;
    /// let sent = OriginPattern::of_origin("https://a_b.example.com")?;
    /// assert!(OriginPattern::parse("https://*.example.com").unwrap().covers(&sent));
    /// # Ok::<(), preflight_engine::origin::InvalidOrigin>(())
    /// ```
    pub fn of_origin(text: &str) -> Result<Self, InvalidOrigin> {
        let origin = TupleOrigin::parse(text)?;
        let scheme_end = origin.scheme().len();
        Ok(Self {
            text: text.into(),
            scheme_end,
            base_end: scheme_end + "://".len() + origin.host().len(),
            any_subdomain: false,
            any_port: false,
        })
    }

    fn parse_strictly(text: &str) -> Result<Self, PatternRule> {
        match text {
            "null" => return Err(PatternRule::Null),
            "*" => return Err(PatternRule::AnyOrigin),
            _ => {}
        }
        scheme::check(text)?;
        let parts = origin::split(text)?;
        origin::check_scheme(parts.scheme)?;
        let (base, any_subdomain) = match parts.host.strip_prefix("*.") {
            Some(base) => (base, true),
            None => (parts.host, false),
        };
        host::check(parts.scheme, base, any_subdomain)?;
        let any_port = parts.port == Some("*");
        match parts.port {
            Some(port) if port != "*" && port.contains('*') => return Err(PatternRule::PartialWildcard),
            Some(port) if port != "*" => origin::check_port(parts.scheme, port)?,
            Some(_) | None => {}
        }
        let scheme_end = parts.scheme.len();
        Ok(Self {
            text: text.into(),
            scheme_end,
            base_end: scheme_end + "://".len() + parts.host.len(),
            any_subdomain,
            any_port,
        })
    }

    /// The pattern as it was written, which is its one spelling.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The scheme, without `://`.
    pub fn scheme(&self) -> &str {
        &self.text[..self.scheme_end]
    }

    /// The host without `*.`; an IPv6 address stands in brackets.
    pub fn base_host(&self) -> &str {
        let start = self.scheme_end + "://".len() + if self.any_subdomain { "*.".len() } else { 0 };
        &self.text[start..self.base_end]
    }

    /// The port, if one port is named.
    pub fn port(&self) -> Option<&str> {
        self.text.get(self.base_end + 1..).filter(|_| !self.any_port)
    }

    /// Whether subdomains of any depth match, and the base itself does not.
    pub fn has_any_subdomain(&self) -> bool {
        self.any_subdomain
    }

    /// Whether any port matches, the default included.
    pub fn has_any_port(&self) -> bool {
        self.any_port
    }

    /// Whether the pattern stands for one origin.
    pub fn is_exact(&self) -> bool {
        !self.any_subdomain && !self.any_port
    }

    /// Whether every host that matches is this machine.
    pub fn has_loopback_host(&self) -> bool {
        origin::is_loopback_host(self.base_host())
    }

    /// The [public suffix](https://publicsuffix.org/) that the subdomains include, if there is one: strangers can register names
    /// that match.
    ///
    /// ```
    /// use preflight_engine::{OriginPattern, PublicSuffix};
    /// let pattern = OriginPattern::parse("https://*.amazonaws.com")?;
    /// assert_eq!(pattern.public_suffix(), Some(PublicSuffix::Below { rule: "s3.amazonaws.com".to_owned() }));
    /// # Ok::<(), preflight_engine::origin_pattern::InvalidOriginPattern>(())
    /// ```
    pub fn public_suffix(&self) -> Option<PublicSuffix> {
        let is_open = self.any_subdomain && !self.has_loopback_host();
        is_open.then(|| public_suffix::among_subdomains(self.base_host())).flatten()
    }

    /// Whether every origin that `other` stands for is covered by this pattern too.
    pub fn covers(&self, other: &Self) -> bool {
        self.scheme() == other.scheme() && self.covers_port(other) && self.covers_host(other)
    }

    fn covers_port(&self, other: &Self) -> bool {
        self.any_port || !other.any_port && self.port() == other.port()
    }

    fn covers_host(&self, other: &Self) -> bool {
        match (self.any_subdomain, other.any_subdomain) {
            (false, true) => false,
            (false, false) => self.base_host() == other.base_host(),
            (true, false) => is_subdomain(other.base_host(), self.base_host()),
            (true, true) => self.base_host() == other.base_host() || is_subdomain(other.base_host(), self.base_host()),
        }
    }
}

impl FromStr for OriginPattern {
    type Err = InvalidOriginPattern;

    fn from_str(text: &str) -> Result<Self, InvalidOriginPattern> {
        Self::parse(text)
    }
}

impl fmt::Display for OriginPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<InvalidOrigin> for PatternRule {
    fn from(rule: InvalidOrigin) -> Self {
        Self::Origin(rule)
    }
}

impl PatternRule {
    /// The rule in words, to stand after the offending value.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Origin(invalid) => invalid.rule(),
            Self::Null => "null is what every sandboxed frame sends, so allowing it allows everybody",
            Self::AnyOrigin => "* is not an origin",
            Self::PartialWildcard => "* may only stand for all subdomains (https://*.example.com) or for the port (:*)",
            Self::WildcardIpAddress => "an IP address has no subdomains",
            Self::WebSocketScheme => "the Origin of a WebSocket is that of the page that opens it",
            Self::InheritingScheme => "a page at such a URL has the origin of the page that made it",
            Self::OpaqueScheme => "a page at such a URL has an opaque origin and sends null",
            Self::PagelessScheme => "no page is loaded by this scheme, so none sends such an Origin",
            Self::Underscore => "the name of a host has letters, digits and hyphens, and no underscore",
            Self::OuterHyphen => "a label of a host neither begins nor ends with a hyphen",
            Self::LongLabel => "a label of a host, what stands between two dots, has at most 63 bytes",
            Self::LongHost => "a host has at most 253 bytes, with a label in place of *",
        }
    }

    /// What to do where no right spelling is evident.
    fn remedy(self) -> Option<&'static str> {
        match self {
            Self::Null | Self::OpaqueScheme => Some("`dangerously-allow-null-origin` says that you mean it"),
            Self::AnyOrigin => Some("write `origins = \"any\"`"),
            Self::WebSocketScheme | Self::InheritingScheme | Self::PagelessScheme => {
                Some("name the origin of the page, such as `https://app.example.com`")
            }
            Self::Underscore | Self::OuterHyphen | Self::LongLabel | Self::LongHost => {
                Some("name the host that the address bar shows on the page")
            }
            Self::Origin(_) | Self::PartialWildcard | Self::WildcardIpAddress => None,
        }
    }
}

impl fmt::Display for InvalidOriginPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not an origin pattern: {}", self.text, self.rule.rule())?;
        match (&self.suggestion, self.rule.remedy()) {
            (Some(suggestion), _) => write!(f, "; write `{suggestion}`"),
            (None, Some(remedy)) => write!(f, "; {remedy}"),
            (None, None) => Ok(()),
        }
    }
}

impl std::error::Error for InvalidOriginPattern {}

fn is_subdomain(host: &str, base: &str) -> bool {
    host.strip_suffix(base).is_some_and(|labels| labels.len() > 1 && labels.ends_with('.'))
}
