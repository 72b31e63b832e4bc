//! What storages, gateways, identity providers and clouds say of CORS.

use preflight_rules::{
    ANSWERED_BEFORE_CORS, ERROR_WITHOUT_CORS, HEADER_NOT_ALLOWED, METHOD_NOT_ALLOWED, NO_ACAO, NOT_CORS,
    OPTIONS_NOT_HANDLED, ORIGIN_MISMATCH, PREFLIGHT_NEEDS_AUTH, PROXY_ERROR_WITHOUT_CORS, UNREACHABLE,
    WRONG_URL_OR_ENV,
};

use super::super::message::Message;
use super::super::window::Window;
use super::{Row, read};

pub(super) static ROWS: &[Row] = &[
    Row::new("s3-cors-off", "Amazon S3", &["corsisnotenabledforthisbucket", "corsresponse:corsisnotenabled"], &[&NO_ACAO])
        .tells(
            "the bucket has no CORS configuration, so S3 refused the preflight with 403",
            "without rules a bucket allows no page",
            "give the bucket a CORS rule with the page's origin and method (Permissions, CORS; or `aws s3api put-bucket-cors`)",
        ),
    Row::new("s3-cors-refused", "Amazon S3", &["thiscorsrequestisnotallowed"], &[&ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED, &HEADER_NOT_ALLOWED])
        .tells(
            "no CORS rule of the bucket fits the page's call, so the storage (S3, or another of its interface) refused the preflight",
            "a rule has to have the origin, the method and every header together; mostly the origin is another one",
            "add the page's origin to `AllowedOrigins`, the method to `AllowedMethods` and the headers to `AllowedHeaders` of one rule",
        )
        .likely(),
    Row::new("azure-origin-refused", "Azure", &["isnotallowed.'}", "theorigin'"], &[&ORIGIN_MISMATCH])
        .tells(
            "the service refused the page's origin {origin}",
            "its list of allowed origins does not have it",
            "add {origin} to the allowed origins of the service (CORS in the portal)",
        )
        .reads(|window, message| {
            if window.is("theorigin'") {
                let end = window.on_its_line().find_first(&["'isnotallowed", "isnotallowed"])?;
                read::origin_after(window, message)?;
                message.origin.as_ref()?;
                return Some(end.end);
            }
            None
        }),
    Row::new("azure-storage-cors", "Azure Storage", &["corspreflightfailure"], &[&NO_ACAO, &ORIGIN_MISMATCH])
        .tells(
            "the storage account refused the preflight with 403 (CorsPreflightFailure)",
            "the service has no CORS rule, or none that fits origin, method and headers",
            "add a rule under Settings, Resource sharing (CORS), for the right service (Blob, File, Queue, Table)",
        )
        .likely(),
    Row::new("graphql-csrf", "Apollo Server", &["thisoperationhasbeenblockedasapotentialcross-siterequestforgery"], &[&NOT_CORS])
        .tells(
            "Apollo Server's protection against forged requests refused the call with 400; this is not CORS",
            "the call has no header that forces a preflight",
            "send `content-type: application/json`, or `apollo-require-preflight: true`",
        ),
    Row::new("heroku-router-error", "Heroku", &["at=errorcode=h"], &[&PROXY_ERROR_WITHOUT_CORS, &UNREACHABLE])
        .tells(
            "Heroku's router answered 503 in the application's place ({value})",
            "the application crashed, is not there, or took longer than 30 seconds; the router's own answers have no CORS headers, so the page sees a CORS error",
            "look at what the application logged before this line: H12 is a request of more than 30 seconds, H10 a crash, H14 an application without a web process",
        )
        .reads(|window, message| {
            let digits: String = window.rest().chars().take_while(char::is_ascii_digit).take(3).collect();
            message.named = Some(format!("H{digits}"));
            message.status = Some(503);
            (!digits.is_empty()).then_some(window.end + digits.len())
        }),
    Row::new("api-gateway-missing-token", "Amazon API Gateway", &["missingauthenticationtoken"], &[&OPTIONS_NOT_HANDLED, &WRONG_URL_OR_ENV, &ANSWERED_BEFORE_CORS, &PREFLIGHT_NEEDS_AUTH])
        .tells(
            "Amazon API Gateway answered 403 `Missing Authentication Token`: it has no such path or method",
            "the gateway says so of every method and path that it does not have, OPTIONS among them; its own answers have no CORS headers",
            "check the path and the stage in the URL, enable CORS for the resource (which adds OPTIONS), and add the headers to the gateway responses",
        )
        .likely(),
    Row::new("kong-no-route", "Kong", &["noroutematchedwiththosevalues"], &[&OPTIONS_NOT_HANDLED, &ANSWERED_BEFORE_CORS])
        .tells(
            "Kong has no route for this method, host and path",
            "a route with `methods` that lack OPTIONS does not match a preflight, so the CORS plugin never sees it",
            "add OPTIONS to the route's `methods`, and enable the CORS plugin on that route",
        )
        .likely(),
    Row::new("kong-no-key", "Kong", &["noapikeyfoundinrequest"], &[&PREFLIGHT_NEEDS_AUTH, &ANSWERED_BEFORE_CORS])
        .tells(
            "Kong asked for an API key",
            "a preflight carries none; with `run_on_preflight` the key plugin refuses it",
            "set `run_on_preflight: false` on the key plugin, and enable the CORS plugin",
        )
        .likely(),
    Row::new("envoy-rbac", "Envoy or Istio", &["rbac:accessdenied", "rbac_access_denied"], &[&ANSWERED_BEFORE_CORS, &PREFLIGHT_NEEDS_AUTH])
        .tells(
            "Envoy's access rules refused the request with 403, before the CORS filter or the service",
            "a preflight carries no token, so a rule that wants one refuses it",
            "let OPTIONS pass in the AuthorizationPolicy, and put the CORS filter before RBAC and JWT",
        )
        .likely(),
    Row::new("istio-jwt", "Envoy or Istio", &["jwtismissing", "jwtverificationfails"], &[&PREFLIGHT_NEEDS_AUTH, &ANSWERED_BEFORE_CORS])
        .tells(
            "Envoy asked for a token and found none or a wrong one, and answered 401",
            "a preflight carries no token",
            "put the CORS filter before JWT, or let OPTIONS pass without a token",
        )
        .likely(),
    Row::new("envoy-upstream-failed", "Envoy or Istio", &["upstreamconnecterrorordisconnect/resetbeforeheaders", "nohealthyupstream"], &[&PROXY_ERROR_WITHOUT_CORS, &UNREACHABLE])
        .tells(
            "Envoy got no answer from the service behind it, and answered 503 itself",
            "the service does not run, listens at another port or protocol, or closed the connection; Envoy's own answers have no CORS headers, so the page sees a CORS error",
            "get the service running and check its port and protocol (`http` or `http2`); then let Envoy's CORS filter cover local replies too",
        )
        .likely(),
    Row::new(
        "nginx-upstream-refused",
        "nginx",
        &["connect()failed(111:connectionrefused)whileconnectingtoupstream", "connect()failed(61:connectionrefused)whileconnectingtoupstream", "connect()failed(111:unknownerror)whileconnectingtoupstream"],
        &[&PROXY_ERROR_WITHOUT_CORS],
    )
    .tells(
        "nothing listens at {value}, where nginx passed the request on: the connection was refused, and nginx answers 502 itself",
        "that server does not run, or listens at another port or address; in a container `localhost` is the container itself; nginx's own error page has no CORS headers, so a page of another origin sees a CORS error",
        "start that server, and check the address of `proxy_pass`: in a container it is the name of the other service; and write `always` behind `add_header`, so that errors carry the headers",
    )
    .likely()
    .reads(nginx_request),
    Row::new(
        "nginx-upstream-failed",
        "nginx",
        &["whileconnectingtoupstream", "upstreamprematurelyclosedconnection", "whilereadingresponseheaderfromupstream", "noliveupstreamswhile"],
        &[&PROXY_ERROR_WITHOUT_CORS],
    )
    .tells(
        "nginx got no good answer from the server behind it, and answered 502 or 504 itself",
        "that server does not run, crashed on the request, is too slow, or listens elsewhere than `proxy_pass` says; nginx's own error page has no CORS headers, so the page sees a CORS error",
        "look at the log of the server behind nginx and check the address of `proxy_pass`; and write `always` behind `add_header`, so that errors carry the headers",
    )
    .likely()
    .reads(nginx_request),
    Row::new("apache-proxy-refused", "Apache", &["connectionrefused:ah00957:", "ah00957:http:attempttoconnectto"], &[&PROXY_ERROR_WITHOUT_CORS])
        .tells(
            "nothing listens where Apache passed the request on: the connection was refused, and Apache answers 503 itself",
            "that server does not run, or listens at another port or address; Apache's own error page has no CORS headers, so a page of another origin sees a CORS error",
            "start that server, and check the address of `ProxyPass`; and write `Header always set`, so that errors carry the headers",
        )
        .likely(),
    Row::new("body-too-large", "nginx", &["clientintendedtosendtoolargebody", "413requestentitytoolarge"], &[&PROXY_ERROR_WITHOUT_CORS, &ERROR_WITHOUT_CORS, &ANSWERED_BEFORE_CORS])
        .tells(
            "the server refused the body as too large with 413, before CORS added its headers",
            "nginx takes 1 MiB unless it is told otherwise, and its error page has no CORS headers",
            "raise `client_max_body_size`, and write `always` behind `add_header`",
        )
        .likely(),
    Row::new("api-gateway-timeout", "Amazon API Gateway", &["'message':'endpointrequesttimedout'"], &[&PROXY_ERROR_WITHOUT_CORS])
        .tells(
            "Amazon API Gateway waited too long for the function and answered 504 itself",
            "an integration has 29 seconds; the gateway's own answers have no CORS headers, so the page sees a CORS error",
            "make the function faster or let it work in the background, and add the headers to the gateway response `DEFAULT_5XX`",
        ),
    Row::new("api-gateway-forbidden", "Amazon API Gateway", &["{'message':'forbidden'}"], &[&ANSWERED_BEFORE_CORS, &PREFLIGHT_NEEDS_AUTH])
        .tells(
            "the answer has the form of Amazon API Gateway's own 403: it refused the request before the function saw it",
            "an API key, a usage plan, a resource policy or a WAF rule refuses it; where OPTIONS needs the key too, the preflight fails. The gateway's own answers have no CORS headers",
            "let OPTIONS go without key and authorizer, send `x-api-key` with the call, and add the headers to the gateway response `DEFAULT_4XX`",
        )
        .possible()
        .reads(|window, _| window.is_whole_line().then_some(window.end)),
    Row::new("google-origin-mismatch", "Google's sign-in", &["thegivenoriginisnotallowedforthegivenclientid", "notavalidoriginfortheclient", "error400:origin_mismatch", "originmismatch"], &[&NOT_CORS])
        .tells(
            "Google does not know the page's origin for this client ID; this is not CORS",
            "the client has a list of JavaScript origins",
            "add the page's origin to the authorised JavaScript origins of the client in the Google Cloud console, and wait some minutes",
        ),
    Row::new("maps-referer", "a web service's key", &["referernotallowedmaperror", "requestsfromreferer", "apikeyhttpreferrer"], &[&NOT_CORS])
        .tells(
            "the key does not allow the page's address; this is not CORS",
            "the key is restricted by `Referer`",
            "add the page's address to the key's restrictions",
        ),
    Row::new("nginx-duplicate-header", "nginx", &["unknowndirective'if'", "'add_header'directiveisnotallowedhere"], &[&preflight_rules::LIBRARY_MISUSE])
        .tells(
            "nginx does not start: a directive stands where it may not",
            "`add_header` belongs into http, server, location, or an `if` in a location",
            "move it into the `location` that serves the API, and run `nginx -t`",
        ),
    Row::new("grafana-origin", "Grafana", &["{'message':'originnotallowed'", "'message':'originnotallowed'"], &[&NOT_CORS])
        .tells(
            "Grafana's protection against forged requests refused the call with 403; this is not CORS",
            "`Origin` is not the host that Grafana sees: the proxy before it changes `Host`",
            "let the proxy pass `Host` on (`proxy_set_header Host $host`), or name the host in `csrf_trusted_origins`",
        )
        .likely(),
    Row::new("ollama-origin", "Ollama", &["ollama_origins"], &[&ORIGIN_MISMATCH])
        .tells(
            "Ollama answers only origins that it knows, others get 403",
            "a page of another host is not in its list",
            "set `OLLAMA_ORIGINS` to the page's origin in the environment of the server, and restart it",
        )
        .likely(),
    Row::new("cloudfront-method", "CloudFront", &["thisdistributionisnotconfiguredtoallowthehttprequestmethod", "thedistributionsupportsonlycachablerequests"], &[&OPTIONS_NOT_HANDLED, &METHOD_NOT_ALLOWED])
        .tells(
            "CloudFront does not pass this method on, and answered 403 itself",
            "a behavior allows GET and HEAD only unless it is given",
            "allow GET, HEAD, OPTIONS, PUT, POST, PATCH and DELETE in the behavior, and forward `Origin` and the `Access-Control-Request-*` headers (origin request policy CORS)",
        ),
    Row::new("s3-method", "Amazon S3", &["thespecifiedmethodisnotallowedagainstthisresource"], &[&METHOD_NOT_ALLOWED, &OPTIONS_NOT_HANDLED])
        .tells(
            "S3 does not take this method at this URL, and answered 405",
            "the URL is the website endpoint, or the bucket instead of an object",
            "call the REST endpoint of the bucket (`bucket.s3.region.amazonaws.com`) with the object's key",
        )
        .likely(),
    Row::new("azure-no-rule", "Azure Storage", &["corsnotenabledornomatchingrulefound"], &[&NO_ACAO, &ORIGIN_MISMATCH])
        .tells(
            "the storage account refused the preflight with 403: no CORS rule, or none that fits",
            "a rule has to have the origin, the method and every header together",
            "add a rule under Settings, Resource sharing (CORS), for the right service (Blob, File, Queue, Table)",
        )
        .likely(),
    Row::new("entra-spa", "Microsoft Entra ID", &["cross-origintokenredemptionispermittedonlyforthe", "aadsts9002326", "aadsts9002327"], &[&NOT_CORS])
        .tells(
            "Entra ID gives a page a token only for an application of the type `Single-page application`",
            "the redirect URI is registered for another platform",
            "register the redirect URI under the platform Single-page application",
        ),
    Row::new("kibana-xsrf", "Kibana", &["requestmustcontainakbn-xsrfheader"], &[&NOT_CORS])
        .tells(
            "Kibana's protection against forged requests refused the call with 400; this is not CORS",
            "the header `kbn-xsrf` is missing",
            "send `kbn-xsrf: true`",
        ),
    Row::new("iis-method", "IIS", &["httperror405.0", "405-httpverbusedtoaccessthispageisnotallowed", "httpverbusedtoaccessthispageisnotallowed"], &[&OPTIONS_NOT_HANDLED, &METHOD_NOT_ALLOWED])
        .tells(
            "IIS answered 405: no handler takes this method",
            "OPTIONS is answered by IIS itself before the application, and WebDAV takes PUT and DELETE away",
            "remove `OPTIONSVerbHandler` and the WebDAV module in web.config, or install the IIS CORS module",
        )
        .likely(),
];

