//! What a browser makes of the answers that were really given.

use std::time::Duration;

use preflight_engine::Origin;
use preflight_engine::browser::{Browser, CredentialsMode, Fetch, FetchRequest, RequestInit, UserAgent};
use preflight_engine::exchange::ResponseHead;
use preflight_engine::header_list::HeaderList;
use serde_json::{Value, json};

/// A call of a page.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub origin: &'static str,
    pub method: &'static str,
    pub headers: &'static [&'static str],
    pub credentials: bool,
}

/// A status and header lines.
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
}

/// The preflight and the request itself.
pub fn requests(asked: &Asked) -> Vec<Value> {
    let mut names = asked.headers.to_vec();
    names.sort_unstable();
    let mut preflight = json!({ "Origin": asked.origin, "Access-Control-Request-Method": asked.method });
    if !names.is_empty() {
        preflight["Access-Control-Request-Headers"] = names.join(",").into();
    }
    let mut actual = json!({ "Origin": asked.origin });
    names.iter().for_each(|name| actual[*name] = "x".into());
    vec![json!({ "method": "OPTIONS", "headers": preflight }), json!({ "method": asked.method, "headers": actual })]
}

pub fn answers(list: &Value) -> Vec<Answer> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let answer = |answer: &Value| Answer {
        status: answer["status"].as_u64().unwrap_or_default() as u16,
        headers: answer["headers"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|pair| (text(&pair[0]), text(&pair[1])))
            .collect(),
    };
    list.as_array().expect("a list").iter().map(answer).collect()
}

impl Answer {
    pub fn new(status: u16, headers: Vec<(String, String)>) -> Self {
        Self { status, headers }
    }

    fn head(&self) -> ResponseHead {
        let mut headers = HeaderList::new();
        self.headers.iter().for_each(|(name, value)| headers.append(name.as_bytes(), value.as_bytes()));
        ResponseHead { status: self.status, headers }
    }
}

/// Whether the page reads the response.
pub fn is_allowed(asked: &Asked, answers: &[Answer]) -> bool {
    let init = RequestInit {
        method: Some(asked.method.into()),
        headers: asked.headers.iter().map(|name| (name.as_bytes().to_vec(), b"\"x\"".to_vec())).collect(),
        credentials: if asked.credentials { CredentialsMode::Include } else { CredentialsMode::Omit },
        ..RequestInit::default()
    };
    let origin = Origin::parse(asked.origin).expect("an origin");
    let url = "https://api.preflight.invalid/api".parse().expect("a URL");
    let request = FetchRequest::new(origin, url, init).expect("a page can ask for this");
    let mut browser = Browser::new(UserAgent::STANDARD);
    let fetch = Fetch::start(request, &mut browser, Duration::ZERO);
    let verdict = fetch.run_to_end(|head| {
        let answer = if head.method == b"OPTIONS" { &answers[0] } else { &answers[1] };
        (Ok(answer.head()), Duration::ZERO)
    });
    verdict.is_readable()
}
