//! WebKit's console (`Source/WebCore/loader/CrossOriginAccessControl.cpp`, `Source/WebKit/NetworkProcess/…`): the reason,
//! then which call failed.

mod header_map;

use url::Url;

use self::header_map::{header_map_order, spelling};
use super::sentence::Sentence;
use super::sentences::webkit as says;
use super::{Scene, latin1};
use crate::browser::api::Api;
use crate::browser::block_reason::BlockReason;
use crate::browser::client::Client;
use crate::browser::fetch_record::FetchRecord;
use crate::browser::mixed_content::is_loopback;
use crate::browser::request::{RedirectMode, RequestMode};
use crate::browser::verdict::{Stage, Verdict};
use crate::exchange::NetworkFailure;
use crate::field_name;
use crate::method;

pub(super) fn messages(verdict: &Verdict) -> Vec<String> {
    let mut lines = forbidden_headers(&verdict.record);
    lines.extend(verdict.record.upgraded.iter().map(|url| upgrade(verdict, url)));
    lines.extend(Scene::new(verdict).iter().flat_map(block));
    lines
}

/// `setRequestHeader()` says which names it does not take, `fetch()` does not.
fn forbidden_headers(record: &FetchRecord) -> Vec<String> {
    let names = record.forbidden_names.iter().filter(|_| record.api == Api::Xhr);
    names.map(|name| format!("Refused to set unsafe header \"{}\"", latin1(name))).collect()
}

fn upgrade(verdict: &Verdict, url: &Url) -> String {
    format!(
        "The page at {}/ requested insecure content from {}. This content was automatically upgraded and should be served \
         over HTTPS.",
        verdict.record.origin,
        without_credentials(url)
    )
}

fn block(scene: &Scene<'_>) -> Vec<String> {
    let record = scene.record;
    let asked = scene.url();
    match &scene.blocked.reason {
        BlockReason::SameOriginMode if scene.blocked.stage == Stage::Request => {
            vec![format!("Fetch API cannot load {}.", without_credentials(&record.current_url))]
        }
        BlockReason::SameOriginMode => report(scene, &record.current_url, [unsafe_attempt(scene, &record.current_url)]),
        BlockReason::MixedContent | BlockReason::NoCorsRedirectMode if needs_follow(scene) => report(
            scene,
            &without_fragment(asked),
            [says::NO_CORS_REDIRECT_MODE.with(&[]), "Not allowed to request resource".to_owned()],
        ),
        BlockReason::NonHttpScheme if record.mode != RequestMode::Cors => no_cors_scheme(scene),
        // No URL of such a scheme at all, or one that leads nowhere.
        BlockReason::NonHttpScheme
            if matches!(record.current_url.scheme(), "blob" | "data") && !is_local(scene, &record.current_url) =>
        {
            Vec::new()
        }
        BlockReason::NonHttpScheme => report(scene, &record.current_url, [says::SCHEME.with(&[])]),
        BlockReason::BadPort if scene.blocked.stage == Stage::Redirect && record.mode == RequestMode::SameOrigin => {
            report(scene, &record.current_url, [unsafe_attempt(scene, &record.current_url)])
        }
        BlockReason::BadPort if scene.blocked.stage == Stage::Redirect && needs_preflight(scene) => {
            report(scene, &record.current_url, [says::PREFLIGHT_BLOCKED.with(&[])])
        }
        BlockReason::MixedContent => mixed_content(scene, &record.current_url),
        BlockReason::ServiceWorker if scene.exchange.is_some() => {
            let is_redirected = record.url != record.current_url && !record.is_opaque;
            let what = if is_redirected { "has redirections" } else { "is opaque" };
            let failure = format!("Response served by service worker {what}");
            let closing = page_closing(scene, asked.as_str(), &failure);
            std::iter::once(failure).chain(closing).collect()
        }
        BlockReason::ServiceWorker => vec!["Response served by service worker is an error".to_owned()],
        BlockReason::BadPort => {
            vec![says::BAD_PORT.with(&[&record.current_url.port().unwrap_or_default(), &record.current_url])]
        }
        BlockReason::Network(NetworkFailure::ConnectionRefused) if scene.is_preflight() => {
            let failure = says::NO_CONNECTION.with(&[&asked.host_str().unwrap_or_default()]);
            report(scene, asked, [failure])
        }
        BlockReason::Integrity => report(scene, &record.url, [says::INTEGRITY.with(&[])]),
        BlockReason::Network(_) if scene.is_preflight() => report(scene, asked, [says::CONNECTION_ENDED.with(&[])]),
        BlockReason::Network(_) | BlockReason::NotCached | BlockReason::StreamOverHttp1 => Vec::new(),
        BlockReason::RedirectNonHttp { location } => redirect_non_http(scene, location),
        BlockReason::InvalidLocation { value } if value.is_empty() || !record.is_cors => Vec::new(),
        BlockReason::InvalidLocation { value } => report(scene, asked, [non_cors_scheme(&latin1(value))]),
        BlockReason::TooManyRedirects => report(scene, asked, [says::TOO_MANY_REDIRECTS.with(&[])]),
        BlockReason::RedirectModeError => report(scene, asked, [says::REDIRECT_MODE.with(&[asked])]),
        BlockReason::RedirectCredentials { location } => report(
            scene,
            asked,
            [denied(&without_credentials(location), &says::REDIRECT_CREDENTIALS.with(&[&without_fragment(location)]))],
        ),
        BlockReason::ResourcePolicy { .. } => {
            let failure = says::RESOURCE_POLICY.with(&[asked]);
            let location = scene.location_url().filter(|_| scene.blocked.stage == Stage::Redirect);
            report(scene, asked, [location.map_or(failure.clone(), |url| denied(&without_credentials(&url), &failure))])
        }
        reason if !reason.is_cors() => Vec::new(),
        _ => {
            let failure = if scene.is_preflight() { preflight(scene) } else { response(scene) };
            failure.map(|failure| report(scene, asked, [failure])).unwrap_or_default()
        }
    }
}

