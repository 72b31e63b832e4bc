//! Variables that cannot be expanded, and values that must not be shown.

use preflight_policy_file::{Context, Environment, parse_toml};

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
                "f:4:11: error[PF139]: the variable `NOPE` is not defined; set it, in the environment or in the `env-file`, or write `${NOPE:-default}`",
            ],
        ),
        (
            "undefined, with a similar name",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = "${NAMES}""#,
            &[
                "f:4:11: error[PF139]: the variable `NAMES` is not defined; did you mean `NAME`? else set it, in the environment or in the `env-file`, or write `${NAMES:-default}`",
            ],
        ),
        (
            "not closed",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = "${NAME""#,
            &["f:4:11: error[PF139]: `${` is not closed; close it with `}`, or write `$${` for the characters"],
        ),
        (
            "an operator of the shell",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = "${NAME:?}""#,
            &[
                "f:4:11: error[PF139]: `NAME:?` is not a name of a variable; write `${NAME}` or `${NAME:-default}`, or `$${` for the characters",
            ],
        ),
        (
            "a secret for a duration",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
max-age = "${SECRET}""#,
            &["f:4:11: error[PF127]: `${SECRET}` is not a duration: a duration begins with a number"],
        ),
        (
            "a secret for a boolean",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
credentials = "${SECRET}""#,
            &["f:4:15: error[PF126]: `${SECRET}` is neither `true` nor `false`"],
        ),
        (
            "a secret for a status",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
preflight-status = "${SECRET}""#,
            &["f:4:20: error[PF126]: this is not a status; write `preflight-status = 204`"],
        ),
        (
            "a secret for a choice",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
refused = "${SECRET}""#,
            &["f:4:11: error[PF127]: `${SECRET}` is neither `forward` nor `reject`"],
        ),
        (
            "a secret for a method",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
methods = ["${SECRET}"]"#,
            &[
                "f:4:12: error[PF108]: `${SECRET}` is not a method: a method is one word of letters, digits and !#$%&'*+-.^_`|~",
            ],
        ),
        (
            "a secret for a request header",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
request-headers = ["${SECRET}"]"#,
            &[
                "f:4:20: error[PF110]: `${SECRET}` is not a header name: a name is one word of letters, digits and !#$%&'*+-.^_`|~; one entry for each name",
            ],
        ),
        (
            "a secret for an exposed header",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
expose-headers = ["${SECRET}"]"#,
            &[
                "f:4:19: error[PF110]: `${SECRET}` is not a header name: a name is one word of letters, digits and !#$%&'*+-.^_`|~; one entry for each name",
            ],
        ),
        (
            "a secret for an origin",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["${SECRET}"]"#,
            &[
                "f:3:12: error[PF103]: `${SECRET}` is not an origin pattern: no page is loaded by this scheme, so none sends such an Origin; name the origin of the page, such as `https://app.example.com`",
            ],
        ),
        (
            "a secret for a list",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = "${SECRET}""#,
            &[
                r#"f:3:11: error[PF126]: `origins` is a string, but has to be "any" or a list of strings; write `origins = ["${SECRET}"]`"#,
            ],
        ),
        (
            "a secret for an address",
            r#"listen = "${SECRET}"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:10: error[PF131]: `${SECRET}` is not an address to listen on: an address is ip:port, such as 127.0.0.1:8080",
            ],
        ),
        (
            "a secret for a public URL",
            r#"public-url = "${SECRET}"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &[
                "f:1:14: error[PF132]: `${SECRET}` is not a public URL: an origin ends after the host and port: browsers never send a slash, a path or a query",
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
                "f:1:20: error[PF133]: `${SECRET}` is not a network: a network is an address, perhaps with /prefix, such as 10.0.0.0/8",
            ],
        ),
        (
            "a secret for an upstream",
            r#"upstream = "${SECRET}"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:12: error[PF134]: `${SECRET}` is not an upstream: the scheme of an upstream is http or https"],
        ),
        (
            "a secret for the name of a policy",
            r#"default-policy = "${SECRET}"
upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["https://a.example"]
"#,
            &["f:1:18: error[PF129]: there is no policy `${SECRET}`; the policies are `app`"],
        ),
        (
            "a secret for a path",
            r#"[policy.app]
origins = ["https://a.example"]
[[route]]
policy = "app"
upstream = "http://h"
path = "${SECRET}""#,
            &["f:6:8: error[PF136]: `${SECRET}` is not a path of a route: a path begins with a slash"],
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
            &["f:7:8: error[PF135]: `${SECRET}` is not a host: a host is written without a scheme"],
        ),
        (
            "an origin of a list is shown, with its right spelling",
            r#"upstream = "http://127.0.0.1:5000"
[policy.app]
origins = ["${LIST}"]"#,
            &[
                "f:3:12: error[PF103]: `https://C.example` is not an origin pattern: browsers send origins in lower case and compare them byte by byte; write `https://c.example`",
            ],
        ),
    ]);
}

