//! `fix` on backends as people write them (`corpus/backends`): they run in the real packages, and a call of a real page is
//! blocked before the edit and succeeds after it.
//!
//! ASP.NET Core is not started here: its edited sources are read again and judged by the engine, in the tests of
//! `crates/dialects`. `PREFLIGHT_SKIP_PACKAGES=1` and `PREFLIGHT_SKIP_BROWSERS=1` leave this out.

#![forbid(unsafe_code)]

#[path = "../../../../crates/dialects/tests/packages/install.rs"]
mod install;
mod page;
mod running;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use preflight_dialects::{Dialect, Finding, Wanted, fix};
use preflight_lab::{Browser, Engine, browsers_are_skipped};
use serde_json::{Value, json};

use self::page::Page;
use self::running::{Source, start};

/// The port of the page in the stored sources. The real one is drawn, since this one may be taken.
const STORED_PORT: &str = "5173";

/// A backend and the call that it refuses.
struct Backend {
    file: String,
    dialect: Dialect,
    before: String,
    after: String,
    row: Value,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/backends")
}

/// The backends that can be started, their sources for a page on this port.
fn backends(port: u16) -> Vec<Backend> {
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rows: Vec<Value> = serde_json::from_str(&read(&folder().join("backends.json"))).expect("it is JSON");
    let mut backends = Vec::new();
    for row in rows {
        let file = row["file"].as_str().expect("a file").to_owned();
        let dialect: Dialect = file.split('/').next().unwrap_or_default().parse().expect("a dialect");
        if dialect == Dialect::AspNet {
            continue;
        }
        let before = read(&folder().join(&file)).replace(STORED_PORT, &port.to_string());
        let after = match fix(Some(dialect), &before, &file, &wanted(&row, port)) {
            Ok(Finding::Fix(fix)) => fix.text,
            other => panic!("{file}: {other:?}"),
        };
        backends.push(Backend { file, dialect, before, after, row });
    }
    backends
}

fn wanted(row: &Value, port: u16) -> Wanted {
    let origin = format!("http://localhost:{port}");
    let mut wanted = Wanted::new(&origin).expect("an origin").at_path(row["path"].as_str().expect("a path"));
    wanted = wanted.with_method(row["method"].as_str().expect("a method")).expect("a method");
    for (name, value) in row["headers"].as_object().expect("headers") {
        wanted = wanted.with_request_header(name, value.as_str()).expect("a header");
    }
    if row["credentials"] == true { wanted.with_credentials() } else { wanted }
}

#[test]
fn a_call_blocked_before_succeeds_after() {
    if browsers_are_skipped() || install::is_skipped() {
        return eprintln!("backends are skipped, as was asked for");
    }
    let page = Page::start();
    let backends = backends(page.port());
    let sources: Vec<_> = backends
        .iter()
        .flat_map(|backend| {
            [("before", &backend.before), ("after", &backend.after)].map(|(time, text)| Source {
                id: format!("{} {time}", backend.file),
                dialect: backend.dialect,
                file_name: backend.file.rsplit('/').next().unwrap_or_default().to_owned(),
                text: text.clone(),
            })
        })
        .collect();
    let running = start(&sources);
    for backend in &backends {
        assert!(running.port(&format!("{} after", backend.file)).is_some(), "{} does not start", backend.file);
    }
    let results = ask(&page, &backends, &running);
    let mut wrong = Vec::new();
    for backend in &backends {
        let result = |time: &str| results.get(&format!("{} {time}", backend.file)).map_or("not asked", String::as_str);
        let (before, after) = (result("before"), result("after"));
        // A server that does not start answers nobody either.
        let starts = running.port(&format!("{} before", backend.file)).is_some();
        if before != "blocked" && starts || !after.starts_with('2') {
            wrong.push(format!("{}: before {before}, after {after}\n{}", backend.file, backend.after));
        }
    }
    assert!(wrong.is_empty(), "{}\n{results:#?}", wrong.join("\n"));
    println!("{} backends: every call blocked before, and read after", backends.len());
}

/// What becomes of each call in the browser: a status, or `blocked`.
fn ask(page: &Page, backends: &[Backend], running: &running::Running) -> BTreeMap<String, String> {
    let mut calls = Vec::new();
    for backend in backends {
        for time in ["before", "after"] {
            let id = format!("{} {time}", backend.file);
            let Some(port) = running.port(&id) else { continue };
            let row = &backend.row;
            let method = row["method"].as_str().expect("a method");
            let body = ["POST", "PUT", "PATCH"].contains(&method).then_some("{\"name\":\"a\",\"text\":\"b\"}");
            calls.push(json!({
                "id": id,
                "url": format!("http://127.0.0.1:{port}{}", row["path"].as_str().expect("a path")),
                "init": {
                    "method": method,
                    "headers": row["headers"],
                    "credentials": if row["credentials"] == true { "include" } else { "omit" },
                    "body": body,
                },
            }));
        }
    }
    page.serve(&json!(calls));
    let browser = Browser::open(Engine::Chromium, &page.url()).unwrap_or_else(|error| panic!("{error}"));
    page.results().unwrap_or_else(|| panic!("the page did not report\n{}", browser.log()))
}
