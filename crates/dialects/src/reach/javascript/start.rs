//! Whether a statement runs when the program starts, and when: what stands in a function that nobody calls, or after a `return`,
//! sets up nothing.

use tree_sitter::Node;

use super::machine::{Machine, shown};
use super::value::Val;
use crate::document::{children, field};
use crate::javascript::{Script, is_function};

/// Functions that call one another, at most.
const CALLS_LIMIT: usize = 6;

/// Where a registration stands in the order of the program: functions run where they are called.
pub(super) fn position(script: &Script<'_>, call: Node<'_>, depth: usize) -> usize {
    let around = std::iter::successors(call.parent(), Node::parent).find(|outer| is_function(outer.kind()));
    let called = around.filter(|_| depth < CALLS_LIMIT).and_then(|function| {
        let name = name_of(script, function)?;
        uses(script, function, name).into_iter().find_map(call_of)
    });
    called.map_or(call.end_byte(), |user| position(script, user, depth + 1))
}

/// What is known of a function being called when the program starts.
enum Called<'n> {
    Never,
    Always,
    /// It runs where what is around it runs.
    InPlace,
    /// Where one of these calls runs.
    At(Vec<Node<'n>>),
    Unknown,
}

impl Machine<'_, '_, '_> {
    /// Whether a statement that registers something on an application of this name is reached when the program starts.
    pub(super) fn is_registered(&mut self, call: Node<'_>, object: &str) -> bool {
        self.runs(call, call, object, 0)
    }

    fn runs(&mut self, node: Node<'_>, shown_node: Node<'_>, object: &str, depth: usize) -> bool {
        let mut inner = node;
        while let Some(outer) = inner.parent() {
            let is_reached = match outer.kind() {
                "program" | "statement_block" => !is_after_end(outer, inner),
                "if_statement" => self.branch_runs(outer, inner),
                "binary_expression" if field(outer, "right") == Some(inner) => self.right_runs(outer),
                "ternary_expression" if field(outer, "condition") != Some(inner) => self.branch_runs(outer, inner),
                "while_statement" | "for_statement" if field(outer, "body") == Some(inner) => {
                    field(outer, "condition").is_none_or(|test| self.holds(first_of(test), 0))
                }
                "for_in_statement" if field(outer, "body") == Some(inner) => self.loop_runs(outer),
                "catch_clause" => self.catch_runs(outer),
                "switch_case" | "switch_default" => self.is_chosen(shown_node),
                kind if is_function(kind) => match self.called(outer, node, object) {
                    Called::Never => false,
                    Called::Always => return true,
                    Called::InPlace => true,
                    Called::At(_) if depth >= CALLS_LIMIT => return self.is_chosen(shown_node),
                    Called::At(calls) => {
                        return calls.into_iter().any(|call| self.runs(call, shown_node, object, depth + 1));
                    }
                    Called::Unknown => self.is_chosen(shown_node),
                },
                _ => true,
            };
            if !is_reached {
                return false;
            }
            inner = outer;
        }
        true
    }

    fn is_chosen(&mut self, node: Node<'_>) -> bool {
        let (text, site) = (shown(self.script.text(node)), self.site(node));
        self.choices.holds(&format!("{text} runs before the call"), site)
    }

    fn branch_runs(&mut self, outer: Node<'_>, inner: Node<'_>) -> bool {
        let Some(test) = field(outer, "condition").filter(|test| *test != inner) else { return true };
        // Where a file is started by itself.
        self.script.text(test).contains("require.main")
            || self.holds(test, 0) != (field(outer, "alternative") == Some(inner))
    }

    fn right_runs(&mut self, outer: Node<'_>) -> bool {
        let Some(test) = field(outer, "left") else { return true };
        match self.script.operator(outer) {
            "&&" => self.script.text(test).contains("require.main") || self.holds(test, 0),
            "||" => !self.holds(test, 0),
            _ => true,
        }
    }

    fn loop_runs(&mut self, outer: Node<'_>) -> bool {
        match field(outer, "right").map(|list| self.evaluate(list, 0)) {
            Some(Val::List(items)) => !items.is_empty(),
            _ => self.is_chosen(outer),
        }
    }

    /// What catches errors runs where one is thrown; nothing throws where nothing is tried.
    fn catch_runs(&mut self, handler: Node<'_>) -> bool {
        let tried = handler.parent().and_then(|statement| field(statement, "body"));
        tried.is_none_or(|body| children(body).next().is_some()) && self.is_chosen(handler)
    }

    fn called<'n>(&self, function: Node<'n>, node: Node<'n>, object: &str) -> Called<'n> {
        let script = self.script;
        let own = object.split(['.', '@']).next().unwrap_or_default();
        // The application is made there: it is there where the function runs.
        let is_own = script.binding(node, own).is_some_and(|binding| {
            function.start_byte() < binding.start_byte() && binding.end_byte() <= function.end_byte()
        });
        if is_own || own == "this" {
            return Called::Always;
        }
        if let Some(name) = name_of(script, function) {
            return of_name(script, function, name);
        }
        let mut outer = function.parent();
        while let Some(around) = outer.filter(|outer| outer.kind() == "parenthesized_expression") {
            outer = around.parent();
        }
        let Some(outer) = outer else { return Called::Unknown };
        match outer.kind() {
            // `(function () { … })()`
            "call_expression" => Called::InPlace,
            // What starts to listen there has it all.
            "arguments" if script.calls(function).any(|call| script.callee(call) == "listen") => Called::InPlace,
            "assignment_expression" | "export_statement" => Called::Always,
            _ => Called::Unknown,
        }
    }
}

