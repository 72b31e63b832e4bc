//! What development servers and their proxies say: Vite, webpack, Angular, Next.js.

use preflight_rules::{DEV_PROXY_MISUSED, TLS_UNTRUSTED, UNREACHABLE, WRONG_URL_OR_ENV};

use url::Url;

use super::super::message::Message;
use super::super::reason::ConsoleReason;
use super::super::window::Window;
use super::Row;
use super::connections::refused_elsewhere;

pub(super) const PROXY: &str = "a development server's proxy";

/// How such a line begins.
const LINES: &[&str] = &[
    "httpproxyerror:",
    "httpproxyerrorat",
    "wsproxyerror:",
    "couldnotproxyrequest",
    "erroroccurredwhiletryingtoproxyrequest",
    "erroroccurredwhiletryingtoproxyto:",
    "erroroccurredwhiletryingtoproxy:",
    "erroroccurredwhileproxyingrequest",
    "failedtoproxyhttp",
    "errorwhileproxying",
];

/// How far the line's reason may be.
const REASON_REACH: usize = 400;

pub(super) static ROWS: &[Row] = &[
    Row::new("dev-proxy-through-proxy", PROXY, LINES, &[&UNREACHABLE])
        .tells(
            "the development proxy got the page's call, and nothing listens at {value}, which is not where its target leads: mostly another proxy stands between; this is not CORS",
            "HTTP_PROXY, HTTPS_PROXY or the development proxy's `agent` names a proxy at {value}, and it does not run or cannot be reached",
            "start that proxy, remove it from HTTP_PROXY, HTTPS_PROXY and `agent`, or name the target's host in NO_PROXY",
        )
        .likely()
        .reads(|window, message| {
            let end = because(window, message, &["econnrefused"])?;
            let target = asked(message, Url::parse(message.url.as_deref()?).ok()?);
            let (address, refused) = refused_address(window, target.as_str())?;
            message.named = Some(address);
            message.url = Some(target.into());
            Some(end.max(refused))
        }),
    Row::new("dev-proxy-target-without-scheme", PROXY, LINES, &[&UNREACHABLE])
        .tells(
            "the development proxy got {call}, and could not pass it on to {url}, which stands there without a scheme; this is not CORS",
            "the server behind the proxy does not run, or the proxy's target lacks its scheme: what stands before the colon is then read as one, or the port is lost",
            "write the proxy's target with its scheme, `http://` before {url}, and check that the server runs there",
        )
        .likely()
        .reads(|window, message| {
            let end = because(window, message, &["econnrefused", "enotfound", "eai_again", "err_invalid"])?;
            message.url = Some(bare_target(window)?);
            Some(end)
        }),
    Row::new("dev-proxy-refused-on-ipv6", PROXY, LINES, &[&UNREACHABLE, &DEV_PROXY_MISUSED])
        .tells(
            "the development proxy got {call}, and nothing listens at `::1`, where it passed it on; this is not CORS",
            "since version 17 Node.js takes the first address that the system gives for `localhost`, which is `::1`, and the server listens at 127.0.0.1 only, or does not run",
            "write `127.0.0.1` instead of `localhost` in the proxy's target, and check that the server runs at this port",
        )
        .reads(|window, message| because(window, message, &["::1:", "[::1]"])),
    Row::new("dev-proxy-refused", PROXY, LINES, &[&UNREACHABLE, &DEV_PROXY_MISUSED])
        .tells(
            "the development proxy got {call}, and nothing listens where it passed it on; this is not CORS",
            "the server behind the proxy does not run, listens at another port or address, or `localhost` became `::1` (Node.js 17 and later) and it listens at 127.0.0.1",
            "start the server, check the port of the proxy's target, and write `127.0.0.1` instead of `localhost`",
        )
        .reads(|window, message| because(window, message, &["econnrefused", "socketconnectiontimeout", "err_socket_connection_timeout", "connectionrefused"])),
    Row::new("dev-proxy-broken", PROXY, LINES, &[&UNREACHABLE, &DEV_PROXY_MISUSED, &TLS_UNTRUSTED])
        .tells(
            "the development proxy passed {call} on, and the server behind it closed the connection without an answer or gave none in time; this is not CORS",
            "the server crashed on this request or restarted, it speaks https where the proxy's target says http or the other way round, or it takes too long",
            "look at the server's log for this moment, check `http` against `https` in the proxy's target, and call the target without the proxy",
        )
        .likely()
        .reads(|window, message| because(window, message, &["econnreset", "sockethangup", "etimedout", "parseerror", "hpe_"])),
    Row::new("dev-proxy-name", PROXY, LINES, &[&UNREACHABLE, &WRONG_URL_OR_ENV])
        .tells(
            "the development proxy got {call}, and the host name of its target has no address; this is not CORS",
            "the name is misspelled, or known only inside of a container network",
            "check the host of the proxy's target",
        )
        .reads(|window, message| because(window, message, &["enotfound", "eai_again"])),
    Row::new("dev-proxy-tls", PROXY, LINES, &[&TLS_UNTRUSTED, &DEV_PROXY_MISUSED])
        .tells(
            "the development proxy got {call}, and does not trust the certificate of its target; this is not CORS",
            "the target's certificate is signed by itself, or for another name, or the target speaks no TLS",
            "set `secure: false` on the proxy's target in development, or let Node.js trust the CA by `NODE_EXTRA_CA_CERTS`",
        )
        .reads(|window, message| because(window, message, &["certificate", "self_signed", "unable_to_verify", "cert_has_expired", "altname", "wrongversionnumber", "eproto"])),
    Row::new("dev-proxy-failed", PROXY, LINES, &[&UNREACHABLE, &DEV_PROXY_MISUSED])
        .tells(
            "the development proxy got {call}, and could not pass it on; this is not CORS",
            "the server behind the proxy does not answer",
            "start the server, and check the proxy's target",
        )
        .likely()
        .reads(|window, message| because(window, message, &[""])),
];