fn mixed_content(scene: &Scene<'_>, url: &Url) -> Vec<String> {
    let is_direct = scene.blocked.stage == Stage::Request;
    let as_asked = |url: &Url| if is_direct { without_fragment(url) } else { url.clone() };
    let shown = without_credentials(&as_asked(url));
    // Of loopback it says no more than this.
    let how = if is_loopback(url) { "" } else { " be served over HTTPS." };
    let refused = says::MIXED_CONTENT.with(&[&scene.record.origin, &shown, &how]);
    const NOT_ALLOWED: &str = "Not allowed to request resource";
    // A preflight may have gone there; it is the request before that failed.
    let requests = || scene.exchanges.iter().filter(|exchange| !exchange.request.is_preflight);
    let asked = &as_asked(requests().next_back().map_or(scene.url(), |exchange| &exchange.request.url));
    let rest = match scene.record.api {
        _ if scene.record.client != Client::Document => Vec::new(),
        Api::Fetch | Api::Xhr | Api::EventSource if is_direct => report(scene, asked, [NOT_ALLOWED.to_owned()]),
        Api::Beacon if is_direct => closing(scene, asked, NOT_ALLOWED).into_iter().collect(),
        _ if is_direct => Vec::new(),
        _ => closing(scene, asked, NOT_ALLOWED).into_iter().collect(),
    };
    std::iter::once(refused).chain(rest).collect()
}

/// Whether it is a `no-cors` request of another redirect mode than `follow`, of which nothing is sent.
fn needs_follow(scene: &Scene<'_>) -> bool {
    scene.record.mode == RequestMode::NoCors
        && scene.record.redirect != RedirectMode::Follow
        && scene.exchanges.is_empty()
}

/// Whether the request asks first, or has asked before.
fn needs_preflight(scene: &Scene<'_>) -> bool {
    let has_asked = || scene.exchanges.iter().any(|exchange| exchange.request.is_preflight);
    scene.record.mode == RequestMode::Cors && (!method::is_cors_safelisted(&scene.record.method) || has_asked())
}

