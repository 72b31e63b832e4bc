//! Chromium's console (`content/renderer/…/cors_error_string.cc`, `services/network/public/cpp/cors/cors.cc`).

mod header_map;

use url::Url;

use self::header_map::header_map_order;
use super::sentences::chromium as says;
use super::{Scene, latin1};
use crate::browser::api::Api;
use crate::browser::block_reason::BlockReason;
use crate::browser::fetch::is_http;
use crate::browser::request::{RedirectMode, RequestMode};
use crate::browser::verdict::{Stage, Verdict};
use crate::field_name;
use crate::header_list::HeaderList;
use crate::hexadecimal::hexadecimal;
use crate::method;

pub(super) fn messages(verdict: &Verdict) -> Vec<String> {
    let Some(scene) = Scene::new(verdict) else { return Vec::new() };
    let is_own_object = scene.is_own_object(&scene.record.current_url);
    if scene.blocked.reason == BlockReason::SameOriginMode && scene.blocked.stage == Stage::Request && !is_own_object {
        return vec![same_origin_mode(&scene)];
    }
    if scene.blocked.reason == BlockReason::MixedContent {
        return mixed_content(&scene).into_iter().collect();
    }
    body(&scene).map(|body| format!("{}{body}", prefix(&scene))).into_iter().collect()
}

/// `blink/renderer/core/loader/mixed_content_checker.cc`
fn mixed_content(scene: &Scene<'_>) -> Option<String> {
    let is_redirected = scene.blocked.stage == Stage::Redirect;
    let is_refused_before = scene.record.mode == RequestMode::NoCors && scene.record.redirect != RedirectMode::Follow;
    // fetch() looks at the modes first, in other words than of CORS; and nobody waits for a preload that is led elsewhere.
    if is_refused_before && !is_redirected || scene.api() == Api::Preload && is_redirected {
        return None;
    }
    let mut url = scene.record.current_url.clone();
    if !is_redirected {
        url.set_fragment(None);
    }
    let kind = match scene.api() {
        Api::Fetch | Api::Preload => "resource",
        Api::Xhr => "XMLHttpRequest endpoint",
        Api::Script | Api::ModuleScript => "script",
        Api::Stylesheet => "stylesheet",
        Api::Font => "font",
        Api::EventSource => "EventSource endpoint",
        Api::Beacon => "Beacon endpoint",
        Api::Image => "image",
        Api::Video => "video",
        Api::Audio => "audio file",
    };
    Some(says::MIXED_CONTENT.with(&[&scene.record.origin, &kind, &url]))
}

fn same_origin_mode(scene: &Scene<'_>) -> String {
    says::SAME_ORIGIN_MODE.with(&[&scene.record.current_url, &scene.record.origin])
}

fn prefix(scene: &Scene<'_>) -> String {
    let url = match &scene.blocked.reason {
        BlockReason::NonHttpScheme
        | BlockReason::AddressSpaceMismatch { .. }
        | BlockReason::LocalNetworkInsecureContext { .. }
        | BlockReason::LocalNetworkPermissionDenied { .. } => &scene.record.current_url,
        BlockReason::RedirectNonHttp { location } => location,
        _ => scene.url(),
    };
    let redirected =
        if *url == scene.record.url { String::new() } else { format!(" (redirected from '{}')", scene.record.url) };
    says::ACCESS.with(&[&kind(scene.api()), url, &redirected, &scene.record.origin])
}

fn kind(api: Api) -> &'static str {
    match api {
        Api::Fetch => "fetch",
        Api::Xhr => "XMLHttpRequest",
        Api::Image => "image",
        Api::Script | Api::ModuleScript => "script",
        Api::Stylesheet => "CSS stylesheet",
        Api::Font => "font",
        Api::EventSource | Api::Beacon => "resource",
        Api::Video => "video",
        Api::Audio => "audio",
        Api::Preload => "link element resource",
    }
}

/// Whether the scheme is one that Chromium handles, though not for pages: another part of it refuses then.
fn is_handled(url: &Url) -> bool {
    matches!(
        url.scheme(),
        "blob" | "chrome" | "chrome-extension" | "data" | "file" | "filesystem" | "ftp" | "view-source"
    )
}

fn body(scene: &Scene<'_>) -> Option<String> {
    match &scene.blocked.reason {
        BlockReason::NonHttpScheme if scene.api() == Api::Xhr && !is_handled(&scene.record.current_url) => {
            Some(says::SCHEME.with(&[]))
        }
        BlockReason::RedirectNonHttp { location } => location_refused(scene, location),
        // fetch() names the scheme instead, without a word about CORS.
        BlockReason::NonHttpScheme | BlockReason::SameOriginMode => None,
        BlockReason::AddressSpaceMismatch { expected, space } => {
            Some(says::ADDRESS_SPACE.with(&[&expected.name(), &space.name()]))
        }
        BlockReason::LocalNetworkInsecureContext { space } => Some(says::INSECURE_CLIENT.with(&[&space.name()])),
        BlockReason::LocalNetworkPermissionDenied { space } => Some(says::LOCAL_NETWORK_DENIED.with(&[&space.name()])),
        // What is refused late is not refused by CORS.
        BlockReason::RedirectCredentials { .. } if scene.blocked.stage == Stage::Response => None,
        BlockReason::RedirectCredentials { location } => location_refused(scene, location),
        // The location is looked at before it is asked whether redirects are errors.
        BlockReason::RedirectModeError => location_refused(scene, &scene.location_url().filter(is_http)?),
        reason if reason.is_cors() && scene.is_preflight() => preflight(scene),
        reason if reason.is_cors() => cors_check(scene),
        _ => None,
    }
}

