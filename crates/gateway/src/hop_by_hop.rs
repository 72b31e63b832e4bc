//! Fields that mean something to one connection only
//! ([RFC 9110, 7.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1)).

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Fields of one connection whether `Connection` lists them or not. `HTTP2-Settings` belongs to an upgrade. `Trailer` is
/// none of them: it says what comes behind the body, and that passes.
const HOP_BY_HOP: [&str; 6] = ["connection", "http2-settings", "keep-alive", "te", "transfer-encoding", "upgrade"];

/// Removes the hop-by-hop fields. `TE: trailers` stays: it says what the one at the end understands.
pub(crate) fn strip(headers: &mut HeaderMap) {
    let takes_trailers = lists(headers, &header::TE, "trailers");
    let listed: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .flat_map(|line| line.as_bytes().split(|&byte| byte == b','))
        .filter_map(|name| HeaderName::from_bytes(name.trim_ascii()).ok())
        .collect();
    let own: Vec<HeaderName> = headers.keys().filter(|name| is_hop_by_hop(name)).cloned().collect();
    for name in listed.iter().chain(&own) {
        headers.remove(name);
    }
    if takes_trailers {
        headers.insert(header::TE, HeaderValue::from_static("trailers"));
    }
}

/// Removes the line that [`request_head::with_own_te`](crate::request_head::with_own_te) put first.
pub(crate) fn strip_own_te(headers: &mut HeaderMap) {
    if let header::Entry::Occupied(lines) = headers.entry(header::TE) {
        let (name, others) = lines.remove_entry_mult();
        let others: Vec<HeaderValue> = others.skip(1).collect();
        for line in others {
            headers.append(name.clone(), line);
        }
    }
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
fn is_hop_by_hop(name: &HeaderName) -> bool {
    let name = name.as_str();
    HOP_BY_HOP.contains(&name) || name == "proxy" || name.starts_with("proxy-")
}

#[cfg(test)]
mod tests {
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
            ("trailers", vec![("te", "gzip, Trailers"), ("connection", "te")], vec![("te", "trailers")]),
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
}
