//! What servers in Ruby and PHP say of CORS: Rails, rack-cors, Laravel, Symfony.

use preflight_rules::{LIBRARY_MISUSE, NOT_CORS, OPTIONS_NOT_HANDLED, ORIGIN_MISMATCH};

use super::{Row, read};

pub(super) static ROWS: &[Row] = &[
    Row::new("psr7-origin-refused", "neomerx/cors-psr7", &["requestoriginisnotallowed"], &[&ORIGIN_MISMATCH])
        .tells(
            "the server's CORS middleware does not have the origin of the page",
            "its allowed origins compare scheme, host and port",
            "add {origin} to the allowed origins of its settings",
        ),
    Row::new("rails-no-options-route", "Rails", &["noroutematches[options]"], &[&OPTIONS_NOT_HANDLED])
        .tells(
            "Rails has no route for OPTIONS {value}, so the preflight got 404",
            "rack-cors is missing, stands behind the router, or does not have this origin or path",
            "add rack-cors with `config.middleware.insert_before 0, Rack::Cors`, and name the page's origin and this path in it",
        )
        .reads(read::value_after),
    Row::new("rack-cors-wildcard-credentials", "rack-cors", &["allowingcredentialsforwildcardoriginsisinsecure", "corsmisconfigurationerror"], &[&preflight_rules::WILDCARD_WITH_CREDENTIALS])
        .tells(
            "the server does not start: `origins \"*\"` and `credentials: true` exclude each other",
            "`*` does not count for calls with credentials",
            "name the pages in `origins`, or set `credentials: false`",
        ),
    Row::new("rails-csrf", "Rails", &["can'tverifycsrftokenauthenticity", "invalidauthenticitytoken", "httporiginheader("], &[&NOT_CORS])
        .tells(
            "Rails' protection against forged requests (CSRF) refused the call; this is not CORS",
            "the CSRF token is missing, or `Origin` differs from the address that Rails sees, mostly behind a proxy",
            "send the token, or let the proxy pass `Host` and `X-Forwarded-Proto` on; an API without cookies needs no CSRF protection",
        )
        .reads(|window, message| {
            if window.is("httporiginheader(") {
                window.find("didn'tmatchrequest.base_url")?;
                read::origin_after(window, message)?;
            }
            Some(window.end)
        }),
    Row::new("laravel-options-unsupported", "Laravel or Symfony", &["theoptionsmethodisnotsupportedforroute", "theoptionsmethodisnotsupportedforthisroute", "noroutefoundfor'options"], &[&OPTIONS_NOT_HANDLED])
        .tells(
            "the server has no route for OPTIONS at this path, so the preflight got 405",
            "the CORS middleware does not cover this path",
            "Laravel: add the path to `paths` of config/cors.php and clear the cache of the configuration (`php artisan config:clear`); Symfony: add it to `paths` of nelmio_cors.yaml",
        ),
    Row::new("laravel-cors-class-missing", "Laravel", &["class'fruitcake\\cors\\handlecors'", "targetclass[fruitcake\\cors\\handlecors]doesnotexist", "fruitcake\\cors\\handlecors", "barryvdh\\cors\\handlecors"], &[&LIBRARY_MISUSE])
        .tells(
            "the CORS middleware that Laravel's kernel names is not installed",
            "since Laravel 9 the framework has its own",
            "use `\\Illuminate\\Http\\Middleware\\HandleCors::class` in the kernel's middleware, and remove the old package",
        ),
    Row::new("php-headers-sent", "PHP", &["cannotmodifyheaderinformation-headersalreadysent"], &[&LIBRARY_MISUSE, &preflight_rules::NO_ACAO])
        .tells(
            "PHP had sent its headers before the CORS headers were set, so they are missing",
            "something was printed before `header()`: a blank line before `<?php`, a warning, a byte order mark",
            "call `header(\"Access-Control-Allow-Origin: …\")` before any output",
        )
        .likely(),
    Row::new("wordpress-rest-origin", "WordPress", &["rest_cookie_invalid_nonce", "cookiecheckfailed"], &[&NOT_CORS, &ORIGIN_MISMATCH])
        .tells(
            "WordPress refused the call's cookie, since the nonce is missing or old; this is not CORS",
            "its REST API wants `X-WP-Nonce` beside a cookie",
            "send `X-WP-Nonce`, or an application password without cookies",
        )
        .likely(),
    Row::new("action-cable-origin", "Action Cable", &["requestoriginnotallowed:"], &[&NOT_CORS])
        .tells(
            "Action Cable does not have the origin {origin} of the page; CORS does not apply to WebSockets",
            "`allowed_request_origins` is the server's own address unless it is given",
            "add {origin} to `config.action_cable.allowed_request_origins`",
        )
        .reads(|window, message| {
            read::origin_after(window, message)?;
            message.origin.is_some().then_some(window.end)
        }),
    Row::new("phoenix-check-origin", "Phoenix", &["couldnotcheckoriginforphoenix.socket"], &[&NOT_CORS])
        .tells(
            "Phoenix refused a WebSocket of another origin; CORS does not apply to WebSockets",
            "`check_origin` compares with the host of the endpoint's `url`",
            "add the page's origin to `check_origin` of the endpoint's configuration",
        ),
    Row::new("corsica-refused", "Corsica", &["invalidpreflightcorsrequest", "preflightcorsrequestfromorigin", "simplecorsrequestfromorigin"], &[&ORIGIN_MISMATCH, &preflight_rules::METHOD_NOT_ALLOWED, &preflight_rules::HEADER_NOT_ALLOWED])
        .tells(
            "Corsica refused the page's call",
            "the origin, the method or a header is not in its options; the line says which",
            "add what the line names to `origins`, `allow_methods` or `allow_headers`",
        )
        .likely()
        .reads(|window, _| window.on_its_line().find("notallowed").map(|at| at.end)),
];
