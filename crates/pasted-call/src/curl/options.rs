//! The options of `curl` ([manual](https://curl.se/docs/manpage.html)) by what they mean for a call.

/// An option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CurlOption {
    pub(super) has_value: bool,
    pub(super) meaning: Meaning,
}

/// What an option means for a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Url,
    Method,
    /// `Name: value`.
    Header,
    /// The value of this header.
    Named(&'static str),
    Range,
    User,
    Bearer,
    Cookies,
    /// A body, or `@` and the file that holds it.
    Data,
    RawData,
    Json,
    Form,
    DataIsQuery,
    HeadOnly,
    Upload,
    /// What `curl` shows or how long it waits: nothing that a server sees.
    OfTheTool,
    /// What a browser does instead.
    NotInBrowsers(&'static str),
}

use Meaning::{
    Bearer, Cookies, Data, DataIsQuery, Form, HeadOnly, Header, Json, Method, Named, NotInBrowsers, OfTheTool, Range,
    RawData, Upload, Url, User,
};

const CERTIFICATES: Meaning = NotInBrowsers("a browser checks certificates; `--cacert` names another authority");
const ADDRESS: Meaning = NotInBrowsers("a browser looks the host up");
const PROXY: Meaning = NotInBrowsers("the call is made without a proxy");
const CLIENT_CERTIFICATE: Meaning = NotInBrowsers("the call is made without a client's certificate");

/// Letter (or `'\0'`), name, whether a value follows, and what it means.
#[rustfmt::skip]
const OPTIONS: &[(char, &str, bool, Meaning)] = &[
    ('\0', "url", true, Url),
    ('X', "request", true, Method),
    ('H', "header", true, Header),
    ('A', "user-agent", true, Named("User-Agent")),
    ('e', "referer", true, Named("Referer")),
    ('r', "range", true, Range),
    ('u', "user", true, User),
    ('\0', "oauth2-bearer", true, Bearer),
    ('b', "cookie", true, Cookies),
    ('d', "data", true, Data),
    ('\0', "data-ascii", true, Data),
    ('\0', "data-binary", true, Data),
    ('\0', "data-urlencode", true, Data),
    ('\0', "data-raw", true, RawData),
    ('\0', "json", true, Json),
    ('F', "form", true, Form),
    ('\0', "form-string", true, Form),
    ('G', "get", false, DataIsQuery),
    ('I', "head", false, HeadOnly),
    ('T', "upload-file", true, Upload),
    ('k', "insecure", false, CERTIFICATES),
    ('\0', "cacert", true, CERTIFICATES),
    ('\0', "capath", true, CERTIFICATES),
    ('E', "cert", true, CLIENT_CERTIFICATE),
    ('\0', "key", true, CLIENT_CERTIFICATE),
    ('\0', "resolve", true, ADDRESS),
    ('\0', "connect-to", true, ADDRESS),
    ('\0', "unix-socket", true, ADDRESS),
    ('\0', "interface", true, ADDRESS),
    ('\0', "dns-servers", true, ADDRESS),
    ('4', "ipv4", false, ADDRESS),
    ('6', "ipv6", false, ADDRESS),
    ('x', "proxy", true, PROXY),
    ('U', "proxy-user", true, PROXY),
    ('\0', "socks5", true, PROXY),
    ('\0', "socks5-hostname", true, PROXY),
    ('\0', "noproxy", true, OfTheTool),
    ('\0', "request-target", true, NotInBrowsers("a browser sends the path of the URL")),
    ('\0', "aws-sigv4", true, NotInBrowsers("a page would sign the request itself")),
    ('n', "netrc", false, NotInBrowsers("a page would set `Authorization` itself")),
    ('\0', "digest", false, NotInBrowsers("a page would set `Authorization` itself")),
    ('\0', "ntlm", false, NotInBrowsers("a page would set `Authorization` itself")),
    ('\0', "negotiate", false, NotInBrowsers("a page would set `Authorization` itself")),
    ('K', "config", true, NotInBrowsers("its file is not read")),
    ('\0', "basic", false, OfTheTool),
    ('\0', "anyauth", false, OfTheTool),
    ('s', "silent", false, OfTheTool),
    ('S', "show-error", false, OfTheTool),
    ('v', "verbose", false, OfTheTool),
    ('i', "include", false, OfTheTool),
    ('\0', "show-headers", false, OfTheTool),
    ('L', "location", false, OfTheTool),
    ('\0', "location-trusted", false, OfTheTool),
    ('f', "fail", false, OfTheTool),
    ('\0', "fail-with-body", false, OfTheTool),
    ('g', "globoff", false, OfTheTool),
    ('N', "no-buffer", false, OfTheTool),
    ('O', "remote-name", false, OfTheTool),
    ('J', "remote-header-name", false, OfTheTool),
    ('R', "remote-time", false, OfTheTool),
    ('j', "junk-session-cookies", false, OfTheTool),
    ('q', "disable", false, OfTheTool),
    ('#', "progress-bar", false, OfTheTool),
    ('Z', "parallel", false, OfTheTool),
    ('0', "http1.0", false, OfTheTool),
    ('1', "tlsv1", false, OfTheTool),
    ('\0', "http1.1", false, OfTheTool),
    ('\0', "http2", false, OfTheTool),
    ('\0', "http2-prior-knowledge", false, OfTheTool),
    ('\0', "http3", false, OfTheTool),
    ('\0', "tlsv1.2", false, OfTheTool),
    ('\0', "tlsv1.3", false, OfTheTool),
    ('\0', "compressed", false, OfTheTool),
    ('\0', "no-progress-meter", false, OfTheTool),
    ('\0', "no-keepalive", false, OfTheTool),
    ('\0', "path-as-is", false, OfTheTool),
    ('\0', "ssl-no-revoke", false, OfTheTool),
    ('\0', "tcp-nodelay", false, OfTheTool),
    ('o', "output", true, OfTheTool),
    ('w', "write-out", true, OfTheTool),
    ('D', "dump-header", true, OfTheTool),
    ('c', "cookie-jar", true, OfTheTool),
    ('m', "max-time", true, OfTheTool),
    ('y', "speed-time", true, OfTheTool),
    ('Y', "speed-limit", true, OfTheTool),
    ('\0', "connect-timeout", true, OfTheTool),
    ('\0', "expect100-timeout", true, OfTheTool),
    ('\0', "keepalive-time", true, OfTheTool),
    ('\0', "limit-rate", true, OfTheTool),
    ('\0', "max-filesize", true, OfTheTool),
    ('\0', "max-redirs", true, OfTheTool),
    ('\0', "retry", true, OfTheTool),
    ('\0', "retry-delay", true, OfTheTool),
    ('\0', "retry-max-time", true, OfTheTool),
    ('\0', "retry-all-errors", false, OfTheTool),
    ('\0', "retry-connrefused", false, OfTheTool),
    ('\0', "stderr", true, OfTheTool),
    ('\0', "trace", true, OfTheTool),
    ('\0', "trace-ascii", true, OfTheTool),
    ('\0', "trace-time", false, OfTheTool),
    ('\0', "ciphers", true, OfTheTool),
    ('\0', "tls-max", true, OfTheTool),
    ('\0', "output-dir", true, OfTheTool),
    ('\0', "create-dirs", false, OfTheTool),
];

/// The option of a letter.
pub(super) fn short(letter: char) -> Option<CurlOption> {
    find(|&(other, ..)| other == letter && letter != '\0')
}

/// The option of a name, without its hyphens.
pub(super) fn long(name: &str) -> Option<CurlOption> {
    find(|&(_, other, ..)| other == name)
}

fn find(is_it: impl Fn(&(char, &str, bool, Meaning)) -> bool) -> Option<CurlOption> {
    OPTIONS.iter().find(|row| is_it(row)).map(|&(_, _, has_value, meaning)| CurlOption { has_value, meaning })
}
