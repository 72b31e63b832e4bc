//! Where an application uses `cors(…)`.

use tree_sitter::Node;

use crate::document::field;
use crate::javascript::{Script, arguments};
use crate::path_expression;

/// The methods of an application or a router that take a handler.
const MOUNTS: [&str; 11] =
    ["use", "options", "all", "get", "post", "put", "patch", "delete", "head", "route", "register"];

/// One place where CORS is switched on.
pub(super) struct Mount<'n> {
    /// `cors(…)`
    pub(super) call: Node<'n>,
    /// The path in the syntax of routes; none for all.
    pub(super) path: Option<String>,
    /// `use`, `options`, `get`, …
    pub(super) verb: &'n str,
}

/// The mounts of a source, in its order.
pub(super) fn mounts<'n>(script: &'n Script<'_>) -> Vec<Mount<'n>> {
    let mut names = script.imports_of("cors");
    if names.is_empty() {
        names.push("cors");
    }
    let is_cors = |call: &Node<'_>| {
        let function = field(*call, "function").filter(|function| function.kind() == "identifier");
        function.is_some_and(|function| names.contains(&script.text(function)))
    };
    let mut mounts = Vec::new();
    for call in script.calls(script.root()).filter(is_cors) {
        let users = users(script, call);
        if users.is_empty() {
            mounts.push(Mount { call, path: None, verb: "use" });
        }
        mounts.extend(users.into_iter().map(|user| Mount {
            call,
            path: path(script, user),
            verb: script.callee(user),
        }));
    }
    mounts
}

/// The calls that are handed `cors(…)`, directly or by a name.
fn users<'n>(script: &'n Script<'_>, call: Node<'n>) -> Vec<Node<'n>> {
    let Some(parent) = call.parent() else { return Vec::new() };
    match parent.kind() {
        "arguments" => parent.parent().filter(|user| MOUNTS.contains(&script.callee(*user))).into_iter().collect(),
        "variable_declarator" => {
            let Some(name) = field(parent, "name").map(|name| script.text(name)) else { return Vec::new() };
            let uses = |user: &Node<'_>| {
                MOUNTS.contains(&script.callee(*user))
                    && arguments(*user).any(|argument| argument.kind() == "identifier" && script.text(argument) == name)
            };
            script.calls(script.root()).filter(uses).collect()
        }
        _ => Vec::new(),
    }
}

fn path(script: &Script<'_>, user: Node<'_>) -> Option<String> {
    let first = arguments(user).next()?;
    let path = script.value(first).text()?.to_owned();
    match path.as_str() {
        "*" | "/" | "/*" | "(.*)" | "/{*splat}" => None,
        _ if script.callee(user) == "use" => path_expression::below(&path_expression::with_parameters(&path)),
        _ => match path.strip_suffix("/*") {
            Some(prefix) => path_expression::below(prefix),
            None => Some(path_expression::with_parameters(&path)),
        },
    }
}
