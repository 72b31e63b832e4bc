//! The loop in real Chromium and real Firefox. `PREFLIGHT_LOOP_ONLY=express` leaves out situations of other names, and
//! `PREFLIGHT_LOOP_VERBOSE=1` shows each console and what each command printed.
//!
//! `PREFLIGHT_SKIP_BROWSERS=1` and `PREFLIGHT_SKIP_PACKAGES=1` leave all of it out.

#![forbid(unsafe_code)]

#[path = "../../../crates/dialects/tests/packages/install.rs"]
mod install;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::{env, fs};

use preflight_authority::Authority;
use preflight_conformance_loop::bench::Surroundings;
use preflight_conformance_loop::page_server::PageServers;
use preflight_conformance_loop::program::Program;
use preflight_conformance_loop::run::{Result, run};
use preflight_conformance_loop::score::{CONTRADICTION, STEPS, Score};
use preflight_conformance_loop::situation::{self, System};
use preflight_dialects::Dialect;
use preflight_lab::{Engine, LedBrowser, binary_with, browsers_are_skipped, world};
use serde_json::Value;

const ENGINES: [Engine; 2] = [Engine::Chromium, Engine::Firefox];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/loop")
}

#[test]
fn from_the_console_to_the_working_call() {
    if browsers_are_skipped() || install::is_skipped() {
        return eprintln!("the loop is skipped, as was asked for");
    }
    let only = env::var("PREFLIGHT_LOOP_ONLY").unwrap_or_default();
    let names = |data: &Value| data["id"].as_str().is_some_and(|id| only.split(',').any(|part| id.contains(part)));
    let situations: Vec<_> = situation::read_all(&folder()).into_iter().filter(names).collect();
    let results = run(&situations, &ENGINES, &surroundings());
    if env::var_os("PREFLIGHT_LOOP_VERBOSE").is_some() {
        results.iter().for_each(show);
    }
    let score = Score::of(&results);
    println!("{} situations\n{score}", situations.len());
    let mut complaints = Vec::new();
    let file = folder().join(situation::EXPECTED_FAILURES);
    for step in STEPS.into_iter().chain([CONTRADICTION]) {
        let outcomes = score.outcomes(step);
        complaints.extend(preflight_conformance::expected_failures::complaints(&file, step, outcomes, &only));
    }
    complaints.extend(score.broken.iter().map(|(name, why)| format!("{name}: {why}")));
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

fn surroundings() -> Surroundings {
    let authority = Authority::new(world::certificate_names()).expect("there is randomness");
    let binary = binary_with("dialects").unwrap_or_else(|error| panic!("{error}"));
    let program = Program::new(&binary, &authority.pem()).expect("the program can be linked");
    // Modules of Node look for packages in the folders above them.
    let root = install::directory().join("node/loop");
    fs::create_dir_all(&root).expect("the target directory can be written");
    drop((interpreter(System::Express), interpreter(System::Flask)));
    let open = |engine| {
        let browser = LedBrowser::open(engine, &authority).unwrap_or_else(|error| panic!("{error}"));
        (engine, Mutex::new(browser))
    };
    let browsers = ENGINES.map(open).into();
    Surroundings {
        authority,
        program,
        interpreter: Box::new(interpreter),
        root,
        pages: PageServers::default(),
        browsers,
    }
}

fn interpreter(system: System) -> Command {
    install::interpreter(match system {
        System::Flask | System::Django => Dialect::Flask,
        System::Express | System::Node | System::Nginx | System::Raw => Dialect::Node,
    })
}

fn show(result: &Result) {
    println!("\n===== {} in {}", result.id, result.engine.name());
    match &result.findings {
        Ok(findings) => println!("{}{:#?}", findings.transcript, findings.outcomes),
        Err(error) => println!("{error}"),
    }
}
