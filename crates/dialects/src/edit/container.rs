//! What stands between brackets: a list, a table, the arguments of a call. Elements come and go as the others are laid
//! out.

use std::ops::Range;

use tree_sitter::Node;

use super::plan::Plan;
use crate::document::children;

/// Adds elements at the end.
pub(crate) fn append(plan: &mut Plan<'_>, container: Node<'_>, elements: &[String], reason: &str) {
    if elements.is_empty() {
        return;
    }
    let from = plan.edits.len();
    let last = children(container).last();
    let elements = &last.map_or(elements.to_vec(), |last| quoted_as(plan, last, elements));
    match last {
        None => fill(plan, container, elements, reason),
        Some(last) if has_lines_of_its_own(plan, container, last) => {
            append_lines(plan, container, last, elements, reason)
        }
        Some(last) => {
            let text = elements.iter().map(|element| format!(", {element}")).collect::<String>();
            plan.insert(last.end_byte(), text, reason);
        }
    }
    plan.blame(from, container);
}

/// The elements, those that are strings in the quotes of the one before them.
fn quoted_as(plan: &Plan<'_>, before: Node<'_>, elements: &[String]) -> Vec<String> {
    let quote = plan.layout.text()[before.start_byte()..].chars().next().filter(is_quote);
    let requote = |element: &String| match (quote, content_of(element)) {
        (Some(quote), Some(content)) => format!("{quote}{content}{quote}"),
        _ => element.clone(),
    };
    elements.iter().map(requote).collect()
}

/// What stands between the quotes of an element that is one string. What is wanted needs no escapes.
fn content_of(element: &str) -> Option<&str> {
    let quote = element.chars().next().filter(is_quote)?;
    element[1..].strip_suffix(quote).filter(|content| !content.contains(quote))
}

fn is_quote(character: &char) -> bool {
    matches!(character, '"' | '\'')
}

fn fill(plan: &mut Plan<'_>, container: Node<'_>, elements: &[String], reason: &str) {
    let (Some(open), Some(close)) = (container.child(0), container.child(container.child_count().saturating_sub(1)))
    else {
        return;
    };
    let text = elements.join(", ");
    let text = match container.kind() {
        "object" => format!(" {text} "),
        "tuple" if elements.len() == 1 => format!("{text},"),
        _ => text,
    };
    plan.replace(open.end_byte()..close.start_byte(), text, reason);
}

/// Whether the last element begins a line, and the closing bracket another.
fn has_lines_of_its_own(plan: &Plan<'_>, container: Node<'_>, last: Node<'_>) -> bool {
    let close = container.end_byte() - 1;
    plan.layout.begins_line(last.start_byte())
        && plan.layout.begins_line(close)
        && last.end_position().row < container.end_position().row
}

fn append_lines(plan: &mut Plan<'_>, container: Node<'_>, last: Node<'_>, elements: &[String], reason: &str) {
    let comma = container
        .children(&mut container.walk())
        .find(|child| child.kind() == "," && child.start_byte() >= last.end_byte());
    let indentation = plan.layout.indentation(last.start_byte());
    let line_break = plan.layout.line_break;
    let lines: Vec<_> = elements.iter().map(|element| format!("{line_break}{indentation}{element}")).collect();
    match comma {
        Some(comma) => {
            let lines = lines.iter().map(|line| format!("{line},")).collect::<String>();
            plan.insert(plan.layout.line_end(comma.end_byte()), lines, reason);
        }
        None => {
            plan.insert(last.end_byte(), ",", reason);
            plan.insert(plan.layout.line_end(last.end_byte()), lines.join(","), reason);
        }
    }
}

/// Adds an element before another.
pub(crate) fn insert_before(plan: &mut Plan<'_>, element: Node<'_>, text: &str, reason: &str) {
    let at = element.start_byte();
    let separator = match plan.layout.begins_line(at) {
        true => format!(",{}{}", plan.layout.line_break, plan.layout.indentation(at)),
        false => ", ".to_owned(),
    };
    plan.insert(at, format!("{text}{separator}"), reason);
}

/// The bytes of an element with its comma, and with its line where it has one for itself.
pub(crate) fn extent(plan: &Plan<'_>, container: Node<'_>, element: Node<'_>) -> Range<usize> {
    let commas = container.children(&mut container.walk()).filter(|child| child.kind() == ",").collect::<Vec<_>>();
    let after = commas.iter().find(|comma| comma.start_byte() >= element.end_byte());
    let before = commas.iter().rev().find(|comma| comma.end_byte() <= element.start_byte());
    let next = children(container).find(|child| child.start_byte() >= element.end_byte());
    let text = plan.layout.text();
    match (after, before) {
        (Some(after), _) if plan.layout.has_own_lines(&(element.start_byte()..after.end_byte())) => {
            plan.layout.lines(&(element.start_byte()..after.end_byte()))
        }
        (Some(after), _) => {
            let rest = &text[after.end_byte()..];
            let spaces = rest.len() - rest.trim_start_matches(' ').len();
            element.start_byte()..after.end_byte() + if next.is_some() { spaces } else { 0 }
        }
        (None, Some(before)) => before.start_byte()..element.end_byte(),
        (None, None) => element.byte_range(),
    }
}

/// The bytes of a string between its quotes.
pub(crate) fn content(string: Node<'_>) -> Option<Range<usize>> {
    let (first, last) = (string.child(0)?, string.child(string.child_count().checked_sub(1)?)?);
    (string.child_count() >= 2).then(|| first.end_byte()..last.start_byte())
}
