//! A page that sends `Access-Control-…` itself makes a preflight of a request that needs none.

use preflight_engine::browser::{BlockReason, FetchRequest};
use preflight_engine::exchange::RequestHead;

use super::head::{actual, allows};
use super::{Inquiry, Purpose};
use crate::cause::Cause;
use crate::finding::{Certainty, Finding};
use crate::text::text_of;

const REMEDY: &str =
    "remove the Access-Control headers from the page's request: the server sends them, the page never does";

/// Whether the preflight failed, and without the page's own header there would have been none, or a good answer.
pub(super) fn conclude(inquiry: &mut Inquiry<'_>) -> bool {
    let names: Vec<_> = own_names(inquiry.case.request);
    let is_network =
        matches!(inquiry.case.verdict.blocked().map(|blocked| &blocked.reason), Some(BlockReason::Network(_)));
    let Some(name) = names.first().filter(|_| !is_network) else { return false };
    let Some(url) = inquiry.case.verdict.evidence().map(|exchange| exchange.request.url.clone()) else { return false };
    let origin = inquiry.origin();
    let head = without(actual(inquiry.case.request, &url, &origin));
    let Some(heard) = inquiry.ask(Purpose::Actual, head) else { return false };
    if !allows(&heard.head, &origin) {
        return false;
    }
    inquiry.conclude(
        Cause::FrontendSendsCorsHeaders,
        Certainty::Likely,
        format!("the page sends `{name}`, which belongs to the response: it makes a preflight that fails, and without it the server allows the call"),
        REMEDY.to_owned(),
    );
    true
}

/// Says that the page's own headers have to go as well, where another cause comes first.
pub(super) fn mention(inquiry: &mut Inquiry<'_>) {
    let is_told = |finding: &Finding| finding.cause == Cause::FrontendSendsCorsHeaders;
    let names = own_names(inquiry.case.request);
    let Some(name) = names.first().filter(|_| !inquiry.investigation.findings.iter().any(is_told)) else { return };
    inquiry.add(Finding {
        cause: Cause::FrontendSendsCorsHeaders,
        certainty: Certainty::Certain,
        message: format!("the page sends `{name}`, which belongs to the response and does nothing in a request"),
        evidence: None,
        fix: REMEDY.to_owned(),
    });
}

fn own_names(request: &FetchRequest) -> Vec<String> {
    request.headers().iter().map(|(name, _)| name).filter(|name| is_own(name)).map(text_of).collect()
}

fn without(mut head: RequestHead) -> RequestHead {
    head.headers.retain(|name| !is_own(name));
    head
}

fn is_own(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with(b"access-control-") && !name.starts_with(b"access-control-request-")
}
