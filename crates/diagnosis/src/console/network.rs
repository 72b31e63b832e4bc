//! Lines about the connection: `net::ERR_…`, HTTP errors, WebSockets.

use preflight_engine::browser::console::sentences::webkit as says;

use super::key::key;
use super::message::{Engine, Message};
use super::net_error::{NetError, NetErrorClass};
use super::other_tools;
use super::reason::ConsoleReason;
use super::rule::{Rule, Sighting, UrlPlace, WEBKIT, first};
use super::voices::{self, look_alikes};
use super::webkit;
use super::window::Window;

/// The longest of Chromium's names for network errors.
const CODE_LIMIT: usize = 96;

/// As far behind "failed:" a WebSocket's reason stands.
const REASON_REACH: usize = 64;

/// As long is what a row of Firefox' Network panel says of the answer.
const ROW_STATUS_REACH: usize = 64;

/// Phrases of other browsers about a connection that failed.
pub(super) const RULES: &[Rule] = &[
    Rule::new(Engine::Firefox, "establishaconnectiontotheserverat", |_| Some(ConsoleReason::ConnectionNotOpened))
        .with_url(UrlPlace::After),
    Rule::new(Engine::Firefox, "wasinterruptedwhilethepagewasloading", |_| Some(ConsoleReason::WebSocketHandshake))
        .with_url(UrlPlace::Before),
    Rule::new(Engine::WebKit, "couldnotconnecttotheserver", unreachable),
    Rule::new(Engine::WebKit, key!(says::NO_CONNECTION), unreachable),
    Rule::new(Engine::WebKit, key!(says::CONNECTION_ENDED), unreachable),
    Rule::new(Engine::WebKit, "thenetworkconnectionwaslost", unreachable),
    Rule::new(Engine::WebKit, "aserverwiththespecifiedhostnamecouldnotbefound", unreachable),
    Rule::new(Engine::WebKit, "thecertificateforthisserverisinvalid", tls),
    Rule::new(Engine::WebKit, "ansslerrorhasoccurred", tls),
    Rule::new(Engine::WebKit, "theinternetconnectionappearstobeoffline", unreachable),
];

/// What Safari says right behind `Failed to load resource:`, and anybody else elsewhere.
const OF_RESOURCES: &[Rule] = &[
    Rule::new(Engine::WebKit, "toomanyhttpredirects", |_| Some(ConsoleReason::TooManyRedirects)),
    Rule::new(Engine::WebKit, "therequesttimedout", |_| named("ERR_TIMED_OUT")),
    Rule::new(Engine::WebKit, "theoperationcouldn'tbecompleted", unreachable),
    Rule::new(Engine::WebKit, "cancelled", |_| named("ERR_ABORTED")),
    Rule::new(Engine::WebKit, "unsupportedurl", |_| Some(ConsoleReason::NonHttpScheme)),
    Rule::new(Engine::WebKit, "badurl", |_| named("ERR_INVALID_URL")),
];

fn unreachable(_: &Window<'_>) -> Option<ConsoleReason> {
    named("ERR_CONNECTION_FAILED")
}

fn tls(_: &Window<'_>) -> Option<ConsoleReason> {
    named("ERR_CERT_INVALID")
}

/// What Chromium would call it, so that one table of classes serves all.
fn named(code: &str) -> Option<ConsoleReason> {
    Some(ConsoleReason::Network(NetError { code: Some(code.to_owned()) }))
}

/// `net::ERR_…`, wherever it stands; the window's phrase is `net::`.
pub(super) fn net_error(window: &Window<'_>) -> Option<Sighting> {
    // What the developer tools themselves want to load is no call of the page.
    if window.on_its_line().before().contains("failedtoloadsourcemap") {
        return None;
    }
    let (code, end) = code(window);
    let reason = Some(of_code(code));
    let url = Window { end, ..*window }.rest().starts_with("http").then(|| window.url_after()).flatten();
    let url = url.or_else(|| url_right_before(window));
    let message = Message { reason, url, status: window.status_at(end), ..Message::of(Engine::Chromium) };
    Some(Sighting::new(message, end))
}

