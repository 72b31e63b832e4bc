//! A call that is allowed: what the page still does not get, and what the server gives to others.

use preflight_engine::browser::{CredentialsMode, FilteredResponse, ResponseType};
use preflight_engine::exchange::{Exchange, ResponseHead};
use preflight_engine::request_header::is_name;

use super::head::{FOREIGN_ORIGIN, allow_origin, allows_credentials, from_origin, is_html};
use super::{Heard, Inquiry, Purpose, caches, cookies, paths};
use crate::cause::Cause;
use crate::finding::{Certainty, Evidence, Finding, Side};
use crate::missing_allow_origin::is_login;
use crate::text::text_of;

/// Fields beginning with `x-` that servers, proxies and security guides add: no page reads them.
const NOT_FOR_PAGES: [&str; 26] = [
    "x-powered-by",
    "x-frame-options",
    "x-content-type-options",
    "x-xss-protection",
    "x-dns-prefetch-control",
    "x-download-options",
    "x-permitted-cross-domain-policies",
    "x-robots-tag",
    "x-ua-compatible",
    "x-aspnet-version",
    "x-aspnetmvc-version",
    "x-sourcefiles",
    "x-runtime",
    "x-cache",
    "x-cache-hits",
    "x-cache-status",
    "x-proxy-cache",
    "x-served-by",
    "x-timer",
    "x-varnish",
    "x-drupal-cache",
    "x-generator",
    "x-backend-server",
    "x-accel-expires",
    "x-accel-buffering",
    "x-webkit-csp",
];

/// Beginnings of the same kind.
const NOT_FOR_PAGES_BY_PREFIX: [&str; 8] =
    ["x-amz-", "x-amzn-", "x-azure-", "x-ms-", "x-envoy-", "x-vercel-", "x-github-", "x-forwarded-"];

/// Other fields that an API sends for pages to read.
const FOR_PAGES: [&str; 6] =
    ["link", "content-disposition", "content-range", "authorization", "grpc-status", "grpc-message"];

/// Those that are for pages where the answer has such a status: where what was made is, and when to come back.
const FOR_PAGES_BY_STATUS: [(&str, [u16; 2]); 2] = [("location", [201, 202]), ("retry-after", [429, 503])];

/// How fields of quotas begin.
const QUOTA_PREFIX: &str = "ratelimit";

pub(super) fn look_around(inquiry: &mut Inquiry<'_>, visible: &FilteredResponse) {
    if visible.kind != ResponseType::Cors {
        return;
    }
    let Some(Exchange { request, answer: Ok(response) }) = inquiry.case.verdict.exchanges.last().cloned() else {
        return;
    };
    look_at_login(inquiry, visible, &response);
    look_at_headers(inquiry, visible, &response);
    cookies::look(inquiry, &request.url, &response);
    let is_static = allow_origin(&response).as_deref() == Some("*");
    if !matches!(request.method.as_slice(), b"GET" | b"HEAD") || request.has_body {
        return look_at_preflight(inquiry);
    }
    let foreign =
        if is_static { None } else { inquiry.ask(Purpose::ForeignOrigin, from_origin(&request, Some(FOREIGN_ORIGIN))) };
    caches::look_ahead(inquiry, &request, &response, foreign.as_ref());
    if let Some(foreign) = &foreign {
        look_at_reflection(inquiry, foreign);
        if !inquiry.is_reflected(foreign) && allows_credentials(&response) {
            look_at_null(inquiry, &request);
        }
    }
    if response.has_ok_status()
        && let Some(page) = paths::error_page(inquiry, &request)
    {
        if page.head.status >= 400 && allow_origin(&page.head).is_none() {
            inquiry.note(format!(
                "a path that is not there is answered {} without CORS headers: an error of this server will look like a CORS error",
                page.head.status
            ));
        }
        let body = inquiry.network.body(&request);
        let is_of_an_api = request.url.path().contains("/api") || request.url.path().ends_with(".json");
        if is_of_an_api && paths::is_front_end(&response, &body, &page) {
            inquiry.investigation.findings.insert(0, front_end(inquiry));
        }
    }
}

fn front_end(inquiry: &Inquiry<'_>) -> Finding {
    Finding {
        cause: Cause::WrongUrl,
        certainty: Certainty::Likely,
        message:
            "the page may read this, but it is HTML that the server sends for every path: a front end, not the API"
                .to_owned(),
        evidence: last(inquiry, "content-type", "an API would send JSON"),
        fix: "check host, port and path of the API, and the environment variable that holds them".to_owned(),
    }
}

/// A line of the response that the page reads.
fn last(inquiry: &Inquiry<'_>, field: &'static str, note: &str) -> Option<Evidence> {
    let exchange = inquiry.case.verdict.exchanges.len().checked_sub(1)?;
    Some(Evidence { exchange, side: Side::Response, field: Some(field), note: note.to_owned() })
}

fn look_at_login(inquiry: &mut Inquiry<'_>, visible: &FilteredResponse, response: &ResponseHead) {
    if !(visible.redirected && is_html(response) && is_login(&visible.url)) {
        return;
    }
    let evidence = last(inquiry, "content-type", "a page for people");
    inquiry.add(Finding {
        cause: Cause::RedirectToLogin,
        certainty: Certainty::Likely,
        message: format!("the page reads a login page: the call is redirected to {}", visible.url),
        evidence,
        fix: "answer calls of pages with 401 instead of a redirect, and log in by navigating".to_owned(),
    });
}

