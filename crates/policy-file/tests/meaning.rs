//! What a sound policy file means.

#![allow(missing_docs, reason = "tests")]

use std::time::Duration;

use preflight_engine::PolicyConfig;
use preflight_engine::server::{Allowed, WhenRefused};
use preflight_policy_file::{
    Capacity, Context, Environment, LoadPurpose, Parsed, PolicyFile, Timeouts, parse_json, parse_policy_json,
    parse_toml, policy_to_json, policy_to_toml, to_toml,
};
use serde_json::json;

const EVERYTHING: &str = r#"
listen = "127.0.0.1:8080"
public-url = "https://api.example.com"
hosts = ["api.internal", "10.0.0.5", "[::1]", "::2", "api.internal."]
trusted-proxies = ["127.0.0.1", "10.0.0.0/8", "::1"]
case-insensitive-paths = true
keep-underscore-headers = true
connections = 10000
connections-per-address = 100
requests = 5000
requests-per-address = 50
upstream-timeout = "1m30s"
env-file = ".env"
default-policy = "app"

[timeouts]
connect = "5s"
request-head = "10s"
request-idle = "20s"
answer-idle = "1m"
send-idle = "30s"
idle = "1h"
total = "10m"

[policy.app]
origins = ["https://app.example.com", "https://*.example.org", "http://localhost:*"]
credentials = true
methods = ["GET", "POST", "PUT", "DELETE"]
request-headers = ["content-type", "authorization"]
expose-headers = ["x-request-id"]
max-age = "2h"
preflight-status = 200
refused = "reject"
dangerously-allow-insecure-origins = true
dangerously-allow-public-suffixes = true
dangerously-allow-null-origin = true

[policy."open to all"]
origins = "any"
methods = "any"
request-headers = "any"
expose-headers = "any"
max-age = "0s"

[[route]]
host = "api.example.com"
path = "/api/{*rest}"
upstream = "http://127.0.0.1:5000/base/"
policy = "open to all"

[[route]]
path = "/{*rest}"
upstream = "https://[::1]"
"#;

fn app() -> PolicyConfig {
    PolicyConfig {
        origins: Allowed::listed(["https://app.example.com", "https://*.example.org", "http://localhost:*"]),
        credentials: true,
        methods: Allowed::listed(["GET", "POST", "PUT", "DELETE"]),
        request_headers: Allowed::listed(["content-type", "authorization"]),
        expose_headers: Allowed::listed(["x-request-id"]),
        max_age: Some(Duration::from_secs(7200)),
        preflight_status: 200,
        refused: WhenRefused::Reject,
        dangerously_allow_insecure_origins: true,
        dangerously_allow_public_suffixes: true,
        dangerously_allow_null_origin: true,
    }
}

fn open() -> PolicyConfig {
    PolicyConfig {
        origins: Allowed::Any,
        methods: Allowed::Any,
        request_headers: Allowed::Any,
        expose_headers: Allowed::Any,
        max_age: Some(Duration::ZERO),
        ..PolicyConfig::default()
    }
}

fn parse(text: &str) -> PolicyFile {
    parse_toml(text, "f", &Context::default()).unwrap_or_else(|errors| panic!("{errors}")).0
}

