//! What programs that are no browsers say of their connections: Node, curl, Go, Python, Java, .NET. None of them has CORS.

use preflight_rules::{NOT_CORS, TLS_UNTRUSTED, UNREACHABLE, WRONG_URL_OR_ENV};

use super::super::message::Message;
use super::super::window::Window;
use super::{Row, read};

/// All rows have one source: a stack of causes is one message.
pub(in super::super) const PROGRAM: &str = "a program that is no browser";

/// As far behind a proxy's address stands that it refused: `dial tcp 127.0.0.1:3128: getsockopt: connection refused`.
const PROXY_REACH: usize = 96;

pub(super) static ROWS: &[Row] = &[
    Row::new("fetch-failed-in-node", PROGRAM, &["typeerror:fetchfailed", "error:fetchfailed"], &[
        &UNREACHABLE,
        &TLS_UNTRUSTED,
        &WRONG_URL_OR_ENV,
    ])
    .tells(
        "`fetch()` of Node.js got no response; CORS has no part in this, since Node.js is no browser",
        "the `cause` below the line says what failed: the connection, the name, the certificate",
        "read on to `cause:` and paste the text with it; check that the server listens at the address that Node.js calls",
    )
    .possible(),
    Row::new("refused-on-ipv6-loopback", PROGRAM, &["econnrefused::1:", "dialtcp[::1]:"], &[&UNREACHABLE])
        .tells(
            "nothing listens at `::1`, the IPv6 loopback address that `localhost` became",
            "since version 17 Node.js takes the first address that the system gives for `localhost`, which is `::1`, and the server listens at 127.0.0.1 only",
            "call `http://127.0.0.1:{value}` instead of `localhost`, or let the server listen at `::` or `localhost`; and check that it runs",
        )
        .reads(port_after),
    Row::new("proxy-tunnel-failed", PROGRAM, &["tunnelingsocketcouldnotbeestablished"], &[&UNREACHABLE])
        .tells(
            "a proxy between the program and the server did not open the connection; CORS has no part in this",
            "HTTPS_PROXY or a setting of the program names a proxy that wants a login (407), cannot reach the server (502, 503) or closed the connection",
            "check HTTPS_PROXY and the proxy's user and password, look at the proxy's log, or name the server's host in NO_PROXY",
        ),
    Row::new("refused-by-proxy", PROGRAM, &["proxyconnecttcp:dialtcp", "econnrefused"], &[&UNREACHABLE])
        .tells(
            "nothing listens at {value}, which is not where the URL leads: mostly a proxy stands between the program and the server; CORS has no part in this",
            "HTTP_PROXY, HTTPS_PROXY or a setting of the program names a proxy at {value}, and it does not run or cannot be reached",
            "start the proxy, remove it from HTTP_PROXY, HTTPS_PROXY and the program's settings, or name the URL's host in NO_PROXY",
        )
        .reads(|window, message| {
            let end = at_word(window, message)?;
            // Go says itself that it called a proxy.
            if window.is("proxyconnecttcp:dialtcp") {
                message.named = Some(window.next_word());
                return window.near(PROXY_REACH).find("connectionrefused").map(|refused| refused.end);
            }
            message.named = Some(refused_elsewhere(window, message.url.as_deref()?)?);
            Some(end)
        }),
    Row::new(
        "connection-refused",
        PROGRAM,
        &[
            "econnrefused",
            "curl:(7)",
            "connectexception:connectionrefused",
            "connect:connectionrefused",
            "connectionrefused(oserror",
            "[errno111]connectionrefused",
            "[errno61]connectionrefused",
            "[winerror10061]",
            "targetmachineactivelyrefusedit",
            "newconnectionerror",
            "couldnotgetanyresponse",
            "couldnotsendrequest",
            "connectionrefusedbyserver",
            "http.client.remotedisconnected",
        ],
        &[&UNREACHABLE],
    )
    .tells(
        "nothing answers at {address}; CORS has no part in this",
        "the server does not run, listens at another port or address, or stands in another container; an address that is not the server's is a proxy's, of HTTP_PROXY or HTTPS_PROXY",
        "start the server and check host and port; from a container call the service's name, not `localhost`",
    )
    .reads(refused),
    Row::new(
        "connection-broken",
        PROGRAM,
        &["econnreset", "sockethangup", "curl:(52)", "curl:(56)", "und_err_socket", "und_err_aborted", "und_err_closed", "und_err_destroyed", "und_err_req_content_length_mismatch", "und_err_res_content_length_mismatch", "und_err_headers_overflow", "othersideclosed", "err_stream_premature_close", "connectionresetbypeer", "eof:unexpectedendofstream"],
        &[&UNREACHABLE],
    )
    .tells(
        "the server closed the connection before it answered; CORS has no part in this",
        "the server crashed on this request, speaks https where http was used, or a proxy gave up",
        "look at the server's log for this moment, and check http against https",
    )
    .reads(at_word),
    Row::new(
        "connection-timed-out",
        PROGRAM,
        &["etimedout", "und_err_connect_timeout", "connecttimeouterror", "und_err_headers_timeout", "headerstimeouterror", "und_err_body_timeout", "bodytimeouterror", "err_socket_connection_timeout", "socketconnectiontimeout", "enetunreach", "ehostdown", "curl:(28)", "i/otimeout", "contextdeadlineexceeded(client.timeout", "econnaborted", "timeoutof", "ehostunreach"],
        &[&UNREACHABLE],
    )
    .tells(
        "nothing answered in time; CORS has no part in this",
        "a firewall drops the packets, the address is another machine's, or the server is too slow",
        "call the URL from the same machine with a plain tool, and check address, firewall and port",
    )
    .reads(timeout),
    Row::new(
        "name-not-resolved",
        PROGRAM,
        &["getaddrinfoenotfound", "enotfound", "eai_again", "curl:(6)", "nosuchhost", "unknownhostexception", "nameorservicenotknown", "nodenamenorservnameprovided", "failedtoresolve'", "nameresolutionerror", "nosuchhostisknown"],
        &[&UNREACHABLE, &WRONG_URL_OR_ENV],
    )
    .tells(
        "the host name has no address; CORS has no part in this",
        "the name is misspelled, an environment variable is empty, or it is a name inside of a container network",
        "check the host in the configuration; names of containers are known only inside of their network",
    )
    .reads(at_word),
    Row::new(
        "certificate-not-trusted",
        PROGRAM,
        &[
            "unable_to_verify_leaf_signature",
            "unable_to_get_issuer_cert",
            "depth_zero_self_signed_cert",
            "self_signed_cert_in_chain",
            "self-signedcertificate",
            "selfsignedcertificate",
            "unabletoverifythefirstcertificate",
            "unabletogetlocalissuercertificate",
            "unabletogetissuercertificate",
            "cert_has_expired",
            "certificatehasexpired",
            "err_tls_cert_altname_invalid",
            "doesnotmatchcertificate'saltnames",
            "certificate_verify_failed",
            "x509:certificate",
            "x509:cannotvalidate",
            "tls:failedtoverifycertificate",
            "pkixpathbuildingfailed",
            "sslhandshakeexception",
            "theremotecertificateisinvalid",
            "thesslconnectioncouldnotbeestablished",
            "curl:(60)",
            "requests.exceptions.sslerror",
        ],
        &[&TLS_UNTRUSTED],
    )
    .tells(
        "the program does not trust the server's certificate; CORS has no part in this",
        "the certificate is signed by itself or by a CA that the program does not know, is out of date, or is for another name",
        "renew the certificate, or let the program trust its CA (`NODE_EXTRA_CA_CERTS`, `--cacert`, `REQUESTS_CA_BUNDLE`, the trust store); switching the verification off opens the connection to everybody in between",
    )
    .reads(at_word),
    Row::new("tls-handshake-failed", PROGRAM, &["curl:(35)", "wrong_version_number", "ssl3_get_record:wrongversionnumber", "wrongversionnumber", "eproto", "tls:firstrecorddoesnotlooklikeatlshandshake", "err_ssl_wrong_version_number", "httpresponsetohttpsclient"], &[
        &TLS_UNTRUSTED,
        &WRONG_URL_OR_ENV,
    ])
    .tells(
        "the TLS handshake failed: mostly https is spoken to a port of plain http; CORS has no part in this",
        "the server behind this port does not speak TLS, or not a version that both know",
        "write `http://` where the server has no TLS, or give the port that has it",
    )
    .likely()
    .reads(at_word),
    Row::new("url-not-absolute", PROGRAM, &["failedtoparseurlfrom", "err_invalid_url", "onlyabsoluteurlsaresupported", "unsupportedprotocolscheme", "nohostinrequesturl", "missingschema", "curl:(3)", "err_invalid_protocol"], &[
        &WRONG_URL_OR_ENV,
    ])
    .tells(
        "the URL is not whole; CORS has no part in this",
        "outside of a browser a URL needs scheme and host; often an environment variable is empty",
        "write the URL with `http://` or `https://` and the host, and print the variable that it comes from",
    ),
    Row::new("node-http-status", PROGRAM, &["responsecode403(forbidden)", "httperror:httperror"], &[&NOT_CORS])
        .tells(
            "the server answered with an error that the program could read",
            "a program that is no browser is not subject to CORS",
            "look at the server's log",
        )
        .likely(),
];

