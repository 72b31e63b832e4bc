//! A name of a public type stands for one thing in all packages, so that whoever reads two of them need not ask which is meant.

use std::collections::BTreeMap;

use super::imports::imports;
use super::{Fault, Package};

const KINDS: [&str; 5] = ["struct", "enum", "trait", "type", "union"];

/// The names that types of two packages have.
pub(super) fn faults(packages: &[Package]) -> Vec<Fault> {
    let mut homes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for package in packages {
        for name in names(package) {
            homes.entry(name).or_default().push(&package.name);
        }
    }
    let shared = homes.into_iter().filter(|(_, packages)| packages.len() > 1);
    let fault = |(name, packages): (String, Vec<&str>)| Fault {
        place: format!("the public type `{name}`"),
        message: format!("is in {}: a name stands for one thing", packages.join(" and in ")),
    };
    shared.map(fault).collect()
}

/// The types that are declared in a package and that others see: those that its root passes on, or that stand in it or in a
/// public module. A program shows none.
fn names(package: &Package) -> Vec<String> {
    let Some(root) = package.sources.iter().find(|source| source.path.to_str() == Some("lib.rs")) else {
        return Vec::new();
    };
    let mut open = vec![root];
    let mut at = 0;
    while let Some(source) = open.get(at) {
        let folder = if at == 0 { std::path::PathBuf::new() } else { source.path.with_extension("") };
        let modules: Vec<_> = words_after(&source.code, "pub mod ").collect();
        open.extend(
            package
                .sources
                .iter()
                .filter(|other| modules.iter().any(|module| other.path == folder.join(format!("{module}.rs")))),
        );
        at += 1;
    }
    let declared: Vec<_> = package.sources.iter().flat_map(|source| types(&source.code)).collect();
    let passed_on = open.iter().flat_map(|source| imports(&source.code)).filter(|import| import.is_passed_on);
    let mut names: Vec<_> = passed_on.map(|import| import.name).filter(|name| declared.contains(name)).collect();
    names.extend(open.iter().flat_map(|source| types(&source.code)));
    names.sort_unstable();
    names.dedup();
    names
}

/// The types that are declared `pub` here.
fn types(code: &str) -> Vec<String> {
    KINDS.iter().flat_map(|kind| words_after(code, &format!("pub {kind} ")).collect::<Vec<_>>()).collect()
}

/// The word behind each occurrence at the beginning of a line: what stands further right belongs to another item.
fn words_after<'c>(code: &'c str, start: &str) -> impl Iterator<Item = String> + 'c + use<'c> {
    let start = start.to_owned();
    code.lines().filter_map(move |line| {
        let rest = line.strip_prefix(&start)?;
        Some(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
    })
}
