//! Preflights that are not answered, asked for a login, or refused.

use crate::asked::Asked;
use crate::scenario::{Scenario, Verdict};

/// A sound server but for its answer to `OPTIONS`.
fn but_for(asked: &Asked, options: &str) -> String {
    if asked.is_options() { options.to_owned() } else { asked.sound_answer() }
}

/// A preflight's answer with these fields more.
fn preflight_with(asked: &Asked, fields: &str) -> String {
    if asked.is_options() { format!("204 No Content\r\n{}\r\n{fields}", asked.sound()) } else { asked.sound_answer() }
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    let mut scenarios = unanswered();
    scenarios.extend(lists());
    scenarios
}

fn unanswered() -> Vec<Scenario> {
    vec![
        Scenario::blocked("options-is-405", "options-not-handled", |asked| {
            but_for(asked, "405 Method Not Allowed\r\nAllow: GET, PUT")
        })
        .method("PUT"),
        Scenario::blocked("options-is-404", "options-not-handled", |asked| but_for(asked, "404 Not Found"))
            .method("DELETE"),
        Scenario::blocked("options-is-501", "options-not-handled", |asked| but_for(asked, "501 Not Implemented"))
            .headers(&[("X-Token", "1")]),
        Scenario::blocked("options-is-200-without-a-word", "options-not-handled", |asked| {
            but_for(asked, "200 OK\r\nAllow: GET, PUT, OPTIONS")
        })
        .method("PUT"),
        Scenario::blocked("options-is-204-without-a-word", "options-not-handled", |asked| {
            but_for(asked, "204 No Content")
        })
        .headers(&[("X-Token", "1")]),
        Scenario::blocked("options-is-405-with-the-origin", "options-not-handled", |asked| {
            but_for(asked, &format!("405 Method Not Allowed\r\n{}", asked.allowing_page()))
        })
        .method("PUT"),
        Scenario::blocked("options-is-400-with-the-origin", "options-not-handled", |asked| {
            but_for(asked, &format!("400 Bad Request\r\n{}", asked.allowing_page()))
        })
        .method("PUT"),
        Scenario::blocked("options-is-401", "preflight-needs-auth", |asked| {
            but_for(asked, "401 Unauthorized\r\nWWW-Authenticate: Bearer")
        })
        .headers(&[("Authorization", "Bearer t")]),
        Scenario::blocked("options-is-401-with-the-origin", "preflight-needs-auth", |asked| {
            but_for(asked, &format!("401 Unauthorized\r\n{}", asked.allowing_page()))
        })
        .headers(&[("Authorization", "Bearer t")]),
        Scenario::blocked("options-is-403-for-everybody", "preflight-needs-auth", |asked| {
            but_for(asked, "403 Forbidden")
        })
        .method("PUT"),
        Scenario::blocked("options-is-407", "preflight-needs-auth", |asked| {
            but_for(asked, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic")
        })
        .method("PUT")
        .departs(&[("chromium", Verdict::Unreachable)])
        .not_in_browsers("a browser that is asked for a proxy's password without having a proxy ends otherwise"),
        Scenario::blocked("options-is-400-for-want-of-a-token", "preflight-needs-auth", |asked| {
            but_for(
                asked,
                "400 Bad Request\r\nContent-Type: application/json\r\n\r\n{\"error\":\"Missing Authorization header\"}",
            )
        })
        .headers(&[("Authorization", "Bearer t")]),
        Scenario::blocked("options-is-400-for-want-of-a-key", "preflight-needs-auth", |asked| {
            let head = format!("400 Bad Request\r\n{}", asked.allowing_page());
            but_for(asked, &format!("{head}\r\nContent-Type: text/plain\r\n\r\nNo API key in the request"))
        })
        .headers(&[("X-Token", "1")]),
        Scenario::blocked("options-is-304", "options-not-handled", |asked| {
            but_for(asked, "304 Not Modified\r\nETag: \"1\"")
        })
        .method("PUT"),
        Scenario::blocked("options-to-https", "preflight-redirect", |asked| {
            but_for(
                asked,
                &format!("301 Moved Permanently\r\nLocation: {}{}", asked.own.replace("http:", "https:"), asked.target),
            )
        })
        .method("PUT"),
        Scenario::blocked("options-to-a-slash", "preflight-redirect", |asked| {
            but_for(
                asked,
                &format!("308 Permanent Redirect\r\nLocation: {}/\r\n{}", asked.target, asked.allowing_page()),
            )
        })
        .method("PUT"),
        Scenario::blocked("options-to-a-login", "preflight-redirect", |asked| {
            but_for(asked, "302 Found\r\nLocation: /login?next=/api/todos")
        })
        .headers(&[("X-Token", "1")]),
    ]
}

fn lists() -> Vec<Scenario> {
    vec![
        Scenario::blocked("no-list-of-methods", "method-not-allowed", |asked| {
            preflight_with(asked, "Access-Control-Allow-Headers: *")
        })
        .method("PUT"),
        Scenario::blocked("a-method-is-missing", "method-not-allowed", |asked| {
            preflight_with(asked, "Access-Control-Allow-Methods: GET, POST, PUT")
        })
        .method("DELETE"),
        Scenario::blocked("patch-in-small-letters", "method-not-allowed", |asked| {
            preflight_with(asked, "Access-Control-Allow-Methods: GET, PATCH")
        })
        .method("patch"),
        Scenario::blocked("any-method-with-credentials", "method-not-allowed", |asked| {
            preflight_with(asked, "Access-Control-Allow-Credentials: true\r\nAccess-Control-Allow-Methods: *")
        })
        .with_credentials()
        .method("PUT"),
        Scenario::blocked("no-list-of-headers", "header-not-allowed", |asked| {
            preflight_with(asked, "Access-Control-Allow-Methods: *")
        })
        .headers(&[("Content-Type", "application/json")])
        .method("POST"),
        Scenario::blocked("headers-are-missing", "header-not-allowed", |asked| {
            preflight_with(asked, "Access-Control-Allow-Headers: content-type")
        })
        .headers(&[("Authorization", "Bearer t"), ("X-Token", "1")]),
        Scenario::blocked("a-header-of-tracing", "header-not-allowed", |asked| {
            preflight_with(asked, "Access-Control-Allow-Headers: content-type, authorization")
        })
        .headers(&[("traceparent", "00-1-1-00")]),
        Scenario::blocked("any-header-with-credentials", "header-not-allowed", |asked| {
            preflight_with(asked, "Access-Control-Allow-Credentials: true\r\nAccess-Control-Allow-Headers: *")
        })
        .with_credentials()
        .headers(&[("X-Token", "1")]),
        Scenario::blocked("the-page-sends-allow-origin", "frontend-sends-cors-headers", |asked| {
            preflight_with(asked, "Access-Control-Allow-Headers: content-type, authorization")
        })
        .headers(&[("Access-Control-Allow-Origin", "*")]),
        Scenario::blocked("the-page-sends-allow-headers-too", "frontend-sends-cors-headers", |asked| {
            preflight_with(asked, "Access-Control-Allow-Headers: x-token")
        })
        .headers(&[
            ("Access-Control-Allow-Headers", "*"),
            ("Access-Control-Allow-Origin", "*"),
            ("X-Token", "1"),
        ]),
        Scenario::blocked("the-page-forces-a-preflight", "frontend-sends-cors-headers", |asked| {
            if asked.is_options() { "405 Method Not Allowed\r\nAllow: GET".to_owned() } else { asked.sound_answer() }
        })
        .headers(&[("Access-Control-Allow-Origin", "*")]),
        Scenario::blocked("a-list-under-another-name", "header-not-allowed", |asked| {
            preflight_with(asked, "Access-Control-Allow-Header: x-token")
        })
        .headers(&[("X-Token", "1")]),
        Scenario::blocked("methods-in-quotes", "malformed-allow-list", |asked| {
            preflight_with(asked, "Access-Control-Allow-Methods: \"GET\", \"PUT\"")
        })
        .method("PUT"),
        Scenario::blocked("headers-with-a-space", "malformed-allow-list", |asked| {
            preflight_with(asked, "Access-Control-Allow-Headers: x token")
        })
        .headers(&[("X-Token", "1")]),
    ]
}
