//! What the script that made the call says of it: browsers tell it nothing, so most rows are all that can be behind it.

use preflight_rules::{
    BLOCKED_BY_CLIENT, ERROR_WITHOUT_CORS, NO_ACAO, NOT_CORS, OPTIONS_NOT_HANDLED, TLS_UNTRUSTED, UNREACHABLE,
    WRONG_URL_OR_ENV,
};

use super::super::message::Message;
use super::super::saying::Saying;
use super::super::window::Window;
use super::{Row, read};

/// What a script is not told.
const BEHIND: &[&preflight_rules::Rule] =
    &[&NO_ACAO, &UNREACHABLE, &OPTIONS_NOT_HANDLED, &ERROR_WITHOUT_CORS, &WRONG_URL_OR_ENV, &BLOCKED_BY_CLIENT];

/// Why a script knows nothing.
const UNTOLD: &str = "browsers do not tell a script why a call failed, so that it cannot explore other sites; only the console has the reason";

/// What to look at.
const LOOK: &str = "open the developer tools (F12), copy the red line above or below this one, which begins `Access to …` or `Cross-Origin Request Blocked`, and paste it; or run `preflight check` with the URL";

/// What the script of an app says that is no web page.
pub(in super::super) static NATIVE_APP: Saying =
    Saying::new("native-app-request-failed", "an app that is no web page", &[&UNREACHABLE, &TLS_UNTRUSTED, &WRONG_URL_OR_ENV])
        .tells(
            "a call of a React Native app, or of another app that is no web page, got no response; CORS has no part in this",
            "the stack is of an app's own engine, not of a browser: the server is not reached, its certificate is not trusted, or the system forbids plain http",
            "use the computer's address instead of `localhost` (`10.0.2.2` on the Android emulator), and https, or allow clear text for the host (`usesCleartextTraffic` on Android, `NSAppTransportSecurity` on iOS)",
        )
        .possible();

/// What the script of a Node.js program says.
pub(in super::super) static NODE_PROGRAM: Saying =
    Saying::new("node-request-failed", "a program in Node.js", &[&UNREACHABLE, &TLS_UNTRUSTED, &WRONG_URL_OR_ENV])
        .tells(
            "a call of a program in Node.js got no response; CORS has no part in this",
            "the stack is of Node.js, not of a browser: the server does not run, is not reached, or its certificate is not trusted",
            "start the server before the call, and check its address, its port and its certificate",
        )
        .possible();

/// As far behind its first words a stack names who threw.
const STACK_REACH: usize = 160;

