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

/// Whether CORS is named in a sentence. What a debug page lists besides says nothing: `corsheaders` among its settings,
/// `at cors (…/node_modules/cors/lib/index.js)` in the stack of another error, or the request's `Sec-Fetch-Mode: cors`.
pub(crate) fn speaks_of_cors(body: &str) -> bool {
    body.match_indices("cors").any(|(at, word)| {
        let (before, after) = (&body[..at], &body[at + word.len()..]);
        is_word(before, after) && !is_frame(before, after) && !is_fetch_mode(before)
    })
}

/// Whether a word stands for itself, and is no part of a name or a path.
fn is_word(before: &str, after: &str) -> bool {
    let is_joined = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '_' | '-');
    let is_file = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    !before.ends_with(|c| is_joined(c) || c == '.') && !after.starts_with(is_joined) && !is_file
}

/// Whether it is a function in a stack.
fn is_frame(before: &str, after: &str) -> bool {
    before.trim_end().ends_with("at") && after.trim_start().starts_with('(')
}

/// Whether it is the value of the request's own header, in whatever form it is listed.
fn is_fetch_mode(before: &str) -> bool {
    const NEAR: usize = 96;
    let names = ["fetch-mode", "fetch_mode"].into_iter().filter_map(|name| before.rfind(name));
    names.max().is_some_and(|at| before.len() - at < NEAR)
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
            ("<td>http_sec_fetch_mode</td>\n <td class=\"code\"><pre>&#x27;cors&#x27;</pre></td>", false),
            ("{\"sec-fetch-mode\": \"cors\"}", false),
            ("the scorsese collection", false),
        ] {
            assert_eq!(speaks_of_cors(body), expected, "{body}");
        }
    }
}
