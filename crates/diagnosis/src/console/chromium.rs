//! Chromium's texts since 2014: the reasons, and the sentences around them.

use preflight_engine::browser::console::sentences::chromium as says;

use super::cut_url::CUT;
use super::key::key;
use super::message::{Engine, Message};
use super::net_error::NetError;
use super::reason::ConsoleReason;
use super::rule::{Rule, Sighting, first};
use super::voices::by_phrase;
use super::voices::look_alikes::{self, ADDRESS_SPACE_UNSET};
use super::window::Window;
use super::{look_alike, policy_directive, webkit};

/// The longest name of what made a request: "link element resource".
const INITIATOR_LIMIT: usize = 40;

/// As far behind "from frame with URL" the page's URL ends.
const PAGE_REACH: usize = 2 * 1024;

/// As long is a sentence about a redirect, with the URL that it leads to.
const REDIRECT_LENGTH: usize = 4 * 1024;

/// As far behind a reason its sentence goes on.
const TAIL_LENGTH: usize = 256;

const fn rule(says: &'static str, reason: fn(&Window<'_>) -> Option<ConsoleReason>) -> Rule {
    Rule::new(Engine::Chromium, says, reason)
}

/// How the sentence after the URL begins, where the URL has no quotes.
const SENTENCES: [&str; 26] = [
    ".redirectto'",
    ".cannotmakeany",
    ".cannotusewildcard",
    ":cannotusewildcard",
    ".no'access-control",
    ":no'access-control",
    ".responseto",
    ":responseto",
    ".responsefor",
    ":responsefor",
    ".the'access-control",
    ":the'access-control",
    ".thevalueofthe",
    ":thevalueofthe",
    ".therequestwas",
    ":therequestwas",
    ".awildcard'*'",
    ".credentialsflag",
    ".crossoriginrequests",
    ".requestheaderfield",
    ".urlscheme",
    ".requestmodeis",
    ".refusedto",
    ".invalidhttpstatus",
    ".origin",
    ".preflightresponse",
];

