//! The names that the options of `axios`, jQuery and `fetch()` have, and what somebody meant who wrote another one.

/// A library and the names of its options.
pub(super) struct Library {
    pub(super) name: &'static str,
    pub(super) keys: &'static [&'static str],
    /// Names that other libraries have for the same, and what this one has.
    others: &'static [(&'static str, &'static str)],
}

/// So many letters of a name may be wrong, at most a third of them.
const TYPOS: usize = 2;

/// A name of fewer letters is like too many others.
const SHORTEST: usize = 4;

/// What stands among the options is no header.
const AMONG_HEADERS: &str = "a member of `headers`";

/// [`axios`](https://axios-http.com/docs/req_config)
pub(super) const AXIOS: Library = Library {
    name: "axios",
    #[rustfmt::skip]
    keys: &[
        "url", "method", "baseURL", "allowAbsoluteUrls", "transformRequest", "transformResponse", "headers", "params",
        "paramsSerializer", "data", "timeout", "timeoutErrorMessage", "withCredentials", "adapter", "auth", "responseType",
        "responseEncoding", "xsrfCookieName", "xsrfHeaderName", "withXSRFToken", "onUploadProgress", "onDownloadProgress",
        "maxContentLength", "maxBodyLength", "validateStatus", "maxRedirects", "beforeRedirect", "socketPath", "transport",
        "httpAgent", "httpsAgent", "proxy", "cancelToken", "signal", "decompress", "insecureHTTPParser", "transitional", "env",
        "formSerializer", "maxRate", "fetchOptions", "httpVersion", "family", "lookup", "parseReviver",
    ],
    others: &[
        ("type", "`method`"),
        ("body", "`data`"),
        ("json", "`data`"),
        ("query", "`params`"),
        ("credentials", "`withCredentials: true`"),
        ("xhrFields", "`withCredentials: true`"),
        ("contentType", AMONG_HEADERS),
        ("authorization", AMONG_HEADERS),
        ("accept", AMONG_HEADERS),
        ("config", "its members, beside `url`"),
        ("options", "its members, beside `url`"),
    ],
};

/// [`$.ajax`](https://api.jquery.com/jQuery.ajax/)
pub(super) const JQUERY: Library = Library {
    name: "`$.ajax`",
    #[rustfmt::skip]
    keys: &[
        "accepts", "async", "beforeSend", "cache", "complete", "contents", "contentType", "context", "converters",
        "crossDomain", "data", "dataFilter", "dataType", "error", "global", "headers", "ifModified", "isLocal", "jsonp",
        "jsonpCallback", "method", "mimeType", "password", "processData", "scriptAttrs", "scriptCharset", "statusCode",
        "success", "timeout", "traditional", "type", "url", "username", "xhr", "xhrFields",
    ],
    others: &[
        ("withCredentials", "`xhrFields: {withCredentials: true}`"),
        ("credentials", "`xhrFields: {withCredentials: true}`"),
        ("body", "`data`"),
        ("params", "`data`"),
        ("authorization", AMONG_HEADERS),
        ("accept", AMONG_HEADERS),
    ],
};

/// [RequestInit](https://fetch.spec.whatwg.org/#requestinit), and what Node and Next.js add.
pub(super) const FETCH: Library = Library {
    name: "`fetch()`",
    #[rustfmt::skip]
    keys: &[
        "method", "headers", "body", "mode", "credentials", "cache", "redirect", "referrer", "referrerPolicy", "integrity",
        "keepalive", "signal", "window", "duplex", "priority", "targetAddressSpace", "dispatcher", "agent", "next",
    ],
    others: &[
        ("type", "`method`"),
        ("data", "`body`"),
        ("json", "`body: JSON.stringify(…)`"),
        ("withCredentials", "`credentials: 'include'`"),
        ("crossDomain", "`mode: 'cors'`"),
        ("contentType", AMONG_HEADERS),
        ("authorization", AMONG_HEADERS),
        ("accept", AMONG_HEADERS),
    ],
};

impl Library {
    /// What a name means that is none of its own; `None` where that is anybody's guess.
    pub(super) fn meant(&self, name: &str) -> Option<&'static str> {
        if let Some((_, meant)) = self.others.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)) {
            return Some(meant);
        }
        if name.eq_ignore_ascii_case("content-type") || name.to_ascii_lowercase().starts_with("access-control-") {
            return Some(AMONG_HEADERS);
        }
        let lower = name.to_ascii_lowercase();
        let distance = |key: &str| strsim::damerau_levenshtein(&lower, &key.to_ascii_lowercase());
        let is_like = |key: &str| distance(key) <= TYPOS.min(name.len() / 3);
        let key =
            self.keys.iter().filter(|key| key.len() >= SHORTEST && is_like(key)).min_by_key(|key| distance(key))?;
        MEANT.iter().find(|(other, _)| other == key).map(|(_, meant)| *meant)
    }
}

/// The names that matter to CORS, as they are quoted.
const MEANT: [(&str, &str); 10] = [
    ("method", "`method`"),
    ("headers", "`headers`"),
    ("data", "`data`"),
    ("body", "`body`"),
    ("params", "`params`"),
    ("withCredentials", "`withCredentials`"),
    ("credentials", "`credentials`"),
    ("contentType", "`contentType`"),
    ("xhrFields", "`xhrFields`"),
    ("mode", "`mode`"),
];
