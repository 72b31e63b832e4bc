//! WebKit's console (`Source/WebCore/loader/CrossOriginAccessControl.cpp`, `Source/WebKit/NetworkProcess/…`): the reason,
//! then which call failed.

use url::Url;

use super::{Scene, latin1};
use crate::browser::request::{Api, RequestMode};
use crate::browser::verdict::{BlockReason, Stage, Verdict};
use crate::header_list::HeaderList;
use crate::method;

pub(super) fn messages(verdict: &Verdict) -> Vec<String> {
    Scene::new(verdict).map_or_else(Vec::new, |scene| block(&scene))
}

fn block(scene: &Scene<'_>) -> Vec<String> {
    let record = scene.record;
    let asked = scene.url();
    match &scene.blocked.reason {
        BlockReason::SameOriginMode if scene.blocked.stage == Stage::Request => {
            vec![format!("{} cannot load {}.", api(scene), record.current_url)]
        }
        BlockReason::SameOriginMode => vec![
            format!(
                "Unsafe attempt to load URL {} from origin {}. Domains, protocols and ports must match.",
                record.current_url, record.origin
            ),
            cannot_load(scene, &record.current_url),
        ],
        BlockReason::NoCorsRedirectMode => vec![
            "No-Cors mode requires follow redirect mode".to_owned(),
            "Not allowed to request resource".to_owned(),
            cannot_load(scene, asked),
        ],
        BlockReason::NonHttpScheme if record.mode != RequestMode::Cors => no_cors_scheme(scene),
        BlockReason::NonHttpScheme => {
            vec!["Cross origin requests are only supported for HTTP.".to_owned(), cannot_load(scene, &record.current_url)]
        }
        BlockReason::BadPort => vec![format!(
            "Not allowed to use restricted network port {}: {}",
            record.current_url.port().unwrap_or_default(),
            record.current_url
        )],
        BlockReason::Network(_) if scene.is_preflight() => {
            vec!["Connection terminated unexpectedly".to_owned(), cannot_load(scene, asked)]
        }
        BlockReason::Network(_) | BlockReason::NotCached | BlockReason::StreamOverHttp1 => Vec::new(),
        BlockReason::RedirectNonHttp { location } => redirect_non_http(scene, location),
        BlockReason::InvalidLocation { .. } if !record.is_cors => Vec::new(),
        BlockReason::InvalidLocation { value } => vec![non_cors_scheme(&latin1(value)), cannot_load(scene, asked)],
        BlockReason::TooManyRedirects => {
            vec!["Load cannot follow more than 20 redirections".to_owned(), cannot_load(scene, asked)]
        }
        BlockReason::RedirectModeError => {
            vec![format!("Not allowed to follow a redirection while loading {asked}"), cannot_load(scene, asked)]
        }
        BlockReason::RedirectCredentials { location } => {
            vec![
                denied(&without_credentials(location), &format!("redirection URL {location} has credentials")),
                cannot_load(scene, asked),
            ]
        }
        BlockReason::ResourcePolicy { .. } => vec![
            format!(
                "Cancelled load to {asked} because it violates the resource's Cross-Origin-Resource-Policy response header."
            ),
            cannot_load(scene, asked),
        ],
        reason if !reason.is_cors() => Vec::new(),
        _ => {
            let failure = if scene.is_preflight() { preflight(scene) } else { response(scene) };
            failure.map(|failure| vec![failure, cannot_load(scene, asked)]).unwrap_or_default()
        }
    }
}

fn no_cors_scheme(scene: &Scene<'_>) -> Vec<String> {
    let url = &scene.record.current_url;
    if url.scheme() != "file" {
        return Vec::new();
    }
    vec![
        format!("Not allowed to load local resource: {url}"),
        "Not allowed to request resource".to_owned(),
        cannot_load(scene, url),
    ]
}

fn redirect_non_http(scene: &Scene<'_>, location: &Url) -> Vec<String> {
    let asked = scene.url();
    match location.scheme() {
        "file" => vec![format!("Not allowed to load local resource: {location}"), cannot_load(scene, asked)],
        "ftp" => vec!["FTP URLs are disabled".to_owned(), cannot_load(scene, asked)],
        "blob" => vec![NOT_HTTP.to_owned(), cannot_load(scene, location)],
        _ if scene.record.mode != RequestMode::Cors => vec![NOT_HTTP.to_owned(), cannot_load(scene, location)],
        _ => vec![non_cors_scheme(location.as_str()), cannot_load(scene, asked)],
    }
}

const NOT_HTTP: &str = "Redirection to URL with a scheme that is not HTTP(S).";

fn non_cors_scheme(location: &str) -> String {
    denied(location, "not allowed to follow a cross-origin CORS redirection with non CORS scheme")
}

fn denied(location: &str, reason: &str) -> String {
    format!("Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: {reason}")
}

