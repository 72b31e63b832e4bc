//! No `Access-Control-Allow-Origin`: the commonest message, and rarely the cause. The status is read first.

use preflight_engine::browser::{Blocked, Stage, Verdict};
use preflight_engine::exchange::{Exchange, ResponseHead};
use url::Url;

use crate::cause::Cause;
use crate::diagnose::status_evidence;
use crate::finding::{Certainty, Finding};
use crate::redirect_target::difference;
pub(crate) use crate::redirect_target::is_login;
use crate::text::text_of;

pub(crate) fn explain(verdict: &Verdict, blocked: &Blocked) -> Finding {
    let Some((exchange, response)) = answered(verdict) else {
        return finding(blocked, Cause::NoAllowOrigin, Certainty::Possible, String::new(), String::new());
    };
    match blocked.stage {
        Stage::Preflight => at_preflight(blocked, exchange, response),
        Stage::Redirect => at_redirect(blocked, exchange, response),
        Stage::Request | Stage::Response => at_response(verdict, blocked, exchange, response),
    }
}

fn at_preflight(blocked: &Blocked, exchange: &Exchange, response: &ResponseHead) -> Finding {
    let status = response.status;
    let origin = origin_sent(exchange);
    match status {
        401 | 403 | 407 => finding(
            blocked,
            Cause::PreflightNeedsAuth,
            if status == 403 { Certainty::Likely } else { Certainty::Certain },
            format!(
                "the preflight is answered {status}: the server asks it for a login or refuses it, and preflights carry no credentials"
            ),
            format!(
                "answer OPTIONS before authentication, with `Access-Control-Allow-Origin: {origin}`; if the server refuses this origin on purpose, allow it"
            ),
        ),
        301 | 302 | 303 | 307 | 308 => finding(
            blocked,
            Cause::PreflightRedirect,
            Certainty::Certain,
            format!(
                "the preflight is redirected ({status}){}, which browsers do not follow",
                redirected(exchange, response)
            ),
            final_url_fix(exchange, response),
        ),
        413 | 429 | 502 | 503 | 504 => finding(
            blocked,
            Cause::ProxyErrorWithoutCors,
            Certainty::Likely,
            format!("a proxy or the server gave up on the preflight ({status}), and that page has no CORS headers"),
            format!("mend the {status} first; let the proxy add its CORS headers to errors too (nginx: `always`)"),
        ),
        405 | 404 | 501 => finding(
            blocked,
            Cause::OptionsNotHandled,
            Certainty::Certain,
            format!("OPTIONS is answered {status}{}: nobody handles preflights there", allowed_methods(response)),
            format!("answer OPTIONS on this path with 204 and `Access-Control-Allow-Origin: {origin}`"),
        ),
        500.. => finding(
            blocked,
            Cause::ErrorWithoutCors,
            Certainty::Likely,
            format!("the server failed on the preflight ({status}), and its error page has no CORS headers"),
            "mend the error first; the server's log has it".to_owned(),
        ),
        _ => finding(
            blocked,
            Cause::OptionsNotHandled,
            Certainty::Likely,
            format!(
                "the preflight is answered {status} without a single word about this origin: nobody handles OPTIONS as a preflight there, or the origin is not allowed"
            ),
            format!("answer OPTIONS with 204 and `Access-Control-Allow-Origin: {origin}`"),
        ),
    }
}

fn at_redirect(blocked: &Blocked, exchange: &Exchange, response: &ResponseHead) -> Finding {
    let status = response.status;
    let target = location(exchange, response);
    let leads_to_login = target.as_ref().is_some_and(is_login);
    let (cause, message) = if leads_to_login {
        (
            Cause::RedirectToLogin,
            format!("the call is redirected ({status}) to a login page: the session is missing or over"),
        )
    } else {
        (
            Cause::RedirectWithoutCors,
            format!(
                "the call is redirected ({status}){}, and the redirect itself has no CORS headers",
                redirected(exchange, response)
            ),
        )
    };
    let fix = if leads_to_login {
        "answer calls of pages with 401 instead of a redirect, and log in by navigating".to_owned()
    } else {
        final_url_fix(exchange, response)
    };
    finding(blocked, cause, if leads_to_login { Certainty::Likely } else { Certainty::Certain }, message, fix)
}

