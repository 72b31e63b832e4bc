//! Firefox's console (`netwerk/protocol/http/nsCORSListenerProxy.cpp`, `dom/locales/…/security.properties`).

use std::fmt::Display;

use url::Url;

use super::sentence::Sentence;
use super::sentences::firefox as says;
use super::{Scene, utf8};
use crate::browser::api::Api;
use crate::browser::block_reason::BlockReason;
use crate::browser::client::Client;
use crate::browser::element_event::is_of_wrong_type;
use crate::browser::redirect::is_never_loaded;
use crate::browser::request::{RedirectMode, RequestMode};
use crate::browser::verdict::{Outcome, Stage, Verdict};
use crate::exchange::{Exchange, NetworkFailure};
use crate::header_list::HeaderList;
use crate::method;
use crate::origin::Origin;
use crate::request_header;

pub(super) fn messages(verdict: &Verdict) -> Vec<String> {
    let mut lines = warnings(verdict);
    lines.extend(wrong_type(verdict));
    if let Some(scene) = Scene::new(verdict) {
        lines.extend(block(&scene));
        lines.extend(service_worker(&scene));
    }
    lines
}

/// Where a service worker failed, the page's own request did too.
fn service_worker(scene: &Scene<'_>) -> Option<String> {
    let record = scene.record;
    let has_failed = record.client == Client::ServiceWorker || scene.blocked.reason == BlockReason::ServiceWorker;
    let is_cross_origin = !record.origin.same_origin(&Origin::of_url(&record.url));
    (has_failed && is_cross_origin && record.page_mode == RequestMode::Cors).then(|| no_success(&record.url))
}

/// A shared response of a type that the element must not take ends like one that CORS stopped.
fn wrong_type(verdict: &Verdict) -> Option<String> {
    let is_wrong = || verdict.last_response().is_some_and(|head| is_of_wrong_type(verdict.record.api, head));
    (matches!(verdict.outcome, Outcome::Shared(_)) && is_wrong()).then(|| no_success(&verdict.record.current_url))
}

/// `*` still covers `Authorization`, but not for long.
fn warnings(verdict: &Verdict) -> Vec<String> {
    let is_covered_by_wildcard = |headers: &HeaderList| {
        let names = headers.list_values(b"access-control-allow-headers").ok().flatten().unwrap_or_default();
        names.contains(&&b"*"[..]) && !names.iter().any(|name| request_header::is_cors_non_wildcard(name))
    };
    let refused =
        verdict.blocked().filter(|blocked| blocked.stage == Stage::Preflight).and_then(|blocked| blocked.exchange);
    let granted = verdict.exchanges.iter().enumerate().filter(|(place, _)| Some(*place) != refused);
    let preflights = granted.map(|(_, exchange)| exchange).filter(|exchange| exchange.request.is_preflight);
    preflights
        .filter(|exchange| {
            let asked = exchange.request.headers.get(b"access-control-request-headers").unwrap_or_default();
            let asks = asked.split(|&byte| byte == b',').any(request_header::is_cors_non_wildcard);
            asks && exchange
                .answer
                .as_ref()
                .is_ok_and(|head| head.has_ok_status() && is_covered_by_wildcard(&head.headers))
        })
        .map(|exchange| says::AUTHORIZATION_BY_WILDCARD.with(&[&exchange.request.url]))
        .collect()
}