/// What a line of nginx' error log says of the request: `client: …, server: …, request: "POST /x HTTP/1.1", upstream:
/// "http://127.0.0.1:3000/x", host: "localhost:8080", referrer: "http://localhost:8080/"`.
fn nginx_request(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let line = window.on_its_line();
    let quoted = |key: &str| line.find(key).and_then(|at| line.at(at).value_until(&["'"]));
    let url = |key: &str| quoted(key).and_then(|url| url::Url::parse(&url).ok());
    message.named = url("upstream:'").and_then(|url| place(&url));
    let request = quoted("request:'").unwrap_or_default();
    let mut words = request.split(' ').filter(|word| !word.is_empty());
    if let (Some(method), Some(path), Some(host)) = (words.next(), words.next(), quoted(",host:'")) {
        let page = url("referrer:'");
        let is_of_host = |page: &&url::Url| host_of(page).as_deref() == Some(host.as_str());
        let scheme = page.as_ref().filter(is_of_host).map(|page| page.scheme().to_owned());
        // A host with a port of its own is mostly one of a developer's machine.
        let scheme = scheme.or_else(|| host.contains(':').then(|| "http".to_owned()));
        message.is_preflight = method == "OPTIONS";
        message.method = Some(method.to_owned()).filter(|_| !message.is_preflight);
        message.url = scheme.filter(|_| path.starts_with('/')).map(|scheme| format!("{scheme}://{host}{path}"));
        message.origin = page.map(|page| page.origin().ascii_serialization());
    }
    Some(window.end)
}

fn host_of(url: &url::Url) -> Option<String> {
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// Host and port; `localhost` is tried by both of its addresses, and is one place.
fn place(url: &url::Url) -> Option<String> {
    let host = url.host_str()?;
    let host = if matches!(host, "[::1]" | "127.0.0.1") { "localhost" } else { host };
    Some(format!("{host}:{}", url.port_or_known_default()?))
}
