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

/// Whether CORS is named in a sentence. What a debug page lists besides says nothing: `corsheaders` among its settings, or
/// `at cors (…/node_modules/cors/lib/index.js)` in the stack of another error.
pub(crate) fn speaks_of_cors(body: &str) -> bool {
    body.match_indices("cors").any(|(at, word)| {
        let (before, after) = (&body[..at], &body[at + word.len()..]);
        let is_joined = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '_' | '-');
        let is_file = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        let is_frame = before.trim_end().ends_with("at") && after.trim_start().starts_with('(');
        let is_word = !before.ends_with(|c| is_joined(c) || c == '.') && !after.starts_with(is_joined);
        is_word && !is_file && !is_frame
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cors_is_named_in_a_sentence_and_not_in_a_list_of_what_is_installed() {
        for (body, expected) in [
            ("error: not allowed by cors<br> &nbsp; at origin (/app/server.js:7:20)", true),
            ("{\"error\":\"cors\"}", true),
            ("invalid cors request", true),
            ("disallowed cors origin", true),
            ("blocked by cors policy.", true),
            ("this request violates cors.", true),
            ("['corsheaders.middleware.corsmiddleware', 'django.middleware.common.commonmiddleware']", false),
            ("typeerror: x is undefined<br> at cors (/app/node_modules/cors/lib/index.js:188:7)", false),
            ("file \"/srv/cors.py\", line 3", false),
            ("flask-cors 6.0", false),
            ("the scorsese collection", false),
        ] {
            assert_eq!(speaks_of_cors(body), expected, "{body}");
        }
    }
}