/// What the error begins with when `origins` is the one entry `template` and `X` has this value; none if there is none.
fn error_of(template: &str, value: &str) -> Option<String> {
    let environment = Environment::new([("X", value), ("HOST", "app.example.com"), ("PORT", "8443")]);
    let context = Context { environment, ..Context::default() };
    let text = format!("upstream = 'http://h'\npolicy.app.origins = [\"{template}\"]\n");
    match parse_toml(&text, "f", &context) {
        Ok((file, _)) => {
            let origins = file.policies["app"].config.origins.entries();
            assert_eq!(origins.len(), 1, "{template} with {value:?} became {origins:?}");
            None
        }
        Err(errors) => Some(errors.to_string()),
    }
}

#[test]
fn a_variable_inside_an_origin_is_a_piece_of_the_part_that_it_stands_in() {
    const NAME: &str = "https://${X}.example.com";
    let sound = [
        (NAME, "app"),
        (NAME, "eu-1.app"),
        ("https://${X}", "app.example.com"),
        ("https://${X}", "127.0.0.1"),
        ("https://*.${X}", "example.com"),
        ("https://app${X}.example.com", "-staging"),
        ("${X}://app.example.com", "https"),
        ("https://app.example.com:${X}", "8443"),
        ("https://app.example.com:8${X}", "443"),
        ("https://[${X}]:8443", "2001:db8::1"),
        ("https://[::1]:${X}", "8443"),
        ("https://${HOST}:${PORT}", ""),
        ("http://localhost:${NONE:-*}", ""),
        ("http://localhost:${X:-*}", ""),
        ("https://app${X:-}.example.com", ""),
        ("${X}", "https://*.example.com"),
    ];
    for (template, value) in sound {
        assert_eq!(error_of(template, value), None, "{template} with {value:?}");
    }
    let in_name = "a variable in the host of an origin holds letters, digits, `-`, `_` and single dots between them";
    let in_port = "a variable in the port of an origin holds digits alone";
    let in_scheme = "a variable in the scheme of an origin holds letters alone";
    let in_address = "a variable in an IPv6 address holds hexadecimal digits, `:` and `.`";
    let is = |value: &str, rule| format!("the variable `X` is `{value}`: {rule}");
    let hidden = |rule| format!("the value of the variable `X` does not fit here: {rule}");
    let empty = |rule| format!("the variable `X` is empty: {rule}");
    let unsound = [
        ("a second origin", NAME, "app.example.com,https://evil", is("app.example.com,https://evil", in_name)),
        ("a second origin of the same shape", NAME, "x.evil.com, https://x", is("x.evil.com, https://x", in_name)),
        ("a wildcard", NAME, "*", is("*", in_name)),
        ("a wildcard below a name", NAME, "*.a", is("*.a", in_name)),
        ("a port", NAME, "evil.com:1", is("evil.com:1", in_name)),
        ("a whole origin", NAME, "https://evil.com", is("https://evil.com", in_name)),
        ("a path", NAME, "evil.com/", is("evil.com/", in_name)),
        ("a path with more", NAME, "evil.com/a", hidden(in_name)),
        ("a user name", NAME, "u:pw@evil.com", hidden(in_name)),
        ("a query", NAME, "evil.com?", hidden(in_name)),
        ("a fragment", NAME, "evil.com#", hidden(in_name)),
        ("white space", NAME, "a b", hidden(in_name)),
        ("a line break", NAME, "a\n", hidden(in_name)),
        ("a backslash", NAME, "evil.com\\", hidden(in_name)),
        ("a percent sign", NAME, "evil.com%2f", hidden(in_name)),
        ("nothing", NAME, "", empty(in_name)),
        ("a dot", NAME, ".", is(".", in_name)),
        ("a dot first", NAME, ".a", is(".a", in_name)),
        ("a dot last", "https://${X}", "example.com.", is("example.com.", in_name)),
        ("two dots", NAME, "a..b", is("a..b", in_name)),
        ("nothing after a star", "https://*${X}.example.com", "", empty(in_name)),
        ("a name after a star", "https://*${X}.example.com", ".a", is(".a", in_name)),
        ("a port for the end of a name", "https://app.example.com${X}", ":8443", hidden(in_name)),
        ("another name for the end of a name", "https://app.example.com${X}", ".evil.com", is(".evil.com", in_name)),
        ("any port", "https://app.example.com:${X}", "*", is("*", in_port)),
        ("a port and an origin", "http://localhost:${X}", "1,http://evil.com:1", is("1,http://evil.com:1", in_port)),
        ("no port", "https://app.example.com:${X}", "", empty(in_port)),
        ("a port behind a user name", "https://app.example.com:${X}", "pw@evil.com", hidden(in_port)),
        ("a token for a port", "https://app.example.com:${X}", "s3cret", hidden(in_port)),
        ("a port behind an address", "https://[::1]:${X}", "*", is("*", in_port)),
        ("an address with a port", "https://[${X}]", "::1]:8443", hidden(in_address)),
        (
            "a scheme with a name",
            "${X}://app.example.com",
            "https://evil.com,https",
            is("https://evil.com,https", in_scheme),
        ),
        ("an origin before a port", "${X}:8443", "https://app.example.com", is("https://app.example.com", in_scheme)),
        ("half a separator", "${X}//app.example.com", "https:", hidden(in_scheme)),
        ("a variable before another", "${X}${HOST}", "https://", is("https://", in_scheme)),
    ];
    for (sentence, template, value, expected) in unsound {
        let found =
            error_of(template, value).unwrap_or_else(|| panic!("{sentence}: {template} with {value:?} is sound"));
        let remedy = match value {
            "" => "set it, or write `${X:-}` if nothing may stand there",
            _ => "correct its value, or let a variable be the whole entry, `\"${X}\"`, which may hold a list",
        };
        let expected = format!("f:2:23: error[PF140]: in `{template}`, {expected}; {remedy}");
        assert_eq!(found.lines().next(), Some(expected.as_str()), "{sentence}");
    }
}

