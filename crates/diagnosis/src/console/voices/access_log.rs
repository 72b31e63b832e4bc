//! Lines of access logs in which a preflight got an error: nginx, Apache, Werkzeug, uvicorn, Django, Morgan, Rails, gin,
//! Heroku, load balancers and CDNs (ALB, CloudFront), JSON (Envoy, Caddy, Traefik, nginx). A request of another method that fails says nothing of CORS.

use preflight_rules::{
    ANSWERED_BEFORE_CORS, ERROR_WITHOUT_CORS, HEADER_NOT_ALLOWED, METHOD_NOT_ALLOWED, OPTIONS_NOT_HANDLED,
    ORIGIN_MISMATCH, PREFLIGHT_NEEDS_AUTH, PREFLIGHT_REDIRECT, PROXY_ERROR_WITHOUT_CORS, WRONG_URL_OR_ENV,
};

use super::super::message::Message;
use super::super::reason::ConsoleReason;
use super::super::saying::Saying;
use super::super::window::Window;
use super::Row;

const LOG: &str = "a server's log";

/// How such a line writes the method.
const LINES: &[&str] = &[
    "'options/",
    "options/",
    "optionshttp",
    "|options'",
    "|options|",
    "method=options",
    "'method':'options'",
    "method:options",
    "startedoptions'",
    "preflightpreflight",
    "options'/",
    "[options]/",
    "method=\\'options",
    "'requestmethod':'options'",
    "'request_method':'options'",
    "'httpmethod':'options'",
    "'http_method':'options'",
    "'clientrequestmethod':'options'",
    "'cs-method':'options'",
    ".cloudfront.net/",
];

/// Where the status stands, as far as the line says what it is.
const STATUS_KEYS: &[&str] = &[
    "'status':",
    "status=",
    "'statuscode':",
    "'status_code':",
    "statuscode:",
    "status:",
    "sc-status=",
    "completed",
    "'res':{'statuscode':",
    "'response_code':",
    "'responsecode':",
    "'responsestatus':",
    "'response_status':",
    "'downstreamstatus':",
    "'edgeresponsestatus':",
    "'httpstatus':",
    "'http_status':",
    "'elb_status_code':",
    "'sc-status':",
    // uWSGI
    "(http/1.1",
    "(http/1.0",
    "(http/2.0",
];

/// Where the path stands, by the key of it.
const PATH_KEYS: &[&str] = &[
    "path='",
    "'path':'",
    "'url':'",
    "uri='",
    "url='",
    "path=",
    "'uri':'",
    "'request_uri':'",
    "'requesturi':'",
    "'requestpath':'",
    "'request_path':'",
    "'requesturl':'",
    "'resourcepath':'",
    "'clientrequesturi':'",
    "'cs-uri-stem':'",
];

/// An object in JSON has many members.
const OBJECT_REACH: usize = 4 * 1024;

/// As much of a line is looked at on both sides of the method.
const LINE_REACH: usize = 512;

/// Where the phrases stand; which row it is, the status tells.
pub(super) static ROWS: &[Row] = &[Row::new("log-preflight", LOG, LINES, &[])
    .tells(
        "the server answered a preflight",
        "a browser asked with OPTIONS before a call",
        "nothing to fix here: where the browser still blocks the call, paste its message",
    )
    .reads(answered)];

static REDIRECTED: Saying = Saying::new("log-preflight-redirected", LOG, &[&PREFLIGHT_REDIRECT])
    .tells(
            "the server redirected the preflight of {value}",
            "the URL is redirected: to https, to another slash, to another host, to a login; browsers do not follow a redirect of a preflight",
            "call the URL that the redirect leads to (mostly the other slash, or https), or do not redirect OPTIONS",
        );

static UNAUTHORIZED: Saying = Saying::new("log-preflight-unauthorized", LOG, &[&PREFLIGHT_NEEDS_AUTH]).tells(
    "the server asked for a login in answer to the preflight of {value}",
    "the login comes before CORS, and preflights carry no credentials",
    "let OPTIONS pass without a login: put CORS before authentication",
);

static FORBIDDEN: Saying = Saying::new("log-preflight-forbidden", LOG, &[&PREFLIGHT_NEEDS_AUTH, &ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED, &ANSWERED_BEFORE_CORS])
    .tells(
            "the server answered 403 to the preflight of {value}",
            "a login, a firewall or the CORS layer itself refused it: some answer 403 to an origin or a method that they do not know",
            "see which layer answers 403; let OPTIONS pass before the login, and add the page's origin and the method to the CORS configuration",
        )
        .likely();

static BAD_REQUEST: Saying = Saying::new("log-preflight-bad-request", LOG, &[&ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED, &HEADER_NOT_ALLOWED, &OPTIONS_NOT_HANDLED])
    .tells(
            "the server answered the preflight of {value} with 400",
            "Starlette and FastAPI answer so where the origin, the method or a header is not in their lists; the body says which",
            "add the page's origin exactly to the server's list of origins, then the method and the headers",
        )
        .likely();

static NOT_HANDLED: Saying = Saying::new("log-preflight-not-handled", LOG, &[&OPTIONS_NOT_HANDLED, &WRONG_URL_OR_ENV])
    .tells(
        "the server has no answer to the preflight of {value}",
        "the path is there for other methods only, and no CORS layer answers OPTIONS before the routes",
        "let the server answer OPTIONS with 204 and the CORS headers: put the CORS middleware before the routes",
    );

