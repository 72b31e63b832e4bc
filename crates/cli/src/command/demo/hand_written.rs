//! The same API with CORS written by hand, as it is found in the wild: each first segment of the path has one mistake.

use std::sync::Arc;

use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use tokio::net::TcpListener;

use super::api;
use super::arrivals::{Arrivals, Place};
use super::serving::{self, Answer, always, answer};

/// What is wrong. Everything else of the server is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    TrailingSlash,
    LocalhostForAddress,
    DoubledAllowOrigin,
    WildcardWithCredentials,
    CredentialsNotAllowed,
    OptionsNotAnswered,
    LoginBeforePreflight,
    PreflightRedirected,
    MethodNotListed,
    HeaderNotListed,
    ErrorWithoutHeaders,
    Crash,
    HeaderNotExposed,
}

/// Serves the API with its mistakes to pages of `page`.
pub async fn serve(listener: TcpListener, arrivals: Arc<Arrivals>, page: String) {
    serving::serve(listener, move |request| {
        let (head, _) = request.into_parts();
        arrivals.note(Place::Api, &head.method, &head.uri, &head.headers);
        let answer = respond(&head, &page);
        async move { always(answer) }
    })
    .await;
}

/// Answers a request of a page of `page`.
pub fn respond(head: &Parts, page: &str) -> Answer {
    let Some((mistake, path)) = split(head.uri.path()) else { return answer(404, "text/plain", "not found") };
    let is_preflight =
        head.method == Method::OPTIONS && head.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if is_preflight { answer_preflight(mistake, head, path, page) } else { answer_request(mistake, head, path, page) }
}

/// The mistake and the path below it.
fn split(path: &str) -> Option<(Mistake, &str)> {
    let rest = path.strip_prefix('/')?;
    let slash = rest.find('/')?;
    let mistake = Mistake::ALL.into_iter().find(|mistake| mistake.segment() == &rest[..slash])?;
    Some((mistake, &rest[slash..]))
}

