//! Chromium's (`content/renderer/…/cors_error_string.cc`, `services/network/public/cpp/cors/cors.cc`).

use super::super::sentence::Sentence;

/// Before each reason: what was loaded, its URL, where that was redirected from, and the page's origin.
pub const ACCESS: Sentence = Sentence::new(
    "Access to {} at '{}'{} from origin '{}' has been blocked by CORS policy: ",
    " has been blocked by CORS policy: ",
);

/// Between the two, of a preflight.
pub const PREFLIGHT: Sentence = Sentence::new(
    "Response to preflight request doesn't pass access control check: ",
    "Response to preflight request doesn't pass access control check: ",
);

/// No `Access-Control-Allow-Origin`.
pub const NO_ALLOW_ORIGIN: Sentence = Sentence::new(
    "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    "No 'Access-Control-Allow-Origin' header",
);

/// `*`, and credentials are included.
pub const WILDCARD_WITH_CREDENTIALS: Sentence = Sentence::new(
    "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
    "must not be the wildcard",
);

/// More than one origin.
pub const MULTIPLE_ORIGINS: Sentence = Sentence::new(
    "The 'Access-Control-Allow-Origin' header contains multiple values '{}', but only one is allowed.",
    "header contains multiple values '",
);

/// What is not an origin.
pub const INVALID_ORIGIN: Sentence = Sentence::new(
    "The 'Access-Control-Allow-Origin' header contains the invalid value '{}'.",
    "header contains the invalid value '",
);

/// Another origin than the page's.
pub const OTHER_ORIGIN: Sentence = Sentence::new(
    "The 'Access-Control-Allow-Origin' header has a value '{}' that is not equal to the supplied origin.",
    "header has a value '",
);

/// After the reasons that name a value of `Access-Control-Allow-Origin`, for `fetch()`.
pub const SEND_A_VALID_VALUE: &str = " Have the server send the header with a valid value.";

/// After the reasons about credentials, for `XMLHttpRequest`.
pub const WITH_CREDENTIALS_ATTRIBUTE: &str =
    " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.";

/// `Access-Control-Allow-Credentials` is not `true`.
pub const CREDENTIALS_NOT_TRUE: Sentence = Sentence::new(
    "The value of the 'Access-Control-Allow-Credentials' header in the response is '{}' which must be 'true' when the request's credentials mode is 'include'.",
    "'Access-Control-Allow-Credentials' header in the response is '",
);

/// The preflight is redirected.
pub const PREFLIGHT_REDIRECT: Sentence = Sentence::new(
    "Redirect is not allowed for a preflight request.",
    "Redirect is not allowed for a preflight request",
);

/// The preflight's status is not 200 to 299.
pub const PREFLIGHT_STATUS: Sentence =
    Sentence::new("It does not have HTTP ok status.", "does not have HTTP ok status");

/// `Access-Control-Allow-Methods` is not a list.
pub const UNREADABLE_METHODS: Sentence = Sentence::new(
    "Cannot parse Access-Control-Allow-Methods response header field in preflight response.",
    "Cannot parse Access-Control-Allow-Methods",
);

/// `Access-Control-Allow-Headers` is not a list.
pub const UNREADABLE_HEADERS: Sentence = Sentence::new(
    "Cannot parse Access-Control-Allow-Headers response header field in preflight response.",
    "Cannot parse Access-Control-Allow-Headers",
);

/// The method is not in the list.
pub const METHOD_NOT_ALLOWED: Sentence = Sentence::new(
    "Method {} is not allowed by Access-Control-Allow-Methods in preflight response.",
    " is not allowed by Access-Control-Allow-Methods in preflight response",
);

/// The name of a request header is not in the list.
pub const HEADER_NOT_ALLOWED: Sentence = Sentence::new(
    "Request header field {} is not allowed by Access-Control-Allow-Headers in preflight response.",
    " is not allowed by Access-Control-Allow-Headers in preflight response",
);

/// A redirect to a URL with a user name. The code passes no location, so none is shown.
pub const REDIRECT_CREDENTIALS: Sentence = Sentence::new(
    "Redirect location '' contains a username and password, which is disallowed for cross-origin requests.",
    "contains a username and password",
);

/// Neither `http` nor `https`, and the schemes that are fetched cross-origin.
pub const SCHEME: Sentence = Sentence::new(
    "Cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app.",
    "Cross origin requests are only supported for protocol schemes",
);

/// Local Network Access: another address space than announced.
pub const ADDRESS_SPACE: Sentence = Sentence::new(
    "Request had a target IP address space of `{}` yet the resource is in address space `{}`.",
    "Request had a target IP address space",
);

/// Local Network Access: the page is not over `https`.
pub const INSECURE_CLIENT: Sentence = Sentence::new(
    "The request client is not a secure context and the resource is in more-private address space `{}`.",
    "is not a secure context and the resource is in",
);

/// Local Network Access: no permission.
pub const LOCAL_NETWORK_DENIED: Sentence = Sentence::new(
    "Permission was denied for this request to access the `{}` address space.",
    "Permission was denied for this request to access",
);

/// Another origin, in the mode `same-origin`: the URL and the page's origin.
pub const SAME_ORIGIN_MODE: Sentence = Sentence::new(
    "Fetch API cannot load {}. Request mode is \"same-origin\" but the URL's origin is not same as the request origin {}.",
    "Request mode is \"same-origin\"",
);

/// `http` from a page over `https`: the page's origin, what was loaded, and its URL.
pub const MIXED_CONTENT: Sentence = Sentence::new(
    "Mixed Content: The page at '{}/' was loaded over HTTPS, but requested an insecure {} '{}'. This request has been blocked; the content must be served over HTTPS.",
    "was loaded over HTTPS, but requested an insecure",
);