/// The port, of `::1:3000`.
fn port_after(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let rest = window.rest();
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    message.named = rest.get(..digits.min(5)).filter(|port| !port.is_empty()).map(str::to_owned);
    Some(window.end + digits)
}

/// The address that refused, where it is another machine's: of `localhost` each of its addresses refuses.
fn refused(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let end = at_word(window, message)?;
    let address = window.next_word().parse().ok().filter(|address: &std::net::SocketAddr| !address.ip().is_loopback());
    message.named = address.map(|address| address.to_string());
    Some(end)
}

/// The address behind the phrase, where its port is not the URL's: then something else than the server was called.
pub(super) fn refused_elsewhere(window: &Window<'_>, url: &str) -> Option<String> {
    let address: std::net::SocketAddr = window.next_word().parse().ok()?;
    let port = url::Url::parse(url).ok()?.port_or_known_default()?;
    (address.port() != port).then(|| address.to_string())
}

/// "timeout of 5000ms exceeded" is axios'; the words alone are anybody's.
fn timeout(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    if window.is("timeoutof")
        && !window.rest().trim_start_matches(|c: char| c.is_ascii_digit()).starts_with("msexceeded")
    {
        return None;
    }
    at_word(window, message)
}

/// A code stands by itself: `PageNotFound` is none.
fn at_word(window: &Window<'_>, message: &mut Message) -> Option<usize> {
    let is_inside = !window.transcript.is_word_start(window.start)
        && window.before().ends_with(|c: char| c.is_ascii_alphanumeric());
    if is_inside { None } else { read::url_around(window, message) }
}
