//! What servers in Rust say of CORS: tower-http, actix-cors, Rocket, warp, poem.

use preflight_rules::{
    HEADER_NOT_ALLOWED, LIBRARY_MISUSE, METHOD_NOT_ALLOWED, NO_ORIGIN_IN_TEST, OPTIONS_NOT_HANDLED, ORIGIN_MISMATCH,
    WILDCARD_WITH_CREDENTIALS, WRONG_URL_OR_ENV,
};

use super::Row;

const ROCKET: &str = "rocket_cors";

const POEM: &str = "poem";

/// As far behind the words of a panic stands the file that panicked.
const SOURCE_REACH: usize = 256;

pub(super) static ROWS: &[Row] = &[
    Row::new("tower-http-credentials-with-any", "tower-http", &["invalidcorsconfiguration:cannotcombine"], &[&WILDCARD_WITH_CREDENTIALS])
        .tells(
            "the server panics: `allow_credentials(true)` cannot stand beside `*` in tower-http's CorsLayer, which {value} is",
            "`*` does not count for calls with credentials, neither for origins nor for methods and headers",
            "name origins, methods and headers as lists (`AllowOrigin::list`), or mirror them (`AllowHeaders::mirror_request()`)",
        )
        .reads(|window, message| {
            let with = window.on_its_line().find("with'access-control-");
            message.named = with.and_then(|with| window.at(with.start + "with'".len()..with.start + "with'".len()).value_until(&["'"]));
            Some(window.end)
        }),
    Row::new("warp-origin-without-scheme", "warp", &["panickedat'missingscheme'"], &[&ORIGIN_MISMATCH, &LIBRARY_MISUSE])
        .tells(
            "the server panics: an origin in warp's `cors().allow_origin(…)` has no scheme",
            "an origin is scheme, host and port",
            "write `http://` or `https://` before the host",
        )
        .reads(|window, _| window.near(SOURCE_REACH).find("cors.rs").map(|_| window.end)),
    Row::new("actix-origin-refused", "actix-cors", &["originisnotallowedtomakethisrequest"], &[&ORIGIN_MISMATCH])
        .tells(
            "actix-cors refused the page's origin",
            "`allowed_origin` compares scheme, host and port",
            "add the page's origin with `.allowed_origin(…)`",
        ),
    Row::new("actix-method-refused", "actix-cors", &["requestedmethodisnotallowed"], &[&METHOD_NOT_ALLOWED])
        .tells(
            "actix-cors refused the method",
            "`allowed_methods` does not have it",
            "add it with `.allowed_methods(…)`",
        ),
    Row::new("actix-headers-refused", "actix-cors", &["oneormorerequestedheadersarenotallowed", "oneormoreheadersrequestedarenotallowed"], &[&HEADER_NOT_ALLOWED])
        .tells(
            "actix-cors refused a header",
            "`allowed_headers` does not have it",
            "add every header that the page sends with `.allowed_headers(…)`",
        ),
    Row::new("actix-origin-missing", "actix-cors", &["header'origin'isrequiredbutwasnotprovided", "header'access-control-request-method'isrequiredbutismissing"], &[&NO_ORIGIN_IN_TEST])
        .tells(
            "actix-cors wants an `Origin`, and the request had none",
            "tools that are no browsers send no `Origin`; a proxy may drop it",
            "send `Origin` when you test by hand; where a browser called, let the proxy pass it on",
        )
        .likely(),
    Row::new("warp-cors-forbidden", "warp", &["corsrequestforbidden:"], &[&ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED, &HEADER_NOT_ALLOWED])
        .tells(
            "warp's CORS filter refused the page's call with 403",
            "the origin, the method or a header is not in the filter",
            "add what the text names with `.allow_origin`, `.allow_method` or `.allow_header`",
        )
        .likely(),
    Row::new("rocket-origin-refused", ROCKET, &["corserror:origin'", "corserror:originisnotallowedtorequest"], &[&ORIGIN_MISMATCH])
        .tells(
            "rocket_cors does not have the origin of the page",
            "`allowed_origins` compares scheme, host and port",
            "add the page's origin to `AllowedOrigins::some_exact`",
        )
        .reads(|window, message| {
            message.origin = window.on_its_line().url_after().map(|url| url.trim_end_matches('/').to_owned());
            Some(window.end)
        }),
    Row::new("rocket-method-refused", ROCKET, &["corserror:methodisnotallowed", "corserror:method'"], &[&METHOD_NOT_ALLOWED])
        .tells(
            "rocket_cors does not have the method of the page's call, and answers the preflight 403",
            "`allowed_methods` names other methods",
            "add the method to `allowed_methods` of `CorsOptions`",
        ),
    Row::new("rocket-headers-refused", ROCKET, &["corserror:headersarenotallowed", "corserror:headers'"], &[&HEADER_NOT_ALLOWED])
        .tells(
            "rocket_cors does not have a header that the page sends, and answers the preflight 403",
            "`AllowedHeaders::some` has to name every header that is not safelisted, `Content-Type` among them where it is JSON",
            "add the header to `allowed_headers` of `CorsOptions`, or use `AllowedHeaders::all()`",
        ),
    Row::new("rocket-no-route", "Rocket", &["nomatchingroutesforoptions"], &[&OPTIONS_NOT_HANDLED, &WRONG_URL_OR_ENV])
        .tells(
            "the server has no route for the preflight of {value}, and answers 404",
            "Rocket answers OPTIONS by routes only: neither rocket_cors nor a fairing of your own answers preflights",
            "attach the fairing of rocket_cors (`CorsOptions { … }.to_cors()?`), or mount a route `#[options(\"/<_..>\")]` and add the headers in a response fairing",
        )
        .reads(|window, message| {
            let line = window.on_its_line();
            message.named = Some(line.next_word()).filter(|path| path.starts_with('/'));
            message.method = Some("OPTIONS".to_owned());
            message.is_preflight = true;
            message.status = Some(404);
            Some(window.end)
        }),
    Row::new("rocket-origin-missing", ROCKET, &["therequestheader'origin'isrequiredbutismissing", "therequestheader'access-control-request-method'isrequiredbutismissing"], &[&NO_ORIGIN_IN_TEST])
        .tells(
            "rocket_cors wants the headers of a page's request, and this one had not all of them",
            "tools that are no browsers send neither `Origin` nor `Access-Control-Request-Method`; a proxy may drop them",
            "send both when you test by hand; where a browser called, let the proxy pass them on",
        )
        .likely(),
    Row::new("rocket-star-with-credentials", ROCKET, &["credentialsareallowed,buttheoriginissetto'*'"], &[&WILDCARD_WITH_CREDENTIALS])
        .tells(
            "rocket_cors refuses `send_wildcard` together with `allow_credentials`",
            "`*` does not count for calls with credentials",
            "name the pages in `allowed_origins`, or leave `send_wildcard` out",
        ),
    Row::new("poem-origin-refused", POEM, &["request-originnotallowed"], &[&ORIGIN_MISMATCH, &LIBRARY_MISUSE])
        .tells(
            "poem's CORS middleware refused the page's origin with 403",
            "its list of origins has others; an entry in quotes, as `\"*\"` from an environment file, is another text",
            "add the page's origin with `.allow_origin(…)`, or in the program's configuration, without quotes around it",
        )
        .likely(),
    Row::new("poem-method-refused", POEM, &["request-methodnotallowed"], &[&METHOD_NOT_ALLOWED])
        .tells(
            "poem's CORS middleware refused the method with 403",
            "its list of methods does not have it",
            "add it with `.allow_method(…)`",
        ),
    Row::new("poem-headers-refused", POEM, &["request-headersnotallowed"], &[&HEADER_NOT_ALLOWED])
        .tells(
            "poem's CORS middleware refused a header with 403",
            "its list of headers does not have it",
            "add every header that the page sends with `.allow_header(…)`",
        ),
    Row::new("rocket-cors", ROCKET, &[
        "therequestheader'access-control-request-headers'isrequiredbutismissing",
        "isnotallowedtorequestfromtheserver",
    ], &[&LIBRARY_MISUSE, &ORIGIN_MISMATCH])
        .tells(
            "the server's CORS fairing refused the call or its configuration",
            "the text names what it lacks",
            "change what the text names in `CorsOptions`",
        )
        .possible(),
];
