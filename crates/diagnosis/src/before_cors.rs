//! What stops a call before CORS has a say: nothing answers, the URL cannot be called, a redirect leads nowhere.

use preflight_engine::browser::{BlockReason, Blocked, Verdict};
use preflight_engine::exchange::NetworkFailure;

use crate::cause::Cause;
use crate::diagnose::{field_evidence, reason_text, status_evidence};
use crate::finding::{Certainty, Finding};

pub(crate) fn explain(verdict: &Verdict, blocked: &Blocked) -> Finding {
    let (cause, fix) = cause_and_fix(&blocked.reason);
    let host = verdict.evidence().map(|exchange| authority(&exchange.request.url)).unwrap_or_default();
    let message = match &blocked.reason {
        BlockReason::Network(failure) => format!("{host}: {failure}; CORS has no part in this"),
        BlockReason::BadPort => {
            format!("{reason}: browsers block this port before anything is sent", reason = blocked.reason)
        }
        reason => reason_text(reason),
    };
    let evidence = match &blocked.reason {
        BlockReason::InvalidLocation { .. } => {
            field_evidence(blocked, "location", "this is no URL, or not the only one".to_owned())
        }
        BlockReason::RedirectNonHttp { .. } | BlockReason::RedirectCredentials { .. } => {
            field_evidence(blocked, "location", "browsers do not follow this".to_owned())
        }
        BlockReason::ResourcePolicy { .. } => field_evidence(
            blocked,
            "cross-origin-resource-policy",
            "this keeps the response from other origins".to_owned(),
        ),
        _ => status_evidence(blocked, String::new()),
    };
    Finding { cause, certainty: Certainty::Certain, message, evidence, fix }
}

fn cause_and_fix(reason: &BlockReason) -> (Cause, String) {
    let (cause, fix) = match reason {
        BlockReason::Network(failure) => return network(*failure),
        BlockReason::BadPort => (Cause::WrongUrl, "let the server listen on another port, such as 8080"),
        BlockReason::NonHttpScheme => (Cause::WrongUrl, "call an http or https URL"),
        BlockReason::LocalNetworkPermissionDenied { .. } => (
            Cause::LocalNetworkAccess,
            "grant the browser's local network permission, and serve the page over https; no CORS header replaces it",
        ),
        BlockReason::LocalNetworkInsecureContext { .. } => {
            (Cause::LocalNetworkAccess, "serve the page over https; only then may the browser ask for the permission")
        }
        BlockReason::AddressSpaceMismatch { .. } => {
            (Cause::LocalNetworkAccess, "correct `targetAddressSpace` in the page, or leave it out")
        }
        BlockReason::SameOriginMode => (Cause::SameOriginMode, "remove `mode: \"same-origin\"`"),
        BlockReason::NoCorsRedirectMode => (Cause::NoCorsMode, "remove `mode: \"no-cors\"`"),
        BlockReason::ResourcePolicy { .. } => (
            Cause::NotCors,
            "send `Cross-Origin-Resource-Policy: cross-origin`, or fetch in cors mode and allow the origin",
        ),
        BlockReason::TooManyRedirects => {
            (Cause::RedirectNotFollowed, "call the final URL; the redirects go in circles")
        }
        BlockReason::RedirectModeError => {
            (Cause::RedirectNotFollowed, "remove `redirect: \"error\"`, or call the final URL")
        }
        BlockReason::RedirectCredentials { .. } => {
            (Cause::RedirectNotFollowed, "redirect to a URL without user name and password")
        }
        BlockReason::RedirectStreamBody => {
            (Cause::RedirectNotFollowed, "call the final URL, or send the body as text or bytes")
        }
        _ => (Cause::RedirectNotFollowed, "let the server send one `Location` with an http or https URL"),
    };
    (cause, fix.to_owned())
}

fn network(failure: NetworkFailure) -> (Cause, String) {
    let (cause, fix) = match failure {
        NetworkFailure::NameNotResolved => (
            Cause::Unreachable,
            "check the host's spelling; names of containers and of a VPN do not resolve in a browser outside of it",
        ),
        NetworkFailure::ConnectionRefused => (
            Cause::Unreachable,
            "start the server, or correct the port; a server in a container has to listen on 0.0.0.0 and publish the port",
        ),
        NetworkFailure::TlsHandshake => {
            (Cause::TlsUntrusted, "check whether the port speaks TLS at all; a plain HTTP port wants an http: URL")
        }
        NetworkFailure::TlsCertificate => {
            (Cause::TlsUntrusted, "use a certificate for this host from a CA that the browser trusts")
        }
        NetworkFailure::InvalidResponse => {
            (Cause::Unreachable, "check the port: what listens there does not speak HTTP; it may speak TLS")
        }
        NetworkFailure::BrokenLength => (
            Cause::Unreachable,
            "send Content-Length and Content-Disposition once: the application or the proxy in front of it, not both",
        ),
        NetworkFailure::UnexpectedProxyAuthentication => {
            (Cause::Unreachable, "answer 401 where a login is missing: 407 is for proxies")
        }
        NetworkFailure::TimedOut => {
            (Cause::Unreachable, "look at the server's log: it took the connection and did not answer")
        }
        _ => (Cause::Unreachable, "look at the server's log: it may have crashed while it answered"),
    };
    (cause, fix.to_owned())
}

fn authority(url: &url::Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}", url.host_str().unwrap_or_default())
}
