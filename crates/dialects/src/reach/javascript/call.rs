//! Calls, made for one request: what is asked of a text or a list, what is set on the response, and functions of the file.

use tree_sitter::Node;

use super::super::expression::{From, matches};
use super::machine::{Machine, shown};
use super::value::Val;
use crate::document::field;
use crate::javascript::arguments;

impl Machine<'_, '_, '_> {
    pub(super) fn call(&mut self, node: Node<'_>, depth: usize) -> Val {
        let Some(function) = field(node, "function") else { return Val::Unknown };
        let callee = self.script.callee(node);
        let given: Vec<Node<'_>> = arguments(node).collect();
        if function.kind() != "member_expression" {
            return self.call_of_name(node, function, &given, depth);
        }
        let Some(object_node) = field(function, "object") else { return Val::Unknown };
        let object = self.evaluate(object_node, depth + 1);
        match (&object, callee, self.script.text(object_node)) {
            (Val::Response, _, _) => return self.on_response(node, callee, &given, depth),
            (_, "destroy", of) if matches!(object, Val::Request) || is_connection(of) => {
                let site = self.site(node);
                self.answer.close(site);
                return Val::Undefined;
            }
            (Val::Request, "get" | "header", _) => {
                let name = given.first().map(|name| self.evaluate(*name, depth + 1));
                return name.and_then(|name| name.text().map(|name| self.request_header(name))).unwrap_or(Val::Unknown);
            }
            (Val::Request, "on" | "once", _) => {
                self.run_callbacks(&given, depth);
                return Val::Request;
            }
            (_, "parse", "url") => return Val::Url,
            (_, "keys" | "values" | "entries", "Object") => return self.of_table(callee, &given, depth),
            (_, "freeze", "Object") => {
                return given.first().map_or(Val::Unknown, |inner| self.evaluate(*inner, depth + 1));
            }
            (_, "assign", "Object") => return self.assigned(&given, depth),
            (_, "isArray", "Array") => {
                let value = given.first().map(|inner| self.evaluate(*inner, depth + 1));
                return match value {
                    Some(Val::Unknown) | None => Val::Unknown,
                    Some(value) => Val::Bool(matches!(value, Val::List(_))),
                };
            }
            (Val::Text(text), _, _) => {
                let text = text.clone();
                return self.on_text(&text, callee, &given, depth);
            }
            (Val::List(items), _, _) => {
                let items = items.clone();
                return self.on_list(&items, callee, &given, depth);
            }
            (Val::Regex(expression), "test", _) => {
                let expression = expression.clone();
                let text = given.first().map(|text| self.evaluate(*text, depth + 1));
                let found = match text {
                    Some(Val::Text(text)) => matches(&expression, From::Anywhere, &text),
                    // `undefined` as a text.
                    Some(Val::Undefined) => matches(&expression, From::Anywhere, "undefined"),
                    _ => None,
                };
                return found.map_or(Val::Unknown, Val::Bool);
            }
            (Val::Variable(name, default), "split" | "trim" | "map" | "filter" | "replace" | "toLowerCase", _) => {
                let (name, default) = (name.clone(), default.clone());
                let Some(default) = default else { return Val::Variable(name, None) };
                let reshaped = match &*default {
                    Val::Text(text) => self.on_text(&text.clone(), callee, &given, depth),
                    Val::List(items) => self.on_list(&items.clone(), callee, &given, depth),
                    _ => Val::Unknown,
                };
                return Val::Variable(name, Some(Box::new(reshaped)));
            }
            _ => {}
        }
        if let Val::Table(_) = object
            && let Val::Function(range) = self.property(&object, callee)
        {
            let arguments = given.iter().map(|argument| self.evaluate(*argument, depth + 1)).collect();
            return self.call_function(&range, arguments, depth + 1);
        }
        self.of_unknown(node, &given, depth)
    }

    fn call_of_name(&mut self, node: Node<'_>, function: Node<'_>, given: &[Node<'_>], depth: usize) -> Val {
        let name = self.script.text(function);
        if name == "require" || function.kind() == "import" {
            return Val::Unknown;
        }
        let called = self.evaluate(function, depth + 1);
        let arguments: Vec<Val> = given.iter().map(|argument| self.evaluate(*argument, depth + 1)).collect();
        match (called, name) {
            (Val::Next, _) => {
                match arguments.first() {
                    None | Some(Val::Undefined) => self.is_passed = true,
                    Some(Val::Text(text)) if text == "route" => self.is_passed = true,
                    Some(_) => self.is_failed = true,
                }
                Val::Undefined
            }
            (Val::Callback, _) => {
                self.called_back.get_or_insert(arguments);
                Val::Undefined
            }
            (Val::Function(range), _) => self.call_function(&range, arguments, depth + 1),
            (_, "Boolean") => arguments.first().and_then(Val::truth).map_or(Val::Unknown, Val::Bool),
            (_, "String") => arguments.into_iter().next().unwrap_or(Val::Unknown),
            (_, "Error") => Val::Error,
            (_, "Number" | "parseInt") => match arguments.first() {
                Some(Val::Text(text)) => text.trim().parse().map_or(Val::Unknown, Val::Number),
                Some(Val::Number(number)) => Val::Number(*number),
                _ => Val::Unknown,
            },
            (_, "RegExp") => self.regex(&arguments),
            (_, "setTimeout" | "setImmediate" | "queueMicrotask") => {
                self.run_callbacks(given, depth);
                Val::Undefined
            }
            _ => self.of_unknown(node, given, depth),
        }
    }

    pub(super) fn construction(&mut self, node: Node<'_>, depth: usize) -> Val {
        let constructor = field(node, "constructor").map_or("", |constructor| self.script.text(constructor));
        let arguments: Vec<Val> = arguments(node).map(|argument| self.evaluate(argument, depth + 1)).collect();
        match (constructor, arguments.first()) {
            ("Error" | "TypeError", _) => Val::Error,
            (name, _) if name.ends_with("Error") => Val::Error,
            ("RegExp", _) => self.regex(&arguments),
            ("Set", Some(Val::List(items))) => Val::List(items.clone()),
            // A URL of the request's; of anything else nothing is known.
            ("URL", Some(first)) if arguments.len() == 2 || !matches!(first, Val::Text(_)) => {
                if matches!(first, Val::Text(text) if Some(text) == self.request.path.as_ref())
                    || matches!(first, Val::Unknown)
                {
                    Val::Url
                } else {
                    Val::Unknown
                }
            }
            ("URL", Some(Val::Text(text))) => match url_parts(text) {
                Some(parts) => parts,
                None => Val::Unknown,
            },
            _ => Val::Unknown,
        }
    }

    fn regex(&mut self, arguments: &[Val]) -> Val {
        match arguments {
            [Val::Text(source), flags @ ..] => {
                let flags = flags.first().and_then(Val::text).unwrap_or_default();
                Val::Regex(crate::value::Expression {
                    source: source.clone(),
                    ignores_case: flags.contains('i'),
                    is_stateful: flags.contains(['g', 'y']),
                })
            }
            [Val::Regex(expression), ..] => Val::Regex(expression.clone()),
            _ => Val::Unknown,
        }
    }

    fn of_table(&mut self, callee: &str, given: &[Node<'_>], depth: usize) -> Val {
        let Some(Val::Table(entries)) = given.first().map(|table| self.evaluate(*table, depth + 1)) else {
            return Val::Unknown;
        };
        let entries = entries.into_iter();
        Val::List(match callee {
            "keys" => entries.map(|(name, _)| Val::Text(name)).collect(),
            "values" => entries.map(|(_, value)| value).collect(),
            _ => entries.map(|(name, value)| Val::List(vec![Val::Text(name), value])).collect(),
        })
    }

    fn assigned(&mut self, given: &[Node<'_>], depth: usize) -> Val {
        let mut all = Vec::new();
        for table in given {
            match self.evaluate(*table, depth + 1) {
                Val::Table(entries) => all.extend(entries),
                _ => all.push((String::new(), Val::Unknown)),
            }
        }
        Val::Table(all)
    }

    fn on_text(&mut self, text: &str, callee: &str, given: &[Node<'_>], depth: usize) -> Val {
        let arguments: Vec<Val> = given.iter().map(|argument| self.evaluate(*argument, depth + 1)).collect();
        match (callee, &arguments[..]) {
            ("startsWith", [Val::Text(part)]) => Val::Bool(text.starts_with(part.as_str())),
            ("endsWith", [Val::Text(part)]) => Val::Bool(text.ends_with(part.as_str())),
            ("includes", [Val::Text(part)]) => Val::Bool(text.contains(part.as_str())),
            ("indexOf", [Val::Text(part)]) => Val::Number(text.find(part.as_str()).map_or(-1.0, |at| at as f64)),
            ("toLowerCase", _) => Val::Text(text.to_lowercase()),
            ("toUpperCase", _) => Val::Text(text.to_uppercase()),
            ("trim" | "toString", _) => Val::Text(text.trim().to_owned()),
            ("replace", [Val::Text(from), Val::Text(to)]) => Val::Text(text.replacen(from.as_str(), to, 1)),
            ("replace", [Val::Regex(from), Val::Text(to)]) if from.source == "\\/$" && to.is_empty() => {
                Val::Text(text.strip_suffix('/').unwrap_or(text).to_owned())
            }
            ("split", [Val::Text(separator)]) if !separator.is_empty() => {
                Val::List(text.split(separator.as_str()).map(|part| Val::Text(part.to_owned())).collect())
            }
            ("match" | "search", [Val::Regex(expression)]) => match matches(expression, From::Anywhere, text) {
                Some(true) if callee == "match" => Val::Something,
                Some(false) if callee == "match" => Val::Undefined,
                _ => Val::Unknown,
            },
            ("concat", [Val::Text(more)]) => Val::Text(format!("{text}{more}")),
            _ => Val::Unknown,
        }
    }

    fn on_list(&mut self, items: &[Val], callee: &str, given: &[Node<'_>], depth: usize) -> Val {
        let arguments: Vec<Val> = given.iter().map(|argument| self.evaluate(*argument, depth + 1)).collect();
        match (callee, &arguments[..]) {
            ("includes" | "has" | "indexOf", [sought, ..]) => {
                let found: Vec<_> = items.iter().map(|item| same_as_variable(item, sought)).collect();
                let place = found.iter().position(|same| *same == Some(true));
                let known = place.is_some() || found.iter().all(Option::is_some);
                match (callee, known) {
                    (_, false) => Val::Unknown,
                    ("indexOf", true) => Val::Number(place.map_or(-1.0, |place| place as f64)),
                    _ => Val::Bool(place.is_some()),
                }
            }
            ("some" | "every" | "find" | "filter" | "map", [Val::Function(range), ..]) => {
                let results: Vec<_> =
                    items.iter().map(|item| self.call_function(range, vec![item.clone()], depth + 1)).collect();
                let truths: Vec<_> = results.iter().map(Val::truth).collect();
                let is_known = truths.iter().all(Option::is_some);
                match callee {
                    "map" => Val::List(results),
                    "some" if truths.contains(&Some(true)) => Val::Bool(true),
                    "some" if is_known => Val::Bool(false),
                    "every" if truths.contains(&Some(false)) => Val::Bool(false),
                    "every" if is_known => Val::Bool(true),
                    "find" if is_known => truths
                        .iter()
                        .position(|holds| *holds == Some(true))
                        .map_or(Val::Undefined, |place| items[place].clone()),
                    "filter" if is_known => Val::List(
                        items
                            .iter()
                            .zip(&truths)
                            .filter(|(_, holds)| **holds == Some(true))
                            .map(|(item, _)| item.clone())
                            .collect(),
                    ),
                    _ => Val::Unknown,
                }
            }
            // `filter(Boolean)`
            ("filter", _) => Val::List(items.iter().filter(|item| item.truth() != Some(false)).cloned().collect()),
            ("concat", more) => {
                let more = more.iter().flat_map(|more| match more {
                    Val::List(items) => items.clone(),
                    other => vec![other.clone()],
                });
                Val::List(items.iter().cloned().chain(more).collect())
            }
            ("join", separator) => {
                let separator = separator.first().and_then(Val::text).unwrap_or(",").to_owned();
                let texts: Option<Vec<_>> = items.iter().map(Val::written).collect();
                texts.map_or(Val::Unknown, |texts| Val::Text(texts.join(&separator)))
            }
            // A list without entries has nothing to begin with.
            ("reduce" | "reduceRight", [_]) if items.is_empty() => {
                self.is_failed = true;
                Val::Unknown
            }
            ("forEach", [Val::Function(range), ..]) => {
                items.iter().for_each(|item| drop(self.call_function(range, vec![item.clone()], depth + 1)));
                Val::Undefined
            }
            _ => Val::Unknown,
        }
    }

    /// A call of what is not in this file. Functions that it is given are followed, since it may call them; what is given the
    /// response may answer.
    fn of_unknown(&mut self, node: Node<'_>, given: &[Node<'_>], depth: usize) -> Val {
        let values: Vec<_> = given.iter().map(|argument| self.evaluate(*argument, depth + 1)).collect();
        let name = self.script.text(field(node, "function").unwrap_or(node));
        if values.iter().any(|value| matches!(value, Val::Response)) {
            let (what, site) = (shown(name), self.site(node));
            if what.to_ascii_lowercase().contains("cors") || what.to_ascii_lowercase().contains("header") {
                self.answer.doubt(site, format!("`{what}`, which is given the response"));
            }
            self.answer.end(None, site);
        }
        self.run_callbacks(given, depth);
        Val::Unknown
    }

    fn run_callbacks(&mut self, given: &[Node<'_>], depth: usize) {
        for argument in
            given.iter().filter(|argument| matches!(argument.kind(), "arrow_function" | "function_expression"))
        {
            self.call_function(&argument.byte_range(), vec![Val::Unknown; 4], depth + 1);
        }
    }
}

/// Whether an entry of a list is what is sought; what stands in for a variable counts as far as it is equal.
fn same_as_variable(item: &Val, sought: &Val) -> Option<bool> {
    match item {
        Val::Regex(_) => Some(false),
        item => item.same(sought),
    }
}

/// `req.socket`, `res.connection`
fn is_connection(text: &str) -> bool {
    text.ends_with(".socket") || text.ends_with(".connection")
}

/// The parts of a URL that is known.
fn url_parts(text: &str) -> Option<Val> {
    let (scheme, rest) = text.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let (name, port) = name.unwrap_or((host, ""));
    let text = |text: &str| Val::Text(text.to_owned());
    Some(Val::Table(vec![
        ("protocol".into(), text(&format!("{scheme}:"))),
        ("host".into(), text(host)),
        ("hostname".into(), text(name)),
        ("port".into(), text(port)),
        ("origin".into(), text(&format!("{scheme}://{host}"))),
    ]))
}
