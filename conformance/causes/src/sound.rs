//! Servers that look odd, and are sound.

use crate::asked::Asked;
use crate::scenario::Scenario;

pub(crate) fn scenarios() -> Vec<Scenario> {
    let mut scenarios = responses();
    scenarios.extend(preflights());
    scenarios
}

fn responses() -> Vec<Scenario> {
    vec![
        Scenario::sound("any-origin-without-vary", |_| "200 OK\r\nAccess-Control-Allow-Origin: *\r\nCache-Control: public, max-age=600".to_owned()),
        Scenario::sound("one-origin-for-everybody", |asked| {
            format!("200 OK\r\nAccess-Control-Allow-Origin: {}\r\nCache-Control: max-age=600", asked.page)
        }),
        Scenario::sound("not-found-with-cors", |asked| format!("404 Not Found\r\n{}", asked.sound())),
        Scenario::sound("crash-with-cors", |_| "500 Internal Server Error\r\nAccess-Control-Allow-Origin: *".to_owned()),
        Scenario::sound("names-in-small-letters", |asked| format!("200 OK\r\naccess-control-allow-origin: {}\r\nvary: origin", asked.page)),
        Scenario::sound("names-in-capitals", |asked| format!("200 OK\r\nACCESS-CONTROL-ALLOW-ORIGIN: {}\r\nVARY: Origin", asked.page)),
        Scenario::sound("spaces-around-the-value", |asked| format!("200 OK\r\nAccess-Control-Allow-Origin:    {}  \r\nVary: Origin", asked.page)),
        Scenario::sound("vary-twice", |asked| format!("200 OK\r\n{}\r\nVary: Accept-Encoding, Origin", asked.allowing_page())),
        Scenario::sound("varies-and-may-be-kept", |asked| {
            format!("200 OK\r\nCache-Control: public, max-age=600\r\nETag: \"1\"\r\n{}", asked.sound())
        }),
        Scenario::sound("unauthorized-with-cors", |asked| format!("401 Unauthorized\r\n{}", asked.sound())),
        Scenario::sound("http-1-0-manners", |_| "200\r\nAccess-Control-Allow-Origin:*".to_owned()),
        Scenario::sound("a-policy-for-resources-that-cors-overrules", |asked| {
            format!("200 OK\r\nCross-Origin-Resource-Policy: same-origin\r\n{}", asked.sound())
        }),
        Scenario::sound("headers-for-machines", |asked| {
            format!("200 OK\r\nX-Powered-By: Express\r\nX-Frame-Options: DENY\r\nX-Cache: MISS\r\nServer: nginx\r\nDate: Mon, 01 Sep 2025 10:00:00 GMT\r\n{}", asked.sound())
        }),
        Scenario::sound("vary-on-everything", |asked| {
            let allow = asked.origin().filter(|origin| *origin == asked.page).map(|origin| format!("\r\nAccess-Control-Allow-Origin: {origin}"));
            format!("200 OK\r\nCache-Control: max-age=600\r\nVary: *{}", allow.unwrap_or_default())
        }),
        Scenario::sound("varies-without-vary-and-is-never-kept", |asked| {
            let allow = if asked.is_of_the_page() { format!("\r\nAccess-Control-Allow-Origin: {}", asked.page) } else { String::new() };
            format!("200 OK\r\nCache-Control: no-store{allow}")
        }),
        Scenario::sound("credentials-allowed-and-not-wanted", |asked| {
            format!("200 OK\r\n{}\r\nAccess-Control-Allow-Credentials: true", asked.sound())
        }),
        Scenario::sound("credentials-allowed-once-more", |asked| {
            format!("200 OK\r\n{}\r\nAccess-Control-Allow-Credentials: true", asked.sound())
        })
        .with_credentials(),
        Scenario::sound("any-origin-and-a-meaningless-credentials", |_| {
            "200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Credentials: true".to_owned()
        }),
        Scenario::sound("a-cookie-that-crosses-sites", |asked| {
            format!("200 OK\r\n{}\r\nAccess-Control-Allow-Credentials: true\r\nSet-Cookie: a=1; SameSite=None; Secure; Partitioned", asked.sound())
        })
        .with_credentials(),
        Scenario::sound("a-cookie-is-taken-away", |asked| {
            format!("200 OK\r\n{}\r\nAccess-Control-Allow-Credentials: true\r\nSet-Cookie: a=; Max-Age=0; Path=/", asked.sound())
        })
        .with_credentials(),
        Scenario::sound("a-cookie-for-whoever-keeps-it", |_| "200 OK\r\nAccess-Control-Allow-Origin: *\r\nSet-Cookie: a=1".to_owned()),
        Scenario::sound("headers-exposed", |asked| {
            format!("200 OK\r\n{}\r\nAccess-Control-Expose-Headers: x-total-count,, Link ,\r\nX-Total-Count: 3\r\nLink: <x>", asked.sound())
        }),
        Scenario::sound("a-redirect-with-headers", |asked| match asked.path() {
            "/api/todos" => format!("307 Temporary Redirect\r\nLocation: /api/v2/todos\r\n{}", asked.sound()),
            _ => asked.sound_answer(),
        }),
        Scenario::sound("no-content", |asked| format!("204 No Content\r\n{}", asked.sound())),
        Scenario::sound("no-error-page-has-cors", |asked| match asked.path() {
            "/api/todos" => asked.sound_answer(),
            _ => "404 Not Found".to_owned(),
        }),
    ]
}

