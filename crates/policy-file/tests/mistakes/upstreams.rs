//! Upstreams that are none.

use super::check;

#[test]
fn an_upstream_that_is_none_says_why_and_what_to_write() {
    check(&[
        (
            "no scheme",
            r#"upstream = "localhost:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:12: error[PF134]: `localhost:5000` is not an upstream: an upstream begins with http:// or https://; write `http://localhost:5000`",
            ],
        ),
        (
            "a port alone",
            r#"upstream = "5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:12: error[PF134]: `5000` is not an upstream: an upstream begins with http:// or https://; write `http://127.0.0.1:5000`",
            ],
        ),
        (
            "a scheme of WebSocket",
            r#"upstream = "ws://h"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:12: error[PF134]: `ws://h` is not an upstream: the scheme of an upstream is http or https; write `http://h`",
            ],
        ),
        (
            "another scheme",
            r#"upstream = "ftp://h"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:12: error[PF134]: `ftp://h` is not an upstream: the scheme of an upstream is http or https"],
        ),
        (
            "a query",
            r#"upstream = "http://h/a?b"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:12: error[PF134]: `http://h/a?b` is not an upstream: an upstream has no query and no fragment; write `http://h/a`",
            ],
        ),
        (
            "a fragment",
            r#"upstream = "http://h/#b"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:12: error[PF134]: `http://h/#b` is not an upstream: an upstream has no query and no fragment; write `http://h/`",
            ],
        ),
        (
            "a password, which is not repeated",
            r#"upstream = "http://u:p@h"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:12: error[PF134]: this is not an upstream: an upstream has no user name and no password"],
        ),
        (
            "a port that is none",
            r#"upstream = "http://h:99999"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:12: error[PF134]: `http://h:99999` is not an upstream: a port is a number from 1 to 65535"],
        ),
        (
            "an empty port",
            r#"upstream = "http://h:"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:12: error[PF134]: `http://h:` is not an upstream: a port is a number from 1 to 65535"],
        ),
        (
            "white space",
            r#"upstream = "http://h h"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:12: error[PF134]: `…` is not an upstream: an upstream is http://host, perhaps with :port and /path"],
        ),
        (
            "no host",
            r#"upstream = "http:///a"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:12: error[PF134]: `http:///a` is not an upstream: an upstream is http://host, perhaps with :port and /path",
            ],
        ),
        (
            "a parameter",
            r#"upstream = "http://h/{a}"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:12: error[PF134]: `http://h/{a}` is not an upstream: the base path of an upstream holds no parameters",
            ],
        ),
    ]);
}
