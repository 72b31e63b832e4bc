//! The assignments of a settings file, and those that it lacks.

use tree_sitter::Node;

use super::super::plan::Plan;
use crate::django::{is_dead, is_unconditional};
use crate::document::{children, field};
use crate::python::Module;

/// Why a whole configuration is added.
pub(super) const NEW: &str = "no CORS header is sent: nothing is set for django-cors-headers";

/// A settings file on its way.
pub(super) struct Settings<'m, 't> {
    module: &'m Module<'t>,
    added: Vec<String>,
    reasons: Vec<String>,
}

impl<'m, 't> Settings<'m, 't> {
    pub(super) fn new(module: &'m Module<'t>) -> Self {
        Self { module, added: Vec::new(), reasons: Vec::new() }
    }

    pub(super) fn module(&self) -> &'m Module<'t> {
        self.module
    }

    /// Adds a line.
    pub(super) fn add(&mut self, line: String, reason: impl Into<String>) {
        self.added.push(line);
        let reason = reason.into();
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    /// Imports something, below the other imports.
    pub(super) fn import(&self, line: &str, reason: &str, plan: &mut Plan<'_>) {
        let line_break = plan.layout.line_break;
        let imports = children(self.module.root()).filter(|statement| statement.kind().starts_with("import"));
        match imports.collect::<Vec<_>>().last() {
            Some(last) => plan.insert(plan.layout.line_end(last.end_byte()), format!("{line_break}{line}"), reason),
            None => plan.insert(0, format!("{line}{line_break}"), reason),
        }
    }

    fn assignments(&self) -> impl Iterator<Item = (Node<'m>, &'t str)> {
        let module = self.module;
        let unconditional = module.nodes("assignment").filter(move |node| is_unconditional(module, *node));
        unconditional.filter_map(move |node| Some((node, module.text(field(node, "left")?))))
    }

    /// The last assignment to the first of these names that has one.
    pub(super) fn assignment(&self, names: &[&str]) -> Option<Node<'m>> {
        names.iter().find_map(|name| self.assignments().filter(|(_, known)| known == name).last().map(|(node, _)| node))
    }

    /// What that assignment says.
    pub(super) fn value(&self, names: &[&str]) -> Option<Node<'m>> {
        self.assignment(names).and_then(|assignment| field(assignment, "right"))
    }

    /// The assignments to these names that are at work under a condition only.
    pub(super) fn conditional(&self, names: &[&str]) -> Vec<Node<'m>> {
        let assignments = self
            .module
            .nodes("assignment")
            .filter(|node| !is_unconditional(self.module, *node) && !is_dead(self.module, *node));
        let is_named =
            |node: &Node<'_>| field(*node, "left").is_some_and(|left| names.contains(&self.module.text(left)));
        assignments.filter(is_named).collect()
    }

    /// What adds this text to one of these settings after it was assigned: `+= […]`, `.append(…)`, `.extend([…])`.
    pub(super) fn added_to(&self, names: &[&str], text: &str) -> Option<Node<'m>> {
        let module = self.module;
        let holds = |value: Node<'_>| module.value(value).elements().iter().any(|element| element.text() == Some(text));
        let adds = |node: &Node<'m>| match node.kind() {
            "augmented_assignment" => {
                let name = field(*node, "left").map_or("", |left| module.text(left));
                names.contains(&name) && field(*node, "right").is_some_and(holds)
            }
            "call" if matches!(module.callee(*node), "append" | "extend" | "insert") => {
                let object = field(*node, "function").and_then(|function| field(function, "object"));
                names.contains(&object.map_or("", |object| module.text(object)))
                    && module.arguments(*node).positional.last().is_some_and(|last| holds(*last))
            }
            _ => false,
        };
        let found: Vec<_> = module.document().descendants(module.root()).filter(adds).collect();
        found.iter().find(|node| self.is_always(**node)).or(found.first()).copied()
    }

    /// Whether a statement is at work under every condition.
    pub(super) fn is_always(&self, node: Node<'m>) -> bool {
        is_unconditional(self.module, node)
    }

    /// Whether a value is one text, where a list is meant.
    pub(super) fn is_text(&self, node: Node<'m>) -> bool {
        let mut inner = node;
        while inner.kind() == "parenthesized_expression" {
            let Some(next) = children(inner).next() else { return false };
            inner = next;
        }
        matches!(inner.kind(), "string" | "concatenated_string")
    }

    pub(super) fn have_cors(&self) -> bool {
        self.module
            .nodes("assignment")
            .any(|node| field(node, "left").is_some_and(|left| self.module.text(left).starts_with("CORS_")))
    }

    pub(super) fn are_of_django(&self) -> bool {
        self.have_cors() || self.assignment(&["MIDDLEWARE", "INSTALLED_APPS", "MIDDLEWARE_CLASSES"]).is_some()
    }

    /// Writes what was added, below what is there for the package, or else below `MIDDLEWARE`.
    pub(super) fn write_added(self, plan: &mut Plan<'_>) {
        if self.added.is_empty() {
            return;
        }
        let layout = plan.layout;
        let line_break = layout.line_break;
        let of_cors = self.assignments().filter(|(_, name)| name.starts_with("CORS_")).last().map(|(node, _)| node);
        let lines = self.added.join(line_break);
        let reason = self.reasons.join("; ");
        match of_cors.or_else(|| self.assignment(&["MIDDLEWARE", "MIDDLEWARE_CLASSES", "INSTALLED_APPS"])) {
            Some(after) => {
                let gap = if of_cors.is_some() { line_break.to_owned() } else { line_break.repeat(2) };
                plan.insert(layout.line_end(after.end_byte()), format!("{gap}{lines}"), reason);
            }
            None => {
                let end = layout.text().len();
                let gap = if layout.text().ends_with('\n') { "" } else { line_break };
                plan.insert(end, format!("{gap}{lines}{line_break}"), reason);
            }
        }
    }
}
