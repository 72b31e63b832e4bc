//! What browsers say of mechanisms that are not CORS and are taken for it. Rows without phrases of their own belong to the
//! rules of [`look_alike`](super::super::look_alike) and [`page_checks`](super::super::page_checks), which know the browser.

use preflight_rules::{
    ACAC_MISSING, BROWSER_EXTENSION, COOKIE_NOT_SENT, FILE_ORIGIN_NULL, HEADER_NOT_ALLOWED, LOCAL_NETWORK_ACCESS,
    METHOD_NOT_ALLOWED, MIXED_CONTENT, NO_ACAO, NO_CORS_MODE, NOT_CORS, OPTIONS_NOT_HANDLED, ORIGIN_MISMATCH,
    PREFLIGHT_NEEDS_AUTH, PREFLIGHT_REDIRECT, REDIRECT_NOT_FOLLOWED, REDIRECT_TO_LOGIN, REDIRECT_WITHOUT_CORS,
    SAME_ORIGIN_MODE, UNREACHABLE, WILDCARD_WITH_CREDENTIALS, WRONG_URL_OR_ENV,
};

use super::super::message::Message;
use super::super::saying::Saying;
use super::super::window::Window;
use super::{Row, read};

/// A sentence of this kind is no longer: two URLs.
const SENTENCE: usize = 2_048;

pub(super) const PANEL: &str = "a Network panel";
const BROWSER: &str = "a browser";
pub(super) const ISSUES: &str = "the Issues panel of Chromium";

macro_rules! named {
    ($($name:ident = $id:literal, $rules:expr, $meaning:literal, $why:literal, $fix:literal;)+) => {
        $(
            #[doc = concat!("`", $id, "`: ", $meaning, ".")]
            pub(in super::super) static $name: Saying = Saying::new($id, BROWSER, $rules).tells($meaning, $why, $fix);
        )+
    };
}

/// A worker's script that a page without an origin asks for.
static WORKER_OF_A_FILE: Saying = Saying::new("worker-of-a-file", BROWSER, &[&NOT_CORS, &FILE_ORIGIN_NULL])
    .tells(
        "a worker's script has to come from the page's own origin, and the page has none: it is a file or a sandboxed frame",
        "a page that was opened from a file has the origin `null`, and `new Worker(URL)` takes no script there, not even from the same folder",
        "serve the page and the script over http from localhost (`npx serve`, `python -m http.server`)",
    )
    .likely();

/// A scheme of an app's own, which the app has to register, or which was not meant.
pub(in super::super) static CUSTOM_SCHEME: Saying =
    Saying::new("custom-scheme", BROWSER, &[&NOT_CORS, &WRONG_URL_OR_ENV])
        .tells(
            "the page called a URL with a scheme of an app's own, {value}, which is not registered for `fetch()` or for CORS",
            "Chromium lets pages call http and https; a scheme of Electron, NW.js or a web view needs the privilege before the app is ready, and no other web page has it",
            "Electron: before `app` is ready call `protocol.registerSchemesAsPrivileged([{ scheme: {value}, privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true } }])`; in a browser call an http or https URL",
        )
        .likely();

/// The same, where a call of the worker's own failed, and the script is not told why.
pub(in super::super) static CALL_OF_SERVICE_WORKER: Saying =
    Saying::new("service-worker", BROWSER, &[&NOT_CORS, &UNREACHABLE, &NO_ACAO])
        .tells(
            "a service worker answered the call with an error, since a call of its own failed",
            "the worker's fetch handler calls the server itself, and that call was blocked, or nothing answered",
            "unregister the service worker in the developer tools and try again: the call then fails for its own reason, or the worker's fetch handler is to be repaired",
        )
        .likely();