fn no_cors_scheme(scene: &Scene<'_>) -> Vec<String> {
    let url = &scene.record.current_url;
    match url.scheme() {
        "ftp" => report(scene, url, [says::FTP.with(&[])]),
        _ if is_local(scene, url) => report(scene, url, [not_local(url), "Not allowed to request resource".to_owned()]),
        _ => Vec::new(),
    }
}

fn redirect_non_http(scene: &Scene<'_>, location: &Url) -> Vec<String> {
    let (asked, record) = (scene.url(), scene.record);
    let is_secure_page = record.origin.as_str().starts_with("https://");
    match location.scheme() {
        "ftp" => report(scene, &record.url, [says::FTP.with(&[])]),
        _ if record.is_cors => report(scene, asked, [non_cors_scheme(location.as_str())]),
        "blob" if scene.is_own_object(location) => report(scene, location, [says::REDIRECT_SCHEME.with(&[])]),
        "file" | "blob" => report(scene, asked, [not_local(location)]),
        _ if record.mode == RequestMode::SameOrigin => report(scene, asked, [unsafe_attempt(scene, location)]),
        "data" | "about" | "wss" if record.mode == RequestMode::Cors => {
            report(scene, asked, [non_cors_scheme(location.as_str())])
        }
        "data" | "about" | "wss" => report(scene, location, [says::REDIRECT_SCHEME.with(&[])]),
        _ if is_secure_page => mixed_content(scene, location),
        _ if record.mode != RequestMode::Cors => report(scene, location, [says::REDIRECT_SCHEME.with(&[])]),
        _ => report(scene, asked, [non_cors_scheme(location.as_str())]),
    }
}

/// A file, or a `blob:` URL of somebody else.
fn is_local(scene: &Scene<'_>, url: &Url) -> bool {
    url.scheme() == "file" || url.scheme() == "blob" && !scene.is_own_object(url)
}

fn not_local(url: &Url) -> String {
    format!("Not allowed to load local resource: {url}")
}

fn unsafe_attempt(scene: &Scene<'_>, url: &Url) -> String {
    says::UNSAFE_ATTEMPT.with(&[&without_credentials(url), &scene.record.origin])
}

fn non_cors_scheme(location: &str) -> String {
    denied(location, &says::REDIRECT_NOT_FOLLOWED.with(&[]))
}

fn denied(location: &str, reason: &str) -> String {
    says::REDIRECT_DENIED.with(&[&location, &reason])
}

/// What is wrong, and then, where the API says so, what became of the URL.
fn report<const N: usize>(scene: &Scene<'_>, url: &Url, failures: [String; N]) -> Vec<String> {
    let closing = closing(scene, url, failures.last().map(String::as_str).unwrap_or_default());
    failures.into_iter().chain(closing).collect()
}

fn closing(scene: &Scene<'_>, url: &Url, failure: &str) -> Option<String> {
    // A worker does not say what became of its calls.
    let is_told = scene.record.client == Client::Document;
    if is_told { page_closing(scene, &without_credentials(url), failure) } else { None }
}

/// The URL is named as it is, user name and password too.
fn page_closing(scene: &Scene<'_>, url: &str, failure: &str) -> Option<String> {
    let denied = |what: &str| Some(format!("{what} {url} due to access control checks."));
    match scene.record.api {
        Api::Fetch => denied("Fetch API cannot load"),
        Api::Xhr => denied("XMLHttpRequest cannot load"),
        Api::EventSource => denied("EventSource cannot load"),
        // An image has the name that it was asked for by.
        Api::Image => {
            Some(format!("Cannot load image {} due to access control checks.", without_fragment(&scene.record.url)))
        }
        Api::Script => Some("Cross-origin script load denied by Cross-Origin Resource Sharing policy.".to_owned()),
        Api::Beacon => Some(format!("Beacon API cannot load {url}. {failure}")),
        Api::ModuleScript | Api::Stylesheet | Api::Font | Api::Video | Api::Audio | Api::Preload => None,
    }
}

fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

