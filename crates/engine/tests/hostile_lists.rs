//! Lists that a hostile server or page makes long cost what they are long, and not that squared: each of these cases took
//! minutes where every name was looked for among all others.

#![cfg(feature = "browser")]
#![forbid(unsafe_code)]
#![expect(clippy::disallowed_methods, reason = "a case that takes minutes is to fail, and not to be waited for")]

use std::time::{Duration, Instant};

use preflight_engine::browser::{
    Api, Browser, Cookie, CredentialsMode, FilteredResponse, Outcome, RequestInit, Verdict, console,
};
use preflight_engine::exchange::ResponseHead;
use preflight_engine::{Fetch, FetchRequest, Origin, UserAgent};

const MANY: usize = 300_000;

/// Far more than a case takes, unoptimized and on a busy machine, and far less than a square takes.
const ENOUGH: Duration = Duration::from_secs(30);

const USER_AGENTS: [UserAgent; 4] = [UserAgent::STANDARD, UserAgent::CHROMIUM, UserAgent::FIREFOX, UserAgent::WEBKIT];

type Field = (Vec<u8>, Vec<u8>);

/// A call in credentials mode `include`, made twice by one browser, so that what is remembered is looked at, too.
#[derive(Default)]
struct Call {
    api: Api,
    method: &'static str,
    headers: Vec<Field>,
    preflight: Vec<Field>,
    response: Vec<Field>,
}

impl Call {
    /// The second verdict in this browser, with the console's texts.
    fn perform(&self, user_agent: &UserAgent) -> (Verdict, Vec<String>) {
        let mut browser = Browser::new(user_agent.clone());
        self.fetch(&mut browser, 0);
        let verdict = self.fetch(&mut browser, 1);
        let texts = console::messages(user_agent, &verdict);
        (verdict, texts)
    }

    fn fetch(&self, browser: &mut Browser, second: u64) -> Verdict {
        let now = Duration::from_secs(second);
        let init = RequestInit {
            api: self.api,
            method: Some(self.method.into()),
            headers: self.headers.clone(),
            credentials: CredentialsMode::Include,
            ..RequestInit::default()
        };
        let page = Origin::parse("https://app.test").unwrap();
        let request =
            FetchRequest::new_in(&browser.user_agent, page, "https://api.app.test/".parse().unwrap(), init).unwrap();
        Fetch::start(request, browser, now).run_to_end(|head| {
            let further = if head.is_preflight { &self.preflight } else { &self.response };
            let allowed = [
                field("Access-Control-Allow-Origin", "https://app.test"),
                field("Access-Control-Allow-Credentials", "true"),
            ];
            let headers = allowed.into_iter().chain(further.iter().cloned()).collect();
            (Ok(ResponseHead { status: 200, headers }), now)
        })
    }
}

fn field(name: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) -> Field {
    (name.into(), value.into())
}

fn names(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|number| format!("x-{number:06}"))
}

fn list(count: usize) -> String {
    names(count).collect::<Vec<_>>().join(",")
}

fn headers(count: usize) -> Vec<Field> {
    names(count).map(|name| field(name, "1")).collect()
}

fn lines(name: &str, value: &str) -> Vec<Field> {
    vec![field(name, value); MANY / 3]
}

/// The header that is not allowed, if that is what blocks.
fn missing(verdict: &Verdict) -> Option<&'static str> {
    verdict.blocked().map(|blocked| blocked.reason.name())
}

#[test]
fn preflights_and_their_memory_take_no_square_of_a_list() {
    let allowed =
        |names: String| vec![field("Access-Control-Allow-Headers", names), field("Access-Control-Max-Age", "60")];
    let mut cases = vec![
        ("300,000 names allow all that is asked", headers(10_000), allowed(list(MANY)), None),
        (
            "what is asked for is none of them",
            vec![field("x-other", "1")],
            allowed(list(MANY)),
            Some("header-not-allowed"),
        ),
        ("half of what is asked for is allowed", headers(10_000), allowed(list(5_000)), Some("header-not-allowed")),
        ("one name stands 100,000 times", vec![field("x-a", "1")], allowed(["x-a"; MANY / 3].join(",")), None),
        (
            "the list is empty 100,000 times",
            vec![field("x-a", "1")],
            allowed(",".repeat(MANY / 3)),
            Some("header-not-allowed"),
        ),
    ];
    let on_lines = names(MANY / 3).map(|name| field("Access-Control-Allow-Headers", name)).collect();
    cases.push(("each name has a line", headers(1000), on_lines, None));
    for (sentence, headers, preflight, reason) in cases {
        let call = Call { api: Api::Xhr, method: "GET", headers, preflight, ..Call::default() };
        check(sentence, &call, |verdict| assert_eq!(missing(verdict), reason, "{sentence}"));
    }
}

