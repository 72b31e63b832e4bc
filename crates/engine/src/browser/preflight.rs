//! What a preflight asks, and whether its answer grants it
//! ([CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch)).

use std::time::Duration;

use super::block_reason::BlockReason;
use super::cors_check::cors_check;
use super::request::{CredentialsMode, FetchRequest};
use super::safelist::is_safelisted;
use super::user_agent::{RedirectedPreflight, UserAgent};
use crate::exchange::ResponseHead;
use crate::field_name;
use crate::header_list::HeaderList;
use crate::method;
use crate::request_header::{self, SAFELISTED_VALUES_LIMIT};

/// What an answer grants, for how long: what the preflight cache keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) methods: Vec<Vec<u8>>,
    /// In lower case.
    pub(super) header_names: Vec<Vec<u8>>,
    pub(super) max_age: Duration,
}

/// Why an answer is not enough, and what it grants all the same if it can be read.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) reason: BlockReason,
    pub(super) grant: Option<Grant>,
}

impl From<BlockReason> for Box<Refusal> {
    fn from(reason: BlockReason) -> Self {
        Self::new(Refusal { reason, grant: None })
    }
}

/// The [CORS-unsafe request-header names](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names): sorted,
/// unique, in lower case.
pub(super) fn cors_unsafe_request_header_names(headers: &HeaderList, user_agent: &UserAgent) -> Vec<Vec<u8>> {
    let mut unsafe_names = Vec::new();
    let mut potentially_unsafe_names = Vec::new();
    let mut safelist_value_size = 0;
    for (name, value) in headers.iter() {
        if is_safelisted(name, value, user_agent) {
            potentially_unsafe_names.push(name.to_ascii_lowercase());
            safelist_value_size += value.len();
        } else {
            unsafe_names.push(name.to_ascii_lowercase());
        }
    }
    if user_agent.limits_safelisted_values && safelist_value_size > SAFELISTED_VALUES_LIMIT {
        unsafe_names.append(&mut potentially_unsafe_names);
    }
    unsafe_names.sort_unstable();
    if user_agent.requested_names_are_unique {
        unsafe_names.dedup();
    }
    unsafe_names
}

/// Steps 7 and 8: judges the answer to the preflight of `request` that asked for `unsafe_names` as `origin`; none leaves
/// the CORS check out.
///
/// # Errors
/// The first reason in the order of the steps.
pub(super) fn judge(
    request: &FetchRequest,
    unsafe_names: &[Vec<u8>],
    origin: Option<&str>,
    response: &ResponseHead,
    user_agent: &UserAgent,
) -> Result<Grant, Box<Refusal>> {
    // Step 7: the check uses the credentials mode of the request, although the preflight carries no credentials.
    if let Some(origin) = origin {
        cors_check(origin, request.credentials, &response.headers)?;
    }
    if response.has_redirect_status() {
        return Err(BlockReason::PreflightRedirect { status: response.status }.into());
    }
    if !response.has_ok_status() {
        return Err(BlockReason::PreflightStatus { status: response.status }.into());
    }
    // Steps 7.1 to 7.3.
    let methods = response
        .headers
        .list_values(b"access-control-allow-methods")
        .map_err(|error| BlockReason::InvalidAllowMethods { element: error.element })?;
    let header_names = response
        .headers
        .list_values(b"access-control-allow-headers")
        .map_err(|error| BlockReason::InvalidAllowHeaders { element: error.element })?
        .unwrap_or_default();
    // Step 7.4.
    let mut methods = match methods {
        None if request.use_cors_preflight && user_agent.forced_preflight_grants_method => vec![&request.method[..]],
        methods => methods.unwrap_or_default(),
    };
    let checked =
        check_method(request, &methods).and_then(|()| check_headers(request, unsafe_names, &header_names, user_agent));
    let asks_without_need = user_agent.redirected_preflight != RedirectedPreflight::AsIfNew;
    if (request.use_cors_preflight || asks_without_need) && needs_no_grant(&request.method, user_agent) {
        // No browser asks again for a method that needs no grant.
        methods.push(&request.method);
    }
    let grant = Grant {
        methods: methods.into_iter().map(<[u8]>::to_vec).collect(),
        header_names: header_names.into_iter().map(<[u8]>::to_ascii_lowercase).collect(),
        max_age: max_age(&response.headers, user_agent),
    };
    match checked {
        Ok(()) => Ok(grant),
        Err(reason) => Err(Box::new(Refusal { reason, grant: Some(grant) })),
    }
}

