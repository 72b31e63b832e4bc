//! The names of fields by which one side of an exchange is known.

/// Fields without which a list of fields is any text with colons.
pub(super) const TELLING: [&str; 10] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
    "access-control-max-age",
    "vary",
    "content-type",
    "server",
    "content-length",
];

/// Names that only a request has, whole or in their beginning.
pub(super) const OF_REQUESTS: [&str; 16] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "access-control-request-",
    "authorization",
    "cookie",
    "dnt",
    "host",
    "if-modified-since",
    "if-none-match",
    "origin",
    "referer",
    "sec-",
    "upgrade-insecure-requests",
    "user-agent",
    "x-requested-with",
];

/// Names that only a response has, whole or in their beginning.
pub(super) const OF_RESPONSES: [&str; 14] = [
    "access-control-allow-",
    "access-control-expose-headers",
    "access-control-max-age",
    "age",
    "allow",
    "etag",
    "expires",
    "last-modified",
    "location",
    "server",
    "set-cookie",
    "vary",
    "www-authenticate",
    "x-powered-by",
];
