//! What stands beside a console: the labels of the Network panels, and the names of network errors by themselves.

use super::message::{Engine, Message};
use super::net_error::NetError;
use super::network;
use super::reason::ConsoleReason;
use super::rule::{CHROMIUM, FIREFOX, Rule, Sighting, UrlPlace, located};
use super::window::Window;

const fn rule(engine: Option<Engine>, says: &'static str, reason: fn(&Window<'_>) -> Option<ConsoleReason>) -> Rule {
    located(engine, says, UrlPlace::Elsewhere, reason)
}

/// Labels, and errors of other programs.
pub(super) const RULES: &[Rule] = &[
    rule(CHROMIUM, "(blocked:mixed-content)", |_| Some(ConsoleReason::MixedContent)),
    rule(CHROMIUM, "(blocked:csp)", |_| Some(ConsoleReason::ContentSecurityPolicy)),
    rule(CHROMIUM, "(blocked:other)", |_| code("ERR_BLOCKED_BY_CLIENT")),
    rule(FIREFOX, "corsmissingalloworigin", |_| Some(ConsoleReason::MissingAllowOrigin)),
    rule(FIREFOX, "corsmultiplealloworiginnotallowed", |_| Some(ConsoleReason::MultipleAllowOrigin { value: None })),
    rule(FIREFOX, "corsalloworiginnotmatchingorigin", other_origin),
    rule(FIREFOX, "corsnotsupportingcredentials", |_| Some(ConsoleReason::WildcardOriginWithCredentials)),
    rule(FIREFOX, "corsmissingallowcredentials", |_| Some(ConsoleReason::AllowCredentialsNotTrue { value: None })),
    rule(FIREFOX, "corsmethodnotfound", |_| Some(ConsoleReason::MethodNotAllowed { method: None })),
    rule(FIREFOX, "corsmissingallowheader", |_| Some(ConsoleReason::HeaderNotAllowed { name: String::new() })),
    rule(FIREFOX, "corsinvalidallowmethod", |_| Some(ConsoleReason::InvalidAllowMethods { value: None })),
    rule(FIREFOX, "corsinvalidallowheader", |_| Some(ConsoleReason::InvalidAllowHeaders { value: None })),
    rule(FIREFOX, "corspreflightdidnotsucceed", |_| Some(ConsoleReason::PreflightStatus)),
    rule(FIREFOX, "corsexternalredirectnotallowed", |_| Some(ConsoleReason::PreflightRedirect)),
    rule(FIREFOX, "corsdidnotsucceed", |_| Some(ConsoleReason::Network(NetError::unknown()))),
    rule(FIREFOX, "ns_error_connection_refused", |_| code("ERR_CONNECTION_REFUSED")),
    rule(FIREFOX, "ns_error_unknown_host", |_| code("ERR_NAME_NOT_RESOLVED")),
    rule(FIREFOX, "ns_error_net_timeout", |_| code("ERR_TIMED_OUT")),
    rule(FIREFOX, "ns_error_net_reset", |_| code("ERR_CONNECTION_RESET")),
    rule(FIREFOX, "ns_error_net_interrupt", |_| code("ERR_CONNECTION_RESET")),
    rule(FIREFOX, "ns_error_redirect_loop", |_| code("ERR_TOO_MANY_REDIRECTS")),
    rule(FIREFOX, "ns_error_tracking_uri", |_| code("ERR_BLOCKED_BY_CLIENT")),
    rule(FIREFOX, "ns_error_blocked_by_policy", |_| code("ERR_BLOCKED_BY_CLIENT")),
    rule(FIREFOX, "ns_binding_aborted", |_| code("ERR_ABORTED")),
    rule(FIREFOX, "sec_error_", |_| code("ERR_CERT_AUTHORITY_INVALID")),
    rule(FIREFOX, "ssl_error_", |_| code("ERR_SSL_PROTOCOL_ERROR")),
    rule(FIREFOX, "mozilla_pkix_error_", |_| code("ERR_CERT_AUTHORITY_INVALID")),
];

/// The label does not show which.
fn other_origin(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::AllowOriginMismatch { value: String::new() })
}

/// What Chromium calls it, so that one table of classes serves all.
fn code(code: &str) -> Option<ConsoleReason> {
    Some(ConsoleReason::Network(NetError { code: Some(code.to_owned()) }))
}

/// `Cross-Origin Resource Sharing error: <code>`, the tooltip of `CORS error` in Chromium's Network panel.
pub(super) fn sharing_error(window: &Window<'_>) -> Option<Sighting> {
    let (is_preflight, code) = match window.rest().strip_prefix("preflight") {
        Some(code) => (true, code),
        None => (false, window.rest()),
    };
    let is_list = code.contains("disallowedbypreflightresponse");
    let reasons: [(&str, ConsoleReason); 10] = [
        ("missingalloworiginheader", ConsoleReason::MissingAllowOrigin),
        ("multiplealloworiginvalues", ConsoleReason::MultipleAllowOrigin { value: None }),
        ("invalidalloworiginvalue", ConsoleReason::AllowOriginMismatch { value: String::new() }),
        ("alloworiginmismatch", ConsoleReason::AllowOriginMismatch { value: String::new() }),
        ("invalidallowcredentials", ConsoleReason::AllowCredentialsNotTrue { value: None }),
        ("wildcardoriginnotallowed", ConsoleReason::WildcardOriginWithCredentials),
        ("invalidstatus", ConsoleReason::PreflightStatus),
        ("disallowedredirect", ConsoleReason::PreflightRedirect),
        ("methoddisallowedby", ConsoleReason::MethodNotAllowed { method: None }),
        ("headerdisallowedby", ConsoleReason::HeaderNotAllowed { name: String::new() }),
    ];
    let (name, reason) = reasons.into_iter().find(|(name, _)| code.starts_with(name))?;
    let message =
        Message { reason: Some(reason), is_preflight: is_preflight || is_list, ..Message::of(Engine::Chromium) };
    Some(Sighting::new(message, window.end + name.len()))
}

/// A name of a network error by itself, as Chromium's error page and its Network panel write it. Other programs have names
/// that begin so: only those of a connection, of TLS and of a block are read.
pub(super) fn bare_net_error(window: &Window<'_>) -> Option<Sighting> {
    const NAMES: [&str; 14] = [
        "connection_",
        "name_not_resolved",
        "address_",
        "empty_response",
        "timed_out",
        "internet_disconnected",
        "cert_",
        "ssl_",
        "blocked_by_",
        "unsafe_port",
        "too_many_redirects",
        "invalid_http_response",
        "network_access_denied",
        "network_changed",
    ];
    let is_known = NAMES.iter().any(|name| window.rest().starts_with(name));
    if !is_known || !window.transcript.is_word_start(window.start) && !window.before().ends_with(['(', ':', '\'']) {
        return None;
    }
    // The name is read from before its beginning, as if `net::` stood there.
    let sighting = network::net_error(&Window { end: window.start, ..*window })?;
    Some(Sighting::new(Message { url: None, ..sighting.message }, sighting.end))
}
