//! What the status says before CORS has a say: errors, proxies, nothing there; and servers that allow nobody.

use crate::scenario::{Page, Scenario, Server, Verdict};

const JSON: &[(&str, &str)] = &[("Content-Type", "application/json")];
const NGINX_502: &str = "502 Bad Gateway\r\nServer: nginx/1.25.3\r\nContent-Type: text/html\r\n\r\n<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.25.3</center></body></html>";

pub(crate) fn scenarios() -> Vec<Scenario> {
    let mut scenarios = vec![
        Scenario::blocked("crash-loses-the-headers", "error-without-cors", |asked| match asked.path() {
            "/api/todos" => "500 Internal Server Error\r\nContent-Type: text/html\r\n\r\n<h1>Traceback</h1>".to_owned(),
            _ => asked.sound_answer(),
        }),
        Scenario::blocked("crash-after-a-good-preflight", "error-without-cors", |asked| {
            if asked.is_options() { asked.sound_preflight() } else { "500 Internal Server Error".to_owned() }
        })
        .method("POST")
        .headers(JSON),
        Scenario::blocked("unauthorized-without-headers", "error-without-cors", |asked| {
            if asked.is_options() {
                asked.sound_preflight()
            } else {
                "401 Unauthorized\r\nWWW-Authenticate: Bearer".to_owned()
            }
        })
        .headers(&[("Authorization", "Bearer expired")]),
        Scenario::blocked("not-found-without-headers", "error-without-cors", |_| "404 Not Found".to_owned()),
        Scenario::blocked("crash-on-options-as-well", "error-without-cors", |_| "500 Internal Server Error".to_owned())
            .method("PUT"),
        Scenario::blocked("nginx-without-always", "proxy-error-without-cors", |_| NGINX_502.to_owned()),
        Scenario::blocked("body-too-large", "proxy-error-without-cors", |asked| {
            if asked.is_options() {
                asked.sound_preflight()
            } else {
                "413 Request Entity Too Large\r\nServer: nginx".to_owned()
            }
        })
        .method("POST")
        .headers(JSON),
        Scenario::blocked("too-many-requests", "proxy-error-without-cors", |_| {
            "429 Too Many Requests\r\nRetry-After: 10".to_owned()
        }),
        Scenario::blocked("firewall-of-a-cdn", "proxy-error-without-cors", |_| {
            "403 Forbidden\r\nServer: cloudflare\r\nCF-RAY: 1\r\nContent-Type: text/html\r\n\r\n<title>Attention Required! | Cloudflare</title>".to_owned()
        }),
        Scenario::blocked("gateway-timeout-on-the-preflight", "proxy-error-without-cors", |_| {
            "504 Gateway Time-out\r\nServer: nginx".to_owned()
        })
        .method("DELETE"),
        Scenario::blocked("no-cors-anywhere", "no-acao", |asked| match asked.path() {
            "/api/todos" => "200 OK\r\nContent-Type: application/json\r\n\r\n[]".to_owned(),
            _ => "404 Not Found".to_owned(),
        }),
        Scenario::blocked("no-cors-and-options-by-the-framework", "no-acao", |asked| {
            if asked.is_options() {
                "200 OK\r\nAllow: GET, HEAD, PUT, OPTIONS".to_owned()
            } else if asked.path() == "/api/todos" {
                "200 OK\r\nContent-Type: application/json\r\n\r\n[]".to_owned()
            } else {
                "404 Not Found".to_owned()
            }
        })
        .method("PUT"),
        Scenario::blocked("answers-everything-without-cors", "no-acao", |_| {
            "200 OK\r\nContent-Type: application/json\r\n\r\n{}".to_owned()
        }),
        Scenario::blocked("static-files-first", "answered-before-cors", |asked| match asked.path() {
            "/files/todos.json" if !asked.is_options() => {
                "200 OK\r\nContent-Type: application/json\r\n\r\n[]".to_owned()
            }
            "/files/todos.json" => asked.sound_preflight(),
            _ => format!("404 Not Found\r\n{}", asked.sound()),
        })
        .target("/files/todos.json"),
        Scenario::blocked("health-check-first", "answered-before-cors", |asked| match asked.path() {
            "/health" => "200 OK\r\nAllow: GET".to_owned(),
            _ => asked.sound_answer(),
        })
        .target("/health"),
        Scenario::blocked("gateway-answers-only-options", "preflight-only", |asked| {
            if asked.is_options() {
                asked.sound_preflight()
            } else if asked.path() == "/api/todos" {
                "200 OK".to_owned()
            } else {
                "403 Forbidden\r\n\r\n{\"message\":\"Missing Authentication Token\"}".to_owned()
            }
        })
        .method("PUT")
        .headers(JSON),
        Scenario::blocked("the-response-varies-and-says-no-more", "preflight-only", |asked| {
            if asked.is_options() { asked.sound_preflight() } else { "200 OK\r\nVary: Origin".to_owned() }
        })
        .headers(&[("X-Token", "1")]),
        Scenario::blocked("options-only-seen-by-a-simple-get", "preflight-only", |asked| match asked.path() {
            "/api/todos" if asked.is_options() => {
                "200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: GET,POST".to_owned()
            }
            "/api/todos" => "200 OK\r\nContent-Type: application/json\r\n\r\n{}".to_owned(),
            _ => "403 Forbidden".to_owned(),
        }),
        Scenario::blocked("lists-by-hand-and-no-origin", "no-acao", |asked| match asked.path() {
            "/api/todos" => {
                "200 OK\r\nAccess-Control-Allow-Methods: GET, POST\r\nAccess-Control-Allow-Headers: *".to_owned()
            }
            _ => "404 Not Found".to_owned(),
        }),
        Scenario::blocked("an-origin-under-another-name", "no-acao", |_| {
            "200 OK\r\nAccess-Control-Allow-Origins: *".to_owned()
        }),
        Scenario::blocked("only-the-root-has-cors", "answered-before-cors", |asked| match asked.path() {
            "/" => asked.sound_answer(),
            "/assets/data.json" => "200 OK\r\nContent-Type: application/json\r\n\r\n[]".to_owned(),
            _ => "404 Not Found".to_owned(),
        })
        .target("/assets/data.json"),
        Scenario::blocked("apache-has-its-own-404", "proxy-error-without-cors", |_| {
            "404 Not Found\r\nServer: Apache/2.4.57 (Debian)\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>".to_owned()
        }),
        Scenario::blocked("no-upstream-in-envoy", "proxy-error-without-cors", |_| {
            "503 Service Unavailable\r\nServer: envoy\r\n\r\nupstream connect error or disconnect/reset before headers"
                .to_owned()
        })
        .method("PUT"),
        Scenario::blocked("a-value-was-missing", "wrong-url-or-env", |_| "404 Not Found".to_owned())
            .target("/undefined/todos"),
        Scenario::blocked("a-template-was-not-filled-in", "wrong-url-or-env", |_| "404 Not Found".to_owned())
            .target("/${API_URL}/todos"),
        Scenario::blocked("apache-asked-in-plain", "wrong-url-or-env", |_| {
            "400 Bad Request\r\nServer: Apache\r\nContent-Type: text/html\r\n\r\nReason: You're speaking plain HTTP to an SSL-enabled server port.".to_owned()
        }),
        Scenario::blocked("rails-does-not-know-the-host", "not-cors", |_| {
            "403 Forbidden\r\nContent-Type: text/html\r\n\r\n<h1>Blocked hosts: api.test</h1>".to_owned()
        }),
        Scenario::blocked("two-slashes", "wrong-url-or-env", |asked| match asked.path() {
            "//todos" => "404 Not Found".to_owned(),
            _ => asked.sound_answer(),
        })
        .target("//todos"),
        Scenario::blocked("closes-without-an-answer", "unreachable", |_| String::new())
            .server(Server::Says(b""))
            .ends(Verdict::Unreachable),
        Scenario::blocked("nothing-listens", "unreachable", |_| String::new())
            .server(Server::Nothing)
            .ends(Verdict::Unreachable),
        Scenario::blocked("speaks-something-else", "unreachable", |_| String::new())
            .server(Server::Says(b"SSH-2.0-OpenSSH_9.6\r\n"))
            .ends(Verdict::Unreachable),
        Scenario::blocked("airplay-holds-the-port", "wrong-url-or-env", |_| {
            "403 Forbidden\r\nServer: AirTunes/775.3.1".to_owned()
        }),
        Scenario::blocked("front-end-answers-everything", "wrong-url-or-env", |_| {
            "200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<!doctype html><div id=root></div><script src=/main.js></script>".to_owned()
        }),
        Scenario::blocked("http-to-an-https-port", "wrong-url-or-env", |_| {
            "400 Bad Request\r\nServer: nginx\r\nContent-Type: text/html\r\n\r\n<center>The plain HTTP request was sent to HTTPS port</center>".to_owned()
        }),
        Scenario::blocked("go-tls-server-asked-in-plain", "wrong-url-or-env", |_| {
            "400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n".to_owned()
        }),
        Scenario::blocked("vite-does-not-know-the-host", "not-cors", |_| {
            "403 Forbidden\r\nContent-Type: text/plain\r\n\r\nBlocked request. This host (\"api.test\") is not allowed."
                .to_owned()
        }),
        Scenario::blocked("webpack-does-not-know-the-host", "not-cors", |_| {
            "403 Forbidden\r\nContent-Type: text/html\r\n\r\nInvalid Host header".to_owned()
        }),
        Scenario::blocked("a-file-calls-a-server-without-cors", "file-origin-null", |_| "200 OK".to_owned())
            .page(Page::Nowhere),
        Scenario::blocked("a-file-calls-a-server-with-a-list", "file-origin-null", |asked| asked.sound_answer())
            .page(Page::Nowhere),
        Scenario::blocked("a-file-calls-a-server-with-one-origin", "file-origin-null", |asked| {
            format!("200 OK\r\n{}", asked.allowing_page())
        })
        .page(Page::Nowhere),
    ];
    scenarios.extend(layers());
    scenarios
}

