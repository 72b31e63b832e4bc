//! A blocked call, looked at more closely: what the first reading of the exchanges cannot tell apart is asked.

use preflight_engine::browser::{BlockReason, Blocked, Stage};
use preflight_engine::exchange::{Exchange, RequestHead, ResponseHead};

use super::head::{actual, allow_origin, allows, compares_origins, from_origin, is_html, preflight, safe, to_url};
use super::{Inquiry, Purpose, caches, near_miss, own_headers, paths, reach, slips};
use crate::cause::Cause;
use crate::diagnose::printable;
use crate::finding::Certainty;
use crate::missing_allow_origin::{is_login, is_method_status, location};

pub(super) fn look_closer(inquiry: &mut Inquiry<'_>, blocked: &Blocked) {
    if slips::conclude(inquiry) || blocked.stage == Stage::Preflight && own_headers::conclude(inquiry) {
        return;
    }
    if let BlockReason::Network(failure) = blocked.reason {
        return reach::look_closer(inquiry, failure);
    }
    let Some((head, response)) = decided(inquiry, blocked) else { return };
    if leads_away_from_the_page(inquiry, &head) && blocked.stage != Stage::Preflight {
        return conclude_dev_proxy(inquiry, &head);
    }
    match (&blocked.reason, blocked.stage) {
        (BlockReason::MissingAllowOrigin, Stage::Preflight) => at_preflight(inquiry, &head, &response),
        (BlockReason::MissingAllowOrigin, Stage::Redirect) => at_redirect(inquiry, &head, &response),
        (BlockReason::MissingAllowOrigin, Stage::Response) if response.status >= 400 => {
            at_error(inquiry, &head, &response)
        }
        (BlockReason::MissingAllowOrigin, Stage::Response) => at_response(inquiry, &head, &response),
        (BlockReason::AllowOriginMismatch { .. }, Stage::Response) if inquiry.origin() != "null" => {
            caches::has_answered(inquiry, &head, &response);
        }
        _ => {}
    }
}

/// The exchange that decided.
fn decided(inquiry: &Inquiry<'_>, blocked: &Blocked) -> Option<(RequestHead, ResponseHead)> {
    let Exchange { request, answer } = inquiry.case.verdict.exchanges.get(blocked.exchange?)?;
    Some((safe(request), answer.as_ref().ok()?.clone()))
}

/// The preflight's answer says nothing of the origin. Statuses that say why were read already; what is left is whether
/// the origin is refused, `OPTIONS` is not handled, or nothing here knows CORS.
fn at_preflight(inquiry: &mut Inquiry<'_>, head: &RequestHead, response: &ResponseHead) {
    match response.status {
        500 if speaks_of_cors(&inquiry.network.body(head)) => refused(inquiry, head),
        300..=399 | 401 | 407 | 413 | 429 | 500 | 502.. => {}
        _ if response.headers.contains(b"www-authenticate") => {}
        _ if compares_origins(response) => refused(inquiry, head),
        200..=299 => answered_without_a_word(inquiry, head),
        404 | 405 | 501 => path_may_be_missing(inquiry, head),
        status => {
            let plain = plain_options(head);
            let plain = inquiry.ask(Purpose::PlainOptions, plain);
            if plain.is_some_and(|plain| plain.head.status != status) || speaks_of_origin(&inquiry.network.body(head)) {
                refused(inquiry, head);
            }
        }
    }
}

/// `OPTIONS` that is no preflight.
fn plain_options(head: &RequestHead) -> RequestHead {
    let mut plain = from_origin(head, None);
    plain.is_preflight = false;
    plain.headers.retain(|name| !name.to_ascii_lowercase().starts_with(b"access-control-request-"));
    plain
}

/// Whether an error page is one of a CORS library: "Disallowed CORS origin", "Invalid CORS request".
fn speaks_of_origin(body: &[u8]) -> bool {
    speaks_of_cors(body) || body.to_ascii_lowercase().windows(6).any(|word| word == b"origin")
}

fn speaks_of_cors(body: &[u8]) -> bool {
    body.to_ascii_lowercase().windows(4).any(|word| word == b"cors")
}

