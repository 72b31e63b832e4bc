//! Where an application uses `cors(…)`.

use tree_sitter::Node;

use crate::document::field;
use crate::javascript::{Script, arguments};
use crate::path_expression;

/// The methods of an application or a router that take a handler.
pub(crate) const MOUNTS: [&str; 11] =
    ["use", "options", "all", "get", "post", "put", "patch", "delete", "head", "route", "register"];

/// One place where CORS is switched on.
pub(crate) struct Mount<'n> {
    /// `cors(…)`, or what takes its options in its place.
    pub(crate) call: Node<'n>,
    /// What is said about CORS, if anything is.
    pub(crate) options: Option<Node<'n>>,
    /// The call that is handed `cors(…)`: `app.use(…)`.
    pub(crate) user: Option<Node<'n>>,
    /// The path in the syntax of routes; none for all.
    pub(crate) path: Option<String>,
    /// `use`, `options`, `get`, …
    pub(crate) verb: &'n str,
}

/// The mounts of a source, in its order.
pub(crate) fn mounts<'n>(script: &'n Script<'_>) -> Vec<Mount<'n>> {
    let names = names(script);
    let is_cors = |call: &Node<'_>| match field(*call, "function") {
        Some(function) if function.kind() == "identifier" => names.contains(&script.text(function)),
        // `require('cors')({ … })`
        Some(function) => script.requires(function, "cors"),
        None => false,
    };
    let mut mounts = Vec::new();
    for call in script.calls(script.root()).filter(is_cors) {
        let users = users(script, call);
        let options = arguments(call).next();
        if users.is_empty() {
            mounts.push(Mount { call, options, user: None, path: None, verb: "use" });
        }
        mounts.extend(users.into_iter().map(|user| Mount {
            call,
            options,
            user: Some(user),
            path: path(script, user),
            verb: script.callee(user),
        }));
    }
    mounts.extend(mounts_of_nest(script));
    mounts.sort_by_key(|mount| mount.user.unwrap_or(mount.call).start_byte());
    mounts
}

/// The names of the package in a source; `cors` if it comes from elsewhere.
pub(crate) fn names<'t>(script: &Script<'t>) -> Vec<&'t str> {
    let names = script.imports_of("cors");
    if names.is_empty() { vec!["cors"] } else { names }
}

/// NestJS hands its options on to the package: `app.enableCors(…)`, `NestFactory.create(AppModule, { cors: … })`.
fn mounts_of_nest<'n>(script: &'n Script<'_>) -> Vec<Mount<'n>> {
    let mut mounts = Vec::new();
    for call in script.calls(script.root()) {
        let options = match script.callee(call) {
            "enableCors" => arguments(call).next(),
            "create"
                if field(call, "function")
                    .is_some_and(|function| script.text(function).starts_with("NestFactory.")) =>
            {
                let settings = arguments(call).last().and_then(|last| script.object(last));
                match settings.and_then(|settings| script.entry(settings, "cors")) {
                    Some(options) => Some(options),
                    None => continue,
                }
            }
            _ => continue,
        };
        mounts.push(Mount { call, options, user: Some(call), path: None, verb: "use" });
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
