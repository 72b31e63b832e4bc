//! The options of Flask-CORS, from whichever of four places wins.

use crate::code::Code;
use crate::document::{children, field};
use crate::note::Notes;
use crate::python::{Arguments, Module};
use crate::value::{Located, Value};

const KNOWN: [&str; 14] = [
    "app",
    "resources",
    "origins",
    "methods",
    "allow_headers",
    "expose_headers",
    "supports_credentials",
    "max_age",
    "send_wildcard",
    "vary_header",
    "automatic_options",
    "intercept_exceptions",
    "always_send",
    "allow_private_network",
];

/// Options by name, the last one wins.
#[derive(Clone, Debug, Default)]
pub(super) struct Options(Vec<(String, Located)>);

impl Options {
    /// `app.config['CORS_ORIGINS'] = …`, `app.config.update(CORS_ORIGINS=…)`, and settings of a configuration file.
    pub(super) fn of_configuration(module: &Module<'_>) -> Self {
        let mut options = Self::default();
        for node in module.nodes("assignment") {
            let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { continue };
            let name = match left.kind() {
                "identifier" => module.text(left).to_owned(),
                "subscript" if field(left, "value").is_some_and(|object| module.text(object).ends_with("config")) => {
                    let key = field(left, "subscript").map(|key| module.value(key));
                    key.as_ref().and_then(Located::text).unwrap_or_default().to_owned()
                }
                _ => continue,
            };
            options.set(&name, module.value(right));
        }
        for call in module.nodes("call").filter(|call| matches!(module.callee(*call), "update" | "from_mapping")) {
            for (name, _, value) in module.arguments(call).named {
                options.set(&name, module.value(value));
            }
        }
        options
    }

    fn set(&mut self, name: &str, value: Located) {
        if let Some(option) = name.strip_prefix("CORS_") {
            self.0.push((option.to_ascii_lowercase(), value));
        }
    }

    /// These options, then the named arguments of a call.
    pub(super) fn with_arguments(mut self, module: &Module<'_>, arguments: &Arguments<'_>, notes: &mut Notes) -> Self {
        for (name, node, value) in &arguments.named {
            note_unknown(name, module.site(*node), notes);
            self.0.push((name.clone(), module.value(*value)));
        }
        for spread in &arguments.spread {
            let inner = children(*spread).next().map(|inner| module.value(inner));
            match inner.map(|inner| inner.value) {
                Some(Value::Table(entries)) => self = self.with_entries(&entries, notes),
                _ => self.0.push((String::new(), Located::new(Value::Dynamic, module.site(*spread)))),
            }
        }
        self
    }

    /// These options, then the entries of a table.
    pub(super) fn with_entries(mut self, entries: &[(Located, Located)], notes: &mut Notes) -> Self {
        for (name, value) in entries {
            let text = name.text().unwrap_or_default();
            note_unknown(text, name.site, notes);
            self.0.push((text.to_owned(), value.clone()));
        }
        self
    }

    /// The value of an option.
    pub(super) fn value(&self, name: &str) -> Option<&Located> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Whether a switch was set to this.
    pub(super) fn is(&self, name: &str, wanted: bool) -> bool {
        self.value(name).is_some_and(|value| value.boolean() == Some(wanted))
    }

    /// What was spread into the options and cannot be read: any option may be in it.
    pub(super) fn unreadable(&self) -> Option<&Located> {
        self.value("")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn note_unknown(name: &str, site: crate::note::Site, notes: &mut Notes) {
    if !name.is_empty() && !KNOWN.contains(&name) {
        notes.note(Code::UnknownOption, site, format!("`{}` is no option of the package, which ignores it", name));
    }
}
