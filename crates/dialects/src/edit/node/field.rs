//! Where a handler sets a header.

use tree_sitter::Node;

use super::super::express::statement;
use super::super::plan::{Obstacle, Plan, Planned};
use crate::document::{children, field};
use crate::javascript::{Script, arguments};

/// A header and the value that it is given.
#[derive(Clone)]
pub(super) struct Field<'n> {
    pub(super) value: Node<'n>,
    holder: Holder<'n>,
    /// Whether it is set before the answer begins, and so on every answer.
    is_early: bool,
}

/// What sets it.
#[derive(Clone, Copy)]
enum Holder<'n> {
    /// `res.setHeader(name, value)`
    Call(Node<'n>),
    /// `name: value` in what `writeHead` or `set` is given.
    Pair(Node<'n>),
}

/// All places in a handler that set the header of this name.
pub(super) fn fields<'n>(script: &'n Script<'_>, handler: Node<'n>, name: &str) -> Vec<Field<'n>> {
    let mut fields: Vec<Field<'n>> = Vec::new();
    let sets = |node: &Node<'_>| matches!(node.kind(), "call_expression" | "for_in_statement");
    for call in script.document().descendants(handler).filter(sets) {
        let given: Vec<_> = arguments(call).collect();
        match (script.callee(call), &given[..]) {
            ("setHeader" | "header" | "set" | "append" | "appendHeader", [key, value, ..])
                if script.string(*key).eq_ignore_ascii_case(name) =>
            {
                fields.push(Field { value: *value, holder: Holder::Call(call), is_early: true });
            }
            _ => {
                let is_early = script.looped_table(call).is_some();
                let tables = script.header_tables(call).into_iter();
                for pair in tables.flat_map(|table| children(table).collect::<Vec<_>>()) {
                    let is_named = field(pair, "key").is_some_and(|key| {
                        script.pieces(key).unwrap_or_else(|| script.text(key).to_owned()).eq_ignore_ascii_case(name)
                    });
                    let is_new =
                        !fields.iter().any(|known| matches!(known.holder, Holder::Pair(known) if known == pair));
                    if let Some(value) = field(pair, "value").filter(|_| is_named && is_new) {
                        fields.push(Field { value, holder: Holder::Pair(pair), is_early });
                    }
                }
            }
        }
    }
    fields
}

impl<'n> Field<'n> {
    /// The node that sets it.
    pub(super) fn node(&self) -> Node<'n> {
        match self.holder {
            Holder::Call(node) | Holder::Pair(node) => node,
        }
    }

    /// Whether it is set before the answer begins, so that a statement after it may still set more.
    pub(super) fn is_a_call(&self) -> bool {
        matches!(self.holder, Holder::Call(_))
    }

    /// Whether it is set before the answer begins.
    pub(super) fn is_early(&self) -> bool {
        self.is_early
    }

    /// Sets more headers in the same way.
    pub(super) fn put_beside(&self, script: &Script<'_>, more: &[(String, String)], plan: &mut Plan<'_>) -> Planned {
        if more.is_empty() {
            return Ok(());
        }
        let layout = plan.layout;
        let reason = more.iter().map(|(name, _)| format!("`{name}` is not set")).collect::<Vec<_>>().join("; ");
        let from = plan.edits.len();
        match self.holder {
            Holder::Pair(pair)
                if layout.begins_line(pair.start_byte())
                    && pair.next_sibling().is_some_and(|next| next.kind() == ",") =>
            {
                let indentation = layout.indentation(pair.start_byte());
                let pairs = more.iter().map(|(name, value)| {
                    format!("{}{indentation}{}: {},", layout.line_break, layout.quoted(name), layout.quoted(value))
                });
                plan.insert(layout.line_end(pair.end_byte()), pairs.collect::<String>(), reason);
            }
            Holder::Pair(pair) => {
                let separator = match layout.begins_line(pair.start_byte()) {
                    true => format!(",{}{}", layout.line_break, layout.indentation(pair.start_byte())),
                    false => ", ".to_owned(),
                };
                let pairs = more
                    .iter()
                    .map(|(name, value)| format!("{separator}{}: {}", layout.quoted(name), layout.quoted(value)));
                plan.insert(pair.end_byte(), pairs.collect::<String>(), reason);
            }
            Holder::Call(call) => {
                let written = |function: &str| {
                    more.iter()
                        .map(|(name, value)| format!("{function}({}, {})", layout.quoted(name), layout.quoted(value)))
                        .collect::<Vec<_>>()
                };
                let function = field(call, "function").map_or("", |function| script.text(function));
                match call.parent() {
                    Some(chain) if chain.kind() == "member_expression" => {
                        let method = format!(".{}", script.callee(call));
                        plan.insert(call.end_byte(), written(&method).concat(), reason);
                    }
                    Some(own) if own.kind() == "expression_statement" => {
                        let end = layout.semicolon;
                        if statement(call) == Some(own) && layout.begins_line(own.start_byte()) {
                            let indentation = layout.indentation(own.start_byte());
                            let lines = written(function)
                                .into_iter()
                                .map(|line| format!("{}{indentation}{line}{end}", layout.line_break));
                            plan.insert(own.end_byte(), lines.collect::<String>(), reason);
                        } else if statement(call) == Some(own) {
                            let lines = written(function).into_iter().map(|line| format!(" {line}{end}"));
                            plan.insert(own.end_byte(), lines.collect::<String>(), reason);
                        } else {
                            // `if (…) res.setHeader(…);` holds one statement.
                            let lines = written(function).into_iter().map(|line| format!(" {line}{end}"));
                            plan.insert(own.start_byte(), "{ ", reason.clone());
                            plan.insert(own.end_byte(), format!("{} }}", lines.collect::<String>()), reason);
                        }
                    }
                    _ => {
                        return Err(Obstacle::new(
                            &layout,
                            call,
                            format!("{reason}, and nothing can be put after this"),
                        ));
                    }
                }
            }
        }
        plan.blame(from, self.node());
        Ok(())
    }
}
