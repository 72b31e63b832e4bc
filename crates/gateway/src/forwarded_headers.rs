//! The head that an upstream receives: whose request it is, and by whom it was forwarded.

use std::borrow::Cow;
use std::net::IpAddr;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::arrival::{X_FORWARDED_HOST, X_FORWARDED_PROTO};
use crate::forward::Outgoing;
use crate::hop_by_hop;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// What a client says about others: whose address it has, by which host and scheme it called, which path it asks for, who it is.
/// Proxies, CDNs and frameworks of many kinds use such names and believe them, so only a trusted proxy may say it.
const CLAIMS: [&str; 31] = [
    "front-end-https",
    "remote-addr",
    "script-name",
    "x-appengine-user-ip",
    "x-arr-clientcert",
    "x-auth-user",
    "x-authenticated-user",
    "x-azure-clientip",
    "x-azure-socketip",
    "x-consumer-username",
    "x-envoy-external-address",
    "x-envoy-internal",
    "x-forward",
    "x-forward-for",
    "x-host",
    "x-http-forwarded-for",
    "x-http-host-override",
    "x-nf-client-connection-ip",
    "x-original-host",
    "x-original-uri",
    "x-original-url",
    "x-originating-ip",
    "x-proxyuser-ip",
    "x-remote-addr",
    "x-remote-ip",
    "x-remote-user",
    "x-rewrite-url",
    "x-scheme",
    "x-script-name",
    "x-url-scheme",
    "x-webauth-user",
];

/// How such names begin.
const CLAIMS_BEGIN: [&str; 11] = [
    "cf-access-authenticated-user-",
    "remote-",
    "tailscale-user-",
    "x-amzn-oidc-",
    "x-auth-request-",
    "x-authentik-",
    "x-forwarded",
    "x-goog-authenticated-user-",
    "x-ms-client-principal",
    "x-original-forwarded-",
    "x-vercel-forwarded-",
];

/// What such names hold.
const CLAIMS_HOLD: [&str; 8] = [
    "client-cert",
    "client-ip",
    "client-s-dn",
    "client-verify",
    "connecting-ip",
    "forwarded-for",
    "real-host",
    "real-ip",
];

/// The fields of a request as its upstream receives them, in their order, apart from those that frame its body.
pub(crate) fn forwarded_headers(outgoing: &Outgoing<'_>) -> HeaderMap {
    let (arrival, came) = (&outgoing.arrival, &outgoing.head.headers);
    let hops = hop_by_hop::Hops::of(came);
    // hyper answers it when the upstream takes the body.
    let expects_continue = hop_by_hop::lists(came, &header::EXPECT, "100-continue");
    let is_dropped = |name: &HeaderName| {
        hops.has(name)
            || !is_passed(name.as_str(), outgoing.keeps_underscores)
            || !arrival.through_trusted_proxy && is_claim(name.as_str())
            || expects_continue && *name == header::EXPECT
            || [header::FORWARDED, header::HOST, X_FORWARDED_HOST, X_FORWARDED_PROTO, X_FORWARDED_FOR].contains(name)
    };
    let mut headers = HeaderMap::with_capacity(came.len() + 4);
    headers.insert(header::HOST, outgoing.destination.host().clone());
    for (name, value) in came.iter().filter(|(name, _)| !is_dropped(name)) {
        headers.append(name.clone(), value.clone());
    }
    if hop_by_hop::client_takes_trailers(came) {
        headers.insert(header::TE, HeaderValue::from_static("trailers"));
    }
    let addresses = arrival.through_trusted_proxy.then_some(came);
    headers.insert(X_FORWARDED_FOR, forwarded_for(addresses, arrival.peer));
    headers.insert(X_FORWARDED_PROTO, value(arrival.scheme));
    headers.insert(X_FORWARDED_HOST, value(arrival.authority));
    headers.append(header::VIA, outgoing.instance.via().clone());
    headers
}

/// The trailers of a request as its upstream receives them: none that says what only a head may say.
pub(crate) fn forwarded_trailers(mut trailers: HeaderMap, keeps_underscores: bool) -> HeaderMap {
    hop_by_hop::strip(&mut trailers);
    remove(&mut trailers, |name| is_claim(name) || !is_passed(name, keeps_underscores));
    for name in [header::HOST, header::CONTENT_LENGTH, header::FORWARDED, header::VIA] {
        trailers.remove(name);
    }
    trailers
}

