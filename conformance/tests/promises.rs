//! SECURITY.md names a test for each promise. It has to exist.

#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_promise_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let mut tests = BTreeSet::new();
    for directory in ["crates", "conformance", "xtask"] {
        for file in rust_files(&root.join(directory)) {
            tests.extend(tests_of(&fs::read_to_string(file).expect("a source")));
        }
    }
    let document = fs::read_to_string(root.join("SECURITY.md")).expect("SECURITY.md");
    let rows: Vec<_> = document.lines().filter(|line| line.starts_with("| ") && line.contains('`')).collect();
    assert!(rows.len() > 20, "the tables are gone");
    let named = rows.iter().flat_map(|row| row.rsplit_once(" | ").map(|(_, tests)| words(tests)).unwrap_or_default());
    let missing: Vec<_> = named.filter(|name| name.contains('_') && !tests.contains(*name)).collect();
    let targets = root.join("fuzz/fuzz_targets");
    let missing: Vec<_> = missing.into_iter().filter(|name| !targets.join(format!("{name}.rs")).exists()).collect();
    assert!(missing.is_empty(), "no test has the name: {missing:#?}");
}

/// What stands between backquotes.
fn words(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The names of the functions below a `#[test]` of any kind.
fn tests_of(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_test = false;
    for line in source.lines().map(str::trim) {
        is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
        let function =
            line.trim_start_matches("async ").strip_prefix("fn ").and_then(|rest| rest.split(['(', '<']).next());
        if let (true, Some(name)) = (is_test, function) {
            names.push(name.to_owned());
            is_test = false;
        }
    }
    names
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).expect("a directory").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() && !entry.ends_with("target") {
            files.extend(rust_files(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            files.push(entry);
        }
    }
    files
}
