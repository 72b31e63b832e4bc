//! The preflight is answered for this origin, and its answer does not allow the call.

use preflight_engine::browser::{BlockReason, Blocked, Verdict};

use crate::cause::Cause;
use crate::diagnose::{field_evidence, reason_text, status_evidence};
use crate::finding::{Certainty, Evidence, Finding};
use crate::missing_allow_origin::{final_url_fix, redirected};
use crate::misspelled;
use crate::text::text_of;

pub(crate) fn explain(verdict: &Verdict, blocked: &Blocked) -> Finding {
    let (cause, certainty) = cause(verdict, &blocked.reason);
    Finding {
        cause,
        certainty,
        message: message(verdict, blocked, cause),
        evidence: evidence(verdict, blocked),
        fix: fix(verdict, blocked),
    }
}

fn message(verdict: &Verdict, blocked: &Blocked, cause: Cause) -> String {
    let names =
        |names: &[Vec<u8>]| names.iter().map(|name| format!("`{}`", text_of(name))).collect::<Vec<_>>().join(", ");
    let message = match (&blocked.reason, cause) {
        (_, Cause::FrontendSendsCorsHeaders) => {
            let own: Vec<_> = missing_names(verdict).into_iter().filter(|name| belongs_to_the_response(name)).collect();
            format!("the page sends {}, which belongs to the response: no server allows it", names(&own))
        }
        (BlockReason::HeaderNotAllowed { wildcard: true, .. }, _) => {
            format!("{}; not covered: {}", blocked.reason, names(&missing_names(verdict)))
        }
        (BlockReason::HeaderNotAllowed { .. }, _) => {
            let missing = missing_names(verdict);
            let verb = if missing.len() == 1 { "is" } else { "are" };
            format!("the server does not allow request headers that the page sets: {} {verb} missing", names(&missing))
        }
        (BlockReason::PreflightRedirect { status }, _) => {
            let redirected =
                verdict.evidence().and_then(|exchange| Some(redirected(exchange, exchange.answer.as_ref().ok()?)));
            format!(
                "the preflight is redirected ({status}){}, which browsers do not follow",
                redirected.unwrap_or_default()
            )
        }
        (BlockReason::PreflightStatus { status: status @ (401 | 403 | 407) }, _) => {
            format!(
                "the preflight is answered {status}: the server asks it for a login, and preflights carry no credentials"
            )
        }
        (reason, _) => reason_text(reason),
    };
    message + &misspelled_list(verdict, &blocked.reason)
}

/// The list that was sent under another name, as a clause.
fn misspelled_list(verdict: &Verdict, reason: &BlockReason) -> String {
    let field = match reason {
        BlockReason::MethodNotAllowed { .. } => "access-control-allow-methods",
        BlockReason::HeaderNotAllowed { .. } => "access-control-allow-headers",
        _ => return String::new(),
    };
    let response = verdict.evidence().and_then(|exchange| exchange.answer.as_ref().ok());
    response.map(|response| misspelled::note(response, field)).unwrap_or_default()
}

/// Every name that was asked for and is not in the list, not only the one that the browser names.
fn missing_names(verdict: &Verdict) -> Vec<Vec<u8>> {
    let Some(exchange) = verdict.evidence() else { return Vec::new() };
    let Ok(response) = &exchange.answer else { return Vec::new() };
    let asked = exchange.request.headers.get(b"access-control-request-headers").unwrap_or_default();
    let allowed =
        response.headers.extract_header_list_values(b"access-control-allow-headers").ok().flatten().unwrap_or_default();
    let has_wildcard = matches!(
        verdict.blocked().map(|blocked| &blocked.reason),
        Some(BlockReason::HeaderNotAllowed { wildcard: true, .. })
    );
    let is_missing = |name: &&[u8]| {
        let is_listed = allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(name));
        !name.is_empty() && !is_listed && (!has_wildcard || name.eq_ignore_ascii_case(b"authorization"))
    };
    asked.split(|&byte| byte == b',').map(<[u8]>::trim_ascii).filter(is_missing).map(<[u8]>::to_vec).collect()
}

fn belongs_to_the_response(name: &[u8]) -> bool {
    name.to_ascii_lowercase().starts_with(b"access-control-")
}

