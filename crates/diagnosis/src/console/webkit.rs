//! WebKit's texts: a line with the reason, then a line with the URL.

use std::ops::Range;

use preflight_engine::browser::console::sentences::webkit as says;

use super::key::key;
use super::message::{Engine, Message};
use super::net_error::NetError;
use super::reason::ConsoleReason;
use super::rule::{Rule, Sighting, UrlPlace, first};
use super::window::Window;

const fn rule(says: &'static str, reason: fn(&Window<'_>) -> Option<ConsoleReason>) -> Rule {
    Rule::new(Engine::WebKit, says, reason)
}

/// Ends of sentences after which WebKit goes on with the status, or with nothing.
const ENDS: [&str; 3] = [".statuscode", "fetchapicannot", "xmlhttprequestcannot"];

/// The line with the reason.
pub(super) const RULES: &[Rule] = &[
    rule(NOT_ALLOWED, |_| Some(ConsoleReason::OriginNotAllowed)),
    rule(NOT_ALLOWED_SHORT, |_| Some(ConsoleReason::OriginNotAllowed)),
    rule(key!(says::WILDCARD_WITH_CREDENTIALS), |_| Some(ConsoleReason::WildcardOriginWithCredentials)),
    rule(key!(says::MULTIPLE_ORIGINS), |_| Some(ConsoleReason::MultipleAllowOrigin { value: None })),
    rule(key!(says::CREDENTIALS_NOT_TRUE), |_| Some(ConsoleReason::AllowCredentialsNotTrue { value: None })),
    rule(key!(says::PREFLIGHT_STATUS), |_| Some(ConsoleReason::PreflightStatus)),
    rule(key!(says::PREFLIGHT_BLOCKED), |_| Some(ConsoleReason::Network(NetError::unknown()))),
    rule(key!(says::UNREADABLE_METHODS), |window| {
        Some(ConsoleReason::InvalidAllowMethods { value: window.value_until(&ENDS) })
    }),
    rule(key!(says::UNREADABLE_HEADERS), |window| {
        Some(ConsoleReason::InvalidAllowHeaders { value: window.value_until(&ENDS) })
    }),
    rule(key!(says::METHOD_NOT_ALLOWED), |window| {
        Some(ConsoleReason::MethodNotAllowed { method: window.word_since("method") })
    }),
    rule(key!(says::HEADER_NOT_ALLOWED), |window| {
        Some(ConsoleReason::HeaderNotAllowed { name: window.word_since("requestheaderfield")? })
    }),
    rule(key!(says::TOO_MANY_REDIRECTS), |_| Some(ConsoleReason::TooManyRedirects)),
    rule(key!(says::REDIRECT_MODE), |_| Some(ConsoleReason::RedirectModeError)).with_url(UrlPlace::After),
    rule(key!(says::REDIRECT_SCHEME), |_| Some(ConsoleReason::RedirectNonHttp)),
    rule(key!(says::FTP), |_| Some(ConsoleReason::NonHttpScheme)),
    rule(key!(says::SCHEME), |_| Some(ConsoleReason::NonHttpScheme)),
    rule("notallowedwhenusingsame-originfetchmode", |_| Some(ConsoleReason::SameOriginMode)),
    rule(key!(says::NO_CORS_REDIRECT_MODE), |_| Some(ConsoleReason::RedirectModeError)),
    rule(key!(says::BAD_PORT), |_| Some(ConsoleReason::BadPort)).with_url(UrlPlace::After),
];

/// The reasons that stand behind the URL in one sentence, in older versions.
pub(super) const INLINE: [&str; 9] = [
    NOT_ALLOWED,
    NOT_ALLOWED_SHORT,
    key!(says::WILDCARD_WITH_CREDENTIALS),
    key!(says::CREDENTIALS_NOT_TRUE),
    key!(says::MULTIPLE_ORIGINS),
    key!(says::PREFLIGHT_STATUS),
    key!(says::SCHEME),
    key!(says::METHOD_NOT_ALLOWED),
    key!(says::HEADER_NOT_ALLOWED),
];

const NOT_ALLOWED: &str = key!(says::ORIGIN_NOT_ALLOWED);

/// The same as people and scripts repeat it.
pub(super) const NOT_ALLOWED_SHORT: &str = "notallowedbyaccess-control-allow-origin";

