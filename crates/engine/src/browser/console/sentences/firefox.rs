//! Firefox's in English (`dom/locales/en-US/chrome/security/security.properties`); its other languages are a table of the
//! reader's alone.

use super::super::sentence::Sentence;

/// Around each reason: the URL, the reason, and the status where the reason has one.
pub const BLOCKED: Sentence = Sentence::new(
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {}. (Reason: {}).{}",
    "(Reason:",
);

/// After a reason that has a status.
pub const STATUS: Sentence = Sentence::new(" Status code: {}.", " Status code: ");

/// The one reason around which the URL has quotes: `*`, and credentials are included.
pub const WILDCARD_WITH_CREDENTIALS: Sentence = Sentence::new(
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ‘{}’. (Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).",
    "Credential is not supported if",
);

/// A warning: `*` will not cover `Authorization` for ever.
pub const AUTHORIZATION_BY_WILDCARD: Sentence = Sentence::new(
    "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at {} soon. (Reason: When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered. To include the `Authorization` header, it must be explicitly listed in CORS header `Access-Control-Allow-Headers`).",
    "The Same Origin Policy will disallow reading the remote resource at ",
);

/// No `Access-Control-Allow-Origin`.
pub const NO_ALLOW_ORIGIN: Sentence = Sentence::new(
    "CORS header ‘Access-Control-Allow-Origin’ missing",
    "CORS header ‘Access-Control-Allow-Origin’ missing",
);

/// More than one line of it.
pub const MULTIPLE_ORIGINS: Sentence = Sentence::new(
    "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed",
    "Multiple CORS header ‘Access-Control-Allow-Origin’",
);

/// Another origin than the page's.
pub const OTHER_ORIGIN: Sentence = Sentence::new(
    "CORS header ‘Access-Control-Allow-Origin’ does not match ‘{}’",
    "CORS header ‘Access-Control-Allow-Origin’ does not match ‘",
);

/// `Access-Control-Allow-Credentials` is not `true`.
pub const CREDENTIALS_NOT_TRUE: Sentence = Sentence::new(
    "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’",
    "expected ‘true’ in CORS header",
);

/// The preflight's status is not 200 to 299.
pub const PREFLIGHT_STATUS: Sentence =
    Sentence::new("CORS preflight response did not succeed", "CORS preflight response did not succeed");

/// The preflight is redirected.
pub const PREFLIGHT_REDIRECT: Sentence =
    Sentence::new("CORS request external redirect not allowed", "CORS request external redirect not allowed");

/// `Access-Control-Allow-Methods` is not a list.
pub const UNREADABLE_METHODS: Sentence = Sentence::new(
    "invalid token ‘{}’ in CORS header ‘Access-Control-Allow-Methods’",
    "’ in CORS header ‘Access-Control-Allow-Methods’",
);

/// `Access-Control-Allow-Headers` is not a list.
pub const UNREADABLE_HEADERS: Sentence = Sentence::new(
    "invalid token ‘{}’ in CORS header ‘Access-Control-Allow-Headers’",
    "’ in CORS header ‘Access-Control-Allow-Headers’",
);

/// The method is not in the list; which, it does not say.
pub const METHOD_NOT_ALLOWED: Sentence = Sentence::new(
    "Did not find method in CORS header ‘Access-Control-Allow-Methods’",
    "Did not find method in CORS header",
);

/// The name of a request header is not in the list.
pub const HEADER_NOT_ALLOWED: Sentence = Sentence::new(
    "header ‘{}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response",
    "’ is not allowed according to header ‘Access-Control-Allow-Headers’",
);

/// Neither `http` nor `https`.
pub const SCHEME: Sentence = Sentence::new("CORS request not http", "CORS request not http");

/// A network error.
pub const NO_SUCCESS: Sentence = Sentence::new("CORS request did not succeed", "CORS request did not succeed");

/// `http` from a page over `https`.
pub const MIXED_CONTENT: Sentence =
    Sentence::new("Blocked loading mixed active content “{}”", "Blocked loading mixed active content");