named! {
    SERVICE_WORKER = "service-worker", &[&NOT_CORS],
        "a service worker answered the call with an error; the server may not have been asked",
        "the worker's fetch handler rejected, or gave a response that the browser does not take",
        "unregister the service worker in the developer tools and try again; then repair its fetch handler";
    ORB = "orb", &[&NOT_CORS],
        "opaque response blocking kept the response from an element of the page; that is not CORS",
        "an `<img>`, `<script>` or `<link>` asked for a file of another origin, and got something else: mostly an error page, HTML or JSON, not an image, script or style",
        "open the URL in a tab and look at its status and Content-Type: repair the URL or the error page, or send the right Content-Type";
    CORP = "corp", &[&NOT_CORS],
        "Cross-Origin-Resource-Policy (or -Embedder-Policy) keeps the response away; that is not CORS",
        "the response says `Cross-Origin-Resource-Policy: same-origin` or `same-site` (Helmet sends it by default), or the page has `Cross-Origin-Embedder-Policy` and the response names no policy",
        "let the server of the file send `Cross-Origin-Resource-Policy: cross-origin`, or load it with `crossorigin` and allow the page's origin";
    COEP = "coep", &[&NOT_CORS],
        "the page's Cross-Origin-Embedder-Policy keeps the response away; that is not CORS",
        "the page is sent with `Cross-Origin-Embedder-Policy: require-corp`, and the file of another origin names no policy",
        "let the server of the file send `Cross-Origin-Resource-Policy: cross-origin`, or load it with `crossorigin` and allow the page's origin; or let the page's server send `Cross-Origin-Embedder-Policy: credentialless`";
    INTEGRITY = "integrity", &[&NOT_CORS],
        "the file is not the one that its integrity attribute names; that is not CORS",
        "the file changed, or was changed on the way, and its hash is another",
        "update the hash in the integrity attribute, or load the file that it belongs to";
    INTEGRITY_WITHOUT_CORS = "integrity-without-cors", &[&NOT_CORS],
        "the element has an integrity attribute and asks for a file of another origin without CORS, so the browser cannot check the file",
        "the element has no `crossorigin` attribute",
        "add `crossorigin=\"anonymous\"` to the element, and let the file's server send Access-Control-Allow-Origin";
    EXTENSION_SCHEME = "extension-scheme", &[&NOT_CORS],
        "the page called a file of a browser extension, which the extension does not offer to this page",
        "pages may load only those files of an extension that its manifest names for them",
        "name the file and the page in `web_accessible_resources` of the extension's manifest, or let the extension fetch it and hand it over in a message; no CORS header changes that";
    FRAME_OF_NULL = "frame-of-null", &[&NOT_CORS],
        "a script of a page with the origin `null` reached into a frame, which the same-origin policy forbids; no CORS header changes that",
        "the page was opened from a file, or stands in a sandboxed frame: its origin is `null`, which is the same as no other, not even another file's",
        "serve both pages by one local server instead of opening the file, or add `allow-same-origin` to the frame's `sandbox`; or let the two pages talk by `postMessage`";
    FRAME_ACCESS = "frame-access", &[&NOT_CORS],
        "a script reached into a frame of another origin, which the same-origin policy forbids; no CORS header changes that",
        "the two pages have different schemes, hosts or ports",
        "let the two pages talk by `postMessage`, or serve both from one origin";
    ELEMENT_OF_ANOTHER_ORIGIN = "element-of-another-origin", &[&NOT_CORS],
        "an element or a frame loads only from the page's own origin, and the URL is another; no CORS header changes that",
        "SVG's `<use>`, a filter, a mask or an XSLT style sheet takes no file of another origin; www. and the bare host, http and https are two origins",
        "serve the file from the page's own origin, or fetch it (its server allows the page then) and put it into the page";
    FRAME_EMBEDDING = "frame-embedding", &[&NOT_CORS],
        "the server forbids that its page stands in a frame; that is not CORS",
        "the page is sent with `X-Frame-Options`, or with `frame-ancestors` in its Content-Security-Policy",
        "let the framed page's server name yours in `Content-Security-Policy: frame-ancestors`, and remove X-Frame-Options";
    TAINTED_CANVAS = "tainted-canvas", &[&NOT_CORS],
        "an image of another origin was drawn without CORS, so the page may not read the canvas any more",
        "an image without `crossorigin` is drawn, and what is drawn may not be read back",
        "load the image with `crossorigin=\"anonymous\"`, and let its server send Access-Control-Allow-Origin";
    WINDOW_MESSAGE = "window-message", &[&NOT_CORS],
        "a message was for a window of another origin than the one that it shows; that is not CORS",
        "the second argument of `postMessage` names another origin, or the window has not loaded its page yet",
        "give `postMessage` the origin that the window shows, once it has loaded";
    OPENER_POLICY = "opener-policy", &[&NOT_CORS],
        "Cross-Origin-Opener-Policy keeps a window and its opener apart; that is not CORS",
        "the page that opens the window is sent with `Cross-Origin-Opener-Policy: same-origin`",
        "send `Cross-Origin-Opener-Policy: same-origin-allow-popups` with the page that opens the window";
}

