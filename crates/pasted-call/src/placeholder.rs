//! What stands in a URL for a value that whoever reads it is to fill in: `{id}`, `[user]`, `:id`, `<id>`, `$ID`, `${ID}`, `%ID%`.

/// A longer name is none.
const NAME_LIMIT: usize = 48;

/// A placeholder, as it is written, and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placeholder<'a> {
    pub(crate) at: usize,
    pub(crate) written: &'a str,
}

impl<'a> Placeholder<'a> {
    /// Without its marks.
    pub(crate) fn name(&self) -> &'a str {
        self.written.trim_matches(['{', '}', '[', ']', '<', '>', '$', '%', ':', '.'])
    }
}

/// The first placeholder before the query, which CORS never looks at.
pub(crate) fn first(url: &str) -> Option<Placeholder<'_>> {
    let path = &url[..url.find(['?', '#']).unwrap_or(url.len())];
    let starts = path.char_indices().filter(|(_, c)| matches!(c, '{' | '$' | '<' | '[' | ':' | '%'));
    starts.map(|(at, _)| at).find_map(|at| {
        let written = at_place(path, at)?;
        Some(Placeholder { at, written })
    })
}

fn at_place(path: &str, at: usize) -> Option<&str> {
    let rest = &path[at..];
    // In brackets it may be a part of a segment; all else is one, since a URL has such signs of its own.
    for (open, close) in [("${", "}"), ("{", "}"), ("<", ">")] {
        if let Some(name) = rest.strip_prefix(open).and_then(|inner| inner.split_once(close)).map(|(name, _)| name) {
            return is_name(name, "_-. ").then(|| &rest[..open.len() + name.len() + close.len()]);
        }
    }
    let segment = rest.split('/').next().unwrap_or_default();
    let is_first = at == 0;
    if !is_first && !path[..at].ends_with('/') {
        return None;
    }
    let bracketed = |open: &str, close: &str| segment.strip_prefix(open).and_then(|name| name.strip_suffix(close));
    let is_placeholder = if let Some(name) = bracketed("[", "]") {
        // `http://[::1]/` is a host.
        is_name(name.trim_start_matches("..."), "_-")
    } else if let Some(name) = bracketed("%", "%") {
        is_name(name, "_") && !is_byte(name)
    } else if let Some(name) = segment.strip_prefix('$') {
        // OData has paths as `$metadata`.
        is_name(name, "_") && (is_first || !name.contains(|c: char| c.is_ascii_lowercase()))
    } else {
        !is_first && segment.strip_prefix(':').is_some_and(|name| is_name(name, "_-"))
    };
    is_placeholder.then_some(segment)
}

fn is_name(name: &str, others: &str) -> bool {
    name.len() <= NAME_LIMIT
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c))
}

/// Whether these are the digits of a percent-encoded byte.
fn is_byte(name: &str) -> bool {
    name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_told_from_what_urls_have() {
        for (url, expected) in [
            ("https://a.test/users/{id}", Some("{id}")),
            ("https://a.test/users-{id}.json", Some("{id}")),
            ("https://a.test/users/[user]/todos", Some("[user]")),
            ("https://a.test/docs/[...slug]", Some("[...slug]")),
            ("https://a.test/users/:id", Some(":id")),
            ("https://a.test/users/<your id>", Some("<your id>")),
            ("https://a.test/users/$ID/todos", Some("$ID")),
            ("https://a.test/users/${id}", Some("${id}")),
            ("https://a.test/%ID%/todos", Some("%ID%")),
            ("%API%/todos", Some("%API%")),
            ("$base/todos", Some("$base")),
            ("https://<host>/todos", Some("<host>")),
            ("https://a.test/todos/12", None),
            ("http://[::1]:8080/todos", None),
            ("http://localhost:3000/todos", None),
            ("https://a.test/$metadata", None),
            ("https://a.test/v1/todos:batch", None),
            ("https://a.test/%E4%/x", None),
            ("https://a.test/a%20b/%C3%A4", None),
            ("https://a.test/{1,2}", None),
            ("https://a.test/graphql?query={me}", None),
            ("https://a.test/todos?filter[name]=:x", None),
        ] {
            assert_eq!(first(url).map(|placeholder| placeholder.written), expected, "{url}");
        }
    }
}
