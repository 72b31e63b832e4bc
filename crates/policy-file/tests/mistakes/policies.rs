//! What the engine says of a policy, at the right place.

use super::check;

#[test]
fn the_errors_of_a_policy_stand_at_the_entries_that_they_are_about() {
    check(&[
        (
            "no origins",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
methods = ["PUT"]"#,
            &[r#"f:2:9: error[PF101]: no origin is allowed; list origins, or write `origins = "any"`"#],
        ),
        (
            "empty origins",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = []"#,
            &[r#"f:3:11: error[PF101]: no origin is allowed; list origins, or write `origins = "any"`"#],
        ),
        (
            "any origin with credentials",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = "any"
credentials = true
expose-headers = "any""#,
            &[
                "f:3:11: error[PF104]: any origin with credentials would let every site act as your visitors; list the origins, or set `credentials = false`",
                "f:5:18: error[PF115]: browsers take `*` literally when credentials are sent, so nothing would be exposed; list the names",
            ],
        ),
        (
            "dangerous origins with credentials",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
credentials = true
origins = [
  "https://a.example",
  "http://a.example",
  "https://*.co.uk",
]"#,
            &[
                "f:6:3: error[PF105]: `http://a.example` is not encrypted, so anybody on the network path could pose as it and use your visitors' credentials; write `https`, or set `dangerously-allow-insecure-origins = true`",
                "f:7:3: error[PF106]: `https://*.co.uk` matches names that strangers can register, and they would get your visitors' credentials; name your own domain, or set `dangerously-allow-public-suffixes = true`",
            ],
        ),
        (
            "origins that are none",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://A.example", "*", "null", "https://é.example"]"#,
            &[
                "f:3:12: error[PF103]: `https://A.example` is not an origin pattern: browsers send origins in lower case and compare them byte by byte; write `https://a.example`",
                r#"f:3:33: error[PF107]: `*` in a list is only a name; write `origins = "any"`"#,
                "f:3:38: error[PF103]: `null` is not an origin pattern: null is what every sandboxed frame sends, so allowing it allows everybody; `dangerously-allow-null-origin` says that you mean it",
                "f:3:46: error[PF103]: `https://é.example` is not an origin pattern: browsers send a host in ASCII, its Unicode labels as Punycode; write `https://xn--9ca.example`",
            ],
        ),
        (
            "methods",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
methods = ["a b", "*", "TRACE"]"#,
            &[
                "f:4:12: error[PF108]: `…` is not a method: a method is one word of letters, digits and !#$%&'*+-.^_`|~",
                r#"f:4:19: error[PF107]: `*` in a list is only a name; write `methods = "any"`"#,
                "f:4:24: error[PF109]: browsers let no page use `TRACE`; remove it",
            ],
        ),
        (
            "request headers",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
request-headers = ["a:b", "*", "cookie", "access-control-allow-origin"]"#,
            &[
                "f:4:20: error[PF110]: `a: …` is not a header name: a name is one word of letters, digits and !#$%&'*+-.^_`|~; one entry for each name",
                r#"f:4:27: error[PF107]: `*` in a list is only a name; write `request-headers = "any"`"#,
                "f:4:32: error[PF111]: browsers let no page set `cookie`, so it never needs allowing; remove it",
                "f:4:42: error[PF112]: `access-control-allow-origin` belongs to responses, and pages that send it are mistaken; remove it",
            ],
        ),
        (
            "response headers",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
expose-headers = ["a,b", "*", "set-cookie"]"#,
            &[
                "f:4:19: error[PF110]: `a,b` is not a header name: a name is one word of letters, digits and !#$%&'*+-.^_`|~; one entry for each name",
                r#"f:4:26: error[PF107]: `*` in a list is only a name; write `expose-headers = "any"`"#,
                "f:4:31: error[PF113]: browsers let no page read `set-cookie`, exposed or not; remove it",
            ],
        ),
        (
            "max-age",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = "30000d""#,
            &[
                "f:4:11: error[PF116]: 2592000000 seconds are more than the 2147483647 that HTTP can say; no browser remembers a preflight for longer than a day",
            ],
        ),
        (
            "preflight-status",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
preflight-status = 301"#,
            &["f:4:20: error[PF117]: browsers take a preflight answered 301 as refused; use 204, or 200 to 299"],
        ),
        (
            "an error of another key does not hide the others",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
request-headers = 1
methods = ["TRACE"]
colour = 1"#,
            &[
                r#"f:4:19: error[PF126]: `request-headers` is an integer, but has to be "any" or a list of strings"#,
                "f:5:12: error[PF109]: browsers let no page use `TRACE`; remove it",
                "f:6:1: error[PF125]: unknown key `colour`; the keys here are `origins`, `credentials`, `methods`, `request-headers`, `expose-headers`, `max-age`, `preflight-status`, `refused`, `dangerously-allow-insecure-origins`, `dangerously-allow-public-suffixes`, `dangerously-allow-null-origin`",
            ],
        ),
    ]);
}