#[test]
fn every_variable_that_does_not_fit_is_told() {
    let found = error_of("https://${X}.example.com:${X}", "*").expect("two errors");
    assert_eq!(
        found.lines().filter(|line| line.contains("error[PF140]: in `https://${X}.example.com:${X}`")).count(),
        2
    );
}

#[test]
fn a_variable_inside_an_origin_is_still_judged_as_an_origin() {
    let cases = [
        (
            "https://${X}.example.com",
            "App",
            "[PF103]: `https://App.example.com` is not an origin pattern: browsers send origins in lower case",
        ),
        (
            "https://${X}.example.com",
            "bücher",
            "[PF103]: `https://bücher.example.com` is not an origin pattern: browsers send a host in ASCII",
        ),
        (
            "https://app.example.com:${X}",
            "443",
            "[PF103]: `https://app.example.com:443` is not an origin pattern: browsers leave out",
        ),
        (
            "https://app.example.com:${X}",
            "99999",
            "[PF103]: `https://app.example.com:99999` is not an origin pattern: a port is",
        ),
        ("nu${X}", "ll", "[PF103]: `nu${X}` is not an origin pattern: null is what every sandboxed frame sends"),
        ("a${X}", "ny", "[PF141]: `any` stands alone"),
    ];
    for (template, value, expected) in cases {
        let found = error_of(template, value).expect(template);
        assert!(found.starts_with(&format!("f:2:23: error{expected}")), "{found}");
    }
}

#[test]
fn no_other_list_is_split_by_what_stands_inside_an_entry_and_no_word_is_completed() {
    let environment = Environment::new([("X", "a,b"), ("N", "1,0.0.0.0"), ("Y", "ny")]);
    let context = Context { environment, ..Context::default() };
    let cases = [
        ("policy.app.methods = ['X${X}']", "[PF108]: `X${X}` is not a method"),
        ("policy.app.request-headers = ['x-${X}']", "[PF110]: `x-${X}` is not a header name"),
        ("policy.app.expose-headers = ['x-${X}']", "[PF110]: `x-${X}` is not a header name"),
        ("trusted-proxies = ['10.0.0.${N}/0']", "[PF133]: `10.0.0.${N}/0` is not a network"),
        ("policy.app.methods = 'a${Y}'", "[PF126]: `methods` is a string"),
    ];
    for (line, expected) in cases {
        let text = format!("{line}\nupstream = 'http://h'\npolicy.app.origins = ['https://a.example']\n");
        let error = parse_toml(&text, "f", &context).expect_err(line).to_string();
        assert!(error.contains(&format!("error{expected}")) && !error.contains('\n'), "{error}");
    }
}
