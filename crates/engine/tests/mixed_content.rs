//! Plain http from a secure page: refused, upgraded, or trusted, browser by browser.

#![forbid(unsafe_code)]

use std::time::Duration;

use preflight_engine::Origin;
use preflight_engine::browser::{Api, Browser, Fetch, FetchRequest, RequestInit, UserAgent};
use preflight_engine::exchange::ResponseHead;

/// What happens, the page, the API, the URL, and what is asked for in the standard, Chromium, Firefox and WebKit; none is
/// refused.
type Case = (&'static str, &'static str, Api, &'static str, [Option<&'static str>; 4]);

const REFUSED: [Option<&str>; 4] = [None; 4];

#[test]
fn a_secure_page_asks_plain_http() {
    let cases: [Case; 8] = [
        ("a call is refused", "https://app.test", Api::Fetch, "http://api.test/", REFUSED),
        ("a script is refused", "https://app.test", Api::Script, "http://api.test/", REFUSED),
        ("an image is upgraded", "https://app.test", Api::Image, "http://api.test/", [Some("https://api.test/"); 4]),
        (
            "the port stays unless it is the default",
            "https://app.test",
            Api::Video,
            "http://api.test:8080/",
            [Some("https://api.test:8080/"); 4],
        ),
        (
            "an address is upgraded by one",
            "https://app.test",
            Api::Image,
            "http://192.0.2.1/",
            [None, None, Some("https://192.0.2.1/"), None],
        ),
        (
            "loopback is trusted by all but one",
            "https://app.test",
            Api::Fetch,
            "http://127.0.0.1:3000/",
            [Some("http://127.0.0.1:3000/"), Some("http://127.0.0.1:3000/"), Some("http://127.0.0.1:3000/"), None],
        ),
        (
            "an image of loopback passes everywhere",
            "https://app.test",
            Api::Image,
            "http://localhost/",
            [Some("http://localhost/"); 4],
        ),
        (
            "an insecure page mixes nothing",
            "http://app.test",
            Api::Fetch,
            "http://api.test/",
            [Some("http://api.test/"); 4],
        ),
    ];
    for (sentence, page, api, url, expected) in cases {
        for (user_agent, expected) in UserAgent::ALL.into_iter().zip(expected) {
            let name = user_agent.name;
            assert_eq!(asked(user_agent, page, api, url).as_deref(), expected, "{sentence}: {name}");
        }
    }
}

/// The first URL that is asked; none if the fetch is refused as mixed content.
fn asked(user_agent: UserAgent, page: &str, api: Api, url: &str) -> Option<String> {
    let init = RequestInit { api, restricts_mixed_content: true, ..RequestInit::default() };
    let page = Origin::parse(page).expect("an origin");
    let request = FetchRequest::new_in(&user_agent, page, url.parse().expect("a URL"), init).expect("a request");
    let mut browser = Browser::new(user_agent);
    let verdict = Fetch::start(request, &mut browser, Duration::ZERO)
        .run_to_end(|_| (Ok(ResponseHead { status: 200, headers: Default::default() }), Duration::ZERO));
    if verdict.exchanges.is_empty() {
        assert_eq!(verdict.blocked().expect("nothing was sent").reason.name(), "mixed-content");
    }
    verdict.exchanges.first().map(|exchange| exchange.request.url.to_string())
}
