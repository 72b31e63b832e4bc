//! Joins what consoles say twice about one request: a CORS line and its `net::ERR_FAILED`, Firefox's second line, WebKit's
//! two lines, and its third with the status.

use std::collections::HashSet;

use super::message::{Engine, Message};
use super::net_error::NetErrorClass;
use super::network;
use super::reason::ConsoleReason;
use super::rule::Sighting;
use super::saying::Saying;
use super::voices::look_alikes::{ORB, SERVICE_WORKER};

/// A line is joined to one of so many before it; a longer distance is another request.
const REACH: usize = 50;

/// The names of hidden headers that are put together are no longer than this.
const NAMES_LIMIT: usize = 512;

/// One message for each request.
pub(super) fn group(sightings: Vec<Sighting>) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    for Sighting { message, is_repetition, .. } in sightings {
        let earliest = messages.len().saturating_sub(REACH);
        let is_joined = |earlier: &Message| {
            belongs(earlier, &message)
                || is_repetition && repeats(earlier, &message)
                || is_said_together(earlier, &message)
        };
        match messages[earliest..].iter().rposition(is_joined) {
            Some(place) => join(&mut messages[earliest + place], message),
            None => messages.push(message),
        }
    }
    // A line without a reason, a URL of WebKit's for example, tells nothing by itself unless CORS stands in it.
    let tells = |message: &Message| message.reason.is_some() || message.url.is_some() || message.is_preflight;
    let has_any = messages.iter().any(tells);
    messages.retain(|message| tells(message) || !has_any && is_headline(message));
    messages.truncate(if has_any { messages.len() } else { 1 });
    let messages = without_answered_rows(without_status_rows(without_repeated(without_rows_of_success(messages))));
    without_contradictions(without_echoes(messages))
}

/// Firefox's headline, of which neither the URL nor the reason was copied.
fn is_headline(message: &Message) -> bool {
    message.engine == Some(Engine::Firefox) && message.status.is_none() && message.method.is_none()
}

/// A row of Firefox' console about a call that no line says failed.
fn is_row_of_success(message: &Message) -> bool {
    let is_error = message.status.is_some_and(|status| status >= 400);
    message.engine == Some(Engine::Firefox)
        && message.reason.is_none()
        && message.status.is_some()
        && !is_error
        && message.method.is_some()
}

/// Such a row tells method and status of the call that another line says was blocked, and by itself nothing.
fn without_rows_of_success(messages: Vec<Message>) -> Vec<Message> {
    let (rows, mut others): (Vec<_>, Vec<_>) = messages.into_iter().partition(is_row_of_success);
    for row in rows {
        let is_of = |other: &&mut Message| {
            let is_same = matches!((&other.url, &row.url), (Some(one), Some(two)) if is_same_url(one, two));
            other.engine == row.engine && other.reason.is_none() && other.status.is_none() && is_same
        };
        if let Some(blocked) = others.iter_mut().find(is_of) {
            blocked.complete_from(row);
        }
    }
    others
}

/// Two rows of one source about one call; what a script says is about any call that failed.
fn is_said_together(earlier: &Message, later: &Message) -> bool {
    let (Some(one), Some(other)) = (said(earlier), said(later)) else { return false };
    let has_one_value = earlier.named.is_none() || later.named.is_none() || earlier.named == later.named;
    one.is_one_voice_with(other) && has_one_value && is_same_place(earlier, later)
}

fn said(message: &Message) -> Option<&'static Saying> {
    match message.reason {
        Some(ConsoleReason::Said(saying)) => Some(saying),
        _ => None,
    }
}