fn cannot_load(scene: &Scene<'_>, url: &Url) -> String {
    format!("{} cannot load {url} due to access control checks.", api(scene))
}

fn api(scene: &Scene<'_>) -> &'static str {
    match scene.record.api {
        Api::Fetch => "Fetch API",
        Api::Xhr => "XMLHttpRequest",
    }
}

fn without_credentials(url: &Url) -> String {
    let mut url = url.clone();
    // A URL with credentials has a host, so neither fails.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

fn response(scene: &Scene<'_>) -> Option<String> {
    let failure = cors_check(scene)?;
    match scene.location().filter(|_| scene.blocked.stage == Stage::Redirect) {
        Some(location) => Some(denied(scene.url().join(&latin1(&location)).ok()?.as_str(), &failure)),
        None => Some(failure),
    }
}

/// A preflight's answer in WebKit's order: status, origin and credentials, lists, method, headers.
fn preflight(scene: &Scene<'_>) -> Option<String> {
    let head = scene.response()?;
    if !head.has_ok_status() {
        return Some(format!("Preflight response is not successful. Status code: {}", head.status));
    }
    if let Some(failure) = cors_check(scene) {
        return Some(failure);
    }
    let unreadable = |field: &str| {
        let value = head.headers.get(field.to_ascii_lowercase().as_bytes()).unwrap_or_default();
        format!("Header {field} has an invalid value: {}", latin1(&value))
    };
    let Ok(methods) = head.headers.extract_header_list_values(b"access-control-allow-methods") else {
        return Some(unreadable("Access-Control-Allow-Methods"));
    };
    let Ok(names) = head.headers.extract_header_list_values(b"access-control-allow-headers") else {
        return Some(unreadable("Access-Control-Allow-Headers"));
    };
    let (methods, names) = (methods.unwrap_or_default(), names.unwrap_or_default());
    let has_wildcard = |list: &[Vec<u8>]| !scene.includes_credentials() && list.iter().any(|element| element == b"*");
    let asked = &scene.record.method;
    if !method::is_cors_safelisted(asked) && !has_wildcard(&methods) && !methods.contains(asked) {
        return Some(format!("Method {} is not allowed by Access-Control-Allow-Methods.", latin1(asked)));
    }
    if has_wildcard(&names) {
        return None;
    }
    let is_missing = |name: &&[u8]| {
        scene.requested_names().iter().any(|asked| asked.eq_ignore_ascii_case(name))
            && !names.iter().any(|listed| listed.eq_ignore_ascii_case(name))
    };
    let missing = header_map_order(&scene.record.headers).into_iter().find(is_missing)?;
    Some(format!("Request header field {} is not allowed by Access-Control-Allow-Headers.", spelling(missing)))
}

/// WebKit keeps the names that it knows before the others, and spells them its own way.
fn header_map_order(headers: &HeaderList) -> Vec<&[u8]> {
    let (known, unknown): (Vec<_>, Vec<_>) = headers.iter().map(|(name, _)| name).partition(|name| known_name(name).is_some());
    known.into_iter().chain(unknown).collect()
}

fn spelling(name: &[u8]) -> String {
    known_name(name).map_or_else(|| latin1(name), str::to_owned)
}

fn known_name(name: &[u8]) -> Option<&'static str> {
    KNOWN_NAMES.into_iter().find(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

/// The names of `Source/WebCore/platform/network/HTTPHeaderNames.in` that a page can set.
const KNOWN_NAMES: [&str; 30] = [
    "Accept",
    "Accept-Language",
    "Accept-Ranges",
    "Age",
    "Authorization",
    "Cache-Control",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Location",
    "Content-Range",
    "Content-Type",
    "ETag",
    "Expires",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Last-Event-ID",
    "Last-Modified",
    "Link",
    "Location",
    "Ping-From",
    "Ping-To",
    "Pragma",
    "Purpose",
    "Range",
    "User-Agent",
    "X-Requested-With",
];

fn cors_check(scene: &Scene<'_>) -> Option<String> {
    let head = scene.response()?;
    let Some(value) = head.headers.get(b"access-control-allow-origin") else { return Some(not_allowed(scene, head.status)) };
    if value == b"*" {
        let is_refused = scene.includes_credentials();
        return is_refused
            .then(|| "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.".to_owned());
    }
    if value != scene.origin_sent().as_bytes() {
        return Some(if value.contains(&b',') {
            "Access-Control-Allow-Origin cannot contain more than one origin.".to_owned()
        } else {
            not_allowed(scene, head.status)
        });
    }
    let is_allowed = head.headers.get(b"access-control-allow-credentials").as_deref() == Some(b"true");
    (scene.includes_credentials() && !is_allowed)
        .then(|| "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\".".to_owned())
}

fn not_allowed(scene: &Scene<'_>, status: u16) -> String {
    format!("Origin {} is not allowed by Access-Control-Allow-Origin. Status code: {status}", scene.origin_sent())
}
