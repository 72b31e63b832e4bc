//! What the beginning of a body speaks of.

/// As much of a body is looked at.
const BODY_LIMIT: usize = 64 * 1024;

/// The beginning of a body in lower case, what is no text left out.
pub(crate) fn lower(body: &[u8]) -> String {
    String::from_utf8_lossy(&body[..body.len().min(BODY_LIMIT)]).to_ascii_lowercase()
}

/// Whether an error page is one of a CORS library: "Disallowed CORS origin", "Invalid CORS request".
pub(crate) fn speaks_of_origin(body: &str) -> bool {
    speaks_of_cors(body) || body.contains("origin")
}

pub(crate) fn speaks_of_cors(body: &str) -> bool {
    body.contains("cors")
}

/// Whether an error is about credentials that are missing.
pub(crate) fn speaks_of_login(body: &str) -> bool {
    const WORDS: [&str; 9] = [
        "authorization",
        "authenticat",
        "unauthorized",
        "api key",
        "api_key",
        "api-key",
        "apikey",
        "access token",
        "missing token",
    ];
    WORDS.iter().any(|word| body.contains(word))
}

/// Whether a page has a field for a password.
pub(crate) fn asks_for_password(body: &str) -> bool {
    ["type=password", "type=\"password\"", "type='password'"].iter().any(|field| body.contains(field))
}
