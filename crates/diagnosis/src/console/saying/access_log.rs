//! Lines of access logs in which a preflight got an error: nginx, Apache, Werkzeug, uvicorn, Django, Morgan, Rails, gin,
//! Heroku, JSON. A request of another method that fails says nothing of CORS.

use preflight_rules::{
    ANSWERED_BEFORE_CORS, ERROR_WITHOUT_CORS, HEADER_NOT_ALLOWED, METHOD_NOT_ALLOWED, OPTIONS_NOT_HANDLED, ORIGIN_MISMATCH,
    PREFLIGHT_NEEDS_AUTH, PREFLIGHT_REDIRECT, PROXY_ERROR_WITHOUT_CORS, WRONG_URL_OR_ENV,
};

use super::super::message::Message;
use super::super::window::Window;
use super::Saying;

const LOG: &str = "a server's log";

/// How such a line writes the method.
const LINES: &[&str] = &[
    "'options/", "options/", "optionshttp", "|options'", "|options|", "method=options", "'method':'options'", "method:options", "startedoptions'",
    "preflightpreflight", "options'/", "[options]/", "method=\\'options",
];

/// Where the status stands, as far as the line says what it is.
const STATUS_KEYS: &[&str] = &["'status':", "status=", "'statuscode':", "'status_code':", "statuscode:", "status:", "sc-status=", "completed", "'res':{'statuscode':"];

const fn row(id: &'static str, rules: &'static [&'static preflight_rules::Rule], read: super::Read) -> Saying {
    Saying::new(id, LOG, LINES, rules).reads(read)
}

pub(super) static ROWS: &[Saying] = &[
    row("log-preflight-redirected", &[&PREFLIGHT_REDIRECT], |window, message| answered(window, message, |status| matches!(status, 300..=399)))
        .tells(
            "the server redirected the preflight of {value}",
            "the URL is redirected: to https, to another slash, to another host, to a login; browsers do not follow a redirect of a preflight",
            "call the URL that the redirect leads to (mostly the other slash, or https), or do not redirect OPTIONS",
        ),
    row("log-preflight-unauthorized", &[&PREFLIGHT_NEEDS_AUTH], |window, message| answered(window, message, |status| matches!(status, 401 | 407)))
        .tells(
            "the server asked for a login in answer to the preflight of {value}",
            "the login comes before CORS, and preflights carry no credentials",
            "let OPTIONS pass without a login: put CORS before authentication",
        ),
    row("log-preflight-forbidden", &[&PREFLIGHT_NEEDS_AUTH, &ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED, &ANSWERED_BEFORE_CORS], |window, message| answered(window, message, |status| status == 403))
        .tells(
            "the server answered 403 to the preflight of {value}",
            "a login, a firewall or the CORS layer itself refused it: some answer 403 to an origin or a method that they do not know",
            "see which layer answers 403; let OPTIONS pass before the login, and add the page's origin and the method to the CORS configuration",
        )
        .likely(),
    row("log-preflight-bad-request", &[&ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED, &HEADER_NOT_ALLOWED, &OPTIONS_NOT_HANDLED], |window, message| answered(window, message, |status| matches!(status, 400 | 422)))
        .tells(
            "the server answered the preflight of {value} with 400",
            "Starlette and FastAPI answer so where the origin, the method or a header is not in their lists; the body says which",
            "add the page's origin exactly to the server's list of origins, then the method and the headers",
        )
        .likely(),
    row("log-preflight-not-handled", &[&OPTIONS_NOT_HANDLED, &WRONG_URL_OR_ENV], |window, message| answered(window, message, |status| matches!(status, 404 | 405 | 410 | 415 | 501)))
        .tells(
            "the server has no answer to the preflight of {value}",
            "the path is there for other methods only, and no CORS layer answers OPTIONS before the routes",
            "let the server answer OPTIONS with 204 and the CORS headers: put the CORS middleware before the routes",
        ),
    row("log-preflight-proxy-error", &[&PROXY_ERROR_WITHOUT_CORS, &ERROR_WITHOUT_CORS], |window, message| answered(window, message, |status| matches!(status, 413 | 429 | 502..=504 | 520..=530)))
        .tells(
            "a proxy answered the preflight of {value} with an error of its own",
            "the server behind it does not answer, or a limit is reached",
            "repair what the error says first, and let the proxy add the CORS headers to its own errors",
        )
        .likely(),
    row("log-preflight-failed", &[&ERROR_WITHOUT_CORS, &OPTIONS_NOT_HANDLED], |window, message| answered(window, message, |status| (400..=599).contains(&status)))
        .tells(
            "the server answered the preflight of {value} with an error",
            "the handler or a layer before it fails on OPTIONS",
            "let the CORS middleware answer OPTIONS before anything else; the server's log has the error",
        )
        .likely(),
];

/// The path and the status, where the status fits.
fn answered(window: &Window<'_>, message: &mut Message, fits: fn(u16) -> bool) -> Option<usize> {
    let line = window.on_its_line();
    let path = path(window, &line);
    if line.is("preflightpreflight") {
        let (status, end) = before(&line)?;
        message.status = Some(status);
        message.is_preflight = true;
        return fits(status).then_some(end);
    }
    let known = line.find_first(STATUS_KEYS).and_then(|key| line.status_at(key.end).map(|status| (status, key.end)));
    let (status, end) = known.or_else(|| after_path(&line)).or_else(|| before(&line))?;
    if !fits(status) {
        return None;
    }
    message.status = Some(status);
    message.method = Some("OPTIONS".to_owned());
    message.is_preflight = true;
    match path {
        Some(path) if path.contains("://") => {
            message.named = Some(path.clone());
            message.url = Some(path);
        }
        path => message.named = path,
    }
    Some(end)
}

/// The path that stands after the method, or under its key.
fn path(window: &Window<'_>, line: &Window<'_>) -> Option<String> {
    let at = match () {
        () if window.rest().starts_with(['/', '\'']) || window.is("optionshttp") || is_at_path(window) => {
            let back = if window.is("optionshttp") { "http".len() } else { usize::from(is_at_path(window)) };
            window.end - back
        }
        () => {
            let keys = ["path='", "'path':'", "'url':'", "uri='", "url='", "path=", "'uri':'", "'request_uri':'"];
            line.find_first(&keys).or_else(|| line.find("'/").map(|at| at.start..at.start + 1))?.end
        }
    };
    let word = Window { end: at, ..*window }.next_word();
    let word = word.split("HTTP/").next().unwrap_or_default().trim_matches(['\'', '|']).to_owned();
    word.contains('/').then_some(word)
}

/// Three digits that stand by themselves after the phrase: `… HTTP/1.1" 404 …`, `/path 404 3.2 ms`.
fn after_path(line: &Window<'_>) -> Option<(u16, usize)> {
    (line.end..line.ceiling).find_map(|at| Some((line.lone_status_at(at)?, at + 3)))
}

/// gin: `| 404 | 1.2µs | ::1 | OPTIONS "/path"`; a row of Chromium's Network panel: `path 404 preflight Preflight`.
fn before(line: &Window<'_>) -> Option<(u16, usize)> {
    if !line.is("preflightpreflight") {
        line.find_before("|")?;
    }
    (line.floor..line.start).find_map(|at| Some((line.lone_status_at(at)?, line.end)))
}

/// Whether the phrase ends with the slash that the path begins with.
fn is_at_path(window: &Window<'_>) -> bool {
    window.transcript.folded().get(..window.end).is_some_and(|text| text.ends_with('/'))
}