pub(super) static ROWS: &[Row] = &[
    Row::new("fetch-failed", "a script in Chromium", &["failedtofetch"], BEHIND)
        .tells("`fetch()` failed, and the script is not told why", UNTOLD, LOOK)
        .of_script()
        .reads(after_colon_with_url),
    Row::new(
        "fetch-failed-in-firefox",
        "a script in Firefox",
        &["networkerrorwhenattemptingtofetchresource"],
        BEHIND,
    )
    .tells("`fetch()` failed, and the script is not told why", UNTOLD, LOOK)
    .of_script(),
    Row::new("fetch-failed-in-safari", "a script in Safari", &["loadfailed"], BEHIND)
        .tells("`fetch()` failed, and the script is not told why", UNTOLD, LOOK)
        .of_script()
        .reads(after_colon),
    Row::new(
        "xhr-failed",
        "a script's XMLHttpRequest",
        &[
            "failedtoexecute'send'on'xmlhttprequest':failedtoload'",
            "networkerror:anetworkerroroccurred",
            "xmlhttprequestexception101",
            "failedtoexecute'send'on'xmlhttprequest'",
            "network_err:domexception19",
            "failedtoloadresource:xmlhttprequesterror",
        ],
        BEHIND,
    )
    .tells("`XMLHttpRequest` failed, and the script is not told why", UNTOLD, LOOK)
    .of_script()
    .reads(read::url_after),
    Row::new(
        "axios-network-error",
        "axios",
        &["axioserror:networkerror", "error:networkerror", "message:'networkerror'", "'message':'networkerror'", "networkerror"],
        BEHIND,
    )
    .tells("axios got no response that it may read, which it calls `Network Error`", UNTOLD, LOOK)
    .of_script()
    .reads(whole_network_error),
    Row::new("axios-code", "axios", &["err_network"], BEHIND)
        .tells("axios got no response that it may read, which it calls `ERR_NETWORK`", UNTOLD, LOOK)
        .of_script()
        .reads(whole_code),
    Row::new("http-error-read", "axios", &["requestfailedwithstatuscode"], &[&NOT_CORS])
        .tells(
            "the script could read the status, so CORS allowed the response (or the call was not made by a browser)",
            "the server answered with an error, and says why in the response and in its log",
            "look at the response of this call in the Network panel and at the server's log; no CORS header changes it",
        )
        .of_reader()
        .reads(status),
    Row::new("angular-unknown-error", "Angular", &["httpfailureresponsefor", "httperrorresponse{"], BEHIND)
        .tells("Angular's HttpClient got no response that it may read: status 0, `Unknown Error`", UNTOLD, LOOK)
        .of_script()
        .reads(angular_zero),
    Row::new("angular-http-error", "Angular", &["httpfailureresponsefor", "httperrorresponse{"], &[&NOT_CORS])
        .tells(
            "Angular's HttpClient could read the status, so CORS allowed the response",
            "the server answered with an error, or with something that is no JSON",
            "look at the response of this call in the Network panel and at the server's log; no CORS header changes it",
        )
        .of_reader()
        .reads(angular_status),
    Row::new(
        "dart-xhr-error",
        "Dart or Flutter in a browser",
        &["xmlhttprequesterror", "thexmlhttprequestonerrorcallbackwascalled", "clientexception:failedtofetch"],
        BEHIND,
    )
    .tells(
        "Dart in a browser (Flutter web: Dio, package:http) got no response that it may read",
        "Flutter web calls by the browser, and there CORS applies; the same code on a phone or a desktop is not subject to CORS",
        "let the server allow the page's origin (Flutter's development server takes another port each time: start it with `--web-port`), and paste the red line of the browser's console; switching web security off hides it for you only",
    )
    .of_script()
    .reads(uri_after),
    Row::new("jquery-status-zero", "jQuery", &["readystate:0", "'readystate':0", "readystate:4,responsetext:'',status:0"], BEHIND)
        .tells("jQuery got no response that it may read: readyState 0, status 0", UNTOLD, LOOK)
        .of_script(),
    Row::new("rtk-query-fetch-error", "RTK Query", &["fetch_error"], BEHIND)
        .tells("RTK Query's `fetch()` failed, and the script is not told why", UNTOLD, LOOK)
        .of_script(),
    Row::new(
        "superagent-terminated",
        "SuperAgent",
        &["requesthasbeenterminatedpossiblecauses:thenetworkisoffline,originisnotallowedbyaccess-control-allow-origin,thepageisbeingunloaded"],
        BEHIND,
    )
    .tells("SuperAgent got no response that it may read; it lists what may be behind it", UNTOLD, LOOK)
    .of_script(),
    Row::new("swagger-failed-to-fetch", "Swagger UI", &["possiblereasons:corsnetworkfailure"], BEHIND)
        .tells(
            "Swagger UI's call failed, and it is not told why; it lists what may be behind it",
            "Swagger UI calls from its own page: the server of the `servers` URL has to allow that page's origin, or has to be the same origin",
            "let the `servers` entry name the scheme, host and port from which Swagger UI is served, or allow that origin; the console (F12) has the reason",
        )
        .of_script(),
    Row::new("react-native-request-failed", "React Native", &["networkrequestfailed"], &[
        &UNREACHABLE,
        &TLS_UNTRUSTED,
        &WRONG_URL_OR_ENV,
        &NO_ACAO,
    ])
    .tells(
        "a call of React Native, or of a fetch polyfill in a browser, got no response",
        "React Native has no CORS; on an emulator `localhost` is the emulator itself, and Android refuses plain http unless it is allowed",
        "use `10.0.2.2` (Android emulator) or the address of your computer instead of `localhost`, and allow clear text or use https; in a browser paste the red line of the console",
    )
    .of_script()
    .reads(whole_words),
    Row::new(
        "dynamic-import-failed",
        "a script that loads a module",
        &["failedtofetchdynamicallyimportedmodule:", "errorloadingdynamicallyimportedmodule:", "importingamodulescriptfailed"],
        &[&WRONG_URL_OR_ENV, &NO_ACAO, &UNREACHABLE, &NOT_CORS],
    )
    .tells(
        "a module could not be loaded",
        "mostly the file is no longer there after a new deployment; modules of another origin also need CORS headers",
        "open {url} in a tab: where it answers 404 or HTML, reload the page and keep old files for a while; where it is a script of another origin, let that server send `Access-Control-Allow-Origin`",
    )
    .of_script()
    .reads(read::url_after),
];