/// A script, and a note, only repeat what another message says of the call better.
fn without_echoes(messages: Vec<Message>) -> Vec<Message> {
    let has_blocked_call = messages.iter().any(is_blocked_by_cors);
    let is_echo = |message: &Message| {
        // A worker whose own call is blocked rejects what it was to answer with.
        let is_of_worker = message.engine == Some(Engine::Chromium)
            && message.reason == Some(ConsoleReason::Said(&SERVICE_WORKER))
            && has_blocked_call;
        if is_of_worker {
            return true;
        }
        said(message).is_some_and(|saying| saying.is_of_script() || saying.rules.is_empty()) || is_aborted(message)
    };
    let witnesses: Vec<_> = messages
        .iter()
        .filter(|message| !is_echo(message))
        .map(|message| (message.url.clone(), message.named.clone()))
        .collect();
    let is_told = |message: &Message| {
        witnesses.iter().any(|(witness, named)| match (witness, &message.url) {
            (Some(one), Some(other)) => {
                is_same_url(one, other) || is_aborted(message) && is_at_path(other, named.as_deref())
            }
            _ => true,
        })
    };
    messages.into_iter().filter(|message| !(is_echo(message) && is_told(message))).collect()
}

/// Whether Chromium says that the header for other origins is missing or wrong.
fn is_blocked_by_cors(message: &Message) -> bool {
    use ConsoleReason as Reason;
    let is_of_header = matches!(
        message.reason,
        Some(Reason::MissingAllowOrigin | Reason::AllowOriginMismatch { .. } | Reason::WildcardOriginWithCredentials)
    );
    is_of_header && message.engine == Some(Engine::Chromium) && message.origin.is_some()
}

/// Whether only that somebody gave up is said.
fn is_aborted(message: &Message) -> bool {
    message.reason.as_ref().is_some_and(network::is_aborted)
}

/// Whether a URL has the path that a proxy names.
fn is_at_path(url: &str, path: Option<&str>) -> bool {
    path.is_some_and(|path| path.starts_with('/') && url.ends_with(path))
}

/// Safari says of a call that it blocked, in a line before, between or behind those with the reason, which status its answer had.
fn without_status_rows(mut messages: Vec<Message>) -> Vec<Message> {
    let mut at = 0;
    while at < messages.len() {
        let row = &messages[at];
        let told = |is_told: fn(&Message, &Message) -> bool| {
            is_status_row(row).then(|| messages.iter().position(|other| is_told(other, row))).flatten()
        };
        match told(is_blocked_with_url).or_else(|| told(is_blocked_with_status)) {
            Some(place) => {
                let row = Message { reason: None, engine: None, ..messages[at].clone() };
                messages[place].complete_from(row);
                messages.remove(at);
            }
            None => at += 1,
        }
    }
    messages
}

/// A row with the status of a call belongs to the line in which Firefox says that it blocked the call, and not why.
fn without_answered_rows(mut messages: Vec<Message>) -> Vec<Message> {
    let is_block = |message: &Message| {
        message.engine == Some(Engine::Firefox)
            && message.status.is_none()
            && matches!(message.reason, None | Some(ConsoleReason::MissingAllowOrigin))
    };
    if !messages.iter().any(is_block) {
        return messages;
    }
    let mut at = 0;
    while at < messages.len() {
        let row = &messages[at];
        let is_row = row.reason == Some(ConsoleReason::HttpStatus) && row.url.is_some();
        let is_of = |blocked: &Message| {
            let is_same = || matches!((&blocked.url, &row.url), (Some(one), Some(other)) if is_same_url(one, other));
            is_block(blocked) && is_same()
        };
        match is_row.then(|| messages.iter().position(is_of)).flatten() {
            Some(place) => {
                let row = Message { reason: None, engine: None, ..messages[at].clone() };
                messages[place].complete_from(row);
                messages.remove(at);
            }
            None => at += 1,
        }
    }
    messages
}

/// `Failed to load resource: the server responded with a status of 403 ()`, which Chromium says as well.
fn is_status_row(message: &Message) -> bool {
    message.engine.is_some_and(|engine| engine != Engine::Firefox)
        && message.reason == Some(ConsoleReason::HttpStatus)
        && message.method.is_none()
}

/// Whether a line of WebKit's says that the call to the row's URL was blocked.
fn is_blocked_with_url(blocked: &Message, row: &Message) -> bool {
    let is_one_url = match (&blocked.url, &row.url, &row.resource) {
        (Some(one), Some(other), _) => is_same_url(one, other),
        (Some(one), None, Some(end)) => has_path_end(one, end),
        _ => false,
    };
    is_one_url && is_blocked(blocked) && blocked.status.is_none_or(|status| Some(status) == row.status)
}