/// What the server sends for pages, and this page may not see.
fn look_at_headers(inquiry: &mut Inquiry<'_>, visible: &FilteredResponse, response: &ResponseHead) {
    let is_hidden =
        |name: &str| response.headers.contains(name.as_bytes()) && !visible.headers.contains(name.as_bytes());
    let read: Vec<_> =
        inquiry.case.reads.iter().map(|name| name.to_ascii_lowercase()).filter(|name| is_hidden(name)).collect();
    let is_known = !inquiry.case.reads.is_empty();
    // What is no name is exposed by no list.
    let named = response.headers.iter().map(|(name, _)| name).filter(|name| is_name(name));
    let names = named.map(|name| text_of(name).to_ascii_lowercase());
    let is_for_pages = |name: &str| is_for_pages(name, response.status);
    let mut hidden: Vec<_> =
        if is_known { read } else { names.filter(|name| is_for_pages(name) && is_hidden(name)).collect() };
    hidden.dedup();
    let Some(first) = hidden.first() else { return };
    let exposed = response.headers.get(b"access-control-expose-headers");
    let is_literal = exposed.as_deref() == Some(b"*") && inquiry.case.request.credentials() == CredentialsMode::Include;
    let why = if is_literal { ": `*` is literal with credentials" } else { "" };
    let list = hidden.join(", ");
    let exchange = inquiry.case.verdict.exchanges.len() - 1;
    let finding = Finding {
        cause: Cause::ExposeHeadersMissing,
        certainty: if is_known || is_literal { Certainty::Certain } else { Certainty::Possible },
        message: format!(
            "the page reads the response, but not its `{first}`: Access-Control-Expose-Headers does not list it{why}"
        ),
        evidence: Some(Evidence {
            exchange,
            side: Side::Response,
            field: None,
            note: format!("hidden from the page: {list}"),
        }),
        fix: format!("if the page reads it, send `Access-Control-Expose-Headers: {list}` with the response"),
    };
    inquiry.add(finding);
}

fn is_for_pages(name: &str, status: u16) -> bool {
    let is_own = name.starts_with("x-")
        && !NOT_FOR_PAGES.contains(&name)
        && !NOT_FOR_PAGES_BY_PREFIX.iter().any(|prefix| name.starts_with(prefix));
    let is_by_status = FOR_PAGES_BY_STATUS.iter().any(|(own, statuses)| *own == name && statuses.contains(&status));
    is_own || is_by_status || name.starts_with(QUOTA_PREFIX) || FOR_PAGES.contains(&name)
}

/// A server that echoes whoever asks, with credentials, has no policy.
fn look_at_reflection(inquiry: &mut Inquiry<'_>, foreign: &Heard) {
    if !inquiry.is_reflected(foreign) {
        return;
    }
    if !allows_credentials(&foreign.head) {
        return inquiry
            .note("any origin is echoed, without credentials: the same as `*`, and every answer needs `Vary: Origin`");
    }
    let finding = Finding {
        cause: Cause::CorsDisabledInProduction,
        certainty: if is_public(inquiry.case.request.url()) { Certainty::Certain } else { Certainty::Possible },
        message: format!("any origin may read this with the visitor's cookies: `{FOREIGN_ORIGIN}` is echoed as well"),
        evidence: foreign.evidence(Some("access-control-allow-origin"), "nobody put this origin on a list"),
        fix: "list the origins that may read, and compare the whole origin; a development server may stay open on loopback only"
            .to_owned(),
    };
    inquiry.add(finding);
}

/// What may change something is not asked again for a stranger; its preflight is.
fn look_at_preflight(inquiry: &mut Inquiry<'_>) {
    let mut heads = inquiry.case.verdict.exchanges.iter().map(|exchange| &exchange.request);
    let Some(preflight) = heads.find(|head| head.is_preflight).cloned() else { return };
    let foreign = inquiry.ask(Purpose::ForeignOrigin, from_origin(&preflight, Some(FOREIGN_ORIGIN)));
    if let Some(foreign) = foreign.filter(|foreign| allows_credentials(&foreign.head)) {
        look_at_reflection(inquiry, &foreign);
    }
}

fn look_at_null(inquiry: &mut Inquiry<'_>, request: &preflight_engine::exchange::RequestHead) {
    let Some(heard) = inquiry.ask(Purpose::NullOrigin, from_origin(request, Some("null"))) else { return };
    if allow_origin(&heard.head).as_deref() == Some("null") && allows_credentials(&heard.head) {
        let finding = Finding {
            cause: Cause::CorsDisabledInProduction,
            certainty: Certainty::Likely,
            message: "pages with the origin `null` may read this with cookies: any site can make such a page, in a sandboxed frame"
                .to_owned(),
            evidence: heard.evidence(Some("access-control-allow-origin"), "every site can send this origin"),
            fix: "take `null` off the list".to_owned(),
        };
        inquiry.add(finding);
    }
}

/// Whether everybody on the internet can reach it, as far as the URL says.
fn is_public(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => {
            name.contains('.') && !name.ends_with(".localhost") && !name.ends_with(".local")
        }
        Some(url::Host::Ipv4(address)) => !(address.is_loopback() || address.is_private() || address.is_link_local()),
        Some(url::Host::Ipv6(address)) => !(address.is_loopback() || (address.segments()[0] & 0xfe00) == 0xfc00),
        None => false,
    }
}

impl Inquiry<'_> {
    fn is_reflected(&self, foreign: &Heard) -> bool {
        allow_origin(&foreign.head).as_deref() == Some(FOREIGN_ORIGIN)
    }
}
