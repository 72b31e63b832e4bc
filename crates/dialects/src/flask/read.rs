//! From a source that uses Flask-CORS to policies.

use tree_sitter::Node;

use super::by_hand;
use super::options::Options;
use super::policy::policy;
use crate::code::Code;
use crate::dialect::Dialect;
use crate::document::{children, field};
use crate::import::{ImportError, Read};
use crate::note::{Notes, Site};
use crate::path_expression;
use crate::python::Module;
use crate::route_policy::{RoutePolicy, name_for};
use crate::value::{Expression, Located, Value};

/// Reads the policies of a source.
pub(crate) fn read(source: &str, notes: &mut Notes) -> Read {
    let module = Module::parse(source, &[])?;
    let configuration = Options::of_configuration(&module);
    let mut policies: Vec<RoutePolicy> = Vec::new();
    let mut add = |path: Option<String>, options: &Options, site: Site, notes: &mut Notes| {
        let config = policy(options, site, notes);
        if !policies.iter().any(|policy| policy.path == path && policy.config == config) {
            policies.push(RoutePolicy { name: name_for(path.as_deref(), &policies), path, config });
        }
    };
    let extensions = extensions(&module);
    let replaced = by_hand::in_place_of(&module, &extensions);
    if let (Some(_), Some(call)) = (replaced, extensions.iter().flatten().last()) {
        notes.note(
            Code::IgnoredValue,
            module.site(*call),
            "a function below sets Access-Control-Allow-Origin after every request, and Flask-CORS leaves such an answer alone: what it is told here holds nowhere",
        );
    }
    for extension in extensions.iter().filter(|_| replaced.is_none()) {
        let mut options = configuration.clone();
        for call in extension {
            options = options.with_arguments(&module, &module.arguments(*call), notes);
        }
        let site = extension.last().map_or_else(Site::default, |call| module.site(*call));
        for (path, options) in resources(&options, notes) {
            add(path, &options, site, notes);
        }
    }
    for (decorator, view) in decorators(&module) {
        let options = match decorator.kind() {
            "call" => configuration.clone().with_arguments(&module, &module.arguments(decorator), notes),
            _ => configuration.clone(),
        };
        let paths = routes(&module, view);
        if paths.is_empty() {
            add(None, &options, module.site(decorator), notes);
        }
        for path in paths {
            add(Some(path), &options, module.site(decorator), notes);
        }
    }
    for function in by_hand::functions(&module) {
        let config = by_hand::policy(&module, function, notes);
        if !policies.iter().any(|policy| policy.path.is_none() && policy.config == config) {
            policies.push(RoutePolicy { name: name_for(None, &policies), path: None, config });
        }
    }
    // A configuration file without the call that uses it.
    if extensions.is_empty() && policies.is_empty() && !configuration.is_empty() {
        let site = Site { line: 1, column: 1 };
        notes.note(
            Code::MiddlewareMissing,
            site,
            "`CORS(app)` is not in this file; the policy is what the settings say",
        );
        for (path, options) in resources(&configuration, notes) {
            let config = policy(&options, site, notes);
            policies.push(RoutePolicy { name: name_for(path.as_deref(), &policies), path, config });
        }
    }
    match policies.is_empty() {
        true => Err(ImportError::NoCors {
            dialect: Dialect::Flask,
            sought: "`CORS(app)`, `@cross_origin`, `app.config['CORS_…']` or a header that is set by hand",
        }),
        false => Ok(policies),
    }
}

