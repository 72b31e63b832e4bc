//! The package `cors`, as its version 2.8 does it.

use tree_sitter::Node;

use super::super::expression::{From, matches};
use super::machine::Machine;
use super::value::Val;
use crate::express::DEFAULT_METHODS;
use crate::javascript::arguments;
use crate::note::Site;

/// What the package makes of an origin.
enum Origin {
    /// No header of CORS is sent, and the request goes on.
    Off,
    /// The same, and the request goes on as an error.
    Failed,
    Value(Val),
}

impl Machine<'_, '_, '_> {
    /// Runs `cors(…)`; what it is given stands at `call`.
    pub(super) fn cors(&mut self, call: Node<'_>, options: Option<Node<'_>>) {
        let site = self.site(call);
        let options = match options.or_else(|| arguments(call).next()) {
            None => Val::Table(Vec::new()),
            Some(node) => self.evaluate(node, 0),
        };
        let options = match options {
            Val::Function(range) => {
                self.called_back = None;
                self.call_function(&range, vec![Val::Request, Val::Callback], 0);
                match self.called_back.take().as_deref() {
                    Some([error, ..]) if error.truth() != Some(false) => {
                        self.is_failed = true;
                        return;
                    }
                    Some([_, options, ..]) => options.clone(),
                    Some(_) => Val::Table(Vec::new()),
                    None => Val::Unknown,
                }
            }
            options => options,
        };
        let entries = match &options {
            Val::Table(entries) if entries.iter().all(|(name, _)| !name.is_empty()) => options,
            Val::Undefined | Val::Bool(_) => Val::Table(Vec::new()),
            _ => {
                self.answer.doubt(site, "the options of `cors`");
                self.is_passed = true;
                return;
            }
        };
        match self.origin(entries.entry("origin")) {
            Origin::Off => self.is_passed = true,
            Origin::Failed => self.is_failed = true,
            Origin::Value(origin) => self.answer_with(&entries, &origin, site),
        }
    }

    fn origin(&mut self, option: Option<&Val>) -> Origin {
        let value = match option {
            None => return Origin::Value(Val::Text("*".into())),
            Some(Val::Function(range)) => {
                self.called_back = None;
                let origin = Val::Text(self.request.origin.clone());
                self.call_function(&range.clone(), vec![origin, Val::Callback], 0);
                match self.called_back.take().as_deref() {
                    _ if self.is_failed => return Origin::Failed,
                    Some([error, ..]) if error.truth() == Some(true) => return Origin::Failed,
                    Some([_, value, ..]) => value.clone(),
                    Some(_) => Val::Undefined,
                    None => Val::Unknown,
                }
            }
            Some(value) => value.clone(),
        };
        match value.truth() {
            Some(false) => Origin::Off,
            _ => Origin::Value(value),
        }
    }

    fn answer_with(&mut self, options: &Val, origin: &Val, site: Site) {
        self.configure_origin(origin, site);
        if matches!(options.entry("credentials"), Some(Val::Bool(true))) {
            self.answer.set("access-control-allow-credentials", Some("true".into()), site);
        } else if matches!(options.entry("credentials"), Some(Val::Unknown | Val::Variable(..))) {
            self.answer.set("access-control-allow-credentials", None, site);
        }
        let joined = |value: &Val| match value {
            Val::List(items) => items.iter().map(Val::written).collect::<Option<Vec<_>>>().map(|items| items.join(",")),
            value => value.written(),
        };
        if !self.request.is_options() {
            if let Some(exposed) = options.entry("exposedHeaders").filter(|exposed| exposed.truth() != Some(false)) {
                self.answer.set("access-control-expose-headers", joined(exposed), site);
            }
            self.is_passed = true;
            return;
        }
        let methods = options.entry("methods").map_or(Some(DEFAULT_METHODS.to_owned()), joined);
        self.answer.set("access-control-allow-methods", methods, site);
        let listed = options.entry("allowedHeaders").or_else(|| options.entry("headers"));
        let headers = match listed {
            Some(list) if list.truth() != Some(false) => joined(list),
            _ => {
                self.request_header("access-control-request-headers").text().map(str::to_owned).or(Some(String::new()))
            }
        };
        if headers.as_deref() != Some("") {
            self.answer.set("access-control-allow-headers", headers, site);
        }
        if options.entry("preflightContinue").is_some_and(|goes_on| goes_on.truth() == Some(true)) {
            self.is_passed = true;
            return;
        }
        let status = match options.entry("optionsSuccessStatus") {
            Some(Val::Number(status)) => *status as u16,
            _ => 204,
        };
        self.answer.end(Some(status), site);
    }

    fn configure_origin(&mut self, origin: &Val, site: Site) {
        let name = "access-control-allow-origin";
        match origin {
            Val::Text(text) => self.answer.set(name, Some(text.clone()), site),
            Val::Unknown => self.answer.set(name, None, site),
            Val::Variable(variable, default) => {
                self.answer.set(name, None, site);
                if default.as_ref().is_none_or(|default| self.covers(default) != Some(true)) {
                    self.answer.doubt(site, format!("the value of `{variable}`, which is set outside of this file"));
                } else {
                    self.answer.doubt(
                        site,
                        format!("the value of `{variable}`, which is set outside of this file; only what stands in for it allows this"),
                    );
                }
            }
            origin => match self.covers(origin) {
                Some(true) => {
                    let requested = self.request.origin.clone();
                    self.answer.set(name, Some(requested), site);
                }
                Some(false) => {}
                None => self.answer.set(name, None, site),
            },
        }
    }

    /// Whether an entry lets the origin through; none where that is not known.
    fn covers(&self, entry: &Val) -> Option<bool> {
        match entry {
            Val::List(items) => {
                let known: Vec<_> = items.iter().map(|item| self.covers(item)).collect();
                match known.contains(&Some(true)) {
                    true => Some(true),
                    false => known.iter().all(Option::is_some).then_some(false),
                }
            }
            Val::Text(text) => Some(*text == self.request.origin),
            Val::Regex(expression) => matches(expression, From::Anywhere, &self.request.origin),
            Val::Unknown | Val::Variable(..) => None,
            other => other.truth(),
        }
    }
}
