//! What is said of a file against what its server really does (`corpus/sources.json`): a file is never said to allow what the
//! real package blocks, nor to refuse what it allows. What is not understood is said to be not read.

#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

use preflight_dialects::{Dialect, Finding, FixError, Reached, Seen, Wanted, fix_beside};
use serde_json::Value;

/// What is said of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Allowed,
    Refused,
    NotRead,
}

fn rows() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/sources.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("it is JSON")
}

fn source(row: &Value) -> String {
    let lines: Vec<_> = row["source"].as_array().expect("lines").iter().filter_map(Value::as_str).collect();
    lines.join("\n")
}

fn wanted(row: &Value, call: &Value) -> Wanted {
    let mut wanted = Wanted::new(call[0].as_str().expect("a page")).expect("an origin");
    wanted = wanted.at_path(row["path"].as_str().expect("a path"));
    wanted = wanted.with_method(call[1].as_str().expect("a method")).expect("a method");
    for header in call[2].as_array().expect("headers") {
        wanted = wanted.with_request_header(header[0].as_str().expect("a name"), header[1].as_str()).expect("a header");
    }
    if call[3] == "include" { wanted.with_credentials() } else { wanted }
}

fn said(row: &Value, call: &Value, seen: Seen) -> Said {
    let dialect: Dialect = row["system"].as_str().expect("a system").parse().expect("a dialect");
    match fix_beside(Some(dialect), &source(row), "-", &wanted(row, call), seen) {
        Ok(Finding::Allowed) => Said::Allowed,
        Ok(Finding::Fix(fix)) if fix.edits.is_empty() => Said::NotRead,
        Ok(Finding::Fix(fix)) => match fix.before {
            Reached::Allowed => Said::Allowed,
            Reached::Refused(_) | Reached::NotFollowed => Said::Refused,
            Reached::NotRead(_) => Said::NotRead,
        },
        Err(FixError::Obstacle { .. }) => Said::NotRead,
        Err(error) => panic!("{}: {error}", row["id"]),
    }
}

#[test]
fn no_file_is_said_to_do_what_its_server_does_not() {
    let (mut wrong, mut allowed, mut known) = (Vec::new(), 0, 0);
    for row in rows() {
        for call in row["calls"].as_array().expect("calls") {
            let truth = call[4].as_str().expect("a truth");
            let found = said(&row, call, Seen::Nothing);
            if (found == Said::Allowed && truth != "allowed") || (found == Said::Refused && truth == "allowed") {
                wrong.push(format!("{}: {call} is {truth}, and the file is said to be {found:?}", row["id"]));
            }
            if truth == "allowed" && row["environment"].as_object().is_some_and(serde_json::Map::is_empty) {
                allowed += 1;
                known += usize::from(found == Said::Allowed);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A file alone says nothing of the variables that decide; most decide nothing.
    assert!(known * 100 >= allowed * 80, "{known} of {allowed} calls that work are read as such");
    println!("{known} of {allowed} calls that work are read as such");
}

#[test]
fn a_preflight_that_was_seen_settles_what_it_can() {
    let mut wrong = Vec::new();
    for row in rows().iter().filter(|row| matches!(row["system"].as_str(), Some("express" | "node"))) {
        for call in row["calls"].as_array().expect("calls") {
            if call[4] == "allowed" && wanted(row, call).needs_preflight() {
                let found = said(row, call, Seen::PreflightAllowed);
                if found == Said::Refused {
                    wrong.push(format!("{}: {call}: {found:?}", row["id"]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_not_read_is_named_with_its_line() {
    let call = Wanted::new("http://localhost:3000").expect("an origin").at_path("/api");
    for (sentence, dialect, source, line, word) in [
        (
            "a condition of the environment",
            Dialect::Express,
            "const app = express();\nif (process.env.NODE_ENV === 'test') {\n  app.use(cors());\n}\napp.get('/api', (q, s) => s.json({}));\n",
            2,
            "NODE_ENV",
        ),
        (
            "a middleware of another file",
            Dialect::Express,
            "const app = express();\napp.use(cors());\napp.use(corsHeaders);\napp.get('/api', (q, s) => s.json({}));\n",
            3,
            "corsHeaders",
        ),
        (
            "a header written over by hand",
            Dialect::Express,
            "const app = express();\napp.use(cors());\napp.get('/api', (q, s) => {\n  s.removeHeader('Access-Control-Allow-Origin');\n  s.json({});\n});\n",
            5,
            "without Access-Control-Allow-Origin",
        ),
    ] {
        match fix_beside(Some(dialect), source, "-", &call, Seen::Nothing) {
            Err(FixError::Obstacle { line: found, reason, .. }) => {
                assert!(found == line && reason.contains(word), "{sentence}: {found}: {reason}");
            }
            other => panic!("{sentence}: {other:?}"),
        }
    }
}
