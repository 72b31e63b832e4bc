//! `cors` that is used only under a condition: what the file allows is then not what every start of it allows.

use tree_sitter::Node;

use crate::document::field;
use crate::edit::plan::{Obstacle, Plan, Planned, Topic};
use crate::express::Mount;
use crate::javascript::Script;

/// So much of a condition is shown.
const SHOWN_LIMIT: usize = 80;

/// What decides whether a statement runs.
struct Condition<'n> {
    /// The `if`, or the `&&`.
    whole: Node<'n>,
    text: String,
    /// Whether the statement runs where the condition does not hold.
    is_negated: bool,
}

/// Says under which condition an edit counts. Where the file allows the call already, but only under one, or where each of
/// two branches has its own `cors`, no edit can be certain.
pub(super) fn heed(script: &Script<'_>, mounts: &[&Mount<'_>], plan: &mut Plan<'_>) -> Planned {
    let conditions: Vec<_> = mounts.iter().map(|mount| condition(script, mount.user.unwrap_or(mount.call))).collect();
    let Some(first) = conditions.iter().flatten().next() else { return Ok(()) };
    let has_both = |one: &Condition<'_>| {
        let others = conditions.iter().flatten();
        others.into_iter().any(|other| other.whole == one.whole && other.is_negated != one.is_negated)
    };
    let is_always = conditions.iter().any(Option::is_none);
    if plan.is_empty() {
        if is_always || has_both(first) {
            return Ok(());
        }
        let reason = format!("this is allowed only {}: elsewhere no CORS header is sent", first.words());
        return Err(Obstacle::new(&plan.layout, first.whole, reason));
    }
    if conditions.iter().flatten().any(has_both) {
        let reason =
            format!("there is one `cors` {} and another elsewhere: the running program decides", first.words());
        return Err(Obstacle::new(&plan.layout, first.whole, reason));
    }
    for condition in conditions.iter().flatten() {
        let site = plan.layout.site_at(condition.whole.start_byte());
        let message = format!("`cors` is used only {}: elsewhere no CORS header is sent", condition.words());
        plan.remark(Topic::LookHere, site, message);
    }
    Ok(())
}

impl Condition<'_> {
    fn words(&self) -> String {
        format!("where `{}` {}", self.text, if self.is_negated { "does not hold" } else { "holds" })
    }
}

/// The condition around a node, the innermost; none that is always true.
fn condition<'n>(script: &'n Script<'_>, node: Node<'n>) -> Option<Condition<'n>> {
    let mut inner = node;
    while let Some(outer) = inner.parent() {
        let (test, is_negated) = match outer.kind() {
            "if_statement" => (field(outer, "condition"), field(outer, "alternative") == Some(inner)),
            "binary_expression" if script.operator(outer) == "&&" && field(outer, "right") == Some(inner) => {
                (field(outer, "left"), false)
            }
            _ => (None, false),
        };
        if let Some(test) = test.filter(|test| *test != inner) {
            return Some(Condition { whole: outer, text: shown(script.text(test)), is_negated });
        }
        inner = outer;
    }
    None
}

/// On one line, without the brackets around it.
fn shown(text: &str) -> String {
    let text = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.chars().count() > SHOWN_LIMIT { line.chars().take(SHOWN_LIMIT).chain(['…']).collect() } else { line }
}