/// With the server behind known.
fn layers() -> Vec<Scenario> {
    vec![
        Scenario::blocked("the-proxy-drops-the-header", "proxy-strips-headers", |asked| {
            if asked.is_other { asked.sound_answer() } else { "200 OK\r\nVia: 1.1 proxy".to_owned() }
        })
        .arguments(&["--upstream", "{other}"]),
        Scenario::blocked("the-proxy-drops-it-from-preflights", "proxy-strips-headers", |asked| {
            if asked.is_other { asked.sound_answer() } else { "204 No Content\r\nServer: Apache".to_owned() }
        })
        .method("PUT")
        .arguments(&["--upstream", "{other}"]),
        Scenario::blocked("the-proxy-adds-its-own", "acao-duplicated", |asked| {
            let again = if asked.is_other { "" } else { "\r\nAccess-Control-Allow-Origin: *" };
            format!("200 OK\r\n{}{again}", asked.allowing_page())
        })
        .arguments(&["--upstream", "{other}"]),
        Scenario::blocked("the-proxy-has-an-error-of-its-own", "proxy-error-without-cors", |asked| {
            if asked.is_other { asked.sound_answer() } else { "403 Forbidden".to_owned() }
        })
        .arguments(&["--upstream", "{other}"]),
    ]
}