fn preflights() -> Vec<Scenario> {
    vec![
        Scenario::sound("preflight-with-a-body", |asked| {
            if asked.is_options() {
                format!("200 OK\r\nContent-Type: text/plain\r\n{}\r\nAccess-Control-Allow-Methods: PUT\r\n\r\nGET, PUT", asked.sound())
            } else {
                asked.sound_answer()
            }
        })
        .method("PUT"),
        Scenario::sound("preflight-204-with-a-length", |asked| {
            if asked.is_options() { format!("{}\r\nContent-Length: 0", asked.sound_preflight()) } else { asked.sound_answer() }
        })
        .method("DELETE"),
        Scenario::sound("preflight-201", |asked| asked.sound_answer().replace("204 No Content", "201 Created")).method("PUT"),
        Scenario::sound("extra-commas", |asked| {
            if asked.is_options() {
                format!("204 No Content\r\n{}\r\nAccess-Control-Allow-Methods: ,GET,,PUT,\r\nAccess-Control-Allow-Headers: , x-token ,,", asked.sound())
            } else {
                asked.sound_answer()
            }
        })
        .method("PUT")
        .headers(&[("X-Token", "1")]),
        Scenario::sound("two-lines-of-methods", |asked| {
            if asked.is_options() {
                format!("204 No Content\r\n{}\r\nAccess-Control-Allow-Methods: GET\r\nAccess-Control-Allow-Methods: PUT", asked.sound())
            } else {
                asked.sound_answer()
            }
        })
        .method("PUT"),
        Scenario::sound("no-methods-for-a-post", |asked| {
            if asked.is_options() {
                format!("204 No Content\r\n{}\r\nAccess-Control-Allow-Headers: CONTENT-TYPE", asked.sound())
            } else {
                asked.sound_answer()
            }
        })
        .method("POST")
        .headers(&[("Content-Type", "application/json")]),
        Scenario::sound("any-header-and-authorization-spelled-out", |_| {
            "200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: *\r\nAccess-Control-Allow-Headers: *, Authorization".to_owned()
        })
        .headers(&[("Authorization", "Bearer t"), ("X-Token", "1")]),
        Scenario::sound("any-method", |_| "200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: *".to_owned()).method("DELETE"),
        Scenario::sound("a-max-age-that-is-none", |asked| format!("{}\r\nAccess-Control-Max-Age: soon", asked.sound_answer())).method("PUT"),
        Scenario::sound("only-post-is-known", |asked: &Asked| match asked.method.as_str() {
            "OPTIONS" => asked.sound_preflight(),
            "POST" => format!("201 Created\r\n{}", asked.sound()),
            _ => "405 Method Not Allowed\r\nAllow: POST".to_owned(),
        })
        .method("POST")
        .headers(&[("Content-Type", "application/json")]),
        Scenario::sound("a-plain-form-post", |asked: &Asked| match asked.method.as_str() {
            "OPTIONS" => asked.sound_preflight(),
            "POST" => format!("201 Created\r\n{}", asked.sound()),
            _ => "404 Not Found".to_owned(),
        })
        .method("POST"),
    ]
}
