//! [`OutgoingRequest`]: a request head checked and written out as HTTP/1.1.

use std::{error, fmt};

use preflight_engine::exchange::RequestHead;
use url::{Position, Url};

use crate::raw_head::RawHead;

/// The fields by which the probe delimits its message; a caller's own would contradict them.
const CONNECTION_FIELDS: [&str; 3] = ["connection", "content-length", "transfer-encoding"];

/// The methods whose requests say how long their body is even where there is none.
const METHODS_WITH_BODY: [&[u8]; 3] = [b"POST", b"PUT", b"PATCH"];

/// A request that cannot be written as one HTTP/1.1 request. The caller's fault; nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// The URL's scheme is neither `http` nor `https`.
    SchemeNotHttp(String),
    /// The method is not a `token`.
    MethodNotToken(Vec<u8>),
    /// A field's name is not a `token`.
    HeaderNameNotToken(Vec<u8>),
    /// The value of this field has a CR, LF or NUL in it. The value itself may be a secret, so only its name is kept.
    HeaderValueNotOneLine(Vec<u8>),
    /// This field delimits the message and is the probe's own: `Connection`, `Content-Length`, `Transfer-Encoding`.
    FieldOfTheConnection(Vec<u8>),
}

/// A request ready to be sent.
#[derive(Debug)]
pub(crate) struct OutgoingRequest<'a> {
    pub(crate) url: &'a Url,
    pub(crate) method: &'a [u8],
    pub(crate) head: RawHead,
    pub(crate) body: &'a [u8],
    /// Whether the answer has no body, whatever its head says.
    pub(crate) is_head_request: bool,
}

impl<'a> OutgoingRequest<'a> {
    pub(crate) fn new(
        request: &'a RequestHead,
        body: Option<&'a [u8]>,
        user_agent: &str,
    ) -> Result<Self, InvalidRequest> {
        check(request)?;
        check_value(b"User-Agent", user_agent.as_bytes())?;
        let body = declared_body(request, body);
        Ok(Self {
            url: &request.url,
            method: &request.method,
            head: RawHead::new(write_head(request, body, user_agent)),
            body: body.unwrap_or_default(),
            is_head_request: request.method == b"HEAD",
        })
    }
}

impl OutgoingRequest<'_> {
    /// Path and query.
    pub(crate) fn target(&self) -> &str {
        &self.url[Position::BeforePath..Position::AfterQuery]
    }

    /// Host and port of the URL, without userinfo and without a default port.
    pub(crate) fn authority(&self) -> &str {
        &self.url[Position::BeforeHost..Position::AfterPort]
    }

    /// The fields of the head as they are written.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let lines = self.head.bytes_with_secrets().split(|&byte| byte == b'\n').skip(1);
        lines.filter_map(|line| {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let colon = line.iter().position(|&byte| byte == b':')?;
            Some((&line[..colon], line[colon + 1..].trim_ascii_start()))
        })
    }
}

/// Whether the request can be written at all.
pub(crate) fn check(request: &RequestHead) -> Result<(), InvalidRequest> {
    if !matches!(request.url.scheme(), "http" | "https") {
        return Err(InvalidRequest::SchemeNotHttp(request.url.scheme().to_owned()));
    }
    if !is_token(&request.method) {
        return Err(InvalidRequest::MethodNotToken(request.method.clone()));
    }
    request.headers.iter().try_for_each(|(name, value)| check_field(name, value))
}

fn check_field(name: &[u8], value: &[u8]) -> Result<(), InvalidRequest> {
    if !is_token(name) {
        return Err(InvalidRequest::HeaderNameNotToken(name.to_vec()));
    }
    if CONNECTION_FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field.as_bytes())) {
        return Err(InvalidRequest::FieldOfTheConnection(name.to_vec()));
    }
    check_value(name, value)
}