fn at_response(verdict: &Verdict, blocked: &Blocked, exchange: &Exchange, response: &ResponseHead) -> Finding {
    let status = response.status;
    let origin = origin_sent(exchange);
    let asked_first = verdict.exchanges.iter().any(|exchange| exchange.request.is_preflight);
    match status {
        413 | 429 | 502 | 503 | 504 => finding(
            blocked,
            Cause::ProxyErrorWithoutCors,
            Certainty::Likely,
            format!("a proxy or the server gave up ({status}), and that page has no CORS headers"),
            format!("mend the {status} first; let the proxy add its CORS headers to errors too (nginx: `always`)"),
        ),
        400.. => finding(
            blocked,
            Cause::ErrorWithoutCors,
            Certainty::Likely,
            format!("the server answered {status}, and its error page has no CORS headers"),
            format!("mend the {status} first; the browser only says CORS because the error page lacks the headers"),
        ),
        _ if asked_first => finding(
            blocked,
            Cause::PreflightOnly,
            Certainty::Certain,
            "the preflight is allowed, but the response itself has no Access-Control-Allow-Origin".to_owned(),
            format!("send `Access-Control-Allow-Origin: {origin}` with the response as well, not only with OPTIONS"),
        ),
        _ => finding(
            blocked,
            Cause::NoAllowOrigin,
            Certainty::Likely,
            format!("the server answered {status} and allows no origin, or not this one"),
            format!(
                "let the server send `Access-Control-Allow-Origin: {origin}` and `Vary: Origin`; if it is not yours, call it from your own server"
            ),
        ),
    }
}

fn finding(blocked: &Blocked, cause: Cause, certainty: Certainty, message: String, fix: String) -> Finding {
    let note = "no access-control-allow-origin here".to_owned();
    Finding { cause, certainty, message, evidence: status_evidence(blocked, note), fix }
}

fn answered(verdict: &Verdict) -> Option<(&Exchange, &ResponseHead)> {
    let exchange = verdict.evidence()?;
    Some((exchange, exchange.answer.as_ref().ok()?))
}

/// `Allow`, where a server answers `OPTIONS` with what it would take.
fn allowed_methods(response: &ResponseHead) -> String {
    let allow = response.headers.get(b"allow");
    allow.map(|allow| format!(" (`Allow: {}`)", text_of(&allow))).unwrap_or_default()
}

pub(crate) fn origin_sent(exchange: &Exchange) -> String {
    exchange.request.headers.get(b"origin").map_or_else(|| "null".to_owned(), |origin| text_of(&origin))
}

pub(crate) fn location(exchange: &Exchange, response: &ResponseHead) -> Option<Url> {
    let value = response.headers.get(b"location")?;
    exchange.request.url.join(std::str::from_utf8(&value).ok()?).ok()
}

pub(crate) fn final_url_fix(exchange: &Exchange, response: &ResponseHead) -> String {
    match location(exchange, response) {
        Some(target) => format!("call the final URL, {target}, or let the server answer without a redirect"),
        None => "let the server answer without a redirect".to_owned(),
    }
}

/// A status that says that the method is not known there, so that another method's answer says nothing of it.
pub(crate) fn is_method_status(status: u16) -> bool {
    matches!(status, 404 | 405 | 501)
}

/// Where a redirect leads, for a sentence.
pub(crate) fn redirected(exchange: &Exchange, response: &ResponseHead) -> String {
    let target = location(exchange, response);
    let difference = target.and_then(|target| difference(&exchange.request.url, &target));
    difference.map(|difference| format!(" {difference}")).unwrap_or_default()
}
