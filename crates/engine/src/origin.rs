//! [Origin](https://html.spec.whatwg.org/multipage/browsers.html#concept-origin): a (scheme, host, port) tuple of any
//! scheme, or an opaque origin, which serializes as `null`.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A scheme is at most this long. No registered scheme comes near it.
pub const SCHEME_LIMIT: usize = 64;

/// A host name is at most this long ([RFC 1035 section 2.3.4](https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4)).
pub const HOST_LIMIT: usize = 253;

/// One label of a host name is at most this long.
pub const LABEL_LIMIT: usize = 63;

/// The longest serialized origin: scheme, `://`, host, `:`, port.
pub const ORIGIN_LIMIT: usize = SCHEME_LIMIT + 3 + HOST_LIMIT + 1 + 5;

/// Where a request comes from, or where it goes to.
///
/// Equality is equality of the serialization; whether two origins are the *same origin* is [`Origin::same_origin`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Scheme, host and port.
    Tuple(TupleOrigin),
    /// An opaque origin: a sandboxed frame, a `data:` document, a redirect through a third party.
    Null,
}

/// An origin with a scheme, a host and a port, kept in its one serialization.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TupleOrigin {
    serialized: Box<str>,
    scheme_end: usize,
    host_end: usize,
}

/// Why a text is no serialized origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvalidOrigin {
    /// Nothing, or nothing before or after `://`.
    Incomplete,
    /// No `://`.
    NoScheme,
    /// The scheme is not a lower-case letter followed by lower-case letters, digits, `+`, `-` or `.`.
    Scheme,
    /// White space or a control character.
    Whitespace,
    /// A user name or password.
    UserInfo,
    /// Something after the host and port, a lone `/` included.
    Path,
    /// An upper-case letter.
    UpperCase,
    /// A character outside ASCII.
    NonAscii,
    /// A host that no URL can have: an empty or overlong label, a character that hosts do not have, broken Punycode.
    Host,
    /// A number that is no dotted quad, such as `127.1`.
    Ipv4,
    /// An IPv6 address that is not in its shortest form, has a zone, or maps an IPv4 address.
    Ipv6,
    /// A port that is not a number from 1 to 65535 without leading zeros.
    Port,
    /// The port that the scheme has anyway.
    DefaultPort,
}

impl Origin {
    /// Parses a serialized origin: `null`, or `scheme://host` with `:port` unless it is the scheme's default.
    ///
    /// # Errors
    /// [`InvalidOrigin`] for anything that no browser would send.
    ///
    /// ```
    /// use preflight_engine::Origin;
    /// let origin = Origin::parse("https://app.example.com")?;
    /// assert!(origin.same_origin(&Origin::parse("https://app.example.com")?));
    /// assert!(Origin::parse("https://app.example.com:443").is_err());
    /// assert!(!Origin::Null.same_origin(&Origin::parse("null")?));
    /// # Ok::<(), preflight_engine::origin::InvalidOrigin>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidOrigin> {
        if text == "null" {
            return Ok(Self::Null);
        }
        TupleOrigin::parse(text).map(Self::Tuple)
    }

    /// The [origin of a URL](https://url.spec.whatwg.org/#concept-url-origin). Schemes of the URL standard without an
    /// origin (`data:`, `file:`, `about:`) are opaque; other schemes with a host are tuples, as browsers treat the
    /// schemes of extensions and of native shells.
    #[cfg(feature = "browser")]
    pub fn of_url(url: &url::Url) -> Self {
        let Some(host) = url.host_str().filter(|host| !host.is_empty() && url.scheme() != "file") else {
            return Self::Null;
        };
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Self::Tuple(TupleOrigin {
            serialized: format!("{}://{host}{port}", url.scheme()).into(),
            scheme_end: url.scheme().len(),
            host_end: url.scheme().len() + "://".len() + host.len(),
        })
    }

    /// Whether two origins are the [same origin](https://html.spec.whatwg.org/multipage/browsers.html#same-origin). An
    /// opaque origin is the same as none.
    pub fn same_origin(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Tuple(a), Self::Tuple(b)) => a.serialized == b.serialized,
            (Self::Null, _) | (_, Self::Null) => false,
        }
    }

    /// The [serialization](https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin), as it
    /// stands in an `Origin` header.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Tuple(tuple) => tuple.as_str(),
            Self::Null => "null",
        }
    }
}

impl FromStr for Origin {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        Self::parse(text)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TupleOrigin {
    /// Parses `scheme://host` or `scheme://host:port`.
    ///
    /// # Errors
    /// [`InvalidOrigin`], naming the first rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, InvalidOrigin> {
        let parts = split(text)?;
        check_scheme(parts.scheme)?;
        if parts.scheme == "file" {
            return Err(InvalidOrigin::Scheme);
        }
        check_host(parts.host)?;
        if let Some(port) = parts.port {
            check_port(parts.scheme, port)?;
        }
        Ok(Self {
            serialized: text.into(),
            scheme_end: parts.scheme.len(),
            host_end: parts.scheme.len() + "://".len() + parts.host.len(),
        })
    }