/// The name of a function, or of the method that it is.
fn name_of<'t>(script: &Script<'t>, function: Node<'_>) -> Option<&'t str> {
    let own = match function.kind() {
        "function_declaration" | "generator_function_declaration" | "method_definition" => field(function, "name"),
        _ => function.parent().filter(|parent| parent.kind() == "variable_declarator").and_then(|p| field(p, "name")),
    };
    own.map(|name| script.text(name))
}

fn of_name<'n>(script: &Script<'_>, function: Node<'n>, name: &str) -> Called<'n> {
    let uses = uses(script, function, name);
    if uses.iter().any(|node| is_exported(script, *node)) || is_exported(script, function) {
        return Called::Always;
    }
    let calls: Vec<_> = uses.iter().filter_map(|node| call_of(*node)).collect();
    match (uses.is_empty(), calls.len() == uses.len()) {
        (true, _) => Called::Never,
        (false, true) => Called::At(calls),
        (false, false) => Called::Unknown,
    }
}

/// Where a function is named: `setUp`, `this.setUp`; `new Server` for its constructor.
fn uses<'n>(script: &Script<'_>, function: Node<'n>, name: &str) -> Vec<Node<'n>> {
    let Some(root) = std::iter::successors(Some(function), Node::parent).last() else { return Vec::new() };
    let class =
        std::iter::successors(function.parent(), Node::parent).find(|outer| outer.kind() == "class_declaration");
    let class = class.and_then(|class| field(class, "name")).map(|class| script.text(class));
    let name = if name == "constructor" { class.unwrap_or(name) } else { name };
    let is_use = |node: &Node<'_>| {
        matches!(
            node.kind(),
            "identifier" | "property_identifier" | "shorthand_property_identifier" | "type_identifier"
        ) && script.text(*node) == name
            && !is_declaration(*node)
    };
    script.document().descendants(root).filter(is_use).collect()
}

fn is_declaration(name: Node<'_>) -> bool {
    name.parent().is_some_and(|parent| {
        let declares =
            matches!(parent.kind(), "variable_declarator" | "class_declaration") || is_function(parent.kind());
        declares && field(parent, "name") == Some(name)
    })
}

/// The call that a name is called by.
fn call_of(name: Node<'_>) -> Option<Node<'_>> {
    let mut inner = name;
    while let Some(outer) = inner.parent() {
        match outer.kind() {
            "member_expression" if field(outer, "property") == Some(inner) => inner = outer,
            "call_expression" if field(outer, "function") == Some(inner) => return Some(outer),
            "new_expression" if field(outer, "constructor") == Some(inner) => return Some(outer),
            _ => return None,
        }
    }
    None
}

/// Whether a name or a function is handed out of the file.
fn is_exported(script: &Script<'_>, node: Node<'_>) -> bool {
    let mut around = std::iter::successors(node.parent(), Node::parent);
    around
        .find_map(|outer| match outer.kind() {
            "export_statement" => Some(true),
            "assignment_expression" => {
                let left = field(outer, "left").map_or("", |left| script.text(left));
                Some(left.starts_with("module.exports") || left.starts_with("exports."))
            }
            "call_expression" | "new_expression" | "statement_block" => Some(false),
            _ => None,
        })
        .unwrap_or_default()
}

/// Whether a statement before it ends the block.
fn is_after_end(block: Node<'_>, statement: Node<'_>) -> bool {
    let mut before = children(block).take_while(|other| other.end_byte() <= statement.start_byte());
    before.any(|other| matches!(other.kind(), "return_statement" | "throw_statement"))
}

/// The test of a `for`, which stands as a statement.
fn first_of(test: Node<'_>) -> Node<'_> {
    if test.kind() == "expression_statement" { children(test).next().unwrap_or(test) } else { test }
}

/// The calls by which an application is given something else for one of its methods: `app.use = function () {}`.
pub(super) fn overwritten<'n>(script: &'n Script<'_>, object: &str) -> Option<Node<'n>> {
    crate::express::MOUNTS.iter().find_map(|verb| script.assigned(script.root(), &format!("{object}.{verb}")))
}