fn answer_preflight(mistake: Mistake, head: &Parts, path: &str, page: &str) -> Answer {
    let mut response = match mistake {
        Mistake::OptionsNotAnswered => return or_error_page(api::answer(head, path)),
        Mistake::LoginBeforePreflight => answer(401, "text/plain", "log in first"),
        Mistake::PreflightRedirected => {
            let mut redirect = answer(308, "text/plain", "with a slash, please");
            set(redirect.headers_mut(), header::LOCATION, &format!("/{}{path}/", mistake.segment()));
            redirect
        }
        _ => answer(204, "text/plain", ""),
    };
    let headers = response.headers_mut();
    allow_origin(mistake, headers, page);
    let methods = if mistake == Mistake::MethodNotListed { "GET, POST" } else { "GET, POST, PUT, DELETE" };
    let names = if mistake == Mistake::HeaderNotListed { "content-type" } else { "content-type, x-request-tag" };
    set(headers, header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    set(headers, header::ACCESS_CONTROL_ALLOW_HEADERS, names);
    response
}

fn answer_request(mistake: Mistake, head: &Parts, path: &str, page: &str) -> Answer {
    let mut response = or_error_page(api::answer(head, path));
    let is_bare = match mistake {
        Mistake::ErrorWithoutHeaders => response.status().is_client_error(),
        Mistake::Crash => response.status().is_server_error(),
        _ => false,
    };
    if !is_bare {
        allow_origin(mistake, response.headers_mut(), page);
    }
    response
}

/// What a framework answers when a handler falls over: a page of its own, made far from where headers are set.
fn or_error_page(result: Result<Answer, api::Crash>) -> Answer {
    result.unwrap_or_else(|api::Crash| answer(500, "text/html", "<h1>Internal Server Error</h1>"))
}

fn allow_origin(mistake: Mistake, headers: &mut HeaderMap, page: &str) {
    let value = match mistake {
        Mistake::TrailingSlash => format!("{page}/"),
        Mistake::LocalhostForAddress => page.replace("127.0.0.1", "localhost"),
        Mistake::WildcardWithCredentials => "*".to_owned(),
        _ => page.to_owned(),
    };
    set(headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, &value);
    if mistake == Mistake::DoubledAllowOrigin {
        headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    if mistake != Mistake::CredentialsNotAllowed {
        set(headers, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    set(headers, header::VARY, "Origin");
}

/// Sets a field. A value that HTTP cannot carry is left out; none of those above is one.
fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

impl Mistake {
    /// Every mistake.
    pub const ALL: [Self; 13] = [
        Self::TrailingSlash,
        Self::LocalhostForAddress,
        Self::DoubledAllowOrigin,
        Self::WildcardWithCredentials,
        Self::CredentialsNotAllowed,
        Self::OptionsNotAnswered,
        Self::LoginBeforePreflight,
        Self::PreflightRedirected,
        Self::MethodNotListed,
        Self::HeaderNotListed,
        Self::ErrorWithoutHeaders,
        Self::Crash,
        Self::HeaderNotExposed,
    ];

    /// The first segment of its paths.
    pub fn segment(self) -> &'static str {
        match self {
            Self::TrailingSlash => "trailing-slash",
            Self::LocalhostForAddress => "localhost-for-address",
            Self::DoubledAllowOrigin => "doubled-allow-origin",
            Self::WildcardWithCredentials => "wildcard-with-credentials",
            Self::CredentialsNotAllowed => "credentials-not-allowed",
            Self::OptionsNotAnswered => "options-not-answered",
            Self::LoginBeforePreflight => "login-before-preflight",
            Self::PreflightRedirected => "preflight-redirected",
            Self::MethodNotListed => "method-not-listed",
            Self::HeaderNotListed => "header-not-listed",
            Self::ErrorWithoutHeaders => "error-without-headers",
            Self::Crash => "crash",
            Self::HeaderNotExposed => "header-not-exposed",
        }
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    const PAGE: &str = "http://127.0.0.1:7400";

    fn ask(method: Method, path: &str) -> Answer {
        let request = Request::builder().method(&method).uri(path);
        let request = match method {
            Method::OPTIONS => request.header(header::ACCESS_CONTROL_REQUEST_METHOD, "PUT"),
            _ => request,
        };
        respond(&request.body(()).unwrap().into_parts().0, PAGE)
    }

    fn lines(answer: &Answer, name: HeaderName) -> Vec<&str> {
        answer.headers().get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
    }

    #[test]
    fn each_mistake_is_in_its_own_answer() {
        let origin = header::ACCESS_CONTROL_ALLOW_ORIGIN;
        for (method, path, status, name, expected) in [
            (Method::GET, "/trailing-slash/todos", 200, origin.clone(), vec!["http://127.0.0.1:7400/"]),
            (Method::GET, "/localhost-for-address/todos", 200, origin.clone(), vec!["http://localhost:7400"]),
            (Method::GET, "/doubled-allow-origin/todos", 200, origin.clone(), vec![PAGE, "*"]),
            (Method::GET, "/wildcard-with-credentials/me", 401, origin.clone(), vec!["*"]),
            (Method::GET, "/credentials-not-allowed/me", 401, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, vec![]),
            (Method::OPTIONS, "/options-not-answered/todos/1", 405, origin.clone(), vec![]),
            (Method::OPTIONS, "/login-before-preflight/todos/1", 401, origin.clone(), vec![PAGE]),
            (Method::OPTIONS, "/preflight-redirected/todos/1", 308, origin.clone(), vec![PAGE]),
            (
                Method::OPTIONS,
                "/method-not-listed/todos/1",
                204,
                header::ACCESS_CONTROL_ALLOW_METHODS,
                vec!["GET, POST"],
            ),
            (
                Method::OPTIONS,
                "/header-not-listed/todos/1",
                204,
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                vec!["content-type"],
            ),
            (Method::GET, "/error-without-headers/todos/99", 404, origin.clone(), vec![]),
            (Method::GET, "/crash/crash", 500, origin.clone(), vec![]),
            (Method::GET, "/header-not-exposed/todos", 200, header::ACCESS_CONTROL_EXPOSE_HEADERS, vec![]),
        ] {
            let answer = ask(method, path);
            assert_eq!(answer.status(), status, "{path}");
            assert_eq!(lines(&answer, name), expected, "{path}");
        }
        assert_eq!(ask(Method::GET, "/no-such-mistake/todos").status(), 404);
    }
}
