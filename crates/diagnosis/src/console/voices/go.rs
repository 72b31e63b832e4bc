//! What servers in Go say of CORS: rs/cors, gin-contrib/cors, Echo, Fiber, Caddy, gorilla.

use preflight_rules::{
    HEADER_NOT_ALLOWED, LIBRARY_MISUSE, METHOD_NOT_ALLOWED, ORIGIN_MISMATCH, WILDCARD_WITH_CREDENTIALS,
};

use super::{Row, read};

pub(super) static ROWS: &[Row] = &[
    Row::new("keratin-origin-refused", "Keratin AuthN", &["'requestoriginisinvalid'"], &[&ORIGIN_MISMATCH])
        .tells(
            "the server refused the origin of the page with 403",
            "`APP_DOMAINS` does not have the page's host and port",
            "add the host of {origin}, with its port, to `APP_DOMAINS`",
        ),
    Row::new("rs-cors-origin", "rs/cors", &["preflightaborted:origin'", "actualrequestnoheadersadded:origin'"], &[&ORIGIN_MISMATCH])
        .tells(
            "the server's CORS handler does not have the origin {origin} of the page",
            "`AllowedOrigins` compares scheme, host and port; without `AllowedOrigins` every origin is allowed, so the list is set",
            "add {origin} to `AllowedOrigins`",
        )
        .reads(|window, message| {
            window.on_its_line().find("notallowed")?;
            read::origin_after(window, message)
        }),
    Row::new("rs-cors-method", "rs/cors", &["preflightaborted:requestedmethod'", "actualrequestnoheadersadded:method'"], &[&METHOD_NOT_ALLOWED])
        .tells(
            "the server's CORS handler does not have the method {value}",
            "`AllowedMethods` is GET, POST and HEAD unless it is given",
            "add {value} to `AllowedMethods`",
        )
        .reads(|window, message| {
            read::value_after(window, message)?;
            message.method.clone_from(&message.named);
            Some(window.end)
        }),
    Row::new("rs-cors-headers", "rs/cors", &["preflightaborted:headers'", "preflightaborted:headers["], &[&HEADER_NOT_ALLOWED])
        .tells(
            "the server's CORS handler does not have the header {value}",
            "`AllowedHeaders` names what a page may send beside the safelisted headers",
            "add every header that the page sends to `AllowedHeaders`",
        )
        .reads(|window, message| {
            let value = window.word_until(&["]", "'"]);
            message.named = value.map(|value| value.trim_matches(['[', '\'']).to_owned());
            Some(window.end)
        }),
    Row::new("rs-cors-empty-origin", "rs/cors", &["preflightaborted:emptyorigin", "actualrequestnoheadersadded:missingorigin"], &[&preflight_rules::NO_ORIGIN_IN_TEST])
        .tells(
            "the server got a request without `Origin`, so its CORS handler added nothing",
            "tools that are no browsers, and calls of a page to its own origin, send no `Origin`",
            "send `Origin` when you test by hand; where a browser called, a proxy drops the header",
        )
        .likely(),
    Row::new("gin-bad-origin", "gin-contrib/cors", &["badorigin:originsmust", "badorigin:originmust"], &[&ORIGIN_MISMATCH, &LIBRARY_MISUSE])
        .tells(
            "the server does not start: an entry of `AllowOrigins` has no scheme",
            "an origin is scheme, host and port: `http://localhost:3000`, not `localhost:3000`",
            "write every entry of `AllowOrigins` with `http://` or `https://`",
        ),
    Row::new("gin-conflict", "gin-contrib/cors", &["conflictsettings:alloriginsareallowed", "conflictsettings:allorigins", "conflictsettings:alloworigin"], &[&LIBRARY_MISUSE])
        .tells(
            "the server does not start: `AllowAllOrigins` and a list or a function of origins exclude each other",
            "a configuration says who may read once",
            "set `AllowAllOrigins` or `AllowOrigins`, not both",
        ),
    Row::new("gin-all-disabled", "gin-contrib/cors", &["conflictsettings:alloriginsdisabled", "alloriginsdisabled"], &[&LIBRARY_MISUSE])
        .tells(
            "the server does not start: the CORS configuration allows nobody",
            "`cors.New` needs `AllowOrigins`, `AllowOriginFunc` or `AllowAllOrigins`",
            "name the pages in `AllowOrigins`",
        ),
    Row::new("fiber-insecure", "Fiber", &["[cors]insecuresetup,'allowcredentials'issettotrue,and'alloworigins'issettoawildcard", "[cors]insecuresetup", "insecuresetup,'allowcredentials'"], &[&WILDCARD_WITH_CREDENTIALS])
        .tells(
            "the server does not start: `AllowCredentials` and `*` exclude each other",
            "`*` does not count for calls with credentials",
            "name the pages in `AllowOrigins`, or remove `AllowCredentials`",
        ),
    Row::new("fiber-invalid-origin", "Fiber", &["[cors]invalidoriginformatinconfiguration", "[cors]invalidoriginformat", "[cors]invalidoriginprovidedinconfiguration"], &[&ORIGIN_MISMATCH, &LIBRARY_MISUSE])
        .tells(
            "the server does not start: an entry of `AllowOrigins` is no origin",
            "an origin is scheme, host and port, without a path or a slash at the end",
            "write every entry as `https://app.example.com`",
        ),
    Row::new("jub0bs-cors", "jub0bs/cors", &["cors:forsecurityreasons,youcannot", "cors:invalidorprohibitedoriginpattern", "cors:invalidoriginpattern", "cors:prohibitedoriginpattern", "fcors:"], &[&LIBRARY_MISUSE])
        .tells(
            "the server's CORS library refuses its configuration",
            "the library forbids what browsers ignore or what opens the server to strangers",
            "change the value that the message names; it says why",
        ),
    Row::new("gorilla-websocket-origin", "gorilla/websocket", &["requestoriginnotallowedbyupgrader.checkorigin", "requestoriginnotallowedbycheckorigin"], &[&preflight_rules::NOT_CORS])
        .tells(
            "the server refused the WebSocket: its `CheckOrigin` does not have the page's origin; CORS does not apply to WebSockets",
            "without `CheckOrigin` only pages of the server's own host are let in",
            "let `Upgrader.CheckOrigin` return true for the origins of your pages",
        ),
    Row::new("nhooyr-websocket-origin", "coder/websocket", &["isnotauthorizedforhost"], &[&preflight_rules::NOT_CORS])
        .tells(
            "the server refused the WebSocket: the page's origin is not its own; CORS does not apply to WebSockets",
            "`websocket.Accept` lets in its own host unless `OriginPatterns` names others",
            "add the page's host to `OriginPatterns`",
        ),
];