fn block(scene: &Scene<'_>) -> Vec<String> {
    let target = &scene.record.current_url;
    match &scene.blocked.reason {
        BlockReason::MixedContent => {
            let is_told = tells_mixed_content(scene);
            let line = is_told.then(|| says::MIXED_CONTENT.with(&[target]));
            line.into_iter().chain(scene.record.is_cors.then(|| did_not_succeed(scene))).collect()
        }
        BlockReason::NonHttpScheme if scene.record.mode == RequestMode::NoCors => Vec::new(),
        BlockReason::NonHttpScheme => not_http(target, false).into_iter().collect(),
        BlockReason::RedirectNonHttp { location } if scene.record.mode == RequestMode::Cors => {
            not_http(location, true).into_iter().chain(scene.record.is_cors.then(|| did_not_succeed(scene))).collect()
        }
        BlockReason::InvalidLocation { .. } | BlockReason::TooManyRedirects if scene.record.is_cors => {
            vec![did_not_succeed(scene)]
        }
        BlockReason::RedirectCredentials { .. } => vec![did_not_succeed(scene)],
        BlockReason::BadPort if scene.blocked.stage == Stage::Redirect && scene.record.mode == RequestMode::Cors => {
            vec![did_not_succeed(scene)]
        }
        // A request that was preflighted and never answered is reported as if its answer had two lines.
        BlockReason::Network(NetworkFailure::ConnectionClosed) if scene.record.is_cors && follows_preflight(scene) => {
            vec![blocked(scene.url(), says::MULTIPLE_ORIGINS, &[], None)]
        }
        BlockReason::Network(_) if scene.record.is_cors => {
            let lines = if scene.is_preflight() { 2 } else { 1 };
            vec![did_not_succeed(scene); lines]
        }
        BlockReason::SameOriginMode | BlockReason::NoCorsRedirectMode => Vec::new(),
        reason if !reason.is_cors() => Vec::new(),
        _ if scene.is_preflight() => {
            let mut lines = preflight(scene);
            lines.push(did_not_succeed(scene));
            lines
        }
        _ => {
            let is_redirect = scene.record.redirect == RedirectMode::Follow && scene.location().is_some();
            cors_check(scene).into_iter().chain(is_redirect.then(|| did_not_succeed(scene))).collect()
        }
    }
}

/// A window says so: no worker does, nor what outlives the page, nor a preload that was never sent. What no mode allows is
/// not even looked at.
fn tells_mixed_content(scene: &Scene<'_>) -> bool {
    let record = scene.record;
    let is_allowed = record.mode != RequestMode::NoCors || record.redirect == RedirectMode::Follow;
    let is_sent = record.api != Api::Preload || scene.blocked.stage == Stage::Redirect;
    is_allowed && is_sent && record.client == Client::Document && !record.keepalive
}

/// Whether the request that failed had a preflight of its own.
fn follows_preflight(scene: &Scene<'_>) -> bool {
    let is_same_url = |exchange: &&Exchange| exchange.request.url == *scene.url();
    let own = scene.exchanges.iter().filter(is_same_url);
    !scene.is_preflight() && own.into_iter().any(|exchange| exchange.request.is_preflight)
}

/// Schemes that something else refuses first, without a word about CORS.
fn not_http(url: &Url, is_redirected: bool) -> Option<String> {
    let is_silent = is_never_loaded(url) && (url.scheme() != "javascript" || is_redirected);
    (!is_silent).then(|| blocked(url, says::SCHEME, &[], None))
}

/// A preflight's answer in Firefox's order: origin and credentials, redirect, status, methods, headers.
fn preflight(scene: &Scene<'_>) -> Vec<String> {
    let Some(response) = scene.response() else { return Vec::new() };
    let url = scene.url();
    let is_redirected = scene.record.redirect == RedirectMode::Follow && scene.location().is_some();
    let failure = if scene.record.preflight_is_unchecked { None } else { cors_check(scene) };
    if let Some(failure) = failure {
        return std::iter::once(failure).chain(is_redirected.then(|| did_not_succeed(scene))).collect();
    }
    let mut lines = Vec::new();
    if is_redirected {
        lines.push(blocked(url, says::PREFLIGHT_REDIRECT, &[], None));
        lines.extend(tainted(scene));
    }
    if lines.len() < 2 && !response.has_ok_status() {
        lines.push(blocked(url, says::PREFLIGHT_STATUS, &[], Some(response.status)));
    }
    if lines.is_empty() {
        lines.extend(methods(scene, &response.headers).or_else(|| headers(scene, &response.headers)));
    }
    lines
}

