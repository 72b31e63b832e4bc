//! Entries of `hosts` that are no hosts, and routes that collide once case is ignored.

use preflight_policy_file::{Context, Environment, parse_toml};

const REST: &str = "upstream = 'http://h'\npolicy.app.origins = ['https://a.example']\n";

#[test]
fn an_entry_that_is_no_host_says_why_and_what_to_write() {
    let cases = [
        ("a port", "a.example:8080", "a host is written without a port; write `a.example`"),
        ("an address with a port", "10.0.0.5:80", "a host is written without a port; write `10.0.0.5`"),
        ("an IPv6 address with a port", "[::1]:80", "a host is written without a port; write `[::1]`"),
        ("a scheme", "https://a.example", "a host is written without a scheme; write `a.example`"),
        ("a path", "a.example/b", "a host is written without a path; write `a.example`"),
        ("a query", "a.example?b", "a host is written without a path; write `a.example`"),
        ("a wildcard", "*.a.example", "every name is listed; there is no wildcard"),
        ("a star", "*", "every name is listed; there is no wildcard"),
        ("upper case", "A.example", "a host is written in lower case; write `a.example`"),
        (
            "a Unicode name",
            "bücher.example",
            "browsers send a host in ASCII, its Unicode labels as Punycode; write `xn--bcher-kva.example`",
        ),
        ("an empty label", "a..example", "a host is what stands between the scheme and the port of an origin"),
        (
            "a number that is not an address",
            "10.0.5",
            "a host is what stands between the scheme and the port of an origin",
        ),
        ("nothing", "", "an entry is a name or an address"),
        ("two names in one string", "a.example,b.example", "a host is what stands between"),
        ("white space", "a.example ", "a host is what stands between"),
    ];
    for (sentence, host, expected) in cases {
        let text = format!("hosts = ['ok.example', '{host}']\n{REST}");
        let error = parse_toml(&text, "f", &Context::default()).expect_err(sentence).to_string();
        let expected = format!("f:1:24: error[PF135]: `{host}` is not a host: {expected}");
        assert!(error.starts_with(&expected), "{sentence}: {error}");
    }
    let error = parse_toml(&format!("hosts = ['u:pw@a.example']\n{REST}"), "f", &Context::default()).unwrap_err();
    let expected = "f:1:10: error[PF135]: this is not a host: a host is written without a user name; write `a.example`";
    assert_eq!(error.to_string(), expected, "what may be a password is not repeated");
}

#[test]
fn a_variable_that_is_a_whole_entry_holds_a_list_and_one_inside_a_name_does_not() {
    let environment = Environment::new([("NAMES", "a.example, 10.0.0.5,::1"), ("SECRET", "u:pw@h")]);
    let context = Context { environment, ..Context::default() };
    let parse = |hosts: &str| parse_toml(&format!("hosts = {hosts}\n{REST}"), "f", &context);
    assert_eq!(parse("['${NAMES}']").unwrap().0.hosts, ["a.example", "10.0.0.5", "[::1]"]);
    for hosts in ["['x.${NAMES}']", "['${SECRET}']", "['${NAMES}${NAMES}']"] {
        let error = parse(hosts).expect_err(hosts).to_string();
        assert!(
            error.starts_with(&format!("f:1:10: error[PF135]: `{}` is not a host", &hosts[2..hosts.len() - 2])),
            "{error}"
        );
        assert!(!error.contains("pw@"), "{error}");
    }
}

#[test]
fn paths_that_differ_in_case_collide_only_where_case_is_ignored() {
    let route = |path: &str| format!("[[route]]\npath = '{path}'\nupstream = 'http://h'\npolicy = 'app'\n");
    let cases = [
        ("/api", "/API", Some("`/API` matches the same paths as the route `/api`; remove one of the two")),
        ("/{a}/X", "/{A}/x", Some("`/{A}/x` matches the same paths as the route `/{a}/X`; remove one of the two")),
        (
            "/Api/{*Rest}",
            "/api/{*rest}",
            Some("`/api/{*rest}` matches the same paths as the route `/Api/{*Rest}`; remove one of the two"),
        ),
        ("/Api", "/Api", Some("the route `/Api` stands twice; remove one, or give them different hosts")),
        ("/api", "/apis", None),
    ];
    for (first, second, expected) in cases {
        let rest = format!("policy.app.origins = 'any'\n{}{}", route(first), route(second));
        let parse = |text: &str| parse_toml(text, "f", &Context::default()).map_err(|errors| errors.to_string());
        assert_eq!(parse(&rest).is_ok(), first != second, "case matters: {first} {second}");
        let ignored = parse(&format!("case-insensitive-paths = true\n{rest}"));
        let expected = expected.map(|message| format!("f:8:8: error[PF137]: {message}"));
        assert_eq!(ignored.err(), expected, "{first} {second}");
    }
}
