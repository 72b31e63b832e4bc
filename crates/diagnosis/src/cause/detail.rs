//! What a cause's page says beyond the registry's line.

use super::Cause;

/// The long form of a cause.
pub(super) struct Detail {
    /// Why it comes to this.
    pub(super) why: &'static str,
    /// Lines for a shell; empty where no request shows it.
    pub(super) by_hand: &'static str,
    /// What their answer means.
    pub(super) read_it: &'static str,
    /// The mend where no snippet does it: who, and what.
    pub(super) elsewhere: &'static [(&'static str, &'static str)],
    /// Standards, documentation and threads of people who had it.
    pub(super) sources: &'static [&'static str],
}

const GET: &str = "curl -si -H 'Origin: https://app.example.com' https://api.example.com/todos";
const PREFLIGHT: &str = "curl -si -X OPTIONS -H 'Origin: https://app.example.com' -H 'Access-Control-Request-Method: PUT' \\
  -H 'Access-Control-Request-Headers: authorization,content-type' https://api.example.com/todos";
const CORS_CHECK: &str = "https://fetch.spec.whatwg.org/#cors-check";
const CORS_PREFLIGHT: &str = "https://fetch.spec.whatwg.org/#cors-preflight-fetch";
const HTTP_REDIRECT: &str = "https://fetch.spec.whatwg.org/#http-redirect-fetch";