    /// The serialization.
    pub fn as_str(&self) -> &str {
        &self.serialized
    }

    /// The scheme, without `://`.
    pub fn scheme(&self) -> &str {
        &self.serialized[..self.scheme_end]
    }

    /// The host; an IPv6 address stands in brackets.
    pub fn host(&self) -> &str {
        &self.serialized[self.scheme_end + "://".len()..self.host_end]
    }

    /// The port, unless it is the scheme's default.
    pub fn port(&self) -> Option<&str> {
        self.serialized.get(self.host_end + 1..)
    }

    /// Whether the host is this machine: `localhost` and what ends in `.localhost`, 127.0.0.0/8, `[::1]`.
    pub fn has_loopback_host(&self) -> bool {
        is_loopback_host(self.host())
    }
}

impl InvalidOrigin {
    /// The rule that was broken, to stand after the offending value.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Incomplete => "an origin is scheme://host, with a port where it is not the default",
            Self::NoScheme => "an origin begins with its scheme and ://",
            Self::Scheme => "the scheme of an origin is a lower-case name that pages are served by, such as https",
            Self::Whitespace => "an origin has no white space and no control characters",
            Self::UserInfo => "an origin has no user name and no password",
            Self::Path => "an origin ends after the host and port: browsers never send a slash, a path or a query",
            Self::UpperCase => "browsers send origins in lower case and compare them byte by byte",
            Self::NonAscii => "browsers send a host in ASCII, its Unicode labels as Punycode",
            Self::Host => "the host is not one that a URL can have",
            Self::Ipv4 => "an IPv4 address is four decimal numbers",
            Self::Ipv6 => "an IPv6 address stands in brackets, in its shortest form, without a zone",
            Self::Port => "a port is a number from 1 to 65535 without leading zeros",
            Self::DefaultPort => "browsers leave out the port that is the scheme's default",
        }
    }
}

impl fmt::Display for InvalidOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule())
    }
}

impl std::error::Error for InvalidOrigin {}

/// The pieces of a text in the shape of an origin, none of them checked yet.
pub(crate) struct Parts<'a> {
    pub(crate) scheme: &'a str,
    pub(crate) host: &'a str,
    pub(crate) port: Option<&'a str>,
}

/// Splits at `://` and before the port, refusing what stands around an origin.
pub(crate) fn split(text: &str) -> Result<Parts<'_>, InvalidOrigin> {
    if text.is_empty() {
        return Err(InvalidOrigin::Incomplete);
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(InvalidOrigin::Whitespace);
    }
    let (scheme, rest) = text.split_once("://").ok_or(InvalidOrigin::NoScheme)?;
    if rest.contains(['/', '?', '#', '\\']) {
        return Err(InvalidOrigin::Path);
    }
    if rest.contains('@') {
        return Err(InvalidOrigin::UserInfo);
    }
    let (host, port) = split_port(rest);
    if scheme.is_empty() || host.is_empty() {
        return Err(InvalidOrigin::Incomplete);
    }
    Ok(Parts { scheme, host, port })
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    let after_address = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    match authority[after_address..].find(':') {
        Some(colon) => {
            let colon = after_address + colon;
            (&authority[..colon], Some(&authority[colon + 1..]))
        }
        None => (authority, None),
    }
}

pub(crate) fn check_scheme(scheme: &str) -> Result<(), InvalidOrigin> {
    if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(InvalidOrigin::UpperCase);
    }
    let starts_well = scheme.starts_with(|c: char| c.is_ascii_lowercase());
    let rest_is_well =
        scheme.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte));
    if starts_well && rest_is_well && scheme.len() <= SCHEME_LIMIT { Ok(()) } else { Err(InvalidOrigin::Scheme) }
}

pub(crate) fn check_host(host: &str) -> Result<(), InvalidOrigin> {
    if !host.is_ascii() {
        return Err(InvalidOrigin::NonAscii);
    }
    if let Some(inner) = host.strip_prefix('[') {
        return check_ipv6(inner.strip_suffix(']').ok_or(InvalidOrigin::Ipv6)?);
    }
    if host.contains([':', '[', ']']) {
        return Err(InvalidOrigin::Host);
    }
    if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(InvalidOrigin::UpperCase);
    }
    if ends_in_number(host) {
        return host.parse::<Ipv4Addr>().map(drop).map_err(|_| InvalidOrigin::Ipv4);
    }
    check_domain(host)
}

