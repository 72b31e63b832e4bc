//! What servers in Node.js say of CORS: Express, Nest, Fastify, Hapi, Socket.IO.

use preflight_rules::{ERROR_WITHOUT_CORS, LIBRARY_MISUSE, NOT_CORS, OPTIONS_NOT_HANDLED, ORIGIN_MISMATCH};

use super::{Saying, read};

pub(super) static ROWS: &[Saying] = &[
    Saying::new(
        "express-callback-refuses",
        "a Node.js server's list of origins",
        &[
            "error:notallowedbycors",
            "originnotallowedbycors",
            "'notallowedbycors'",
            "thecorspolicyforthissitedoesnotallowaccess",
            "corspolicyforthissitedoesnotallow",
            "corsnotallowed",
            "error:corsnotallowed",
            "error:originnotallowed",
            "error:corserror",
            "corsoriginnotallowed",
            "notallowedbycorspolicy",
        ],
        &[&ORIGIN_MISMATCH, &ERROR_WITHOUT_CORS],
    )
    .tells(
        "the server's own list of origins refused the page, and threw an error for it",
        "the `origin` callback of the CORS middleware compares with a list, and the page's origin (scheme, host and port, without a slash at the end) is not in it",
        "add the page's origin exactly as the browser sends it (log `origin` in the callback), and answer `callback(null, false)` instead of an error; the error has no CORS headers and status 500",
    )
    .reads(read::url_around_as_origin),
    Saying::new("express-cannot-options", "Express", &["cannotoptions/"], &[&OPTIONS_NOT_HANDLED])
        .tells(
            "Express has no handler for OPTIONS at this path, so the preflight got 404",
            "`app.get()` and `app.post()` do not answer OPTIONS, and the CORS middleware is missing or stands behind the routes",
            "call `app.use(cors({ origin: … }))` before all routes; it answers OPTIONS for every path",
        ),
    Saying::new("fastify-route-missing", "Fastify", &["routeoptions:/"], &[&OPTIONS_NOT_HANDLED])
        .tells(
            "Fastify has no route for OPTIONS at this path, so the preflight got 404",
            "`@fastify/cors` is not registered, or registered after or inside of another scope than the route",
            "`await app.register(cors, { origin: … })` at the top, before the routes",
        ),
    Saying::new("fastify-invalid-preflight", "Fastify", &["invalidpreflightrequest"], &[&ORIGIN_MISMATCH, &OPTIONS_NOT_HANDLED, &NOT_CORS])
        .tells(
            "`@fastify/cors` answered OPTIONS with 400: it was no preflight",
            "an OPTIONS request without `Origin` and `Access-Control-Request-Method` is no preflight: a test by hand, or a proxy that drops these headers",
            "send both headers when you test by hand, let the proxy pass them on, or set `strictPreflight: false`",
        )
        .likely(),
    Saying::new("socket-io-xhr-poll", "Socket.IO", &["xhrpollerror", "error:xhrposterror", "websocketerror{type:"], &[
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
    Saying::new("cors-module-not-found", "Node.js", &["cannotfindmodule'cors'"], &[&LIBRARY_MISUSE])
        .tells(
            "the server does not start: the package `cors` is not installed",
            "`require(\"cors\")` needs the package among the dependencies",
            "install it in the server's folder: `npm install cors`",
        ),
    Saying::new("cors-not-a-function", "Node.js", &["typeerror:corsisnotafunction", "corsisnotdefined"], &[&LIBRARY_MISUSE])
        .tells(
            "the server does not start: `cors` is not the middleware",
            "the package is not imported, or imported in the other module system's way",
            "`const cors = require(\"cors\")` or `import cors from \"cors\"`, then `app.use(cors({ origin: … }))`",
        ),
];