/// What stands after "blocked by CORS policy:"; the phrases of today's versions are the engine's, the others are older.
pub(super) const RULES: &[Rule] = &[
    rule(key!(says::NO_ALLOW_ORIGIN), |_| Some(ConsoleReason::MissingAllowOrigin)),
    rule(key!(says::WILDCARD_WITH_CREDENTIALS), |_| Some(ConsoleReason::WildcardOriginWithCredentials)),
    rule("cannotbeusedinthe'access-control-allow-origin'header", |_| {
        Some(ConsoleReason::WildcardOriginWithCredentials)
    }),
    rule(key!(says::MULTIPLE_ORIGINS), |window| {
        Some(ConsoleReason::MultipleAllowOrigin { value: window.value_until(&["',butonlyone", "'"]) })
    }),
    rule(key!(says::INVALID_ORIGIN), |window| {
        Some(ConsoleReason::InvalidAllowOrigin { value: window.value_until(&["'.", "'"])? })
    }),
    rule(key!(says::OTHER_ORIGIN), |window| {
        Some(ConsoleReason::AllowOriginMismatch { value: window.value_until(&["'thatisnotequal", "'"])? })
    }),
    rule(key!(says::CREDENTIALS_NOT_TRUE), |window| {
        Some(ConsoleReason::AllowCredentialsNotTrue { value: window.value_until(&["'whichmustbe", "'"]) })
    }),
    rule("butthe'access-control-allow-credentials'headeris'", |window| {
        Some(ConsoleReason::AllowCredentialsNotTrue { value: window.value_until(&["'.itmustbe", "'"]) })
    }),
    rule(key!(says::PREFLIGHT_STATUS), |_| Some(ConsoleReason::PreflightStatus)),
    rule("invalidhttpstatuscode", |_| Some(ConsoleReason::PreflightStatus)),
    rule(key!(says::PREFLIGHT_REDIRECT), |_| Some(ConsoleReason::PreflightRedirect)),
    rule("responseforpreflightisinvalid(redirect)", |_| Some(ConsoleReason::PreflightRedirect)),
    rule("disallowedforcross-originrequeststhatrequirepreflight", |_| Some(ConsoleReason::PreflightRedirect)),
    rule("disallowedtofollowcross-originredirect", |_| Some(ConsoleReason::PreflightRedirect)),
    rule(key!(says::UNREADABLE_METHODS), |_| Some(ConsoleReason::InvalidAllowMethods { value: None })),
    rule(key!(says::UNREADABLE_HEADERS), |_| Some(ConsoleReason::InvalidAllowHeaders { value: None })),
    rule(key!(says::METHOD_NOT_ALLOWED), |window| {
        Some(ConsoleReason::MethodNotAllowed { method: window.word_since("method") })
    }),
    rule(key!(says::HEADER_NOT_ALLOWED), |window| {
        Some(ConsoleReason::HeaderNotAllowed { name: window.word_since("requestheaderfield")? })
    }),
    rule(key!(says::REDIRECT_CREDENTIALS), |_| Some(ConsoleReason::RedirectCredentials)),
    rule(key!(says::SCHEME), |_| Some(ConsoleReason::NonHttpScheme)),
    rule("crossoriginrequestsarenotallowedbyrequestmode", |_| Some(ConsoleReason::SameOriginMode)),
    rule("theresponseisinvalid.", |_| Some(ConsoleReason::Network(NetError::unknown()))),
    rule("invalidresponse.origin'", |_| Some(ConsoleReason::Network(NetError::unknown()))),
    rule(key!(says::LOCAL_NETWORK_DENIED), |_| Some(ConsoleReason::LnaPermissionDenied)),
    rule(key!(says::INSECURE_CLIENT), |_| Some(ConsoleReason::LnaInsecureContext)),
    rule(key!(says::ADDRESS_SPACE), |window| {
        let space = window.rest().strip_prefix("of").unwrap_or_default();
        let is_unset = space.trim_start_matches(['`', '\'', '"']).starts_with("unknown");
        Some(if is_unset { ConsoleReason::Said(&ADDRESS_SPACE_UNSET) } else { ConsoleReason::LnaSpaceMismatch })
    }),
    rule("requesthadnotargetipaddressspace", |_| Some(ConsoleReason::Said(&ADDRESS_SPACE_UNSET))),
    rule("'access-control-allow-private-network'header", |_| Some(ConsoleReason::PrivateNetworkAccess)),
    rule("no'private-network-access-", |_| Some(ConsoleReason::PrivateNetworkAccess)),
    rule("unabletoaskforpermissiontoaccess", |_| Some(ConsoleReason::PrivateNetworkAccess)),
    rule(key!(says::SAME_ORIGIN_MODE), |_| Some(ConsoleReason::SameOriginMode)),
    rule("urlscheme'", |window| window.find("'isnotsupported").map(|_| ConsoleReason::NonHttpScheme)),
    rule("requestmodeis'no-cors'buttheredirectmode", |_| Some(ConsoleReason::RedirectModeError)),
    rule("authorizationwillnotbecoveredbythewildcard", |_| Some(ConsoleReason::AuthorizationByWildcard)),
];

/// The same behind a URL; by itself Swagger UI says it of any call that failed.
const BEHIND_URL: &[Rule] = &[
    rule("urlschememustbe'http'or'https'", |_| Some(ConsoleReason::NonHttpScheme)),
    rule(FROM_NULL, |_| by_phrase(FROM_NULL).map(ConsoleReason::Said)),
];

/// What Chrome said of the calls of files.
const FROM_NULL: &str = "cannotmakeanyrequestsfromnull";

/// `Access to <kind> at '<url>'( (redirected from '<url>'))? from origin '<origin>' has been blocked by CORS policy: …`
pub(super) fn access_to(window: &Window<'_>) -> Option<Sighting> {
    let at = window.find_first(&["at'", "athttp", "atlocalhost", "atfile:"])?;
    if at.start - window.end > INITIATOR_LIMIT {
        return None;
    }
    let url_start = at.start + "at".len();
    let from = window.find("fromorigin")?;
    let clause = window.find("(redirectedfrom").filter(|clause| clause.start < from.start);
    let url_end = clause.as_ref().map_or(from.start, |clause| clause.start);
    let redirected_from = clause.map(|clause| window.transcript.word(clause.end..from.start));
    let initiator = window.transcript.value(window.end..at.start).trim().to_owned();
    let mut message = Message {
        url: Some(window.transcript.word(url_start..url_end)),
        redirected_from: redirected_from.map(|url| url.trim_end_matches(')').trim_end_matches('\'').to_owned()),
        initiator: Some(initiator),
        ..Message::of(Engine::Chromium)
    };
    let end = blocked(&window.at(from), &mut message);
    Some(Sighting::new(message, end))
}

