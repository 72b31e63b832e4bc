//! CORS that is switched on only under a condition: what the file allows is then not what every start of it allows.

use tree_sitter::Node;

use super::plan::{Obstacle, Plan, Planned, Topic};
use crate::document::{Document, field};

/// So much of a condition is shown.
const SHOWN_LIMIT: usize = 80;

/// Whether a file is the program or is imported: where it is started by itself, both hold.
const OF_THE_START: [&str; 2] = ["__name__", "require.main"];

/// What decides whether a statement runs.
struct Condition<'n> {
    /// The `if`, or the `&&`.
    whole: Node<'n>,
    text: String,
    /// Whether the statement runs where the condition does not hold.
    is_negated: bool,
}

/// Says under which condition an edit counts; `uses` switch CORS on. Where the file allows the call already, but only under
/// one, or where each of two branches has its own use, no edit can be certain.
pub(super) fn heed(document: &Document<'_>, uses: &[Node<'_>], plan: &mut Plan<'_>) -> Planned {
    let conditions: Vec<_> = uses.iter().map(|node| condition(document, *node)).collect();
    let Some(first) = conditions.iter().flatten().next() else { return Ok(()) };
    let is_always = conditions.iter().any(Option::is_none);
    let of_both = of_both_branches(&conditions);
    if plan.is_empty() {
        if is_always || of_both.is_some() {
            return Ok(());
        }
        let reason = format!("this is allowed only {}: elsewhere no CORS header is sent", first.words());
        return Err(Obstacle::new(&plan.layout, first.whole, reason));
    }
    if let Some(condition) = of_both {
        return Err(undecided(condition, plan));
    }
    for condition in conditions.iter().flatten() {
        let site = plan.layout.site_at(condition.whole.start_byte());
        let message = format!("CORS is used only {}: elsewhere no CORS header is sent", condition.words());
        plan.remark(Topic::LookHere, site, message);
    }
    Ok(())
}

/// Refuses to choose between two uses, one in each branch.
pub(super) fn refuse_branches(document: &Document<'_>, uses: &[Node<'_>], plan: &Plan<'_>) -> Planned {
    let conditions: Vec<_> = uses.iter().map(|node| condition(document, *node)).collect();
    of_both_branches(&conditions).map_or(Ok(()), |condition| Err(undecided(condition, plan)))
}

/// The conditions around nodes, as far as they stand within another node, with their words.
pub(super) fn conditions<'n>(document: &Document<'_>, nodes: &[Node<'n>], within: Node<'_>) -> Vec<(Node<'n>, String)> {
    let found = nodes.iter().filter_map(|node| condition(document, *node));
    let found = found.filter(|condition| condition.whole.start_byte() >= within.start_byte());
    found.map(|condition| (condition.whole, condition.words())).collect()
}

fn of_both_branches<'c, 'n>(conditions: &'c [Option<Condition<'n>>]) -> Option<&'c Condition<'n>> {
    let is_other = |one: &Condition<'_>, other: &Condition<'_>| {
        other.whole.id() == one.whole.id() && other.is_negated != one.is_negated
    };
    conditions.iter().flatten().find(|one| conditions.iter().flatten().any(|other| is_other(one, other)))
}

fn undecided(condition: &Condition<'_>, plan: &Plan<'_>) -> Obstacle {
    let reason = format!("one policy counts {}, another elsewhere: the running program decides", condition.words());
    Obstacle::new(&plan.layout, condition.whole, reason)
}

impl Condition<'_> {
    fn words(&self) -> String {
        format!("where `{}` {}", self.text, if self.is_negated { "does not hold" } else { "holds" })
    }
}

/// The condition around a node, the innermost.
fn condition<'n>(document: &Document<'_>, node: Node<'n>) -> Option<Condition<'n>> {
    let mut inner = node;
    while let Some(outer) = inner.parent() {
        let (test, is_negated) = match outer.kind() {
            "if_statement" | "elif_clause" => {
                let is_negated = inner.kind() == "else_clause" || field(outer, "alternative") == Some(inner);
                // An `elif` has a condition of its own, which was met before.
                (field(outer, "condition").filter(|_| inner.kind() != "elif_clause"), is_negated)
            }
            "binary_expression"
                if field(outer, "operator").is_some_and(|operator| document.text(operator) == "&&")
                    && field(outer, "right") == Some(inner) =>
            {
                (field(outer, "left"), false)
            }
            _ => (None, false),
        };
        let text = test.filter(|test| *test != inner).map(|test| document.text(test));
        if let Some(text) = text.filter(|text| !OF_THE_START.iter().any(|word| text.contains(word))) {
            return Some(Condition { whole: outer, text: shown(text), is_negated });
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
