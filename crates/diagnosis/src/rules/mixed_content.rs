//! A page over `https` calls an `http` URL.

use preflight_rules::{Certainty, Finding, MIXED_CONTENT};
use url::Url;

use crate::console::NetErrorClass;
use crate::facts::Facts;
use crate::facts::cookie_line::is_loopback;
use crate::facts::failure::Failure;
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &MIXED_CONTENT,
    role: Role::Cause,
    topic: Topic::Page,
    why: "the page is served over https, the URL is http",
    question: "is the page served over https?",
    fix: "call an https URL; behind a proxy that ends TLS the server has to read X-Forwarded-Proto",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match (facts, facts.failure()) {
        (Facts::Wire(wire), Failure::MixedContent) => Judged::Yes(seen(wire)),
        (Facts::Said(_), Failure::MixedContent) => JUDGE.usual(Certainty::Certain),
        (Facts::Said(said), Failure::Network(NetErrorClass::Unknown)) => {
            let may_be = !said.place.is_local() && !said.place.is_encrypted() && !said.place.has_bad_port();
            Judged::maybe(if may_be { 65 } else { 0 })
        }
        _ => Judged::No,
    }
}

fn seen(wire: &Wire<'_>) -> Finding {
    let (page, url) = (wire.page(), &wire.case.verdict.record.current_url);
    let is_redirected = wire.blocked().is_some_and(|blocked| blocked.exchange.is_some());
    let how = if is_redirected { "is redirected to" } else { "calls" };
    let who = if is_loopback(url) {
        "Safari's engine blocks this before anything is sent there, even to this machine"
    } else {
        "browsers block this before anything is sent there"
    };
    let message = format!("a page over https ({page}) {how} {url}: {who}");
    let evidence = if is_redirected { wire.seen("location", "plain http") } else { None };
    JUDGE.yes(Certainty::Certain, message, fix(url, is_redirected)).seen_in(evidence)
}

fn fix(url: &Url, is_redirected: bool) -> String {
    let mut secure = url.clone();
    let _ = secure.set_scheme("https");
    if is_loopback(url) {
        return "let the page's own server pass the call on (a development proxy), or give this one a certificate that the browser trusts"
            .to_owned();
    }
    if is_redirected {
        return "let the server redirect to https: behind a proxy that ends TLS it has to read X-Forwarded-Proto"
            .to_owned();
    }
    match url.port() {
        None => format!("call {secure}"),
        Some(_) => format!("serve it over https, and call {secure}"),
    }
}