/// `… from origin '<origin>' has been blocked by CORS policy: …`, its beginning not copied.
pub(super) fn blocked_by_policy(window: &Window<'_>) -> Option<Sighting> {
    let mut message = Message::of(Engine::Chromium);
    let end = match window.find_before("fromorigin") {
        Some(from) => {
            (message.url, message.redirected_from) = called(&Window { start: from.start, ..*window });
            blocked(&Window { start: from.start, end: from.end, ..*window }, &mut message)
        }
        None => {
            message.origin =
                window.on_its_line().word_since("origin'").filter(|origin| origin == "null" || origin.contains("://"));
            reason(window, &mut message)
        }
    };
    message.is_preflight |= window.near(TAIL_LENGTH).rest().contains("responsetopreflight");
    Some(Sighting::new(message, end))
}

/// What was called, and where from a redirect led there: `… '<url>' (redirected from '<url>')`, before the window's phrase.
fn called(window: &Window<'_>) -> (Option<String>, Option<String>) {
    let last = window.url_before();
    let clause = window.on_its_line().find_before("(redirectedfrom").filter(|_| window.before().ends_with(')'));
    let redirected = clause.and_then(|clause| Window { start: clause.start, ..*window }.url_before());
    if redirected.is_some() { (redirected, last) } else { (last, None) }
}

/// `Redirect from '<url>' to '<url>' has been blocked by CORS policy: …`, and `<Kind> from origin '<origin>' has been
/// blocked from loading by Cross-Origin Resource Sharing policy: …`, as Chromium said until 2018.
pub(super) fn blocked_from_loading(window: &Window<'_>) -> Option<Sighting> {
    let policy = window.find_first(&["policy:"])?;
    let mut message = Message::of(Engine::Chromium);
    if window.is("redirectatorigin'") {
        // Only the origin of the redirect is told.
        message.redirected_from = window.word_until(&["'hasbeenblocked"]).map(|origin| format!("{origin}/{CUT}"));
        let end = reason(&window.at(policy), &mut message);
        return Some(Sighting::new(message, end));
    }
    match window.find("'to'").filter(|to| to.start < policy.start) {
        Some(to) => {
            message.url = Some(window.transcript.word(window.end..to.start));
            message.redirects_to = window.at(to).word_until(&["'hasbeenblocked"]);
        }
        // Only the origin of the file is told.
        None => {
            message.url = window.word_until(&["'hasbeenblocked"]).map(|origin| format!("{origin}/{CUT}"));
            let phrase = window.transcript.folded().get(window.start..window.end).unwrap_or_default();
            message.initiator = phrase.strip_suffix("fromorigin'").map(str::to_owned);
        }
    }
    let end = reason(&window.at(policy), &mut message);
    if message.url.as_deref().is_some_and(|url| url.starts_with("file:")) {
        message.reason = Some(ConsoleReason::NonHttpScheme);
        message.origin = message.origin.take().or_else(|| Some("null".to_owned()));
    }
    Some(Sighting::new(message, end))
}

