//! The API of the demo: three to-dos, a session, a crash. It knows nothing of CORS.

use std::fmt;
use std::sync::Arc;

use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, header};
use serde_json::json;
use tokio::net::TcpListener;

use super::arrivals::{Arrivals, Place};
use super::serving::{self, Answer};

/// The cookie that says who is there. The page's server sets it; cookies do not tell ports apart.
pub const SESSION_COOKIE: &str = "preflight-demo=ada";

/// A response header of the API that no page sees unless it is exposed.
pub const TOTAL_COUNT: &str = "x-total-count";

/// The handler fell over before it answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crash;

/// Serves the API.
pub async fn serve(listener: TcpListener, arrivals: Arc<Arrivals>) {
    serving::serve(listener, move |request| {
        let (head, _) = request.into_parts();
        arrivals.note(Place::Api, &head.method, &head.uri, &head.headers);
        async move { answer(&head, head.uri.path()) }
    })
    .await;
}

/// Answers a request for `path`.
///
/// # Errors
/// [`Crash`] for `/crash`: nothing is answered.
pub fn answer(head: &Parts, path: &str) -> Result<Answer, Crash> {
    Ok(match (&head.method, path) {
        (&Method::GET, "/todos") => {
            let todos = json!([
                {"id": 1, "text": "read the console"},
                {"id": 2, "text": "stay calm"},
                {"id": 3, "text": "fly"},
            ]);
            let mut answer = serving::json(200, &todos);
            answer.headers_mut().insert(TOTAL_COUNT, HeaderValue::from_static("3"));
            answer
        }
        (&Method::PUT, "/todos/1") => serving::json(200, &json!({"id": 1, "done": true})),
        (&Method::DELETE, "/todos/1") => serving::json(200, &json!({"id": 1, "deleted": true})),
        (&Method::GET, "/me") if has_session(&head.headers) => serving::json(200, &json!({"name": "Ada"})),
        (&Method::GET, "/me") => serving::json(401, &json!({"error": "who are you?"})),
        (&Method::GET, "/crash") => return Err(Crash),
        (_, "/todos" | "/todos/1" | "/me" | "/crash") => serving::json(405, &json!({"error": "method not allowed"})),
        _ => serving::json(404, &json!({"error": "not found"})),
    })
}

fn has_session(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).any(|cookie| cookie.trim() == SESSION_COOKIE)
}

impl fmt::Display for Crash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the handler crashed, as it was asked to")
    }
}

impl std::error::Error for Crash {}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn ask(method: Method, path: &str, cookie: Option<&str>) -> Result<Answer, Crash> {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        answer(&request.body(()).unwrap().into_parts().0, path)
    }

    #[test]
    fn it_answers_and_never_speaks_of_cors() {
        for (method, path, cookie, status) in [
            (Method::GET, "/todos", None, 200),
            (Method::PUT, "/todos/1", None, 200),
            (Method::DELETE, "/todos/1", None, 200),
            (Method::GET, "/me", Some("a=b; preflight-demo=ada"), 200),
            (Method::GET, "/me", Some("preflight-demo=eve"), 401),
            (Method::GET, "/me", None, 401),
            (Method::OPTIONS, "/todos", None, 405),
            (Method::GET, "/todos/99", None, 404),
        ] {
            let answer = ask(method.clone(), path, cookie).unwrap();
            assert_eq!(answer.status(), status, "{method} {path}");
            assert!(!answer.headers().keys().any(|name| name.as_str().starts_with("access-control-")));
        }
        assert_eq!(ask(Method::GET, "/crash", None).unwrap_err(), Crash);
    }
}
