//! What servers in Node.js say of CORS: Express, Nest, Fastify, Hapi, Socket.IO.

use preflight_rules::{ERROR_WITHOUT_CORS, LIBRARY_MISUSE, NOT_CORS, OPTIONS_NOT_HANDLED, ORIGIN_MISMATCH};

use super::super::message::Message;
use super::super::window::Window;
use super::{Row, read};

pub(super) static ROWS: &[Row] = &[
    Row::new(
        "express-callback-refuses",
        "a Node.js server's list of origins",
        &[
            "error:notallowedbycors",
            "originnotallowedbycors",
            "'notallowedbycors'",
            "thecorspolicyforthissitedoesnotallowaccess",
            "corspolicyforthissitedoesnotallow",
            "error:corsnotallowed",
            "error:originnotallowed",
            "error:corserror",
            "corsblockedfororigin",
            "corsblockedrequestfrom",
            "blockedbycors:http",
            "corsrejectedorigin",
            "corsrejected:http",
            "corsblocked:http",
            "[corsreject]",
            "corsrequestblockedfrom",
            "corsrequestrejectedfrom",
            "blockedcorsrequestfrom",
            "originnotallowed:http",
        ],
        &[&ORIGIN_MISMATCH, &ERROR_WITHOUT_CORS],
    )
    .tells(
        "the server's own list of origins refused the page, and threw an error for it",
        "the `origin` callback of the CORS middleware compares with a list, and the page's origin (scheme, host and port, without a slash at the end) is not in it",
        "add the page's origin exactly as the browser sends it (log `origin` in the callback), and answer `callback(null, false)` instead of an error; the error has no CORS headers and status 500",
    )
    .reads(not_of_a_browser),
    // People write the same words of their own.
    Row::new(
        "server-refuses-origin",
        "a server's list of origins",
        &["corsnotallowed", "corsoriginnotallowed", "notallowedbycorspolicy", "corsblockedorigin", "origin_not_allowed"],
        &[&ORIGIN_MISMATCH, &ERROR_WITHOUT_CORS],
    )
    .tells(
        "the text says that an origin is not allowed; a server's own list of origins says so",
        "the page's origin (scheme, host and port, without a slash at the end) is not in the server's list",
        "add the page's origin exactly as the browser sends it, and let the server answer without CORS headers instead of an error",
    )
    .likely()
    .reads(not_of_a_browser),
    Row::new("express-cannot-options", "Express", &["cannotoptions/"], &[&OPTIONS_NOT_HANDLED])
        .tells(
            "Express has no handler for OPTIONS at this path, so the preflight got 404",
            "`app.get()` and `app.post()` do not answer OPTIONS, and the CORS middleware is missing or stands behind the routes",
            "call `app.use(cors({ origin: … }))` before all routes; it answers OPTIONS for every path",
        ),
    Row::new("fastify-route-missing", "Fastify", &["routeoptions:/"], &[&OPTIONS_NOT_HANDLED])
        .tells(
            "Fastify has no route for OPTIONS at this path, so the preflight got 404",
            "`@fastify/cors` is not registered, or registered after or inside of another scope than the route",
            "`await app.register(cors, { origin: … })` at the top, before the routes",
        ),
    Row::new("fastify-invalid-preflight", "Fastify", &["invalidpreflightrequest"], &[&ORIGIN_MISMATCH, &OPTIONS_NOT_HANDLED, &NOT_CORS])
        .tells(
            "`@fastify/cors` answered OPTIONS with 400: it was no preflight",
            "an OPTIONS request without `Origin` and `Access-Control-Request-Method` is no preflight: a test by hand, or a proxy that drops these headers",
            "send both headers when you test by hand, let the proxy pass them on, or set `strictPreflight: false`",
        )
        .likely(),
    Row::new("socket-io-xhr-poll", "Socket.IO", &["xhrpollerror", "error:xhrposterror", "websocketerror{type:"], &[
        &ORIGIN_MISMATCH,
        &preflight_rules::NO_ACAO,
        &preflight_rules::UNREACHABLE,
    ])
    .tells(
        "Socket.IO's client could not poll the server, and is not told why",
        "since version 3 Socket.IO allows no other origin unless it is configured; or the server is not reached",
        "give the server `new Server(http, { cors: { origin: \"<page>\" } })`: the option of Express does not cover it; and paste the red line of the console",
    )
    .possible(),
    Row::new("socket-io-origin", "Socket.IO", &["{'code':4,'message':'forbidden'}", "{'code':4,'message':'originnotallowed'}"], &[&ORIGIN_MISMATCH])
        .tells(
            "Socket.IO's server refused the handshake with 403",
            "`origins` or `allowRequest` on the server does not have the page's origin; the CORS middleware of Express has no part in it",
            "add the page's origin: `new Server(http, { cors: { origin: \"<page>\" } })`, in version 2 `io.origins([…])` with the port",
        )
        .likely(),
    Row::new("koa-origin-refused", "Strapi or another server on Koa", &["isnotavalidorigin"], &[&ORIGIN_MISMATCH, &LIBRARY_MISUSE])
        .tells(
            "the server's CORS middleware refused the origin {origin}, and threw an error for it",
            "its list of origins does not have it; an empty name is a request without `Origin`",
            "add {origin} to `origin` of `strapi::cors` in config/middlewares, or to the list in the server's own code",
        )
        .likely()
        .reads(|window, message| {
            if window.rest().starts_with("forthe") {
                return None;
            }
            read::origin_before(window, message)
        }),
    Row::new("csrf-token-refused", "a Node.js server's CSRF protection", &["forbiddenerror:invalidcsrftoken", "ebadcsrftoken"], &[&NOT_CORS])
        .tells(
            "the server's protection against forged requests refused the call with 403; this is not CORS",
            "the token is missing, or its cookie did not come along",
            "send the token that the server gave, and the cookies with it (`credentials: \"include\"`)",
        ),
    Row::new("cors-module-not-found", "Node.js", &["cannotfindmodule'cors'"], &[&LIBRARY_MISUSE])
        .tells(
            "the server does not start: the package `cors` is not installed",
            "`require(\"cors\")` needs the package among the dependencies",
            "install it in the server's folder: `npm install cors`",
        ),
    Row::new("cors-not-a-function", "Node.js", &["typeerror:corsisnotafunction", "corsisnotdefined"], &[&LIBRARY_MISUSE])
        .tells(
            "the server does not start: `cors` is not the middleware",
            "the package is not imported, or imported in the other module system's way",
            "`const cors = require(\"cors\")` or `import cors from \"cors\"`, then `app.use(cors({ origin: … }))`",
        ),
    Row::new("hapi-origin-refused", "Hapi", &["corserror:originnotallowed"], &[&ORIGIN_MISMATCH])
        .tells(
            "Hapi's CORS configuration does not have the page's origin",
            "`cors.origin` compares scheme, host and port",
            "add the page's origin to `routes.cors.origin`",
        ),
    Row::new("hapi-headers-refused", "Hapi", &["corserror:someheadersarenotallowed"], &[&preflight_rules::HEADER_NOT_ALLOWED])
        .tells(
            "Hapi's CORS configuration does not have a header that the page sends",
            "`cors.headers` names what a page may send",
            "add the header to `routes.cors.additionalHeaders`",
        ),
    Row::new("hapi-credentials", "Hapi", &["cors.credentials'mustbeoneof[false]", "credentialsnotsupportedwithwildcard"], &[&preflight_rules::WILDCARD_WITH_CREDENTIALS])
        .tells(
            "the server does not start: any origin and `credentials: true` exclude each other",
            "`*` does not count for calls with credentials",
            "name the pages in `origin`, or leave `credentials` out",
        ),
    Row::new("fastify-invalid-origin-option", "Fastify", &["invalidcorsoriginoption"], &[&LIBRARY_MISUSE])
        .tells(
            "`@fastify/cors` refuses its `origin` option",
            "`origin` takes true, a string, an expression, a list of these, or a function",
            "write `origin: [\"https://app.example.com\"]`",
        ),
    Row::new("cors-proxy-wants-origin", "a CORS proxy", &["mustspecifyoneof:origin,x-requested-with", "origin:headerisrequired", "missingrequiredrequestheader"], &[&preflight_rules::NO_ORIGIN_IN_TEST])
        .tells(
            "a public CORS proxy answers scripts of pages only, and the request had no `Origin`",
            "it was opened in a tab or called by a tool that is no browser",
            "call it by a script, or better from a server of your own: such proxies see everything that goes through them",
        ),
    Row::new("cross-site-form", "SvelteKit or Astro", &["cross-sitepostformsubmissionsareforbidden", "cross-siteputformsubmissionsareforbidden", "cross-sitepatchformsubmissionsareforbidden", "cross-sitedeleteformsubmissionsareforbidden"], &[&NOT_CORS])
        .tells(
            "the framework's protection against forged requests refused the form with 403; this is not CORS",
            "`Origin` differs from the address that the server sees, mostly behind a proxy",
            "let the proxy pass `Host` and `X-Forwarded-Proto` on, and set `ORIGIN` or `csrf.trustedOrigins`",
        ),
    Row::new("server-actions-origin", "Next.js", &["doesnotmatch'origin'headerwithvalue", "invalidserveractionsrequest"], &[&NOT_CORS])
        .tells(
            "Next.js refused a Server Action: `Origin` is not the host that it sees; this is not CORS",
            "a proxy or a tunnel changes the host name",
            "add the page's host to `experimental.serverActions.allowedOrigins` of next.config.js, or let the proxy pass `X-Forwarded-Host` on",
        ),
];

/// `Origin … not allowed by Access-Control-Allow-Origin` is what WebKit says.
fn not_of_a_browser(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    if window.rest().starts_with("byaccess-control-") { None } else { read::url_around_as_origin(window, message) }
}
