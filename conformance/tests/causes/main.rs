//! The table of causes, judged without a program in between: each cause is found first and sound servers are called sound;
//! and what a browser's console would say of the same call is explained by the same judge, who agrees with himself.

mod asking;
mod agreement;

use std::sync::OnceLock;

use preflight_authority::Authority;
use preflight_causes::{Page, Running, page_of_nobody};
use preflight_engine::browser::UserAgent;

use agreement::Fault;
use asking::{Asked, ask};

/// As many requests are sent for one call and its judgement.
const REQUEST_LIMIT: usize = 12;

/// The page over https.
const SECURE_PAGE: &str = "https://app.example.com";

fn authority() -> &'static Authority {
    static AUTHORITY: OnceLock<Authority> = OnceLock::new();
    AUTHORITY.get_or_init(|| {
        let names = ["127.0.0.1", "localhost", "app.example.com"].map(str::to_owned);
        Authority::new(names).expect("there is randomness")
    })
}

fn page_of(page: Page) -> String {
    if page == Page::Secure { SECURE_PAGE.to_owned() } else { page_of_nobody() }
}

/// The scenarios whose servers run here alone: the page's own server redirects in none.
fn running() -> impl Iterator<Item = Running> {
    let scenarios = preflight_causes::all().into_iter();
    scenarios.map(|scenario| Running::start(scenario, &page_of(scenario.call.page), authority()).expect("a free port"))
}

#[test]
fn each_cause_is_found_first_and_sound_servers_are_sound() {
    let mut faults = Vec::new();
    let mut count = 0;
    for running in running() {
        count += 1;
        let Some(Asked { judgement, requests, .. }) = asking::lead(&running) else {
            faults.push(format!("{}: nothing to ask", running.scenario.id));
            continue;
        };
        let first = judgement.findings.first();
        if first.map(|finding| finding.rule.name) != running.scenario.cause {
            let message = first.map_or("", |finding| &finding.message);
            let all: Vec<_> = judgement.findings.iter().map(|finding| finding.rule.name).collect();
            faults.push(format!("{}: {all:?}, not {:?}: {message}", running.scenario.id, running.scenario.cause));
        }
        if requests > REQUEST_LIMIT && running.scenario.id != "in-a-circle" {
            faults.push(format!("{}: {requests} requests", running.scenario.id));
        }
    }
    assert!(faults.is_empty(), "{} of {count} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Servers of which one text of a console is said as well of more than six other causes, so that theirs is not named: the
/// server, the engines, and what only a check knows.
const NOT_NAMED: &[(&str, &[&str], &str)] = &[
    ("the-proxy-drops-the-header", &["chromium", "firefox", "webkit"], "what the server behind sends"),
    ("the-proxy-drops-it-from-preflights", &["chromium"], "what the server behind sends"),
    ("front-end-answers-everything", &["firefox", "webkit"], "that every path has the same page"),
    ("options-is-200-without-a-word", &["webkit"], "that it was the preflight"),
    ("to-a-server-with-a-list-of-its-own", &["firefox"], "the redirects"),
    ("the-own-server-redirects-away", &["firefox", "webkit"], "the redirect"),
    ("the-own-server-redirects-to-one-with-a-list", &["webkit"], "the redirect"),
];

#[test]
fn check_and_explain_agree_in_every_engine() {
    let (mut pairs, mut faults, mut not_named) = (0, Vec::new(), Vec::new());
    for running in running() {
        for engine in [UserAgent::CHROMIUM, UserAgent::FIREFOX, UserAgent::WEBKIT] {
            let name = engine.name;
            let Some(asked) = ask(&running, engine) else { continue };
            let Some(found) = agreement::faults(&asked) else { continue };
            pairs += 1;
            let id = running.scenario.id;
            if found.iter().any(|fault| matches!(fault, Fault::NotNamed(_))) {
                not_named.push((id, name));
            }
            let is_expected = NOT_NAMED.iter().any(|(own, engines, _)| *own == id && engines.contains(&name));
            let found = found.into_iter().filter(|fault| !(is_expected && matches!(fault, Fault::NotNamed(_))));
            faults.extend(found.map(|fault| format!("{id} in {name}: {}", fault.text())));
        }
    }
    assert!(pairs > 400, "{pairs}");
    assert!(faults.is_empty(), "{} faults of {pairs} pairs:\n{}", faults.len(), faults.join("\n"));
    let expected = NOT_NAMED.iter().flat_map(|(id, engines, _)| engines.iter().map(move |engine| (*id, *engine)));
    let surprises: Vec<_> = expected.filter(|pair| !not_named.contains(pair)).collect();
    assert!(surprises.is_empty(), "these are named now, take them off the list: {surprises:?}");
}
