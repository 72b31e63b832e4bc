//! A request that may change something is not sent. A safe one in its place shows whether there is a server at all; it is
//! evidence, and never an answer to the other.

use preflight_engine::exchange::{RequestHead, ResponseHead};

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

/// Whether an answer says that the method is not known there, and nothing of the origin: then it says nothing of another
/// method.
pub fn says_nothing(response: &ResponseHead) -> bool {
    matches!(response.status, 404 | 405 | 501) && !response.headers.contains(b"access-control-allow-origin")
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
        }
        assert!(!safe_form(&head("POST", true)).headers.contains(b"content-type"));
    }
}
