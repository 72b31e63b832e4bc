//! Values that make no sense.

use super::check;

#[test]
fn a_value_that_makes_no_sense_says_why_and_what_to_write() {
    check(&[
        (
            "a duration without a unit",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = "7200""#,
            &["f:4:11: error[PF127]: `7200` is not a duration: a duration has a unit: d, h, m, s or ms; write `7200s`"],
        ),
        (
            "a max-age in fractions of seconds",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = "500ms""#,
            &[r#"f:4:11: error[PF127]: a max-age is a number of whole seconds; write `max-age = "1s"`"#],
        ),
        (
            "a misspelt choice",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
refused = "rejct""#,
            &["f:4:11: error[PF127]: `rejct` is neither `forward` nor `reject`; did you mean `reject`?"],
        ),
        (
            "another word for a choice",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
refused = "drop""#,
            &["f:4:11: error[PF127]: `drop` is neither `forward` nor `reject`"],
        ),
        (
            "a port alone",
            r#"listen = "8080"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:10: error[PF131]: `8080` is not an address to listen on: an address is ip:port, such as 127.0.0.1:8080; write `127.0.0.1:8080`",
            ],
        ),
        (
            "a port after a colon",
            r#"listen = ":8080"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:10: error[PF131]: `:8080` is not an address to listen on: an address is ip:port, such as 127.0.0.1:8080; write `127.0.0.1:8080`",
            ],
        ),
        (
            "an address without a port",
            r#"listen = "0.0.0.0"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:10: error[PF131]: `0.0.0.0` is not an address to listen on: an address is ip:port, such as 127.0.0.1:8080; write `0.0.0.0:8080`",
            ],
        ),
        (
            "a name for an address",
            r#"listen = "localhost:80"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:10: error[PF131]: `localhost:80` is not an address to listen on: an address is ip:port, such as 127.0.0.1:8080; write `127.0.0.1:80`",
            ],
        ),
        (
            "a URL for an address",
            r#"listen = "http://127.0.0.1:80/"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:10: error[PF131]: `http://127.0.0.1:80/` is not an address to listen on: an address is ip:port, such as 127.0.0.1:8080; write `127.0.0.1:80`",
            ],
        ),
        (
            "no address",
            r#"listen = "here"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:10: error[PF131]: `here` is not an address to listen on: an address is ip:port, such as 127.0.0.1:8080",
            ],
        ),
        (
            "a public URL with a slash and capitals",
            r#"public-url = "https://Api.example.com/"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:14: error[PF132]: `https://Api.example.com/` is not a public URL: an origin ends after the host and port: browsers never send a slash, a path or a query; write `https://api.example.com`",
            ],
        ),
        (
            "a public URL of another scheme",
            r#"public-url = "ftp://a.example"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:14: error[PF132]: `ftp://a.example` is not a public URL: browsers reach a server by http or https"],
        ),
        (
            "a public URL that is null",
            r#"public-url = "null"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:14: error[PF132]: `null` is not a public URL: an origin begins with its scheme and ://"],
        ),
        (
            "a network with too many bits",
            r#"trusted-proxies = ["10.0.0.1/8"]
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:20: error[PF133]: `10.0.0.1/8` is not a network: its address has bits beyond the prefix; write `10.0.0.0/8`",
            ],
        ),
        (
            "no network",
            r#"trusted-proxies = ["proxy.internal"]
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:20: error[PF133]: `proxy.internal` is not a network: a network is an address, perhaps with /prefix, such as 10.0.0.0/8",
            ],
        ),
        (
            "an empty path of the env-file",
            r#"env-file = ""
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[r#"f:1:12: error[PF143]: this is not a path of a file; write `env-file = ".env"`, or remove it"#],
        ),
        (
            "a default policy that is misspelt",
            r#"default-policy = "ap"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:18: error[PF129]: there is no policy `ap`; did you mean `app`?"],
        ),
        (
            "a default policy that is none of these",
            r#"default-policy = "zzz"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:18: error[PF129]: there is no policy `zzz`; the policies are `app`"],
        ),
        (
            "an upstream for several policies",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
[policy.b]
origins = "any""#,
            &[
                r#"f:1:12: error[PF130]: `upstream` has no policy, since there are 2 of them; write `default-policy = "app"`, or name another"#,
            ],
        ),
    ]);
}
