//! What a request's own headers say about caches.

use crate::browser::user_agent::UserAgent;
use crate::header_list::HeaderList;

/// The fields that make an answer depend on what the asker has already.
const CONDITIONS: [&[u8]; 5] =
    [b"if-match", b"if-modified-since", b"if-none-match", b"if-range", b"if-unmodified-since"];

/// Whether the request brings its own condition.
pub(super) fn is_conditional(headers: &HeaderList) -> bool {
    CONDITIONS.iter().any(|name| headers.contains(name))
}

/// Whether the request asks in so many words for what is not kept.
pub(super) fn wants_anew(headers: &HeaderList, user_agent: &UserAgent) -> bool {
    let has = |name: &[u8], directives: &[&[u8]]| {
        let value = headers.get(name).unwrap_or_default().to_ascii_lowercase();
        value.split(|&byte| byte == b',').any(|directive| directives.contains(&directive.trim_ascii()))
    };
    user_agent.request_pragma_counts && has(b"pragma", &[b"no-cache"])
        || has(b"cache-control", &[b"no-cache", b"no-store", b"max-age=0"])
}
