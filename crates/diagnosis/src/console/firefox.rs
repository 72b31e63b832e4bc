//! Firefox's texts since 2014, in English.

use preflight_engine::browser::console::sentences::firefox as says;

use super::key::key;
use super::message::{Engine, Message};
use super::net_error::NetError;
use super::reason::ConsoleReason;
use super::reason_words;
use super::rule::{Rule, Sighting, first};
use super::voices::legacy_browsers::{NO_VALUE, REQUEST_FAILED, REQUEST_FAILED_HERE};
use super::voices::look_alikes::{FONT_REFUSED, URL_WITHOUT_HOST};
use super::window::Window;

const fn rule(says: &'static str, reason: fn(&Window<'_>) -> Option<ConsoleReason>) -> Rule {
    Rule::new(Engine::Firefox, says, reason)
}

/// What stands after "(Reason:".
pub(super) const RULES: &[Rule] = &[
    rule(key!(says::NO_ALLOW_ORIGIN), |_| Some(ConsoleReason::MissingAllowOrigin)),
    rule(key!(says::WILDCARD_WITH_CREDENTIALS), |_| Some(ConsoleReason::WildcardOriginWithCredentials)),
    rule(key!(says::MULTIPLE_ORIGINS), |_| Some(ConsoleReason::MultipleAllowOrigin { value: None })),
    rule(key!(says::OTHER_ORIGIN), |window| {
        let is_empty = window.rest().trim_start_matches(['\'', '‘', '“']).starts_with(EMPTY);
        Some(mismatch(if is_empty { EMPTY.to_owned() } else { window.value_until(&["').", "')", "'"])? }))
    }),
    rule(key!(says::CREDENTIALS_NOT_TRUE), |_| Some(ConsoleReason::AllowCredentialsNotTrue { value: None })),
    rule(key!(says::PREFLIGHT_STATUS), |_| Some(ConsoleReason::PreflightStatus)),
    // Translated back into English.
    rule("corspreflightresponsefailed", |_| Some(ConsoleReason::PreflightStatus)),
    rule("corspreflightchanneldidnotsucceed", |_| Some(ConsoleReason::PreflightStatus)),
    rule(key!(says::PREFLIGHT_REDIRECT), |_| Some(ConsoleReason::PreflightRedirect)),
    rule(key!(says::UNREADABLE_METHODS), |window| {
        Some(ConsoleReason::InvalidAllowMethods { value: window.value_since("token'") })
    }),
    // Until 2020 a header that is missing in the list was called a missing token.
    rule(key!(says::UNREADABLE_HEADERS), |window| match window.word_since("missingtoken'") {
        Some(name) => Some(ConsoleReason::HeaderNotAllowed { name }),
        None => Some(ConsoleReason::InvalidAllowHeaders { value: window.value_since("token'") }),
    }),
    rule(key!(says::METHOD_NOT_ALLOWED), |_| Some(ConsoleReason::MethodNotAllowed { method: None })),
    rule(key!(says::HEADER_NOT_ALLOWED), |window| {
        Some(ConsoleReason::HeaderNotAllowed { name: window.word_since("header'")? })
    }),
    rule(key!(says::SCHEME), |_| Some(ConsoleReason::NonHttpScheme)),
    rule(key!(says::NO_SUCCESS), |_| Some(ConsoleReason::Network(NetError::unknown()))),
    rule("corsrequestfailed", |_| Some(ConsoleReason::Said(&REQUEST_FAILED))),
    rule("(reason:corsdisabled", |_| Some(ConsoleReason::CorsDisabled)),
    rule("corsheader'origin'cannotbeadded", |_| Some(ConsoleReason::OriginNotAddable)),
];

/// A shortened line is no longer than this before its reason.
const SHORTENED_LENGTH: usize = 1024;

/// What Firefox says of every call that it blocks.
pub(super) const SENTENCE: &str = "thesameoriginpolicydisallowsreadingtheremote";

/// What stands in place of a value that is none.
pub(super) const EMPTY: &str = "(null)";

/// Firefox says of a list that it does not match, as of one other origin.
pub(super) fn mismatch(value: String) -> ConsoleReason {
    if value == EMPTY {
        ConsoleReason::Said(&NO_VALUE)
    } else if value.contains([',', ' ']) {
        ConsoleReason::MultipleAllowOrigin { value: Some(value) }
    } else {
        ConsoleReason::AllowOriginMismatch { value }
    }
}

