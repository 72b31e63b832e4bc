//! Variables that cannot be expanded, and values that must not be shown.

use super::check;

#[test]
fn a_variable_that_cannot_be_expanded_is_an_error_with_the_remedy_and_never_shows_a_value() {
    check(&[
        (
            "undefined",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = "${NOPE}""#,
            &[
                "f:4:11: error: the variable `NOPE` is not defined; set it, in the environment or in the `env-file`, or write `${NOPE:-default}`",
            ],
        ),
        (
            "undefined, with a similar name",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = "${NAMES}""#,
            &[
                "f:4:11: error: the variable `NAMES` is not defined; did you mean `NAME`? else set it, in the environment or in the `env-file`, or write `${NAMES:-default}`",
            ],
        ),
        (
            "not closed",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = "${NAME""#,
            &["f:4:11: error: `${` is not closed; close it with `}`, or write `$${` for the characters"],
        ),
        (
            "an operator of the shell",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = "${NAME:?}""#,
            &[
                "f:4:11: error: `NAME:?` is no name of a variable; write `${NAME}` or `${NAME:-default}`, or `$${` for the characters",
            ],
        ),
        (
            "a secret for a duration",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = "${SECRET}""#,
            &["f:4:11: error: `${SECRET}` is no duration: a duration begins with a number"],
        ),
        (
            "a secret for a boolean",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
credentials = "${SECRET}""#,
            &["f:4:15: error: `${SECRET}` is neither `true` nor `false`"],
        ),
        (
            "a secret for a status",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
preflight-status = "${SECRET}""#,
            &["f:4:20: error: this is no status; write `preflight-status = 204`"],
        ),
        (
            "a secret for a choice",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
refused = "${SECRET}""#,
            &["f:4:11: error: `${SECRET}` is neither `forward` nor `reject`"],
        ),
        (
            "a secret for a method",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
methods = ["${SECRET}"]"#,
            &["f:4:12: error: `${SECRET}` is no method: a method is one word of letters, digits and !#$%&'*+-.^_`|~"],
        ),
        (
            "a secret for a request header",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
request-headers = ["${SECRET}"]"#,
            &[
                "f:4:20: error: `${SECRET}` is no header name: a name is one word of letters, digits and !#$%&'*+-.^_`|~; one entry for each name",
            ],
        ),
        (
            "a secret for an exposed header",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
expose-headers = ["${SECRET}"]"#,
            &[
                "f:4:19: error: `${SECRET}` is no header name: a name is one word of letters, digits and !#$%&'*+-.^_`|~; one entry for each name",
            ],
        ),
        (
            "a secret for an origin",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["${SECRET}"]"#,
            &[
                "f:3:12: error: `${SECRET}` is no origin pattern: no page is loaded by this scheme, so none sends such an Origin; name the origin of the page, such as `https://app.example.com`",
            ],
        ),
        (
            "a secret for a list",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = "${SECRET}""#,
            &[
                r#"f:3:11: error: `origins` is a string, but has to be "any" or a list of strings; write `origins = ["${SECRET}"]`"#,
            ],
        ),
        (
            "a secret for an address",
            r#"listen = "${SECRET}"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:10: error: `${SECRET}` is no address to listen on: an address is ip:port, such as 127.0.0.1:8080"],
        ),
        (
            "a secret for a public URL",
            r#"public-url = "${SECRET}"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:14: error: `${SECRET}` is no public URL: an origin ends after the host and port: browsers never send a slash, a path or a query",
            ],
        ),
        (
            "a secret for a network",
            r#"trusted-proxies = ["${SECRET}"]
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:20: error: `${SECRET}` is no network: a network is an address, perhaps with /prefix, such as 10.0.0.0/8",
            ],
        ),
        (
            "a secret for an upstream",
            r#"upstream = "${SECRET}"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:12: error: `${SECRET}` is no upstream: the scheme of an upstream is http or https"],
        ),
        (
            "a secret for the name of a policy",
            r#"default-policy = "${SECRET}"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:18: error: there is no policy `${SECRET}`; the policies are `app`"],
        ),
        (
            "a secret for a path",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "${SECRET}""#,
            &["f:6:8: error: `${SECRET}` is no path of a route: a path begins with a slash"],
        ),
        (
            "a secret for a host",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/"
host = "${SECRET}""#,
            &["f:7:8: error: `${SECRET}` is no host: a host is written without a scheme"],
        ),
        (
            "an origin of a list is shown, with its right spelling",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["${LIST}"]"#,
            &[
                "f:3:12: error: `https://C.example` is no origin pattern: browsers send origins in lower case and compare them byte by byte; write `https://c.example`",
            ],
        ),
    ]);
}