/// The long form of each cause.
pub(super) fn detail(cause: Cause) -> Detail {
    let (why, by_hand, read_it, elsewhere, sources): (_, _, _, &'static [_], &'static [_]) = match cause {
        Cause::ErrorWithoutCors => (
            "The server failed, or refused, and its error page is made by a layer that knows nothing of CORS: an exception handler, a debug page, the web server itself. The browser looks for `Access-Control-Allow-Origin` before it looks at the status, so the console tells of CORS and hides the real answer. Chromium's message has no status at all; Firefox's ends with it. The page gets a network error, whatever the status was.",
            GET,
            "The first line has the status. If it is 400 or more, that is the error to mend; the missing header is its echo.",
            &[
                (
                    "Express",
                    "register `cors()` before everything else, and write error handlers that do not replace the headers",
                ),
                (
                    "FastAPI, Starlette",
                    "wrap the whole application: `app = CORSMiddleware(app, …)`, since a server error leaves the middleware stack behind",
                ),
                (
                    "Django",
                    "`CorsMiddleware` first; the debug page of an exception passes it, one raised in a later middleware may not",
                ),
                ("Flask", "Flask-CORS adds headers to handled errors; register an error handler for `Exception`"),
                (
                    "ASP.NET Core",
                    "`UseCors` before `UseExceptionHandler` and `UseDeveloperExceptionPage`, so that error pages come after it",
                ),
                ("nginx", "`add_header … always;`: without `always` only successes carry it"),
            ],
            &[
                CORS_CHECK,
                "https://github.com/dotnet/aspnetcore/issues/2378",
                "https://github.com/Kludex/starlette/issues/1116",
                "https://github.com/corydolphin/flask-cors/issues/154",
            ],
        ),
        Cause::Unreachable => (
            "No response came, so no header could be missing: nothing listens there, the name does not resolve, the connection was reset, or the answer took too long. Firefox still calls it a `Cross-Origin Request`; Chromium never speaks of CORS here. Common reasons: the server is not running or listens on another port; it listens on `127.0.0.1` in a container, where only the container reaches it; the page uses the container's name, which only containers resolve; it listens on `::1` and the page calls `127.0.0.1`, or the other way round.",
            "curl -sv http://127.0.0.1:8000/ -o /dev/null\ncurl -sv 'http://[::1]:8000/' -o /dev/null",
            "`Connection refused` on both: nothing listens. On one of them: call the other, or bind both.",
            &[(
                "Docker",
                "publish the port (`-p 8000:8000`) and listen on `0.0.0.0`; a browser is outside of the containers' network",
            )],
            &["https://fetch.spec.whatwg.org/#http-network-fetch", "https://github.com/evroon/bracket/issues/1188"],
        ),
        Cause::NoAllowOrigin => (
            "The server answers, on every path and to every origin, without `Access-Control-Allow-Origin`: it shares its responses with no page of another origin. That is the default of every server. If the server is yours, allow the page's origin. If it is not, its owner has not allowed pages to read it, and only a server of your own can: it is no browser, and CORS does not concern it. `mode: \"no-cors\"` is no way around it, since it makes the response unreadable.",
            GET,
            "No line `access-control-allow-origin`: nobody may read this.",
            &[("somebody else's API", "call it from your own server, or through `preflight serve` in front of it")],
            &[CORS_CHECK, "https://github.com/baires/shouldideploy/issues/879"],
        ),
        Cause::AnsweredBeforeCors => (
            "The server knows CORS, and this path is answered before it: static files, a health check, an authentication filter, a route registered earlier, a redirect to the right slash. Middleware acts on what comes after it only.",
            "curl -si -H 'Origin: https://app.example.com' https://api.example.com/todos\ncurl -si -H 'Origin: https://app.example.com' https://api.example.com/there-is-no-such-path",
            "If the second has `access-control-allow-origin` and the first has not, something answers the first too early.",
            &[
                ("Express", "`app.use(cors(…))` before `express.static`, logins and routers"),
                ("Django", "`CorsMiddleware` above `CommonMiddleware` and `WhiteNoiseMiddleware`"),
                (
                    "ASP.NET Core",
                    "`UseRouting`, `UseCors`, `UseAuthentication`, `UseAuthorization`, in this order; `UseStaticFiles` after `UseCors`",
                ),
                ("Spring Security", "`http.cors(…)`, so that CORS comes before the login"),
            ],
            &[
                "https://github.com/expressjs/cors/issues/88",
                "https://github.com/adamchainz/django-cors-headers/issues/343",
            ],
        ),
        Cause::OriginMismatch => (
            "The server allows an origin, and it is not the page's. An origin is scheme, host and port, written as the browser sends it: no path, no slash at the end, no default port, everything in lower case. `http://localhost:5173` and `http://127.0.0.1:5173` are two origins, and so are `https://example.com` and `https://www.example.com`. A server that compares its list with the request's `Origin` says nothing where they differ, so the console speaks of a missing header; one that sends a fixed value shows it.",
            "curl -si -H 'Origin: https://app.example.com' https://api.example.com/todos\ncurl -si -H 'Origin: https://app.example.com/' https://api.example.com/todos",
            "If the second is allowed and the first is not, the list has a slash too many. `preflight check` tries the likeliest slips by itself.",
            &[],
            &[
                CORS_CHECK,
                "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin",
                "https://github.com/dotnet/AspNetCore.Docs/pull/4120",
            ],
        ),
        Cause::NoOriginInTest => (
            "curl, Postman, wget, a server and a mobile application send no `Origin` and check nothing: CORS is enforced by browsers, for the sake of the browser's user. That a tool gets the response proves that the server works, and nothing about pages.",
            "curl -si https://api.example.com/todos\ncurl -si -H 'Origin: https://app.example.com' https://api.example.com/todos",
            "Only the second is what a page's call looks like; compare the two.",
            &[(
                "every tool",
                "send the page's `Origin`, and for anything but a simple request the preflight as well; or run `preflight check`",
            )],
            &["https://fetch.spec.whatwg.org/#http-cors-protocol", "https://github.com/fastapi/fastapi/issues/1663"],
        ),
        Cause::WrongUrl => (
            "The call goes somewhere else than was meant. A URL without a scheme is relative to the page; `localhost:3000/x` has the scheme `localhost:`; a base URL with a slash and a path with one make `//`; a variable that was not set becomes `undefined/todos`; `localhost` in a deployed page is the visitor's own machine; ports such as 6000 are closed to pages; port 5000 of a Mac is AirPlay's. A front end's server answers every unknown path with its HTML, so that the call seems to work.",
            "curl -si -H 'Origin: https://app.example.com' https://api.example.com/todos | head -20",
            "`Server` says who answers. HTML where JSON was due is a front end; `AirTunes` is a Mac.",
            &[
                ("the page", "log the URL just before the call: `console.log(new URL(path, base).href)`"),
                ("environment variables", "they are read when the page is built: build again, start again"),
            ],
            &["https://fetch.spec.whatwg.org/#port-blocking", "https://github.com/goodreasonai/abbey/issues/10"],
        ),
        Cause::OptionsNotHandled => (
            "Before a request that is not simple, the browser asks with `OPTIONS` whether it may: a preflight. It wants a status of 200 to 299 and the `Access-Control-Allow-…` headers. A server whose routes name their methods answers 404 or 405; a framework that answers `OPTIONS` by itself says `Allow: …`, which is another header and means nothing here.",
            PREFLIGHT,
            "It needs a status from 200 to 299, `access-control-allow-origin`, and lists with the method and the headers.",
            &[],
            &[CORS_PREFLIGHT, "https://github.com/axios/axios/issues/191"],
        ),
        Cause::DevProxyMisused => (
            "A development server can forward calls to the API, so that the browser sees one origin and CORS has no part in it. That works only for URLs of the page's own origin: a call with the API's full URL goes past the proxy, and so does a redirect whose `Location` names the API.",
            "curl -si http://localhost:5173/api/todos",
            "A `location` that names the API's own host leads past the proxy.",
            &[
                ("Vite", "call `/api/…`; `changeOrigin: true`, and `autoRewrite: true` for redirects"),
                ("webpack, Angular", "the same options; restart after a change"),
            ],
            &[
                "https://vite.dev/config/server-options#server-proxy",
                "https://github.com/chimurai/http-proxy-middleware/issues/171",
            ],
        ),
        Cause::LibraryMisuse => (
            "The configuration looks right and does nothing: the middleware is created and never used, registered after the routes, given options under another name, or bound to another path. Nothing complains, since unknown options are ignored.",
            "",
            "",
            &[
                (
                    "Express",
                    "`app.use(cors(…))`, not `cors(…)` alone; `origin`, `methods`, `allowedHeaders`, `credentials`",
                ),
                ("Flask", "`CORS(app, origins=[…])`; resources are regular expressions of the path"),
                ("Django", "the app in `INSTALLED_APPS` *and* the middleware in `MIDDLEWARE`"),
                ("ASP.NET Core", "`AddCors` defines a policy, `UseCors(\"name\")` uses it"),
            ],
            &["https://github.com/expressjs/cors/issues/242", "https://github.com/corydolphin/flask-cors/issues/169"],
        ),
        Cause::FrontendSendsCorsHeaders => (
            "`Access-Control-Allow-Origin` and its kin belong to the response: the server says who may read. Set by the page they allow nothing; they only turn a simple request into one that needs a preflight, which then asks the server to allow the header itself.",
            "curl -si -X OPTIONS -H 'Origin: https://app.example.com' -H 'Access-Control-Request-Method: GET' \\\n  -H 'Access-Control-Request-Headers: access-control-allow-origin' https://api.example.com/todos",
            "No server lists `access-control-allow-origin` among the headers that a page may set.",
            &[("the page", "delete `Access-Control-…` from the `headers` of `fetch()`, axios or XMLHttpRequest")],
            &[CORS_PREFLIGHT, "https://github.com/axios/axios/issues/2955"],
        ),
        Cause::AllowOriginDuplicated => (
            "Two layers answer CORS, each with a header of its own: the application and the proxy before it, or a library used twice. The browser joins the lines with a comma, and the result is no origin, even where both lines are equal. A browser extension that adds headers does the same on one machine only.",
            "curl -si -H 'Origin: https://app.example.com' https://api.example.com/todos | grep -i access-control-allow-origin\ncurl -si -H 'Origin: https://app.example.com' http://127.0.0.1:5000/todos | grep -i access-control-allow-origin",
            "Ask the proxy, then the application behind it: the difference is what the proxy adds. `preflight check --upstream` compares them.",
            &[(
                "nginx before an application",
                "`proxy_hide_header Access-Control-Allow-Origin;`, or no `add_header` of it",
            )],
            &[
                CORS_CHECK,
                "https://github.com/expressjs/cors/issues/145",
                "https://github.com/RubaXa/nginx-cors/issues/7",
            ],
        ),
        Cause::AllowOriginListOrPattern => (
            "`Access-Control-Allow-Origin` takes one origin, or `*`, or `null`. Lists with commas or spaces, patterns such as `https://*.example.com`, and regular expressions are compared as they stand, and equal no origin. The list belongs into the server's configuration: it looks the request's `Origin` up, and sends back that one.",
            GET,
            "The value has to be exactly the `Origin` that was sent.",
            &[],
            &[CORS_CHECK, "https://fetch.spec.whatwg.org/#http-access-control-allow-origin"],
        ),
        Cause::ProxyStripsHeaders => (
            "The application sends the header, and the browser never gets it: a proxy, a CDN, an API gateway or a service worker in between drops it, or answers from its own configuration.",
            "curl -si -H 'Origin: https://app.example.com' https://api.example.com/todos\ncurl -si -H 'Origin: https://app.example.com' -H 'Host: api.example.com' http://127.0.0.1:5000/todos",
            "What the second has and the first has not, the layer between them drops.",
            &[
                ("nginx", "`proxy_pass_header`; an `add_header` in a location replaces those of the level above"),
                ("Amazon API Gateway", "an HTTP API with CORS configured ignores the headers of the backend"),
                ("CloudFront", "forward `Origin`, and a response-headers policy without override"),
            ],
            &[
                "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
                "https://github.com/gfrenoy/TabT-API/issues/18",
            ],
        ),
        Cause::ProxyErrorWithoutCors => (
            "The answer is not the application's: a proxy gave up on it, or refused the request before it got there. 413 is a body that is too large, 429 too many requests, 502 an application that is down or crashed, 503 none available, 504 one that is too slow. The proxy's error page has no CORS headers, so the browser speaks of CORS.",
            GET,
            "`server` and the page's text tell whose error it is.",
            &[
                ("nginx", "`add_header … always;`, `client_max_body_size`, `proxy_read_timeout`"),
                ("CDNs and firewalls", "add the headers to their error pages too, or let the requests pass"),
            ],
            &[
                "https://nginx.org/en/docs/http/ngx_http_headers_module.html",
                "https://github.com/jaydenseric/graphql-upload/issues/165",
            ],
        ),
        Cause::PreflightNeedsAuth => (
            "A preflight never carries cookies, client certificates or `Authorization`: the browser asks before it shows anything. A login that guards every method answers it 401 or 403, and the real request is never sent.",
            PREFLIGHT,
            "401, 403 or 407 here, while the same with `-X PUT` and your token works: the login guards `OPTIONS`.",
            &[
                ("Spring Security", "`http.cors(…)` before `authorizeHttpRequests`"),
                ("Express", "`app.use(cors(…))` before the login"),
                ("an authenticating proxy", "let `OPTIONS` pass; in Pomerium `cors_allow_preflight: true`"),
            ],
            &[
                "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
                "https://github.com/wildfly/wildfly/issues/10565",
            ],
        ),
        Cause::PreflightRedirect => (
            "A preflight may not be redirected: the browser would not know for which URL the answer holds. Redirects to https, to the path with a slash, to www or to a login are the usual ones.",
            PREFLIGHT,
            "`location` is the URL to call.",
            &[
                ("Django", "call the path with its slash, or `APPEND_SLASH = False`"),
                ("Flask", "`strict_slashes=False` on the route"),
                ("ASP.NET Core", "`UseCors` before `UseHttpsRedirection`"),
                ("nginx", "answer `OPTIONS` before `return 301`"),
            ],
            &[
                CORS_PREFLIGHT,
                "https://github.com/corydolphin/flask-cors/issues/257",
                "https://github.com/dotnet/aspnetcore/issues/36542",
            ],
        ),
        Cause::RedirectWithoutCors => (
            "A redirect is a response too: each hop across origins needs `Access-Control-Allow-Origin`. A web server that redirects to https or to the path with a slash does so before the application, and its CORS, is asked.",
            GET,
            "`location` is the URL to call; without `access-control-allow-origin` the browser does not follow.",
            &[("the page", "call the final URL, which costs one request less as well")],
            &[HTTP_REDIRECT, CORS_CHECK],
        ),
        Cause::RedirectToLogin => (
            "The session is missing or over, and the server answers the way it answers people: with a redirect to a login page. That page is often on another host, has no CORS headers, and would be HTML anyhow.",
            GET,
            "302 or 303 with a `location` of a login.",
            &[
                ("the server", "answer calls of pages (`Sec-Fetch-Mode: cors`, `Accept: application/json`) with 401"),
                ("the page", "on 401, navigate to the login: `location.assign(…)`"),
                ("an authenticating proxy", "exempt the API, or let it answer 401"),
            ],
            &[
                HTTP_REDIRECT,
                "https://github.com/pomerium/pomerium/issues/2176",
                "https://github.com/autobrr/qui/pull/1142",
            ],
        ),
        Cause::RedirectTaintsOrigin => (
            "A redirect from a second origin to a third makes the request's origin `null`, so that no server can be made to believe that the page asked for a URL which another server chose. The last server gets `Origin: null` and allows the page's origin, which no longer is the request's.",
            "curl -si -H 'Origin: null' https://api.example.com/todos",
            "That is what the last server is asked.",
            &[("the page", "call the final URL"), ("the server", "redirect within one origin; never allow `null`")],
            &[
                "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch",
                "https://github.com/adamchainz/django-cors-headers/issues/267",
            ],
        ),
        Cause::WildcardWithCredentials => (
            "`*` lets everybody read what everybody may see. With cookies or HTTP authentication the response may be one user's own, so the browser wants the server to name the page's origin and to say `Access-Control-Allow-Credentials: true`. The same holds for `*` in the lists of methods, headers and exposed headers: with credentials it is a name like any other.",
            GET,
            "With credentials, `access-control-allow-origin` has to be the origin that was sent.",
            &[("the page", "leave `credentials: \"include\"` or `withCredentials` out, if no cookie is needed")],
            &[CORS_CHECK, "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials"],
        ),
        Cause::AllowCredentialsMissing => (
            "The page includes credentials, and the server does not agree: `Access-Control-Allow-Credentials` is missing, or is not exactly `true`. `True`, `TRUE`, `1` and `yes` do not count. The preflight's answer needs it as well as the response's.",
            GET,
            "`access-control-allow-credentials: true`, to the letter.",
            &[],
            &[CORS_CHECK, "https://fetch.spec.whatwg.org/#http-access-control-allow-credentials"],
        ),
        Cause::CookieNotSent => (
            "CORS allows the call, and the cookie does not go along. A cookie that says nothing of `SameSite` counts as `Lax`, and stays away from calls of other sites; `SameSite=None` needs `Secure`; and browsers that block third-party cookies want `Partitioned` as well. Sites are compared by registrable domain: `app.example.com` and `api.example.com` are one site, `localhost` and `127.0.0.1` are two. A call without `credentials: \"include\"` takes no cookie across origins, and keeps none that comes.",
            "curl -si -H 'Origin: https://app.example.com' https://api.example.com/login | grep -i set-cookie",
            "Across sites it has to say `SameSite=None; Secure`.",
            &[
                ("in production", "page and API below one domain"),
                ("in development", "one origin for both, through the development server's proxy"),
            ],
            &[
                "https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/",
                "https://github.com/JakeChampion/fetch/issues/769",
            ],
        ),
        Cause::HeaderNotAllowed => (
            "The page sets a header that is not on the browser's short safe list (`Accept`, `Accept-Language`, `Content-Language`, `Content-Type` for forms and text, `Range`), so the preflight asks for it, and the server's list lacks it. A browser names one of them, and not every browser the same. `*` covers any but `Authorization`, and none with credentials. Headers such as `traceparent`, `sentry-trace` and `baggage` are set by tracing libraries.",
            PREFLIGHT,
            "`access-control-allow-headers` has to name each header of `Access-Control-Request-Headers`.",
            &[("tracing", "limit it to your own hosts (`tracePropagationTargets` in Sentry), or allow its headers")],
            &[
                CORS_PREFLIGHT,
                "https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names",
                "https://github.com/getsentry/sentry-javascript/issues/8823",
            ],
        ),
        Cause::MethodNotAllowed => (
            "`GET`, `HEAD` and `POST` need no listing; every other method has to stand in `Access-Control-Allow-Methods` of the preflight's answer, in the same case. Browsers write `get`, `post`, `put`, `delete`, `head` and `options` in capitals for the page; `patch` they send as it is written.",
            PREFLIGHT,
            "`access-control-allow-methods` has to name the method.",
            &[("the page", "`method: \"PATCH\"`, in capitals")],
            &[
                CORS_PREFLIGHT,
                "https://fetch.spec.whatwg.org/#concept-method-normalize",
                "https://github.com/JakeChampion/fetch/issues/254",
            ],
        ),
        Cause::PreflightOnly => (
            "The preflight is answered by a layer in front, often an API gateway with CORS switched on, and the response itself comes from behind it without the header. The browser checks both.",
            "curl -si -X OPTIONS -H 'Origin: https://app.example.com' -H 'Access-Control-Request-Method: GET' https://api.example.com/todos\ncurl -si -H 'Origin: https://app.example.com' https://api.example.com/todos",
            "Both need `access-control-allow-origin`.",
            &[
                (
                    "AWS Lambda behind a proxy integration",
                    "return the headers from the function; errors of the gateway itself need `GatewayResponses`",
                ),
                ("nginx", "`add_header` outside of `if ($request_method = OPTIONS)` too"),
            ],
            &[
                CORS_CHECK,
                "https://github.com/serverless/serverless/issues/4681",
                "https://github.com/aws-samples/aws-serverless-webapp-workshop/issues/33",
            ],
        ),
        Cause::CacheWithoutVary => (
            "The answer depends on `Origin`, and nothing says so: a CDN, a proxy or the browser itself keeps the answer to one origin, or to an image without an Origin, and gives it to the next. It works with the cache switched off, and fails for whoever comes second.",
            "curl -si -H 'Origin: https://app.example.com' https://api.example.com/logo.svg | grep -iE 'vary|age|cache|allow-origin'\ncurl -si -H 'Origin: https://other.example' https://api.example.com/logo.svg | grep -iE 'vary|age|cache|allow-origin'\ncurl -si https://api.example.com/logo.svg | grep -iE 'vary|age|cache|allow-origin'",
            "If `access-control-allow-origin` differs, each of the three needs `vary: Origin`, the last one as well.",
            &[
                ("CDNs", "`Origin` in the cache key"),
                (
                    "images, fonts, scripts",
                    "`crossorigin` on every element that loads the same URL, so that the first load asks with an Origin",
                ),
                ("public files", "a constant `Access-Control-Allow-Origin: *` needs no `Vary`"),
            ],
            &[
                "https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches",
                "https://github.com/cyu/rack-cors/issues/127",
            ],
        ),
        Cause::FileOriginNull => (
            "A page opened from a file, a sandboxed frame without `allow-same-origin`, or a `data:` URL has no origin of its own: the browser sends `Origin: null`. Every site can make such a frame, so a server that allows `null` allows everybody.",
            "curl -si -H 'Origin: null' https://api.example.com/todos",
            "A sound server does not allow this.",
            &[
                ("the page", "serve it: `python3 -m http.server`, `npx serve`, any development server"),
                ("a frame", "`sandbox=\"allow-scripts allow-same-origin\"`, if its content is trusted"),
            ],
            &[
                "https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque",
                "https://github.com/TheShittyList/GDListTemplate/issues/17",
            ],
        ),
        Cause::LocalNetworkAccess => (
            "A page from the internet calls an address of the local network, or of the machine itself. Chromium asks the visitor for permission first, and only for pages over https; without it, nothing is sent. No response header replaces the permission, and the former `Access-Control-Allow-Private-Network` is no longer read.",
            "",
            "",
            &[
                ("the page", "over https; `fetch(url, { targetAddressSpace: \"loopback\" })` for an http URL"),
                ("the visitor", "allows the local network for the site"),
            ],
            &["https://wicg.github.io/local-network-access/", "https://github.com/WICG/local-network-access/issues/47"],
        ),
        Cause::MixedContent => (
            "A page over https may not call an http URL, since anybody on the way could change the answer; loopback is exempt. Behind a proxy that ends TLS, an application that does not read `X-Forwarded-Proto` redirects to http, with the same end.",
            "curl -si https://api.example.com/todos | grep -i location",
            "A `location` with `http:` is such a redirect.",
            &[(
                "the server",
                "trust the proxy's `X-Forwarded-Proto`: `app.set('trust proxy', 1)`, `SECURE_PROXY_SSL_HEADER`, `UseForwardedHeaders`",
            )],
            &["https://w3c.github.io/webappsec-mixed-content/", "https://github.com/Tautulli/Tautulli/issues/700"],
        ),
        Cause::TlsUntrusted => (
            "No connection stands, so CORS was not asked: the certificate is self-signed, expired, for another name or from an unknown CA, or the port does not speak TLS. A page's call shows no warning to click away, as a navigation would.",
            "curl -sv https://api.example.com/ -o /dev/null",
            "The line with `SSL` says why.",
            &[
                (
                    "in development",
                    "a local CA that the browser trusts (`mkcert`, `dotnet dev-certs https --trust`), or plain http on localhost",
                ),
                ("a plain port", "call `http:`"),
            ],
            &["https://fetch.spec.whatwg.org/#concept-connection-obtain"],
        ),
        Cause::BlockedByClient => (
            "An extension of the browser stopped the call before it left: ad blockers go by words in the URL, such as `/ads`, `/analytics` or `/track`. Everybody else's tests succeed.",
            GET,
            "It answers, and the browser does not even ask.",
            &[("the page", "name the path otherwise"), ("the visitor", "a clean profile tells for sure")],
            &["https://github.com/miroslavpejic85/mirotalksfu/issues/114"],
        ),
        Cause::ExposeHeadersMissing => (
            "Across origins a page sees six response headers (`Cache-Control`, `Content-Language`, `Content-Type`, `Expires`, `Last-Modified`, `Pragma`) and `Content-Length`; every other has to be listed in `Access-Control-Expose-Headers`. Developer tools show all of them, the script does not. `*` lists all, but not with credentials.",
            GET,
            "`access-control-expose-headers` has to name what the page reads.",
            &[
                ("Express", "`cors({ exposedHeaders: ['X-Total-Count'] })`"),
                ("Flask", "`CORS(app, expose_headers=['X-Total-Count'])`"),
                ("Django", "`CORS_EXPOSE_HEADERS = ['x-total-count']`"),
                ("FastAPI", "`expose_headers=['X-Total-Count']`"),
                ("ASP.NET Core", "`.WithExposedHeaders(\"X-Total-Count\")`"),
            ],
            &[
                "https://fetch.spec.whatwg.org/#http-access-control-expose-headers",
                "https://github.com/axios/axios/issues/895",
            ],
        ),
        Cause::NoCorsMode => (
            "`mode: \"no-cors\"` sends the request and hides the response: status 0, no headers, no body. It is meant for beacons and for caches of a service worker. It switches the error off, not the rule.",
            "",
            "",
            &[("the page", "leave `mode` out"), ("the server", "allow the page's origin")],
            &["https://fetch.spec.whatwg.org/#concept-filtered-response-opaque"],
        ),
        Cause::StalePreflight => (
            "The browser remembers a preflight's answer for as long as `Access-Control-Max-Age` says, up to two hours in Chromium, a day in Firefox and ten minutes in Safari. What was mended on the server meanwhile is not asked again.",
            PREFLIGHT,
            "`access-control-max-age` is the number of seconds.",
            &[("the browser", "developer tools, \"Disable cache\""), ("the server", "no max-age in development")],
            &[
                "https://fetch.spec.whatwg.org/#concept-cache",
                "https://fetch.spec.whatwg.org/#http-access-control-max-age",
            ],
        ),
        Cause::NotCors => (
            "Another rule stopped the call, and its message looks alike: the page's Content Security Policy (`connect-src`), the response's `Cross-Origin-Resource-Policy`, a development server that does not know the host name, a WebSocket handshake, Subresource Integrity.",
            GET,
            "The status, the text and `cross-origin-resource-policy` tell which.",
            &[
                ("Content Security Policy", "add the API's origin to `connect-src` of the page"),
                ("Vite, webpack", "`server.allowedHosts`, `devServer.allowedHosts`"),
                ("Django", "`ALLOWED_HOSTS`"),
                ("`Cross-Origin-Resource-Policy`", "`cross-origin`, or load with `crossorigin` and allow the origin"),
            ],
            &[
                "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header",
                "https://w3c.github.io/webappsec-csp/#directive-connect-src",
            ],
        ),
        Cause::ServerNotRestarted => (
            "The file allows the origin and the answers do not: the server read its configuration when it started, another process answers, or another file is in force.",
            GET,
            "Compare with the file: `preflight check --config FILE URL` does.",
            &[("the server", "restart it; look which process has the port: `ss -ltnp`, `lsof -i :8000`")],
            &["https://fetch.spec.whatwg.org/#http-cors-protocol"],
        ),
        Cause::BrowserExtension => (
            "An extension that \"unblocks CORS\" changes the headers of every response in one browser: it adds a second `Access-Control-Allow-Origin`, or a `*` where credentials are included. It breaks sites that are sound, and hides the faults of those that are not.",
            GET,
            "One header here and two in the browser: something in the browser adds one.",
            &[("the browser", "a clean profile, or a private window without extensions")],
            &["https://github.com/vitvad/Access-Control-Allow-Origin/issues/34"],
        ),
        Cause::CorsDisabledInProduction => (
            "The server sends back whatever origin asks, and allows credentials: every page that a user visits may read, with that user's cookies, what the user may read. The same is true of `null` on the list, and of comparisons that look at a part of the origin only. `*` without credentials is sound for what everybody may see.",
            "curl -si -H 'Origin: https://evil.example' https://api.example.com/me | grep -i access-control",
            "Nobody put `https://evil.example` on a list.",
            &[(
                "the server",
                "a list of whole origins, compared as strings; start with a policy that only reports, if callers are not known",
            )],
            &[
                "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
                "https://portswigger.net/web-security/cors",
            ],
        ),
        Cause::SameOriginMode => (
            "The page asked with `mode: \"same-origin\"` for a URL of another origin: it is the page itself that forbids the call.",
            "",
            "",
            &[("the page", "leave `mode` out, or call its own origin")],
            &["https://fetch.spec.whatwg.org/#main-fetch"],
        ),
        Cause::MalformedAllowList => (
            "The lists of methods and headers are names with commas between them. A quote, a space inside of a name or a bracket makes the whole list void, not only its entry.",
            PREFLIGHT,
            "`access-control-allow-methods: GET, PUT`, nothing around the names.",
            &[],
            &["https://fetch.spec.whatwg.org/#extract-header-list-values", CORS_PREFLIGHT],
        ),
        Cause::RedirectNotFollowed => (
            "The redirect goes in circles, leads to a scheme that is not http, or across origins to a URL with a user name in it; or the page asked for no redirects. Browsers give up after twenty.",
            "curl -sIL --max-redirs 25 https://api.example.com/todos | grep -iE '^(HTTP|location)'",
            "The chain of `location` shows where it goes wrong.",
            &[("the server", "one `Location`, with an http or https URL and no user name")],
            &[HTTP_REDIRECT],
        ),
    };
    Detail { why, by_hand, read_it, elsewhere, sources }
}
