//! Every way in which a policy can be wrong.

#![cfg(feature = "server")]
#![forbid(unsafe_code)]

use std::time::Duration;

use preflight_engine::PublicSuffix;
use preflight_engine::origin;
use preflight_engine::origin_pattern::{InvalidOriginPattern, OriginPattern, PatternRule};
use preflight_engine::server::{Allowed, Field, Policy, PolicyConfig, PolicyError};

/// A policy that has credentials and nothing wrong.
fn sound() -> PolicyConfig {
    PolicyConfig { origins: Allowed::listed(["https://app.test"]), credentials: true, ..PolicyConfig::default() }
}

fn origins<const N: usize>(origins: [&str; N]) -> PolicyConfig {
    PolicyConfig { origins: Allowed::listed(origins), ..sound() }
}

fn invalid_origin(text: &str, rule: PatternRule, suggestion: Option<&str>) -> PolicyError {
    let error = InvalidOriginPattern { text: text.to_owned(), rule, suggestion: suggestion.map(str::to_owned) };
    PolicyError::InvalidOrigin { index: 0, error }
}

#[test]
fn every_mistake_about_origins_is_named() {
    use PolicyError::*;
    for (sentence, config, error) in [
        ("a policy that allows nobody does nothing", origins([]), NoOrigins),
        (
            "a trailing slash is never sent, and the right spelling is at hand",
            origins(["https://app.test/"]),
            invalid_origin(
                "https://app.test/",
                PatternRule::Origin(origin::InvalidOrigin::Path),
                Some("https://app.test"),
            ),
        ),
        ("null is everybody's sandboxed frame", origins(["null"]), invalid_origin("null", PatternRule::Null, None)),
        (
            "half a label is not a wildcard",
            origins(["https://app*.test"]),
            invalid_origin("https://app*.test", PatternRule::PartialWildcard, None),
        ),
        (
            "an address has no subdomains",
            origins(["https://*.127.0.0.1"]),
            invalid_origin("https://*.127.0.0.1", PatternRule::WildcardIpAddress, None),
        ),
        (
            "a star among origins is a wish for the word",
            origins(["https://app.test", "*"]),
            WildcardInList { field: Field::Origins, index: 1 },
        ),
        (
            "with credentials everybody is too many",
            PolicyConfig { origins: Allowed::Any, ..sound() },
            AnyOriginWithCredentials,
        ),
        (
            "with credentials an origin has to be encrypted",
            origins(["http://localhost:3000", "http://app.test"]),
            InsecureOriginWithCredentials { index: 1, origin: "http://app.test".to_owned() },
        ),
        (
            "with credentials no stranger's domain may match",
            origins(["https://*.co.uk"]),
            PublicSuffixWithCredentials {
                index: 0,
                origin: "https://*.co.uk".to_owned(),
                suffix: PublicSuffix::Domain,
            },
        ),
        (
            "nor a company's domain below which strangers have theirs",
            origins(["https://app.test", "https://*.amazonaws.com"]),
            PublicSuffixWithCredentials {
                index: 1,
                origin: "https://*.amazonaws.com".to_owned(),
                suffix: PublicSuffix::Below { rule: "s3.amazonaws.com".to_owned() },
            },
        ),
    ] {
        assert_eq!(Policy::new(&config).unwrap_err().into_vec(), [error], "{sentence}");
    }
}

#[test]
fn subdomains_of_strangers_are_refused_with_the_rule_that_says_so() {
    for (origin, message) in [
        (
            "https://*.windows.net",
            "anybody can register below `servicebus.windows.net`, which `https://*.windows.net` covers, and would get your visitors' credentials; name the subdomains one by one, or set `dangerously-allow-public-suffixes = true`",
        ),
        (
            "https://*.kawasaki.jp",
            "anybody can register below `*.kawasaki.jp`, which `https://*.kawasaki.jp` covers, and would get your visitors' credentials; name the subdomains one by one, or set `dangerously-allow-public-suffixes = true`",
        ),
        (
            "https://*.com",
            "`https://*.com` matches names that strangers can register, and they would get your visitors' credentials; name your own domain, or set `dangerously-allow-public-suffixes = true`",
        ),
    ] {
        assert_eq!(Policy::new(&origins([origin])).unwrap_err().to_string(), format!("origins[0]: {message}"));
    }
}

