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
    let mut mounts = Vec::new();
    for call in script.calls(script.root()).filter(|call| is_cors(script, *call)) {
        let users = users(script, call);
        let options = arguments(call).next();
        if users.is_empty() {
            mounts.push(Mount { call, options, user: None, path: None, verb: "use" });
        }
        mounts.extend(users.into_iter().map(|user| Mount {
            call,
            options,
            user: Some(user),
            path: route(script, user),
            verb: script.callee(user),
        }));
    }
    mounts.extend(mounts_of_nest(script));
    mounts.sort_by_key(|mount| mount.user.unwrap_or(mount.call).start_byte());
    mounts
}

/// Whether a call is of the package, by its name where it stands.
pub(crate) fn is_cors(script: &Script<'_>, call: Node<'_>) -> bool {
    match field(call, "function") {
        Some(function) if function.kind() == "identifier" => {
            let name = script.text(function);
            let is_of_package = |binding: Node<'_>| match binding.kind() {
                "import_statement" => true,
                // `require('cors')`, `(await import('cors')).default`
                "variable_declarator" => field(binding, "value").is_some_and(|value| {
                    names_package(script, value)
                        || value.kind() == "identifier" && names(script).contains(&script.text(value))
                }),
                _ => false,
            };
            names(script).contains(&name)
                && script.binding(call, name).is_none_or(is_of_package)
                && script.assigned(script.root(), name).is_none()
        }
        // `require('cors')({ … })`
        Some(function) => script.requires(function, "cors"),
        None => false,
    }
}

fn names_package(script: &Script<'_>, value: Node<'_>) -> bool {
    script.document().descendants(value).any(|node| node.kind() == "string" && script.string(node) == "cors")
}

/// The names of the package in a source; `cors` if it comes from elsewhere.
fn names<'t>(script: &Script<'t>) -> Vec<&'t str> {
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

/// The path of a mount, below those of the routers around it.
pub(crate) fn route(script: &Script<'_>, user: Node<'_>) -> Option<String> {
    let prefix = object(script, user).map(|object| prefix(script, object, 0)).unwrap_or_default();
    let own = arguments(user).next().and_then(|first| script.value(first).text().map(str::to_owned));
    let own = own.filter(|own| !matches!(own.as_str(), "*" | "/" | "/*" | "(.*)" | "/{*splat}"));
    let Some(own) = own else { return path_expression::below(&path_expression::with_parameters(&prefix)) };
    let path = format!("{prefix}{own}");
    match path.strip_suffix("/*") {
        _ if script.callee(user) == "use" => path_expression::below(&path_expression::with_parameters(&path)),
        Some(prefix) => path_expression::below(prefix),
        None => Some(path_expression::with_parameters(&path)),
    }
}

/// Routers within routers, at most.
pub(crate) const ROUTERS_LIMIT: usize = 6;

/// The path that a router is used below; empty for an application, and where it is used in several places or in none.
fn prefix(script: &Script<'_>, router: &str, depth: usize) -> String {
    let is_handed = |argument: Node<'_>| argument.kind() == "identifier" && script.text(argument) == router;
    let calls = script.calls(script.root()).filter(|call| script.callee(*call) == "use");
    let users: Vec<_> = calls.filter(|call| arguments(*call).any(is_handed)).collect();
    let [only] = users[..] else { return String::new() };
    let Some(outer) = object(script, only).filter(|_| depth < ROUTERS_LIMIT) else { return String::new() };
    let own = arguments(only).next().and_then(|first| script.value(first).text().map(str::to_owned));
    let own = own.filter(|own| own.starts_with('/')).unwrap_or_default();
    format!("{}{}", prefix(script, outer, depth + 1), own.trim_end_matches('/'))
}

/// `app` of `app.use(…)`.
pub(crate) fn object<'t>(script: &Script<'t>, call: Node<'_>) -> Option<&'t str> {
    let function = field(call, "function").filter(|function| function.kind() == "member_expression")?;
    field(function, "object").map(|object| script.text(object))
}
