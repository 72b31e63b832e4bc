//! WebKit's (`Source/WebCore/loader/CrossOriginAccessControl.cpp`, `Source/WebKit/NetworkProcess/…`): the reason, then which
//! call failed.

use super::super::sentence::Sentence;

/// No `Access-Control-Allow-Origin`, or one for another origin: the page's origin, and the status.
pub const ORIGIN_NOT_ALLOWED: Sentence = Sentence::new(
    "Origin {} is not allowed by Access-Control-Allow-Origin. Status code: {}",
    " is not allowed by Access-Control-Allow-Origin",
);

/// `*`, and credentials are included.
pub const WILDCARD_WITH_CREDENTIALS: Sentence = Sentence::new(
    "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.",
    "Cannot use wildcard in Access-Control-Allow-Origin",
);

/// More than one origin.
pub const MULTIPLE_ORIGINS: Sentence = Sentence::new(
    "Access-Control-Allow-Origin cannot contain more than one origin.",
    "Access-Control-Allow-Origin cannot contain more than one origin",
);

/// `Access-Control-Allow-Credentials` is not `true`.
pub const CREDENTIALS_NOT_TRUE: Sentence = Sentence::new(
    "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\".",
    "but Access-Control-Allow-Credentials is not \"true\"",
);

/// The preflight's status is not 200 to 299.
pub const PREFLIGHT_STATUS: Sentence =
    Sentence::new("Preflight response is not successful. Status code: {}", "Preflight response is not successful");

/// The preflight would go where no request may.
pub const PREFLIGHT_BLOCKED: Sentence =
    Sentence::new("CORS-preflight request was blocked", "CORS-preflight request was blocked");

/// `Access-Control-Allow-Methods` is not a list.
pub const UNREADABLE_METHODS: Sentence = Sentence::new(
    "Header Access-Control-Allow-Methods has an invalid value: {}",
    "Header Access-Control-Allow-Methods has an invalid value:",
);

/// `Access-Control-Allow-Headers` is not a list.
pub const UNREADABLE_HEADERS: Sentence = Sentence::new(
    "Header Access-Control-Allow-Headers has an invalid value: {}",
    "Header Access-Control-Allow-Headers has an invalid value:",
);

/// The method is not in the list.
pub const METHOD_NOT_ALLOWED: Sentence = Sentence::new(
    "Method {} is not allowed by Access-Control-Allow-Methods.",
    " is not allowed by Access-Control-Allow-Methods.",
);

/// The name of a request header is not in the list.
pub const HEADER_NOT_ALLOWED: Sentence = Sentence::new(
    "Request header field {} is not allowed by Access-Control-Allow-Headers.",
    " is not allowed by Access-Control-Allow-Headers.",
);

/// Redirects without end.
pub const TOO_MANY_REDIRECTS: Sentence =
    Sentence::new("Load cannot follow more than 20 redirections", "Load cannot follow more than 20 redirections");

/// A redirect, and the page wanted none.
pub const REDIRECT_MODE: Sentence = Sentence::new(
    "Not allowed to follow a redirection while loading {}",
    "Not allowed to follow a redirection while loading ",
);

/// A redirect to another scheme.
pub const REDIRECT_SCHEME: Sentence = Sentence::new(
    "Redirection to URL with a scheme that is not HTTP(S).",
    "Redirection to URL with a scheme that is not HTTP(S)",
);

/// Around the reasons that end a redirect: where it leads.
pub const REDIRECT_DENIED: Sentence = Sentence::new(
    "Cross-origin redirection to {} denied by Cross-Origin Resource Sharing policy: {}",
    " denied by Cross-Origin Resource Sharing policy:",
);

/// A redirect to a scheme that CORS does not follow, a reason of [`REDIRECT_DENIED`].
pub const REDIRECT_NOT_FOLLOWED: Sentence = Sentence::new(
    "not allowed to follow a cross-origin CORS redirection with non CORS scheme",
    "not allowed to follow",
);

/// A redirect to a URL with a user name, a reason of [`REDIRECT_DENIED`].
pub const REDIRECT_CREDENTIALS: Sentence = Sentence::new("redirection URL {} has credentials", " has credentials");

/// `ftp`.
pub const FTP: Sentence = Sentence::new("FTP URLs are disabled", "FTP URLs are disabled");

/// Neither `http` nor `https`.
pub const SCHEME: Sentence = Sentence::new(
    "Cross origin requests are only supported for HTTP.",
    "Cross origin requests are only supported for HTTP.",
);

/// Another origin, where only the page's own is allowed: the URL and the page's origin.
pub const UNSAFE_ATTEMPT: Sentence = Sentence::new(
    "Unsafe attempt to load URL {} from origin {}. Domains, protocols and ports must match.",
    "Unsafe attempt to load URL ",
);

/// A redirect mode that `no-cors` does not have.
pub const NO_CORS_REDIRECT_MODE: Sentence =
    Sentence::new("No-Cors mode requires follow redirect mode", "No-Cors mode requires follow redirect mode");

/// A port that no page may reach, and the URL.
pub const BAD_PORT: Sentence =
    Sentence::new("Not allowed to use restricted network port {}: {}", "Not allowed to use restricted network port ");

/// Nothing listens.
pub const NO_CONNECTION: Sentence =
    Sentence::new("Could not connect to {}: Connection refused", "Could not connect to ");

/// The connection ended before the answer.
pub const CONNECTION_ENDED: Sentence =
    Sentence::new("Connection terminated unexpectedly", "Connection terminated unexpectedly");

/// `http` from a page over `https`: the page's origin, the URL, and what it must do.
pub const MIXED_CONTENT: Sentence = Sentence::new(
    "[blocked] The page at {}/ requested insecure content from {}. This content was blocked and must{}",
    " requested insecure content from ",
);

/// Subresource integrity.
pub const INTEGRITY: Sentence = Sentence::new("Failed integrity metadata check.", "Failed integrity metadata check.");

/// `Cross-Origin-Resource-Policy`, and the URL.
pub const RESOURCE_POLICY: Sentence = Sentence::new(
    "Cancelled load to {} because it violates the resource's Cross-Origin-Resource-Policy response header.",
    " because it violates the resource's Cross-Origin-Resource-Policy",
);
