//! What Internet Explorer and the first Edge say of CORS, by their numbers, and what the first Firefox did.

use preflight_rules::{
    ACAC_MISSING, ACAO_DUPLICATED, ERROR_WITHOUT_CORS, HEADER_NOT_ALLOWED, MALFORMED_ALLOW_LIST, METHOD_NOT_ALLOWED,
    NO_ACAO, NOT_CORS, OPTIONS_NOT_HANDLED, ORIGIN_MISMATCH, PREFLIGHT_REDIRECT, REDIRECT_WITHOUT_CORS, Rule,
    TLS_UNTRUSTED, UNREACHABLE, WILDCARD_WITH_CREDENTIALS,
};

use super::super::message::Message;
use super::super::saying::Saying;
use super::super::window::Window;
use super::{Row, read};

pub(super) const EDGE: &str = "Internet Explorer or the first Edge";

/// What Firefox until 2016 said of any call that did not come through.
pub(in super::super) static REQUEST_FAILED: Saying = request_failed(&[
    &OPTIONS_NOT_HANDLED,
    &HEADER_NOT_ALLOWED,
    &NO_ACAO,
    &UNREACHABLE,
    &METHOD_NOT_ALLOWED,
    &TLS_UNTRUSTED,
]);

/// The same of a server on the machine of the one who looks: mostly it does not run.
pub(in super::super) static REQUEST_FAILED_HERE: Saying = request_failed(&[
    &UNREACHABLE,
    &OPTIONS_NOT_HANDLED,
    &HEADER_NOT_ALLOWED,
    &NO_ACAO,
    &METHOD_NOT_ALLOWED,
    &TLS_UNTRUSTED,
]);

const fn request_failed(rules: &'static [&'static Rule]) -> Saying {
    Saying::new("cors-request-failed", "Firefox until 2016", rules)
        .tells(
            "the call or its preflight failed; Firefox until 2016 said so of connections and of answers alike",
            "the server does not answer OPTIONS, its answer lacks a header that the page sends, or nothing answered at all",
            "ask the server with OPTIONS, `Origin`, and the method and the headers that the page sends, and see what its answer lacks",
        )
        .of_script()
}

/// The value that Firefox shows where it has none.
pub(in super::super) static NO_VALUE: Saying =
    Saying::new("allow-origin-without-value", "Firefox", &[&NO_ACAO, &ORIGIN_MISMATCH]).tells(
        "Firefox shows `(null)` where the value of Access-Control-Allow-Origin stands: it read none",
        "the server sends no Access-Control-Allow-Origin for this page, or one that Firefox could not read",
        "look at the response in the Network panel, and let the server send Access-Control-Allow-Origin with the page's origin",
    )
    .likely();