/// `Origin <origin> is not allowed by Access-Control-Allow-Origin. Status code: <n>`
pub(super) fn origin_not_allowed(window: &Window<'_>) -> Option<Sighting> {
    let origin = match window.transcript.word_before(window.start) {
        // The line is not wrapped inside of the origin.
        Some(word) if word == "null" || word.contains("://") => Some(word.trim_matches('\'').to_owned()),
        _ => ["origin", "origin'"]
            .iter()
            .find_map(|phrase| window.word_since(phrase))
            .filter(|word| word.contains("://")),
    };
    let message = Message {
        reason: Some(ConsoleReason::OriginNotAllowed),
        origin,
        status: window.status(),
        ..Message::of(Engine::WebKit)
    };
    let is_repetition = is_thrown(window);
    Some(Sighting { is_repetition, ..Sighting::new(message, window.end) })
}

/// `Cross-origin redirection to <url> denied by Cross-Origin Resource Sharing policy: …`
pub(super) fn redirection_denied(window: &Window<'_>) -> Option<Sighting> {
    let denied = window.find(key!(says::REDIRECT_DENIED))?;
    let target = window.transcript.word(window.end..denied.start);
    let mut message = Message { redirects_to: Some(target), ..Message::of(Engine::WebKit) };
    let policy = window.at(denied);
    let mut end = policy.end;
    if let Some(credentials) =
        policy.find(key!(says::REDIRECT_CREDENTIALS)).filter(|_| policy.rest().starts_with("redirectionurl"))
    {
        message.reason = Some(ConsoleReason::RedirectCredentials);
        end = credentials.end;
    } else if policy.rest().starts_with(key!(says::REDIRECT_NOT_FOLLOWED)) {
        message.reason = Some(ConsoleReason::RedirectNonHttp);
    } else if let Some((_, reason, place)) = first(&policy, RULES) {
        message.reason = Some(reason);
        message.status = place.status();
        message.origin = origin_not_allowed(&place).and_then(|sighting| sighting.message.origin);
        end = place.end;
    }
    Some(Sighting::new(message, end))
}

/// `Fetch API cannot load <url> due to access control checks.`, or `Fetch API cannot load <url>.`: the line with the URL.
pub(super) fn url_line(window: &Window<'_>, end: Option<Range<usize>>) -> Option<Sighting> {
    let url = match &end {
        Some(end) => window.transcript.word(window.end..end.start),
        None => window.url_after()?,
    };
    let url = ["image", "script", "stylesheet", "font"].iter().find_map(|kind| url.strip_prefix(kind)).unwrap_or(&url);
    let initiator = initiator(window);
    // Without a word about access control the mode forbids the call; the line that says so is not always printed.
    let reason = end.is_none().then_some(ConsoleReason::SameOriginMode);
    let message = Message { url: Some(url.to_owned()), initiator, reason, ..Message::of(Engine::WebKit) };
    Some(Sighting::new(message, end.map_or(window.end, |end| end.end)))
}

/// `(https://api.example.com/todos)` or `(todos, line 0)` at the end of the line: where Safari has the URL, or the end of its path.
pub(super) fn location_behind(window: &Window<'_>, end: usize) -> Option<(Message, usize)> {
    let line = window.on_its_line();
    let rest = Window { end, ..line }.rest().strip_suffix(')')?;
    let open = end + rest.rfind('(')?;
    let (place, number) = rest[open - end + 1..].rsplit_once(",line").unwrap_or((&rest[open - end + 1..], ""));
    let is_numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let text = window.transcript.word(open + 1..open + 1 + place.len());
    let message = match text.contains("://") {
        true => Message { url: Some(text), ..Message::default() },
        false if is_numbered && !text.is_empty() => Message { resource: Some(text), ..Message::default() },
        false => return None,
    };
    Some((message, line.ceiling))
}

/// What made the call, by the word before `cannot load`.
pub(super) fn initiator(window: &Window<'_>) -> Option<String> {
    let phrase = window.transcript.folded().get(window.start..window.end).unwrap_or_default();
    let known = [("fetchapi", "fetch"), ("xmlhttprequest", "XMLHttpRequest"), ("eventsource", "EventSource")];
    known.iter().find(|(name, _)| phrase.starts_with(name)).map(|(_, name)| (*name).to_owned())
}

/// Whether the line is what a script throws of a reason that was told before: `Unhandled Promise Rejection: TypeError: …`.
pub(super) fn is_thrown(window: &Window<'_>) -> bool {
    let line = window.on_its_line();
    ["typeerror:", "unhandledpromiserejection:", "uncaught(inpromise)"].iter().any(|mark| line.before().contains(mark))
}
