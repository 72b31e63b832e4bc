//! WebKit's texts: a line with the reason, then a line with the URL.

use std::ops::Range;

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
    rule("cannotusewildcardinaccess-control-allow-origin", |_| Some(ConsoleReason::WildcardOriginWithCredentials)),
    rule("access-control-allow-origincannotcontainmorethanoneorigin", |_| {
        Some(ConsoleReason::MultipleAllowOrigin { value: None })
    }),
    rule("butaccess-control-allow-credentialsisnot'true'", |_| {
        Some(ConsoleReason::AllowCredentialsNotTrue { value: None })
    }),
    rule("preflightresponseisnotsuccessful", |_| Some(ConsoleReason::PreflightStatus)),
    rule("cors-preflightrequestwasblocked", |_| Some(ConsoleReason::Network(NetError::unknown()))),
    rule("headeraccess-control-allow-methodshasaninvalidvalue:", |window| {
        Some(ConsoleReason::InvalidAllowMethods { value: window.value_until(&ENDS) })
    }),
    rule("headeraccess-control-allow-headershasaninvalidvalue:", |window| {
        Some(ConsoleReason::InvalidAllowHeaders { value: window.value_until(&ENDS) })
    }),
    rule("isnotallowedbyaccess-control-allow-methods.", |window| {
        Some(ConsoleReason::MethodNotAllowed { method: window.word_since("method") })
    }),
    rule("isnotallowedbyaccess-control-allow-headers.", |window| {
        Some(ConsoleReason::HeaderNotAllowed { name: window.word_since("requestheaderfield")? })
    }),
    rule("loadcannotfollowmorethan20redirections", |_| Some(ConsoleReason::TooManyRedirects)),
    rule("notallowedtofollowaredirectionwhileloading", |_| Some(ConsoleReason::RedirectModeError))
        .with_url(UrlPlace::After),
    rule("redirectiontourlwithaschemethatisnothttp(s)", |_| Some(ConsoleReason::RedirectNonHttp)),
    rule("ftpurlsaredisabled", |_| Some(ConsoleReason::NonHttpScheme)),
    rule("crossoriginrequestsareonlysupportedforhttp.", |_| Some(ConsoleReason::NonHttpScheme)),
    rule("notallowedwhenusingsame-originfetchmode", |_| Some(ConsoleReason::SameOriginMode)),
    rule("no-corsmoderequiresfollowredirectmode", |_| Some(ConsoleReason::RedirectModeError)),
    rule("notallowedtouserestrictednetworkport", |_| Some(ConsoleReason::BadPort)).with_url(UrlPlace::After),
];

/// The reasons that stand behind the URL in one sentence, in older versions.
pub(super) const INLINE: [&str; 3] =
    [NOT_ALLOWED, "preflightresponseisnotsuccessful", "crossoriginrequestsareonlysupportedforhttp."];

const NOT_ALLOWED: &str = "isnotallowedbyaccess-control-allow-origin";

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
    // The script throws the same sentence again.
    let is_repetition = window.on_its_line().before().contains("typeerror:");
    Some(Sighting { is_repetition, ..Sighting::new(message, window.end) })
}

/// `Cross-origin redirection to <url> denied by Cross-Origin Resource Sharing policy: …`
pub(super) fn redirection_denied(window: &Window<'_>) -> Option<Sighting> {
    let denied = window.find("deniedbycross-originresourcesharingpolicy:")?;
    let target = window.transcript.word(window.end..denied.start);
    let mut message = Message { redirects_to: Some(target), ..Message::of(Engine::WebKit) };
    let policy = window.at(denied);
    let mut end = policy.end;
    if let Some(credentials) = policy.find("hascredentials").filter(|_| policy.rest().starts_with("redirectionurl")) {
        message.reason = Some(ConsoleReason::RedirectCredentials);
        end = credentials.end;
    } else if policy.rest().starts_with("notallowedtofollow") {
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
    let phrase = window.transcript.folded().get(window.start..window.end).unwrap_or_default();
    let known = [("fetchapi", "fetch"), ("xmlhttprequest", "XMLHttpRequest"), ("eventsource", "EventSource")];
    let initiator = known.iter().find(|(name, _)| phrase.starts_with(name)).map(|(_, name)| (*name).to_owned());
    // Without a word about access control the mode forbids the call; the line that says so is not always printed.
    let reason = end.is_none().then_some(ConsoleReason::SameOriginMode);
    let message = Message { url: Some(url.to_owned()), initiator, reason, ..Message::of(Engine::WebKit) };
    Some(Sighting::new(message, end.map_or(window.end, |end| end.end)))
}
