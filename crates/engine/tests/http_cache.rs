//! What the HTTP cache does to CORS: an answer that was kept for one request may be wrong for the next.

#![cfg(feature = "browser")]
#![forbid(unsafe_code)]

use std::time::Duration;

use preflight_engine::Origin;
use preflight_engine::browser::{
    Browser, CacheMode, CredentialsMode, Fetch, FetchRequest, RequestInit, RequestMode, UserAgent, Verdict,
};
use preflight_engine::exchange::ResponseHead;

const URL: &str = "https://api.test/todos";

fn no_cors() -> RequestInit {
    RequestInit { mode: RequestMode::NoCors, credentials: CredentialsMode::Omit, ..RequestInit::default() }
}

fn cors() -> RequestInit {
    RequestInit { credentials: CredentialsMode::Omit, ..RequestInit::default() }
}

/// What it shows, the response's headers, the second request, when in seconds, exchanges of both, whether it is shared.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], RequestInit, u64, usize, bool);

/// A server that names the origin only where it is asked by one, and how many exchanges two fetches need.
#[test]
fn an_answer_without_vary_is_given_to_the_wrong_request() {
    let fresh = ("Cache-Control", "max-age=60");
    let cached = |mode| RequestInit { cache: mode, ..cors() };
    let cases: [Case; 8] = [
        ("without Vary the cached answer has no Allow-Origin", &[fresh], cors(), 1, 1, false),
        ("with Vary the server is asked again", &[fresh, ("Vary", "Accept, Origin")], cors(), 1, 2, true),
        ("Vary: * is never reused", &[fresh, ("Vary", "*")], cors(), 1, 2, true),
        ("an old answer is not reused", &[fresh], cors(), 60, 2, true),
        ("an old answer is reused on demand", &[fresh], cached(CacheMode::ForceCache), 60, 1, false),
        ("reload asks the server", &[fresh], cached(CacheMode::Reload), 1, 2, true),
        ("what must not be stored is not", &[("Cache-Control", "max-age=60, no-store")], cors(), 1, 2, true),
        ("what does not say is not", &[], cors(), 1, 2, true),
    ];
    for (sentence, headers, second, later, exchanges, is_shared) in cases {
        let mut browser = Browser::new(UserAgent::STANDARD);
        let first = run(&mut browser, no_cors(), headers, 0);
        let second = run(&mut browser, second, headers, later);
        assert_eq!(first.exchanges.len() + second.exchanges.len(), exchanges, "{sentence}");
        assert_eq!(second.is_readable(), is_shared, "{sentence}");
        let evidence = second.evidence().map(|evidence| &evidence.request.url);
        assert_eq!(evidence.is_some(), !is_shared, "{sentence}: a block points at what was cached");
    }
}

fn run(browser: &mut Browser, init: RequestInit, headers: &[(&str, &str)], seconds: u64) -> Verdict {
    let page = Origin::parse("https://app.test").expect("an origin");
    let request = FetchRequest::new(page, URL.parse().expect("a URL"), init).expect("a request");
    let now = Duration::from_secs(seconds);
    Fetch::start(request, browser, now).run_to_end(|head| {
        let mut response = ResponseHead { status: 200, headers: headers.iter().copied().collect() };
        if head.headers.contains(b"origin") {
            response.headers.append("Access-Control-Allow-Origin", "https://app.test");
        }
        (Ok(response), now)
    })
}
