//! `cargo xtask new`: writes what a new rule or a new fact about browsers consists of, so that nothing is forgotten. What it
//! writes compiles, and its tests fail until somebody has said what is meant.

mod fact;
mod name;
mod rule;

#[cfg(test)]
mod tests;

use std::fs;
use std::path::PathBuf;

use self::name::Name;
use crate::failure::Failure;
use crate::process::{root, run};

/// A file of the repository, and what it says from now on.
#[derive(Debug, PartialEq, Eq)]
struct Written {
    path: String,
    text: String,
}

/// Writes a rule.
pub fn rule(name: &str) -> Result<(), Failure> {
    let name = Name::parse(name)?;
    write(&rule::files(&name, read)?)?;
    run("cargo", &["fmt", "--package", "preflight-diagnosis"])?;
    println!("{}", rule::next(&name));
    Ok(())
}

/// Writes a fact about browsers.
pub fn fact(name: &str) -> Result<(), Failure> {
    let name = Name::parse(name)?;
    write(&fact::files(&name, read)?)?;
    println!("{}", fact::next(&name));
    Ok(())
}

fn read(path: &str) -> Result<String, Failure> {
    fs::read_to_string(root().join(path)).map_err(|error| Failure::found(format!("{path} cannot be read: {error}")))
}

/// Writes all files, and names them.
fn write(files: &[Written]) -> Result<(), Failure> {
    for Written { path, text } in files {
        let file: PathBuf = root().join(path);
        fs::write(file, text).map_err(|error| Failure::found(format!("{path} cannot be written: {error}")))?;
        println!("{path}");
    }
    Ok(())
}

/// The text with lines behind the last one that satisfies `is_anchor`.
fn insert_after(path: &str, text: &str, lines: &str, is_anchor: impl Fn(&str) -> bool) -> Result<Written, Failure> {
    let mut end = None;
    let mut place = 0;
    for line in text.split_inclusive('\n') {
        place += line.len();
        if is_anchor(line.trim_end()) {
            end = Some(place);
        }
    }
    let end = end.ok_or_else(|| {
        Failure::found(format!("{path} is not as `cargo xtask new` knows it: say in {path} where the line goes"))
    })?;
    Ok(Written { path: path.to_owned(), text: format!("{}{lines}{}", &text[..end], &text[end..]) })
}