/// Whether what is remembered covers the method although it does not list it.
pub(super) fn needs_no_grant(method: &[u8], user_agent: &UserAgent) -> bool {
    method::is_cors_safelisted(method) && (method != b"HEAD" || user_agent.remembered_preflights_cover_head)
}

/// Step 7.5.
fn check_method(request: &FetchRequest, methods: &[&[u8]]) -> Result<(), BlockReason> {
    let is_allowed = methods.contains(&&request.method[..])
        || method::is_cors_safelisted(&request.method)
        || has_wildcard(request, methods);
    if is_allowed { Ok(()) } else { Err(BlockReason::MethodNotAllowed { method: request.method.clone() }) }
}

/// Steps 7.6 and 7.7.
fn check_headers(
    request: &FetchRequest,
    unsafe_names: &[Vec<u8>],
    header_names: &[&[u8]],
    user_agent: &UserAgent,
) -> Result<(), BlockReason> {
    let are_listed = field_name::listed(unsafe_names, header_names.iter().copied());
    let unlisted = || unsafe_names.iter().zip(&are_listed).filter(|(_, is_listed)| !**is_listed).map(|(name, _)| name);
    let has_wildcard = has_wildcard(request, header_names);
    let needs_listing =
        |name: &[u8]| request_header::is_cors_non_wildcard(name) && !user_agent.wildcard_covers_authorization;
    // Step 7.6 comes first: Authorization has to be listed by name.
    let missing = unlisted().find(|name| needs_listing(name));
    match missing.or_else(|| unlisted().find(|_| !has_wildcard)) {
        Some(name) => Err(BlockReason::HeaderNotAllowed { name: name.clone(), wildcard: has_wildcard }),
        None => Ok(()),
    }
}

/// Whether `*` is in the list and is a wildcard, which it is not with credentials.
fn has_wildcard(request: &FetchRequest, list: &[&[u8]]) -> bool {
    request.credentials != CredentialsMode::Include && list.contains(&&b"*"[..])
}

/// Steps 7.8 to 7.10: `Access-Control-Max-Age` is one `delta-seconds`, else the default holds.
fn max_age(headers: &HeaderList, user_agent: &UserAgent) -> Duration {
    let max_age = match headers.get(b"access-control-max-age") {
        None => user_agent.default_max_age,
        Some(value) if value.is_empty() => user_agent.default_max_age,
        Some(value) => delta_seconds(&value).unwrap_or_else(|| unreadable_max_age(&value, user_agent)),
    };
    user_agent.max_age_cap.map_or(max_age, |cap| max_age.min(cap))
}

fn unreadable_max_age(value: &[u8], user_agent: &UserAgent) -> Duration {
    let is_negative = value.strip_prefix(b"-").is_some_and(|digits| delta_seconds(digits).is_some());
    let is_default =
        if is_negative { user_agent.negative_max_age_is_default } else { user_agent.malformed_max_age_is_default };
    if is_default { user_agent.default_max_age } else { Duration::ZERO }
}

/// `1*DIGIT` ([RFC 9111 section 1.2.2](https://www.rfc-editor.org/rfc/rfc9111#section-1.2.2)); as large as it gets.
fn delta_seconds(value: &[u8]) -> Option<Duration> {
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digits = value.iter().map(|digit| u64::from(digit - b'0'));
    let seconds = digits.fold(0u64, |seconds, digit| seconds.saturating_mul(10).saturating_add(digit));
    Some(Duration::from_secs(seconds))
}