pub(super) static ROWS: &[Row] = &[
    Row::new(
        "safari-load-denied",
        "Safari",
        &[
            "cross-originscriptloaddeniedbycross-originresourcesharingpolicy",
            "cross-originimageloaddeniedbycross-originresourcesharingpolicy",
            "cross-originstylesheetloaddeniedbycross-originresourcesharingpolicy",
            "cross-originfontloaddeniedbycross-originresourcesharingpolicy",
        ],
        &[&NO_ACAO, &ORIGIN_MISMATCH],
    )
    .tells(
        "CORS kept a script, an image, a style sheet or a font of another origin from the page",
        "the element has `crossorigin`, or is a module or a font, and the file's server does not allow the page's origin",
        "let the file's server send Access-Control-Allow-Origin for the page's origin, or leave `crossorigin` out where the page need not read the file",
    )
    .likely(),
    Row::new("edge-origin-not-found", EDGE, &["sec7120:", "notfoundinaccess-control-allow-originheader"], &[&NO_ACAO, &ORIGIN_MISMATCH, &ERROR_WITHOUT_CORS, &OPTIONS_NOT_HANDLED])
        .tells(
            "the response has no Access-Control-Allow-Origin for {origin}",
            "the server sends no CORS headers, or only for another origin, or not with its errors",
            "let the server send `Access-Control-Allow-Origin` with {origin}, errors and OPTIONS included",
        )
        .likely()
        .reads(origin_not_found),
    Row::new("edge-credentials", EDGE, &["sec7122:", "butaccess-control-allow-credentialswasnotpresent"], &[&ACAC_MISSING])
        .tells(
            "the call has credentials, and the response does not say `Access-Control-Allow-Credentials: true`",
            "the server allows the origin without credentials",
            "send `Access-Control-Allow-Credentials: true`, or leave credentials out",
        ),
    Row::new("edge-wildcard", EDGE, &["sec7121:", "wildcardinaccess-control-allow-originnotallowed"], &[&WILDCARD_WITH_CREDENTIALS])
        .tells(
            "the response allows `*`, which does not count for a call with credentials",
            "`*` is meant for everybody, and credentials are not for everybody",
            "send the page's origin instead of `*`, with `Access-Control-Allow-Credentials: true` and `Vary: Origin`",
        ),
    Row::new("edge-header", EDGE, &["sec7123:", "requestheaderwasnotpresentintheaccess-control-allow-headerslist", WITHOUT_HEADER], &[&HEADER_NOT_ALLOWED])
        .tells(
            "the answer to the preflight does not allow the request header {value}",
            "Access-Control-Allow-Headers lacks it; this browser knows no `*` there",
            "add {value} by its name to Access-Control-Allow-Headers of the OPTIONS answer",
        )
        .reads(|window, message| named_between(window, message, "requestheader")),
    Row::new("edge-method", EDGE, &["sec7124:", "requestmethodwasnotpresentintheaccess-control-allow-methodslist", WITHOUT_METHOD], &[&METHOD_NOT_ALLOWED])
        .tells(
            "the answer to the preflight does not allow the method {value}",
            "Access-Control-Allow-Methods lacks it; this browser knows no `*` there",
            "add {value} by its name to Access-Control-Allow-Methods of the OPTIONS answer",
        )
        .reads(|window, message| {
            let end = named_between(window, message, "requestmethod")?;
            message.method.clone_from(&message.named);
            Some(end)
        }),
    Row::new("edge-redirect", EDGE, &["sec7127:", "redirectwasblockedforcorsrequest"], &[&REDIRECT_WITHOUT_CORS])
        .tells(
            "a redirect was blocked",
            "the redirect has no CORS headers, or leads where the browser does not follow",
            "call the URL that the redirect leads to, or send CORS headers with the redirect",
        )
        .likely(),
    Row::new("edge-preflight-redirect", EDGE, &["sec7126:", "redirectsarenotallowedforcorspreflightrequests"], &[&PREFLIGHT_REDIRECT])
        .tells(
            "the preflight was redirected, and browsers do not follow that",
            "the URL is redirected: to https, to another slash, to another host, to a login",
            "call the final URL, or let the server answer OPTIONS without a redirect",
        )
        .reads(of_preflight),
    Row::new("edge-unreadable-headers", EDGE, &["sec7125:", "causedaresponseheadersparsingfailure"], &[&MALFORMED_ALLOW_LIST, &ACAO_DUPLICATED])
        .tells(
            "the browser could not read a CORS header of the response",
            "a list of methods or of headers has another separator than a comma, or a value is no origin",
            "look at the Access-Control headers in the Network panel: names with commas between them, and one origin",
        )
        .likely()
        .reads(read::url_after),
    Row::new("edge-multiple-credentials", EDGE, &["sec7129:", "multipleaccess-control-allow-credentialsheaders"], &[&ACAC_MISSING, &ACAO_DUPLICATED])
        .tells(
            "the response has more than one Access-Control-Allow-Credentials",
            "two layers send the CORS headers, mostly the application and the proxy",
            "remove the CORS headers from one of the two",
        )
        .likely(),
    Row::new("edge-multiple", EDGE, &["sec7128:", "multipleaccess-control-allow-originheadersarenotallowed"], &[&ACAO_DUPLICATED])
        .tells(
            "the response has more than one Access-Control-Allow-Origin",
            "two layers send the header, mostly the application and the proxy",
            "remove it from one of the two",
        ),
    Row::new("edge-csp", EDGE, &["csp14312:", "resourceviolateddirective'"], &[&NOT_CORS])
        .tells(
            "the page's own Content Security Policy forbids the call; that is not CORS",
            "the directive {value} of the page's policy does not have the URL's origin",
            "add the URL's origin to {value} of the page's Content-Security-Policy, or to a narrower directive (connect-src for calls, frame-src for frames)",
        )
        .reads(violated),
    Row::new("edge-cors-needed", EDGE, &["sec7118:", "sec7119:", "requiredcrossoriginresourcesharing(cors)", "requiredcorspreflight"], &[])
        .tells(
            "a note: the call needs CORS",
            "the URL is of another origin than the page",
            "nothing to fix by itself: the line with SEC7120 or later has the reason",
        )
        .reads(read::url_around),
    Row::new("old-explorer-denied", EDGE, &["script5:accessisdenied", "script5:zugriffverweigert", "script5:accèsrefusé", "script5:accesodenegado"], &[&NOT_CORS, &NO_ACAO])
        .tells(
            "Internet Explorer denied a script the access to something of another origin",
            "XMLHttpRequest of Internet Explorer 9 and older calls no other origin, and XDomainRequest only one of the page's own scheme; a frame of another origin is closed to all",
            "call the page's own origin, or use a browser that knows CORS",
        )
        .possible(),
    Row::new("edge-network-error", EDGE, &["script7002:", "xmlhttprequest:networkerror0x", "xmlhttprequest:netzwerkfehler0x", "xmlhttprequest:errordered0x", "xmlhttprequest:erreurréseau0x", "xmlhttprequest:erroredirete0x", "xmlhttprequest:网络错误0x", "xmlhttprequest:ошибкасети0x", "xmlhttprequest:erroderede0x"], &[&UNREACHABLE, &NO_ACAO, &ERROR_WITHOUT_CORS])
        .tells(
            "the call failed, and the script is not told why",
            "the number tells little: 0x80700013 and 0x80070005 stand for CORS, 0x2efd and 0x2ee7 for a connection that failed",
            "paste the line with SEC71xx, which has the reason",
        )
        .of_script(),
];

