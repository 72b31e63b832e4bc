//! Calls that are allowed, or never could be, and what the page does not get: headers, cookies, anything.

use crate::asked::Asked;
use crate::scenario::{Scenario, Verdict};

fn with(asked: &Asked, fields: &str) -> String {
    format!("{}\r\n{fields}", asked.sound_answer())
}

/// Echoes whoever asks, with credentials.
fn echo(asked: &Asked) -> String {
    let origin = asked.origin().unwrap_or("*");
    format!("200 OK\r\nAccess-Control-Allow-Origin: {origin}\r\nAccess-Control-Allow-Credentials: true\r\nVary: Origin")
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::allowed("a-count-is-hidden", "expose-headers-missing", |asked| with(asked, "X-Total-Count: 3")),
        Scenario::allowed("links-are-hidden", "expose-headers-missing", |asked| {
            with(asked, "Link: </todos?page=2>; rel=next")
        }),
        Scenario::allowed("any-header-with-credentials-is-none", "expose-headers-missing", |asked| {
            with(asked, "Access-Control-Allow-Credentials: true\r\nAccess-Control-Expose-Headers: *\r\nX-Request-Id: 7")
        })
        .with_credentials(),
        Scenario::allowed("a-header-that-the-page-reads", "expose-headers-missing", |asked| with(asked, "ETag: \"7\""))
            .arguments(&["--read", "ETag"]),
        Scenario::allowed("a-cookie-for-its-own-site", "cookie-not-sent", |asked| {
            with(asked, "Access-Control-Allow-Credentials: true\r\nSet-Cookie: session=1; HttpOnly; Path=/")
        })
        .with_credentials(),
        Scenario::allowed("a-cookie-for-a-call-without-credentials", "cookie-not-sent", |asked| {
            with(asked, "Access-Control-Allow-Credentials: true\r\nSet-Cookie: session=1; SameSite=None; Secure")
        }),
        Scenario::allowed("what-was-made-is-hidden", "expose-headers-missing", |asked| match asked.is_options() {
            true => asked.sound_preflight(),
            false => format!("201 Created\r\nLocation: /api/todos/7\r\n{}", asked.sound()),
        })
        .method("POST")
        .headers(&[("Content-Type", "application/json")]),
        Scenario::allowed("echoes-any-origin-of-a-preflight", "cors-disabled-in-production", |asked| {
            format!("{}\r\nAccess-Control-Allow-Methods: PUT", echo(asked))
        })
        .with_credentials()
        .method("PUT"),
        Scenario::allowed("a-lax-cookie", "cookie-not-sent", |asked| {
            with(asked, "Access-Control-Allow-Credentials: true\r\nSet-Cookie: session=1; SameSite=Lax; Secure")
        })
        .with_credentials(),
        Scenario::allowed("echoes-any-origin-with-credentials", "cors-disabled-in-production", echo).with_credentials(),
        Scenario::allowed("echoes-any-origin-whoever-asks", "cors-disabled-in-production", echo),
        Scenario::allowed("allows-null-with-credentials", "cors-disabled-in-production", |asked| {
            let allow = match asked.origin() {
                Some("null") => "\r\nAccess-Control-Allow-Origin: null".to_owned(),
                Some(origin) if origin == asked.page => format!("\r\nAccess-Control-Allow-Origin: {origin}"),
                _ => String::new(),
            };
            format!("200 OK\r\nVary: Origin\r\nAccess-Control-Allow-Credentials: true{allow}")
        })
        .with_credentials(),
        Scenario::blocked("no-cors-sees-nothing", "no-cors-mode", |_| "200 OK".to_owned())
            .mode("no-cors")
            .ends(Verdict::Opaque),
        Scenario::blocked("no-cors-sees-nothing-of-a-sound-server", "no-cors-mode", Asked::sound_answer)
            .mode("no-cors")
            .ends(Verdict::Opaque),
        Scenario::blocked("a-resource-policy-keeps-it", "not-cors", |_| {
            "200 OK\r\nCross-Origin-Resource-Policy: same-origin".to_owned()
        })
        .mode("no-cors"),
        Scenario::blocked("a-resource-policy-for-the-site", "not-cors", |_| {
            "200 OK\r\nCross-Origin-Resource-Policy: same-site".to_owned()
        })
        .mode("no-cors"),
        Scenario::blocked("same-origin-mode-elsewhere", "same-origin-mode", Asked::sound_answer).mode("same-origin"),
        Scenario::blocked("a-public-page-calls-this-machine", "local-network-access", Asked::sound_answer)
            .arguments(&["--page-address-space", "public", "--engine", "chromium"])
            .not_in_browsers("the page of the tests is on this machine itself"),
        Scenario::allowed("html-where-data-was-due", "wrong-url-or-env", |_| {
            "200 OK\r\nContent-Type: text/html\r\nAccess-Control-Allow-Origin: *\r\n\r\n<!doctype html><div id=app></div>".to_owned()
        }),
        Scenario::allowed("the-page-reads-a-login", "redirect-to-login", |asked| match asked.path() {
            "/api/todos" => "302 Found\r\nLocation: /users/sign_in\r\nAccess-Control-Allow-Origin: *".to_owned(),
            _ => "200 OK\r\nContent-Type: text/html\r\nAccess-Control-Allow-Origin: *\r\n\r\n<form>".to_owned(),
        }),
    ]
}
