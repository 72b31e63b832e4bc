//! Times and counts that cannot be.

use super::check;

#[test]
fn a_time_or_a_count_that_cannot_be_says_why_and_what_to_write() {
    check(&[
        (
            "a misspelt key, one of the top, and one that is like no other",
            r#"upstream = "http://h"
policy.app.origins = ["https://a.example"]
[timeouts]
request_head = "1s"
listen = "1s"
keepAlive = "1s"
upstream-timeout = "1s"
colour = "1s""#,
            &[
                "f:4:1: error[PF125]: unknown key `request_head`; did you mean `request-head`?",
                "f:5:1: error[PF125]: unknown key `listen`; `listen` belongs at the top of the file",
                "f:6:1: error[PF125]: unknown key `keepAlive`; did you mean `idle`?",
                "f:7:1: error[PF125]: unknown key `upstream-timeout`; here it is `answer`",
                "f:8:1: error[PF125]: unknown key `colour`; the keys here are `connect`, `request-head`, `request-idle`, `answer`, `answer-idle`, `send-idle`, `idle`, `total`",
            ],
        ),
        (
            "a key of the table at the top",
            r#"connect = "1s"
upstream = "http://h"
policy.app.origins = ["https://a.example"]"#,
            &["f:1:1: error[PF125]: unknown key `connect`; `connect` belongs in `[timeouts]`"],
        ),
        (
            "a number for the table",
            r#"timeouts = "5s"
upstream = "http://h"
policy.app.origins = ["https://a.example"]"#,
            &[
                r#"f:1:12: error[PF126]: `timeouts` is a string, but has to be a table; write `[timeouts]` and below it `connect = "5s"`"#,
            ],
        ),
        (
            "zero, and no duration",
            r#"upstream = "http://h"
upstream-timeout = "0s"
policy.app.origins = ["https://a.example"]
[timeouts]
idle = "0ms"
total = 30
connect = "${SECRET}""#,
            &[
                r#"f:2:20: error[PF127]: `upstream-timeout` is zero, so nothing could ever pass; write how long it may last, such as `upstream-timeout = "30s"`, or remove it for the usual time"#,
                r#"f:5:8: error[PF127]: `idle` is zero, so nothing could ever pass; write how long it may last, such as `idle = "30s"`, or remove it for the usual time"#,
                r#"f:6:9: error[PF126]: `total` is an integer, but has to be a string with a unit, such as "2h"; write `total = "30s"`"#,
                "f:7:11: error[PF127]: `${SECRET}` is not a duration: a duration begins with a number",
            ],
        ),
        (
            "the same time by both names",
            r#"upstream = "http://h"
upstream-timeout = "5s"
policy.app.origins = ["https://a.example"]
[timeouts]
answer = "5s""#,
            &[
                "f:5:10: error[PF138]: `answer` and `upstream-timeout` are the same, and both are given; remove one of the two",
            ],
        ),
        (
            "phases longer than the whole",
            r#"upstream = "http://h"
upstream-timeout = "1m"
policy.app.origins = ["https://a.example"]
[timeouts]
connect = "30s"
send-idle = "31s"
idle = "2m"
total = "30s""#,
            &[
                "f:2:20: error[PF138]: `upstream-timeout` is 1m, longer than the 30s that `total` gives the whole exchange; shorten `upstream-timeout`, or write a longer `total`",
                "f:6:13: error[PF138]: `send-idle` is 31s, longer than the 30s that `total` gives the whole exchange; shorten `send-idle`, or write a longer `total`",
            ],
        ),
        (
            "counts",
            r#"connections = 0
connections-per-address = -1
requests = "100"
requests-per-address = true
upstream = "http://h"
policy.app.origins = ["https://a.example"]"#,
            &[
                "f:1:15: error[PF127]: `connections` is zero, so nobody would be served; write a positive number, or remove `connections` for the usual one",
                "f:2:27: error[PF127]: `connections-per-address` has to be a positive number such as 1000; write `connections-per-address = 1000`",
                "f:3:12: error[PF126]: `requests` is a string, but has to be a positive number such as 1000; write `requests = 100`",
                "f:4:24: error[PF126]: `requests-per-address` is a boolean, but has to be a positive number such as 1000",
            ],
        ),
        (
            "counts from variables, of which none is shown",
            r#"connections = "${SECRET}"
requests = "99999999999999999999999999"
upstream = "http://h"
policy.app.origins = ["https://a.example"]"#,
            &[
                "f:1:15: error[PF127]: `connections` has to be a positive number such as 1000; write `connections = 1000`",
                "f:2:12: error[PF126]: `requests` is a string, but has to be a positive number such as 1000",
            ],
        ),
        (
            "booleans",
            r#"case-insensitive-paths = "true"
keep-underscore-headers = 1
upstream = "http://h"
policy.app.origins = ["https://a.example"]"#,
            &[
                "f:1:26: error[PF126]: `case-insensitive-paths` is a string, but has to be true or false; write `case-insensitive-paths = true`, without quotes",
                "f:2:27: error[PF126]: `keep-underscore-headers` is an integer, but has to be true or false",
            ],
        ),
    ]);
}
