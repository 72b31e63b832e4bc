//! What servers in Python say of CORS: django-cors-headers, Starlette, FastAPI, Flask.

use preflight_rules::{
    ACAO_LIST_OR_PATTERN, HEADER_NOT_ALLOWED, LIBRARY_MISUSE, METHOD_NOT_ALLOWED, NO_ORIGIN_IN_TEST, NOT_CORS,
    OPTIONS_NOT_HANDLED, ORIGIN_MISMATCH, PREFLIGHT_REDIRECT, WILDCARD_WITH_CREDENTIALS,
};

use super::{Row, read};

const DJANGO: &str = "django-cors-headers";
const FALCON: &str = "falcon-cors";
const STARLETTE: &str = "Starlette or FastAPI";

pub(super) static ROWS: &[Row] = &[
    Row::new("django-origin-without-scheme", DJANGO, &["incors_origin_whitelistismissingschemeornetloc", "incors_allowed_originsismissingschemeornetloc", "ismissingschemeornetloc", "incsrf_trusted_originsismissingscheme"], &[&ORIGIN_MISMATCH])
        .tells(
            "an entry of `CORS_ALLOWED_ORIGINS` has no scheme, so it is no origin, and Django does not start",
            "an origin is scheme, host and port: pages send {value}",
            "write {value} with its scheme in `CORS_ALLOWED_ORIGINS`",
        )
        .reads(read::bare_origin_before),
    Row::new("django-origin-with-path", DJANGO, &["shouldnothavepath"], &[&ORIGIN_MISMATCH])
        .tells(
            "the entry {value} of `CORS_ALLOWED_ORIGINS` has a path, so it is no origin, and Django does not start",
            "an origin ends after host and port; a slash at the end is a path",
            "remove everything after host and port, the slash too",
        )
        .reads(read::value_before),
    Row::new("django-setting-invalid", DJANGO, &["(corsheaders.e0", "corsheaders.e0", "corsheaders.checks"], &[&LIBRARY_MISUSE])
        .tells(
            "django-cors-headers refuses a setting, and Django does not start",
            "a setting has another type than it needs, or a value that is no origin",
            "write the setting that the line names as a list of strings, such as `CORS_ALLOWED_ORIGINS = [\"https://app.example.com\"]`",
        )
        .likely(),
    Row::new("django-app-missing", DJANGO, &["nomodulenamed'corsheaders'", "nomodulenamedcorsheaders"], &[&LIBRARY_MISUSE])
        .tells(
            "Django does not start: the package django-cors-headers is not installed",
            "`corsheaders` stands in `INSTALLED_APPS`, and Python does not find it",
            "install it in the environment that runs the server: `python -m pip install django-cors-headers`",
        ),
    Row::new("django-csrf", "Django", &["csrfverificationfailed", "csrffailed:", "csrftokenmissing", "csrfcookienotset", "forbidden(originchecking", "origincheckingfailed", "referercheckingfailed"], &[&NOT_CORS])
        .tells(
            "Django's protection against forged requests (CSRF) refused the call with 403; this is not CORS",
            "the CSRF token is missing, or the page's origin is not in `CSRF_TRUSTED_ORIGINS`",
            "send the token in `X-CSRFToken`, and add the page's origin with its scheme to `CSRF_TRUSTED_ORIGINS`",
        )
        .reads(read::origin_after_dash),
    Row::new("django-append-slash", "Django", &["youcalledthisurlviapost,buttheurldoesn'tendinaslash", "youhaveappend_slashset"], &[&PREFLIGHT_REDIRECT, &NOT_CORS])
        .tells(
            "the URL has no slash at its end, and Django redirects to the one that has",
            "`APPEND_SLASH` redirects, and a preflight may not be redirected",
            "call the URL with the slash at its end",
        )
        .likely(),
    Row::new("starlette-origin-refused", STARLETTE, &["disallowedcorsorigin"], &[&ORIGIN_MISMATCH])
        .tells(
            "the CORS middleware refused the preflight with 400: the page's origin is not in `allow_origins`",
            "the middleware compares scheme, host and port as strings; a slash at the end fits no page",
            "add the page's origin exactly to `allow_origins`, or use `allow_origin_regex`",
        ),
    Row::new("starlette-method-refused", STARLETTE, &["disallowedcorsmethod"], &[&METHOD_NOT_ALLOWED])
        .tells(
            "the CORS middleware refused the preflight with 400: the method is not in `allow_methods`",
            "`allow_methods` is `(\"GET\",)` unless it is given",
            "add the method to `allow_methods`",
        ),
    Row::new("starlette-header-refused", STARLETTE, &["disallowedcorsheader"], &[&HEADER_NOT_ALLOWED])
        .tells(
            "the CORS middleware refused the preflight with 400: a header is not in `allow_headers`",
            "`allow_headers` is empty unless it is given",
            "add every header that the page sends to `allow_headers`",
        ),
    Row::new("flask-cors-not-installed", "Flask", &["nomodulenamed'flask_cors'", "nomodulenamedflask_cors", "nomodulenamed'flask.ext.cors'"], &[&LIBRARY_MISUSE])
        .tells(
            "the server does not start: the package Flask-Cors is not installed",
            "Python does not find `flask_cors`",
            "install it in the environment that runs the server: `python -m pip install flask-cors`",
        ),
    Row::new("flask-cors-star-with-credentials", "Flask", &["cannotusesupports_credentialsinconjunctionwithanoriginstringof'*'", "cannotusesupports_credentials"], &[&WILDCARD_WITH_CREDENTIALS])
        .tells(
            "Flask-Cors refuses `*` together with `supports_credentials`, and the call fails with 500",
            "`*` does not count for calls with credentials",
            "name the pages in `origins=[…]`, or remove `supports_credentials`",
        ),
    Row::new("python-options-405", "a Python server", &["methodnotallowed(options):", "method'options'notallowed", "method\\'options\\'notallowed", "'detail':'method'options'notallowed.'"], &[&OPTIONS_NOT_HANDLED])
        .tells(
            "the server answered OPTIONS with 405, so the preflight fails",
            "no CORS middleware stands before this view, or it does not cover its path",
            "add the CORS middleware (`corsheaders.middleware.CorsMiddleware`, `CORSMiddleware`, `CORS(app)`) before everything else",
        )
        .reads(|window, message| {
            let path = window.next_word();
            message.named = path.starts_with('/').then_some(path);
            Some(window.end)
        }),
    Row::new("jupyter-origin", "Jupyter", &["blockingcrossoriginapirequest", "crossoriginrequestblocked.origin:", "blockingcrossoriginwebsocket"], &[&ORIGIN_MISMATCH, &ACAO_LIST_OR_PATTERN])
        .tells(
            "Jupyter refuses the page's origin",
            "the page is served under another name or port than Jupyter itself",
            "set `c.ServerApp.allow_origin` to the page's origin, or let the proxy pass `Host` on",
        ),
    Row::new("falcon-origin-refused", FALCON, &["abortingresponseduetooriginnotallowed"], &[&ORIGIN_MISMATCH])
        .tells(
            "falcon-cors sends no CORS headers: the page's origin is not in its list",
            "`allow_origins_list` compares scheme, host and port; the call itself is still carried out",
            "add the page's origin to `allow_origins_list` of `CORS(…)`, or a pattern to `allow_origins_regex`",
        ),
    Row::new("falcon-method-refused", FALCON, &["abortingresponseduetounallowedmethod"], &[&METHOD_NOT_ALLOWED])
        .tells(
            "falcon-cors does not allow the method in its answer to the preflight",
            "`allow_methods_list` is empty unless it is given, and the resource needs an `on_…` for the method",
            "add the method to `allow_methods_list`, or set `allow_all_methods=True`",
        ),
    Row::new("falcon-headers-refused", FALCON, &["abortingresponseduetounallowedheaders"], &[&HEADER_NOT_ALLOWED])
        .tells(
            "falcon-cors does not allow a header in its answer to the preflight",
            "`allow_headers_list` is empty unless it is given",
            "add every header that the page sends to `allow_headers_list`, or set `allow_all_headers=True`",
        ),
    Row::new("falcon-no-origin", FALCON, &["abortingresponseduetonooriginheader", "abortingresponseduetonoaccess-control-request-method"], &[&NO_ORIGIN_IN_TEST])
        .tells(
            "the request was no call of another page: it had no `Origin`, or its OPTIONS named no method",
            "tools that are no browsers send neither; a proxy may drop them",
            "test with `curl -H 'Origin: …'`, and for a preflight with `-H 'Access-Control-Request-Method: …'` as well",
        )
        .likely(),
    Row::new("flask-cors-origin-refused", "Flask-CORS or Sanic-CORS", &["therequest'soriginheaderdoesnotmatchanyofallowedorigins"], &[&ORIGIN_MISMATCH])
        .tells(
            "the server's CORS extension sends no CORS headers: the page's origin is not in `origins`",
            "`origins` compares scheme, host and port, or a pattern that does not fit",
            "add {origin} exactly to `origins`",
        ),
    Row::new("flask-cors-no-origin", "Flask-CORS or Sanic-CORS", &["'origin'headerwasnotset,whichmeanscorswasnotrequested"], &[&NO_ORIGIN_IN_TEST])
        .tells(
            "the request had no `Origin`, so the server's CORS extension sent no headers",
            "tools that are no browsers send no `Origin`, and neither do GET calls to the own origin; a proxy may drop it",
            "test with `curl -H 'Origin: …'`; where a browser called another origin, let the proxy pass `Origin` on",
        )
        .likely(),
    Row::new("aiohttp-cors-origin-refused", "aiohttp_cors", &["corspreflightrequestfailed:origin'"], &[&ORIGIN_MISMATCH])
        .tells(
            "aiohttp_cors answered the preflight with 403: the page's origin is not in its defaults or the route's",
            "the keys of `cors.add` and `defaults` are origins: scheme, host and port",
            "add the page's origin as a key to `aiohttp_cors.setup(app, defaults={…})` or to the route",
        )
        .reads(read::origin_after),
    Row::new("aiohttp-cors-method-refused", "aiohttp_cors", &["corspreflightrequestfailed:requestmethod'"], &[&METHOD_NOT_ALLOWED])
        .tells(
            "aiohttp_cors answered the preflight with 403: the method {value} is not allowed",
            "`allow_methods` does not have it, or no route of this path has the method",
            "add the method to `allow_methods` of `ResourceOptions`, and register CORS on the route of that method",
        )
        .reads(read::value_after),
    Row::new("aiohttp-cors-headers-refused", "aiohttp_cors", &["corspreflightrequestfailed:headersarenotallowed"], &[&HEADER_NOT_ALLOWED])
        .tells(
            "aiohttp_cors answered the preflight with 403: it does not allow a header",
            "`allow_headers` does not have it",
            "add the header that the line names to `allow_headers` of `ResourceOptions`, or set `\"*\"`",
        ),
    Row::new("bokeh-websocket-origin", "Bokeh", &["refusingwebsocketconnectionfromorigin'"], &[&NOT_CORS])
        .tells(
            "the Bokeh server refused a WebSocket of another origin; CORS does not apply to WebSockets",
            "the server takes only hosts that `--allow-websocket-origin` names",
            "start it with `--allow-websocket-origin=HOST:PORT` of the page",
        )
        .reads(read::origin_after),
    Row::new("engineio-origin-refused", "python-socketio", &["isnotanacceptedorigin"], &[&ORIGIN_MISMATCH])
        .tells(
            "Socket.IO's server in Python does not have the origin {origin} of the page",
            "`cors_allowed_origins` is the server's own address unless it is given; the CORS of Flask or FastAPI does not cover it",
            "add {origin} to `cors_allowed_origins` of `SocketIO(…)` or `AsyncServer(…)`",
        )
        .reads(read::origin_before),
    Row::new("tornado-websocket-origin", "Tornado", &["crossoriginwebsocketsnotallowed"], &[&NOT_CORS])
        .tells(
            "Tornado refused a WebSocket of another origin; CORS does not apply to WebSockets",
            "`check_origin` lets in the server's own host only",
            "override `check_origin` of the handler, and let in the origins of your pages",
        ),
];
