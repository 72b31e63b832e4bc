//! `preflight check --survey`: the policy behind the answers, as text, JSON and a policy file that means the same.

use preflight_policy_file::{Context, parse_toml};
use serde_json::Value;

use crate::backend::Backend;
use crate::run::run;

const PAGE: &str = "https://app.example.com";

fn origin(head: &str) -> Option<&str> {
    head.lines().find_map(|line| line.strip_prefix("origin: "))
}

/// A list of one domain with its subdomains, with credentials.
fn list(head: &str) -> String {
    let allowed = origin(head).filter(|origin| *origin == PAGE || origin.ends_with(".app.example.com"));
    let allow = allowed.map(|origin| {
        format!("\r\nAccess-Control-Allow-Origin: {origin}\r\nAccess-Control-Allow-Credentials: true\r\nAccess-Control-Expose-Headers: x-total")
    });
    let lists = if head.starts_with("OPTIONS") && allow.is_some() {
        "\r\nAccess-Control-Allow-Methods: GET, PUT, DELETE\r\nAccess-Control-Allow-Headers: Content-Type, authorization\r\nAccess-Control-Max-Age: 600"
    } else {
        ""
    };
    format!("200 OK\r\nVary: Origin{}{lists}", allow.unwrap_or_default())
}

fn open_to_all(head: &str) -> String {
    let lists = if head.starts_with("OPTIONS") {
        "\r\nAccess-Control-Allow-Methods: *\r\nAccess-Control-Allow-Headers: *"
    } else {
        ""
    };
    format!("200 OK\r\nAccess-Control-Allow-Origin: *{lists}")
}

/// Echoes whatever is asked, with credentials.
fn echo(head: &str) -> String {
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("none").to_owned();
    format!(
        "204 No Content\r\nVary: Origin\r\nAccess-Control-Allow-Origin: {}\r\nAccess-Control-Allow-Credentials: true\r\nAccess-Control-Allow-Methods: {}\r\nAccess-Control-Allow-Headers: {}",
        field("origin: "),
        field("access-control-request-method: "),
        field("access-control-request-headers: ")
    )
}

fn survey(backend: &Backend, format: &str) -> (String, i32) {
    let said = run(&["check", &backend.url("/todos"), "--origin", PAGE, "--survey", "--format", format]);
    assert!(said.err.is_empty(), "{}", said.err);
    (said.out, said.code)
}

#[test]
fn a_list_is_read_back_as_the_policy_that_it_is() {
    let backend = Backend::reading(list);
    let (toml, code) = survey(&backend, "toml");
    assert_eq!(code, 0);
    let (file, _) =
        parse_toml(&toml, "preflight.toml", &Context::default()).unwrap_or_else(|errors| panic!("{errors}\n{toml}"));
    let config = &file.policies["surveyed"].config;
    assert_eq!(config.origins.entries(), [PAGE, "https://*.app.example.com"]);
    assert!(config.credentials);
    assert_eq!(config.methods.entries(), ["PUT", "DELETE"]);
    assert_eq!(config.request_headers.entries(), ["Content-Type", "authorization"]);
    assert_eq!(config.expose_headers.entries(), ["x-total"]);
    assert_eq!(config.max_age.unwrap().as_secs(), 600);
    assert!(backend.asked().len() <= 12, "{:?}", backend.asked());
    assert!(backend.asked().iter().all(|line| line.starts_with("GET ") || line.starts_with("OPTIONS ")));
}

#[test]
fn what_is_open_to_all_is_any() {
    let backend = Backend::reading(open_to_all);
    let (json, code) = survey(&backend, "json");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(code, 0);
    assert_eq!(json["schema"], "preflight.survey/1");
    for list in ["origins", "methods", "request-headers"] {
        assert_eq!(json[list]["allowed"], "any", "{list}");
        assert_eq!(json[list]["echo"], false, "{list}");
    }
    let (toml, _) = survey(&backend, "toml");
    assert!(toml.contains("origins = \"any\""), "{toml}");
}

#[test]
fn an_echo_with_credentials_is_a_finding_and_no_policy() {
    let backend = Backend::reading(echo);
    let (text, code) = survey(&backend, "text");
    assert_eq!(code, 1);
    assert!(text.contains("PF039") && text.contains("any: what is asked for is echoed"), "{text}");
    let (toml, _) = survey(&backend, "toml");
    let (file, _) =
        parse_toml(&toml, "preflight.toml", &Context::default()).unwrap_or_else(|errors| panic!("{errors}\n{toml}"));
    assert_eq!(file.policies["surveyed"].config.origins.entries(), [PAGE]);
    assert!(toml.contains("# The server allows any origin with credentials"), "{toml}");
}

#[test]
fn a_server_that_allows_nobody_gives_no_policy() {
    let backend = Backend::start(|_| "200 OK".to_owned());
    let said = run(&["check", &backend.url("/"), "--survey", "--format", "toml"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("a policy needs an origin") && said.err.contains("--origin"), "{}", said.err);
}
