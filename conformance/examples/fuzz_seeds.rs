//! Writes inputs for the fuzzer from the corpora: `cargo run --example fuzz_seeds -- fuzz/corpus`.

#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs, io};

use preflight_conformance::corpus;
use serde_json::Value;

fn main() -> io::Result<()> {
    let directory = env::args_os().nth(1).expect("usage: fuzz_seeds DIRECTORY");
    let directory = Path::new(&directory);
    write(&directory.join("origin_and_pattern"), patterns_and_origins())?;
    write(&directory.join("header_list"), header_values())?;
    write(&directory.join("policy_text"), policy_texts())?;
    write(&directory.join("console_text"), console_texts())?;
    write(&directory.join("sources"), sources())
}

fn write(directory: &Path, seeds: BTreeSet<String>) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    seeds.iter().enumerate().try_for_each(|(index, seed)| fs::write(directory.join(format!("seed-{index}")), seed))
}

/// Patterns, one on each line, and an origin on the last.
fn patterns_and_origins() -> BTreeSet<String> {
    let rows: Vec<Value> = corpus::read("servers/aux/jub0bs_origin_patterns.json");
    let alone = rows.iter().filter_map(|row| row["input"].as_str()).map(|pattern| format!("{pattern}\n{pattern}"));
    let vectors: Vec<Value> = corpus::read("servers/jub0bs_origin_match.json");
    let matched = vectors.iter().map(|vector| {
        let patterns = vector["policy"]["origins"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let origin = vector["request"]["headers"]["origin"].as_str().unwrap_or_default();
        patterns.chain([origin]).collect::<Vec<_>>().join("\n")
    });
    alone.chain(matched).collect()
}

fn header_values() -> BTreeSet<String> {
    let vectors: Vec<Value> = corpus::read("wpt.json");
    let fields = vectors.iter().flat_map(|vector| vector["request"]["headers"].as_array().into_iter().flatten());
    fields.filter_map(|field| field[1].as_str()).map(str::to_owned).collect()
}

/// What the consoles of browsers said, a message each and all of a case together.
fn console_texts() -> BTreeSet<String> {
    let text = fs::read_to_string(corpus::path("console.json")).expect("the corpus is here");
    let cases: Value = serde_json::from_str(&text).expect("the corpus is JSON");
    let of_case = |case: &Value| {
        let chromium = case["chromium"]["console"].as_array().cloned().unwrap_or_default();
        let firefox = case["firefox"]["console"].as_array().cloned().unwrap_or_default();
        let lines = chromium.iter().chain(firefox.iter().map(|line| &line["text"]));
        let lines: Vec<_> = lines.filter_map(Value::as_str).map(str::to_owned).collect();
        let together = lines.join("\n");
        lines.into_iter().chain([together])
    };
    cases["cases"].as_array().into_iter().flatten().flat_map(of_case).collect()
}

/// Backends, each after the name of its system.
fn sources() -> BTreeSet<String> {
    let rows: Vec<Value> = corpus::read("backends/backends.json");
    let files = rows.iter().filter_map(|row| row["file"].as_str());
    let source = |file: &str| {
        let text = fs::read_to_string(corpus::path(&format!("backends/{file}"))).expect("the corpus is here");
        format!("{}\n{text}", file.split('/').next().unwrap_or_default())
    };
    files.map(source).collect()
}

/// The policies of servers as policy files. What JSON writes of them, TOML reads.
fn policy_texts() -> BTreeSet<String> {
    let vectors: Vec<Value> = corpus::read("servers/jub0bs_middleware.json");
    let policies = vectors.iter().map(|vector| &vector["policy"]).filter(|policy| policy["origins"].is_array());
    policies.map(policy_text).collect()
}

fn policy_text(policy: &Value) -> String {
    let keys = ["origins", "credentials", "methods", "request_headers", "expose_headers", "preflight_status"];
    let lines = keys.map(|key| match &policy[key] {
        Value::String(_) => format!("{} = \"any\"\n", key.replace('_', "-")),
        value => format!("{} = {value}\n", key.replace('_', "-")),
    });
    format!("upstream = \"http://127.0.0.1:5000\"\n[policy.app]\n{}", lines.concat())
}
