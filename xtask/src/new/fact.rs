//! A fact in which browsers differ: its line in the table, and what shows it.

use super::name::Name;
use super::{Written, insert_after};
use crate::failure::Failure;

const FACTS: &str = "crates/engine/src/browser/user_agent.rs";
const EVIDENCE: &str = "conformance/src/browser_evidence.rs";

/// What is written anew.
pub(super) fn files(name: &Name, read: impl Fn(&str) -> Result<String, Failure>) -> Result<Vec<Written>, Failure> {
    let (snake, words) = (name.snake(), name.words());
    let facts = read(FACTS)?;
    if facts.contains(&format!("    {snake}: ")) {
        return Err(Failure::usage(format!("there is a fact `{snake}`")));
    }
    let fact = format!("    /// Whether {words}.\n    {snake}: bool = false;\n");
    let evidence = format!("    (\"{snake}\", Group(\"{}\")),\n", name.kebab());
    Ok(vec![
        insert_after(FACTS, &facts, &fact, is_fact)?,
        insert_after(EVIDENCE, &read(EVIDENCE)?, &evidence, |line| {
            line.starts_with("    (\"") && line.ends_with("),")
        })?,
    ])
}

/// Whether a line of the table ends here: a name, a type, and the value in the standard.
fn is_fact(line: &str) -> bool {
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let Some(line) = line.strip_prefix("    ").and_then(|line| line.strip_suffix(';')) else { return false };
    line.split_once(": ").is_some_and(|(name, rest)| is_name(name) && rest.contains(" = "))
}

/// What remains to be done, for a person.
pub(super) fn next(name: &Name) -> String {
    let (snake, kebab) = (name.snake(), name.kebab());
    format!(
        "\nNow say what it means:\n\
         1. {FACTS}: the sentence, the type, the value of the standard with a link to its step\n\
         2. crates/engine/src/browser/user_agent/{{chromium,firefox,webkit}}.rs: `{snake}` in each browser that departs\n\
         3. ask it where the standard's algorithm has the step, by `user_agent.{snake}`\n\
         4. record a group `{kebab}` of cases that come out otherwise without it (`cargo xtask browsers record`), or name the group that does\n\
         UPDATE_DOCS=1 cargo test -p preflight-conformance --test browsers\n"
    )
}