fn remove(headers: &mut HeaderMap, is_unwanted: impl Fn(&str) -> bool) {
    let unwanted: Vec<HeaderName> = headers.keys().filter(|name| is_unwanted(name.as_str())).cloned().collect();
    unwanted.iter().for_each(|name| drop(headers.remove(name)));
}

/// Whether it is what a client says about others, in any spelling that CGI takes for that.
fn is_claim(name: &str) -> bool {
    let name = as_cgi_takes_it(name);
    CLAIMS.contains(&&*name)
        || CLAIMS_BEGIN.iter().any(|begin| name.starts_with(begin))
        || CLAIMS_HOLD.iter().any(|part| name.contains(part))
}

/// With hyphens where CGI makes one character of several.
fn as_cgi_takes_it(name: &str) -> Cow<'_, str> {
    if name.bytes().all(is_plain) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect())
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

/// Whether a name has one meaning: CGI, WSGI and PHP make `X_Real_IP`, and some of them `X.Real.IP`, the same variable as
/// `X-Real-IP`, so that what was removed under one name would come back under the other.
///
/// Even where they are kept, none passes for a field that frames a message or belongs to one connection.
fn is_passed(name: &str, keeps_underscores: bool) -> bool {
    if name.bytes().all(is_plain) {
        return true;
    }
    let meant = HeaderName::from_bytes(as_cgi_takes_it(name).as_bytes());
    keeps_underscores
        && meant.is_ok_and(|meant| {
            !hop_by_hop::is_hop_by_hop(&meant)
                && ![header::CONTENT_LENGTH, header::HOST, header::FORWARDED].contains(&meant)
        })
}

/// The addresses that a trusted proxy says, and the peer's.
fn forwarded_for(headers: Option<&HeaderMap>, peer: IpAddr) -> HeaderValue {
    let mut chain = Vec::new();
    for line in headers.iter().flat_map(|headers| headers.get_all(X_FORWARDED_FOR)) {
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
    use http::Request;
    use preflight_policy_file::Upstream;

    use super::*;
    use crate::arrival::Arrival;
    use crate::destination::Destination;
    use crate::instance::Instance;

    #[test]
    fn only_a_trusted_proxy_is_passed_on() {
        let (instance, destination) = (Instance::new(), Destination::new(&Upstream::parse("http://h:1").unwrap()));
        let (mut head, ()) = Request::new(()).into_parts();
        for (name, value) in [
            ("te", "trailers"),
            ("host", "a.test"),
            ("expect", "100-Continue"),
            ("forwarded", "for=6.6.6.6"),
            ("x-forwarded-for", "6.6.6.6"),
            ("x-forwarded-prefix", "/p"),
            ("x-real-ip", "6.6.6.6"),
            ("x-original-url", "/admin"),
            ("x_real_ip", "6.6.6.6"),
            ("x_forwarded_for", "6.6.6.6"),
            ("x.real.ip", "6.6.6.6"),
            ("client-ip", "6.6.6.6"),
            ("x_own", "1"),
            ("x.own", "1"),
            ("content_length", "9"),
            ("transfer_encoding", "chunked"),
        ] {
            head.headers.append(name, HeaderValue::from_static(value));
        }
        let always = [("host", "h:1"), ("x-forwarded-host", "a.test"), ("x-forwarded-proto", "https")];
        let underscores = [("x_own", "1"), ("x.own", "1")];
        for (through_trusted_proxy, keeps_underscores, others) in [
            (false, false, vec![("x-forwarded-for", "192.0.2.1")]),
            (false, true, [&[("x-forwarded-for", "192.0.2.1")][..], &underscores].concat()),
            (
                true,
                false,
                vec![
                    ("x-forwarded-for", "6.6.6.6, 192.0.2.1"),
                    ("x-forwarded-prefix", "/p"),
                    ("x-real-ip", "6.6.6.6"),
                    ("x-original-url", "/admin"),
                    ("client-ip", "6.6.6.6"),
                ],
            ),
        ] {
            let peer = "::ffff:192.0.2.1".parse().unwrap();
            let arrival =
                Arrival { peer, through_trusted_proxy, scheme: "https", authority: "a.test", is_own_name: true };
            let outgoing =
                Outgoing { destination: &destination, arrival, head: &head, keeps_underscores, instance: &instance };
            let found = forwarded_headers(&outgoing);
            let mut expected: HeaderMap = always
                .iter()
                .chain(&others)
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
                .collect();
            expected.insert(header::VIA, instance.via().clone());
            assert_eq!(found, expected, "trusted: {through_trusted_proxy}, underscores: {keeps_underscores}");
        }
    }
}
