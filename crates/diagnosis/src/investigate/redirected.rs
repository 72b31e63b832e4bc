//! Redirects: to a login, whatever it is called, and past the page's own server.

use preflight_engine::exchange::{Exchange, RequestHead, ResponseHead};

use super::head::{allows, from_origin, is_html, to_url};
use super::{Inquiry, Purpose};
use crate::cause::Cause;
use crate::finding::Certainty;
use crate::missing_allow_origin::{is_login, location};

/// A redirect without CORS headers to another host. What is there tells a login from an API that moved.
pub(super) fn at_redirect(inquiry: &mut Inquiry<'_>, head: &RequestHead, response: &ResponseHead) {
    let is_known = inquiry.first().is_some_and(|first| first.cause == Cause::RedirectToLogin);
    let exchange = Exchange { request: head.clone(), answer: Ok(response.clone()) };
    let Some(target) = location(&exchange, response).filter(|target| target.host_str() != head.url.host_str()) else {
        return;
    };
    if is_known || !matches!(response.status, 302 | 303) || !matches!(target.scheme(), "http" | "https") {
        return;
    }
    let Some(there) = inquiry.ask(Purpose::Next, to_url(head, target.clone())) else { return };
    if is_html(&there.head) && matches!(there.head.status, 200 | 401 | 403) {
        let status = response.status;
        inquiry.conclude(
            Cause::RedirectToLogin,
            Certainty::Likely,
            format!("the call is redirected ({status}) to {target}, a page for people on another host: the session is missing or over"),
            "answer calls of pages with 401 instead of a redirect, and log in by navigating".to_owned(),
        );
    }
}

/// A redirect that had its CORS headers may still lead to a login page.
pub(super) fn was_redirected_to_login(inquiry: &mut Inquiry<'_>, head: &RequestHead, response: &ResponseHead) -> bool {
    let first = &inquiry.case.verdict.exchanges[0].request.url;
    if *first == head.url {
        return false;
    }
    let is_for_people =
        is_html(response) && (first.origin() != head.url.origin() || asks_for_password(&inquiry.network.body(head)));
    if !is_login(&head.url) && !is_for_people {
        return false;
    }
    inquiry.conclude(
        Cause::RedirectToLogin,
        Certainty::Likely,
        format!("the call is redirected to {}, a page for people: the session is missing or over", head.url),
        "answer calls of pages with 401 instead of a redirect, and log in by navigating".to_owned(),
    );
    true
}

/// Whether a page has a field for a password.
fn asks_for_password(body: &[u8]) -> bool {
    let body = String::from_utf8_lossy(body).to_ascii_lowercase();
    ["type=password", "type=\"password\"", "type='password'"].iter().any(|field| body.contains(field))
}

/// Whether a redirect through another origin made the request's origin `null`, and the server that it came to would have
/// allowed the page's own.
pub(super) fn conclude_tainted(inquiry: &mut Inquiry<'_>, head: &RequestHead) -> bool {
    let page = inquiry.case.request.origin().as_str().to_owned();
    if page == "null" || inquiry.origin() != "null" {
        return false;
    }
    let own = RequestHead { is_preflight: false, ..from_origin(head, Some(&page)) };
    let Some(heard) = inquiry.ask(Purpose::OriginVariant, own) else { return false };
    if !allows(&heard.head, &page) {
        return false;
    }
    inquiry.conclude(
        Cause::RedirectTaintsOrigin,
        Certainty::Certain,
        format!("{} allows `{page}`, and is asked from `null`: a redirect through another origin made it so", head.url),
        format!("call {} at once, or redirect within one origin; allowing `null` would allow everybody", head.url),
    );
    true
}

/// Whether the call began at the page's own server and was led to another.
pub(super) fn leads_away_from_the_page(inquiry: &Inquiry<'_>, head: &RequestHead) -> bool {
    let page = inquiry.case.request.origin();
    let first = &inquiry.case.verdict.exchanges[0].request.url;
    let is_own = |url: &url::Url| page.same_origin(&preflight_engine::Origin::of_url(url));
    is_own(first) && !is_own(&head.url) && !is_login(&head.url)
}

pub(super) fn conclude_dev_proxy(inquiry: &mut Inquiry<'_>, head: &RequestHead) {
    inquiry.conclude(
        Cause::DevProxyMisused,
        Certainty::Likely,
        format!("the page's own server redirects the call to {}, past the proxy, and there CORS begins", head.url),
        "let the proxy rewrite redirects (`changeOrigin`, `autoRewrite`), or call the final path through it".to_owned(),
    );
}
