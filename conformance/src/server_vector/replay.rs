//! Puts a recorded question to an answer as a browser would.

use std::time::Duration;

use http::HeaderMap;
use preflight_engine::Origin;
use preflight_engine::browser::{Browser, CredentialsMode, Fetch, FetchRequest, RequestInit, Step, UserAgent};
use preflight_engine::exchange::ResponseHead;

/// A value that is safelisted under no name, so that every name has to be asked for.
const UNSAFE_VALUE: &[u8] = b"\"";

/// Asks in place of an origin that no browser can have: servers have to get those right too.
const STAND_IN: &str = "https://stand-in.test";

/// What a recorded request asks: for itself, or as a preflight for another.
pub(super) struct Question<'a> {
    pub(super) origin: &'a str,
    pub(super) method: &'a str,
    /// `Access-Control-Request-Method` of a preflight.
    pub(super) requested_method: Option<&'a str>,
    /// The lines of `Access-Control-Request-Headers`.
    pub(super) requested_headers: Vec<&'a str>,
}

impl Question<'_> {
    pub(super) fn asks_for_authorization(&self) -> bool {
        self.requested_names().any(|name| name.eq_ignore_ascii_case("authorization"))
    }

    /// Whether a browser that asked this takes the answer.
    pub(super) fn is_taken(&self, include: bool, status: u16, answer: &HeaderMap) -> bool {
        let origin = Origin::parse(self.origin).unwrap_or_else(|_| Origin::parse(STAND_IN).expect("it is an origin"));
        let fields =
            answer.iter().map(|(name, value)| (name.as_str(), self.as_browser_sees(&origin, value.as_bytes())));
        let answer = ResponseHead { status, headers: fields.collect() };
        let url = "https://server.test/".parse().expect("it is a URL");
        let request =
            FetchRequest::new(origin, url, self.request(include)).expect("the vectors ask what pages can ask");
        let mut browser = Browser::new(UserAgent::STANDARD);
        let step = Fetch::start(request, &mut browser, Duration::ZERO);
        match self.requested_method {
            Some(_) => takes_preflight(step, answer),
            None => takes_response(step, answer),
        }
    }

    /// Where the server names the origin that asked, it names the one that stands in for it.
    fn as_browser_sees(&self, origin: &Origin, value: &[u8]) -> Vec<u8> {
        if value == self.origin.as_bytes() { origin.as_str().into() } else { value.into() }
    }

    fn request(&self, include: bool) -> RequestInit {
        RequestInit {
            method: Some(self.requested_method.unwrap_or(self.method).into()),
            headers: match self.requested_method {
                Some(_) => self.requested_names().map(|name| (name.into(), UNSAFE_VALUE.to_vec())).collect(),
                None => Vec::new(),
            },
            credentials: if include { CredentialsMode::Include } else { CredentialsMode::Omit },
            // A browser asks for nothing that is safelisted unless an upload is watched.
            has_upload_listeners: self.requested_method.is_some_and(|method| matches!(method, "GET" | "HEAD" | "POST")),
            ..RequestInit::default()
        }
    }

    fn requested_names(&self) -> impl Iterator<Item = &str> {
        let elements = self.requested_headers.iter().flat_map(|line| line.split(','));
        elements.map(|name| name.trim_matches([' ', '\t'])).filter(|name| !name.is_empty())
    }
}

fn takes_preflight(step: Step<'_>, answer: ResponseHead) -> bool {
    let Step::Send { head, awaiting } = step else { panic!("a browser would not ask this") };
    assert!(head.is_preflight, "a browser would not ask this first");
    matches!(awaiting.receive(answer, Duration::ZERO), Step::Send { .. })
}

/// The vector is about the response alone, so a preflight before it is granted.
fn takes_response(step: Step<'_>, answer: ResponseHead) -> bool {
    let verdict = step.run_to_end(|head| {
        let answer =
            if head.is_preflight { grant(head.headers.get(b"origin").unwrap_or_default()) } else { answer.clone() };
        (Ok(answer), Duration::ZERO)
    });
    verdict.is_readable()
}

fn grant(origin: Vec<u8>) -> ResponseHead {
    let headers = [
        ("access-control-allow-origin", origin),
        ("access-control-allow-credentials", b"true".to_vec()),
        ("access-control-allow-methods", b"OPTIONS,PUT,PATCH,DELETE".to_vec()),
    ];
    ResponseHead { status: 204, headers: headers.into_iter().collect() }
}
