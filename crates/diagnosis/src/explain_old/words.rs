//! Why a cause shows as this message, and the question that tells it from the others.

use crate::allow_origin::difference;
use crate::cause::Cause;
use crate::console::{ConsoleReason, Message};

/// Why this cause.
pub(super) fn why(cause: Cause, message: &Message) -> String {
    match (cause, &message.reason) {
        (
            Cause::OriginMismatch,
            Some(ConsoleReason::AllowOriginMismatch { value } | ConsoleReason::InvalidAllowOrigin { value }),
        ) => mismatch(value, message),
        (Cause::HeaderNotAllowed, Some(ConsoleReason::HeaderNotAllowed { name })) if is_tracing(name) => {
            format!("{name} comes from a tracing library, which adds it to every call")
        }
        (Cause::MethodNotAllowed, Some(ConsoleReason::MethodNotAllowed { method: Some(method) }))
            if is_lower_patch(method) =>
        {
            format!("`{method}` is sent as written, and lists have PATCH in capitals")
        }
        (
            Cause::HeaderNotAllowed | Cause::MethodNotAllowed,
            Some(ConsoleReason::InvalidAllowHeaders { .. } | ConsoleReason::InvalidAllowMethods { .. }),
        ) => "one element that is no name spoils the whole list, so nothing is allowed".to_owned(),
        (Cause::FileOriginNull, _) if message.origin.as_deref() != Some("null") => {
            "a page opened from a file has the origin null, which the text does not show".to_owned()
        }
        _ => usual(cause).to_owned(),
    }
}

fn mismatch(value: &str, message: &Message) -> String {
    match message.origin.as_deref() {
        _ if value.is_empty() => {
            "the header is there, and empty: a variable of the server's configuration is not set".to_owned()
        }
        _ if value == "null" => {
            "`null` is the origin of files and sandboxed frames, not of a page on a server".to_owned()
        }
        Some(origin) => difference(value, origin),
        None => format!("the page has another origin than {value}"),
    }
}

/// Why it usually shows.
fn usual(cause: Cause) -> &'static str {
    match cause {
        Cause::ErrorWithoutCors => {
            "error pages often leave the server before CORS has added its headers, so a crash looks like CORS"
        }
        Cause::Unreachable => {
            "the server is down, the port or the host name is wrong, or a container does not publish its port"
        }
        Cause::NoAllowOrigin => "nothing on the server adds CORS headers",
        Cause::AnsweredBeforeCors => "files, logins and routes that stand before the CORS middleware answer without it",
        Cause::OriginMismatch => "a server with a list of origins says nothing to those that are not in it",
        Cause::WrongUrl => {
            "the URL lacks its scheme, has a port that browsers refuse, or leads to another server than was meant"
        }
        Cause::OptionsNotHandled => {
            "the path is there for other methods only, and OPTIONS gets 404 or 405, or a page without CORS headers"
        }
        Cause::DevProxyMisused => "the development server redirects to the API instead of fetching it for the page",
        Cause::FrontendSendsCorsHeaders => "the header belongs to the response, and the page set it on the request",
        Cause::AllowOriginDuplicated => {
            "two layers send the header, mostly the application and the proxy; a CORS extension does it too"
        }
        Cause::AllowOriginListOrPattern => "the header takes one origin; browsers know no lists and no patterns there",
        Cause::ProxyStripsHeaders => "a proxy, a CDN or a service worker answers with a copy that lacks the header",
        Cause::ProxyErrorWithoutCors => {
            "the proxy before the server gave up (size, time, no upstream) and answered itself"
        }
        Cause::PreflightNeedsAuth => "the login comes before CORS, and preflights carry no credentials",
        Cause::PreflightRedirect => "the URL is redirected: to https, to another slash, to another host, to a login",
        Cause::RedirectWithoutCors => "the URL is redirected, and the redirect itself has to carry the header too",
        Cause::RedirectToLogin => "the session is missing or over, and the server sends the call to its login page",
        Cause::RedirectTaintsOrigin => "after a redirect through another origin the browser sends `Origin: null`",
        Cause::WildcardWithCredentials => "`*` is meant for everybody, and credentials are not for everybody",
        Cause::AllowCredentialsMissing => "the answer has to say exactly `true`, in lower case",
        Cause::CookieNotSent => {
            "cross-site cookies need SameSite=None and Secure, and more and more browsers want Partitioned"
        }
        Cause::HeaderNotAllowed => {
            "Access-Control-Allow-Headers of the OPTIONS answer does not list it; others may be missing as well"
        }
        Cause::MethodNotAllowed => "Access-Control-Allow-Methods of the OPTIONS answer does not list it",
        Cause::PreflightOnly => {
            "something answers OPTIONS correctly, and the server behind it adds nothing to the response"
        }
        Cause::CacheWithoutVary => {
            "the browser or a CDN kept an answer that was made for a request without this Origin"
        }
        Cause::FileOriginNull => "the page is a file or a sandboxed frame, and has no origin that a server could allow",
        Cause::LocalNetworkAccess => {
            "since Chromium 142 pages need the user's permission to reach this machine or the local network"
        }
        Cause::MixedContent => "the page is served over https, the URL is http",
        Cause::TlsUntrusted => {
            "the certificate is made by hand, expired or for another host, or the port speaks no TLS"
        }
        Cause::BlockedByClient => {
            "the URL is on a filter list of an ad blocker, or the browser's own protection knows it"
        }
        Cause::BrowserExtension => "an extension changes or makes requests of the page",
        Cause::NotCors => "the message names another mechanism, which no CORS header switches off",
        other => other.shows(),
    }
}

