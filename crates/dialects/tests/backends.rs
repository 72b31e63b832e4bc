//! `fix` on backends as people write them (`corpus/backends`): the edit is the stored one, it is what allows the call, and
//! a second run finds nothing to do.
//!
//! Whether the edited backends run and a browser's call succeeds is tested by the browser lab. `PREFLIGHT_BLESS=1` stores
//! what the edits are now.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};

use preflight_dialects::{Dialect, Finding, Fix, Topic, Wanted, fix, guess};
use serde_json::Value;
use similar::TextDiff;

const ORIGIN: &str = "http://localhost:5173";

struct Backend {
    file: String,
    source: String,
    wanted: Wanted,
    wanted_by_name: Wanted,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/backends")
}

fn backends() -> Vec<Backend> {
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let table: Vec<Value> = serde_json::from_str(&read(&folder().join("backends.json"))).expect("it is JSON");
    let backend = |row: &Value| {
        let file = row["file"].as_str().expect("a file").to_owned();
        let mut wanted = Wanted::new(ORIGIN)
            .and_then(|wanted| wanted.with_method(row["method"].as_str().expect("a method")))
            .expect("a call");
        for (name, value) in row["headers"].as_object().expect("headers") {
            wanted = wanted.with_request_header(name, value.as_str()).expect("a header");
        }
        if row["credentials"] == true {
            wanted = wanted.with_credentials();
        }
        let source = read(&folder().join(&file));
        Backend {
            source,
            wanted: wanted.clone().at_path(row["path"].as_str().expect("a path")),
            wanted_by_name: wanted,
            file,
        }
    };
    table.iter().map(backend).collect()
}

fn fixed(backend: &Backend, source: &str, wanted: &Wanted) -> Finding {
    fix(None, source, &backend.file, wanted).unwrap_or_else(|error| panic!("{}: {error}\n{error:?}", backend.file))
}

fn edited(backend: &Backend, source: &str) -> Fix {
    match fixed(backend, source, &backend.wanted) {
        Finding::Fix(fix) => fix,
        Finding::Allowed => panic!("{}: nothing to do", backend.file),
    }
}

#[test]
fn edits_are_the_stored_ones() {
    let mut differ = Vec::new();
    for backend in backends() {
        let fix = edited(&backend, &backend.source);
        let diff = TextDiff::from_lines(&backend.source, &fix.text)
            .unified_diff()
            .header(&backend.file, &backend.file)
            .to_string();
        let remarks = fix.remarks.iter().map(|remark| format!("# {}: {}\n", remark.topic.name(), remark.message));
        let reasons = fix.edits.iter().map(|edit| format!("# {}:{}: {}\n", edit.line, edit.column, edit.reason));
        let found = format!("{}{}{diff}", reasons.collect::<String>(), remarks.collect::<String>());
        let path = folder().join(&backend.file).with_extension("diff");
        if std::env::var_os("PREFLIGHT_BLESS").is_some() {
            fs::write(&path, &found).expect("the corpus can be written");
        } else if fs::read_to_string(&path).unwrap_or_default() != found {
            differ.push(format!("{}:\n{found}", backend.file));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn a_second_run_finds_nothing_to_do() {
    for backend in backends() {
        let once = edited(&backend, &backend.source).text;
        assert_eq!(fixed(&backend, &once, &backend.wanted), Finding::Allowed, "{}:\n{once}", backend.file);
    }
}

#[test]
fn the_path_need_not_be_known() {
    for backend in backends() {
        if let Finding::Fix(fix) = fixed(&backend, &backend.source, &backend.wanted_by_name) {
            assert_eq!(
                fixed(&backend, &fix.text, &backend.wanted_by_name),
                Finding::Allowed,
                "{}:\n{}",
                backend.file,
                fix.text
            );
        }
    }
}

#[test]
fn line_breaks_marks_and_indentation_are_kept() {
    for backend in backends() {
        let plain = edited(&backend, &backend.source).text;
        let windows = backend.source.replace('\n', "\r\n");
        let marked = format!("\u{feff}{windows}");
        let fix = edited(&backend, &marked);
        assert_eq!(fix.text, format!("\u{feff}{}", plain.replace('\n', "\r\n")), "{}", backend.file);
        let mut again = marked.clone();
        for edit in fix.edits.iter().rev() {
            again.replace_range(edit.range.clone(), &edit.replacement);
        }
        assert_eq!(again, fix.text, "{}: the ranges are those of the source", backend.file);
    }
}

#[test]
fn the_system_is_guessed() {
    for backend in backends() {
        let dialect = backend.file.split('/').next().and_then(|name| name.parse::<Dialect>().ok()).expect("a dialect");
        assert_eq!(guess(&backend.source, &backend.file), Some(dialect), "{}", backend.file);
        assert_eq!(guess(&backend.source, "-"), Some(dialect), "{}, by its words alone", backend.file);
    }
}

#[test]
fn a_package_that_is_missing_is_named() {
    for backend in
        backends().iter().filter(|backend| backend.file.contains("/missing.") && !backend.file.starts_with("aspnet"))
    {
        let fix = edited(backend, &backend.source);
        let installs = fix.remarks.iter().any(|remark| remark.topic == Topic::InstallPackage);
        assert_eq!(installs, !backend.file.starts_with("node"), "{}: {:?}", backend.file, fix.remarks);
    }
}