#[test]
fn an_origin_that_no_page_sends_is_refused_with_what_to_write() {
    use PatternRule::*;
    let label = "a".repeat(64);
    let host = vec!["a".repeat(63); 4].join(".");
    let base = host[2..].to_owned();
    for (sentence, text, rule, suggestion) in [
        ("no host has such a name", "https://-a.test", OuterHyphen, None),
        ("nor such a one", "https://a-.test", OuterHyphen, None),
        ("wherever the label is", "https://app.a-.test:8443", OuterHyphen, None),
        ("in a pattern, too", "https://*.-a.test", OuterHyphen, None),
        ("an underscore is in no name of a host", "https://a_b.test", Underscore, None),
        ("nor in the base of subdomains", "http://*._tcp.test:*", Underscore, None),
        ("a label has 63 bytes", &format!("https://{label}.test"), LongLabel, None),
        ("of whatever scheme", &format!("capacitor://{label}"), LongLabel, None),
        ("a host has 253 bytes", &format!("https://{host}"), LongHost, None),
        ("the star needs two of them", &format!("https://*.{base}"), LongHost, None),
        ("a WebSocket has the origin of its page", "wss://app.test/live", WebSocketScheme, Some("https://app.test")),
        ("of one that is encrypted, as most are", "ws://app.test", WebSocketScheme, Some("https://app.test")),
        ("or of one on this machine", "ws://localhost:3000", WebSocketScheme, Some("http://localhost:3000")),
        ("case does not matter", "WSS://app.test", WebSocketScheme, Some("https://app.test")),
        ("what a page made has its origin", "blob:https://app.test/8d7b", InheritingScheme, Some("https://app.test")),
        ("a file sends null", "file:///home/me/index.html", OpaqueScheme, None),
        ("a file on a server, too", "file://server", OpaqueScheme, None),
        ("a data URL sends null", "data:text/html,hello", OpaqueScheme, None),
        ("an empty page sends null", "about:blank", OpaqueScheme, None),
        ("a bookmarklet is not a page", "javascript:alert(1)", OpaqueScheme, None),
        ("no browser loads pages by FTP", "ftp://app.test", PagelessScheme, None),
        ("nor by a port of its own", "ftp://app.test:2121", PagelessScheme, None),
        ("mail is not a page", "mailto:me@app.test", PagelessScheme, None),
        ("a database serves no pages", "redis://cache.test", PagelessScheme, None),
    ] {
        let error = OriginPattern::parse(text).unwrap_err();
        assert_eq!((error.rule, error.suggestion.as_deref()), (rule, suggestion), "{sentence}: {text}");
        let message = error.to_string();
        assert!(message.contains(&format!("`{text}`")) && message.contains("; "), "{sentence}: {message}");
        assert!(Policy::new(&origins([text])).is_err(), "{sentence}");
    }
}

#[test]
fn what_pages_and_apps_do_send_stays_possible() {
    for text in [
        "https://a-b.test",
        "https://a--b.test",
        "https://xn--bcher-kva.example",
        "https://app.test.",
        "http://localhost:3000",
        "http://news:8080",
        "https://[::1]:8443",
        "capacitor://localhost",
        "ionic://localhost",
        "tauri://localhost",
        "app://-",
        "app://my_app",
        "chrome-extension://abcdefghijklmnop",
        "moz-extension://8d7b4f00-0000-4000-8000-000000000000",
        "safari-web-extension://8d7b4f00-0000-4000-8000-000000000000",
        "web+app://a",
    ] {
        assert_eq!(OriginPattern::parse(text).map(|pattern| pattern.to_string()), Ok(text.to_owned()));
    }
}

