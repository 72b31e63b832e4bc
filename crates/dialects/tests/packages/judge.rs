//! Whether a browser lets a page read an answer: of a policy in memory, or of a real package.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use preflight_engine::browser::{Browser, CredentialsMode, Fetch, FetchRequest, RequestInit, UserAgent};
use preflight_engine::exchange::{RequestHead, ResponseHead};
use preflight_engine::header_list::HeaderList;
use preflight_engine::server::{CorsRequest, Decision, OwnOrigin};
use preflight_engine::{Origin, Policy};

use crate::http_client::exchange;
use crate::system::System;

/// What a page asks for.
#[derive(Clone, Debug)]
pub struct PageFetch {
    pub origin: &'static str,
    pub method: &'static str,
    pub headers: Vec<&'static str>,
    pub includes_credentials: bool,
}

impl PageFetch {
    /// The same with and without credentials.
    pub fn in_both_modes(self) -> [Self; 2] {
        [Self { includes_credentials: false, ..self.clone() }, Self { includes_credentials: true, ..self }]
    }

    fn run(&self, path: &str, mut answer: impl FnMut(&RequestHead) -> ResponseHead) -> bool {
        let init = RequestInit {
            method: Some(self.method.into()),
            headers: self.headers.iter().map(|name| (name.as_bytes().to_vec(), b"application/json".to_vec())).collect(),
            credentials: if self.includes_credentials { CredentialsMode::Include } else { CredentialsMode::Omit },
            ..RequestInit::default()
        };
        let origin = Origin::parse(self.origin).expect("the drawn origins are origins");
        let url = format!("https://api.test{path}").parse().expect("it is a URL");
        let request = FetchRequest::new(origin, url, init).expect("a page can ask for this");
        let mut browser = Browser::new(UserAgent::STANDARD);
        let verdict =
            Fetch::start(request, &mut browser, Duration::ZERO).run_to_end(|head| (Ok(answer(head)), Duration::ZERO));
        verdict.is_readable()
    }
}

pub fn accepted_by_policy(policy: &Policy, fetch: &PageFetch) -> bool {
    fetch.run("/thing", |head| {
        let mut headers = HeaderMap::new();
        for (name, value) in head.headers.iter() {
            let name = HeaderName::from_bytes(name).expect("browsers send tokens");
            headers.append(name, HeaderValue::from_bytes(value).expect("browsers send values"));
        }
        let method = Method::from_bytes(&head.method).expect("browsers send tokens");
        let decision = policy.decide(CorsRequest::classify(&method, &headers, OwnOrigin::default()));
        let status = match &decision {
            Decision::Answer(answer) => answer.status(),
            Decision::Forward(_) => 200,
        };
        let mut list = HeaderList::new();
        for (name, value) in &decision.headers() {
            list.append(name.as_str(), value.as_bytes());
        }
        ResponseHead { status, headers: list }
    })
}

pub fn accepted_by_package(system: &System, number: usize, fetch: &PageFetch) -> bool {
    let path = format!("/{number}/thing");
    fetch.run(&path, |head| {
        let headers: Vec<_> = head.headers.iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect();
        exchange(system.port, &String::from_utf8_lossy(&head.method), &path, &headers)
    })
}

/// Whether the answer to a plain request names `Origin` in `Vary`.
pub fn varies(system: &System, number: usize, origin: Option<&str>) -> bool {
    let headers: Vec<_> = origin.into_iter().map(|origin| (b"Origin".to_vec(), origin.as_bytes().to_vec())).collect();
    let response = exchange(system.port, "GET", &format!("/{number}/thing"), &headers);
    let mut elements = response.headers.lines(b"vary").flat_map(|line| line.split(|byte| *byte == b','));
    elements.any(|element| element.trim_ascii().eq_ignore_ascii_case(b"origin"))
}
