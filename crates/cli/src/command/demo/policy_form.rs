//! A policy that the visitor writes: its errors as `preflight serve` would print them, or what it would allow.
//!
//! Nothing is sent and nothing is changed: both halves of the engine talk to each other in memory.

use std::time::Duration;

use preflight_engine::Origin;
use preflight_engine::browser::{Browser, CredentialsMode, Fetch, UserAgent};
use preflight_engine::exchange::NetworkFailure;
use preflight_engine::server::Policy;
use preflight_policy_file::{Color, Context, Diagnostics, parse_toml};
use serde_json::{Value, json};

use super::listeners::Origins;
use super::prediction;
use super::scenario::{CALLS, Init, Scenario, Target};

/// The name under which the visitor's text appears in messages.
const FILE_NAME: &str = "preflight.toml";

/// Reads the text as a policy file, and says what is wrong with it or what each call through such a gateway would get.
pub fn try_out(text: &str, origins: &Origins) -> Value {
    match parse_toml(text, FILE_NAME, &Context::default()) {
        Err(diagnostics) => json!({ "errors": rendered(&diagnostics) }),
        Ok((file, warnings)) => {
            let policy = file.policies.values().next();
            json!({
                "warnings": warnings.iter().map(|warning| warning.render(Color::Never)).collect::<Vec<_>>(),
                "calls": policy.map(|named| verdicts(&named.policy, origins)),
            })
        }
    }
}

fn rendered(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics.iter().map(|diagnostic| diagnostic.render(Color::Never)).collect()
}

/// What a browser would do with each call through a gateway with this policy.
fn verdicts(policy: &Policy, origins: &Origins) -> Vec<Value> {
    let calls = CALLS.iter().filter(|scenario| scenario.target == Target::Gateway);
    calls.filter_map(|scenario| verdict(scenario, policy, origins)).collect()
}

fn verdict(scenario: &Scenario, policy: &Policy, origins: &Origins) -> Option<Value> {
    let page = Origin::parse(&origins.page).ok()?;
    let request = scenario.fetch_request(page, scenario.url(origins, "policy").ok()?).ok()?;
    let mut browser = Browser::new(UserAgent::STANDARD);
    let verdict = Fetch::start(request, &mut browser, Duration::ZERO)
        .run_to_end(|head| (policy.answer(head).ok_or(NetworkFailure::InvalidResponse), Duration::ZERO));
    Some(json!({
        "call": call(scenario),
        "verdict": prediction::word(&verdict),
        "message": verdict.blocked().map(|blocked| blocked.reason.to_string()),
    }))
}

/// The call in a line: what a policy has to do with.
fn call(scenario: &Scenario) -> String {
    let Init { method, headers, credentials, .. } = &scenario.init;
    let mut with: Vec<&str> = headers.iter().map(|&(name, _)| name).collect();
    if *credentials == CredentialsMode::Include {
        with.push("credentials");
    }
    let with = if with.is_empty() { String::new() } else { format!(" with {}", with.join(", ")) };
    format!("{method} {}{with}", scenario.path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::demo::gateway::policy_text;

    fn served() -> String {
        let Origins { page, api, .. } = Origins::of_default_ports();
        policy_text(&page, &api)
    }

    #[test]
    fn the_policy_as_served_ends_each_call_as_the_page_shows_it() {
        let judged = try_out(&served(), &Origins::of_default_ports());
        let calls = judged["calls"].as_array().unwrap();
        let ends: Vec<_> = calls.iter().map(|call| (&call["call"], &call["verdict"])).collect();
        let expected = [
            ("GET /todos", "allowed"),
            ("PUT /todos/1 with content-type, x-request-tag", "allowed"),
            ("GET /me with credentials", "allowed"),
            ("DELETE /todos/1", "blocked"),
            ("GET /crash", "allowed"),
        ];
        assert_eq!(ends.len(), expected.len());
        for (end, expected) in ends.into_iter().zip(expected) {
            assert_eq!((end.0.as_str().unwrap(), end.1.as_str().unwrap()), expected);
        }
    }

    #[test]
    fn a_mistake_is_an_error_with_the_right_spelling() {
        for (sentence, from, to, expected) in [
            ("a trailing slash", "7400\"]", "7400/\"]", "write `http://127.0.0.1:7400`"),
            ("any origin with credentials", "[\"http://127.0.0.1:7400\"]", "\"any\"", "any origin with credentials"),
            ("a key that does not exist", "request-headers", "request-header", "request-headers"),
            ("no TOML at all", "[policy.demo]", "[policy.demo", "preflight.toml:3"),
        ] {
            let judged = try_out(&served().replace(from, to), &Origins::of_default_ports());
            let error = judged["errors"][0].as_str().unwrap_or_else(|| panic!("{sentence}: {judged}"));
            assert!(error.contains(expected), "{sentence}: {error}");
        }
    }
}