/// The path after the phrase, where one of these stands near enough.
fn because(window: &Window<'_>, message: &mut Message, reasons: &[&str]) -> Option<usize> {
    let near = window.near(REASON_REACH);
    let found = near.find_first(reasons)?;
    let word = window.next_word();
    // Some lines have the host before the path.
    let target = word.find('/').map(|slash| word[slash..].to_owned());
    // A URL without its scheme has its host before the path.
    let target = target.and_then(|path| match path.strip_prefix("//") {
        Some(place) => place.find('/').map(|slash| place[slash..].to_owned()),
        None => Some(path),
    });
    message.named = if word.contains("://") { None } else { target.filter(|path| path.len() > 1) };
    let to = near.find("tohttp").map(|to| near.at(to.start..to.start + "to".len()));
    message.url =
        to.and_then(|to| to.url_after()).or_else(|| window.is("failedtoproxyhttp").then(|| near_url(window)).flatten());
    Some(found.end.max(window.end))
}

/// The address that refused, near enough, where it is not the target's, and where the phrase before it ends.
fn refused_address(window: &Window<'_>, target: &str) -> Option<(String, usize)> {
    const REFUSED: &str = "econnrefused";
    let near = window.near(REASON_REACH);
    let mut places = near.rest().match_indices(REFUSED).map(|(at, _)| near.end + at);
    places.find_map(|start| {
        let end = start + REFUSED.len();
        Some((refused_elsewhere(&near.at(start..end), target)?, end))
    })
}

/// `… to localhost:8080/`: the target that the line names without a scheme.
fn bare_target(window: &Window<'_>) -> Option<String> {
    const TO: &str = "to";
    let line = window.on_its_line();
    let is_word = |at: usize| window.transcript.is_word_start(at) && window.transcript.is_word_start(at + TO.len());
    let mut places = line.rest().match_indices(TO).map(|(at, _)| line.end + at).filter(|at| is_word(*at));
    places.find_map(|start| {
        let target = line.at(start..start + TO.len()).next_word();
        let (host, port) = target.trim_end_matches('/').rsplit_once(':')?;
        let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
        (is_host && port.parse::<u16>().is_ok()).then_some(target)
    })
}

/// The path that the page asked, at the target that the line names without one.
pub(in super::super) fn asked(message: &Message, mut target: Url) -> Url {
    let is_of_proxy = matches!(message.reason, Some(ConsoleReason::Said(saying)) if saying.source == PROXY);
    let path = message.named.as_deref().filter(|path| is_of_proxy && path.starts_with('/') && !path.starts_with("//"));
    if let Some(path) = path.filter(|_| target.path() == "/" && target.query().is_none()) {
        target = target.join(path).unwrap_or(target);
    }
    target
}

fn near_url(window: &Window<'_>) -> Option<String> {
    Window { end: window.end - "http".len(), ..*window }.url_after()
}
