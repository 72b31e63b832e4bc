//! Paths as other systems write them, as routes of a policy file.

use crate::code::Code;
use crate::note::{Notes, Site};

/// Everything below a path.
pub(crate) fn below(prefix: &str) -> Option<String> {
    let prefix = prefix.trim_end_matches('/');
    (!prefix.is_empty()).then(|| format!("{prefix}/{{*rest}}"))
}

/// A path of Express or ASP.NET with parameters (`/users/:id`) as a route (`/users/{id}`).
pub(crate) fn with_parameters(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment.strip_prefix(':') {
        Some(name) => format!("{{{}}}", name.trim_end_matches(['?', '*', '+'])),
        None => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}

/// A regular expression that is matched from the start of a path: `/api/*`, `^/api/.*$`, `r"/v[12]/.*"`.
///
/// An expression that says more than a prefix or one path is noted, and the fixed part before it taken.
pub(crate) fn of_expression(expression: &str, site: Site, notes: &mut Notes) -> Option<String> {
    let text = expression.strip_prefix('^').unwrap_or(expression);
    let (text, ends) = match text.strip_suffix('$').or_else(|| text.strip_suffix("\\Z")) {
        Some(text) => (text, true),
        None => (text, false),
    };
    let (fixed, rest) = text.split_at(text.find(|c: char| "*.[]()?+{}|\\^$".contains(c)).unwrap_or(text.len()));
    let names_all_below = matches!(rest, ".*" | ".+" | "(.*)" | "(?:.*)") && (fixed.is_empty() || fixed.ends_with('/'));
    let path = match rest {
        "" if ends => Some(fixed.to_owned()).filter(|fixed| !fixed.is_empty()),
        "" | "*" | ".*" | ".+" | "(.*)" | "(?:.*)" => below(fixed),
        _ => below(&fixed[..fixed.rfind('/').unwrap_or(0)]),
    };
    let says_it_exactly = names_all_below || rest.is_empty() && ends || rest == "*" && path.is_none();
    if !says_it_exactly {
        let route = path.as_deref().unwrap_or("every path");
        notes.note(
            Code::PathApproximated,
            site,
            format!("`{expression}` is matched as a regular expression from the start of the path; imported as `{route}`, which ends at a slash"),
        );
    }
    path
}

/// The parts of an expression of which one has to match: `^/a/.*$|^/b$`.
pub(crate) fn alternatives(expression: &str) -> Vec<&str> {
    let (mut parts, mut begin, mut depth, mut is_escaped) = (Vec::new(), 0, 0_usize, false);
    for (place, c) in expression.char_indices() {
        match c {
            _ if is_escaped => {}
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                parts.push(&expression[begin..place]);
                begin = place + 1;
            }
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    parts.push(&expression[begin..]);
    parts
}

/// Whether a route (`/api/{*rest}`, `/users/{id}`) is for a path.
pub(crate) fn holds_for(route: &str, path: &str) -> bool {
    let mut segments = path.split('?').next().unwrap_or_default().split('/');
    for part in route.split('/') {
        match segments.next() {
            _ if part.starts_with("{*") => return true,
            Some(segment) if part.starts_with('{') || part == segment => {}
            _ => return false,
        }
    }
    segments.next().is_none_or(str::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_are_those_outside_of_brackets() {
        for (expression, parts) in [
            ("^/v1/.*$", vec!["^/v1/.*$"]),
            ("^/v1/.*$|^/api/orders/$", vec!["^/v1/.*$", "^/api/orders/$"]),
            ("^/(a|b)/[|]\\|$|/c", vec!["^/(a|b)/[|]\\|$", "/c"]),
        ] {
            assert_eq!(alternatives(expression), parts);
        }
    }

    #[test]
    fn path_expressions_become_routes() {
        for (expression, route, is_exact) in [
            ("/api/*", Some("/api/{*rest}"), false),
            ("^/api/.*$", Some("/api/{*rest}"), true),
            ("^/api", Some("/api/{*rest}"), false),
            ("^/api$", Some("/api"), true),
            ("/*", None, true),
            ("^.*$", None, true),
            (".*", None, true),
            ("^/v[12]/.*$", None, false),
            ("^/api/v[12]/.*$", Some("/api/{*rest}"), false),
        ] {
            let mut notes = Notes::default();
            assert_eq!(of_expression(expression, Site::default(), &mut notes).as_deref(), route, "{expression}");
            assert_eq!(notes.into_sorted().is_empty(), is_exact, "{expression}");
        }
    }
}