fn parse_with(text: &str, variables: &[(&str, &str)]) -> Parsed {
    let environment = Environment::new(variables.iter().copied());
    let context = Context { environment, purpose: LoadPurpose::Policies, ..Context::default() };
    parse_toml(text, "f", &context).unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn every_key_is_read() {
    let file = parse(EVERYTHING);
    assert_eq!(file.listen.unwrap().to_string(), "127.0.0.1:8080");
    assert_eq!(file.public_url.unwrap().as_str(), "https://api.example.com");
    let proxies: Vec<_> = file.trusted_proxies.iter().map(ToString::to_string).collect();
    assert_eq!(proxies, ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]);
    assert_eq!(file.upstream_timeout, Some(Duration::from_secs(90)));
    assert_eq!(file.hosts, ["api.internal", "10.0.0.5", "[::1]", "[::2]", "api.internal."]);
    assert!(file.case_insensitive_paths && file.keep_underscore_headers);
    let capacity = Capacity {
        connections: Some(10_000),
        connections_per_address: Some(100),
        requests: Some(5000),
        requests_per_address: Some(50),
    };
    assert_eq!(file.capacity, capacity);
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    let timeouts = Timeouts {
        connect: seconds(5),
        request_head: seconds(10),
        request_idle: seconds(20),
        answer_idle: seconds(60),
        send_idle: seconds(30),
        idle: seconds(3600),
        total: seconds(600),
    };
    assert_eq!(file.timeouts, timeouts);
    assert_eq!(file.env_file.unwrap().to_str(), Some(".env"));
    assert_eq!(file.policies["app"].config, app());
    assert_eq!(file.policies["open to all"].config, open());
    let [first, second] = &file.routes[..] else { panic!("{:?}", file.routes) };
    assert_eq!((first.host.as_deref(), first.path.as_str()), (Some("api.example.com"), "/api/{*rest}"));
    assert_eq!(first.upstream.to_string(), "http://127.0.0.1:5000/base");
    assert_eq!(first.policy.as_deref(), Some("open to all"));
    assert_eq!((second.upstream.host(), second.upstream.port()), ("[::1]", 443));
    assert_eq!(second.policy.as_deref(), Some("app"), "a route without a policy gets the default one");
}

#[test]
fn omitted_keys_have_the_documented_defaults() {
    let file = parse("upstream = 'http://h'\npolicy.app.origins = ['https://a.example']");
    let expected = PolicyConfig { origins: Allowed::listed(["https://a.example"]), ..PolicyConfig::default() };
    assert_eq!(file.policies["app"].config, expected);
    assert_eq!(file.routes[0].path, "/{*rest}");
    assert_eq!(file.routes[0].policy.as_deref(), Some("app"), "the only policy");
    assert_eq!(file.default_policy, None);
}