/// Something there knows CORS and does not allow this origin.
fn refused(inquiry: &mut Inquiry<'_>, head: &RequestHead) {
    if near_miss::find(inquiry, head) {
        return;
    }
    let origin = inquiry.origin();
    if origin == "null" {
        return conclude_null(inquiry);
    }
    inquiry.conclude(
        Cause::OriginMismatch,
        Certainty::Likely,
        format!("the server knows CORS and refuses `{origin}`: its list does not hold this origin"),
        format!("add `{origin}` to the server's list of origins, written exactly so"),
    );
}

fn conclude_null(inquiry: &mut Inquiry<'_>) {
    inquiry.conclude(
        Cause::FileOriginNull,
        Certainty::Certain,
        "the page's origin is `null`: it is a file or a sandboxed frame, and the server allows no such page".to_owned(),
        "serve the page over http from localhost; allowing `null` would allow everybody".to_owned(),
    );
}

/// 2xx without a single word: either nobody handles preflights, or nobody handles CORS.
fn answered_without_a_word(inquiry: &mut Inquiry<'_>, head: &RequestHead) {
    let origin = inquiry.origin();
    let Some(heard) = inquiry.ask(Purpose::Actual, actual(inquiry.case.request, &head.url, &origin)) else { return };
    if allows(&heard.head, &origin) {
        return conclude_options(inquiry, "the request itself is allowed");
    }
    let error_page = paths::error_page(inquiry, &actual(inquiry.case.request, &head.url, &origin));
    if error_page.is_some_and(|page| paths::conclude_answered_before(inquiry, &page, &origin)) {
        return;
    }
    if allow_origin(&heard.head).is_some()
        || compares_origins(&heard.head)
        || near_miss::find(inquiry, &heard_head(inquiry, head))
    {
        return refused_actual(inquiry, head);
    }
    // A stand-in that says "not this method" says nothing of the request itself.
    if is_method_status(heard.head.status) {
        return;
    }
    conclude_nobody(inquiry);
}

fn heard_head(inquiry: &Inquiry<'_>, head: &RequestHead) -> RequestHead {
    actual(inquiry.case.request, &head.url, &inquiry.origin())
}

fn refused_actual(inquiry: &mut Inquiry<'_>, head: &RequestHead) {
    let is_found = inquiry.first().is_some_and(|first| first.cause == Cause::OriginMismatch);
    if !is_found {
        let head = heard_head(inquiry, head);
        refused(inquiry, &head);
    }
}

fn conclude_options(inquiry: &mut Inquiry<'_>, reason: &str) {
    let origin = inquiry.origin();
    let status = inquiry
        .case
        .verdict
        .evidence()
        .and_then(|exchange| exchange.answer.as_ref().ok())
        .map_or(0, |head| head.status);
    inquiry.conclude(
        Cause::OptionsNotHandled,
        Certainty::Certain,
        format!(
            "OPTIONS is answered {status} without any Access-Control header, while {reason}: nobody answers preflights"
        ),
        format!("answer OPTIONS on this path with 204 and `Access-Control-Allow-Origin: {origin}`"),
    );
}

/// A path that is missing for the request itself as well is not a matter of `OPTIONS`.
fn path_may_be_missing(inquiry: &mut Inquiry<'_>, head: &RequestHead) {
    let origin = inquiry.origin();
    let is_exact = matches!(inquiry.case.request.method(), b"GET" | b"HEAD");
    let Some(heard) = inquiry.ask(Purpose::Actual, actual(inquiry.case.request, &head.url, &origin)) else { return };
    let status = heard.head.status;
    if is_exact && status >= 400 && allow_origin(&heard.head).is_none() {
        inquiry.conclude(
            Cause::ErrorWithoutCors,
            Certainty::Likely,
            format!(
                "the server answers {status} to the request itself, not only to the preflight, without CORS headers"
            ),
            format!("mend the {status} first: check the path; then answer OPTIONS on it as well"),
        );
    } else if allows(&heard.head, &origin) {
        conclude_options(inquiry, "the request itself is allowed");
    }
}