/// A sentence of the language says the same words: an error's text stands after a colon, or alone.
fn after_colon(window: &Window<'_>, _: &mut Message) -> Option<usize> {
    let begins = window.before().ends_with([':', '\'', '(', ']', ',']) || window.starts_its_line();
    let ends = !window.rest().starts_with(|c: char| c.is_ascii_alphabetic()) || window.ends_its_word();
    (begins && ends).then_some(window.end)
}

fn after_colon_with_url(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let end = after_colon(window, message)?;
    // `Failed to fetch dynamically imported module` and `Failed to fetch RSC payload` are about other things.
    if window.rest().starts_with("dynamically") {
        return None;
    }
    // Since 2025 Chromium names the host.
    let host = window.rest().strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(host, _)| host);
    message.named = host.filter(|host| !host.is_empty() && host.len() < 256).map(str::to_owned);
    Some(end)
}

/// A `TypeError: NetworkError when attempting to fetch resource.` is what `fetch()` of Firefox throws.
fn whole_network_error(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let begins = window.transcript.is_word_start(window.start) || !window.before().ends_with(char::is_alphanumeric);
    let goes_on = window.rest().starts_with("whenattempting");
    // The words alone are anybody's: the stack names axios.
    let is_alone = window.is("networkerror");
    let names_axios = || ["axios", "createerror"].iter().any(|name| window.near(STACK_REACH).rest().contains(name));
    if begins && !goes_on && (!is_alone || names_axios()) { url_key(window, message) } else { None }
}

/// The words begin and end where words do.
fn whole_words(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let begins = window.transcript.is_word_start(window.start) || !window.before().ends_with(char::is_alphanumeric);
    let ends = window.ends_its_word() || !window.rest().starts_with(char::is_alphanumeric);
    if begins && ends { url_key(window, message) } else { None }
}

/// The name goes on in other codes.
fn whole_code(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let goes_on = window.rest().starts_with('_')
        || window.rest().starts_with(|c: char| c.is_ascii_alphanumeric()) && !window.ends_its_word();
    let begins = window.transcript.is_word_start(window.start) || window.before().ends_with(['\'', '(', ':', '[']);
    if goes_on || !begins || window.before().ends_with("net::") {
        return None;
    }
    url_key(window, message)
}

/// `url: '…'` of a printed configuration.
fn url_key(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let key = window.find_first(&[",url:'", "'url':'", "{url:'"]);
    let url = key.and_then(|key| window.at(key).word_until(&["'"]));
    message.url = url.filter(|url| url.contains("://"));
    Some(window.end)
}

fn status(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    message.status = window.status_at(window.end);
    Some(window.end)
}

/// `uri=http://…`
fn uri_after(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let line = window.on_its_line();
    message.url = line.find("uri=").and_then(|at| line.at(at).url_after());
    Some(window.end)
}

fn angular_zero(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    angular(window, message).filter(|_| message.status.is_none())
}

fn angular_status(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    angular(window, message).filter(|_| message.status.is_some())
}

/// `Http failure response for <url>: <status> <text>`, or the printed object.
fn angular(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    if window.is("httperrorresponse{") {
        let status = window.find_first(&["status:", "'status':"])?;
        message.status = window.status_at(status.end).filter(|&status| status > 0);
        url_key(window, message)?;
        return Some(status.end);
    }
    let line = window.on_its_line();
    message.url = if line.rest().starts_with("http") { line.url_after() } else { None };
    let text = line.rest();
    let known = text.match_indices(':').find_map(|(at, _)| line.status_at(line.end + at + 1));
    message.status = known.filter(|&status| status > 0);
    Some(window.end)
}
