//! The demo's page in real browsers: every call has to end as predicted, and as it should.

use std::collections::BTreeMap;
use std::time::Duration;

use preflight_lab::{Browser, Demo, Engine, Report, browsers_are_skipped};

/// A run of the page takes about two seconds, the start of a browser on a busy machine some more.
const LIMIT: Duration = Duration::from_secs(45);

/// How each call should end, so that prediction and browser cannot be wrong together; and what should arrive at the
/// gateway and at the API.
const EXPECTED: [(&str, &str, &str, &str); 20] = [
    ("direct", "blocked", "", "GET"),
    ("gateway", "allowed", "GET", "GET"),
    ("gateway-put", "allowed", "OPTIONS PUT", "PUT"),
    ("gateway-credentials", "allowed", "GET", "GET"),
    ("gateway-refused", "blocked", "OPTIONS", ""),
    ("gateway-crash", "allowed", "GET", "GET"),
    ("trailing-slash", "blocked", "", "GET"),
    ("localhost-for-address", "blocked", "", "GET"),
    ("doubled-allow-origin", "blocked", "", "GET"),
    ("wildcard-with-credentials", "blocked", "", "GET"),
    ("credentials-not-allowed", "blocked", "", "GET"),
    ("options-not-answered", "blocked", "", "OPTIONS"),
    ("login-before-preflight", "blocked", "", "OPTIONS"),
    ("preflight-redirected", "blocked", "", "OPTIONS"),
    ("method-not-listed", "blocked", "", "OPTIONS"),
    ("header-not-listed", "blocked", "", "OPTIONS"),
    ("error-without-headers", "blocked", "", "GET"),
    ("crash", "blocked", "", "GET"),
    ("header-not-exposed", "allowed", "", "GET"),
    ("no-cors", "opaque", "", "GET"),
];

#[test]
fn chromium_does_what_is_predicted() {
    does_what_is_predicted(Engine::Chromium);
}

#[test]
fn firefox_does_what_is_predicted() {
    does_what_is_predicted(Engine::Firefox);
}

fn does_what_is_predicted(engine: Engine) {
    if browsers_are_skipped() {
        eprintln!("{} is skipped, as was asked for", engine.name());
        return;
    }
    let report = run(engine);
    let mut wrong = Vec::new();
    for result in &report.results {
        wrong.extend(result.disagreements().iter().map(|disagreement| format!("{}: {disagreement}", result.id)));
    }
    assert!(wrong.is_empty(), "{}:\n{}", report.user_agent, wrong.join("\n"));
    assert_eq!(observed(&report), expected(), "{}", report.user_agent);
    sees_what_the_lessons_say(&report);
}

fn run(engine: Engine) -> Report {
    let demo = Demo::start().unwrap_or_else(|error| panic!("{error}"));
    let browser = Browser::open(engine, demo.page().as_str()).unwrap_or_else(|error| panic!("{error}"));
    match demo.wait_for_report(LIMIT) {
        Ok(report) => report,
        Err(error) => panic!("{}: {error}\n{}", engine.name(), browser.log()),
    }
}

type Ends = BTreeMap<String, (String, String, String)>;

fn observed(report: &Report) -> Ends {
    let end = |result: &preflight_lab::ScenarioResult| {
        let arrived = &result.arrived.browser;
        let verdict = result.outcome.verdict().to_owned();
        (result.id.clone(), (verdict, arrived.gateway.join(" "), arrived.api.join(" ")))
    };
    report.results.iter().map(end).collect()
}

fn expected() -> Ends {
    let owned = |&(id, verdict, gateway, api): &(&str, &str, &str, &str)| {
        (id.to_owned(), (verdict.to_owned(), gateway.to_owned(), api.to_owned()))
    };
    EXPECTED.iter().map(owned).collect()
}

/// What the texts of the page claim beyond the verdicts.
fn sees_what_the_lessons_say(report: &Report) {
    let visible = |id: &str| {
        let result = report.results.iter().find(|result| result.id == id).expect("it was compared above");
        result.outcome.visible().expect("it is not blocked").clone()
    };
    let sees_total_count = |id: &str| visible(id).headers.iter().any(|(name, _)| name == "x-total-count");
    assert!(sees_total_count("gateway"), "the gateway exposes it");
    assert!(!sees_total_count("header-not-exposed"), "nobody exposes it");
    assert_eq!(visible("gateway-credentials").status, 200, "the cookie went along");
    assert_eq!(visible("gateway-crash").status, 502, "the page sees that the API crashed");
}