#[test]
fn every_mistake_about_lists_and_numbers_is_named() {
    use PolicyError::*;
    let methods = |method: &str| PolicyConfig { methods: Allowed::listed([method]), ..sound() };
    let request_headers = |name: &str| PolicyConfig { request_headers: Allowed::listed([name]), ..sound() };
    let expose_headers = |name: &str| PolicyConfig { expose_headers: Allowed::listed([name]), ..sound() };
    let (index, name) = (0, str::to_owned);
    for (sentence, config, error) in [
        ("a star is not a method", methods("*"), WildcardInList { field: Field::Methods, index }),
        ("a method is one word", methods("GET, PUT"), InvalidMethod { index, method: name("GET, PUT") }),
        ("no page can trace", methods("trace"), ForbiddenMethod { index, method: name("trace") }),
        ("a star is not a header", request_headers("*"), WildcardInList { field: Field::RequestHeaders, index }),
        (
            "a header name is one word",
            request_headers("x a"),
            InvalidHeaderName { field: Field::RequestHeaders, index, name: name("x a") },
        ),
        ("no page can set Cookie", request_headers("Cookie"), ForbiddenRequestHeader { index, name: name("Cookie") }),
        (
            "Allow-Origin is the server's to say",
            request_headers("Access-Control-Allow-Origin"),
            ResponseHeaderInRequestHeaders { index, name: name("Access-Control-Allow-Origin") },
        ),
        (
            "an exposed name is one word",
            expose_headers(""),
            InvalidHeaderName { field: Field::ExposeHeaders, index, name: name("") },
        ),
        (
            "no page can read Set-Cookie",
            expose_headers("set-cookie"),
            ForbiddenResponseHeader { index, name: name("set-cookie") },
        ),
        (
            "no page sees a preflight's answer",
            expose_headers("Access-Control-Max-Age"),
            NeverVisibleHeader { index, name: name("Access-Control-Max-Age") },
        ),
        (
            "with credentials a star exposes the header that is called star",
            PolicyConfig { expose_headers: Allowed::Any, ..sound() },
            ExposeAnyWithCredentials,
        ),
        (
            "HTTP cannot say a century",
            PolicyConfig { max_age: Some(Duration::from_secs(1 << 31)), ..sound() },
            MaxAgeTooLong { max_age: Duration::from_secs(1 << 31) },
        ),
        (
            "a preflight that is not found is refused",
            PolicyConfig { preflight_status: 404, ..sound() },
            PreflightStatusNotOk { status: 404 },
        ),
    ] {
        assert_eq!(Policy::new(&config).unwrap_err().into_vec(), [error], "{sentence}");
    }
}

#[test]
fn all_mistakes_come_at_once_in_the_order_of_the_fields() {
    let config = PolicyConfig {
        origins: Allowed::listed(["app.test", "https://APP.test"]),
        methods: Allowed::listed(["CONNECT"]),
        preflight_status: 302,
        ..sound()
    };
    let text = Policy::new(&config).unwrap_err().to_string();
    let starts: Vec<_> = text.lines().filter_map(|line| line.split_once(':')).map(|(start, _)| start).collect();
    assert_eq!(starts, ["origins[0]", "origins[1]", "methods[0]", "preflight-status"], "{text}");
}

#[test]
fn what_is_dangerous_can_be_meant() {
    for config in [
        PolicyConfig { dangerously_allow_insecure_origins: true, ..origins(["http://app.test"]) },
        PolicyConfig { dangerously_allow_public_suffixes: true, ..origins(["https://*.co.uk"]) },
        PolicyConfig { dangerously_allow_null_origin: true, ..origins([]) },
        PolicyConfig { dangerously_allow_public_suffixes: true, ..origins(["https://*.amazonaws.com"]) },
        PolicyConfig { credentials: false, ..origins(["http://app.test", "https://*.co.uk"]) },
    ] {
        assert!(Policy::new(&config).is_ok(), "{config:?}");
    }
}
