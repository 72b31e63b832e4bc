//! Fields that mean something to one connection only
//! ([RFC 9110, 7.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1)).

use http::header::{self, HeaderMap, HeaderName};

/// Fields of one connection whether `Connection` lists them or not. `HTTP2-Settings` belongs to an upgrade. `Trailer` is
/// none of them: it says what comes behind the body, and that passes.
const HOP_BY_HOP: [&str; 6] = ["connection", "http2-settings", "keep-alive", "te", "transfer-encoding", "upgrade"];

/// Which fields of a head belong to its connection.
pub(crate) struct Hops {
    listed: Vec<HeaderName>,
}

impl Hops {
    /// Reads `Connection`.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let lines = headers.get_all(header::CONNECTION).iter();
        let names = lines.flat_map(|line| line.as_bytes().split(|&byte| byte == b','));
        Self { listed: names.filter_map(|name| HeaderName::from_bytes(name.trim_ascii()).ok()).collect() }
    }

    pub(crate) fn has(&self, name: &HeaderName) -> bool {
        is_hop_by_hop(name) || self.listed.contains(name)
    }
}

/// Removes the hop-by-hop fields.
pub(crate) fn strip(headers: &mut HeaderMap) {
    let hops = Hops::of(headers);
    let own: Vec<HeaderName> = headers.keys().filter(|name| hops.has(name)).cloned().collect();
    own.iter().for_each(|name| drop(headers.remove(name)));
}

/// Whether the client says that it understands trailers, which the one at the end may need to know. The first line is that
/// of [`request_head::with_own_te`](crate::request_head::with_own_te), which is not the client's.
pub(crate) fn client_takes_trailers(headers: &HeaderMap) -> bool {
    let mut elements =
        headers.get_all(header::TE).iter().skip(1).flat_map(|line| line.as_bytes().split(|&byte| byte == b','));
    elements.any(|element| element.trim_ascii().eq_ignore_ascii_case(b"trailers"))
}

/// Whether a list-valued field has an element, in any case.
pub(crate) fn lists(headers: &HeaderMap, name: &HeaderName, element: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .flat_map(|line| line.as_bytes().split(|&byte| byte == b','))
        .any(|found| found.trim_ascii().eq_ignore_ascii_case(element.as_bytes()))
}

/// `Proxy` is no field of HTTP, but becomes `HTTP_PROXY` in CGI programs ([httpoxy](https://httpoxy.org)).
pub(crate) fn is_hop_by_hop(name: &HeaderName) -> bool {
    let name = name.as_str();
    HOP_BY_HOP.contains(&name) || name == "proxy" || name.starts_with("proxy-")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn only_end_to_end_fields_stay() {
        for (reason, before, after) in [
            ("nothing to do", vec![("accept", "*/*")], vec![("accept", "*/*")]),
            (
                "listed",
                vec![("connection", "close, X-Mine"), ("x-mine", "1"), ("x-other", "2")],
                vec![("x-other", "2")],
            ),
            ("two lines", vec![("connection", "a"), ("connection", "b"), ("a", "1"), ("b", "2")], vec![]),
            ("unlisted", vec![("keep-alive", "timeout=5"), ("upgrade", "h2c")], vec![]),
            ("what comes behind the body", vec![("trailer", "x")], vec![("trailer", "x")]),
            ("proxy", vec![("proxy", "http://x"), ("proxy-authorization", "x"), ("proxy-connection", "x")], vec![]),
            ("other codings", vec![("te", "gzip")], vec![]),
        ] {
            let pairs = |list: Vec<(&'static str, &'static str)>| {
                let mut headers = HeaderMap::new();
                for (name, value) in list {
                    headers.append(name, HeaderValue::from_static(value));
                }
                headers
            };
            let mut headers = pairs(before);
            strip(&mut headers);
            assert_eq!(headers, pairs(after), "{reason}");
        }
    }

    #[test]
    fn trailers_are_for_whoever_takes_them() {
        for (lines, expected) in [
            (&["trailers"][..], false),
            (&["trailers", "gzip"], false),
            (&["trailers", "gzip, Trailers"], true),
            (&["trailers", "gzip", "trailers"], true),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::TE, HeaderValue::from_static(line));
            }
            assert_eq!(client_takes_trailers(&headers), expected, "{lines:?}");
        }
    }
}