/// Whether a line of WebKit's says why a call was blocked whose answer had the row's status, and one of both has no URL.
fn is_blocked_with_status(blocked: &Message, row: &Message) -> bool {
    let lacks_url = blocked.url.is_none() || row.url.is_none() && row.resource.is_none();
    lacks_url && is_blocked(blocked) && blocked.reason.is_some() && blocked.status == row.status
}

fn is_blocked(message: &Message) -> bool {
    message.engine == Some(Engine::WebKit) && !message.reason.as_ref().is_some_and(is_echo)
}

/// Whether the path of a URL ends so.
fn has_path_end(url: &str, end: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    path.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(end))
}

/// A line that only says that another URL failed, right after one message: the two are one call, or the paste is not whole.
fn without_contradictions(mut messages: Vec<Message>) -> Vec<Message> {
    if let [first, second] = messages.as_mut_slice() {
        let is_bare = second.reason.as_ref().is_some_and(is_weak) && second.origin.is_none();
        let has_cors_line = first.origin.is_some() && first.reason.as_ref().is_some_and(|reason| !is_weak(reason));
        if is_bare && has_cors_line && first.engine == second.engine && first.method.is_none() && first.status.is_none()
        {
            first.contradicting_url = second.url.take();
            first.method = second.method.take();
            first.status = second.status.take();
            messages.truncate(1);
        }
    }
    messages
}

/// The same failure of the same request again, a page that retries for example, is told once.
fn without_repeated(messages: Vec<Message>) -> Vec<Message> {
    let mut seen = HashSet::new();
    let key = |message: &Message| {
        (message.engine, message.url.clone(), message.origin.clone(), format!("{:?}", message.reason))
    };
    messages.into_iter().filter(|message| seen.insert(key(message))).collect()
}

/// Headers that the page may not read are named one a line, and are one fault of the server.
fn add_name(earlier: &mut Message, later: &Message) {
    if let (Some(ConsoleReason::HiddenHeader { name }), Some(ConsoleReason::HiddenHeader { name: other })) =
        (&mut earlier.reason, &later.reason)
        && !name.split(", ").any(|known| known.eq_ignore_ascii_case(other))
        && name.len() < NAMES_LIMIT
    {
        name.push_str(", ");
        name.push_str(other);
    }
}

/// Whether a line that says `Failed to load resource: …` says what was said already.
fn repeats(earlier: &Message, later: &Message) -> bool {
    earlier.engine == later.engine
        && earlier.reason.is_some()
        && earlier.reason == later.reason
        && earlier.status == later.status
}

/// Whether two lines are about the same request, and the second adds no other failure.
fn belongs(earlier: &Message, later: &Message) -> bool {
    // Whose status it was is known when all lines are.
    let is_row = |message: &Message| message.engine == Some(Engine::WebKit) && is_status_row(message);
    if earlier.engine != later.engine || !is_same_place(earlier, later) || is_row(earlier) || is_row(later) {
        return false;
    }
    // Nor does a status tell of a block whose reason was not copied that it came through.
    let is_answer = |message: &Message| message.reason == Some(ConsoleReason::HttpStatus) || is_row_of_success(message);
    if earlier.engine == Some(Engine::Firefox) && (is_answer(earlier) != is_answer(later)) {
        let is_block = |message: &Message| message.reason.is_none() && message.status.is_none();
        if is_block(earlier) || is_block(later) {
            return false;
        }
    }
    match (&earlier.reason, &later.reason) {
        (Some(one), Some(other)) if is_network(one) && is_network(other) => {
            one == other || is_weak(one) || is_weak(other)
        }
        // A line of WebKit's without a URL, or one that repeats it with the URL.
        // Two headers that lack are two lines to add.
        (Some(ConsoleReason::HeaderNotAllowed { name }), Some(ConsoleReason::HeaderNotAllowed { name: other }))
            if !name.eq_ignore_ascii_case(other) =>
        {
            false
        }
        (Some(one), Some(other)) if one.is_like(other) => later.url.is_some() || later.engine != Some(Engine::WebKit),
        (Some(one), Some(other)) => {
            let has_one_url = earlier.url.is_some() || later.url.is_some();
            // WebKit names the request that a service worker failed in a line without a reason.
            (*one == ConsoleReason::Said(&SERVICE_WORKER) && *other == ConsoleReason::SameOriginMode && earlier.url.is_none())
                // Firefox' Network panel names the request that was kept from an element.
                || (is_weak(one) && is_orb(other) && earlier.url.is_some() && earlier.engine == Some(Engine::Firefox))
                || (is_echo(other) && has_one_url) || (is_echo(one) && later.url.is_some() && earlier.url.is_some())
                // Firefox goes on to judge the redirect as if it were the answer.
                || later.engine == Some(Engine::Firefox) && *one == ConsoleReason::PreflightRedirect && has_one_url
        }
        (Some(_), None) => later.url.is_some(),
        (None, Some(_)) => earlier.url.is_some() && (later.url.is_some() || earlier.engine == Some(Engine::WebKit)),
        (None, None) => true,
    }
}