/// `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at <url>. (Reason: …).`
pub(super) fn request_blocked(window: &Window<'_>) -> Option<Sighting> {
    let url = window.find("resourceat").map(|at| window.at(at));
    let mut message = Message::of(Engine::Firefox);
    message.url = url.and_then(|at| at.word_until(&[".(reason:", "(reason:", ".thiscanbefixed"]));
    let Some(reason) = window.find("(reason:") else {
        let opaque = url.and_then(|at| at.opaque_url_after());
        message.url = message.url.or(opaque).or_else(|| window.url_after());
        message.reason = of_url(message.url.as_deref());
        return Some(Sighting::new(message, window.end));
    };
    // The sentence before the URL is often cut out: `Cross-Origin Request Blocked: … http://… (Reason: …`.
    let is_url = |url: &String| url.contains(':') && !url.starts_with(':');
    message.url = message.url.filter(is_url).or_else(|| window.at(reason.clone()).url_before());
    // The parenthesis belongs to the one reason that is a single word otherwise.
    let place = Window { end: reason.start, ..*window };
    let mut end = reason.end;
    if let Some((_, found, place)) = first(&place, RULES) {
        message.is_preflight = is_of_preflight(&found);
        message.reason = Some(of_place(found, message.url.as_deref()));
        message.status = place.status();
        message.echoes = if message.reason.as_ref().is_some_and(is_network) { repeated(place.rest()) } else { 0 };
        end = place.end;
    } else {
        let told = reason_words::read(place.at(reason).rest());
        message.has_unread_reason = told.is_none();
        message.is_preflight = told.as_ref().is_some_and(is_of_preflight);
        message.reason = told;
    }
    Some(Sighting::new(message, end))
}

/// What Firefox of old says of any failed call is mostly no connection, where the server is on the machine of the one who looks.
pub(super) fn of_place(reason: ConsoleReason, url: Option<&str>) -> ConsoleReason {
    let url = url.and_then(|url| url::Url::parse(url).ok());
    let is_here = url.is_some_and(|url| matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]")));
    if is_here && reason == ConsoleReason::Said(&REQUEST_FAILED) {
        ConsoleReason::Said(&REQUEST_FAILED_HERE)
    } else {
        reason
    }
}

/// What the URL alone tells, where there is no reason.
pub(super) fn of_url(url: Option<&str>) -> Option<ConsoleReason> {
    let scheme = url?.split(':').next()?;
    matches!(scheme, "data" | "blob" | "about" | "javascript").then_some(ConsoleReason::Said(&URL_WITHOUT_HOST))
}

/// The same where the colon is missing, if a reason or the sentence is there.
pub(super) fn shortened(window: &Window<'_>) -> Option<Sighting> {
    window.near(SHORTENED_LENGTH).find_first(&["(reason:", SENTENCE]).and_then(|_| request_blocked(window))
}

/// The sentence itself, where the words before it were not copied.
pub(super) fn sentence(window: &Window<'_>) -> Option<Sighting> {
    let is_read = window.not_before(SENTENCE.len()).before().contains("blocked");
    if is_read { None } else { request_blocked(&window.including_phrase()) }
}

fn is_network(reason: &ConsoleReason) -> bool {
    matches!(reason, ConsoleReason::Network(_))
}

/// How often a line is repeated, which the console counts behind its end.
fn repeated(rest: &str) -> u8 {
    let counted = rest.trim_start_matches([')', '.']).strip_prefix("statuscode:(null).").unwrap_or_default();
    let mut letters = counted.chars();
    let count = letters.next().and_then(|c| c.to_digit(10)).filter(|count| *count > 1);
    let is_alone = !letters.next().is_some_and(|c| c.is_ascii_digit() || c == ':');
    count.filter(|_| is_alone).and_then(|count| u8::try_from(count - 1).ok()).unwrap_or_default()
}

/// `Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at <url> soon. …`
pub(super) fn request_warning(window: &Window<'_>) -> Option<Sighting> {
    let at = window.at(window.find("resourceat")?);
    let url = at.word_until(&["soon.(reason", ".(reason"]);
    let message = Message { reason: Some(ConsoleReason::AuthorizationByWildcard), url, ..Message::of(Engine::Firefox) };
    let end = window.find_first(&["').", ")."]).map_or(window.end, |end| end.end);
    Some(Sighting::new(message, end))
}

/// `downloadable font: download failed (…): bad URI or cross-site access not allowed source: <url>`, where the line about CORS
/// was not copied.
pub(super) fn font_refused(window: &Window<'_>) -> Option<Sighting> {
    let has_cors_line = window.transcript.folded().contains("cross-originrequestblocked:");
    let message = Message {
        reason: Some(ConsoleReason::Said(&FONT_REFUSED)),
        url: window.url_after(),
        initiator: Some("font".to_owned()),
        ..Message::of(Engine::Firefox)
    };
    (!has_cors_line).then(|| Sighting::new(message, window.end))
}

/// `Security Error: Content at <page> may not load or link to <url>.`
pub(super) fn link_to_file(window: &Window<'_>) -> Option<Sighting> {
    let page = window.on_its_line().url_before().and_then(|page| url::Url::parse(&page).ok());
    let message = Message {
        reason: Some(ConsoleReason::NonHttpScheme),
        url: window.opaque_url_after().or_else(|| window.url_after()),
        origin: page.map(|page| page.origin().ascii_serialization()),
        ..Message::of(Engine::Firefox)
    };
    message.url.is_some().then(|| Sighting::new(message, window.end))
}

/// Whether only preflights fail like this.
pub(super) fn is_of_preflight(reason: &ConsoleReason) -> bool {
    matches!(
        reason,
        ConsoleReason::PreflightStatus
            | ConsoleReason::PreflightRedirect
            | ConsoleReason::InvalidAllowMethods { .. }
            | ConsoleReason::InvalidAllowHeaders { .. }
            | ConsoleReason::MethodNotAllowed { .. }
            | ConsoleReason::HeaderNotAllowed { .. }
    )
}