/// A redirect to another origin makes the origin `null` before the answer is checked again.
fn tainted(scene: &Scene<'_>) -> Option<String> {
    let value = scene.response()?.headers.get(b"access-control-allow-origin")?;
    let location = scene.url().join(&utf8(&scene.location()?)).ok()?;
    let is_tainted = location.origin() != scene.url().origin() && value != b"*";
    is_tainted.then(|| blocked(scene.url(), says::OTHER_ORIGIN, &[&utf8(&value)], None))
}

fn methods(scene: &Scene<'_>, headers: &HeaderList) -> Option<String> {
    let url = scene.url();
    let methods = match headers.list_values(b"access-control-allow-methods") {
        Ok(methods) => methods.unwrap_or_default(),
        Err(malformed) => {
            return Some(blocked(url, says::UNREADABLE_METHODS, &[&utf8(&malformed.element)], None));
        }
    };
    let asked = scene.record.method.as_slice();
    let has_wildcard = !scene.includes_credentials() && methods.contains(&&b"*"[..]);
    let is_allowed = method::is_cors_safelisted(asked) || has_wildcard || methods.contains(&asked);
    (!is_allowed).then(|| blocked(url, says::METHOD_NOT_ALLOWED, &[], None))
}

fn headers(scene: &Scene<'_>, headers: &HeaderList) -> Option<String> {
    let url = scene.url();
    let names = match headers.list_values(b"access-control-allow-headers") {
        Ok(names) => names.unwrap_or_default(),
        Err(malformed) => {
            return Some(blocked(url, says::UNREADABLE_HEADERS, &[&utf8(&malformed.element)], None));
        }
    };
    if !scene.includes_credentials() && names.contains(&&b"*"[..]) {
        return None;
    }
    let missing = *scene.requested_names_not_in(&names).first()?;
    Some(blocked(url, says::HEADER_NOT_ALLOWED, &[&utf8(missing)], None))
}

/// Two lines, none, `*` with credentials, another origin, no credentials: the first that is so.
fn cors_check(scene: &Scene<'_>) -> Option<String> {
    let response = scene.response()?;
    let url = scene.url();
    // Lines are counted by the standard spelling of the name.
    let lines = response.headers.iter().filter(|(name, _)| *name == b"Access-Control-Allow-Origin").count();
    match response.headers.get(b"access-control-allow-origin") {
        None => Some(blocked(url, says::NO_ALLOW_ORIGIN, &[], Some(response.status))),
        Some(_) if lines > 1 => Some(blocked(url, says::MULTIPLE_ORIGINS, &[], None)),
        Some(value) if value == b"*" => {
            scene.includes_credentials().then(|| says::WILDCARD_WITH_CREDENTIALS.with(&[url]))
        }
        Some(value) if value != scene.origin_sent().as_bytes() => {
            Some(blocked(url, says::OTHER_ORIGIN, &[&utf8(&value)], None))
        }
        Some(_) => {
            let value = response.headers.get(b"access-control-allow-credentials");
            let is_allowed = !scene.includes_credentials() || value.as_deref() == Some(b"true");
            (!is_allowed).then(|| blocked(url, says::CREDENTIALS_NOT_TRUE, &[], None))
        }
    }
}

fn did_not_succeed(scene: &Scene<'_>) -> String {
    no_success(scene.url())
}

fn no_success(url: &Url) -> String {
    says::BLOCKED.with(&[url, &says::NO_SUCCESS.with(&[]), &says::STATUS.with(&[&"(null)"])])
}

fn blocked(url: &Url, reason: Sentence, values: &[&dyn Display], status: Option<u16>) -> String {
    let status = status.map(|status| says::STATUS.with(&[&status])).unwrap_or_default();
    says::BLOCKED.with(&[url, &reason.with(values), &status])
}
