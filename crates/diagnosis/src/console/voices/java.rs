//! What servers on the JVM say of CORS: Spring, Tomcat, Quarkus, Keycloak, Ktor.

use preflight_rules::{
    ANSWERED_BEFORE_CORS, HEADER_NOT_ALLOWED, LIBRARY_MISUSE, METHOD_NOT_ALLOWED, OPTIONS_NOT_HANDLED, ORIGIN_MISMATCH,
    PREFLIGHT_NEEDS_AUTH, WILDCARD_WITH_CREDENTIALS,
};

use super::super::window::Window;
use super::{Row, read};

/// What Spring Security answers where nobody is logged in.
const LOGIN_WANTED: &str = "fullauthenticationisrequiredtoaccessthisresource";

/// As far behind the exception stands the frame that says what was read.
const ORIGIN_FRAMES: usize = 512;

pub(super) static ROWS: &[Row] = &[
    Row::new("spring-invalid-cors-request", "Spring", &["invalidcorsrequest"], &[&ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED, &HEADER_NOT_ALLOWED])
        .tells(
            "the server's CORS configuration (Spring's, or Keycloak's and others that build on it) refused the page's call with 403",
            "the page's origin, the method or a header is not in the configuration; mostly it is the origin",
            "add the page's origin (scheme, host and port, without a slash at the end) and its method to `allowedOrigins` and `allowedMethods` of the configuration that covers this path",
        )
        .likely()
        // Keycloak and Play go on otherwise.
        .reads(|window, _| (![":origin", ";origin="].iter().any(|other| window.rest().starts_with(other))).then_some(window.end)),
    Row::new("keycloak-origin-refused", "Keycloak", &["invalidcorsrequest:origin"], &[&ORIGIN_MISMATCH])
        .tells(
            "Keycloak does not have the origin {origin} of the page among the client's Web Origins",
            "the line lists what the client has; an empty list, `[]`, allows nobody",
            "add {origin} to Web Origins of the client in Keycloak's admin console, or `+` for the origins of its redirect URIs",
        )
        .reads(|window, message| {
            window.on_its_line().find("notinallowedorigins")?;
            read::origin_after(window, message)
        }),
    Row::new("play-refused", "Play's CORSFilter", &["invalidcorsrequest;origin=some("], &[&ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED, &HEADER_NOT_ALLOWED])
        .tells(
            "Play's CORSFilter refused the page's call with 403",
            "the page's origin, the method or a header is not in `play.filters.cors`; mostly it is the origin",
            "add {origin} to `play.filters.cors.allowedOrigins`, and the method and the headers to the lists beside it",
        )
        .likely()
        .reads(|window, message| {
            let origin = window.word_until(&[")"]);
            message.origin = origin.map(|origin| origin.trim_end_matches('/').to_owned());
            Some(window.end)
        }),
    Row::new("micronaut-localhost-only", "Micronaut", &["specifiesanorigindifferentthanlocalhost"], &[&ORIGIN_MISMATCH])
        .tells(
            "Micronaut refused the page's origin with 403: the server runs on localhost, and takes calls of pages on localhost only",
            "against pages that attack servers on the visitor's own machine its filter refuses other origins where every origin is allowed",
            "name the page's origin in `micronaut.server.cors.configurations.*.allowed-origins`, or set `localhost-pass-through: true` for every origin",
        ),
    Row::new("quarkus-dev-ui-origin", "Quarkus' Dev UI", &["onlylocalhostoriginisallowed,butoriginheadervalueis:"], &[&ORIGIN_MISMATCH])
        .tells(
            "Quarkus' Dev UI refuses the origin {origin} with 403: it takes localhost only",
            "the page of the Dev UI was opened by another host name, mostly behind a proxy or in a cluster",
            "open it as `http://localhost:PORT`, or add the host to `quarkus.dev-ui.hosts`",
        )
        .reads(read::origin_after),
    Row::new("spring-security-preflight", "Spring Security", &[LOGIN_WANTED], &[&PREFLIGHT_NEEDS_AUTH])
        .tells(
            "Spring Security asks the preflight for a login and answers 401",
            "a preflight carries no credentials, and without `http.cors()` Security answers before CORS does",
            "add `http.cors(withDefaults())` with a `CorsConfigurationSource` bean: its filter answers preflights before the login",
        )
        .reads(|window, _| speaks_of_preflight(window).then_some(window.end)),
    Row::new("spring-security-login", "Spring Security", &[LOGIN_WANTED], &[&PREFLIGHT_NEEDS_AUTH, &ANSWERED_BEFORE_CORS])
        .tells(
            "Spring Security wants a login for this request and answers 401",
            "where OPTIONS gets this answer, the preflight is asked for a login that it never carries; otherwise the call has no valid token",
            "add `http.cors(withDefaults())` with a `CorsConfigurationSource` bean, and send the token with the call itself",
        )
        .likely()
        .reads(|window, _| (!speaks_of_preflight(window)).then_some(window.end)),
    Row::new("spring-reject-origin", "Spring", &["reject:'"], &[&ORIGIN_MISMATCH])
        .tells(
            "Spring's CORS configuration does not have the origin {origin}",
            "`allowedOrigins` compares scheme, host and port",
            "add {origin} to `allowedOrigins`, or a pattern to `allowedOriginPatterns`",
        )
        .reads(|window, message| {
            let line = window.on_its_line();
            line.find("originisnotallowed")?;
            read::origin_after(window, message)
        }),
    Row::new("spring-origin-malformed", "Spring", &["isnotavalidhttpurl"], &[&ORIGIN_MISMATCH])
        .tells(
            "Spring could not read the request's Origin, and answered with an error",
            "the header is no origin: scheme, host and port. Browsers send none like it: a scanner, a script or a proxy wrote it",
            "answer such a request with 400, and update Spring; if a page of yours failed, look at the `Origin` that arrives at the server, and at the proxy before it",
        )
        .likely()
        .reads(|window, _| window.near(ORIGIN_FRAMES).find("fromoriginheader").map(|at| at.end)),
    Row::new("spring-star-with-credentials", "Spring", &["whenallowcredentialsistrue,allowedoriginscannotcontainthespecialvalue", "whenallowcredentialsistrue,allowedorigins"], &[&WILDCARD_WITH_CREDENTIALS])
        .tells(
            "Spring refuses `allowedOrigins(\"*\")` together with `allowCredentials(true)`, and the call fails with 500",
            "`*` does not count for calls with credentials",
            "name the pages in `allowedOrigins(\"https://app.example.com\")`, or use `allowedOriginPatterns`, or remove `allowCredentials(true)`",
        ),
    Row::new("spring-options-unsupported", "Spring", &["requestmethod'options'notsupported", "requestmethod'options'isnotsupported", "methodnotsupportedexception:requestmethod'options'"], &[&OPTIONS_NOT_HANDLED])
        .tells(
            "the server has no handler for OPTIONS at this path, so the preflight fails",
            "CORS is not configured for this path, or Spring Security answers before it",
            "add a `CorsConfigurationSource` bean and `http.cors(withDefaults())`, or `@CrossOrigin` on the controller",
        ),
    Row::new("tomcat-cors-filter", "Tomcat's CorsFilter", &["corsfilter:requestrejected", "corsfilter.corsinvalid", "cors.allowed.origins"], &[&ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED])
        .tells(
            "Tomcat's CorsFilter is configured in a way that refuses the page",
            "the filter refuses an origin, a method or a header that its parameters do not name, with 403",
            "add the page's origin to the parameter `cors.allowed.origins` and the method to `cors.allowed.methods`",
        )
        .likely(),
    Row::new("tomcat-star-with-credentials", "Tomcat's CorsFilter", &["itisnotallowedtoconfiguresupportscredentials=[true]whenallowedorigins=[*]"], &[&WILDCARD_WITH_CREDENTIALS])
        .tells(
            "Tomcat's CorsFilter refuses `*` together with credentials, and the application does not start",
            "`*` does not count for calls with credentials",
            "name the pages in `cors.allowed.origins`, or set `cors.support.credentials` to false",
        ),
    Row::new("quarkus-cors-refused", "Quarkus", &["invalidorigin"], &[&ORIGIN_MISMATCH])
        .tells(
            "Quarkus refuses the page's origin with 403",
            "`quarkus.http.cors.origins` does not have it, or CORS is not switched on",
            "set `quarkus.http.cors=true` and add the page's origin to `quarkus.http.cors.origins`",
        )
        .likely()
        .reads(|window, _| (window.is_whole_line()).then_some(window.end)),
    Row::new("ktor-cors-star", "Ktor", &["wildcardorcredentials"], &[&LIBRARY_MISUSE])
        .tells(
            "the server's CORS configuration combines a wildcard with credentials",
            "`*` does not count for calls with credentials",
            "name the hosts with `allowHost(…)`",
        )
        .likely(),
    Row::new("spring-reject-method", "Spring", &["reject:http'"], &[&METHOD_NOT_ALLOWED])
        .tells(
            "Spring's CORS configuration does not have the method {value}",
            "`allowedMethods` is GET, HEAD and POST unless it is given",
            "add {value} to `allowedMethods`",
        )
        .reads(read::value_after),
    Row::new("spring-reject-headers", "Spring", &["reject:headers'"], &[&HEADER_NOT_ALLOWED])
        .tells(
            "Spring's CORS configuration does not have a header that the page sends",
            "`allowedHeaders` names other headers",
            "add the header to `allowedHeaders`",
        ),
    Row::new("spring-skips", "Spring", &["skip:responsealreadycontains'access-control-allow-origin'"], &[&preflight_rules::ACAO_DUPLICATED])
        .tells(
            "the response has an Access-Control-Allow-Origin already, and Spring's own configuration is skipped",
            "another filter or the code sets the header by hand",
            "let one layer send the header: remove the one that sets it by hand",
        )
        .likely(),
    Row::new("vertx-origin-rejected", "Vert.x or Quarkus", &["corsrejected-invalidorigin"], &[&ORIGIN_MISMATCH])
        .tells(
            "the server's CORS handler (Vert.x', or Quarkus' on it) refused the page's origin with 403",
            "its list has other origins",
            "add the page's origin with `addOrigin(…)`, in Quarkus to `quarkus.http.cors.origins`",
        ),
    Row::new("vertx-rejected", "Vert.x", &["corsrejected-invalidmethod", "corsrejected"], &[&ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED])
        .tells(
            "Vert.x' CorsHandler refused the page's call with 403",
            "the origin or the method is not in the handler",
            "add the page's origin with `addOrigin(…)`, and the method with `allowedMethod(…)`",
        )
        .likely(),
    Row::new("akka-rejected", "Akka or Pekko HTTP", &["cors:invalidorigin", "cors:invalidmethod", "cors:invalidheaders", "cors:malformedrequest"], &[&ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED, &HEADER_NOT_ALLOWED])
        .tells(
            "the server's CORS directive refused the page's call with 400",
            "the origin, the method or a header is not in `CorsSettings`; the text names it",
            "add what the text names to `CorsSettings`",
        )
        .likely(),
    Row::new("jetty-refused", "Jetty's CrossOriginFilter", &["doesnotmatchallowedorigins"], &[&ORIGIN_MISMATCH])
        .tells(
            "Jetty's CrossOriginFilter does not have the page's origin",
            "`allowedOrigins` names other origins",
            "add the page's origin to the parameter `allowedOrigins`",
        ),
];

/// Whether the text around says that a preflight was answered so.
fn speaks_of_preflight(window: &Window<'_>) -> bool {
    let says = |text: &str| text.contains("options") || text.contains("preflight");
    says(window.before()) || says(window.rest())
}