/// `Fetch API cannot load <url>. …`, `XMLHttpRequest cannot load <url>. …`, `Failed to load <url>: …`; WebKit has the first
/// two as well, mostly with the reason on a line of its own.
pub(super) fn cannot_load(window: &Window<'_>) -> Option<Sighting> {
    if let Some(redirect) = redirect_behind(window) {
        let mut sighting = blocked_from_loading(&redirect)?;
        sighting.message.initiator = webkit::initiator(window);
        return Some(sighting);
    }
    let reason_elsewhere = window.find("duetoaccesscontrolchecks");
    let inline = webkit::RULES.iter().filter(|rule| webkit::INLINE.contains(&rule.says));
    let found = first(window, RULES.iter().chain(BEHIND_URL).chain(inline).chain(look_alike::RULES));
    // A reason of WebKit's on another line is another call's, unless its sentence begins right behind this URL.
    let is_behind_url = |end: usize| {
        let begins = window.find_first(&SENTENCES).filter(|sentence| sentence.start < end);
        begins.is_some_and(|sentence| window.transcript.is_one_line(window.start..sentence.end))
    };
    // One line was cut in two where its URL ends.
    let is_cut = || {
        let behind = window.url_after().and_then(|url| window.rest().get(url.len()..));
        reason_elsewhere.is_none() && behind.is_some_and(|rest| rest.starts_with("originhttp"))
    };
    let found = found.filter(|(rule, _, place)| {
        rule.engine != Some(Engine::WebKit)
            || window.transcript.is_one_line(window.start..place.end)
            || is_behind_url(place.end)
            || is_cut()
    });
    let (rule, reason, place) = match (found, reason_elsewhere) {
        (Some(found), Some(elsewhere)) if elsewhere.start > found.2.start => found,
        (Some(found), None) => found,
        (_, elsewhere) => return webkit::url_line(window, elsewhere),
    };
    let url = window.find_first(&SENTENCES).filter(|sentence| sentence.start < place.end);
    let url = url.map(|sentence| window.transcript.word(window.end..sentence.start)).or_else(|| window.url_after());
    let url = url.map(|url| url.trim_start_matches([':', '.', ',', '\'']).to_owned()).filter(|url| !url.is_empty());
    // A sentence between is one that the table does not have.
    let url = url.filter(|url| !url.contains('\'')).or_else(|| window.url_after());
    let named = policy_directive::named(&reason, &place);
    let mut message =
        Message { reason: Some(reason), url, named, ..Message::of(rule.engine.unwrap_or(Engine::Chromium)) };
    let end = tail(&place, &mut message);
    message.origin = match message.reason {
        Some(ConsoleReason::OriginNotAllowed) => {
            webkit::origin_not_allowed(&place).and_then(|sighting| sighting.message.origin)
        }
        Some(ConsoleReason::SameOriginMode) => origin_of_same_origin_mode(&place),
        _ => message.origin,
    };
    message.is_preflight = says_preflight(window, place.end);
    message.redirects_to = redirect_target(window, place.start);
    Some(Sighting::new(message, end))
}

/// `The request was redirected to '<url>', which is disallowed …`
fn redirect_target(window: &Window<'_>, end: usize) -> Option<String> {
    let at = window.find("wasredirectedto'").filter(|at| at.end <= end)?;
    window.at(at).word_until(&["',which"])
}

/// `Redirect from '<url>' to '<url>' …`, where it goes on with the sentence whose URL stands before it.
fn redirect_behind<'a>(window: &Window<'a>) -> Option<Window<'a>> {
    const BEGINNING: &str = "redirectfrom'";
    let folded = window.transcript.folded();
    let behind = folded.get(window.ceiling..)?.strip_prefix(BEGINNING)?;
    let url = window.rest().trim_start_matches('\'').trim_end_matches(['.', ':', '\'']);
    let is_same = !url.is_empty() && behind.starts_with(url) && behind[url.len()..].starts_with('\'');
    is_same.then(|| {
        let end = window.ceiling + BEGINNING.len();
        let reach = super::boundary::floor_char_boundary(folded, end + 2 * url.len() + REDIRECT_LENGTH);
        let next = behind.find(BEGINNING).map_or(folded.len(), |at| end + at);
        Window { start: window.ceiling, end, ceiling: reach.min(next), floor: window.end, ..*window }
    })
}

/// `Request mode is "same-origin" but the URL's origin is not same as the request origin <origin>.`
fn origin_of_same_origin_mode(window: &Window<'_>) -> Option<String> {
    let at = window.at(window.find("requestorigin")?);
    if at.rest().starts_with("null") { Some("null".to_owned()) } else { at.url_after() }
}

