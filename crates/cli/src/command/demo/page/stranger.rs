//! Keeps strangers out: a page of another site must not drive a tool on this machine.
//!
//! Browsers let any site send simple requests to 127.0.0.1, and a name of its own can be made to point there (DNS
//! rebinding). So the `Host` has to be ours, and a request that a page made has to come from our page.

use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, header};
use serde_json::json;

use crate::command::demo::serving::{self, Answer};

/// Why a request gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Somebody wrote `localhost` and is shown the way: the page has one origin, and the gateway's policy names it.
    Localhost,
    /// The `Host` is not ours.
    MisdirectedHost,
    /// A page that is not ours asks.
    ForeignPage,
}

/// Whether the request is for this page's server, and from this page or from no page at all.
///
/// # Errors
/// [`Refusal`]
pub fn check(head: &Parts, page: &str) -> Result<(), Refusal> {
    let text = |name: HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok());
    let authority = page.trim_start_matches("http://");
    match text(header::HOST) {
        Some(host) if host == authority => {}
        Some(host) if host == authority.replace("127.0.0.1", "localhost") && is_visit(head) => {
            return Err(Refusal::Localhost);
        }
        _ => return Err(Refusal::MisdirectedHost),
    }
    match text(header::ORIGIN) {
        Some(origin) if origin != page => return Err(Refusal::ForeignPage),
        // Browsers name the origin of every POST.
        None if head.method != Method::GET => return Err(Refusal::ForeignPage),
        _ => {}
    }
    match text(HeaderName::from_static("sec-fetch-site")) {
        None | Some("same-origin" | "none") => Ok(()),
        // A link that leads here is welcome; what it can get is the page.
        Some(_) if is_visit(head) => Ok(()),
        Some(_) => Err(Refusal::ForeignPage),
    }
}

/// Somebody opens the page itself.
fn is_visit(head: &Parts) -> bool {
    head.method == Method::GET && head.uri.path() == "/"
}

impl Refusal {
    /// What the stranger gets.
    pub fn answer(self, page: &str) -> Answer {
        match self {
            Self::Localhost => {
                let mut answer = serving::answer(307, "text/plain", "");
                if let Ok(location) = HeaderValue::from_str(page) {
                    answer.headers_mut().insert(header::LOCATION, location);
                }
                answer
            }
            Self::MisdirectedHost => serving::json(421, &json!({ "error": "this server has another name" })),
            Self::ForeignPage => serving::json(403, &json!({ "error": "only the demo's own page may ask this" })),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    const PAGE: &str = "http://127.0.0.1:7400";

    #[test]
    fn only_our_page_gets_an_answer() {
        let host = ("host", "127.0.0.1:7400");
        let ours = ("origin", PAGE);
        for (sentence, method, path, headers, expected) in [
            ("the page is opened", "GET", "/", vec![host, ("sec-fetch-site", "none")], None),
            ("the page loads a file", "GET", "/main.js", vec![host, ("sec-fetch-site", "same-origin")], None),
            ("the page asks", "POST", "/predict", vec![host, ours, ("sec-fetch-site", "same-origin")], None),
            ("a program asks", "GET", "/results", vec![host], None),
            ("a link leads here", "GET", "/", vec![host, ("sec-fetch-site", "cross-site")], None),
            ("somebody wrote localhost", "GET", "/", vec![("host", "localhost:7400")], Some(Refusal::Localhost)),
            ("another port", "GET", "/", vec![("host", "127.0.0.1:80")], Some(Refusal::MisdirectedHost)),
            (
                "a name that was rebound",
                "GET",
                "/scenarios",
                vec![("host", "evil.example:7400")],
                Some(Refusal::MisdirectedHost),
            ),
            ("no Host", "GET", "/", vec![], Some(Refusal::MisdirectedHost)),
            (
                "a stranger's form",
                "POST",
                "/predict",
                vec![host, ("origin", "https://evil.example")],
                Some(Refusal::ForeignPage),
            ),
            ("a sandboxed frame", "POST", "/predict", vec![host, ("origin", "null")], Some(Refusal::ForeignPage)),
            ("a POST from nowhere", "POST", "/predict", vec![host], Some(Refusal::ForeignPage)),
            (
                "a stranger's script",
                "GET",
                "/scenarios",
                vec![host, ("sec-fetch-site", "cross-site")],
                Some(Refusal::ForeignPage),
            ),
            (
                "another port's page",
                "GET",
                "/results",
                vec![host, ("sec-fetch-site", "same-site")],
                Some(Refusal::ForeignPage),
            ),
        ] {
            let mut request = Request::builder().method(method).uri(path);
            for (name, value) in headers {
                request = request.header(name, value);
            }
            let head = request.body(()).unwrap().into_parts().0;
            assert_eq!(check(&head, PAGE).err(), expected, "{sentence}");
        }
    }
}