/// What to find out.
pub(super) fn ask(cause: Cause) -> &'static str {
    match cause {
        Cause::ErrorWithoutCors => "is the status 400 or more?",
        Cause::Unreachable => "does nothing answer at all?",
        Cause::NoAllowOrigin => "is the status 2xx, and has no path of the host the header?",
        Cause::AnsweredBeforeCors => "have other paths of the same host the header?",
        Cause::OriginMismatch => {
            "does the header come for another spelling of the origin: scheme, port, www, 127.0.0.1?"
        }
        Cause::WrongUrl => "is this the URL that was meant, with scheme, host and port?",
        Cause::OptionsNotHandled => "is OPTIONS answered 404, 405 or 501, or 2xx without Access-Control headers?",
        Cause::DevProxyMisused => "does the page call its own development server, and get a redirect?",
        Cause::AllowOriginDuplicated => "are there two Access-Control-Allow-Origin lines?",
        Cause::AllowOriginListOrPattern => "does one line hold several origins?",
        Cause::ProxyStripsHeaders => {
            "does the server send the header when it is asked directly, without proxy and CDN?"
        }
        Cause::ProxyErrorWithoutCors => "is the status 413, 429, 502, 503 or 504?",
        Cause::PreflightNeedsAuth => "is OPTIONS answered 401, 403 or 407?",
        Cause::PreflightRedirect => "is OPTIONS answered 301, 302, 307 or 308?",
        Cause::RedirectWithoutCors => "is the status 301, 302, 307 or 308, without the header?",
        Cause::RedirectToLogin => "does the Location lead to a login page?",
        Cause::RedirectTaintsOrigin => "does the call pass through a second origin before it fails?",
        Cause::HeaderNotAllowed => "does Access-Control-Allow-Headers lack one of the page's headers?",
        Cause::MethodNotAllowed => "does Access-Control-Allow-Methods lack the method?",
        Cause::FrontendSendsCorsHeaders => "does the page set Access-Control headers itself?",
        Cause::WildcardWithCredentials => "is the header `*`, and the call made with credentials?",
        Cause::AllowCredentialsMissing => "is Access-Control-Allow-Credentials anything but `true`?",
        Cause::PreflightOnly => "has the answer to OPTIONS the header, and the response not?",
        Cause::CacheWithoutVary => "does it work with the cache disabled in the developer tools?",
        Cause::FileOriginNull => "does the page's address begin with file:, or is it a sandboxed frame?",
        Cause::LocalNetworkAccess => "is the page public, and the URL on this machine or in the local network?",
        Cause::MixedContent => "is the page served over https?",
        Cause::TlsUntrusted => "does the browser warn when the URL is opened in a tab?",
        Cause::BlockedByClient => "does the call succeed in a clean profile?",
        Cause::BrowserExtension => "does it go away with all extensions switched off?",
        Cause::NotCors => "does another line of the console name CSP, CORP or a service worker?",
        _ => "does a probe show the same?",
    }
}

/// Headers that tracing libraries add.
fn is_tracing(name: &str) -> bool {
    matches!(name, "baggage" | "sentry-trace" | "traceparent" | "tracestate" | "newrelic" | "request-id")
        || name.starts_with("x-datadog-")
        || name.starts_with("x-b3-")
}

pub(super) fn is_lower_patch(method: &str) -> bool {
    method.eq_ignore_ascii_case("PATCH") && method != "PATCH"
}
