//! What a console says of the connection beside what it says of CORS. Only Chromium has such lines: the method, the URL, the
//! network error, and the status where a response came, which the lines about CORS leave out.

use url::Url;

use super::Scene;
use crate::browser::block_reason::BlockReason;
use crate::browser::verdict::{Outcome, Stage, Verdict};
use crate::exchange::{NetworkFailure, status_words};

/// The line of Chromium, as DevTools writes it without its place in the source.
pub(super) fn chromium(verdict: &Verdict) -> Option<String> {
    match (&verdict.outcome, Scene::new(verdict)) {
        (Outcome::SameOrigin(response) | Outcome::Shared(response), _) => {
            let method = method(&verdict.record.method);
            (response.status >= 400).then(|| format!("{method} {}{}", url(&response.url), status(response.status)))
        }
        (_, Some(scene)) => blocked(&scene),
        (Outcome::Opaque | Outcome::OpaqueRedirect(_) | Outcome::Blocked(_), None) => None,
    }
}

fn blocked(scene: &Scene<'_>) -> Option<String> {
    let code = code(scene)?;
    // The status of a preflight is nowhere in the console: what failed is the request after it.
    let response = scene.response().filter(|_| !scene.is_preflight());
    let status = response.map(|response| status(response.status)).unwrap_or_default();
    let asked = if scene.exchange.is_some() { scene.url() } else { &scene.record.current_url };
    Some(format!("{} {} net::{code}{status}", method(&scene.record.method), url(asked)))
}

/// The network error; none where nothing got as far as the network.
fn code(scene: &Scene<'_>) -> Option<&'static str> {
    Some(match &scene.blocked.reason {
        BlockReason::Network(failure) => failure_code(*failure),
        BlockReason::BadPort => "ERR_UNSAFE_PORT",
        BlockReason::TooManyRedirects => "ERR_TOO_MANY_REDIRECTS",
        BlockReason::InvalidLocation { .. } => "ERR_INVALID_REDIRECT",
        BlockReason::NotCached => "ERR_CACHE_MISS",
        BlockReason::ResourcePolicy { value } if value.as_slice() == b"same-site" => {
            "ERR_BLOCKED_BY_RESPONSE.NotSameSite"
        }
        BlockReason::ResourcePolicy { .. } => "ERR_BLOCKED_BY_RESPONSE.NotSameOrigin",
        BlockReason::MixedContent | BlockReason::Integrity => return None,
        BlockReason::SameOriginMode | BlockReason::NonHttpScheme | BlockReason::NoCorsRedirectMode
            if scene.blocked.stage == Stage::Request =>
        {
            return None;
        }
        _ => "ERR_FAILED",
    })
}

fn failure_code(failure: NetworkFailure) -> &'static str {
    match failure {
        NetworkFailure::NameNotResolved => "ERR_NAME_NOT_RESOLVED",
        NetworkFailure::ConnectionRefused => "ERR_CONNECTION_REFUSED",
        NetworkFailure::Unreachable => "ERR_ADDRESS_UNREACHABLE",
        NetworkFailure::TlsHandshake => "ERR_SSL_PROTOCOL_ERROR",
        NetworkFailure::TlsCertificate => "ERR_CERT_AUTHORITY_INVALID",
        NetworkFailure::ConnectionClosed => "ERR_EMPTY_RESPONSE",
        NetworkFailure::InvalidResponse => "ERR_INVALID_HTTP_RESPONSE",
        NetworkFailure::BrokenLength => "ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH",
        NetworkFailure::UnexpectedProxyAuthentication => "ERR_UNEXPECTED_PROXY_AUTH",
        NetworkFailure::ResponseTooLarge => "ERR_RESPONSE_HEADERS_TOO_BIG",
        NetworkFailure::TimedOut => "ERR_TIMED_OUT",
    }
}

fn method(method: &[u8]) -> String {
    String::from_utf8_lossy(method).into_owned()
}

fn url(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

/// The status and its usual words, which HTTP/1.1 servers send.
fn status(status: u16) -> String {
    format!(" {status} ({})", status_words(status).unwrap_or_default())
}
