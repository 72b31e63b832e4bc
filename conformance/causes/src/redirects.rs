//! Redirects: without CORS headers, to a login, through other origins, past the development proxy, nowhere.

use crate::asked::Asked;
use crate::scenario::{Page, Scenario};

/// A redirect of the first path, and what a sound server answers elsewhere.
fn redirects(asked: &Asked, status: &str, location: &str, fields: &str) -> String {
    if asked.path() == "/api/todos" && !asked.is_other {
        format!("{status}\r\nLocation: {location}{fields}")
    } else {
        asked.sound_answer()
    }
}

fn with_cors(asked: &Asked) -> String {
    format!("\r\n{}", asked.allowing_page())
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::blocked("to-a-slash-without-headers", "redirect-without-cors", |asked| {
            redirects(asked, "301 Moved Permanently", "/api/todos/", "")
        }),
        Scenario::blocked("to-another-host-without-headers", "redirect-without-cors", |asked| {
            redirects(asked, "307 Temporary Redirect", &format!("{}/v2", asked.other), "")
        }),
        Scenario::blocked("to-https-without-headers", "redirect-without-cors", |asked| {
            redirects(asked, "308 Permanent Redirect", &asked.own.replace("http:", "https:"), "")
        }),
        Scenario::blocked("to-a-login-of-its-own", "redirect-to-login", |asked| {
            redirects(asked, "302 Found", "/login?next=%2Fapi", "")
        }),
        Scenario::blocked("to-a-login-elsewhere", "redirect-to-login", |asked| {
            redirects(asked, "302 Found", &format!("{}/oauth2/authorize?client_id=1&redirect_uri=x", asked.other), "")
        }),
        Scenario::blocked("to-a-login-with-headers", "redirect-to-login", |asked| match asked.path() {
            "/api/todos" => {
                format!("302 Found\r\nLocation: /Account/Login?ReturnUrl=%2Fapi%2Ftodos{}", with_cors(asked))
            }
            _ => "200 OK\r\nContent-Type: text/html\r\n\r\n<form>".to_owned(),
        }),
        Scenario::blocked("to-a-portal-on-another-host", "redirect-to-login", |asked| {
            let portal = asked.other.replace("127.0.0.1", "localhost");
            match asked.is_other {
                true => "200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<form method=post>".to_owned(),
                false => redirects(asked, "302 Found", &format!("{portal}/start"), ""),
            }
        }),
        Scenario::blocked("to-an-identity-provider", "redirect-to-login", |asked| {
            redirects(asked, "303 See Other", &format!("{}/signin-oidc?state=1", asked.other), "")
        }),
        Scenario::blocked("through-another-origin", "redirect-taints-origin", |asked| {
            if asked.is_other {
                return format!("302 Found\r\nLocation: {}/back{}", asked.other, with_cors(asked));
            }
            match asked.path() {
                "/api/todos" => format!("302 Found\r\nLocation: {}/x{}", asked.other, with_cors(asked)),
                _ => format!("200 OK\r\n{}", asked.allowing_page()),
            }
        }),
        Scenario::blocked("to-another-origin-and-on", "redirect-taints-origin", |asked| {
            match (asked.is_other, asked.path()) {
                (false, "/api/todos") => {
                    format!("307 Temporary Redirect\r\nLocation: {}/a{}", asked.other, with_cors(asked))
                }
                (true, _) => {
                    format!("307 Temporary Redirect\r\nLocation: {}/b\r\nAccess-Control-Allow-Origin: *", asked.other)
                }
                _ => format!("200 OK\r\n{}", asked.allowing_page()),
            }
        }),
        Scenario::blocked("to-a-server-with-a-list-of-its-own", "redirect-taints-origin", |asked| match asked.path() {
            "/api/todos" if !asked.is_other => {
                format!("307 Temporary Redirect\r\nLocation: {}/v2{}", asked.other, with_cors(asked))
            }
            _ => asked.sound_answer(),
        }),
        Scenario::blocked("to-a-form-with-a-password", "redirect-to-login", |asked| match asked.path() {
            "/api/todos" => format!("302 Found\r\nLocation: /welcome{}", with_cors(asked)),
            _ => {
                "200 OK\r\nContent-Type: text/html\r\n\r\n<form method=post><input name=p type=\"password\">".to_owned()
            }
        }),
        Scenario::blocked("to-a-new-session", "redirect-to-login", |asked| {
            redirects(asked, "302 Found", "/session/new", "")
        }),
        Scenario::blocked("the-own-server-redirects-away", "dev-proxy-misused", |_| "200 OK".to_owned())
            .page(Page::Redirected),
        Scenario::blocked("the-own-server-redirects-to-one-with-a-list", "dev-proxy-misused", |_| {
            "200 OK\r\nAccess-Control-Allow-Origin: https://app.example.com".to_owned()
        })
        .page(Page::Redirected),
        Scenario::blocked("in-a-circle", "redirect-not-followed", |asked| {
            format!("302 Found\r\nLocation: {}{}", asked.target, with_cors(asked))
        }),
        Scenario::blocked("to-another-scheme", "redirect-not-followed", |asked| {
            redirects(asked, "302 Found", "myapp://todos", &with_cors(asked))
        }),
        Scenario::blocked("to-a-user-name", "redirect-not-followed", |asked| {
            let location = asked.other.replace("http://", "http://user:pw@");
            redirects(asked, "302 Found", &format!("{location}/x"), &with_cors(asked))
        }),
    ]
}