/// What is wrong with the location of a redirect in CORS, if anything is.
fn location_refused(scene: &Scene<'_>, location: &Url) -> Option<String> {
    let includes_credentials = !location.username().is_empty() || location.password().is_some();
    if scene.record.mode != RequestMode::Cors {
        None
    } else if !is_http(location) {
        let is_said = !is_refused_before_cors(location);
        is_said.then(|| says::SCHEME.with(&[]))
    } else {
        let is_refused = includes_credentials && (scene.record.is_cors || scene.is_cross_origin_redirect(location));
        is_refused.then(|| says::REDIRECT_CREDENTIALS.with(&[]))
    }
}

/// Schemes that a redirect cannot lead to, whatever CORS says.
fn is_refused_before_cors(location: &Url) -> bool {
    matches!(
        location.scheme(),
        "about" | "blob" | "chrome" | "chrome-extension" | "data" | "file" | "filesystem" | "view-source"
    )
}

fn of_preflight(failure: &str) -> String {
    says::PREFLIGHT.with(&[]) + failure
}

/// A preflight's answer in Chromium's order: redirect, origin and credentials, status, lists, method, headers.
fn preflight(scene: &Scene<'_>) -> Option<String> {
    let response = scene.response()?;
    if response.has_redirect_status() && response.headers.get(b"location").is_some_and(|value| !value.is_empty()) {
        return Some(of_preflight(&says::PREFLIGHT_REDIRECT.with(&[])));
    }
    if let Some(failure) = cors_check(scene) {
        return Some(of_preflight(&failure));
    }
    if !response.has_ok_status() {
        return Some(of_preflight(&says::PREFLIGHT_STATUS.with(&[])));
    }
    let Ok(methods) = response.headers.list_values(b"access-control-allow-methods") else {
        return Some(says::UNREADABLE_METHODS.with(&[]));
    };
    let Ok(names) = response.headers.list_values(b"access-control-allow-headers") else {
        return Some(says::UNREADABLE_HEADERS.with(&[]));
    };
    let (methods, names) = (methods.unwrap_or_default(), names.unwrap_or_default());
    let wildcard = !scene.includes_credentials();
    let asked = scene.record.method.as_slice();
    if !method::is_cors_safelisted(asked)
        && !methods.iter().any(|&listed| listed == asked || wildcard && listed == b"*")
    {
        return Some(says::METHOD_NOT_ALLOWED.with(&[&latin1(asked)]));
    }
    if wildcard && names.contains(&&b"*"[..]) {
        return None;
    }
    let missing = scene.requested_names_not_in(&names);
    let missing = match missing.as_slice() {
        [] => return None,
        [only] => latin1(only),
        [first, ..] => {
            let order = header_map_order(scene.record);
            let are_missing = field_name::listed(&order, missing.iter().copied());
            let in_order = order.iter().zip(are_missing).find(|(_, is_missing)| *is_missing);
            latin1(in_order.map_or(first, |(name, _)| name))
        }
    };
    Some(says::HEADER_NOT_ALLOWED.with(&[&missing]))
}

/// The check of `Access-Control-Allow-Origin` and `-Credentials`.
fn cors_check(scene: &Scene<'_>) -> Option<String> {
    let headers = &scene.response()?.headers;
    allow_origin(scene, headers).or_else(|| allow_credentials(scene, headers))
}

fn allow_origin(scene: &Scene<'_>, headers: &HeaderList) -> Option<String> {
    let Some(value) = headers.get(b"access-control-allow-origin") else {
        return Some(says::NO_ALLOW_ORIGIN.with(&[]));
    };
    if value == b"*" {
        return scene.includes_credentials().then(|| says::WILDCARD_WITH_CREDENTIALS.with(&[]) + xhr_hint(scene));
    }
    if value == scene.origin_sent().as_bytes() {
        return None;
    }
    let hint = hint(&value);
    let text = latin1(&value);
    let sentence = if text.contains([' ', ',']) {
        says::MULTIPLE_ORIGINS
    } else if text != "null" && Url::parse(&String::from_utf8_lossy(&value)).is_err() {
        says::INVALID_ORIGIN
    } else {
        says::OTHER_ORIGIN
    };
    Some(sentence.with(&[&hint]) + fetch_hint(scene))
}

fn allow_credentials(scene: &Scene<'_>, headers: &HeaderList) -> Option<String> {
    let value = headers.get(b"access-control-allow-credentials").unwrap_or_default();
    (scene.includes_credentials() && value != b"true")
        .then(|| says::CREDENTIALS_NOT_TRUE.with(&[&hint(&value)]) + xhr_hint(scene))
}

fn fetch_hint(scene: &Scene<'_>) -> &'static str {
    if scene.api() == Api::Fetch { says::SEND_A_VALID_VALUE } else { "" }
}

fn xhr_hint(scene: &Scene<'_>) -> &'static str {
    match scene.api() {
        Api::Xhr => says::WITH_CREDENTIALS_ATTRIBUTE,
        _ => "",
    }
}

/// A value with everything but printable ASCII written as `\uXXXX`.
fn hint(value: &[u8]) -> String {
    let mut shown = String::with_capacity(value.len());
    for &byte in value {
        match byte {
            0x20..=0x7E => shown.push(char::from(byte)),
            _ => {
                shown.push_str("\\u00");
                shown.extend(hexadecimal(byte));
            }
        }
    }
    shown
}
