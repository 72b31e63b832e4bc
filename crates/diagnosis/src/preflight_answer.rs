//! The preflight is answered for this origin, and its answer does not allow the call.

use preflight_engine::browser::{BlockReason, Blocked, Verdict};

use crate::cause::Cause;
use crate::diagnose::{field_evidence, printable, status_evidence};
use crate::finding::{Certainty, Evidence, Finding};
use crate::missing_allow_origin::final_url_fix;

pub(crate) fn explain(verdict: &Verdict, blocked: &Blocked) -> Finding {
    let (cause, certainty) = cause(&blocked.reason);
    Finding {
        cause,
        certainty,
        message: blocked.reason.to_string(),
        evidence: evidence(verdict, blocked),
        fix: fix(verdict, blocked),
    }
}

fn cause(reason: &BlockReason) -> (Cause, Certainty) {
    match reason {
        BlockReason::PreflightRedirect { .. } => (Cause::PreflightRedirect, Certainty::Certain),
        BlockReason::PreflightStatus { status: 401 | 403 | 407 } => (Cause::PreflightNeedsAuth, Certainty::Likely),
        BlockReason::PreflightStatus { status: 500.. } => (Cause::ErrorWithoutCors, Certainty::Likely),
        BlockReason::PreflightStatus { .. } => (Cause::OptionsNotHandled, Certainty::Certain),
        BlockReason::MethodNotAllowed { .. } => (Cause::MethodNotAllowed, Certainty::Certain),
        BlockReason::HeaderNotAllowed { name, .. } if name.starts_with(b"access-control-") => {
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
        BlockReason::MethodNotAllowed { method } => format!("{} is not in the list", printable(method)),
        BlockReason::HeaderNotAllowed { name, wildcard: true } => format!("* does not cover {}", printable(name)),
        BlockReason::HeaderNotAllowed { name, wildcard: false } => format!("{} is not in the list", printable(name)),
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
            format!("add `{}` to Access-Control-Allow-Methods of the OPTIONS answer", printable(method))
        }
        BlockReason::HeaderNotAllowed { name, .. } if name.starts_with(b"access-control-") => {
            format!("remove `{}` from the page's request: it belongs to the server's response", printable(name))
        }
        BlockReason::HeaderNotAllowed { .. } => {
            let asked =
                verdict.evidence().and_then(|exchange| exchange.request.headers.get(b"access-control-request-headers"));
            format!(
                "let Access-Control-Allow-Headers of the OPTIONS answer list {}",
                printable(&asked.unwrap_or_default()).replace(',', ", ")
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
