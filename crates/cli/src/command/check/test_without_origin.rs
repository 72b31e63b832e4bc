//! A request that somebody sent by hand, without what a page's has: no server answers that as it answers a browser.

use preflight_diagnosis::{PastedExchange, PastedHead, SentBy};
use preflight_rules::{Certainty, Finding, NO_ORIGIN_IN_TEST};

use crate::printable::printable;

/// What rack-cors says of a request without `Origin`.
const RACK_CORS: &[u8] = b"x-rack-cors";

/// That the request which was pasted is none of a page, if it shows.
pub fn test_without_origin(pasted: &PastedExchange, is_blocked: bool) -> Option<Finding> {
    let message = match pasted.heads.iter().find_map(lacking) {
        Some(what) => format!("this request {what}, so no server answers it as the preflight of a page"),
        None if is_silent_test(pasted) => {
            let redirected = pasted.heads.iter().find_map(leads_to);
            let beside = redirected.map_or_else(String::new, |url| {
                format!("; but it is redirected to `{url}`, and browsers follow no redirect of a preflight")
            });
            format!(
                "this request has no `Origin`, and many servers add the CORS headers only where there is one: an answer without \
                 them proves nothing{beside}"
            )
        }
        // What fails every page fails it with an `Origin`, too.
        None if !is_blocked && is_test(pasted) => {
            "this request has no `Origin`, as no page of another origin asks: a server that answers by the origin may answer a \
             page otherwise"
                .to_owned()
        }
        None => return None,
    };
    let fix = "test as a browser asks: `curl -i -X OPTIONS -H 'Origin: https://app.example.com' \
               -H 'Access-Control-Request-Method: POST' URL`, with the page's own origin and method";
    Some(Finding::new(&NO_ORIGIN_IN_TEST, Certainty::Likely, message, fix))
}

/// Where an answer leads, without the query, which may hold secrets.
fn leads_to(head: &PastedHead) -> Option<String> {
    let is_redirect = matches!(head.status, Some(301 | 302 | 303 | 307 | 308));
    let location = head.response.get(b"location").filter(|_| is_redirect)?;
    let url = head.url.as_ref()?.join(String::from_utf8_lossy(&location).trim()).ok()?;
    let host = url.origin().ascii_serialization();
    url.scheme().starts_with("http").then(|| printable(format!("{host}{}", url.path()).as_bytes()))
}

/// Whether a command asked without `Origin`, and nothing that was pasted speaks of CORS.
pub fn is_silent_test(pasted: &PastedExchange) -> bool {
    let is_silent = |head: &PastedHead| {
        !head.is_options() && head.is_test_without_origin() && !head.response.contains(b"access-control-allow-origin")
    };
    is_test(pasted) && pasted.heads.iter().any(is_silent)
}

/// Whether a command asked without `Origin`, and nothing that was pasted has one.
fn is_test(pasted: &PastedExchange) -> bool {
    let has_origin = |head: &PastedHead| head.request.contains(b"origin");
    let asks = |head: &PastedHead| !head.is_options() && head.is_test_without_origin();
    pasted.heads.iter().any(asks) && !pasted.heads.iter().any(has_origin)
}

/// What a preflight has and this request lacks.
fn lacking(head: &PastedHead) -> Option<&'static str> {
    let has = |name: &[u8]| head.request.contains(name);
    let is_told = head.response.get(RACK_CORS).is_some_and(|value| value.ends_with(b"no-origin"));
    // A browser sends both: what is missing in its tools was not copied.
    if !head.is_options() || head.sender == Some(SentBy::Browser) {
        return is_told.then_some("had no `Origin`, as `X-Rack-CORS: no-origin` says");
    }
    match (has(b"origin"), has(b"access-control-request-method")) {
        (false, _) => Some("is OPTIONS without `Origin`"),
        (true, false) => Some("is OPTIONS without `Access-Control-Request-Method`"),
        (true, true) => is_told.then_some("had no `Origin`, as `X-Rack-CORS: no-origin` says"),
    }
}
