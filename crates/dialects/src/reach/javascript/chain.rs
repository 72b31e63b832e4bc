//! The handlers of an application in the order in which they were registered, each met by one request.

use std::ops::Range;

use tree_sitter::Node;

use super::machine::{Machine, shown};
use super::start::{overwritten, position};
use super::value::Val;
use crate::document::{children, field};
use crate::express::{MOUNTS, ROUTERS_LIMIT, is_cors, may_refuse};
use crate::javascript::{Script, arguments};
use crate::path_expression::{holds_for, with_parameters};

/// Middleware that neither answers nor sets a header of CORS.
const PASSING: [&str; 26] = [
    "express.json",
    "express.urlencoded",
    "express.text",
    "express.raw",
    "bodyParser.json",
    "bodyParser.urlencoded",
    "bodyParser.text",
    "bodyParser.raw",
    "body_parser.json",
    "json",
    "urlencoded",
    "helmet",
    "morgan",
    "logger",
    "cookieParser",
    "cookie_parser",
    "compression",
    "session",
    "expressSession",
    "cookieSession",
    "fileUpload",
    "passport.initialize",
    "passport.session",
    "responseTime",
    "methodOverride",
    "favicon",
];

/// Words in the names of what answers by itself.
const ANSWERING: [&str; 7] = ["auth", "jwt", "protect", "verify", "guard", "require", "csrf"];

/// A handler or several, as an application was given them.
pub(super) struct Registration<'n> {
    pub(super) call: Node<'n>,
    /// The application or the router.
    object: String,
    verb: &'n str,
    paths: Vec<Node<'n>>,
    handlers: Vec<Node<'n>>,
}

impl Registration<'_> {
    /// Whether it is for a path that is not one text.
    pub(super) fn has_unread_path(&self, script: &Script<'_>) -> bool {
        self.paths.iter().any(|path| script.value(*path).text().is_none_or(is_of_express_5))
    }
}

/// `*splat`, which stands for every path in Express 5 alone.
fn is_of_express_5(path: &str) -> bool {
    let name = path.trim_matches(['/', '{', '}']).strip_prefix('*').unwrap_or_default();
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// What a handler did with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Met {
    Passed,
    Answered,
}

/// The registrations of a source, in its order.
pub(super) fn registrations<'n>(script: &'n Script<'_>) -> Vec<Registration<'n>> {
    let mut found: Vec<_> = script.calls(script.root()).filter_map(|call| registration(script, call)).collect();
    // `app.use(a).use(b)`: the outer call stands first in the tree, and is made last.
    found.sort_by_key(|registration| (position(script, registration.call, 0), registration.call.end_byte()));
    found
}

/// The application that the requests come to: the one that is made, else the only one that is used.
pub(super) fn application(script: &Script<'_>, registrations: &[Registration<'_>]) -> Option<String> {
    let made = |names: &[&str]| {
        let mut declarators = script.nodes().filter(|node| node.kind() == "variable_declarator");
        declarators.find_map(|declarator| {
            let (name, value) = (field(declarator, "name")?, field(declarator, "value")?);
            let value = if value.kind() == "await_expression" { children(value).next()? } else { value };
            let function = field(value, "function").filter(|_| value.kind() == "call_expression")?;
            let text = script.text(function).replace('"', "'");
            names
                .iter()
                .any(|name| text == *name || text.ends_with(&format!(".{name}")))
                .then(|| script.text(name).to_owned())
        })
    };
    let express = script.imports_of("express");
    let is_used = |name: &String| registrations.iter().any(|registration| registration.object == *name);
    let names: Vec<&str> = express.into_iter().chain(["express", "require('express')", "create"]).collect();
    let candidates = [made(&names), made(&["Router"]), registrations.first().map(|first| first.object.clone())];
    candidates.into_iter().flatten().find(is_used)
}

