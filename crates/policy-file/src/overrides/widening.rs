//! Overrides that allow more than the file says: sound, and easily overlooked by whoever reads the file alone.

use std::borrow::Cow;

use preflight_engine::OriginPattern;
use preflight_rules::policies;

use crate::document::{Node, TextKind, Value};
use crate::environment::Environment;
use crate::expand::expand;
use crate::report::Report;
use crate::site::Site;

/// At most this many pairs of patterns are compared, a matter of milliseconds: this warns of what a person overlooks, and
/// nobody writes longer lists by hand.
const COMPARISONS_LIMIT: usize = 100_000;

/// Warns if a value of a policy allows what the file does not.
pub(super) fn check(key: &str, written: &Node<'_>, node: &Node<'_>, environment: &Environment, report: &mut Report) {
    let widening = match key {
        "origins" => {
            widens_list(key, written, node, environment).or_else(|| widens_pattern(written, node, environment))
        }
        "methods" | "request-headers" | "expose-headers" => widens_list(key, written, node, environment),
        "credentials" => says(written, "false", environment)
            .then_some("credentials are allowed, and the file says `credentials = false`")
            .filter(|_| says(node, "true", environment))
            .map(str::to_owned),
        "refused" => says(written, "reject", environment)
            .then_some("refused requests reach the upstream, and the file says `refused = \"reject\"`")
            .filter(|_| says(node, "forward", environment))
            .map(str::to_owned),
        _ => None,
    };
    let remedy = match node.site {
        Site::Flag(_) => "remove the flag to keep what the file says",
        Site::Text { .. } => "remove the line to keep what the policy file says",
        _ => "unset it to keep what the file says",
    };
    if let Some(message) = widening {
        report.warning_with_help(&policies::WIDENING_OVERRIDE, &node.site, message, Some(remedy.to_owned()));
    }
}

/// `any` in the place of a list.
fn widens_list(key: &str, written: &Node<'_>, node: &Node<'_>, environment: &Environment) -> Option<String> {
    let Value::List(entries) = &written.value else { return None };
    let count = entries.len();
    says(node, "any", environment).then(|| format!("`any` allows more than the file's `{key}`, a list of {count}"))
}

/// A pattern in the place of what it covers.
fn widens_pattern(written: &Node<'_>, node: &Node<'_>, environment: &Environment) -> Option<String> {
    // A long list of exact origins is not even parsed.
    let wide = patterns(node, environment, |text| text.contains('*'));
    if wide.is_empty() {
        return None;
    }
    let written = patterns(written, environment, |_| true);
    let pairs = wide.iter().flat_map(|wide| written.iter().map(move |narrow| (wide, narrow)));
    let (wide, narrow) = pairs
        .take(COMPARISONS_LIMIT)
        .find(|(wide, narrow)| wide != narrow && wide.covers(narrow) && !written.contains(wide))?;
    Some(format!("`{wide}` allows more than the `{narrow}` that the file lists"))
}

/// The sound ones of those that are wanted; what is not sound is an error elsewhere.
fn patterns(node: &Node<'_>, environment: &Environment, is_wanted: fn(&str) -> bool) -> Vec<OriginPattern> {
    let Value::List(entries) = &node.value else { return Vec::new() };
    let mut patterns = Vec::new();
    for text in entries.iter().filter_map(|entry| text(entry, environment)) {
        let items = text.split(',').map(str::trim).filter(|item| is_wanted(item));
        patterns.extend(items.filter_map(|item| OriginPattern::parse(item).ok()));
    }
    patterns
}

fn says(node: &Node<'_>, expected: &str, environment: &Environment) -> bool {
    match node.value {
        Value::Boolean(boolean) => boolean.to_string() == expected,
        _ => text(node, environment).is_some_and(|text| text == expected),
    }
}

fn text<'n>(node: &'n Node<'_>, environment: &Environment) -> Option<Cow<'n, str>> {
    match &node.value {
        Value::Text(template, TextKind::Template) => Some(expand(template, environment).ok()?.text),
        Value::Text(text, TextKind::Literal | TextKind::Untyped) => Some(Cow::Borrowed(text)),
        _ => None,
    }
}