/// Firefox names a URL without a host, and no reason.
pub(in super::super) static URL_WITHOUT_HOST: Saying =
    Saying::new("url-without-host", BROWSER, &[&WRONG_URL_OR_ENV, &BROWSER_EXTENSION, &NOT_CORS]).tells(
        "the call led to a URL that holds its content, as `data:` and `blob:` do, and CORS follows nobody there",
        "a redirect led there, mostly one of an extension that puts a stand-in in the place of an advertisement or a tracker; or the page calls a URL that another page made",
        "try in a window without extensions; if the page itself calls the URL, read its content without a call",
    )
    .possible();

/// A frame that shows Chromium's page of an error.
pub(in super::super) static FRAME_OF_ERROR: Saying =
    Saying::new("frame-of-error", BROWSER, &[&UNREACHABLE, &NOT_CORS]).tells(
        "the frame or the tab shows the browser's own page of an error: its URL could not be loaded before",
        "the server did not answer, or forbids frames (`X-Frame-Options`, `frame-ancestors`)",
        "open the URL in a tab of its own: where it does not load, start the server or correct the URL; where it does, let its server allow your page as a frame's parent",
    )
    .possible();

/// Opaque response blocking as Chromium said it of any call without CORS.
pub(in super::super) static CORB: Saying = Saying::new("orb", BROWSER, &[&NOT_CORS])
    .tells(
        "the browser kept the body of a response from a call without CORS (CORB); by itself that need not break anything",
        "an `<img>`, a `<script>`, a fetch with `mode: \"no-cors\"` or the content script of an extension asked for HTML, JSON or XML of another origin",
        "look in the Network panel at what made the call: an element wants another URL or Content-Type, a `fetch` wants `mode: \"cors\"` and a server that allows the page, an extension calls from its background script",
    )
    .possible();

/// Local Network Access, where the page named no address space.
pub(in super::super) static ADDRESS_SPACE_UNSET: Saying =
    Saying::new("lna-space-unset", BROWSER, &[&LOCAL_NETWORK_ACCESS])
        .tells(
            "Local Network Access: no address space was set for the call, and the browser did not take the server's",
            "the server is in the local network and the page is not, or the address changed under the browser: a cached response, a proxy or VPN, a name with two addresses",
            "for a server in the local network serve the page over https and grant the permission, and for an http URL set `targetAddressSpace`; for a public one empty the cache, and try without proxy or VPN",
        )
        .likely();

/// A font that Firefox does not take.
pub(in super::super) static FONT_REFUSED: Saying =
    Saying::new("font-refused", BROWSER, &[&NO_ACAO, &WRONG_URL_OR_ENV, &ORIGIN_MISMATCH]).tells(
        "Firefox did not take a font: its server does not allow the page's origin, or the URL is wrong",
        "fonts of another origin need CORS, and the server of the font sends no Access-Control-Allow-Origin for this page; www. and the bare host are two origins",
        "let the server of the font send `Access-Control-Allow-Origin: *`, or load the font from the page's own origin",
    )
    .possible();

