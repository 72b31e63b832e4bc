//! `PF0xx`: why a page's call fails.

use crate::rule::{Rule, Severity, Subject};

rules! {
    ERROR_WITHOUT_CORS: "PF001" "error-without-cors" Error [Exchange, Console] "0.1.0" "the server failed, and its error page has no CORS headers";
    UNREACHABLE: "PF002" "unreachable" Error [Exchange, Console] "0.1.0" "nothing answered; this is not CORS";
    NO_ACAO: "PF003" "no-acao" Error [Exchange, Console] "0.1.0" "the server allows no page of another origin";
    ANSWERED_BEFORE_CORS: "PF004" "answered-before-cors" Error [Exchange, Console] "0.1.0" "something answers before CORS is reached";
    ORIGIN_MISMATCH: "PF005" "origin-mismatch" Error [Exchange, Console] "0.1.0" "the server allows another origin than the page's";
    NO_ORIGIN_IN_TEST: "PF006" "no-origin-in-test" Error [Exchange, Console] "0.1.0" "it was tested with a tool that sends no Origin";
    WRONG_URL_OR_ENV: "PF007" "wrong-url-or-env" Error [Exchange, Console] "0.1.0" "the URL is not one that a page can call, or not the one that was meant";
    OPTIONS_NOT_HANDLED: "PF008" "options-not-handled" Error [Exchange, Console] "0.1.0" "the server does not answer OPTIONS as a preflight";
    DEV_PROXY_MISUSED: "PF009" "dev-proxy-misused" Error [Exchange, Console] "0.1.0" "the development proxy is there, and the call does not go through it";
    LIBRARY_MISUSE: "PF010" "library-misuse" Error [Exchange] "0.1.0" "a CORS library is configured in a way that does nothing";
    FRONTEND_SENDS_CORS_HEADERS: "PF011" "frontend-sends-cors-headers" Error [Exchange, Console] "0.1.0" "the page sends headers that belong to the response";
    ACAO_DUPLICATED: "PF012" "acao-duplicated" Error [Exchange, Console] "0.1.0" "Access-Control-Allow-Origin is sent twice";
    ACAO_LIST_OR_PATTERN: "PF013" "acao-list-or-pattern" Error [Exchange, Console] "0.1.0" "Access-Control-Allow-Origin holds a list or a pattern";
    PROXY_STRIPS_HEADERS: "PF014" "proxy-strips-headers" Error [Exchange, Console] "0.1.0" "a layer in between takes the headers away";
    PROXY_ERROR_WITHOUT_CORS: "PF015" "proxy-error-without-cors" Error [Exchange, Console] "0.1.0" "a proxy answered with an error of its own";
    PREFLIGHT_NEEDS_AUTH: "PF016" "preflight-needs-auth" Error [Exchange, Console] "0.1.0" "the preflight is asked for a login, which it never has";
    PREFLIGHT_REDIRECT: "PF017" "preflight-redirect" Error [Exchange, Console] "0.1.0" "the preflight is redirected, which browsers do not follow";
    REDIRECT_WITHOUT_CORS: "PF018" "redirect-without-cors" Error [Exchange, Console] "0.1.0" "a redirect has no CORS headers";
    REDIRECT_TO_LOGIN: "PF019" "redirect-to-login" Error [Exchange, Console] "0.1.0" "the call is redirected to a login page";
    REDIRECT_TAINTS_ORIGIN: "PF020" "redirect-taints-origin" Error [Exchange, Console] "0.1.0" "a redirect through another origin made the origin null";
    WILDCARD_WITH_CREDENTIALS: "PF021" "wildcard-with-credentials" Error [Exchange, Console] "0.1.0" "* does not count when credentials are included";
    ACAC_MISSING: "PF022" "acac-missing" Error [Exchange, Console] "0.1.0" "Access-Control-Allow-Credentials is not true";
    COOKIE_NOT_SENT: "PF023" "cookie-not-sent" Warning [Exchange, Console] "0.1.0" "the browser does not send the cookie";
    HEADER_NOT_ALLOWED: "PF024" "header-not-allowed" Error [Exchange, Console] "0.1.0" "a request header is not allowed";
    METHOD_NOT_ALLOWED: "PF025" "method-not-allowed" Error [Exchange, Console] "0.1.0" "the method is not allowed";
    PREFLIGHT_ONLY: "PF026" "preflight-only" Error [Exchange, Console] "0.1.0" "the preflight is answered, the response itself has no CORS headers";
    CACHE_WITHOUT_VARY: "PF027" "cache-without-vary" Error [Exchange, Console] "0.1.0" "a cache answers with what another origin got";
    FILE_ORIGIN_NULL: "PF028" "file-origin-null" Error [Exchange, Console] "0.1.0" "the page's origin is null: a file or a sandboxed frame";
    LOCAL_NETWORK_ACCESS: "PF029" "local-network-access" Error [Exchange, Console] "0.1.0" "a public page calls into the local network";
    MIXED_CONTENT: "PF030" "mixed-content" Error [Exchange, Console] "0.1.0" "a page over https calls an http URL";
    TLS_UNTRUSTED: "PF031" "tls-untrusted" Error [Exchange, Console] "0.1.0" "no TLS connection that a browser trusts; this is not CORS";
    BLOCKED_BY_CLIENT: "PF032" "blocked-by-client" Error [Exchange, Console] "0.1.0" "an ad blocker or another extension stopped the call";
    EXPOSE_HEADERS_MISSING: "PF033" "expose-headers-missing" Warning [Exchange, Console] "0.1.0" "the page may not see a response header";
    NO_CORS_MODE: "PF034" "no-cors-mode" Error [Exchange] "0.1.0" "no-cors makes the response unreadable; it does not get around CORS";
    STALE_PREFLIGHT: "PF035" "stale-preflight" Error [Exchange, Console] "0.1.0" "the browser acts on an old preflight answer";
    NOT_CORS: "PF036" "not-cors" Error [Exchange, Console] "0.1.0" "not CORS: another mechanism, or an error that the page reads";
    SERVER_NOT_RESTARTED: "PF037" "server-not-restarted" Error [Exchange] "0.1.0" "the configuration is right, and the running server has an older one";
    BROWSER_EXTENSION: "PF038" "browser-extension" Error [Exchange, Console] "0.1.0" "a browser extension changes the headers";
    CORS_DISABLED_IN_PRODUCTION: "PF039" "cors-disabled-in-production" Warning [Exchange] "0.1.0" "the server allows everybody";
    SAME_ORIGIN_MODE: "PF040" "same-origin-mode" Error [Exchange, Console] "0.1.0" "mode same-origin forbids the call";
    MALFORMED_ALLOW_LIST: "PF041" "malformed-allow-list" Error [Exchange, Console] "0.1.0" "an Access-Control-Allow list cannot be read";
    REDIRECT_NOT_FOLLOWED: "PF042" "redirect-not-followed" Error [Exchange, Console] "0.1.0" "browsers do not follow this redirect";
}
