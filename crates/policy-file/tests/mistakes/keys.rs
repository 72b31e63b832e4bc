//! Keys that are unknown, misplaced or missing.

use super::check;

#[test]
fn an_unknown_misplaced_or_missing_key_is_an_error_with_what_was_meant() {
    check(&[
        (
            "a misspelt key of a policy",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max_age = "2h""#,
            &["f:4:1: error[PF125]: unknown key `max_age`; did you mean `max-age`?"],
        ),
        (
            "a key as another tool calls it",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
allowedHeaders = ["x-a"]"#,
            &["f:4:1: error[PF125]: unknown key `allowedHeaders`; did you mean `request-headers`?"],
        ),
        (
            "a key that is like no other",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
colour = 1"#,
            &[
                "f:4:1: error[PF125]: unknown key `colour`; the keys here are `origins`, `credentials`, `methods`, `request-headers`, `expose-headers`, `max-age`, `preflight-status`, `refused`, `dangerously-allow-insecure-origins`, `dangerously-allow-public-suffixes`, `dangerously-allow-null-origin`",
            ],
        ),
        (
            "a key of a policy at the top",
            r#"credentials = true
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:1: error[PF125]: unknown key `credentials`; `credentials` belongs in a policy: `[policy.<name>]`"],
        ),
        (
            "a key of a policy in a route",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/"
credentials = true"#,
            &["f:7:1: error[PF125]: unknown key `credentials`; `credentials` belongs in a policy: `[policy.<name>]`"],
        ),
        (
            "a misspelt key at the top",
            r#"listne = "127.0.0.1:80"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:1: error[PF125]: unknown key `listne`; did you mean `listen`?"],
        ),
        (
            "a misspelt key of a route",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/"
hots = "h""#,
            &["f:7:1: error[PF125]: unknown key `hots`; did you mean `host`?"],
        ),
        (
            "policies for policy, without a second error",
            r#"upstream = "http://127.0.0.1:5000"
[policies.app]
origins = "any""#,
            &["f:2:2: error[PF125]: unknown key `policies`; did you mean `policy`?"],
        ),
        (
            "routes for route, without a second error",
            r#"[policy.app]
origins = ["https://a.example"]
[[routes]]
path = "/""#,
            &["f:3:3: error[PF125]: unknown key `routes`; did you mean `route`?"],
        ),
        (
            "nothing at all",
            "",
            &[
                r#"f: error[PF128]: there is no policy; write `[policy.app]` and below it `origins = ["https://app.example.com"]`"#,
                r#"f: error[PF128]: there is no upstream and no route; write `upstream = "http://127.0.0.1:5000"`"#,
            ],
        ),
        (
            "a policy and a route that say nothing",
            "route = []\n[policy]\n",
            &[
                r#"f: error[PF128]: there is no policy; write `[policy.app]` and below it `origins = ["https://app.example.com"]`"#,
                r#"f: error[PF128]: there is no upstream and no route; write `upstream = "http://127.0.0.1:5000"`"#,
            ],
        ),
        (
            "no policy",
            r#"upstream = "http://127.0.0.1:5000"
"#,
            &[
                r#"f: error[PF128]: there is no policy; write `[policy.app]` and below it `origins = ["https://app.example.com"]`"#,
            ],
        ),
        (
            "no upstream and no route",
            r#"[policy.app]
origins = ["https://a.example"]
"#,
            &[r#"f: error[PF128]: there is no upstream and no route; write `upstream = "http://127.0.0.1:5000"`"#],
        ),
        (
            "a policy without a name",
            r#"upstream = "http://127.0.0.1:5000"
[policy]
origins = "any""#,
            &[
                "f:3:11: error[PF126]: `policy.origins` is a string, but has to be a table; a policy has a name: `[policy.app]`",
            ],
        ),
        (
            "policies as a list",
            r#"upstream = "http://127.0.0.1:5000"
[[policy]]
origins = "any""#,
            &[
                r#"f:2:1: error[PF126]: `policy` is a list, but has to be a table; write `[policy.app]` and below it `origins = ["https://app.example.com"]`"#,
            ],
        ),
        (
            "one route as a table",
            r#"[policy.app]
origins = ["https://a.example"]
[route]
path = "/""#,
            &[
                "f:3:1: error[PF126]: `route` is a table, but has to be a list of tables; write `[[route]]` and below it `path` and `upstream`",
            ],
        ),
        (
            "a route without anything",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app""#,
            &[
                r#"f:3:1: error[PF128]: this route has no `path`; write `path = "/{*rest}"`"#,
                r#"f:3:1: error[PF128]: this route has no `upstream`; write `upstream = "http://127.0.0.1:5000"`"#,
            ],
        ),
    ]);
}