static NOT_JSON_ROW: Saying = Saying::new("not-json", BROWSER, &[&WRONG_URL_OR_ENV, &REDIRECT_TO_LOGIN, &NOT_CORS])
    .tells(
        "the page could read the response, and it is no JSON: mostly an HTML page from a wrong URL or a login",
        "a development server or a single-page application answers every unknown path with its HTML",
        "look at the response in the Network panel: its status and its first lines say whose page it is",
    )
    .possible();

/// HTML, or nothing, where the page reads JSON.
pub(in super::super) static NOT_JSON: &Saying = &NOT_JSON_ROW;

pub(super) static ROWS: &[Row] = &[
    Row::new(
        "issue-resource-policy",
        ISSUES,
        &[
            "specifyacross-originresourcepolicy",
            "specifyamorepermissivecross-originresourcepolicy",
            "specifyacross-originembedderpolicy",
            "hasthecross-originembedderpolicy(coep)enabled",
            "ns_error_dom_coep_failed",
            "ns_error_dom_corp_failed",
        ],
        &[&NOT_CORS],
    )
    .tells(
        "Cross-Origin-Resource-Policy or -Embedder-Policy keeps the response away; that is not CORS",
        "the page is sent with `Cross-Origin-Embedder-Policy: require-corp`, and the file of another origin names no policy; or the file's own policy is `same-origin` or `same-site`",
        "let the server of the file send `Cross-Origin-Resource-Policy: cross-origin`, or load it with `crossorigin` and allow the page's origin; a frame needs `Cross-Origin-Embedder-Policy` as well",
    ),
    Row::new("requests-from-null", BROWSER, &["cannotmakeanyrequestsfromnull"], &[&FILE_ORIGIN_NULL, &preflight_rules::REDIRECT_TAINTS_ORIGIN])
        .tells(
            "the request has the origin `null`, which the browser lets call nobody",
            "the page was opened from a file or stands in a sandboxed frame, or a redirect led through another origin",
            "serve the page by a local server, or call the URL that the redirect leads to",
        )
        .likely(),
    Row::new("worker-of-another-origin", BROWSER, &["failedtoconstruct'worker':scriptat'", "failedtoconstruct'sharedworker':scriptat'", "failedtoconstruct'worker':accesstothescriptat'"], &[&NOT_CORS])
        .tells(
            "a worker's script has to come from the page's own origin; no CORS header changes that",
            "`new Worker(URL)` takes no script of another origin, and none of a page that was opened from a file",
            "serve the worker's script from the page's origin, or start the worker from a Blob that calls `importScripts(\"…\")` or `import(\"…\")` of it",
        )
        .reads(script_and_origin)
        .means_of_null(&WORKER_OF_A_FILE),
    Row::new("service-worker-origin", BROWSER, &["failedtoregisteraserviceworker:theorigin", "theoriginoftheprovidedscripturl"], &[&NOT_CORS])
        .tells(
            "a service worker's script has to come from the page's own origin; no CORS header changes that",
            "browsers register no service worker of another origin",
            "serve the script from the page's origin; it may load others with `importScripts`",
        ),
    Row::new("import-scripts", BROWSER, &["failedtoexecute'importscripts'on'workerglobalscope'"], &[&NOT_CORS, &WRONG_URL_OR_ENV])
        .tells(
            "a worker could not load a script; `importScripts` needs no CORS",
            "the URL answers an error or another type, the Content-Security-Policy forbids it, or the page wants CORP",
            "open the URL in a tab, and look at its status and Content-Type",
        )
        .likely()
        .reads(read::url_after),
    Row::new("texture-of-another-origin", BROWSER, &["theimageelementcontainscross-origindata", "thevideoelementcontainscross-origindata", "thecross-originimageat", "crossoriginimageshouldnotbeused", "cross-origindataandmaynotbeloaded", "cross-originimageorvideo"], &[&NOT_CORS, &NO_ACAO])
        .tells(
            "WebGL takes no image of another origin that was loaded without CORS",
            "the image has no `crossorigin` attribute, or it was set after `src`",
            "set `image.crossOrigin = \"anonymous\"` before `src` (`crossorigin` in HTML), and let the image's server send Access-Control-Allow-Origin",
        ),
    Row::new("module-of-a-file", BROWSER, &[
        "modulesourceuriisnotallowedinthisdocument",
        "uridafontedomódulonãoépermitid",
        "módulofonteurinãoépermitid",
    ], &[&FILE_ORIGIN_NULL, &NOT_CORS])
        .tells(
            "a module script was not loaded: a page that was opened from a file may load none",
            "the page was opened from a file, and modules are loaded with CORS, which files have not",
            "serve the page by a local server (`npx serve`, `python -m http.server`), or load the script without `type=\"module\"`",
        )
        .of_script()
        .reads(read::url_after),
    Row::new("event-stream-type", BROWSER, &["thatisnot'text/event-stream'"], &[&NOT_CORS, &WRONG_URL_OR_ENV])
        .tells(
            "the browser read the answer, and it is no event stream; that is not CORS",
            "the server sends another Content-Type, mostly the HTML of an error or of another path",
            "let the server answer with `Content-Type: text/event-stream`, and check the URL",
        )
        .likely(),
    Row::new("nosniff", BROWSER, &["'x-content-type-options:nosniff'wasgivenandits"], &[&WRONG_URL_OR_ENV, &NOT_CORS])
        .tells(
            "the browser does not take a script or a style sheet for its Content-Type; that is not CORS",
            "the URL answers with another type, mostly the HTML of an error page, and `X-Content-Type-Options: nosniff`",
            "open the URL in a tab: repair the URL, or send the file's own Content-Type",
        )
        .likely()
        .reads(|window, message| {
            message.url = window.on_its_line().url_before();
            Some(window.end)
        }),
    Row::new("insecure-operation", BROWSER, &["securityerror:theoperationisinsecure"], &[&NOT_CORS, &NO_ACAO])
        .tells(
            "the browser forbids an operation: reading a canvas with an image of another origin, storage, a worker, a secure context",
            "Firefox and Safari say no more than that",
            "look at the line of the script that it names: for a canvas load the image with `crossorigin=\"anonymous\"` and let its server send Access-Control-Allow-Origin",
        )
        .possible(),
    Row::new("private-network-warning", ISSUES, &["thewebsiterequestedasubresourcefromanetworkthatitcouldonlyaccess", "thepagerequestedasubresourcefromanetworkthatitcouldonlyaccess"], &[])
        .tells(
            "a warning: the page calls into the local network, which a later Chromium would restrict; the call went through",
            "Chromium of 2021 and 2022 announced preflights and blocks that never shipped; since 142 it asks the visitor instead (Local Network Access)",
            "serve the page over https, so that the visitor can be asked for the permission",
        )
        .reads(announced),
    Row::new("private-network-issue", ISSUES, &["asiterequestedaresourcefromanetworkthatitcouldonlyaccess", "ensureprivatenetworkrequestsare", "ensurelocalnetworkrequests", "ensurethatlocalnetworkrequests", "requestwasblockedbecauseoflocalnetworkaccess", "localnetworkaccess:", "therequestclientisnotasecurecontext", "'targetaddressspace'"], &[&LOCAL_NETWORK_ACCESS])
        .tells(
            "a public page calls into the local network, which Chromium allows only with the visitor's permission",
            "Chromium of 2022 wanted a preflight with Access-Control-Allow-Private-Network; since 142 it asks the visitor instead (Local Network Access)",
            "serve the page over https, let the visitor grant the permission \"local network access\" (in a frame: `allow=\"local-network-access\"`), and for an http target name the space: `fetch(url, { targetAddressSpace: \"local\" })`",
        ),
    Row::new("issue-invalid-headers", ISSUES, &["ensurecorsresponseheadervaluesarevalid"], &[&NO_ACAO, &ORIGIN_MISMATCH, &OPTIONS_NOT_HANDLED, &ACAC_MISSING])
        .tells(
            "a response, or the answer to the preflight, has no CORS header that fits the page",
            "the panel puts missing, doubled and other values of Access-Control-Allow-Origin and -Credentials together; the table below it has the header and its value",
            "paste the red line of the console, which says which header and what value",
        )
        .possible(),
    Row::new("issue-preflight-invalid", ISSUES, &["ensurepreflightresponsesarevalid", "theresponsetotheassociatedpreflightrequestfailed"], &[&OPTIONS_NOT_HANDLED, &PREFLIGHT_NEEDS_AUTH, &PREFLIGHT_REDIRECT])
        .tells(
            "the preflight failed, got an error status, or was redirected",
            "the server does not answer OPTIONS at this path with 200 to 299",
            "let the server answer OPTIONS with 204 and the CORS headers, before login, redirects and routes",
        )
        .possible()
        .reads(of_preflight),
    Row::new("issue-wildcard", ISSUES, &["ensurecredentialedrequestsarenotsenttocorsresourceswithoriginwildcards"], &[&WILDCARD_WITH_CREDENTIALS])
        .tells(
            "a response allows `*`, which does not count for a call with credentials",
            "`*` is meant for everybody, and credentials are not for everybody",
            "send the page's origin instead of `*`, with `Access-Control-Allow-Credentials: true` and `Vary: Origin`; or leave credentials out",
        ),
    Row::new("issue-request-headers", ISSUES, &["ensurecorsrequestincludesonlyallowedheaders", "ensurecorsrequestsincludeonlyallowedheaders"], &[&HEADER_NOT_ALLOWED])
        .tells(
            "the answer to the preflight does not allow a header that the page sends",
            "Access-Control-Allow-Headers lacks it",
            "add every header that the page sends to Access-Control-Allow-Headers of the OPTIONS answer",
        )
        .reads(of_preflight),
    Row::new("issue-method", ISSUES, &["ensurecorsrequestusesallowedmethod", "ensurecorsrequestsuseallowedmethods"], &[&METHOD_NOT_ALLOWED])
        .tells(
            "the answer to the preflight does not allow the method",
            "Access-Control-Allow-Methods lacks it",
            "add the method to Access-Control-Allow-Methods of the OPTIONS answer",
        )
        .reads(of_preflight),
    Row::new("issue-schemes", ISSUES, &["ensurecorsrequestsaremadeonsupportedschemes"], &[&FILE_ORIGIN_NULL, &WRONG_URL_OR_ENV])
        .tells(
            "the URL is neither http nor https, and pages can call nothing else cross-origin",
            "the page was opened from a file, or the URL lacks its scheme",
            "serve the page by a local server instead of opening the file, and write the URL with http:// or https://",
        )
        .likely(),
    Row::new("issue-redirect-credentials", ISSUES, &["ensurecorsrequestsarenotredirectedtourlscontainingcredentials"], &[&REDIRECT_WITHOUT_CORS])
        .tells(
            "the server redirects to a URL with a user name, which browsers do not follow cross-origin",
            "the redirect's Location has `user:password@`",
            "redirect to a URL without a user name",
        ),
    Row::new("issue-redirect-mode", ISSUES, &["ensureno-corsrequestsconfigureredirectmodefollow"], &[&REDIRECT_NOT_FOLLOWED])
        .tells(
            "a call with `mode: \"no-cors\"` wants another redirect mode than `follow`",
            "`redirect: \"error\"` and `redirect: \"manual\"` do not go with `no-cors`",
            "leave `redirect` out, or call with `mode: \"cors\"`",
        )
        .likely(),
    Row::new("issue-credentials", ISSUES, &["ensurecorsrequestsincludecredentialsonlywhenpermitted", "ensurecorsrequestsincludecredentialsonlywhenallowed"], &[&ACAC_MISSING])
        .tells(
            "the call has credentials, and the response does not say `Access-Control-Allow-Credentials: true`",
            "the server allows the origin without credentials",
            "send `Access-Control-Allow-Credentials: true`, or leave credentials out",
        ),
    Row::new("issue-content-policy", ISSUES, &[
        "contentsecuritypolicyofyoursiteblockssomeresources",
        "contentsecuritypolicyblockssomeresources",
        "contentsecuritypolicyblocksinlineexecution",
        "contentsecuritypolicyofyoursiteblockstheuseof'eval'",
        "contentsecuritypolicyblockstheuseof'eval'",
        "originisnotlistedinyoursite'scontentsecuritypolicy",
    ], &[&NOT_CORS])
        .tells(
            "the page's Content-Security-Policy blocks something; that is not CORS",
            "a directive of the policy (`connect-src`, `script-src`) does not list the origin",
            "add the origin to the directive that the table below the issue names",
        ),
    Row::new("issue-mixed-content", ISSUES, &["mixedcontent:loadallresourcesviahttps"], &[&MIXED_CONTENT])
        .tells(
            "the page is served over https and loads something over http",
            "browsers let no page over https call http, except on this machine",
            "call https, or serve the page over http while you develop",
        ),
    Row::new("issue-cookie", ISSUES, &[
        "indicatewhethertosendacookieinacross-siterequest",
        "indicatewhetheracookieisintendedtobesetincross-sitecontext",
        "indicatewhetheracookieisintendedtobesetinacross-sitecontext",
        "markcross-sitecookiesassecure",
        "marksamepartycookiesassecure",
        "migrateentirelytohttpsto",
        "readingcookieincross-sitecontext",
        "settingcookieincross-sitecontext",
        "becauseacookie'ssamesiteattributewasnotset",
        "wassetwith'samesite=none'butwithout'secure'",
        "cookieswiththesamesite=laxorsamesite=strictattribute",
    ], &[&COOKIE_NOT_SENT])
        .tells(
            "a cookie is not sent with calls to another site, or not taken from their responses",
            "a cookie without `SameSite` counts as `SameSite=Lax`, which calls of other sites do not get; `SameSite=None` needs `Secure`, and so https",
            "set the cookie with `SameSite=None; Secure` over https, and call with `credentials: \"include\"`; or serve page and API from one site",
        )
        .likely(),
    Row::new("issue-same-origin-mode", ISSUES, &["ensureonlysame-originresourcesarefetchedwithsame-originrequestmode"], &[&SAME_ORIGIN_MODE])
        .tells(
            "the call has `mode: \"same-origin\"`, and the URL is of another origin",
            "the mode forbids the call before anything is sent",
            "remove `mode: \"same-origin\"`, or call the page's own origin",
        ),
    Row::new("panel-cors-error", PANEL, &["corserror", "(blocked:cors)", "ns_error_dom_bad_uri", "corsfailed"], &[&NO_ACAO, &ORIGIN_MISMATCH, &OPTIONS_NOT_HANDLED, &preflight_rules::ERROR_WITHOUT_CORS, &PREFLIGHT_NEEDS_AUTH])
        .tells(
            "the Network panel says that CORS stopped the call, and not why",
            "the reason stands in the console, and in the tooltip of the status",
            "paste the red line of the console that begins `Access to …` or `Cross-Origin Request Blocked`",
        )
        .of_script()
        .reads(label),
    Row::new("opaque-response", BROWSER, &["type:'opaque'", "responsetypeisopaque", "anopaqueresponse"], &[&NO_CORS_MODE])
        .tells(
            "the response is opaque: status 0, no headers, no body",
            "`mode: \"no-cors\"` lets the request go and hides the response",
            "remove `mode: \"no-cors\"`, and let the server allow the page's origin",
        )
        .reads(|window, _| (!window.is("anopaqueresponse") || window.before().is_empty()).then_some(window.end)),
    Row::new("shared-array-buffer-warning", BROWSER, &["sharedarraybufferwillrequirecross-originisolation", "useofsharedarraybufferrequirescross-originisolation"], &[])
        .tells(
            "a warning: `SharedArrayBuffer` will need cross-origin isolation; nothing failed",
            "Chromium announced before version 92 that the page has to be isolated",
            "send `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp` with the page",
        ),
    Row::new("shared-array-buffer", BROWSER, &["sharedarraybufferisnotdefined", "crossoriginisolatedisfalse"], &[&NOT_CORS])
        .tells(
            "the page is not cross-origin isolated, so `SharedArrayBuffer` is missing; that is not CORS",
            "the page has to be sent with `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`",
            "send both headers with the page; every file of another origin then needs CORP or CORS",
        ),
    Row::new("storage-denied", BROWSER, &["accessisdeniedforthisdocument", "failedtoreadthe'localstorage'propertyfrom'window'", "failedtoreadthe'cookie'propertyfrom'document'"], &[&NOT_CORS])
        .tells(
            "the page may not use its storage; that is not CORS",
            "third-party storage is blocked in frames, and sandboxed frames have none",
            "open the page by itself, or add `allow-same-origin` to the frame's sandbox; in a frame of another site use the Storage Access API",
        ),
    Row::new("extension-page", BROWSER, &["cannotaccesscontentsofurl'", "cannotaccesscontentsofthepage", "extensionmanifestmustrequestpermission"], &[&NOT_CORS])
        .tells(
            "a browser extension has no permission for this page; that is not CORS",
            "the manifest's `host_permissions` do not have the host",
            "add the host to `host_permissions` of the manifest",
        ),
    Row::new("cleartext", "Android", &["err_cleartext_not_permitted", "cleartexthttptrafficto"], &[&NOT_CORS])
        .tells(
            "Android does not let the app call plain http; this is not CORS",
            "since Android 9 apps call https only unless they say otherwise",
            "use https, or allow the host in `network_security_config.xml` (`usesCleartextTraffic` for all)",
        ),
    Row::new("too-many-calls", BROWSER, &["err_insufficient_resources"], &[&NOT_CORS])
        .tells(
            "the page made more calls at once than the browser takes; this is not CORS",
            "a loop of renders or retries calls again and again",
            "find the loop (an effect without dependencies, a retry without a pause)",
        ),
];

