//! Every rule that blocks a fetch, where it does, and the exchange that is the evidence.

#![cfg(feature = "browser")]
#![forbid(unsafe_code)]

use std::time::Duration;

use preflight_engine::Origin;
use preflight_engine::browser::{
    Body, Browser, CredentialsMode, Fetch, FetchRequest, Integrity, RedirectMode, RequestInit, RequestMode, Stage,
    UserAgent,
};
use preflight_engine::exchange::{NetworkFailure, ResponseHead};

type Answer = Result<(u16, &'static [(&'static str, &'static str)]), NetworkFailure>;

/// A sentence, the fetch, what answers it in order, and the reason, stage and exchange of the block.
type Case = (&'static str, (&'static str, RequestInit), &'static [Answer], (&'static str, Stage, Option<usize>));

const URL: &str = "https://api.test/";
const SHARED: (&str, &str) = ("Access-Control-Allow-Origin", "https://app.test");
const ANYBODY: (&str, &str) = ("Access-Control-Allow-Origin", "*");

fn get() -> RequestInit {
    RequestInit::default()
}

fn put() -> RequestInit {
    RequestInit { method: Some(b"PUT".to_vec()), ..get() }
}

fn include() -> RequestInit {
    RequestInit { credentials: CredentialsMode::Include, ..get() }
}

fn with_header() -> RequestInit {
    RequestInit { headers: vec![(b"X-A".to_vec(), b"1".to_vec())], ..get() }
}

#[test]
fn before_anything_is_sent() {
    let no_cors = RequestInit { mode: RequestMode::NoCors, redirect: RedirectMode::Error, ..get() };
    check([
        ("no page reaches a mail server", ("http://api.test:25/", get()), &[], ("bad-port", Stage::Request, None)),
        (
            "same-origin mode goes nowhere else",
            (URL, RequestInit { mode: RequestMode::SameOrigin, ..get() }),
            &[],
            ("same-origin-mode", Stage::Request, None),
        ),
        (
            "no-cors mode follows redirects or nothing",
            (URL, no_cors),
            &[],
            ("no-cors-redirect-mode", Stage::Request, None),
        ),
        ("CORS is spoken over HTTP", ("ftp://api.test/", get()), &[], ("non-http-scheme", Stage::Request, None)),
    ]);
}

#[test]
fn at_the_response() {
    const COMMA: (&str, &str) = ("Access-Control-Allow-Origin", "https://app.test, https://api.test");
    let no_cors = RequestInit { mode: RequestMode::NoCors, ..get() };
    let at_the_response = |name| (name, Stage::Response, Some(0));
    check([
        ("nothing listens", (URL, get()), &[Err(NetworkFailure::ConnectionRefused)], at_the_response("network-error")),
        (
            "a resource policy keeps an image away",
            (URL, no_cors),
            &[Ok((200, &[("Cross-Origin-Resource-Policy", "same-origin")]))],
            at_the_response("corp"),
        ),
        (
            "nobody may compare an opaque body",
            (URL, RequestInit { mode: RequestMode::NoCors, integrity: Integrity::Demanded, ..get() }),
            &[Ok((200, &[ANYBODY]))],
            at_the_response("integrity"),
        ),
        ("the server shares nothing", (URL, get()), &[Ok((200, &[]))], at_the_response("missing-allow-origin")),
        (
            "everybody is nobody when credentials are included",
            (URL, include()),
            &[Ok((200, &[ANYBODY]))],
            at_the_response("wildcard-origin-with-credentials"),
        ),
        (
            "two lines are one wrong value",
            (URL, get()),
            &[Ok((200, &[SHARED, SHARED]))],
            at_the_response("multiple-allow-origin"),
        ),
        ("a list is not an origin", (URL, get()), &[Ok((200, &[COMMA]))], at_the_response("multiple-allow-origin")),
        (
            "a trailing slash is another value",
            (URL, get()),
            &[Ok((200, &[("Access-Control-Allow-Origin", "https://app.test/")]))],
            at_the_response("allow-origin-mismatch"),
        ),
        (
            "True is not true",
            (URL, include()),
            &[Ok((200, &[SHARED, ("Access-Control-Allow-Credentials", "True")]))],
            at_the_response("allow-credentials-not-true"),
        ),
    ]);
}

