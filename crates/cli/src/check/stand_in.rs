//! A request that may change something is not sent: what a safe one shows stands in for it.

use preflight_engine::exchange::{RequestHead, ResponseHead};
use preflight_engine::header_list::HeaderList;

/// What stands in for an answer that was not asked for.
#[derive(Clone, Debug)]
pub enum StandIn {
    /// What `GET` to the same URL was answered.
    Get(RequestHead),
    /// What the preflight's answer says, since `GET` is not known there.
    Preflight,
    /// Nothing: neither `GET` nor a preflight is answered there.
    Nothing,
}

/// Whether a request has no effect ([RFC 9110 section 9.2.1](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1)).
pub fn is_safe(head: &RequestHead) -> bool {
    matches!(head.method.as_slice(), b"GET" | b"HEAD" | b"OPTIONS") && !head.has_body
}

/// `GET` in the place of a request.
pub fn safe_form(head: &RequestHead) -> RequestHead {
    let mut headers = head.headers.clone();
    headers.delete(b"content-type");
    let method = if head.method == b"HEAD" { b"HEAD".to_vec() } else { b"GET".to_vec() };
    RequestHead { method, headers, has_body: false, ..head.clone() }
}

/// A preflight for a request that needs none: `OPTIONS` has no effect.
pub fn preflight_form(head: &RequestHead) -> RequestHead {
    let mut headers: HeaderList =
        [("Accept", b"*/*".to_vec()), ("Access-Control-Request-Method", head.method.clone())].into_iter().collect();
    if let Some(origin) = head.headers.get(b"origin") {
        headers.append("Origin", origin);
    }
    RequestHead {
        method: b"OPTIONS".to_vec(),
        headers,
        is_preflight: true,
        includes_credentials: false,
        has_body: false,
        url: head.url.clone(),
    }
}

/// Whether an answer says that the method is not known there, and nothing of the origin: then it says nothing of another
/// method.
pub fn says_nothing(response: &ResponseHead) -> bool {
    matches!(response.status, 404 | 405 | 501) && !response.headers.contains(b"access-control-allow-origin")
}

/// A response as the preflight's answer promises it.
pub fn promised(preflight: Option<&ResponseHead>) -> ResponseHead {
    const PROMISED: [&str; 3] = ["access-control-allow-origin", "access-control-allow-credentials", "vary"];
    let mut headers = HeaderList::new();
    for (name, value) in preflight.iter().flat_map(|head| head.headers.iter()) {
        if PROMISED.iter().any(|promised| name.eq_ignore_ascii_case(promised.as_bytes())) {
            headers.append(name, value);
        }
    }
    ResponseHead { status: 200, headers }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_no_effect_is_safe() {
        let head = |method: &str, has_body| RequestHead {
            method: method.into(),
            url: "http://localhost/".parse().unwrap(),
            headers: [("Content-Type", "text/plain"), ("X-A", "1")].into_iter().collect(),
            is_preflight: false,
            includes_credentials: false,
            has_body,
        };
        for (method, expected) in
            [("GET", true), ("HEAD", true), ("OPTIONS", true), ("POST", false), ("get", false), ("QUERY", false)]
        {
            assert_eq!(is_safe(&head(method, false)), expected, "{method}");
            assert!(!is_safe(&head(method, true)));
            assert!(is_safe(&safe_form(&head(method, true))), "{method}");
            assert!(is_safe(&preflight_form(&head(method, true))), "{method}");
        }
        assert!(!safe_form(&head("POST", true)).headers.contains(b"content-type"));
    }
}