/// A redirect without CORS headers to another host. What is there tells a login from an API that moved.
fn at_redirect(inquiry: &mut Inquiry<'_>, head: &RequestHead, response: &ResponseHead) {
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

/// An error page without CORS headers. The status was read; what is left is whether it is about the origin.
fn at_error(inquiry: &mut Inquiry<'_>, head: &RequestHead, response: &ResponseHead) {
    if let Some((cause, message, fix)) = error_of_another_kind(inquiry, head, response) {
        return inquiry.conclude(cause, Certainty::Likely, message, fix);
    }
    if matches!(response.status, 413 | 429 | 502..=504) {
        return;
    }
    // `callback(new Error('Not allowed by CORS'))` is how many servers refuse an origin.
    if speaks_of_cors(&inquiry.network.body(head)) {
        return refused(inquiry, head);
    }
    let Some(without) = inquiry.ask(Purpose::WithoutOrigin, from_origin(head, None)) else { return };
    if without.head.status < 400 {
        inquiry.note(format!(
            "without an Origin, as curl sends it, the server answers {}: that it works there proves nothing",
            without.head.status
        ));
        refused(inquiry, head);
    }
}

/// Error pages that say what is wrong, and it is not the page's request.
fn error_of_another_kind(
    inquiry: &Inquiry<'_>,
    head: &RequestHead,
    response: &ResponseHead,
) -> Option<(Cause, String, String)> {
    let body = String::from_utf8_lossy(&inquiry.network.body(head)).to_ascii_lowercase();
    let server = response.headers.get(b"server").map(|value| printable(&value)).unwrap_or_default();
    let says = |phrase: &str| body.contains(phrase);
    if server.contains("AirTunes") || server.contains("AirPlay") {
        let port = head.url.port_or_known_default().unwrap_or(80);
        return Some((
            Cause::WrongUrl,
            format!("what listens on port {port} is AirPlay of macOS (`Server: {server}`), not the API"),
            "let the API listen on another port, such as 8000, or switch the AirPlay Receiver off".to_owned(),
        ));
    }
    if says("plain http request was sent to https port") || says("client sent an http request to an https server") {
        return Some((
            Cause::WrongUrl,
            "the port speaks TLS, and the URL is plain http".to_owned(),
            "write https:// in the URL".to_owned(),
        ));
    }
    if says("blocked request. this host") || says("invalid host header") || says("disallowedhost") {
        return Some((
            Cause::NotCors,
            "the server does not know the host name that it is called by, and refuses to answer; this is not CORS".to_owned(),
            "add the host to the server's list (`server.allowedHosts` in Vite, `allowedHosts` in webpack, `ALLOWED_HOSTS` in Django)"
                .to_owned(),
        ));
    }
    let status = response.status;
    let is_own_page = is_html(response) && is_page_of_a_web_server(&server, status, &body);
    (is_own_page || is_page_of_a_proxy(&server, &body)).then(|| {
        (
            Cause::ProxyErrorWithoutCors,
            format!("a proxy answered {status} with a page of its own, which has no CORS headers"),
            format!("mend the {status} first; let the proxy add its CORS headers to errors too (nginx: `always`)"),
        )
    })
}

/// Whether an error page is one that proxies, CDNs and firewalls make themselves.
fn is_page_of_a_proxy(server: &str, body: &str) -> bool {
    const SERVERS: [&str; 13] = [
        "cloudflare",
        "cloudfront",
        "awselb",
        "varnish",
        "haproxy",
        "akamai",
        "envoy",
        "traefik",
        "ats/",
        "microsoft-azure-application-gateway",
        "bigip",
        "sucuri",
        "imperva",
    ];
    const PAGES: [&str; 11] = [
        "<center>nginx",
        "<center>openresty",
        "<center>tengine",
        "cloudflare",
        "varnish cache server",
        "generated by cloudfront",
        "no server is available to handle this request",
        "attention required!",
        "upstream connect error",
        "the requested url was rejected",
        "incapsula incident",
    ];
    let server = server.to_ascii_lowercase();
    SERVERS.iter().any(|name| server.starts_with(name)) || PAGES.iter().any(|phrase| body.contains(phrase))
}

/// Whether a web server in front made the page: a short one, with little in it but the status line.
fn is_page_of_a_web_server(server: &str, status: u16, body: &str) -> bool {
    const SERVERS: [&str; 5] = ["nginx", "openresty", "tengine", "apache", "lighttpd"];
    const SHORT: usize = 1024;
    let server = server.to_ascii_lowercase();
    let is_in_front = SERVERS.iter().any(|name| server.starts_with(name));
    is_in_front && body.len() <= SHORT && body.contains(&format!("{status} "))
}

/// 2xx without `Access-Control-Allow-Origin`: the browser's message, and the fewest facts.
fn at_response(inquiry: &mut Inquiry<'_>, head: &RequestHead, response: &ResponseHead) {
    let origin = inquiry.origin();
    if was_redirected_to_login(inquiry, head, response) {
        return;
    }
    let asked_first = inquiry.case.verdict.exchanges.iter().any(|exchange| exchange.request.is_preflight);
    let may_be_cached = caches::is_from_cache(response) || !asked_first && response.headers.contains(b"cache-control");
    if origin != "null" && may_be_cached && caches::has_answered(inquiry, head, response) {
        return;
    }
    if compares_origins(response) {
        return refused(inquiry, head);
    }
    if asked_first {
        return;
    }
    if origin == "null" {
        return conclude_null(inquiry);
    }
    if let Some(page) = paths::error_page(inquiry, head) {
        let body = inquiry.network.body(head);
        if paths::is_front_end(response, &body, &page) {
            return paths::conclude_front_end(inquiry);
        }
        if paths::conclude_answered_before(inquiry, &page, &origin) {
            return;
        }
    }
    if head.url.path() != "/"
        && let Some(root) = paths::root(inquiry, head)
        && paths::conclude_answered_before(inquiry, &root, &origin)
    {
        return;
    }
    let asked = preflight(inquiry.case.request.method(), &head.url, &origin);
    if let Some(asked) = inquiry.ask(Purpose::Preflight, asked)
        && allows(&asked.head, &origin)
        && asked.head.has_ok_status()
    {
        return inquiry.conclude(
            Cause::PreflightOnly,
            Certainty::Certain,
            "OPTIONS is answered with CORS headers, the response itself has none".to_owned(),
            format!("send `Access-Control-Allow-Origin: {origin}` with the response as well, not only with OPTIONS"),
        );
    }
    if !near_miss::find(inquiry, head) {
        conclude_nobody(inquiry);
    }
}

fn conclude_nobody(inquiry: &mut Inquiry<'_>) {
    let origin = inquiry.origin();
    inquiry.conclude(
        Cause::NoAllowOrigin,
        Certainty::Likely,
        "the server shares this with no page: it answers, and allows none of the origins that were tried".to_owned(),
        format!(
            "let the server send `Access-Control-Allow-Origin: {origin}` and `Vary: Origin`; if it is not yours, call it from your own server"
        ),
    );
}

/// A redirect that had its CORS headers may still lead to a login page.
fn was_redirected_to_login(inquiry: &mut Inquiry<'_>, head: &RequestHead, response: &ResponseHead) -> bool {
    let first = &inquiry.case.verdict.exchanges[0].request.url;
    if *first == head.url || !(is_login(&head.url) || is_html(response) && first.origin() != head.url.origin()) {
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

/// Whether the call began at the page's own server and was led to another.
fn leads_away_from_the_page(inquiry: &Inquiry<'_>, head: &RequestHead) -> bool {
    let page = inquiry.case.request.origin();
    let first = &inquiry.case.verdict.exchanges[0].request.url;
    let is_own = |url: &url::Url| page.same_origin(&preflight_engine::Origin::of_url(url));
    is_own(first) && !is_own(&head.url) && !is_login(&head.url)
}

fn conclude_dev_proxy(inquiry: &mut Inquiry<'_>, head: &RequestHead) {
    inquiry.conclude(
        Cause::DevProxyMisused,
        Certainty::Likely,
        format!("the page's own server redirects the call to {}, past the proxy, and there CORS begins", head.url),
        "let the proxy rewrite redirects (`changeOrigin`, `autoRewrite`), or call the final path through it".to_owned(),
    );
}