fn without_credentials(url: &Url) -> String {
    let mut url = url.clone();
    // A URL with credentials has a host, so neither fails.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

/// Where the redirect leads, with the fragment of the URL that redirects if it has none of its own.
fn location_with_fragment(scene: &Scene<'_>) -> Option<Url> {
    let mut location = scene.location_url()?;
    if scene.record.upgraded.contains(&location) {
        // From http to https nothing stands in the way.
        let _ = location.set_scheme("https");
    }
    if location.fragment().is_none() {
        location.set_fragment(scene.url().fragment());
    }
    Some(location)
}

fn response(scene: &Scene<'_>) -> Option<String> {
    let failure = cors_check(scene)?;
    match scene.location().filter(|location| scene.blocked.stage == Stage::Redirect && !location.is_empty()) {
        Some(location) => {
            let shown =
                location_with_fragment(scene).map_or_else(|| latin1(&location), |url| without_credentials(&url));
            Some(denied(&shown, &failure))
        }
        None => Some(failure),
    }
}

/// A preflight's answer in WebKit's order: status, origin and credentials, lists, method, headers.
fn preflight(scene: &Scene<'_>) -> Option<String> {
    let head = scene.response()?;
    if !head.has_ok_status() {
        return Some(says::PREFLIGHT_STATUS.with(&[&head.status]));
    }
    if let Some(failure) = cors_check(scene) {
        return Some(failure);
    }
    let unreadable = |sentence: Sentence, field: &[u8]| {
        let value = head.headers.get(field).unwrap_or_default();
        sentence.with(&[&latin1(trim_white_space(&value))])
    };
    let Ok(methods) = head.headers.list_values(b"access-control-allow-methods") else {
        return Some(unreadable(says::UNREADABLE_METHODS, b"access-control-allow-methods"));
    };
    let Ok(names) = head.headers.list_values(b"access-control-allow-headers") else {
        return Some(unreadable(says::UNREADABLE_HEADERS, b"access-control-allow-headers"));
    };
    let (methods, names) = (methods.unwrap_or_default(), names.unwrap_or_default());
    let has_wildcard = |list: &[&[u8]]| !scene.includes_credentials() && list.contains(&&b"*"[..]);
    let asked = scene.record.method.as_slice();
    if !method::is_cors_safelisted(asked) && !has_wildcard(&methods) && !methods.contains(&asked) {
        return Some(says::METHOD_NOT_ALLOWED.with(&[&latin1(asked)]));
    }
    if has_wildcard(&names) {
        return None;
    }
    let missing = scene.requested_names_not_in(&names);
    let order = header_map_order(&scene.record.first_names);
    let are_missing = field_name::listed(&order, missing.iter().copied());
    let in_order = order.into_iter().zip(are_missing).find(|(_, is_missing)| *is_missing).map(|(name, _)| name);
    // A redirect may have taken a header that the preflight still asked for.
    let missing = in_order.or_else(|| missing.first().copied())?;
    Some(says::HEADER_NOT_ALLOWED.with(&[&spelling(missing)]))
}

/// White space as WebKit prints without: `\v` and `\f` too.
fn trim_white_space(value: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | 0x09..=0x0D);
    let start = value.iter().position(|byte| !is_space(byte)).unwrap_or(value.len());
    let end = value.iter().rposition(|byte| !is_space(byte)).map_or(start, |last| last + 1);
    &value[start..end]
}

fn cors_check(scene: &Scene<'_>) -> Option<String> {
    let head = scene.response()?;
    let Some(value) = head.headers.get(b"access-control-allow-origin") else {
        return Some(not_allowed(scene, head.status));
    };
    if value == b"*" {
        let is_refused = scene.includes_credentials();
        return is_refused.then(|| says::WILDCARD_WITH_CREDENTIALS.with(&[]));
    }
    if value != scene.origin_sent().as_bytes() {
        return Some(if value.contains(&b',') {
            says::MULTIPLE_ORIGINS.with(&[])
        } else {
            not_allowed(scene, head.status)
        });
    }
    let is_allowed = head.headers.get(b"access-control-allow-credentials").as_deref() == Some(b"true");
    (scene.includes_credentials() && !is_allowed).then(|| says::CREDENTIALS_NOT_TRUE.with(&[]))
}

fn not_allowed(scene: &Scene<'_>, status: u16) -> String {
    says::ORIGIN_NOT_ALLOWED.with(&[&scene.origin_sent(), &status])
}
