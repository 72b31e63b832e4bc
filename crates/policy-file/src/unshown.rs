//! The parts of a text that no excerpt shows: strings of several words, and the values of keys that the format does not have.

use std::ops::Range;

use crate::document::{Node, Table, Value};
use crate::quotable::InPlaceOf;
use crate::site::{Site, Text};
use crate::{policy, quotable, read, route, timeouts};

/// The bytes of a policy file that no excerpt shows, in order.
pub(crate) fn of_document(document: &Table<'_>) -> Vec<Range<usize>> {
    let mut unshown = Vec::new();
    for entry in document.entries() {
        match (&*entry.key, &entry.node.value) {
            // The names of policies are free.
            ("policy", Value::Table(policies)) => {
                policies
                    .entries()
                    .iter()
                    .for_each(|policy| gather(&policy.node, Some(quotable::in_place_of), &mut unshown));
            }
            (key, _) => gather(&entry.node, rule_of(key), &mut unshown),
        }
    }
    unshown.sort_unstable_by_key(|range| range.start);
    unshown
}

/// Whether the format has a key of this name, wherever it belongs.
pub(crate) fn is_known(key: &str) -> bool {
    [&read::KEYS[..], &policy::KEYS, &route::KEYS, &timeouts::KEYS].iter().any(|keys| keys.contains(&key))
}

/// None where the format has no such key: then nothing of its value is shown.
pub(crate) fn rule_of(key: &str) -> Option<InPlaceOf> {
    is_known(key).then(|| quotable::rule_of(key))
}

fn gather(node: &Node<'_>, rule: Option<InPlaceOf>, unshown: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::Table(table) => {
            for entry in table.entries() {
                gather(&entry.node, rule.and_then(|_| rule_of(&entry.key)), unshown);
            }
        }
        Value::List(nodes) => nodes.iter().for_each(|node| gather(node, rule, unshown)),
        Value::Text(text, _) if rule.is_some_and(|in_place_of| in_place_of(text).is_none()) => {}
        Value::Boolean(_) | Value::Integer(_) if rule.is_some() => {}
        Value::Text(..) | Value::Boolean(_) | Value::Integer(_) | Value::Other(_) => {
            if let Site::Text { text: Text::Policy, start, end } = node.site {
                unshown.push(start as usize..end as usize);
            }
        }
    }
}

/// The bytes of a file of origins that no excerpt shows: lines of several words.
pub(crate) fn of_origins<'t>(origins: impl Iterator<Item = (&'t str, Range<usize>)>) -> Vec<Range<usize>> {
    origins.filter(|(origin, _)| quotable::in_place_of(origin).is_some()).map(|(_, span)| span).collect()
}
