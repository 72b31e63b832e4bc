//! Values of the wrong type.

use super::check;

#[test]
fn a_value_of_the_wrong_type_says_what_it_is_and_what_it_has_to_be() {
    check(&[
        (
            "a boolean in quotes",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
credentials = "true""#,
            &[
                "f:4:15: error[PF126]: `credentials` is a string, but has to be true or false; write `credentials = true`, without quotes",
            ],
        ),
        (
            "a number for a boolean",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
credentials = 1"#,
            &["f:4:15: error[PF126]: `credentials` is an integer, but has to be true or false"],
        ),
        (
            "a variable that is not a boolean",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
credentials = "${NAME:-yes}""#,
            &["f:4:15: error[PF126]: `${NAME:-yes}` is neither `true` nor `false`"],
        ),
        (
            "a string for a list",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
methods = "GET, PUT""#,
            &[
                r#"f:4:11: error[PF126]: `methods` is a string, but has to be "any" or a list of strings; write `methods = ["…"]`, each entry between quotes"#,
            ],
        ),
        (
            "a number for a list",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
methods = 3"#,
            &[r#"f:4:11: error[PF126]: `methods` is an integer, but has to be "any" or a list of strings"#],
        ),
        (
            "a number in a list",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
methods = ["PUT", 1]"#,
            &["f:4:19: error[PF126]: an entry of `methods` is an integer, but has to be a string"],
        ),
        (
            "any in a list",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
methods = ["any"]"#,
            &[r#"f:4:12: error[PF141]: `any` stands alone, not in a list; write `methods = "any"`"#],
        ),
        (
            "a number for a duration",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = 7200"#,
            &[
                r#"f:4:11: error[PF126]: `max-age` is an integer, but has to be a string with a unit, such as "2h"; write `max-age = "7200s"`"#,
            ],
        ),
        (
            "a float for a duration",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = 1.5"#,
            &[r#"f:4:11: error[PF126]: `max-age` is a float, but has to be a string with a unit, such as "2h""#],
        ),
        (
            "a status in quotes",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
preflight-status = "204""#,
            &[
                "f:4:20: error[PF126]: `preflight-status` is a string, but has to be a status such as 204; write `preflight-status = 204`",
            ],
        ),
        (
            "a status that is none",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
preflight-status = 99999"#,
            &["f:4:20: error[PF126]: this is not a status; write `preflight-status = 204`"],
        ),
        (
            "a date for a status",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
preflight-status = 2020-01-01"#,
            &["f:4:20: error[PF126]: `preflight-status` is a date, but has to be a status such as 204"],
        ),
        (
            "a boolean for a string",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
refused = true"#,
            &["f:4:11: error[PF126]: `refused` is a boolean, but has to be a string"],
        ),
        (
            "a port for an address",
            r#"listen = 8080
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                r#"f:1:10: error[PF126]: `listen` is an integer, but has to be a string with an address and a port; write `listen = "127.0.0.1:8080"`"#,
            ],
        ),
        (
            "a string for a list of networks",
            r#"trusted-proxies = "10.0.0.0/8"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                r#"f:1:19: error[PF126]: `trusted-proxies` is a string, but has to be a list of addresses and networks; write `trusted-proxies = ["10.0.0.0/8"]`"#,
            ],
        ),
        (
            "a number in a list of networks",
            r#"trusted-proxies = [1]
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:20: error[PF126]: an entry of `trusted-proxies` is an integer, but has to be a string"],
        ),
        (
            "a number for a timeout",
            r#"upstream-timeout = 30
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                r#"f:1:20: error[PF126]: `upstream-timeout` is an integer, but has to be a string with a unit, such as "2h"; write `upstream-timeout = "30s"`"#,
            ],
        ),
        (
            "a list for a table",
            r#"policy.b = []
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                r#"f:1:12: error[PF126]: `policy.b` is a list, but has to be a table; write `[policy.app]` and below it `origins = ["https://app.example.com"]`"#,
                r#"f:2:12: error[PF130]: `upstream` has no policy, since there are 2 of them; write `default-policy = "app"`, or name another"#,
            ],
        ),
        (
            "a nesting without end",
            r#"listen = [[[[[[[[[[[[1]]]]]]]]]]]]
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:10: error[PF126]: `listen` is a list, but has to be a string"],
        ),
    ]);
}
