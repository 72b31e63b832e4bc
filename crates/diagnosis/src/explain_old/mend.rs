//! What mends a cause, said for this message; and what a server has to allow.

use crate::cause::Cause;
use crate::console::{ConsoleReason, Message};
use crate::fixes::Grant;

use super::words::is_lower_patch;

/// The smallest change, in one sentence.
pub(super) fn mend(cause: Cause, message: &Message) -> String {
    let origin = message.origin.as_deref().filter(|origin| *origin != "null");
    match (cause, &message.reason) {
        (Cause::ErrorWithoutCors, _) if message.status.is_some_and(|status| status >= 400) => {
            let status = message.status.unwrap_or_default();
            format!(
                "mend the {status} first, the server's log has it; then let CORS be the outermost layer, so that errors carry its headers"
            )
        }
        (
            Cause::OriginMismatch,
            Some(ConsoleReason::AllowOriginMismatch { .. } | ConsoleReason::InvalidAllowOrigin { .. }),
        ) => origin.map_or_else(
            || cause.mends().to_owned(),
            |origin| format!("write exactly `{origin}` in the server's list of origins"),
        ),
        (Cause::MethodNotAllowed, Some(ConsoleReason::MethodNotAllowed { method: Some(method) }))
            if is_lower_patch(method) =>
        {
            "write `PATCH` in capitals in the page: browsers send this method as written".to_owned()
        }
        (Cause::MethodNotAllowed, Some(ConsoleReason::MethodNotAllowed { method: Some(method) })) => {
            format!("add `{method}` to Access-Control-Allow-Methods of the OPTIONS answer")
        }
        (Cause::HeaderNotAllowed, Some(ConsoleReason::HeaderNotAllowed { name })) if !name.is_empty() => {
            format!(
                "add `{name}`, and every other header that the page sets, to Access-Control-Allow-Headers of the OPTIONS answer"
            )
        }
        (
            Cause::HeaderNotAllowed | Cause::MethodNotAllowed,
            Some(ConsoleReason::InvalidAllowHeaders { .. } | ConsoleReason::InvalidAllowMethods { .. }),
        ) => Cause::MalformedAllowList.mends().to_owned(),
        (Cause::FrontendSendsCorsHeaders, Some(ConsoleReason::HeaderNotAllowed { name })) => {
            format!("remove `{name}` from the page's request: the server sends such headers, the page never does")
        }
        (Cause::WildcardWithCredentials, _) if origin.is_some() => format!(
            "send `Access-Control-Allow-Origin: {}` instead of `*`, with `Access-Control-Allow-Credentials: true` and `Vary: Origin`; or leave credentials out",
            origin.unwrap_or_default()
        ),
        (Cause::ExposeHeadersMissing, Some(ConsoleReason::HiddenHeader { name })) => {
            format!("let the server send `Access-Control-Expose-Headers: {name}` with the response")
        }
        (Cause::NotCors, Some(reason)) => other_mechanism(reason).to_owned(),
        _ => cause.mends().to_owned(),
    }
}

/// What mends the mechanisms that are not CORS.
fn other_mechanism(reason: &ConsoleReason) -> &'static str {
    match reason {
        ConsoleReason::ContentSecurityPolicy => {
            "add the URL's origin to connect-src (or the directive that is named) of the page's Content-Security-Policy"
        }
        ConsoleReason::ResourcePolicy => {
            "send `Cross-Origin-Resource-Policy: cross-origin`, or load it with `crossorigin` and allow the origin"
        }
        ConsoleReason::OpaqueResponseBlocking => {
            "send the right Content-Type, or load it with `crossorigin` and allow the page's origin"
        }
        ConsoleReason::HostCheck => {
            "add the host name to `server.allowedHosts` of Vite, `allowedHosts` of webpack-dev-server, or `allowedDevOrigins` of Next.js"
        }
        ConsoleReason::WebSocketHandshake => {
            "look at the server's log: it decides by itself whom it lets in; a proxy has to pass `Upgrade` on"
        }
        ConsoleReason::Integrity => "update the hash in the integrity attribute, or load the file that it belongs to",
        ConsoleReason::FrameAccess => "let the two pages talk by `postMessage`, or serve both from one origin",
        ConsoleReason::FrameEmbedding => {
            "let the framed page's server name yours in `Content-Security-Policy: frame-ancestors`, and drop X-Frame-Options"
        }
        ConsoleReason::TaintedCanvas => {
            "load the image with `crossorigin=\"anonymous\"`, and let its server send Access-Control-Allow-Origin"
        }
        ConsoleReason::WindowMessage => "give `postMessage` the origin that the window shows, once it has loaded",
        ConsoleReason::OpenerPolicy => {
            "send `Cross-Origin-Opener-Policy: same-origin-allow-popups` with the page that opens the window"
        }
        ConsoleReason::NotJson => {
            "look at the response in the Network tab: its status and its first lines say whose page it is"
        }
        ConsoleReason::ServiceWorker => {
            "unregister the service worker in the developer tools and try again; then mend its fetch handler"
        }
        ConsoleReason::CorsDisabled => "set `content.cors.disable` to false in about:config",
        ConsoleReason::SameOriginMode => "remove `mode: \"same-origin\"`, or call the page's own origin",
        ConsoleReason::HttpStatus => "read the status in the page (`response.ok`), and look at the server's log",
        _ => Cause::NotCors.mends(),
    }
}

/// What the server has to allow; nothing for a page without an origin, which nobody should allow.
pub(super) fn grant(message: &Message) -> Option<Grant> {
    if message.origin.as_deref() == Some("null") {
        return None;
    }
    let mut grant = Grant::new(message.origin.as_deref());
    grant.allow_method(message.method.as_deref());
    match &message.reason {
        Some(ConsoleReason::MethodNotAllowed { method }) => grant.allow_method(method.as_deref()),
        Some(ConsoleReason::HeaderNotAllowed { name }) => grant.allow_header(name),
        Some(ConsoleReason::WildcardOriginWithCredentials | ConsoleReason::AllowCredentialsNotTrue { .. }) => {
            grant.allow_credentials();
        }
        _ => {}
    }
    Some(grant)
}
