//! The head that an upstream receives: whose request it is, and by whom it was forwarded.

use std::net::IpAddr;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::arrival::{Arrival, X_FORWARDED_HOST, X_FORWARDED_PROTO};
use crate::hop_by_hop;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_REAL_IP: HeaderName = HeaderName::from_static("x-real-ip");

/// Who forwarded ([RFC 9110, 7.6.3](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.3)).
static VIA: HeaderValue = HeaderValue::from_static("1.1 preflight");

/// The fields of a request as its upstream receives them, apart from those that frame its body.
pub(crate) fn forwarded_headers(request: &HeaderMap, arrival: Arrival<'_>, upstream_host: &HeaderValue) -> HeaderMap {
    let mut headers = request.clone();
    hop_by_hop::strip(&mut headers);
    // hyper answers it when the upstream takes the body.
    if hop_by_hop::lists(&headers, &header::EXPECT, "100-continue") {
        headers.remove(header::EXPECT);
    }
    if !arrival.through_trusted_proxy {
        remove_claims(&mut headers);
    }
    headers.remove(header::FORWARDED);
    let chain = forwarded_for(&headers, arrival.peer);
    headers.insert(X_FORWARDED_FOR, chain);
    headers.insert(X_FORWARDED_PROTO, value(arrival.scheme));
    if !arrival.authority.is_empty() {
        headers.insert(X_FORWARDED_HOST, value(arrival.authority));
    }
    headers.insert(header::HOST, upstream_host.clone());
    headers.append(header::VIA, VIA.clone());
    headers
}

/// Removes what a client says about others.
fn remove_claims(headers: &mut HeaderMap) {
    let is_claim = |name: &&HeaderName| name.as_str().starts_with("x-forwarded-") || **name == X_REAL_IP;
    let claims: Vec<HeaderName> = headers.keys().filter(is_claim).cloned().collect();
    claims.iter().for_each(|name| drop(headers.remove(name)));
}

/// The addresses that came, and the peer's.
fn forwarded_for(headers: &HeaderMap, peer: IpAddr) -> HeaderValue {
    let mut chain = Vec::new();
    for line in headers.get_all(X_FORWARDED_FOR) {
        chain.extend_from_slice(line.as_bytes());
        chain.extend_from_slice(b", ");
    }
    chain.extend_from_slice(peer.to_canonical().to_string().as_bytes());
    HeaderValue::from_bytes(&chain).expect("lines of a header, joined by commas, are a header value")
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("a scheme and an authority are visible ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_passed_on() {
        let request = HeaderMap::from_iter([
            (header::HOST, HeaderValue::from_static("a.test")),
            (header::EXPECT, HeaderValue::from_static("100-Continue")),
            (header::FORWARDED, HeaderValue::from_static("for=6.6.6.6")),
            (X_FORWARDED_FOR, HeaderValue::from_static("6.6.6.6")),
            (HeaderName::from_static("x-forwarded-prefix"), HeaderValue::from_static("/p")),
            (X_REAL_IP, HeaderValue::from_static("6.6.6.6")),
        ]);
        let always =
            [("host", "h:1"), ("x-forwarded-host", "a.test"), ("x-forwarded-proto", "https"), ("via", "1.1 preflight")];
        for (through_trusted_proxy, others) in [
            (false, &[("x-forwarded-for", "192.0.2.1")][..]),
            (
                true,
                &[("x-forwarded-for", "6.6.6.6, 192.0.2.1"), ("x-forwarded-prefix", "/p"), ("x-real-ip", "6.6.6.6")],
            ),
        ] {
            let peer = "::ffff:192.0.2.1".parse().unwrap();
            let arrival =
                Arrival { peer, through_trusted_proxy, scheme: "https", authority: "a.test", is_own_name: true };
            let found = forwarded_headers(&request, arrival, &HeaderValue::from_static("h:1"));
            let expected: HeaderMap = always
                .iter()
                .chain(others)
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
                .collect();
            assert_eq!(found, expected, "trusted: {through_trusted_proxy}");
        }
    }
}
