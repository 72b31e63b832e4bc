//! What servers in Rust say of CORS: tower-http, actix-cors, Rocket, warp.

use preflight_rules::{
    HEADER_NOT_ALLOWED, LIBRARY_MISUSE, METHOD_NOT_ALLOWED, ORIGIN_MISMATCH, WILDCARD_WITH_CREDENTIALS,
};

use super::Row;

pub(super) static ROWS: &[Row] = &[
    Row::new("tower-http-credentials-with-any", "tower-http", &["invalidcorsconfiguration:cannotcombine"], &[&WILDCARD_WITH_CREDENTIALS])
        .tells(
            "the server panics: `allow_credentials(true)` cannot stand beside `*` in tower-http's CorsLayer",
            "`*` does not count for calls with credentials, neither for origins nor for methods and headers",
            "name origins, methods and headers as lists (`AllowOrigin::list`), or mirror them (`AllowHeaders::mirror_request()`)",
        ),
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
    Row::new("actix-origin-missing", "actix-cors", &["header'origin'isrequiredbutwasnotprovided", "header'access-control-request-method'isrequiredbutismissing"], &[&preflight_rules::NO_ORIGIN_IN_TEST])
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
    Row::new("rocket-cors", "rocket_cors", &[
        "therequestheader'origin'isrequiredbutismissing",
        "therequestheader'access-control-request-method'isrequiredbutismissing",
        "therequestheader'access-control-request-headers'isrequiredbutismissing",
        "corserror:origin'",
        "corserror:method'",
        "corserror:headers'",
        "corserror:origin",
        "isnotallowedtorequestfromtheserver",
        "credentialsareallowed,buttheoriginissetto'*'",
    ], &[&LIBRARY_MISUSE, &ORIGIN_MISMATCH])
        .tells(
            "the server's CORS fairing refused the call or its configuration",
            "the text names what it lacks",
            "change what the text names in `CorsOptions`",
        )
        .possible(),
];
