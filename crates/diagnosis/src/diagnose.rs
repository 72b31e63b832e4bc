//! From a verdict to findings. Each reason of the engine has one place here.

use preflight_engine::browser::{BlockReason, Blocked, FilteredResponse, Outcome, Verdict};

use crate::cause::Cause;
use crate::finding::{Certainty, Evidence, Finding, Side};
use crate::text::text_of;
use crate::{allow_origin, before_cors, missing_allow_origin, mixed_content, preflight_answer};

/// What is wrong with a fetch, the most important finding first; nothing if the page can read the response.
pub fn diagnose(verdict: &Verdict) -> Vec<Finding> {
    match &verdict.outcome {
        Outcome::SameOrigin(_) | Outcome::Shared(_) => Vec::new(),
        Outcome::Opaque => vec![opaque(verdict)],
        Outcome::OpaqueRedirect(response) => vec![opaque_redirect(response)],
        Outcome::Blocked(blocked) => vec![of_block(verdict, blocked)],
    }
}

fn of_block(verdict: &Verdict, blocked: &Blocked) -> Finding {
    match &blocked.reason {
        BlockReason::Network(_)
        | BlockReason::BadPort
        | BlockReason::NonHttpScheme
        | BlockReason::SameOriginMode
        | BlockReason::NoCorsRedirectMode
        | BlockReason::ResourcePolicy { .. }
        | BlockReason::RedirectModeError
        | BlockReason::InvalidLocation { .. }
        | BlockReason::RedirectNonHttp { .. }
        | BlockReason::TooManyRedirects
        | BlockReason::RedirectCredentials { .. }
        | BlockReason::AddressSpaceMismatch { .. }
        | BlockReason::LocalNetworkInsecureContext { .. }
        | BlockReason::LocalNetworkPermissionDenied { .. }
        | BlockReason::RedirectStreamBody => before_cors::explain(verdict, blocked),
        BlockReason::MixedContent => mixed_content::explain(verdict, blocked),
        BlockReason::MissingAllowOrigin => missing_allow_origin::explain(verdict, blocked),
        BlockReason::WildcardOriginWithCredentials
        | BlockReason::MultipleAllowOrigin { .. }
        | BlockReason::AllowOriginMismatch { .. }
        | BlockReason::AllowCredentialsNotTrue { .. } => allow_origin::explain(verdict, blocked),
        BlockReason::PreflightRedirect { .. }
        | BlockReason::PreflightStatus { .. }
        | BlockReason::InvalidAllowMethods { .. }
        | BlockReason::InvalidAllowHeaders { .. }
        | BlockReason::MethodNotAllowed { .. }
        | BlockReason::HeaderNotAllowed { .. } => preflight_answer::explain(verdict, blocked),
        // A reason that the engine learns later is still told, in its own words.
        reason => Finding {
            cause: Cause::NotCors,
            certainty: Certainty::Possible,
            message: reason_text(reason),
            evidence: status_evidence(blocked, String::new()),
            fix: format!("see {}", reason.standard_step().url),
        },
    }
}

fn opaque(verdict: &Verdict) -> Finding {
    Finding {
        cause: Cause::NoCorsMode,
        certainty: Certainty::Certain,
        message: "the request is sent, but in no-cors mode the page sees neither status, headers nor body".to_owned(),
        evidence: verdict.exchanges.len().checked_sub(1).map(|exchange| Evidence {
            exchange,
            side: Side::Response,
            field: None,
            note: "the page sees status 0".to_owned(),
        }),
        fix: "remove `mode: \"no-cors\"`, and let the server allow the page's origin".to_owned(),
    }
}

fn opaque_redirect(response: &FilteredResponse) -> Finding {
    Finding {
        cause: Cause::RedirectNotFollowed,
        certainty: Certainty::Certain,
        message: format!("{} redirects, and with `redirect: \"manual\"` the page sees nothing of it", response.url),
        evidence: None,
        fix: "use `redirect: \"follow\"`, or call the final URL".to_owned(),
    }
}

/// The status line of the exchange that decided.
pub(crate) fn status_evidence(blocked: &Blocked, note: String) -> Option<Evidence> {
    Some(Evidence { exchange: blocked.exchange?, side: Side::Response, field: None, note })
}

/// A response field of the exchange that decided.
pub(crate) fn field_evidence(blocked: &Blocked, field: &'static str, note: String) -> Option<Evidence> {
    Some(Evidence { exchange: blocked.exchange?, side: Side::Response, field: Some(field), note })
}

/// A reason in the engine's words; what it quotes of the server stays as it came.
pub(crate) fn reason_text(reason: &BlockReason) -> String {
    match reason {
        BlockReason::ResourcePolicy { value } => format!("Cross-Origin-Resource-Policy is {}", text_of(value)),
        BlockReason::InvalidAllowMethods { element } => {
            format!("Access-Control-Allow-Methods holds `{}`, which is no method", text_of(element))
        }
        BlockReason::InvalidAllowHeaders { element } => {
            format!("Access-Control-Allow-Headers holds `{}`, which is no header name", text_of(element))
        }
        BlockReason::MethodNotAllowed { method } => {
            format!("Access-Control-Allow-Methods does not list {}", text_of(method))
        }
        // The line itself is the evidence, and may hold more than is to be shown.
        BlockReason::InvalidLocation { .. } => "the redirect's Location is no URL, or stands there twice".to_owned(),
        reason => reason.to_string(),
    }
}
