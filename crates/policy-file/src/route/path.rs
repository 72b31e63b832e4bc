//! The path of a route, in the syntax of `matchit`: `/api/{id}`, `/api/{*rest}`.

use matchit::{InsertError, Router};

use preflight_rules::policies;

use crate::document::Node;
use crate::reader::Reader;

/// A path has at most this many bytes; servers refuse longer ones.
const PATH_LIMIT: usize = 8192;

pub(super) fn read(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<String> {
    let phrase = reader.phrase("path", node)?;
    let path = &*phrase.text;
    let Err(rule) = check(path) else { return Some(path.to_owned()) };
    let help = right_spelling(path).filter(|_| phrase.shown_as.is_none());
    let help = help.map(|suggestion| format!("write `{suggestion}`"));
    reader.report.error_with_help(
        &policies::INVALID_PATH,
        &node.site,
        format!("{} is not a path of a route: {rule}", phrase.shown()),
        help,
    );
    None
}

fn check(path: &str) -> Result<(), &'static str> {
    if !path.starts_with('/') {
        return Err("a path begins with a slash");
    }
    if path.len() > PATH_LIMIT {
        return Err("a path has at most 8192 bytes");
    }
    if path.contains(['?', '#']) {
        return Err("a path has no query and no fragment");
    }
    // The router compares what is on the wire.
    if !path.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("a path is ASCII without white space; other characters are percent-encoded");
    }
    if path.contains("/:") {
        return Err("a parameter stands in braces");
    }
    if path.split('/').any(|segment| segment.starts_with('*')) {
        return Err("the rest of a path stands in braces, with a name");
    }
    // It would never match: the router compares with the path as the client sent it.
    Router::new().insert(path, ()).map_err(|error| match error {
        InsertError::InvalidParamSegment => "a segment has one parameter, and nothing after it",
        InsertError::InvalidParam => "a parameter is a name in braces; `{{` and `}}` are the characters",
        InsertError::InvalidCatchAll => "the rest of a path stands at its end, after a slash",
        _ => "the router does not take it",
    })
}

/// With a slash, without a query, and with the parameters of other routers in braces.
fn right_spelling(path: &str) -> Option<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default().trim();
    let segments = path.trim_start_matches('/').split('/').map(|segment| match segment.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None if segment.starts_with('*') => match segment.trim_start_matches('*') {
            "" => "{*rest}".to_owned(),
            name => format!("{{*{name}}}"),
        },
        None => segment.to_owned(),
    });
    let candidate = format!("/{}", segments.collect::<Vec<_>>().join("/"));
    check(&candidate).is_ok().then_some(candidate)
}
