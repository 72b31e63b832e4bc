//! Overrides of a policy: the default one, the only one, or a new one.

use preflight_rules::policies;

use super::{Override, widening};
use crate::document::{Entry, Node, Table, TextKind, Value};
use crate::environment::Environment;
use crate::expand::expand;
use crate::report::Report;
use crate::site::Site;

/// The name of the policy that overrides make where there is none.
const NEW_POLICY: &str = "default";

pub(super) fn set<'a>(
    document: &mut Table<'a>,
    overrides: Vec<Override<'a>>,
    environment: &Environment,
    report: &mut Report,
) {
    let Some(first) = overrides.first() else { return };
    let default = default_name(document, environment);
    add_if_missing(document, &first.node.site);
    let Some(Value::Table(policies)) = document.get_mut("policy").map(|node| &mut node.value) else { return };
    let count = policies.entries().len();
    let policy = match policies.entries_mut() {
        [only] => Some(only),
        several => several.iter_mut().find(|entry| Some(entry.key.as_ref()) == default.as_deref()),
    };
    match policy.map(|entry| &mut entry.node.value) {
        Some(Value::Table(policy)) => {
            for (index, Override { key, node }) in overrides.iter().enumerate() {
                // What a later one overrides again says nothing.
                let is_last = overrides[index + 1..].iter().all(|other| other.key != *key);
                if let Some(written) = policy.get(key).filter(|_| is_last) {
                    widening::check(key, written, node, environment, report);
                }
            }
            for Override { key, node } in overrides {
                policy.set(key, node);
            }
        }
        // What is no table is an error already.
        Some(_) => {}
        // So is a default policy that does not exist.
        None if default.is_some() => {}
        None => {
            let help = "name the one that is meant: `default-policy = \"…\"`".to_owned();
            for site in overrides.iter().map(|an_override| &an_override.node.site) {
                let message = format!("there are {count} policies, and none is the default");
                report.error_with_help(&policies::AMBIGUOUS_POLICY, site, message, Some(help.clone()));
            }
        }
    }
}

fn default_name(document: &Table<'_>, environment: &Environment) -> Option<String> {
    match &document.get("default-policy")?.value {
        Value::Text(template, TextKind::Template) => Some(expand(template, environment).ok()?.text.into_owned()),
        Value::Text(text, _) => Some(text.clone().into_owned()),
        _ => None,
    }
}

fn add_if_missing(document: &mut Table<'_>, site: &Site) {
    let is_empty = match document.get("policy").map(|node| &node.value) {
        Some(Value::Table(policies)) => policies.entries().is_empty(),
        Some(_) => false,
        None => true,
    };
    if is_empty {
        let node = Node { value: Value::Table(Table::default()), site: site.clone() };
        let mut policies = Table::default();
        policies.push(Entry { key: NEW_POLICY.into(), key_site: site.clone(), node });
        document.set("policy", Node { value: Value::Table(policies), site: site.clone() });
    }
}
