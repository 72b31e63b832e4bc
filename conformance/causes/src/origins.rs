//! `Access-Control-Allow-Origin` and `-Credentials`: other origins, lists, patterns, two values, wildcards.

use crate::asked::Asked;
use crate::scenario::Scenario;

fn fixed(value: &str) -> String {
    format!("200 OK\r\nAccess-Control-Allow-Origin: {value}")
}

/// A server that compares the origin with one entry, as a string.
fn lists(asked: &Asked, entry: &str) -> String {
    let head = if asked.is_options() { "204 No Content\r\nAccess-Control-Allow-Methods: GET, PUT" } else { "200 OK" };
    match asked.origin() {
        Some(origin) if origin == entry => format!("{head}\r\nAccess-Control-Allow-Origin: {entry}\r\nVary: Origin"),
        _ => format!("{head}\r\nVary: Origin"),
    }
}

fn port(asked: &Asked) -> &str {
    asked.page.rsplit(':').next().unwrap_or_default()
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    let mut scenarios = mismatches();
    scenarios.extend(values());
    scenarios.extend(credentials());
    scenarios
}

fn mismatches() -> Vec<Scenario> {
    vec![
        Scenario::blocked("sent-with-a-slash", "origin-mismatch", |asked| fixed(&format!("{}/", asked.page))),
        Scenario::blocked("sent-with-another-port", "origin-mismatch", |_| fixed("http://localhost:3000")),
        Scenario::blocked("sent-with-https", "origin-mismatch", |asked| fixed(&asked.page.replace("http:", "https:"))),
        Scenario::blocked("sent-with-the-address", "origin-mismatch", |asked| {
            fixed(&asked.page.replace("localhost", "127.0.0.1"))
        }),
        Scenario::blocked("sent-in-capitals", "origin-mismatch", |asked| fixed(&asked.page.to_uppercase())),
        Scenario::blocked("sent-without-a-scheme", "origin-mismatch", |asked| {
            fixed(asked.page.trim_start_matches("http://"))
        }),
        Scenario::blocked("sent-in-quotes", "origin-mismatch", |asked| fixed(&format!("\"{}\"", asked.page))),
        Scenario::blocked("sent-as-null", "origin-mismatch", |_| fixed("null")),
        Scenario::blocked("another-site", "origin-mismatch", |_| fixed("https://app.example.com")).method("PUT"),
        Scenario::blocked("listed-with-a-slash", "origin-mismatch", |asked| lists(asked, &format!("{}/", asked.page))),
        Scenario::blocked("listed-with-https", "origin-mismatch", |asked| {
            lists(asked, &format!("https://localhost:{}", port(asked)))
        }),
        Scenario::blocked("listed-by-its-address", "origin-mismatch", |asked| {
            lists(asked, &format!("http://127.0.0.1:{}", port(asked)))
        }),
        Scenario::blocked("listed-without-the-port", "origin-mismatch", |asked| lists(asked, "http://localhost"))
            .method("PUT"),
        Scenario::blocked("listed-with-the-port-of-another-tool", "origin-mismatch", |asked| {
            lists(asked, "http://localhost:4200")
        }),
        Scenario::blocked("listed-with-a-slash-and-only-put-is-known", "origin-mismatch", |asked| {
            let slash = format!("{}/", asked.page);
            match (asked.is_options(), asked.origin() == Some(slash.as_str())) {
                (true, true) => format!(
                    "204 No Content\r\nAccess-Control-Allow-Origin: {slash}\r\nAccess-Control-Allow-Methods: PUT"
                ),
                (true, false) => "204 No Content".to_owned(),
                _ => "405 Method Not Allowed\r\nAllow: PUT".to_owned(),
            }
        })
        .method("PUT"),
        Scenario::blocked("sent-as-the-name-of-a-variable", "origin-mismatch", |_| fixed("${ALLOWED_ORIGIN}")),
        Scenario::blocked("sent-as-a-variable-of-nginx", "origin-mismatch", |_| fixed("$http_origin")),
        Scenario::blocked("a-list-that-only-preflights-show", "origin-mismatch", |asked| {
            // ASP.NET Core: a preflight of a stranger is answered without a word, `OPTIONS` by itself is not.
            match (asked.is_options(), asked.header("access-control-request-method")) {
                (true, Some(_)) => "204 No Content\r\nServer: Kestrel".to_owned(),
                (true, None) => "405 Method Not Allowed\r\nAllow: GET, PUT\r\nServer: Kestrel".to_owned(),
                _ => "200 OK\r\nServer: Kestrel".to_owned(),
            }
        })
        .method("PUT"),
        Scenario::blocked("a-list-of-strangers", "origin-mismatch", |asked| lists(asked, "https://www.example.com")),
        Scenario::blocked("a-refused-origin-gets-403", "origin-mismatch", |asked| match asked.origin() {
            Some("https://app.example.com") | None => "200 OK".to_owned(),
            Some(_) => "403 Forbidden\r\n\r\nInvalid CORS request".to_owned(),
        }),
        Scenario::blocked("a-refused-origin-is-thrown", "origin-mismatch", |asked| match asked.origin() {
            Some("http://localhost:3000") => lists(asked, "http://localhost:3000"),
            _ => "500 Internal Server Error\r\nContent-Type: text/html\r\n\r\n<pre>Error: Not allowed by CORS</pre>"
                .to_owned(),
        }),
        Scenario::blocked("a-refused-origin-is-thrown-at-the-preflight", "origin-mismatch", |asked| {
            match asked.origin() {
                Some("https://app.example.com") | None => asked.sound_answer(),
                _ => "500 Internal Server Error\r\n\r\nNot allowed by CORS".to_owned(),
            }
        })
        .method("PUT"),
        Scenario::blocked("a-refused-origin-gets-a-silent-500", "origin-mismatch", |asked| match asked.origin() {
            None => "200 OK".to_owned(),
            _ => "500 Internal Server Error".to_owned(),
        }),
        Scenario::blocked("a-refused-preflight-gets-400", "origin-mismatch", |asked| {
            match (asked.is_options(), asked.header("access-control-request-method")) {
                (true, Some(_)) => {
                    "400 Bad Request\r\nContent-Type: text/plain\r\n\r\nDisallowed CORS origin".to_owned()
                }
                (true, None) => "405 Method Not Allowed".to_owned(),
                _ => "200 OK".to_owned(),
            }
        })
        .method("PUT"),
        Scenario::blocked("a-refused-preflight-gets-403", "origin-mismatch", |asked| match asked.origin() {
            Some(_) if asked.is_options() => "403 Forbidden".to_owned(),
            _ => "200 OK".to_owned(),
        })
        .method("DELETE"),
    ]
}

