//! A page over `https` that calls an `http` URL: browsers stop it before CORS has a say
//! ([Mixed Content](https://w3c.github.io/webappsec-mixed-content/)).

use preflight_engine::browser::{Blocked, Verdict};
use url::{Host, Url};

use crate::cause::Cause;
use crate::diagnose::field_evidence;
use crate::finding::{Certainty, Finding};

pub(crate) fn explain(verdict: &Verdict, blocked: &Blocked) -> Finding {
    let (page, url) = (&verdict.record.origin, &verdict.record.current_url);
    let is_redirected = blocked.exchange.is_some();
    let how = if is_redirected { "is redirected to" } else { "calls" };
    let who = if is_loopback(url) {
        "Safari's engine blocks this before anything is sent there, even to this machine"
    } else {
        "browsers block this before anything is sent there"
    };
    Finding {
        cause: Cause::MixedContent,
        certainty: Certainty::Certain,
        message: format!("a page over https ({page}) {how} {url}: {who}"),
        evidence: field_evidence(blocked, "location", "plain http".to_owned()),
        fix: fix(url, is_redirected),
    }
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

/// Loopback is [potentially trustworthy](https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy) without TLS.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
