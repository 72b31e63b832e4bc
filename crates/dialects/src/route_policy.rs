//! A policy and where it holds.

use preflight_engine::PolicyConfig;

use crate::path_expression::holds_for;

/// A policy with its name and the path that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutePolicy {
    /// A name for `[policy.<name>]`: letters, digits, `-` and `_`.
    pub name: String,
    /// The path in the syntax of `[[route]]`, such as `/api/{*rest}`; none stands for every path.
    pub path: Option<String>,
    /// The policy. Entries of its lists may hold `${NAME}` and `${NAME:-default}` after an import.
    pub config: PolicyConfig,
}

impl RoutePolicy {
    /// Whether the policy is for a resource at this path.
    pub(crate) fn holds_for(&self, path: &str) -> bool {
        self.path.as_deref().is_none_or(|route| holds_for(route, path))
    }

    /// The path as a prefix without a trailing slash, and whether everything below it is meant.
    pub(crate) fn prefix(&self) -> Option<(&str, bool)> {
        let path = self.path.as_deref()?;
        match path.split_once("/{*") {
            Some(("", _)) => None,
            Some((prefix, _)) => Some((prefix, true)),
            None => Some((path, false)),
        }
    }
}

/// A name for a policy at a path: `app`, or the words of the path; never one that is taken.
pub(crate) fn name_for(path: Option<&str>, taken: &[RoutePolicy]) -> String {
    let path = path.unwrap_or_default().replace("{*rest}", "");
    let words: Vec<&str> =
        path.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let base = if words.is_empty() { "app".to_owned() } else { words.join("-") };
    unique_name(base, taken)
}

/// The name, with a number where it is taken.
pub(crate) fn unique_name(base: String, taken: &[RoutePolicy]) -> String {
    let is_taken = |name: &str| taken.iter().any(|policy| policy.name == name);
    if !is_taken(&base) {
        return base;
    }
    let mut number = 2;
    while is_taken(&format!("{base}-{number}")) {
        number += 1;
    }
    format!("{base}-{number}")
}
