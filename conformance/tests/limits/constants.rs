//! [`Constant`]: a limit as the sources write it. What counts as one: every constant duration, every whole number whose name
//! says so, and every whole number in a file that is called `limits.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use super::expression::{Value, evaluate};

/// The words of a name that say that a number is a limit.
const WORDS: [&str; 6] = ["LIMIT", "MAX", "MOST", "TIME", "TIMEOUT", "BYTES"];

/// The types of numbers that can be one; narrower ones are ports and status codes.
const NUMBERS: [&str; 3] = ["usize", "u32", "u64"];

/// A limit.
pub struct Constant {
    /// Crate, modules and name, joined by `::`.
    pub path: String,
    /// What it comes to, or the expression that could not be read.
    pub value: Result<Value, String>,
}

/// Every limit of the crates in this directory.
pub fn constants(crates: &Path) -> Vec<Constant> {
    let mut constants = Vec::new();
    for package in entries(crates) {
        let source = package.join("src");
        let name = package.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        for file in files(&source) {
            let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let module = module(&name, file.strip_prefix(&source).unwrap_or(&file));
            constants.extend(of_source(&module, &text));
        }
    }
    assert!(!constants.is_empty(), "no limits in {}", crates.display());
    constants
}

/// The limits of one file; those of its tests are none.
pub fn of_source(module: &str, text: &str) -> Vec<Constant> {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let declarations: Vec<_> = declarations(text).collect();
    let is_limits_file = module.ends_with("::limits");
    let limits = declarations.iter().filter(|(name, kind, _)| is_limit(name, kind, is_limits_file));
    let constant = |(name, _, expression): &(&str, &str, &str)| Constant {
        path: format!("{module}::{name}"),
        value: evaluate(expression, &|name| {
            declarations.iter().find(|(other, ..)| *other == name).map(|(_, _, expression)| (*expression).to_owned())
        }),
    };
    limits.map(constant).collect()
}

fn is_limit(name: &str, kind: &str, is_limits_file: bool) -> bool {
    let is_named = name.split('_').any(|word| WORDS.contains(&word));
    kind.rsplit("::").next() == Some("Duration") || NUMBERS.contains(&kind) && (is_named || is_limits_file)
}

/// Name, type and expression of each constant.
fn declarations(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    text.split("const ").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once(':')?;
        let (kind, rest) = rest.split_once('=')?;
        let (expression, _) = rest.split_once(';')?;
        let is_name = name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        is_name.then_some((name, kind.trim(), expression.trim()))
    })
}

fn module(package: &str, file: &Path) -> String {
    let parts = file.with_extension("");
    let parts = parts.iter().filter_map(|part| part.to_str()).filter(|part| !matches!(*part, "lib" | "main"));
    std::iter::once(package).chain(parts).collect::<Vec<_>>().join("::")
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let nested = entries(directory).into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    nested.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("the directory can be read").path()).collect();
    paths.sort();
    paths
}