/// `Unsafe attempt to load URL <url> from frame with URL <url>. Domains, protocols and ports must match.`, of elements and
/// frames, and WebKit's `… from origin <origin>. …`, of calls as well.
pub(super) fn unsafe_attempt(window: &Window<'_>) -> Option<Sighting> {
    let frame = window.find("fromframewithurl");
    let from = frame.clone().or_else(|| window.find("fromorigin"))?;
    let inner = Window { ceiling: from.start, ..*window };
    let page = window.at(from.clone()).near(PAGE_REACH);
    let is_load = window.is("unsafeattempttoloadurl");
    let shown = inner.opaque_url_after().or_else(|| inner.url_after());
    let shown_page = page.opaque_url_after().or_else(|| page.url_after());
    let mut message = Message { url: shown.filter(|_| is_load), ..Message::of(Engine::Chromium) };
    message.origin = shown_page.as_deref().and_then(|page| match page.split(':').next() {
        Some("file") => Some("null".to_owned()),
        Some("http" | "https") => url::Url::parse(page).ok().map(|page| page.origin().ascii_serialization()),
        _ => None,
    });
    let is_of_file = message.url.as_deref().is_some_and(|url| url.starts_with("file:"));
    message.reason = Some(match shown_page.as_deref() {
        _ if !is_load => ConsoleReason::Said(&look_alikes::FRAME_ACCESS),
        _ if is_of_file => ConsoleReason::NonHttpScheme,
        Some(page) if page.starts_with("chrome-error:") => ConsoleReason::Said(&look_alikes::FRAME_OF_ERROR),
        _ if frame.is_some() => ConsoleReason::Said(&look_alikes::ELEMENT_OF_ANOTHER_ORIGIN),
        _ => ConsoleReason::SameOriginMode,
    });
    if frame.is_none() {
        message.engine = Some(Engine::WebKit);
    }
    let end = window.at(from).find_first(&["mustmatch", "securityorigins"]).map_or(window.end, |end| end.end);
    Some(Sighting::new(message, end))
}

/// The origin after "from origin", and the reason after it.
fn blocked(window: &Window<'_>, message: &mut Message) -> usize {
    message.origin = window.word_until(&["'hasbeen", "hasbeen"]).filter(|origin| !origin.is_empty());
    match window.find("policy:") {
        Some(policy) => reason(&window.at(policy), message),
        None => window.end,
    }
}

fn reason(window: &Window<'_>, message: &mut Message) -> usize {
    let Some((_, found, place)) = first(window, RULES) else { return window.end };
    message.reason = Some(found);
    message.is_preflight = says_preflight(window, place.end);
    tail(&place, message)
}

/// The same, with what stands around a reason whose sentence has lost its beginning.
pub(super) fn completed(sighting: Sighting, window: &Window<'_>) -> Sighting {
    let mut sighting = sighting;
    let message = &mut sighting.message;
    if message.engine == Some(Engine::Chromium) {
        if is_prose(window) {
            message.engine = None;
        }
        let is_said = window.on_its_line().before().contains("responsetopreflight");
        message.is_preflight |= is_said || window.is_preflight_phrase();
        sighting.end = tail(&window.near(TAIL_LENGTH), message).max(sighting.end);
    }
    sighting
}

/// Whether somebody says it in a sentence of their own: `there's no Access-Control-Allow-Origin header in the answer`.
fn is_prose(window: &Window<'_>) -> bool {
    let goes_on = ["ispresent", "present", "isn'tpresent", "waspresent"];
    window.is(key!(says::NO_ALLOW_ORIGIN))
        && window.transcript.word(window.start..window.end).starts_with('n')
        && !window.before().ends_with(['.', ':', '\''])
        && !goes_on.iter().any(|words| window.rest().starts_with(words))
}

/// "Origin '…' is therefore not allowed access. The response had HTTP status code …", as Chromium said until 2018.
fn tail(window: &Window<'_>, message: &mut Message) -> usize {
    let mut end = window.end;
    if let Some(therefore) = window.find("isthereforenotallowedaccess") {
        let verdict = window.at(therefore);
        message.origin = message.origin.take().or_else(|| verdict.word_since("origin'"));
        end = verdict.end;
        let status = verdict.find(".theresponsehadhttpstatuscode").filter(|status| status.start == end);
        message.status = status.and_then(|status| verdict.status_at(status.end));
    }
    message.status = message.status.or_else(|| window.status()).or_else(|| window.status_at(window.end));
    end
}

fn says_preflight(window: &Window<'_>, end: usize) -> bool {
    let text = window.transcript.folded().get(window.end..end).unwrap_or_default();
    text.contains("responsetopreflight") || text.contains("preflightresponse") || text.contains("responseforpreflight")
}