/// The URL right before the phrase, on its line: `https://localhost:12121/ net::ERR_…`. What ends in the number of a line is a
/// script's.
fn url_right_before(window: &Window<'_>) -> Option<String> {
    let line = window.on_its_line();
    let url = line.url_before()?;
    let glue = line.before().trim_end_matches(['\'', ')', '(', ':', '-', '>', ',', '|', '.']);
    let is_script = url.rsplit_once(':').is_some_and(|(place, number)| {
        place.matches('/').count() > 2 && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    (glue.ends_with(&url.to_ascii_lowercase()) && !is_script).then_some(url)
}

/// `NetworkError: 401 UNAUTHORIZED - https://api.example.com/todos`, as Firebug wrote in the console of Firefox.
pub(super) fn firebug_row(window: &Window<'_>) -> Option<Sighting> {
    let status = window.rest().get(..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let line = window.on_its_line();
    let dash = line.find_first(&["-http"])?;
    let message = Message {
        reason: Some(ConsoleReason::HttpStatus),
        url: line.at(dash.start..dash.start + "-".len()).url_after(),
        status: status.parse().ok().filter(|status| (400..=599).contains(status)),
        ..Message::of(Engine::Firefox)
    };
    message.status?;
    Some(Sighting::new(message, window.end + status.len()))
}

/// Codes that name another mechanism have its row.
fn of_code(code: String) -> ConsoleReason {
    match code.as_str() {
        "ERR_BLOCKED_BY_ORB" => ConsoleReason::Said(&look_alikes::ORB),
        "ERR_BLOCKED_BY_CSP" => ConsoleReason::ContentSecurityPolicy,
        code if code.starts_with("ERR_BLOCKED_BY_RESPONSE") && code.to_ascii_lowercase().contains("bycoep") => {
            ConsoleReason::Said(&look_alikes::COEP)
        }
        code if code.starts_with("ERR_BLOCKED_BY_RESPONSE") => ConsoleReason::Said(&look_alikes::CORP),
        _ => match voices::by_phrase(&code.to_ascii_lowercase()) {
            Some(saying) => ConsoleReason::Said(saying),
            None => ConsoleReason::Network(NetError { code: Some(code) }),
        },
    }
}

/// `<METHOD> <url> net::ERR_… (<status>)?`, or `<METHOD> <url> <status> (<text>)`.
pub(super) fn method_line(window: &Window<'_>) -> Option<Sighting> {
    let phrase = window.transcript.folded().get(window.start..window.end)?;
    let method = phrase.strip_suffix("http").or_else(|| phrase.strip_suffix("file:///"))?;
    let url_start = window.start + method.len();
    let window = &Window { end: url_start + "http".len(), ..*window };
    // Firefox' rows are copied without the white space: `XHRPOSThttps://…`.
    let is_row = window.transcript.is_word_start(window.start) || window.before().ends_with("xhr");
    let is_apart = window.transcript.is_word_start(url_start);
    if !is_apart && !is_row {
        return None;
    }
    let mut message = Message { method: Some(method.to_ascii_uppercase()), ..Message::of(Engine::Chromium) };
    if let Some(error) = window.find("net::err_").filter(|error| is_one_url(window, error.start)) {
        let at = window.at(error.start..error.start + "net::".len());
        let sighting = net_error(&at)?;
        message.url = Some(window.transcript.word(url_start..error.start));
        message.complete_from(sighting.message);
        // A module is given up where the server answers with an error.
        if message.reason.as_ref().is_some_and(is_aborted) && message.status.is_some_and(|status| status >= 400) {
            message.reason = Some(ConsoleReason::HttpStatus);
            message.is_preflight = method == "options";
        }
        return Some(Sighting::new(message, sighting.end));
    }
    let at = Window { end: url_start, ..*window };
    let url = at.url_after()?;
    let end = url_start + url.len();
    if let Some(mut sighting) = firefox_row(window, end) {
        // That of a preflight which passed is not the call's.
        if method == "options" && sighting.message.reason.is_none() {
            return None;
        }
        sighting.message.url = Some(url);
        sighting.message.method = message.method.filter(|_| method != "options");
        sighting.message.is_preflight |= method == "options";
        return Some(sighting);
    }
    if !is_apart {
        return None;
    }
    message.status = Some(at.status_at(end).filter(|status| (400..=599).contains(status))?);
    message.is_preflight = method == "options";
    message.reason = Some(ConsoleReason::HttpStatus);
    message.url = Some(url);
    Some(Sighting::new(message, end + "404".len()))
}

/// `net::ERR_ABORTED`, which names no mechanism.
pub(super) fn is_aborted(reason: &ConsoleReason) -> bool {
    matches!(reason, ConsoleReason::Network(error) if error.class() == NetErrorClass::Aborted)
}

/// `NS_ERROR_…` or `CORS Missing Allow Origin` right behind the URL, as a row of Firefox' console has it, perhaps after
/// `[HTTP/1.1 403 Forbidden 50ms]`, which may stand alone: then the answer came through, or another line says what became of it.
fn firefox_row(window: &Window<'_>, end: usize) -> Option<Sighting> {
    let folded = window.transcript.folded();
    let protocol = Window { end, ..*window };
    let (mut status, mut label) = (None, end);
    if let Some(bracket) = protocol.find("[http/").filter(|bracket| bracket.start == end) {
        let close = protocol.find("]").filter(|close| close.start < bracket.end + ROW_STATUS_REACH)?;
        status = (bracket.end..close.start).find_map(|at| protocol.lone_status_at(at));
        label = close.end;
    }
    let place = Window { end: label, ceiling: folded.len(), ..*window };
    let is_code = ["ns_error_", "ns_binding_"].iter().any(|code| place.rest().starts_with(code));
    let known = first(&place, other_tools::RULES).filter(|(_, _, at)| at.start == label);
    let (reason, end) = match known {
        Some((_, reason, at)) => (reason, if is_code { code(&place).1 } else { at.end }),
        None => match voices::by_label(place.rest()) {
            Some((saying, text)) => (ConsoleReason::Said(saying), label + text.len()),
            None if is_code => (ConsoleReason::Network(NetError::unknown()), code(&place).1),
            None => return row_with_status(status?, label),
        },
    };
    Some(Sighting::new(Message { reason: Some(reason), status, ..Message::of(Engine::Firefox) }, end))
}

/// A row that has no more than a status, where that is no failure's it only tells of the call that another line is about.
fn row_with_status(status: u16, end: usize) -> Option<Sighting> {
    let reason = (400..=599).contains(&status).then_some(ConsoleReason::HttpStatus);
    Some(Sighting::new(Message { reason, status: Some(status), ..Message::of(Engine::Firefox) }, end))
}

/// Whether nothing but a URL stands between the phrase and this place.
fn is_one_url(window: &Window<'_>, end: usize) -> bool {
    let between = window.transcript.folded().get(window.end..end).unwrap_or_default();
    (between.starts_with("://") || between.starts_with("s://")) && !between.contains(['\'', '(', '<'])
}

/// `Failed to load resource: …`, with the URL before it or after it, if at all.
pub(super) fn failed_to_load_resource(window: &Window<'_>) -> Option<Sighting> {
    let location = window.transcript.word_before(window.start).and_then(url_of_location);
    let rest = window.rest();
    let mut sighting = if rest.starts_with("net::err_") {
        net_error(&window.at(window.end..window.end + "net::".len()))?
    } else if let Some(phrase) = window.find("respondedwithastatusof").filter(|at| at.start < window.end + 24) {
        let at = window.at(phrase);
        let message = Message {
            reason: Some(ConsoleReason::HttpStatus),
            status: Some(at.status_at(at.end)?),
            ..Message::of(Engine::Chromium)
        };
        Sighting::new(message, at.end)
    } else if let Some(rule) = OF_RESOURCES.iter().find(|rule| rest.starts_with(rule.says)) {
        rule.read(&window.at(window.end..window.end + rule.says.len()))?
    } else {
        let rules = webkit::RULES.iter().chain(RULES);
        let (rule, reason, place) =
            first(window, rules).filter(|(_, _, place)| window.transcript.is_one_line(window.start..place.start))?;
        let mut message = Message { reason: Some(reason), status: place.status(), ..Message::default() };
        message.engine = rule.engine;
        message.origin = webkit::origin_not_allowed(&place).and_then(|sighting| sighting.message.origin);
        Sighting::new(message, place.end)
    };
    sighting.message.url = sighting.message.url.or(location);
    if let Some((behind, end)) = webkit::location_behind(window, sighting.end) {
        sighting.message.complete_from(behind);
        sighting.message.engine = WEBKIT;
        sighting.end = end;
    }
    sighting.is_repetition = true;
    Some(sighting)
}

/// `WebSocket connection to '<url>' failed: …`
pub(super) fn web_socket(window: &Window<'_>) -> Option<Sighting> {
    let failed = window.find("failed:").or_else(|| window.find("failed"))?;
    let url = Some(window.transcript.word(window.end..failed.start));
    let at = window.at(failed);
    let mut message = Message { url, initiator: Some("WebSocket".to_owned()), ..Message::of(Engine::Chromium) };
    if let Some(error) = at.find("net::err_") {
        let sighting = net_error(&at.at(error.start..error.start + "net::".len()))?;
        message.complete_from(sighting.message);
        return Some(Sighting::new(message, sighting.end));
    }
    let phrase = at
        .find("responsecode:")
        .or_else(|| first(&at.near(REASON_REACH), RULES).map(|(_, _, place)| place.start..place.end));
    message.status = phrase.as_ref().and_then(|phrase| at.status_at(phrase.end));
    let is_refused = message.status.is_some() || at.rest().starts_with("errorduringwebsockethandshake");
    message.reason =
        Some(if is_refused { ConsoleReason::WebSocketHandshake } else { ConsoleReason::ConnectionNotOpened });
    Some(Sighting::new(message, phrase.map_or(at.end, |phrase| phrase.end)))
}

/// The name after `net::`, and where it ends. Where a status follows, its digits are no part of the name.
fn code(window: &Window<'_>) -> (String, usize) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let rest = window.rest();
    let mut length = rest.find(|c| !is_name(c)).unwrap_or(rest.len()).min(CODE_LIMIT);
    if let Some(gap) = (1..length).find(|&place| window.transcript.is_word_start(window.end + place)) {
        length = gap;
    }
    let name = window.transcript.word(window.end..window.end + length);
    (in_capitals(name.trim_end_matches('.')), window.end + length)
}

/// The name as Chromium writes it: in capitals but for what stands behind its dot.
fn in_capitals(name: &str) -> String {
    let (code, detail) = name.split_at(name.find('.').unwrap_or(name.len()));
    if code.starts_with("err_") { code.to_ascii_uppercase() + detail } else { name.to_owned() }
}

/// The URL in a source link such as `localhost:5000/api/todos:1`, as Chromium copies it, without a scheme.
fn url_of_location(word: &str) -> Option<String> {
    let (place, line) = word.rsplit_once(':')?;
    let is_link = line.bytes().all(|byte| byte.is_ascii_digit()) && place.contains('/');
    let host = place.split("://").last()?.split('/').next()?;
    (is_link && (host.contains('.') || host.contains("localhost") || place.contains("://"))).then(|| place.to_owned())
}
