//! The assignments of a settings file, as production sees them.

use tree_sitter::Node;

use crate::code::Code;
use crate::document::field;
use crate::note::Notes;
use crate::python::Module;
use crate::value::{Located, Value};

/// A settings file: the value of each name.
pub(super) struct Settings<'m, 't> {
    module: &'m Module<'t>,
    /// In the order of the text. A value under a condition that is not known is [`Value::Dynamic`].
    assignments: Vec<(&'t str, Located)>,
}

/// Whether an assignment is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Condition {
    Always,
    InProduction,
    InDebugging,
    Unknown,
}

impl<'m, 't> Settings<'m, 't> {
    /// Reads the assignments of a file.
    pub(super) fn read(module: &'m Module<'t>, notes: &mut Notes) -> Self {
        let mut settings = Self { module, assignments: Vec::new() };
        for node in module.nodes("assignment").chain(module.nodes("augmented_assignment")) {
            let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { continue };
            let name = module.text(left);
            let is_of_cors = name.starts_with("CORS_");
            let mut value = module.value(right);
            if node.kind() == "augmented_assignment" {
                value.value = settings.extended(name, value.value);
            }
            match condition(module, node) {
                Condition::Always => {}
                _ if !is_of_cors => {}
                Condition::InProduction => notes.note(
                    Code::DynamicValue,
                    value.site,
                    format!("`{name}` is set where `DEBUG` is off; imported as in production"),
                ),
                Condition::InDebugging => {
                    notes.note(
                        Code::DynamicValue,
                        value.site,
                        format!("`{name}` is set where `DEBUG` is on; left out, as in production"),
                    );
                    continue;
                }
                Condition::Unknown => value.value = Value::Dynamic,
            }
            settings.assignments.push((name, value));
        }
        settings
    }

    /// The last value of the first of these names that has one.
    pub(super) fn value(&self, names: &[&str]) -> Option<&Located> {
        names.iter().find_map(|name| {
            let of_name = self.assignments.iter().rev().find(|(known, _)| known == name);
            of_name.map(|(_, value)| value)
        })
    }

    /// The names with `CORS_`, each with a place.
    pub(super) fn cors_names(&self) -> impl Iterator<Item = (&'t str, &Located)> {
        self.assignments.iter().filter(|(name, _)| name.starts_with("CORS_")).map(|(name, value)| (*name, value))
    }

    pub(super) fn module(&self) -> &'m Module<'t> {
        self.module
    }

    fn extended(&self, name: &str, added: Value) -> Value {
        match (self.value(&[name]).map(|known| known.value.clone()), added) {
            (Some(Value::List(known)), Value::List(added)) => Value::List([known, added].concat()),
            _ => Value::Dynamic,
        }
    }
}

/// Whether an assignment is at work whatever happens.
pub(crate) fn is_unconditional(module: &Module<'_>, assignment: Node<'_>) -> bool {
    match condition(module, assignment) {
        Condition::Always => true,
        Condition::InDebugging => debugging(module) == Some(true),
        Condition::InProduction => debugging(module) == Some(false),
        Condition::Unknown => false,
    }
}

/// Whether an assignment never is at work: `DEBUG` is set in the same file.
pub(crate) fn is_dead(module: &Module<'_>, assignment: Node<'_>) -> bool {
    match condition(module, assignment) {
        Condition::InDebugging => debugging(module) == Some(false),
        Condition::InProduction => debugging(module) == Some(true),
        Condition::Always | Condition::Unknown => false,
    }
}

/// What the file itself sets `DEBUG` to.
fn debugging(module: &Module<'_>) -> Option<bool> {
    module.assigned("DEBUG").and_then(|value| module.value(value).boolean())
}

/// The conditions around a node, as far as they are about `DEBUG`.
fn condition(module: &Module<'_>, node: Node<'_>) -> Condition {
    let mut result = Condition::Always;
    let mut inner = node;
    while let Some(outer) = inner.parent() {
        let found = match outer.kind() {
            "if_statement" => {
                let is_consequence = field(outer, "consequence") == Some(inner);
                let has_choices = module.text(outer).contains("elif");
                match field(outer, "condition").map_or("", |condition| module.text(condition)) {
                    "DEBUG" if is_consequence => Condition::InDebugging,
                    "DEBUG" if !has_choices => Condition::InProduction,
                    "not DEBUG" if is_consequence => Condition::InProduction,
                    "not DEBUG" if !has_choices => Condition::InDebugging,
                    _ => Condition::Unknown,
                }
            }
            "for_statement"
            | "while_statement"
            | "try_statement"
            | "function_definition"
            | "class_definition"
            | "with_statement"
            | "match_statement" => Condition::Unknown,
            _ => Condition::Always,
        };
        if found != Condition::Always && result != Condition::Unknown {
            result = found;
        }
        inner = outer;
    }
    result
}