/// `Script at '<url>' cannot be accessed from origin '<origin>'.`
fn script_and_origin(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let near = window.near(SENTENCE);
    message.url = near.word_until(&["'cannotbeaccessed", "cannotbeaccessed", "'isdenied"]);
    let from = near.find("fromorigin")?;
    let origin = near.at(from.clone()).next_word();
    message.origin = Some(origin).filter(|origin| !origin.is_empty());
    Some(from.end)
}

fn of_preflight(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    message.is_preflight = true;
    Some(window.end)
}

/// What a later version will do did not happen yet.
fn announced(window: &Window<'_>, _: &mut Message) -> Option<usize> {
    const ANNOUNCEMENTS: [&str; 6] = [
        "chromewillrequire",
        "willstartblocking",
        "chromedeprecates",
        "willbeblocked",
        "chromewillblock",
        "infutureversionsofchrome",
    ];
    window.near(SENTENCE).find_first(&ANNOUNCEMENTS).map(|announcement| announcement.end)
}

/// The label of a panel's row, or a line of its own: people write of a "CORS error" too.
fn label(window: &Window<'_>, _: &mut Message) -> Option<usize> {
    const KINDS: [&str; 10] =
        ["fetch", "xhr", "preflight", "script", "font", "json", "document", "stylesheet", "ping", "eventsource"];
    let is_name = window.is("ns_error_dom_bad_uri") || window.is("(blocked:cors)");
    let is_row =
        window.transcript.is_word_start(window.start) && KINDS.iter().any(|kind| window.rest().starts_with(kind));
    (is_name || is_row || window.is_whole_line()).then_some(window.end)
}