fn cause(verdict: &Verdict, reason: &BlockReason) -> (Cause, Certainty) {
    match reason {
        BlockReason::PreflightRedirect { .. } => (Cause::PreflightRedirect, Certainty::Certain),
        BlockReason::PreflightStatus { status: 401 | 403 | 407 } => (Cause::PreflightNeedsAuth, Certainty::Likely),
        BlockReason::PreflightStatus { status: 413 | 429 | 502..=504 } => {
            (Cause::ProxyErrorWithoutCors, Certainty::Likely)
        }
        BlockReason::PreflightStatus { status: 500 | 505.. } => (Cause::ErrorWithoutCors, Certainty::Likely),
        BlockReason::PreflightStatus { .. } => (Cause::OptionsNotHandled, Certainty::Certain),
        BlockReason::MethodNotAllowed { .. } => (Cause::MethodNotAllowed, Certainty::Certain),
        BlockReason::HeaderNotAllowed { .. }
            if missing_names(verdict).iter().any(|name| belongs_to_the_response(name)) =>
        {
            (Cause::FrontendSendsCorsHeaders, Certainty::Certain)
        }
        BlockReason::HeaderNotAllowed { .. } => (Cause::HeaderNotAllowed, Certainty::Certain),
        _ => (Cause::MalformedAllowList, Certainty::Certain),
    }
}

fn evidence(verdict: &Verdict, blocked: &Blocked) -> Option<Evidence> {
    let field = match &blocked.reason {
        BlockReason::MethodNotAllowed { .. } | BlockReason::InvalidAllowMethods { .. } => {
            "access-control-allow-methods"
        }
        BlockReason::HeaderNotAllowed { .. } | BlockReason::InvalidAllowHeaders { .. } => {
            "access-control-allow-headers"
        }
        BlockReason::PreflightRedirect { .. } => "location",
        _ => return status_evidence(blocked, "must be 200 to 299".to_owned()),
    };
    let is_there = verdict
        .evidence()
        .and_then(|exchange| exchange.answer.as_ref().ok())
        .is_some_and(|head| head.headers.contains(field.as_bytes()));
    if is_there {
        field_evidence(blocked, field, note(&blocked.reason))
    } else {
        status_evidence(blocked, format!("no {field} here"))
    }
}

fn note(reason: &BlockReason) -> String {
    match reason {
        BlockReason::MethodNotAllowed { method } => format!("{} is not in the list", text_of(method)),
        BlockReason::HeaderNotAllowed { name, wildcard: true } => format!("* does not cover {}", text_of(name)),
        BlockReason::HeaderNotAllowed { name, wildcard: false } => format!("{} is not in the list", text_of(name)),
        BlockReason::PreflightRedirect { .. } => "browsers do not follow this for a preflight".to_owned(),
        _ => "one bad element spoils the whole list".to_owned(),
    }
}

fn fix(verdict: &Verdict, blocked: &Blocked) -> String {
    match &blocked.reason {
        BlockReason::MethodNotAllowed { method } if method.eq_ignore_ascii_case(b"patch") && method != b"PATCH" => {
            "write `PATCH` in capitals in the page: browsers send this method as written".to_owned()
        }
        BlockReason::MethodNotAllowed { method } => {
            format!("add `{}` to Access-Control-Allow-Methods of the OPTIONS answer", text_of(method))
        }
        BlockReason::HeaderNotAllowed { .. }
            if missing_names(verdict).iter().any(|name| belongs_to_the_response(name)) =>
        {
            "remove the Access-Control headers from the page's request: the server sends them, the page never does"
                .to_owned()
        }
        BlockReason::HeaderNotAllowed { .. } => {
            let asked =
                verdict.evidence().and_then(|exchange| exchange.request.headers.get(b"access-control-request-headers"));
            format!(
                "let Access-Control-Allow-Headers of the OPTIONS answer list {}",
                text_of(&asked.unwrap_or_default()).replace(',', ", ")
            )
        }
        BlockReason::PreflightRedirect { .. } => verdict
            .evidence()
            .and_then(|exchange| Some(final_url_fix(exchange, exchange.answer.as_ref().ok()?)))
            .unwrap_or_default(),
        BlockReason::PreflightStatus { status: 401 | 403 | 407 } => {
            "answer OPTIONS before authentication: preflights carry no credentials".to_owned()
        }
        BlockReason::PreflightStatus { .. } => "answer the preflight with 204".to_owned(),
        _ => "write the list as names with commas between them, without quotes".to_owned(),
    }
}
