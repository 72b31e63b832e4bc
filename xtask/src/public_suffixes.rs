//! The table of domains that are no rule of the public suffix list and have one below: what the engine cannot ask `psl`, which
//! has the list as code.

mod list;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use self::list::List;
use crate::failure::Failure;
use crate::process::root;

const TABLE: &str = "crates/engine/src/public_suffix/below.rs";

/// The list is under another licence than this repository, and so is what comes from it.
const HEAD: &str = "\
//! Every domain that is no rule of the public suffix list and has one below it, with the shortest rule that says so; both in Unicode.
//!
//! Written by `cargo xtask public-suffixes` from the list that the locked version of the crate `psl` was made of.

// This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL was not distributed
// with this file, You can obtain one at https://mozilla.org/MPL/2.0/. The list: https://publicsuffix.org/list/.
";

/// Writes the table anew.
pub fn run() -> Result<(), Failure> {
    let table = table(&List::read()?);
    fs::write(root().join(TABLE), &table)
        .map_err(|error| Failure::found(format!("{TABLE} cannot be written: {error}")))?;
    println!("{TABLE}: {} domains", table.matches("    (\"").count());
    Ok(())
}

/// The table as it stands in its file.
fn table(list: &List) -> String {
    let rows = rules_below(list);
    let mut table = format!("{HEAD}\n#[rustfmt::skip]\npub(super) static BELOW: [(&str, &str); {}] = [\n", rows.len());
    for (domain, rule) in rows {
        writeln!(table, "    (\"{domain}\", \"{rule}\"),").expect("a string takes everything");
    }
    table.push_str("];\n");
    table
}

/// The domains, and for each the rule below it that is the shortest, so that a reader finds it easy to understand.
fn rules_below(list: &List) -> BTreeMap<&str, &str> {
    let mut rows: BTreeMap<&str, &str> = BTreeMap::new();
    for rule in list.rules() {
        let domains = parents(rule).filter(|domain| domain.contains('.') && !list.has_rule(domain));
        for domain in domains {
            let shortest = rows.entry(domain).or_insert(rule);
            if length(rule) < length(shortest) {
                *shortest = rule;
            }
        }
    }
    rows
}

fn length(rule: &str) -> (usize, usize, &str) {
    (rule.split('.').count(), rule.len(), rule)
}

/// Every domain above a name, the nearest first.
fn parents(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |name| name.split_once('.').map(|(_, parent)| parent)).skip(1)
}
