//! What binds a name where it stands.

use tree_sitter::Node;

use super::Script;
use crate::document::{children, field};

impl Script<'_> {
    /// The declaration of a name that counts where a node stands: a declarator, a function or a class of this name, an import, or
    /// the function whose parameter it is.
    pub(crate) fn binding<'n>(&self, node: Node<'n>, name: &str) -> Option<Node<'n>> {
        let mut inner = node;
        while let Some(outer) = inner.parent() {
            inner = outer;
            match outer.kind() {
                "program" | "statement_block" => {
                    if let Some(found) = children(outer).find_map(|statement| self.declares(statement, name)) {
                        return Some(found);
                    }
                }
                kind if is_function(kind) && self.parameters(outer).contains(&name) => return Some(outer),
                _ => {}
            }
        }
        None
    }

    /// The part of a statement that declares a name.
    fn declares<'n>(&self, statement: Node<'n>, name: &str) -> Option<Node<'n>> {
        match statement.kind() {
            "export_statement" => self.declares(field(statement, "declaration")?, name),
            "lexical_declaration" | "variable_declaration" => children(statement)
                .find(|declarator| field(*declarator, "name").is_some_and(|pattern| self.names(pattern, name))),
            "function_declaration" | "generator_function_declaration" | "class_declaration" => {
                field(statement, "name").filter(|own| self.text(*own) == name).map(|_| statement)
            }
            "import_statement" => self.names(statement, name).then_some(statement),
            _ => None,
        }
    }

    fn names(&self, pattern: Node<'_>, name: &str) -> bool {
        self.document.descendants(pattern).any(|node| {
            matches!(node.kind(), "identifier" | "shorthand_property_identifier_pattern") && self.text(node) == name
        })
    }

    /// Whether a name is given something else by `name = …` or `name.part = …`.
    pub(crate) fn assigned<'n>(&self, root: Node<'n>, left: &str) -> Option<Node<'n>> {
        let mut assignments = self.document.descendants(root).filter(|node| node.kind() == "assignment_expression");
        assignments.find(|assignment| field(*assignment, "left").is_some_and(|own| self.text(own) == left))
    }
}

/// Whether a node of this kind is a function.
pub(crate) fn is_function(kind: &str) -> bool {
    matches!(kind, "arrow_function" | "method_definition") || kind.contains("function_")
}
