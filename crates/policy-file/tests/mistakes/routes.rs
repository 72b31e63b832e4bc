//! Routes that are none.

use super::check;

#[test]
fn a_route_that_is_none_says_why_and_what_to_write() {
    check(&[
        (
            "a path without a slash",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "api""#,
            &["f:6:8: error[PF136]: `api` is not a path of a route: a path begins with a slash; write `/api`"],
        ),
        (
            "a star for the rest",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/api/*""#,
            &[
                "f:6:8: error[PF136]: `/api/*` is not a path of a route: the rest of a path stands in braces, with a name; write `/api/{*rest}`",
            ],
        ),
        (
            "two stars for the rest",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/api/**""#,
            &[
                "f:6:8: error[PF136]: `/api/**` is not a path of a route: the rest of a path stands in braces, with a name; write `/api/{*rest}`",
            ],
        ),
        (
            "a parameter after a colon",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/a/:id""#,
            &["f:6:8: error[PF136]: `/a/:id` is not a path of a route: a parameter stands in braces; write `/a/{id}`"],
        ),
        (
            "an open brace",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/a/{id""#,
            &[
                "f:6:8: error[PF136]: `/a/{id` is not a path of a route: a parameter is a name in braces; `{{` and `}}` are the characters",
            ],
        ),
        (
            "the rest in the middle",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/{*x}/a""#,
            &[
                "f:6:8: error[PF136]: `/{*x}/a` is not a path of a route: the rest of a path stands at its end, after a slash",
            ],
        ),
        (
            "a parameter before a text",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/{x}a""#,
            &[
                "f:6:8: error[PF136]: `/{x}a` is not a path of a route: a segment has one parameter, and nothing after it",
            ],
        ),
        (
            "a character outside ASCII",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/é""#,
            &[
                "f:6:8: error[PF136]: `/é` is not a path of a route: a path is ASCII without white space; other characters are percent-encoded",
            ],
        ),
        (
            "a query",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/a?b""#,
            &["f:6:8: error[PF136]: `/a?b` is not a path of a route: a path has no query and no fragment; write `/a`"],
        ),
        (
            "a host with a scheme",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/"
host = "https://A.example/""#,
            &[
                "f:7:8: error[PF135]: `https://A.example/` is not a host: a host is written without a scheme; write `a.example`",
            ],
        ),
        (
            "a host with capitals",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/"
host = "A.example""#,
            &["f:7:8: error[PF135]: `A.example` is not a host: a host is written in lower case; write `a.example`"],
        ),
        (
            "a host with a port",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/"
host = "a.example:1""#,
            &["f:7:8: error[PF135]: `a.example:1` is not a host: a host is written without a port; write `a.example`"],
        ),
        (
            "a host with a wildcard",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/"
host = "*.a.example""#,
            &[
                "f:7:8: error[PF135]: `*.a.example` is not a host: a route is for one host, or without `host` for every one",
            ],
        ),
        (
            "a host with a path",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/"
host = "a.example/b""#,
            &["f:7:8: error[PF135]: `a.example/b` is not a host: a host is written without a path; write `a.example`"],
        ),
        (
            "an empty host",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/"
host = """#,
            &["f:7:8: error[PF135]: `` is not a host: leave `host` out for every host"],
        ),
        (
            "a policy that is misspelt",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
path = "/"
upstream = "http://h"
policy = "ap""#,
            &["f:6:10: error[PF129]: there is no policy `ap`; did you mean `app`?"],
        ),
        (
            "a route that stands twice",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/a"
[[route]]
path = "/a"
policy = "app"
upstream = "http://h"
"#,
            &["f:8:8: error[PF137]: the route `/a` stands twice; remove one, or give them different hosts"],
        ),
        (
            "a route that stands twice on a host",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
host = "h"
path = "/a"
policy = "app"
upstream = "http://h"
[[route]]
host = "h"
path = "/a"
policy = "app"
upstream = "http://h"
"#,
            &["f:10:8: error[PF137]: the route `/a` of `h` stands twice; remove one, or give them different hosts"],
        ),
        (
            "a route that another one hides",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/a/{x}"
[[route]]
path = "/a/{y}"
policy = "app"
upstream = "http://h"
"#,
            &["f:8:8: error[PF137]: `/a/{y}` matches the same paths as the route `/a/{x}`; remove one of the two"],
        ),
        (
            "a route for everything beside an upstream",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "/{*all}""#,
            &["f:1:12: error[PF137]: `/{*rest}` matches the same paths as the route `/{*all}`; remove one of the two"],
        ),
    ]);
}