/// `Origin <origin> not found in Access-Control-Allow-Origin header.`, or `[CORS] The origin '<origin>' did not find
/// '<origin>' in the Access-Control-Allow-Origin response header for cross-origin resource at '<url>'.`
fn origin_not_found(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let line = window.near(1024);
    if window.is("notfoundinaccess-control-allow-originheader") {
        message.origin = window.on_its_line().url_before().map(|url| url.trim_end_matches('/').to_owned());
        return Some(window.end);
    }
    let origin = line.find("origin").map(|at| line.at(at))?;
    message.origin = origin.url_after().map(|url| url.trim_end_matches('/').to_owned());
    let end = line.find("access-control-allow-origin").map_or(window.end, |header| header.end);
    let url = line.find_first(&["resourceat'", "resourceathttp"]).filter(|at| at.start >= end);
    message.url = url.and_then(|at| line.at(at.start..at.start + "resourceat".len()).url_after());
    Some(end)
}

/// How the lines with a header's or a method's name end, where their number was not copied.
const WITHOUT_HEADER: &str = "wasnotpresentintheaccess-control-allow-headerslist";
const WITHOUT_METHOD: &str = "wasnotpresentintheaccess-control-allow-methodslist";

/// In other languages than English the sentence stands in another order.
fn named_between(window: &Window<'_>, message: &mut Message, phrase: &str) -> Option<usize> {
    if [WITHOUT_HEADER, WITHOUT_METHOD].iter().any(|end| window.is(end)) {
        message.named = window.on_its_line().word_since(phrase).filter(|name| !name.is_empty());
        message.is_preflight = true;
        return Some(window.end);
    }
    let line = window.near(512);
    let at = if window.is(phrase) { Some(*window) } else { line.find(phrase).map(|at| line.at(at)) };
    message.named = at.and_then(|at| at.word_until(&["wasnotpresent", "wasnotfound"])).filter(|name| !name.is_empty());
    message.is_preflight = true;
    Some(at.map_or(window.end, |at| at.end))
}

/// `CSP14312: Resource violated directive '<directive>' in Content-Security-Policy: <url>. Resource will be blocked.`
fn violated(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let line = window.on_its_line();
    let directive = if window.is("csp14312:") { line.at(line.find("directive'")?) } else { line };
    let policy = directive.find("incontent-security-policy:")?;
    let value = directive.transcript.value(directive.end..policy.start);
    message.named = value.split_whitespace().next().map(|name| name.trim_end_matches('\'').to_owned());
    let url = directive.at(policy);
    message.url = url.opaque_url_after().or_else(|| url.url_after());
    Some(url.end)
}

fn of_preflight(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    message.is_preflight = true;
    Some(window.end)
}
