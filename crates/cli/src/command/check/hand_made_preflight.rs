//! A request that somebody sent by hand, without what makes it one of a page or a preflight: no server answers that as it answers
//! a browser.

use preflight_diagnosis::{PastedExchange, PastedHead};
use preflight_rules::{Certainty, Finding, NO_ORIGIN_IN_TEST};

/// What rack-cors says of a request without `Origin`.
const RACK_CORS: &[u8] = b"x-rack-cors";

/// That the request which was pasted is no preflight, if it shows.
pub fn hand_made_preflight(pasted: &PastedExchange) -> Option<Finding> {
    let what = pasted.heads.iter().find_map(lacking)?;
    let message = format!("this request {what}, so no server answers it as the preflight of a page");
    let fix = "test as a browser asks: `curl -i -X OPTIONS -H 'Origin: https://app.example.com' \
               -H 'Access-Control-Request-Method: POST' URL`, with the page's own origin and method";
    Some(Finding::new(&NO_ORIGIN_IN_TEST, Certainty::Likely, message, fix))
}

/// That a command sent no `Origin`, where its answer allows nobody: servers that go by that header say nothing of CORS then.
pub fn without_origin(pasted: &PastedExchange) -> Option<Finding> {
    let is_sent = !pasted.call.origin.is_unknown() || pasted.heads.iter().any(|head| head.request.contains(b"origin"));
    let is_answered = pasted.heads.iter().any(|head| head.response.contains(b"access-control-allow-origin"));
    let message =
        "the command sent no `Origin`, as every page does: that its answer allows no page says nothing of CORS";
    let fix = "ask as a browser does: run `preflight check` with the URL and `--origin`, or add \
               `-H 'Origin: https://app.example.com'` with the page's own origin to the command";
    (!is_sent && !is_answered).then(|| Finding::new(&NO_ORIGIN_IN_TEST, Certainty::Likely, message, fix))
}

/// What a preflight has and this request lacks.
fn lacking(head: &PastedHead) -> Option<&'static str> {
    let has = |name: &[u8]| head.request.contains(name);
    let is_told = head.response.get(RACK_CORS).is_some_and(|value| value.ends_with(b"no-origin"));
    match (head.method.as_deref(), has(b"origin"), has(b"access-control-request-method")) {
        (Some("OPTIONS"), false, _) => Some("is OPTIONS without `Origin`"),
        (Some("OPTIONS"), true, false) => Some("is OPTIONS without `Access-Control-Request-Method`"),
        _ => is_told.then_some("had no `Origin`, as `X-Rack-CORS: no-origin` says"),
    }
}