#[test]
fn methods_take_no_square_of_a_list() {
    let preflight = vec![field("Access-Control-Allow-Methods", format!("{},PATCH", list(MANY)))];
    let call = Call { method: "PATCH", preflight, ..Call::default() };
    check("the last of 300,000 methods is the one", &call, |verdict| assert_eq!(missing(verdict), None));
}

#[test]
fn responses_take_no_square_of_their_fields() {
    let cases = [
        (
            "300,000 names are exposed, of 100,000 fields",
            [vec![field("Access-Control-Expose-Headers", list(MANY))], headers(MANY / 3)].concat(),
        ),
        ("300,000 names vary", vec![field("Cache-Control", "max-age=60"), field("Vary", list(MANY))]),
        ("a field without a value stands 100,000 times", lines("x-empty", "")),
        ("each of 100,000 fields has no value", names(MANY / 3).map(|name| field(name, "")).collect()),
        ("100,000 lines set the same cookie", lines("Set-Cookie", "a=b")),
        (
            "100,000 lines set a cookie each",
            names(MANY / 3).map(|name| field("Set-Cookie", format!("{name}=1"))).collect(),
        ),
        ("Content-Type stands 100,000 times", lines("Content-Type", "text/plain")),
        ("Location stands 100,000 times", lines("Location", "/")),
    ];
    for (sentence, response) in cases {
        let call = Call {
            method: "GET",
            headers: headers(2000),
            response,
            preflight: vec![field("Access-Control-Allow-Headers", list(2000))],
            ..Call::default()
        };
        check(sentence, &call, |verdict| assert_eq!(missing(verdict), None, "{sentence}"));
    }
}

#[test]
fn what_is_exposed_of_many_fields_is_what_was_exposed_before() {
    let response = vec![
        field("X-Seen", "1"),
        field("x-hidden", "1"),
        field("x-seen", "2"),
        field("Set-Cookie", "a=b"),
        field("Content-Type", "text/plain"),
        field("Access-Control-Expose-Headers", "x-SEEN, set-cookie, x-none"),
    ];
    let (verdict, _) = Call { method: "GET", response, ..Call::default() }.perform(&UserAgent::STANDARD);
    let Outcome::Shared(FilteredResponse { headers, .. }) = verdict.outcome else { panic!("{verdict:?}") };
    let seen: Vec<_> = headers.iter().map(|(name, _)| String::from_utf8_lossy(name).into_owned()).collect();
    assert_eq!(seen, ["X-Seen", "x-seen", "Content-Type"]);
}

#[test]
fn of_cookies_the_last_of_a_name_counts_and_the_oldest_go() {
    let mut browser = Browser::new(UserAgent::CHROMIUM);
    let response = (0..4000).chain([3999, 1500]).map(|number| field("Set-Cookie", format!("c{number}={number}")));
    let call = Call { method: "GET", response: response.collect(), ..Call::default() };
    call.fetch(&mut browser, 0);
    browser.cookies.insert(Cookie { name: b"c2000".to_vec(), value: b"new".to_vec(), ..cookie() });
    let verdict = call.fetch(&mut browser, 1);
    let sent = verdict.exchanges[0].request.headers.get(b"cookie").unwrap();
    let sent: Vec<_> = sent.split(|&byte| byte == b';').map(<[u8]>::trim_ascii).collect();
    assert_eq!(sent.len(), 3000, "of 4000 names the first 1000 are gone");
    assert_eq!(sent[0], b"c1000=1000");
    assert_eq!(sent[2997..], [&b"c3999=3999"[..], b"c1500=1500", b"c2000=new"]);
}

fn cookie() -> Cookie {
    Cookie {
        host: "api.app.test".to_owned(),
        goes_to_subdomains: false,
        path: "/".to_owned(),
        name: Vec::new(),
        value: Vec::new(),
        is_secure: false,
        same_site: None,
        partition: None,
        expires: None,
    }
}

/// Performs a call in every browser.
fn check(sentence: &str, call: &Call, is_right: impl Fn(&Verdict)) {
    for user_agent in &USER_AGENTS {
        let start = Instant::now();
        let (verdict, _) = call.perform(user_agent);
        let taken = start.elapsed();
        assert!(taken < ENOUGH, "{sentence} took {} {taken:?}", user_agent.name);
        is_right(&verdict);
    }
}