/// The uses of the extension: `CORS(app, …)`, or `CORS(…)` with the `init_app(app, …)` that belongs to it.
pub(crate) fn extensions<'m>(module: &'m Module<'_>) -> Vec<Vec<Node<'m>>> {
    let constructions: Vec<_> = module.nodes("call").filter(|call| module.callee(*call) == "CORS").collect();
    let mut extensions = Vec::new();
    for construction in constructions {
        let name = construction.parent().filter(|parent| parent.kind() == "assignment");
        let name = name.and_then(|assignment| field(assignment, "left")).map(|left| module.text(left));
        let starts = |call: &Node<'_>| {
            let object = field(*call, "function").and_then(|function| field(function, "object"));
            module.callee(*call) == "init_app" && object.map(|object| module.text(object)) == name
        };
        let has_application = !module.arguments(construction).positional.is_empty();
        let started = module.nodes("call").find(|call| name.is_some() && !has_application && starts(call));
        extensions.push([construction].into_iter().chain(started).collect());
    }
    // `cors` may come from another file.
    let is_cors =
        |call: &Node<'_>| field(*call, "function").is_some_and(|function| module.text(function) == "cors.init_app");
    if extensions.is_empty() {
        extensions.extend(module.nodes("call").filter(is_cors).map(|call| vec![call]));
    }
    extensions
}

/// The paths that the options are for, each with its own options on top.
fn resources(options: &Options, notes: &mut Notes) -> Vec<(Option<String>, Options)> {
    let Some(resources) = options.value("resources") else { return vec![(None, options.clone())] };
    match &resources.value {
        Value::Table(entries) => {
            let mut paths = Vec::new();
            for (path, own) in entries {
                let own = match &own.value {
                    Value::Table(own) => options.clone().with_entries(own, notes),
                    _ => options.clone(),
                };
                paths.extend(self::path(path, notes).map(|path| (path, own)));
            }
            paths
        }
        _ => {
            let paths = resources.elements().iter().filter_map(|path| self::path(path, notes));
            paths.map(|path| (path, options.clone())).collect()
        }
    }
}

/// The path of a resource; none where it cannot be read.
fn path(path: &Located, notes: &mut Notes) -> Option<Option<String>> {
    match &path.value {
        Value::Text(text) if super::expression::looks_like_expression(text) => {
            Some(path_expression::of_expression(text, path.site, notes))
        }
        Value::Text(text) => Some(Some(text.clone())),
        Value::Expression(Expression { source, .. }) => Some(path_expression::of_expression(source, path.site, notes)),
        _ => {
            notes.note(
                Code::DynamicValue,
                path.site,
                "for which paths it holds is known only when the program runs; left out",
            );
            None
        }
    }
}

/// The uses of `@cross_origin`, each with the view that it decorates.
pub(crate) fn decorators<'m>(module: &'m Module<'_>) -> Vec<(Node<'m>, Node<'m>)> {
    let decorated = module.nodes("decorator").filter_map(|decorator| {
        let expression = children(decorator).next()?;
        let name = if expression.kind() == "call" { module.callee(expression) } else { module.text(expression) };
        (name == "cross_origin").then_some((expression, decorator.parent()?))
    });
    decorated.collect()
}

/// The paths of a view: `@app.route("/users/<id>")`, `@app.get("/users")`.
pub(crate) fn routes(module: &Module<'_>, view: Node<'_>) -> Vec<String> {
    let calls = children(view).filter(|child| child.kind() == "decorator").filter_map(|child| children(child).next());
    calls.filter(|call| call.kind() == "call").flat_map(|call| path_of_route(module, call)).collect()
}

/// The path that one decorator names, if it is of a route: `@app.get("/users/<id>")`.
pub(crate) fn path_of_route(module: &Module<'_>, call: Node<'_>) -> Option<String> {
    let is_route = matches!(module.callee(call), "route" | "get" | "post" | "put" | "patch" | "delete");
    let path = module.arguments(call).positional.first().map(|path| module.value(*path)).filter(|_| is_route)?;
    path.text().map(with_parameters)
}

/// The routes of all views of a source.
pub(crate) fn routes_of_file(source: &str) -> Vec<String> {
    let Ok(module) = Module::parse(source, &[]) else { return Vec::new() };
    module.nodes("decorated_definition").flat_map(|view| routes(&module, view)).collect()
}

/// `/users/<int:id>` as `/users/{id}`.
fn with_parameters(path: &str) -> String {
    let segments =
        path.split('/').map(|segment| match segment.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
            Some(parameter) => format!("{{{}}}", parameter.rsplit(':').next().unwrap_or(parameter)),
            None => segment.to_owned(),
        });
    segments.collect::<Vec<_>>().join("/")
}