static PROXY_ERROR: Saying =
    Saying::new("log-preflight-proxy-error", LOG, &[&PROXY_ERROR_WITHOUT_CORS, &ERROR_WITHOUT_CORS])
        .tells(
            "a proxy answered the preflight of {value} with an error of its own",
            "the server behind it does not answer, or a limit is reached",
            "repair what the error says first, and let the proxy add the CORS headers to its own errors",
        )
        .likely();

static FAILED: Saying = Saying::new("log-preflight-failed", LOG, &[&ERROR_WITHOUT_CORS, &OPTIONS_NOT_HANDLED])
    .tells(
        "the server answered the preflight of {value} with an error",
        "the handler or a layer before it fails on OPTIONS",
        "let the CORS middleware answer OPTIONS before anything else; the server's log has the error",
    )
    .likely();

/// The row of a status; none where the preflight passed.
fn row(status: u16) -> Option<&'static Saying> {
    Some(match status {
        300..=399 => &REDIRECTED,
        401 | 407 => &UNAUTHORIZED,
        403 => &FORBIDDEN,
        400 | 422 => &BAD_REQUEST,
        404 | 405 | 410 | 415 | 501 => &NOT_HANDLED,
        413 | 429 | 502..=504 | 520..=530 => &PROXY_ERROR,
        400..=599 => &FAILED,
        _ => return None,
    })
}

/// The path and the status.
fn answered(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    // Rails has the status on a line of its own.
    let is_member = window.rest().starts_with([',', '}']) && window.ends_with_options();
    // An object may be printed with a member a line.
    let reaches_on = window.is("startedoptions'") || is_member && window.starts_its_line();
    let line = if reaches_on { *window } else { window.on_its_line() };
    let reach = if is_member { OBJECT_REACH } else { LINE_REACH };
    let line = line.near(reach).not_before(reach);
    if line.is(".cloudfront.net/") && !is_asked_of_host(&line) {
        return None;
    }
    let is_panel = line.is("preflightpreflight");
    let known = status_by_key(&line);
    let found = match () {
        () if is_panel => before(&line),
        () if is_of_load_balancer(&line) => {
            (line.floor..line.start).find_map(|at| Some((line.lone_status_at(at)?, line.end)))
        }
        () => known.or_else(|| after_path(&line)).or_else(|| before(&line)),
    };
    let (status, end) = found?;
    message.reason = Some(ConsoleReason::Said(row(status)?));
    message.status = Some(status);
    message.method = Some("OPTIONS".to_owned());
    message.is_preflight = true;
    message.named = if is_panel { None } else { path(window, &line) };
    message.url = message.named.clone().filter(|path| path.contains("://"));
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
            let before = || PATH_KEYS.iter().filter_map(|key| line.find_before(key)).max_by_key(|at| at.end);
            let bare = || line.find("'/").map(|at| at.start..at.start + 1);
            line.find_first(PATH_KEYS).or_else(before).or_else(bare)?.end
        }
    };
    let word = Window { end: at, ..*window }.next_word();
    let word = word.split("HTTP/").next().unwrap_or_default().trim_matches(['\'', '|']).to_owned();
    word.contains('/').then_some(word)
}

/// Three digits that stand by themselves after the phrase: `… HTTP/1.1" 404 …`, `/path 404 3.2 ms`.
fn after_path(line: &Window<'_>) -> Option<(u16, usize)> {
    (line.end..line.ceiling).find_map(|at| Some((line.lone_status_at(at).filter(|_| !is_port(line, at))?, at + 3)))
}

/// The status under its key, as a number or in quotes, behind the method or before it.
fn status_by_key(line: &Window<'_>) -> Option<(u16, usize)> {
    let value = |key: std::ops::Range<usize>| {
        let quote = usize::from(line.transcript.folded().get(key.end..).is_some_and(|text| text.starts_with('\'')));
        line.status_at(key.end + quote).map(|status| (status, key.end + quote))
    };
    let before = || STATUS_KEYS.iter().filter_map(|key| line.find_before(key)).max_by_key(|at| at.end);
    let before = || value(before()?).map(|(status, _)| (status, line.end));
    line.find_first(STATUS_KEYS).and_then(value).or_else(before)
}

/// CloudFront: the method, the host, the path, the status.
fn is_asked_of_host(line: &Window<'_>) -> bool {
    let host = line.before().rfind("options").map(|at| &line.before()[at + "options".len()..]);
    host.is_some_and(|host| !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

/// ALB: `h2 2024-05-01T… app/name/id … 403 403 5 257 "OPTIONS https://…`, which has the status before the request.
fn is_of_load_balancer(line: &Window<'_>) -> bool {
    let starts = ["http2", "https2", "h22", "ws2", "wss2", "grpcs2"];
    line.is("optionshttp")
        && line.before().contains("app/")
        && starts.iter().any(|start| line.before().starts_with(start))
}

/// IIS writes the port before the status: `/path - 443 - …`.
fn is_port(line: &Window<'_>, at: usize) -> bool {
    let text = line.transcript.folded();
    text.get(..at).is_some_and(|text| text.ends_with('-'))
        && text.get(at..).is_some_and(|text| text.starts_with("443-"))
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