fn registration<'n>(script: &'n Script<'_>, call: Node<'n>) -> Option<Registration<'n>> {
    let verb = script.callee(call);
    let function = field(call, "function").filter(|function| function.kind() == "member_expression")?;
    let is_cors_of_nest = verb == "enableCors";
    if !MOUNTS.contains(&verb) && !is_cors_of_nest {
        return None;
    }
    let mut object = field(function, "object")?;
    let given: Vec<_> = arguments(call).collect();
    let mut paths = Vec::new();
    // `app.route('/x').get(…).post(…)`, `app.use(a).use(b)`
    while object.kind() == "call_expression" {
        if script.callee(object) == "route" {
            paths.extend(arguments(object).next());
        }
        object = field(field(object, "function")?, "object")?;
    }
    if !matches!(object.kind(), "identifier" | "member_expression" | "this") || verb == "route" {
        return None;
    }
    let is_path = |node: &Node<'n>| matches!(node.kind(), "string" | "template_string" | "regex" | "array");
    let mut handlers = given;
    let first_is_list_of_handlers = handlers.first().is_some_and(|first| {
        first.kind() == "array" && children(*first).all(|inner| !matches!(inner.kind(), "string" | "regex"))
    });
    if paths.is_empty() && !first_is_list_of_handlers && handlers.first().is_some_and(is_path) {
        paths.push(handlers.remove(0));
    } else if paths.is_empty() && verb != "use" && !is_cors_of_nest && handlers.len() >= 2 {
        // A path by its name.
        paths.push(handlers.remove(0));
    } else if paths.is_empty()
        && verb == "use"
        && handlers.len() >= 2
        && handlers[0].kind() == "identifier"
        && script.declared(script.text(handlers[0])).is_some_and(|declared| is_path(&declared))
    {
        paths.push(handlers.remove(0));
    }
    // `map.get(key)`, `cache.delete(key)`
    let is_registration = is_cors_of_nest || verb == "use" || !handlers.is_empty() && !paths.is_empty();
    is_registration.then(|| Registration {
        call,
        object: scoped(script, call, &aliased(script, call, script.text(object))),
        verb,
        paths,
        handlers,
    })
}

/// A name as it counts where a node stands: what is declared anew within a block or a function is another one.
fn scoped(script: &Script<'_>, node: Node<'_>, name: &str) -> String {
    let Some(binding) = script.binding(node, name) else { return name.to_owned() };
    let mut declarators = script.nodes().filter(|node| node.kind() == "variable_declarator");
    let first = declarators.find(|other| field(*other, "name").is_some_and(|own| script.text(own) == name));
    match first {
        Some(first) if first != binding => format!("{name}@{}", binding.start_byte()),
        _ => name.to_owned(),
    }
}

/// The name of the application where a function of this file is handed it: `setUp(app)` for `function setUp(server) { … }`.
fn aliased(script: &Script<'_>, call: Node<'_>, object: &str) -> String {
    let mut outer = call;
    while let Some(parent) = outer.parent() {
        outer = parent;
        if !outer.kind().contains("function") {
            continue;
        }
        let Some(place) = script.parameters(outer).iter().position(|parameter| *parameter == object) else { continue };
        let is_it = |other: &Node<'_>| script.declared(script.callee(*other)) == Some(outer);
        let handed = script.calls(script.root()).find(is_it).and_then(|user| arguments(user).nth(place));
        if let Some(handed) = handed.filter(|handed| handed.kind() == "identifier") {
            return script.text(handed).to_owned();
        }
    }
    object.to_owned()
}