/// The same URL, or one of them has none.
fn is_same_place(earlier: &Message, later: &Message) -> bool {
    match (&earlier.url, &later.url) {
        (Some(one), Some(other)) => {
            is_same_url(one, other)
                && (earlier.origin.is_none() || later.origin.is_none() || earlier.origin == later.origin)
        }
        _ => true,
    }
}

/// Source links have no scheme, and people write a placeholder now in one case, now in the other.
fn is_same_url(one: &str, other: &str) -> bool {
    let bare = |url: &str| url.split("://").last().unwrap_or_default().to_ascii_lowercase();
    one == other || one.eq_ignore_ascii_case(other) || bare(one) == other || bare(other) == one
}

fn join(earlier: &mut Message, mut later: Message) {
    add_name(earlier, &later);
    let replaces = match (&earlier.reason, &later.reason) {
        (Some(ConsoleReason::Said(one)), Some(ConsoleReason::Said(other))) => other.weight() > one.weight(),
        (Some(one), Some(other)) => is_echo(one) && !is_echo(other),
        _ => false,
    };
    // Only after a preflight, or after a redirect, does Firefox say that the request itself did not succeed.
    let is_firefox = earlier.engine == Some(Engine::Firefox);
    let is_cascade =
        is_firefox && later.reason.as_ref().is_some_and(is_network) && !earlier.reason.as_ref().is_some_and(is_network);
    earlier.echoes = if is_cascade { earlier.echoes.saturating_add(later.echoes).saturating_add(1) } else { 0 };
    let is_redirect = matches!(earlier.status, Some(301 | 302 | 303 | 307 | 308));
    let is_preflight = is_cascade && (!is_redirect || earlier.echoes > 1);
    if is_preflight && !matches!(earlier.reason, Some(ConsoleReason::ModuleType { .. })) {
        earlier.is_preflight = true;
    }
    if replaces {
        std::mem::swap(earlier, &mut later);
    }
    earlier.complete_from(later);
}

fn is_network(reason: &ConsoleReason) -> bool {
    matches!(reason, ConsoleReason::Network(_))
}

/// Whether the message does not say why: its reason is missing, or only that something failed.
pub(super) fn is_unsaid(message: &Message) -> bool {
    message.reason.as_ref().is_none_or(is_weak) || said(message).is_some_and(Saying::is_of_script)
}

/// Whether the line only repeats that something failed.
fn is_echo(reason: &ConsoleReason) -> bool {
    is_weak(reason) || matches!(reason, ConsoleReason::HttpStatus | ConsoleReason::ConnectionNotOpened)
}

fn is_orb(reason: &ConsoleReason) -> bool {
    matches!(reason, ConsoleReason::Said(saying) if **saying == ORB)
}

fn is_weak(reason: &ConsoleReason) -> bool {
    matches!(reason, ConsoleReason::Network(error) if matches!(error.class(), NetErrorClass::Failed | NetErrorClass::Unknown))
}