#[test]
fn lists_and_variables_mean_what_they_say() {
    let variables = [("ONE", "https://a.example"), ("TWO", " https://a.example ,, https://b.example,"), ("ANY", "any")];
    let cases: [(&str, &str, &[&str]); 6] = [
        ("one origin", r#"["${ONE}"]"#, &["https://a.example"]),
        ("two in one variable", r#"["${TWO}"]"#, &["https://a.example", "https://b.example"]),
        ("a variable beside others", r#"["${ONE}", "https://c.example"]"#, &["https://a.example", "https://c.example"]),
        ("a variable inside an origin", r#"["https://${NONE:-b}.example"]"#, &["https://b.example"]),
        (
            "a default of two",
            r#"["${NONE:-https://a.example,https://b.example}"]"#,
            &["https://a.example", "https://b.example"],
        ),
        ("any", r#""${ANY}""#, &[]),
    ];
    for (sentence, origins, expected) in cases {
        let (file, _) = parse_with(&format!("policy.app.origins = {origins}"), &variables);
        let config = &file.policies["app"].config;
        assert_eq!(config.origins.entries(), expected, "{sentence}");
        assert_eq!(config.origins == Allowed::Any, expected.is_empty(), "{sentence}");
    }
}

#[test]
fn variables_stand_for_booleans_and_numbers_too() {
    let text = "[policy.app]\norigins = ['https://a.example']\ncredentials = '${YES}'\npreflight-status = '${OK}'";
    let (file, _) = parse_with(text, &[("YES", "true"), ("OK", "200")]);
    let config = &file.policies["app"].config;
    assert_eq!((config.credentials, config.preflight_status), (true, 200));
}

#[test]
fn json_means_what_toml_means() {
    let text = json!({
        "listen": "127.0.0.1:8080",
        "default-policy": "app",
        "policy": {"app": policy_to_json(&app()), "open": policy_to_json(&open())},
        "route": [{"path": "/{*rest}", "upstream": "http://h"}],
    });
    let (file, _) = parse_json(&text.to_string(), "f", &Context::default()).unwrap();
    assert_eq!((&file.policies["app"].config, &file.policies["open"].config), (&app(), &open()));
    assert_eq!(file.routes[0].policy.as_deref(), Some("app"));

    let text = json!({
        "hosts": ["api.internal"],
        "requests": 7,
        "timeouts": {"answer": "9s"},
        "policy": {"app": policy_to_json(&app())},
        "upstream": "http://h",
    });
    let (file, _) = parse_json(&text.to_string(), "f", &Context::default()).unwrap();
    assert_eq!((file.hosts, file.capacity.requests), (vec!["api.internal".to_owned()], Some(7)));
    assert_eq!(file.upstream_timeout, Some(Duration::from_secs(9)), "`answer` is another name of it");
}

#[test]
fn json_errors_have_places() {
    let cases = [
        ("", "f:1:1: error[PF124]: a policy file is an object: { … }"),
        ("[1]", "f:1:1: error[PF124]: a policy file is an object: { … }"),
        ("{\n\"a\": 1, \"a\": 2}", "f:2:9: error[PF124]: duplicate key"),
        ("{'a': 1}", "f:1:2: error[PF124]: single-quoted strings are not allowed"),
        ("{\"a\": 1,}", "f:1:8: error[PF124]: trailing commas are not allowed"),
        ("// no\n{}", "f:1:1: error[PF124]: comments are not allowed"),
        (
            "{\"upstream\": \"http://h\",\n\"policy\": {\"é\": {\"origins\": \"any\", \"credentials\": null}}}",
            "f:2:51: error[PF126]: `credentials` is null, but has to be true or false",
        ),
    ];
    for (text, expected) in cases {
        let errors = parse_json(text, "f", &Context::default()).expect_err(text);
        assert_eq!(errors.to_string(), expected);
    }
}

#[test]
fn toml_errors_have_places() {
    let cases = [
        ("a = 1\na = 2", "f:2:1: error[PF124]: duplicate key"),
        ("é = [", "f:1:6: error[PF124]: unclosed array, expected `]`"),
        ("[a]\nb", "f:2:2: error[PF124]: key with no value, expected `=`"),
    ];
    for (text, expected) in cases {
        let errors = parse_toml(text, "f", &Context::default()).expect_err(text);
        assert_eq!(errors.to_string(), expected);
    }
}

#[test]
fn a_policy_in_json_has_paths_and_expands_nothing() {
    let cases = [
        (json!({"origins": ["https://a.example", "x"]}), "origins[1]: error[PF103]: `x` is not an origin pattern"),
        (
            json!({"origins": "any", "methods": ["PUT", 1]}),
            "methods[1]: error[PF126]: an entry of `methods` is an integer",
        ),
        (
            json!({"origins": "any", "maxAge": "2h"}),
            "maxAge: error[PF125]: unknown key `maxAge`; did you mean `max-age`?",
        ),
        (
            json!({"origins": ["https://${A:-a}.example"]}),
            "origins[0]: error[PF103]: `https://${A:-a}.example` is not an origin",
        ),
        (json!({"origins": "any", "credentials": true}), "origins: error[PF104]: any origin with credentials"),
        (json!({}), "policy: error[PF101]: no origin is allowed"),
        (json!({"origins": "any", "credentials": "true"}), "credentials: error[PF126]: `credentials` is a string"),
        (json!([]), "policy: error[PF126]: `policy` is a list, but has to be a table"),
        (json!({"origins": {"a": {"b": {}}}}), "origins: error[PF126]: `origins` is a table"),
    ];
    for (value, expected) in cases {
        let errors = parse_policy_json(&value).expect_err(expected).to_string();
        assert!(errors.starts_with(expected), "{errors}");
    }
}

#[test]
fn what_is_written_reads_back_as_the_same() {
    let odd = PolicyConfig {
        origins: Allowed::listed(["a", "b", "https://${A}", "\"quoted\" \\ '\n\u{7f}"]),
        max_age: Some(Duration::from_secs(86_400 + 3600 + 60 + 1)),
        ..PolicyConfig::default()
    };
    // It is no sound policy: only the writing is looked at.
    assert!(policy_to_toml("a", &odd).contains("https://$${A}"));
    for config in [app(), open()] {
        assert_eq!(parse_policy_json(&policy_to_json(&config)).unwrap().config, config);
        for name in ["app", "a b", "", "ü.\"x\"", "1", "a'b\nc"] {
            let (file, _) = parse_with(&policy_to_toml(name, &config), &[]);
            assert_eq!(file.policies[name].config, config, "{name:?}");
        }
    }
    let file = parse(EVERYTHING);
    let again = parse(&to_toml(&file));
    assert_eq!(to_toml(&again), to_toml(&file));
    assert_eq!(again.routes, file.routes);
    assert_eq!(again.default_policy, file.default_policy);
    assert_eq!((&again.hosts, &again.timeouts, again.capacity), (&file.hosts, &file.timeouts, file.capacity));
    assert_eq!(again.policies["app"].config, app());
}

#[test]
fn a_policy_is_written_as_a_person_would() {
    let expected = r#"[policy.app]
origins = ["https://app.example.com", "https://*.example.org", "http://localhost:*"]
credentials = true
methods = [
    "GET",
    "POST",
    "PUT",
    "DELETE",
]
request-headers = ["content-type", "authorization"]
expose-headers = ["x-request-id"]
max-age = "2h"
preflight-status = 200
refused = "reject"
dangerously-allow-insecure-origins = true
dangerously-allow-public-suffixes = true
dangerously-allow-null-origin = true
"#;
    assert_eq!(policy_to_toml("app", &app()), expected);
}

#[test]
fn warnings_have_places_and_do_not_stand_in_the_way() {
    let text = "[policy.app]
origins = ['https://*.a.example', 'https://b.example', 'https://b.example', 'https://x.a.example']
methods = ['patch', '${METHOD}', '${METHOD}']
expose-headers = ['content-type']
max-age = '1d'
[[route]]
path = '/'
upstream = 'http://h'";
    let (file, warnings) =
        parse_with(text, &[("METHOD", "s3cret"), ("PREFLIGHT_ORIGIN", "x"), ("PREFLIGHT_PORT", "x")]);
    let found: Vec<_> = warnings.iter().map(ToString::to_string).collect();
    let expected = [
        "f:2:56: warning[PF118]: `https://b.example` stands twice; remove one",
        "f:2:77: warning[PF118]: `https://*.a.example` covers `https://x.a.example` already; remove one",
        "f:3:12: warning[PF122]: browsers compare `patch` byte by byte and do not turn it into `PATCH`; write `PATCH` if that is what pages send",
        "f:3:21: warning[PF122]: browsers compare `${METHOD}` byte by byte and do not turn it into `${METHOD}`; write `${METHOD}` if that is what pages send",
        "f:3:34: warning[PF120]: `${METHOD}` stands twice; remove one",
        "f:3:34: warning[PF122]: browsers compare `${METHOD}` byte by byte and do not turn it into `${METHOD}`; write `${METHOD}` if that is what pages send",
        "f:4:19: warning[PF121]: every page may read `content-type` without it being exposed; remove it",
        "f:5:11: warning[PF123]: browsers remember it no longer than this: Safari for 600 s, Chromium for 7200 s",
        "f:6:1: warning[PF151]: this route has no policy: its upstream answers CORS alone; write `policy = \"app\"`, or name a `default-policy`",
        "PREFLIGHT_ORIGIN: warning[PF147]: this variable overrides nothing; did you mean `PREFLIGHT_ORIGINS`?",
    ];
    assert_eq!(found, expected);
    assert_eq!(file.policies["app"].warnings.len(), 8);
}
