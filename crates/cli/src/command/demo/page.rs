//! The server of the page: its files, the scenarios, the predictions, and what its last run found.

mod files;
mod stranger;

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Request, header};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::time::timeout;

use super::api::SESSION_COOKIE;
use super::arrivals::{Arrivals, is_call};
use super::listeners::Origins;
use super::prediction::Predictor;
use super::serving::{self, Answer, always};
use super::{gateway, policy_form, scenario};

/// The results of a whole run are about 60 KiB.
const BODY_LIMIT: usize = 512 * 1024;

/// How long a body may take: the page is on this machine.
const BODY_TIME: Duration = Duration::from_secs(10);

/// What the page's server knows.
pub struct Page {
    origins: Arc<Origins>,
    arrivals: Arc<Arrivals>,
    predictor: Predictor,
    /// What the page reported last, for whoever drives a browser. It is handed back as it came.
    results: Mutex<Option<Bytes>>,
}

#[derive(Deserialize)]
struct Question {
    scenario: String,
    call: String,
}

impl Page {
    /// A page that calls these origins.
    pub fn new(origins: Arc<Origins>, arrivals: Arc<Arrivals>) -> Self {
        Self { origins, arrivals, predictor: Predictor::new(), results: Mutex::new(None) }
    }
}

/// Serves the page.
pub async fn serve(listener: TcpListener, page: Arc<Page>) {
    serving::serve(listener, move |request| answer(Arc::clone(&page), request)).await;
}

/// Answers a request. Requests that another site caused get nothing.
async fn answer(page: Arc<Page>, request: Request<Incoming>) -> Result<Answer, Infallible> {
    let (head, body) = request.into_parts();
    if let Err(refusal) = stranger::check(&head, &page.origins.page) {
        return always(refusal.answer(&page.origins.page));
    }
    if head.method == Method::GET {
        return always(get(&page, &head));
    }
    if head.method != Method::POST {
        return always(serving::json(405, &json!({ "error": "GET or POST" })));
    }
    match timeout(BODY_TIME, Limited::new(body, BODY_LIMIT).collect()).await {
        Ok(Ok(body)) => always(post(page, head.uri.path(), body.to_bytes()).await),
        Ok(Err(_)) | Err(_) => {
            always(serving::json(413, &json!({ "error": "the body is too large, too slow, or broke off" })))
        }
    }
}

fn get(page: &Page, head: &Parts) -> Answer {
    match head.uri.path() {
        "/scenarios" => serving::json(200, &scenarios(&page.origins)),
        "/results" => match &*page.results.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(results) => serving::answer(200, "application/json", results.clone()),
            None => serving::answer(204, "application/json", ""),
        },
        path => match path.strip_prefix("/arrivals/") {
            Some(call) => serving::json(200, &page.arrivals.of_call(call)),
            None => file(page, path),
        },
    }
}

fn file(page: &Page, path: &str) -> Answer {
    let Some((content_type, text)) = files::find(path) else {
        return serving::json(404, &json!({ "error": "not found" }));
    };
    let mut answer = serving::answer(200, content_type, text);
    let Origins { api, gateway, by_hand, .. } = &*page.origins;
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         connect-src 'self' {api} {gateway} {by_hand}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let cookie = format!("{SESSION_COOKIE}; Path=/; HttpOnly; SameSite=Strict");
    for (name, value) in [
        // The page is where the visitor logs in, so to speak.
        (header::SET_COOKIE, cookie.as_str()),
        (header::CONTENT_SECURITY_POLICY, &policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}

fn scenarios(origins: &Origins) -> Value {
    let list = |scenarios: &[scenario::Scenario]| -> Vec<_> {
        scenarios.iter().map(|scenario| scenario.to_json(origins)).collect()
    };
    json!({
        "origins": origins,
        "policy": gateway::policy_text(&origins.page, &origins.api),
        "calls": list(scenario::CALLS),
        "mistakes": list(scenario::MISTAKES),
    })
}

async fn post(page: Arc<Page>, path: &str, body: Bytes) -> Answer {
    match path {
        "/predict" => predict(page, &body).await,
        "/policy" => serving::json(200, &policy_form::try_out(&String::from_utf8_lossy(&body), &page.origins)),
        "/results" => {
            *page.results.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
            serving::answer(204, "application/json", "")
        }
        _ => serving::json(404, &json!({ "error": "not found" })),
    }
}

/// Predicts a scenario. The page names it; no URL comes from outside.
async fn predict(page: Arc<Page>, body: &[u8]) -> Answer {
    let bad = |error: String| serving::json(400, &json!({ "error": error }));
    let question: Question = match serde_json::from_slice(body) {
        Ok(question) => question,
        Err(error) => return bad(error.to_string()),
    };
    let Some(scenario) = scenario::find(&question.scenario) else {
        return bad("there is no such scenario".to_owned());
    };
    if !is_call(&question.call) {
        return bad("a call is named by up to 40 letters, digits and hyphens".to_owned());
    }
    // The probe blocks its thread.
    let predicted =
        tokio::task::spawn_blocking(move || page.predictor.predict(scenario, &page.origins, &question.call));
    match predicted.await {
        Ok(Ok(prediction)) => serving::json(200, &prediction),
        Ok(Err(error)) => serving::json(500, &json!({ "error": error })),
        Err(error) => serving::json(500, &json!({ "error": error.to_string() })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Arc<Page> {
        Arc::new(Page::new(Arc::new(Origins::of_default_ports()), Arc::default()))
    }

    fn get(page: &Page, path: &str) -> Answer {
        super::get(page, &Request::builder().uri(path).body(()).unwrap().into_parts().0)
    }

    #[tokio::test]
    async fn only_a_scenario_is_predicted() {
        for (sentence, question) in [
            ("no JSON", "http://192.168.0.1/"),
            ("a URL", r#"{"scenario":"http://192.168.0.1/","call":"a-1"}"#),
            ("no scenario", r#"{"scenario":"no-such","call":"a-1"}"#),
            ("a call that is not a name", r#"{"scenario":"direct","call":"a&b"}"#),
        ] {
            let answer = post(page(), "/predict", Bytes::from_static(question.as_bytes())).await;
            assert_eq!(answer.status(), 400, "{sentence}");
        }
    }

    #[tokio::test]
    async fn results_come_back_as_they_were_reported() {
        let page = page();
        assert_eq!(get(&page, "/results").status(), 204);
        let report = Bytes::from_static(br#"{"results":[]}"#);
        assert_eq!(post(Arc::clone(&page), "/results", report.clone()).await.status(), 204);
        assert_eq!(get(&page, "/results").into_body().collect().await.unwrap().to_bytes(), report);
    }

    #[tokio::test]
    async fn every_file_that_the_page_names_is_there_and_nothing_is_inline() {
        let page = page();
        let answer = get(&page, "/");
        let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
        assert!(!policy.contains("unsafe"));
        let html = answer.into_body().collect().await.unwrap().to_bytes();
        let html = std::str::from_utf8(&html).unwrap();
        let named = html.split(['"', '\'']).filter(|text| text.starts_with('/') && text.contains('.'));
        assert!(named.clone().count() > 5);
        for path in named {
            assert_eq!(get(&page, path).status(), 200, "{path}");
        }
        assert!(!html.contains("<style") && !html.contains(" style=") && !html.contains(" onclick="));
    }
}
