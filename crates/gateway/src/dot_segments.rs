//! Where a path leads once its dot segments are resolved, as an upstream may resolve them.
//!
//! Browsers resolve dot segments before they send, so an honest path has none. One that hides them (`/public/..%2fadmin`)
//! could be routed by one policy and served as a resource of another.

/// What an upstream may make of a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// There are no dot segments.
    AsWritten,
    /// Another path.
    To(String),
    /// It climbs above the root, and so out of the base path of an upstream.
    AboveRoot,
}

/// Resolves dot segments in every spelling that a known server decodes: `%2e`, a slash as `%2f`, `\` or `%5c`, and a
/// path parameter after the dots (`..;`).
pub(crate) fn resolve(path: &str) -> Resolved {
    if !path.contains("..") && !contains_ignoring_case(path, "%2e") {
        return Resolved::AsWritten;
    }
    let decoded = decode_dots_and_slashes(path);
    let mut segments: Vec<&str> = Vec::new();
    let mut has_dot_segments = false;
    for segment in decoded.split('/').skip(1) {
        match segment.split(';').next() {
            Some(".") => has_dot_segments = true,
            Some("..") => {
                has_dot_segments = true;
                if segments.pop().is_none() {
                    return Resolved::AboveRoot;
                }
            }
            _ => segments.push(segment),
        }
    }
    if has_dot_segments { Resolved::To(format!("/{}", segments.join("/"))) } else { Resolved::AsWritten }
}

fn decode_dots_and_slashes(path: &str) -> String {
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        let (meaning, length) = match rest.get(..3).map(str::to_ascii_lowercase).as_deref() {
            Some("%2e") => ('.', 3),
            Some("%2f" | "%5c") => ('/', 3),
            _ if first == '\\' => ('/', 1),
            _ => (first, first.len_utf8()),
        };
        decoded.push(meaning);
        rest = &rest[length..];
    }
    decoded
}

fn contains_ignoring_case(text: &str, lower_case: &str) -> bool {
    text.as_bytes().windows(lower_case.len()).any(|window| window.eq_ignore_ascii_case(lower_case.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_segments_resolve_in_every_spelling() {
        let to = |path: &str| Resolved::To(path.to_owned());
        for (path, resolved) in [
            ("/", Resolved::AsWritten),
            ("/a//b;c/%2f", Resolved::AsWritten),
            ("/a..b/...", Resolved::AsWritten),
            ("/@scope%2fname", Resolved::AsWritten),
            ("/file%2ejson", Resolved::AsWritten),
            ("/public/../admin", to("/admin")),
            ("/public/%2E%2e/admin", to("/admin")),
            ("/public/..%2fadmin", to("/admin")),
            ("/public/..%5Cadmin", to("/admin")),
            ("/public/..\\admin", to("/admin")),
            ("/public/..;x=1/admin", to("/admin")),
            ("/public/./%2e/../x", to("/x")),
            ("/../admin", Resolved::AboveRoot),
            ("/a/..%2f..%2fadmin", Resolved::AboveRoot),
        ] {
            assert_eq!(resolve(path), resolved, "{path}");
        }
    }
}