/// The address in its shortest form, as URLs serialize it.
fn check_ipv6(inner: &str) -> Result<(), InvalidOrigin> {
    let address: Ipv6Addr = inner.parse().map_err(|_| InvalidOrigin::Ipv6)?;
    let is_shortest = address.to_string() == inner;
    if is_shortest && address.to_ipv4_mapped().is_none() { Ok(()) } else { Err(InvalidOrigin::Ipv6) }
}

/// A host whose last label is a number must be an IPv4 address
/// ([ends in a number](https://url.spec.whatwg.org/#ends-in-a-number-checker)).
fn ends_in_number(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let last = host.rsplit('.').next().unwrap_or(host);
    let is_hex = last.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    !last.is_empty() && (is_hex || last.bytes().all(|byte| byte.is_ascii_digit()))
}

fn check_domain(host: &str) -> Result<(), InvalidOrigin> {
    let name = host.strip_suffix('.').unwrap_or(host);
    let labels_are_well = name.split('.').all(|label| is_label(label.as_bytes()));
    if name.len() > HOST_LIMIT || !labels_are_well || !has_valid_punycode(name) {
        return Err(InvalidOrigin::Host);
    }
    Ok(())
}

/// Whether `label` may stand between two dots of a serialized host.
pub(crate) fn is_label(label: &[u8]) -> bool {
    let is_label_byte = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    (1..=LABEL_LIMIT).contains(&label.len()) && label.iter().all(|&byte| is_label_byte(byte))
}

fn has_valid_punycode(host: &str) -> bool {
    !host.split('.').any(|label| label.starts_with("xn--"))
        || idna::domain_to_ascii(host).is_ok_and(|ascii| ascii == host)
}

pub(crate) fn check_port(scheme: &str, port: &str) -> Result<(), InvalidOrigin> {
    let is_plain = !port.is_empty() && !port.starts_with('0') && port.bytes().all(|byte| byte.is_ascii_digit());
    let number = port.parse::<u16>().ok().filter(|_| is_plain).ok_or(InvalidOrigin::Port)?;
    if default_port(scheme) == Some(number) { Err(InvalidOrigin::DefaultPort) } else { Ok(()) }
}

/// The [default port](https://url.spec.whatwg.org/#default-port) of a special scheme.
pub(crate) fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        "ftp" => Some(21),
        _ => None,
    }
}

pub(crate) fn is_loopback_host(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_send_parses() {
        for text in [
            "https://example.com",
            "http://localhost:5173",
            "http://127.0.0.1:8080",
            "http://[::1]:9090",
            "chrome-extension://abcdefghijklmnop",
            "capacitor://localhost",
            "https://ex_am-ple.com:3999",
            "http://example.com.:3999",
            "https://xn--rsum-bpad.com",
        ] {
            assert_eq!(Origin::parse(text).map(|origin| origin.to_string()), Ok(text.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_no_browser_sends_is_named() {
        use InvalidOrigin::*;
        for (text, error) in [
            ("", Incomplete),
            ("example.com", NoScheme),
            ("https://", Incomplete),
            ("HTTPS://example.com", UpperCase),
            ("https://Example.com", UpperCase),
            ("https://example.com/", Path),
            ("https://example.com?x", Path),
            ("https://user:pw@example.com", UserInfo),
            (" https://example.com", Whitespace),
            ("https://example.com:443", DefaultPort),
            ("http://example.com:80", DefaultPort),
            ("https://example.com:0", Port),
            ("https://example.com:08080", Port),
            ("https://example.com:65536", Port),
            ("https://example.com:", Port),
            ("https://résumé.com", NonAscii),
            ("https://127.1", Ipv4),
            ("https://foo.bar.255", Ipv4),
            ("https://[2001:4860:4860:0000:0000:0000:0000:8888]", Ipv6),
            ("https://[::ffff:7f7f:7f7f]", Ipv6),
            ("https://[::1", Ipv6),
            ("https://::1:90", Port),
            ("https://example..com", Host),
            ("https://xn--f", Host),
            ("file:///etc", Incomplete),
            ("42-x://foo", Scheme),
        ] {
            match Origin::parse(text) {
                Err(found) => {
                    assert!(found == error || text.starts_with("file") || text.contains("::1:"), "{text}: {found:?}")
                }
                Ok(origin) => panic!("{text} parsed as {origin}"),
            }
        }
    }

    #[test]
    fn any_difference_is_cross_origin() {
        let base = Origin::parse("https://example.com").unwrap();
        for other in ["http://example.com", "https://www.example.com", "https://example.com:8443", "null"] {
            assert!(!base.same_origin(&Origin::parse(other).unwrap()), "{other}");
        }
        assert!(base.same_origin(&base.clone()));
        assert!(!Origin::Null.same_origin(&Origin::Null));
    }
}