impl<'t> Machine<'_, '_, 't> {
    /// Sends the request through what an application was given.
    pub(super) fn through(&mut self, registrations: &[Registration<'_>], application: &str) {
        let mut has_route = false;
        let met = self.chain(registrations, application, 0, &mut has_route);
        if let Some(other) = overwritten(self.script, application) {
            self.answer.doubt(self.site(other), format!("`{}`", shown(self.script.text(other))));
        }
        let site = self.site(self.script.root());
        if met == Met::Passed {
            self.answer.end(Some(if self.request.is_options() && has_route { 200 } else { 404 }), site);
        }
    }

    fn chain(&mut self, registrations: &[Registration<'_>], object: &str, depth: usize, has_route: &mut bool) -> Met {
        for registration in registrations.iter().filter(|registration| registration.object == object) {
            let outer = self.path.clone();
            if !self.is_for(registration, has_route) || !self.is_registered(registration.call, &registration.object) {
                self.path = outer;
                continue;
            }
            let met = self.meet_all(registrations, registration, depth, has_route);
            self.path = outer;
            if met == Met::Answered {
                return Met::Answered;
            }
        }
        Met::Passed
    }

    /// Whether a registration is for the request; a prefix is cut off the path.
    fn is_for(&mut self, registration: &Registration<'_>, has_route: &mut bool) -> bool {
        let is_use = matches!(registration.verb, "use" | "enableCors" | "register");
        let is_path = registration.paths.is_empty() || self.holds_path(registration, is_use);
        if !is_path {
            return false;
        }
        *has_route |= !is_use;
        match registration.verb {
            "use" | "all" | "enableCors" | "register" => true,
            "get" => matches!(self.request.method.as_str(), "GET" | "HEAD"),
            verb => verb.eq_ignore_ascii_case(&self.request.method),
        }
    }

    fn holds_path(&mut self, registration: &Registration<'_>, is_prefix: bool) -> bool {
        let patterns: Vec<Val> = registration
            .paths
            .iter()
            .map(|path| self.evaluate(*path, 0))
            .flat_map(|path| match path {
                Val::List(paths) => paths,
                path => vec![path],
            })
            .collect();
        let Some(path) = self.path.clone() else { return true };
        for pattern in patterns {
            let held = match &pattern {
                Val::Text(text) if is_of_express_5(text) => {
                    let site = self.site(registration.call);
                    Some(self.choices.holds("this is Express 5, whose `*name` stands for every path", site))
                }
                Val::Text(text) => Some(self.holds_text(text, &path, is_prefix)),
                Val::Regex(expression) => {
                    super::super::expression::matches(expression, super::super::expression::From::Anywhere, &path)
                }
                _ => None,
            };
            let (text, site) = (shown(self.script.text(registration.call)), self.site(registration.call));
            if held.unwrap_or_else(|| self.choices.holds(&text, site)) {
                return true;
            }
        }
        false
    }

    fn holds_text(&mut self, text: &str, path: &str, is_prefix: bool) -> bool {
        if matches!(text, "*" | "/*" | "(.*)" | "/(.*)" | "/{*splat}" | "*splat" | "/*splat") {
            return true;
        }
        let (text, open) = match text.strip_suffix("/*").or_else(|| text.strip_suffix("/(.*)")) {
            Some(prefix) => (prefix, true),
            None => (text.strip_suffix('*').unwrap_or(text), text.ends_with('*')),
        };
        let route = with_parameters(&text.to_ascii_lowercase());
        let below = format!("{}/{{*rest}}", route.trim_end_matches('/'));
        let path_in_lower_case = path.to_ascii_lowercase();
        let holds = holds_for(&route, path_in_lower_case.trim_end_matches('/'))
            || holds_for(&route, &path_in_lower_case)
            || (is_prefix || open) && holds_for(&below, &path_in_lower_case);
        if holds && is_prefix {
            let count = route.trim_end_matches('/').split('/').count();
            let rest: Vec<_> = path.split('/').skip(count).collect();
            self.path = Some(format!("/{}", rest.join("/")));
        }
        holds
    }

    fn meet_all(
        &mut self,
        registrations: &[Registration<'_>],
        registration: &Registration<'_>,
        depth: usize,
        has_route: &mut bool,
    ) -> Met {
        if registration.verb == "enableCors" {
            return self.meet_cors(registration.call, registration.handlers.first().copied());
        }
        for handler in &registration.handlers {
            let met = self.meet(registrations, *handler, registration, depth, has_route);
            if self.is_failed {
                return self.fail(registrations, &registration.object);
            }
            if met == Met::Answered {
                return Met::Answered;
            }
        }
        Met::Passed
    }

    fn meet(
        &mut self,
        registrations: &[Registration<'_>],
        handler: Node<'_>,
        registration: &Registration<'_>,
        depth: usize,
        has_route: &mut bool,
    ) -> Met {
        let script = self.script;
        match handler.kind() {
            "array" => {
                for inner in children(handler) {
                    let met = self.meet(registrations, inner, registration, depth, has_route);
                    if met == Met::Answered || self.is_failed {
                        return met;
                    }
                }
                Met::Passed
            }
            "arrow_function" | "function_expression" | "function_declaration" => {
                self.meet_function(&handler.byte_range())
            }
            "call_expression" => self.meet_call(handler, registration),
            "identifier" => {
                let name = &*scoped(script, handler, script.text(handler));
                if registrations.iter().any(|other| other.object == name) && depth < ROUTERS_LIMIT {
                    return self.chain(registrations, name, depth + 1, has_route);
                }
                match script.declared(script.text(handler)) {
                    Some(declared) if declared.kind() != "identifier" => {
                        self.meet(registrations, declared, registration, depth + 1, has_route)
                    }
                    _ => self.meet_unknown(handler, registration),
                }
            }
            "await_expression" | "as_expression" | "parenthesized_expression" => children(handler)
                .next()
                .map_or(Met::Passed, |inner| self.meet(registrations, inner, registration, depth, has_route)),
            _ => self.meet_unknown(handler, registration),
        }
    }

    fn meet_call(&mut self, call: Node<'_>, registration: &Registration<'_>) -> Met {
        let script = self.script;
        let Some(function) = field(call, "function") else { return self.meet_unknown(call, registration) };
        if is_cors(script, call) {
            return self.meet_cors(call, None);
        }
        let text = script.text(function).to_owned();
        if may_refuse(script, call, self.request.body) && !self.answer.has("access-control-allow-origin") {
            let takes_it = format!("{} takes the body", shown(script.text(call)));
            self.is_failed = !self.choices.holds(&takes_it, self.site(call));
            return Met::Passed;
        }
        if PASSING.contains(&text.as_str()) {
            return Met::Passed;
        }
        // Static files are for GET and HEAD, and what is no file goes on.
        if text.ends_with(".static") || text == "serveStatic" || text == "static" {
            if !matches!(self.request.method.as_str(), "GET" | "HEAD") {
                return Met::Passed;
            }
            let site = self.site(call);
            let shown = shown(script.text(call));
            // Below a path of its own there is what is asked for; at the root it is not known whether there is.
            let is_own = !registration.paths.is_empty() && self.request.path.is_some();
            if is_own || self.choices.holds(&format!("{shown} has the file"), site) {
                self.answer.end(Some(200), site);
                return Met::Answered;
            }
            return Met::Passed;
        }
        // A function of this file that makes a handler.
        if function.kind() == "identifier"
            && let Some(maker) = script.declared(&text)
            && maker.kind().contains("function")
        {
            let value = self.evaluate(call, 0);
            if let Val::Function(range) = value {
                return self.meet_function(&range);
            }
        }
        self.meet_unknown(call, registration)
    }

    fn meet_cors(&mut self, call: Node<'_>, options: Option<Node<'_>>) -> Met {
        self.is_passed = false;
        self.cors(call, options);
        if self.answer.is_ended { Met::Answered } else { Met::Passed }
    }

    fn meet_function(&mut self, range: &Range<usize>) -> Met {
        let Some(function) = self.script.node_at(range.start, range.end) else { return Met::Passed };
        let parameters = self.script.parameters(function).len();
        // A handler of errors is met by errors only.
        if parameters >= 4 {
            return Met::Passed;
        }
        self.is_passed = false;
        self.call_function(range, vec![Val::Request, Val::Response, Val::Next], 0);
        if self.answer.is_ended {
            return Met::Answered;
        }
        if self.is_passed || self.is_failed {
            return Met::Passed;
        }
        let site = self.site(function);
        // What neither answers nor hands on does so later, in what was not followed.
        self.answer.end(None, site);
        Met::Answered
    }

    fn meet_unknown(&mut self, handler: Node<'_>, registration: &Registration<'_>) -> Met {
        let text = self.script.text(handler);
        let name = text.split('(').next().unwrap_or_default().trim();
        let site = self.site(handler);
        let lower = name.to_ascii_lowercase();
        if PASSING.contains(&name) || PASSING.iter().any(|known| lower.ends_with(&format!(".{}", known.to_lowercase())))
        {
            return Met::Passed;
        }
        if lower.contains("cors") || lower.contains("header") || lower.contains("origin") {
            self.answer.doubt(site, format!("`{}`, which is not in this file", shown(text)));
            return Met::Passed;
        }
        // The last handler of a route answers; middleware of a path mostly is a router, which does.
        let is_last = registration.handlers.last() == Some(&handler);
        let sounds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let is_guard = sounds(&ANSWERING);
        let answers = match registration.verb {
            "use" => is_guard || is_last && (!registration.paths.is_empty() || sounds(&["route"])),
            _ => is_last || is_guard && self.request.is_options(),
        };
        if answers {
            let status = if is_guard { Some(401) } else { None };
            self.answer.end(status, site);
            return Met::Answered;
        }
        if self.choices.holds(&format!("{} answers by itself", shown(text)), site) {
            self.answer.end(None, site);
            return Met::Answered;
        }
        Met::Passed
    }

    /// An error goes to the handlers of errors, and then to the one of the framework.
    fn fail(&mut self, registrations: &[Registration<'_>], object: &str) -> Met {
        self.is_failed = false;
        let script = self.script;
        for registration in registrations.iter().filter(|registration| registration.object == object) {
            for handler in &registration.handlers {
                let declared = match handler.kind() {
                    "identifier" => script.declared(script.text(*handler)).unwrap_or(*handler),
                    _ => *handler,
                };
                if declared.kind().contains("function") && script.parameters(declared).len() >= 4 {
                    self.is_passed = false;
                    let arguments = vec![Val::Error, Val::Request, Val::Response, Val::Next];
                    self.call_function(&declared.byte_range(), arguments, 0);
                    self.is_failed = false;
                    if self.answer.is_ended {
                        return Met::Answered;
                    }
                }
            }
        }
        let site = self.site(script.root());
        self.answer.end(Some(500), site);
        Met::Answered
    }

    /// Calls a handler of plain Node.
    pub(super) fn serve(&mut self, function: Node<'_>) {
        self.call_function(&function.byte_range(), vec![Val::Request, Val::Response], 0);
        let site = self.site(function);
        if self.is_failed {
            self.answer.doubt(site, "an error that this handler throws");
        }
        self.answer.end(None, site);
    }
}