#[test]
fn at_the_preflight() {
    const ALLOW_PUT: (&str, &str) = ("Access-Control-Allow-Methods", "PUT");
    let at_the_preflight = |name| (name, Stage::Preflight, Some(0));
    check([
        (
            "a preflight follows no redirect",
            (URL, put()),
            &[Ok((307, &[SHARED, ALLOW_PUT, ("Location", "https://api.test/x")]))],
            at_the_preflight("preflight-redirect"),
        ),
        (
            "a preflight that is not found is refused",
            (URL, put()),
            &[Ok((404, &[SHARED, ALLOW_PUT]))],
            at_the_preflight("preflight-status"),
        ),
        (
            "one bad method spoils the list",
            (URL, put()),
            &[Ok((204, &[SHARED, ("Access-Control-Allow-Methods", "PUT, GET POST")]))],
            at_the_preflight("preflight-invalid-allow-methods"),
        ),
        (
            "one bad name spoils the list",
            (URL, put()),
            &[Ok((204, &[SHARED, ALLOW_PUT, ("Access-Control-Allow-Headers", "x(a)")]))],
            at_the_preflight("preflight-invalid-allow-headers"),
        ),
        (
            "methods are compared byte by byte",
            (URL, put()),
            &[Ok((204, &[SHARED, ("Access-Control-Allow-Methods", "put")]))],
            at_the_preflight("method-not-allowed"),
        ),
        (
            "a header has to be listed",
            (URL, with_header()),
            &[Ok((204, &[SHARED, ("Access-Control-Allow-Headers", "x-b")]))],
            at_the_preflight("header-not-allowed"),
        ),
    ]);
}

#[test]
fn at_a_redirect() {
    const TO_FTP: Answer = Ok((302, &[SHARED, ("Location", "ftp://api.test/")]));
    const TO_ITSELF: Answer = Ok((302, &[SHARED, ("Location", "/")]));
    let stream = RequestInit { method: Some(b"POST".to_vec()), body: Some(Body::Stream), ..get() };
    let at_the_redirect = |name| (name, Stage::Redirect, Some(0));
    check([
        (
            "the page wants no redirect",
            (URL, RequestInit { redirect: RedirectMode::Error, ..get() }),
            &[TO_ITSELF],
            at_the_redirect("redirect-mode-error"),
        ),
        (
            "a place that is not a URL leads nowhere",
            (URL, get()),
            &[Ok((302, &[SHARED, ("Location", "https://[")]))],
            at_the_redirect("invalid-location"),
        ),
        ("HTTP redirects to HTTP", (URL, get()), &[TO_FTP], at_the_redirect("redirect-non-http")),
        (
            "the twenty-first redirect is one too many",
            (URL, get()),
            &[TO_ITSELF; 21],
            ("too-many-redirects", Stage::Redirect, Some(20)),
        ),
        (
            "no redirect carries a password elsewhere",
            (URL, get()),
            &[Ok((302, &[SHARED, ("Location", "https://user:secret@other.test/")]))],
            at_the_redirect("redirect-credentials"),
        ),
        (
            "a stream cannot be sent twice",
            (URL, stream),
            &[Ok((204, &[SHARED])), Ok((307, &[SHARED, ("Location", "/x")]))],
            ("redirect-stream-body", Stage::Redirect, Some(1)),
        ),
    ]);
}

fn check<const N: usize>(cases: [Case; N]) {
    for (sentence, (url, init), answers, expected) in cases {
        let origin = Origin::parse("https://app.test").expect("it is an origin");
        let request = FetchRequest::new(origin, url.parse().expect("it is a URL"), init).expect("no browser throws");
        let mut browser = Browser::new(UserAgent::STANDARD);
        let mut answers = answers.iter();
        let verdict = Fetch::start(request, &mut browser, Duration::ZERO)
            .run_to_end(|_| (response(answers.next().expect("it is answered")), Duration::ZERO));
        let blocked = verdict.blocked().unwrap_or_else(|| panic!("{sentence}: it is not blocked: {verdict:?}"));
        assert_eq!((blocked.reason.name(), blocked.stage, blocked.exchange), expected, "{sentence}");
        assert!(answers.next().is_none(), "{sentence}: not everything is asked for");
    }
}

fn response(answer: &Answer) -> Result<ResponseHead, NetworkFailure> {
    answer.map(|(status, fields)| ResponseHead { status, headers: fields.iter().copied().collect() })
}
