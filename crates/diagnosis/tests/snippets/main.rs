//! Every snippet is accepted where it says that it belongs, and a plain server with it allows exactly what it is for. Node,
//! Python and nginx run it; of C#, Java, Ruby and PHP the parser reads it.
//!
//! `PREFLIGHT_SKIP_PACKAGES=1` leaves this out.

#![forbid(unsafe_code)]

mod install;
mod judge;
mod nginx;
mod parse;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use preflight_diagnosis::{Framework, Grant, Observed, snippet};
use serde_json::{Value, json};

use self::judge::{Answer, Asked, is_allowed, requests};

const PAGE: &str = "https://app.example.com";
const STRANGER: &str = "https://stranger.example";

/// What a snippet has to allow, in words, and the call that it allows.
struct Case {
    sentence: &'static str,
    grant: Grant,
    observed: Observed,
    asked: Asked,
    /// Calls that worked before the snippet, and have to work with it.
    kept: Vec<Asked>,
    /// Whether any other origin is let in, as it was before.
    is_open: bool,
}

fn grant(method: &str, headers: &[&str], credentials: bool) -> Grant {
    let mut grant = Grant::new(Some(PAGE));
    grant.allow_method(Some(method));
    headers.iter().for_each(|name| grant.allow_header(name));
    if credentials {
        grant.allow_credentials();
    }
    grant
}

fn cases() -> Vec<Case> {
    let asked = |method, headers, credentials| Asked { origin: PAGE, method, headers, credentials };
    let named = Observed {
        origins: vec!["http://localhost:5173".into()],
        methods: vec!["PUT".into(), "PATCH".into()],
        headers: vec!["authorization".into()],
        exposed: vec!["x-total".into()],
        credentials: true,
        max_age: Some(600),
        ..Observed::default()
    };
    let open = Observed { allows_any_origin: true, allows_any_header: true, ..Observed::default() };
    vec![
        Case {
            sentence: "a page alone",
            grant: grant("GET", &[], false),
            observed: Observed::default(),
            asked: asked("GET", &[], false),
            kept: Vec::new(),
            is_open: false,
        },
        Case {
            sentence: "credentials, a method and a header",
            grant: grant("PUT", &["x-request-id"], true),
            observed: Observed::default(),
            asked: asked("PUT", &["content-type", "x-request-id"], true),
            kept: Vec::new(),
            is_open: false,
        },
        Case {
            sentence: "what was allowed already stays",
            grant: grant("GET", &[], false),
            observed: named,
            asked: asked("GET", &[], false),
            kept: vec![
                asked("PATCH", &["authorization"], true),
                Asked {
                    origin: "http://localhost:5173",
                    method: "PUT",
                    headers: &["authorization"],
                    credentials: true,
                },
            ],
            is_open: false,
        },
        Case {
            sentence: "everybody was let in and is still, for one method more",
            grant: grant("DELETE", &[], false),
            observed: open,
            asked: asked("DELETE", &["x-any"], false),
            kept: vec![Asked { origin: STRANGER, method: "GET", headers: &["x-other"], credentials: false }],
            is_open: true,
        },
    ]
}

#[test]
fn a_plain_server_with_the_snippet_allows_exactly_the_call() {
    if install::is_skipped() {
        return eprintln!("snippets are not run, as was asked for");
    }
    for (framework, kind) in [
        (Framework::Express, "express"),
        (Framework::Koa, "koa"),
        (Framework::Node, "node"),
        (Framework::Flask, "flask"),
        (Framework::FastApi, "fastapi"),
        (Framework::Django, "django"),
        (Framework::Nginx, "nginx"),
    ] {
        for case in cases() {
            let text = snippet(framework, &case.grant, &case.observed);
            let stranger = Asked { origin: STRANGER, ..case.asked };
            let all: Vec<Asked> = [case.asked, stranger].into_iter().chain(case.kept.iter().copied()).collect();
            // One process answers them all.
            let sent: Vec<Value> = all.iter().flat_map(requests).collect();
            let answers = if kind == "nginx" { nginx::answers(&text, &sent) } else { answers(kind, &text, &sent) };
            let allowed: Vec<bool> =
                all.iter().zip(answers.chunks(2)).map(|(asked, answers)| is_allowed(asked, answers)).collect();
            assert!(allowed[0], "{kind}, {}:\n{text}", case.sentence);
            assert_eq!(allowed[1], case.is_open, "{kind}, {}: a stranger\n{text}", case.sentence);
            for (kept, is_allowed) in case.kept.iter().zip(&allowed[2..]) {
                assert!(is_allowed, "{kind}, {}: {kept:?} worked before\n{text}", case.sentence);
            }
        }
    }
}

#[test]
fn the_parser_of_each_language_reads_its_snippet() {
    for case in cases() {
        for framework in Framework::ALL {
            parse::check(framework, &snippet(framework, &case.grant, &case.observed));
        }
    }
}

#[test]
fn two_answers_are_not_made_three() {
    let (grant, observed) = (grant("GET", &[], false), Observed::default());
    let of = |rule, framework| preflight_diagnosis::remedy(rule, framework, &grant, &observed);
    assert_eq!(of(&preflight_rules::ACAO_DUPLICATED, Framework::Express), None);
    let nginx = of(&preflight_rules::ACAO_DUPLICATED, Framework::Nginx).expect("it is nginx that can hide one");
    assert!(nginx.contains("proxy_hide_header Access-Control-Allow-Origin;"), "{nginx}");
    assert_eq!(of(&preflight_rules::ERROR_WITHOUT_CORS, Framework::Express), None);
    assert!(of(&preflight_rules::HEADER_NOT_ALLOWED, Framework::Express).is_some());
}

/// What a server in its real package answers.
fn answers(kind: &str, snippet: &str, sent: &[Value]) -> Vec<Answer> {
    let folder = tempfile::tempdir_in(install::directory()).expect("the target directory can be written");
    let write = |name: &str, text: &str| -> PathBuf {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("the target directory can be written");
        path
    };
    let mut command: Command = install::interpreter(kind);
    let script = match kind {
        "express" | "koa" | "node" => write("server.cjs", include_str!("node_server.cjs")),
        _ => write("server.py", include_str!("python_server.py")),
    };
    let (text, requests) = (write("snippet", snippet), write("requests.json", &json!(sent).to_string()));
    let output = command.arg(script).arg(kind).args([text, requests]).output().expect("it can be started");
    let errors = String::from_utf8_lossy(&output.stderr);
    let answers: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{kind}: {errors}\n{snippet}"));
    judge::answers(&answers)
}