fn check_value(name: &[u8], value: &[u8]) -> Result<(), InvalidRequest> {
    match value.iter().any(|byte| matches!(byte, b'\r' | b'\n' | b'\0')) {
        true => Err(InvalidRequest::HeaderValueNotOneLine(name.to_vec())),
        false => Ok(()),
    }
}

/// `token` of [RFC 9110 section 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2).
fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte))
}

/// The body whose length the head declares: the given one where the request has a body, an empty one where its method
/// announces one. The standard says so of POST and PUT
/// ([HTTP-network-or-cache fetch](https://fetch.spec.whatwg.org/#http-network-or-cache-fetch), `contentLength`); PATCH
/// is treated alike, since servers wait for its body as well.
pub(crate) fn declared_body<'a>(request: &RequestHead, body: Option<&'a [u8]>) -> Option<&'a [u8]> {
    let announced = METHODS_WITH_BODY.contains(&request.method.as_slice()).then_some(&[][..]);
    body.filter(|_| request.has_body).or(announced)
}

fn write_head(request: &RequestHead, declared_body: Option<&[u8]>, user_agent: &str) -> Vec<u8> {
    let target = &request.url[Position::BeforePath..Position::AfterQuery];
    // The URL has no userinfo and no fragment between these positions, and a default port is not in it.
    let authority = &request.url[Position::BeforeHost..Position::AfterPort];
    let mut head = [&request.method, b" ".as_slice(), target.as_bytes(), b" HTTP/1.1\r\n"].concat();
    let mut write = |name: &[u8], value: &[u8]| head.extend([name, b": ", value, b"\r\n"].concat());
    for (name, value) in [("Host", authority), ("User-Agent", user_agent)] {
        if !request.headers.contains(name.as_bytes()) {
            write(name.as_bytes(), value.as_bytes());
        }
    }
    for (name, value) in request.headers.iter() {
        write(name, value);
    }
    if let Some(body) = declared_body {
        write(b"Content-Length", body.len().to_string().as_bytes());
    }
    write(b"Connection", b"close");
    head.extend_from_slice(b"\r\n");
    head
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SchemeNotHttp(scheme) => write!(f, "{scheme}: only http and https URLs can be probed"),
            Self::MethodNotToken(method) => {
                write!(f, "\"{}\" is no method: it must be a token, such as GET", method.escape_ascii())
            }
            Self::HeaderNameNotToken(name) => {
                write!(f, "\"{}\" is no header name: it must be a token, such as X-Name", name.escape_ascii())
            }
            Self::HeaderValueNotOneLine(name) => {
                write!(f, "the value of {} has a CR, LF or NUL in it; remove it", name.escape_ascii())
            }
            Self::FieldOfTheConnection(name) => {
                write!(f, "{} is set by the connection itself; remove it", name.escape_ascii())
            }
        }
    }
}

impl error::Error for InvalidRequest {}

#[cfg(test)]
mod tests {
    use preflight_engine::header_list::HeaderList;

    use super::*;

    #[test]
    fn host_is_the_urls_without_a_default_port() {
        let cases = [
            ("http://api.example/", "api.example"),
            ("http://api.example:80/", "api.example"),
            ("https://api.example:443/", "api.example"),
            ("https://api.example:80/", "api.example:80"),
            ("http://user:password@api.example:8080/", "api.example:8080"),
            ("http://B\u{fc}cher.example/", "xn--bcher-kva.example"),
            ("http://[0:0::1]:8080/", "[::1]:8080"),
        ];
        for (url, host) in cases {
            let request = RequestHead {
                method: b"GET".to_vec(),
                url: url.parse().unwrap(),
                headers: HeaderList::new(),
                is_preflight: false,
                includes_credentials: false,
                has_body: false,
            };
            let head = OutgoingRequest::new(&request, None, "x").unwrap().head.to_string();
            assert_eq!(head, format!("GET / HTTP/1.1\nHost: {host}\nUser-Agent: x\nConnection: close\n\n"), "{url}");
        }
    }
}
