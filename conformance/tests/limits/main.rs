//! `docs/limits.md` against the sources: each limit has its row, with its value, and each row its limit.

#![forbid(unsafe_code)]

mod constants;
mod expression;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use self::constants::{Constant, constants};
use self::table::{Row, rows};

#[test]
fn every_limit_in_the_sources_has_its_row_and_every_row_its_limit() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let text = fs::read_to_string(root.join("docs/limits.md")).expect("the table is there");
    let faults = faults(&rows(&text), &constants(&root.join("crates")));
    assert!(faults.is_empty(), "docs/limits.md and the sources differ:\n{}", faults.join("\n"));
}

/// What is wrong, in sentences. A row is about every constant whose path ends as the row's name does.
fn faults(rows: &[Row], constants: &[Constant]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut rows_of: BTreeMap<&str, Vec<&str>> = constants.iter().map(|limit| (&*limit.path, Vec::new())).collect();
    for row in rows {
        let named: Vec<_> = constants.iter().filter(|constant| row.names(&constant.path)).collect();
        if named.is_empty() {
            faults.push(format!("{}: no constant of that name is in the sources; take the row out", row.name));
        }
        for constant in named {
            rows_of.entry(&constant.path).or_default().push(&row.name);
            if let Some(fault) = row.differs_from(constant) {
                faults.push(fault);
            }
        }
        if row.is_incomplete() {
            faults.push(format!("{}: every column needs words", row.name));
        }
    }
    for (path, rows) in rows_of {
        match rows.as_slice() {
            [_] => {}
            [] => faults.push(format!("{path}: no row; say what it bounds, why, and what happens when it is reached")),
            several => faults.push(format!("{path}: several rows ({}); write longer paths", several.join(", "))),
        }
    }
    faults
}

#[test]
fn a_limit_without_a_row_and_a_row_without_a_limit_are_faults() {
    let source = "const SIZE_LIMIT: usize = 4 * 1024;\npub const WAIT: Duration = Duration::from_secs(2);\n\
                  const PORT: u16 = 80;\n#[cfg(test)]\nmod tests {\n    const OTHER_LIMIT: usize = 1;\n}";
    let constants = constants::of_source("some::file", source);
    assert_eq!(constants.len(), 2, "a port is no limit, nor is what a test names");
    let row = |name: &str, default: &str, unit: &str| format!("| `{name}` | {default} | {unit} | why | then |\n");
    let size = row("some::SIZE_LIMIT", "4", "KiB");
    let wait = row("some::file::WAIT", "2", "s");
    for (sentence, text, is_sound) in [
        ("both rows", format!("{size}{wait}"), true),
        ("a row is missing", size.clone(), false),
        ("a row too many", format!("{size}{wait}{}", row("some::GONE_LIMIT", "1", "bytes")), false),
        ("a row twice", format!("{size}{wait}{wait}"), false),
        ("another value", format!("{}{wait}", row("some::SIZE_LIMIT", "5", "KiB")), false),
        ("another unit", format!("{}{wait}", row("some::SIZE_LIMIT", "4", "MiB")), false),
        ("a time in another unit", format!("{size}{}", row("some::WAIT", "2000", "ms")), true),
        ("a time that is none", format!("{size}{}", row("some::WAIT", "2", "bytes")), false),
        ("another crate", format!("{size}{}", row("other::WAIT", "2", "s")), false),
        ("no reason", format!("{size}| `some::WAIT` | 2 | s |  | then |\n"), false),
    ] {
        assert_eq!(faults(&rows(&text), &constants).is_empty(), is_sound, "{sentence}");
    }
}
