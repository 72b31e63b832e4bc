//! Which methods a source has a route for at a path: what a call there can use, where nobody said it.

use crate::dialect::Dialect;
use crate::document::children;
use crate::edit::guess;
use crate::express::{object, route};
use crate::flask::path_of_route;
use crate::javascript::{Script, arguments};
use crate::path_expression::holds_for;
use crate::python::Module;

/// The calls by which a route is named after its method.
const VERBS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The methods of the routes at a path, each once, in the order of the source; none where any of them is open, and where
/// the source is of a system that has none in its file.
///
/// ```
/// use preflight_dialects::served_methods;
///
/// let source = "const app = express();\napp.get('/a', f);\napp.put('/a/:id', g);\n";
/// assert_eq!(served_methods(source, "server.js", "/a/1"), ["PUT"]);
/// assert!(served_methods(source, "server.js", "/b").is_empty());
/// ```
pub fn served_methods(source: &str, file_name: &str, path: &str) -> Vec<String> {
    let found = match guess(source, file_name) {
        Some(Dialect::Express) => of_express(source, path),
        Some(Dialect::Flask) => of_flask(source, path),
        _ => None,
    };
    let mut methods: Vec<String> = Vec::new();
    for method in found.unwrap_or_default() {
        if !methods.contains(&method) {
            methods.push(method);
        }
    }
    methods
}

/// None where a route takes any method, or one that is not read.
fn of_express(source: &str, path: &str) -> Option<Vec<String>> {
    let script = Script::parse(source).ok()?;
    let mut methods = Vec::new();
    for call in script.calls(script.root()) {
        let callee = script.callee(call);
        let is_there = || {
            let own = route(&script, call);
            // `app.get('etag')` reads a setting.
            arguments(call).count() > 1 && own.is_some_and(|own| own.starts_with('/') && holds_for(&own, path))
        };
        match callee {
            // What is chained to it is not followed.
            "all" | "route" if object(&script, call).is_some() && is_route_at(&script, call, path) => return None,
            _ if VERBS.contains(&callee) && is_there() => methods.push(callee.to_ascii_uppercase()),
            _ => {}
        }
    }
    Some(methods)
}

fn is_route_at(script: &Script<'_>, call: tree_sitter::Node<'_>, path: &str) -> bool {
    let first = arguments(call).next();
    // `Promise.all([…])` is no route.
    let is_path = first.is_some_and(|first| script.value(first).text().is_some());
    is_path && route(script, call).is_none_or(|own| holds_for(&own, path))
}

fn of_flask(source: &str, path: &str) -> Option<Vec<String>> {
    let module = Module::parse(source, &[]).ok()?;
    let mut methods = Vec::new();
    for view in module.nodes("decorated_definition") {
        let decorators = children(view).filter(|child| child.kind() == "decorator");
        for call in decorators.filter_map(|decorator| children(decorator).next()).filter(|call| call.kind() == "call") {
            if !path_of_route(&module, call).is_some_and(|own| holds_for(&own, path)) {
                continue;
            }
            let callee = module.callee(call);
            if VERBS.contains(&callee) {
                methods.push(callee.to_ascii_uppercase());
                continue;
            }
            match module.arguments(call).named.into_iter().find(|(name, _, _)| name == "methods") {
                None => methods.push("GET".to_owned()),
                Some((_, _, list)) => {
                    let list = module.value(list);
                    let texts: Option<Vec<_>> = list.elements().iter().map(|item| item.text()).collect();
                    let texts = texts?.into_iter().map(str::to_ascii_uppercase);
                    methods.extend(texts.filter(|method| !matches!(method.as_str(), "OPTIONS" | "HEAD")));
                }
            }
        }
    }
    Some(methods)
}

#[cfg(test)]
mod tests {
    use super::served_methods;

    #[test]
    fn the_routes_at_a_path_name_its_methods() {
        const EXPRESS: &str = "const app = require('express')();\n";
        for (routes, path, expected) in [
            ("app.put('/a', f);", "/a", &["PUT"][..]),
            ("app.put('/a', f);\napp.delete('/a', g);\napp.put('/a', h);", "/a", &["PUT", "DELETE"]),
            ("const r = express.Router();\nr.put('/x/:id', f);\napp.use('/api', r);", "/api/x/7", &["PUT"]),
            ("app.all('/a', f);\napp.put('/a', f);", "/a", &[]),
            ("app.route('/a').put(f);", "/a", &[]),
            ("app.get('etag');\naxios.put(url, body);", "/etag", &[]),
            ("app.put('/b', f);", "/a", &[]),
        ] {
            assert_eq!(served_methods(&format!("{EXPRESS}{routes}"), "server.js", path), expected, "{routes}");
        }
        const FLASK: &str = "app = Flask(__name__)\n";
        for (route, path, expected) in [
            ("@app.route('/a', methods=['PUT', 'OPTIONS'])", "/a", &["PUT"][..]),
            ("@app.route('/a/<int:id>')", "/a/1", &["GET"]),
            ("@app.patch('/a')", "/a", &["PATCH"]),
            ("@app.route('/a', methods=METHODS)", "/a", &[]),
        ] {
            let source = format!("{FLASK}{route}\ndef view():\n    return ''\n");
            assert_eq!(served_methods(&source, "app.py", path), expected, "{route}");
        }
    }
}