fn values() -> Vec<Scenario> {
    vec![
        Scenario::blocked("two-lines", "acao-duplicated", |asked| {
            format!("200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Origin: {}", asked.page)
        }),
        Scenario::blocked("the-same-line-twice", "acao-duplicated", |_| {
            "200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Origin: *".to_owned()
        }),
        Scenario::blocked("twice-in-one-line", "acao-duplicated", |asked| {
            fixed(&format!("{}, {}", asked.page, asked.page))
        }),
        Scenario::blocked("two-lines-on-the-preflight", "acao-duplicated", |asked| {
            format!("{}\r\naccess-control-allow-origin: *", asked.sound_answer())
        })
        .method("PUT"),
        Scenario::blocked("a-list-with-commas", "acao-list-or-pattern", |asked| {
            fixed(&format!("https://app.example.com, {}", asked.page))
        }),
        Scenario::blocked("a-list-with-spaces", "acao-list-or-pattern", |asked| {
            fixed(&format!("{} https://app.example.com", asked.page))
        }),
        Scenario::blocked("a-pattern", "acao-list-or-pattern", |_| fixed("http://*.example.com")),
        Scenario::blocked("any-port", "acao-list-or-pattern", |_| fixed("http://localhost:*")),
        Scenario::blocked("a-regular-expression", "acao-list-or-pattern", |_| fixed("/localhost:\\d+$/")),
        Scenario::blocked("an-array", "acao-list-or-pattern", |asked| fixed(&format!("[{}]", asked.page))),
    ]
}

fn credentials() -> Vec<Scenario> {
    vec![
        Scenario::blocked("any-origin-with-credentials", "wildcard-with-credentials", |_| {
            "200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Credentials: true".to_owned()
        })
        .with_credentials(),
        Scenario::blocked("any-origin-on-a-credentialed-preflight", "wildcard-with-credentials", |_| {
            "200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: PUT".to_owned()
        })
        .with_credentials()
        .method("PUT"),
        Scenario::blocked("credentials-not-mentioned", "acac-missing", Asked::sound_answer).with_credentials(),
        Scenario::blocked("credentials-in-capitals", "acac-missing", |asked| {
            format!("200 OK\r\n{}\r\nAccess-Control-Allow-Credentials: True", asked.allowing_page())
        })
        .with_credentials(),
        Scenario::blocked("credentials-as-a-number", "acac-missing", |asked| {
            format!("200 OK\r\n{}\r\nAccess-Control-Allow-Credentials: 1", asked.allowing_page())
        })
        .with_credentials(),
        Scenario::blocked("credentials-only-on-the-preflight", "acac-missing", |asked| {
            let more = if asked.is_options() { "\r\nAccess-Control-Allow-Credentials: true" } else { "" };
            format!("{}{more}", asked.sound_answer())
        })
        .with_credentials()
        .method("PUT"),
    ]
}
