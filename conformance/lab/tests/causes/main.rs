//! The table of causes: `preflight check` names each cause first and calls sound servers sound, and real browsers do with
//! each call what it says.

mod page;

use std::fs;
use std::process::Command;
use std::time::Duration;

use preflight_causes::{Page, Running};
use preflight_lab::{Engine, TrustingBrowser, binary, browsers_are_skipped, namespace};
use serde_json::Value;

use page::Site;

/// The calls take some seconds, the start of a browser on a busy machine some more.
const LIMIT: Duration = Duration::from_secs(120);

/// As many requests are sent for one check.
const REQUEST_LIMIT: usize = 12;

#[test]
fn check_names_each_cause_first_and_sound_servers_sound() {
    let site = Site::start(preflight_causes::all());
    let binary = binary().expect("the binary is built");
    let directory = tempfile::tempdir().expect("a directory");
    let trusted = directory.path().join("authority.pem");
    fs::write(&trusted, site.authority.pem()).expect("the directory takes a file");
    let mut wrong = Vec::new();
    for running in site.running.iter() {
        let mut command = Command::new(&binary);
        command.args(arguments(running, site.origin_of(running.scenario.call.page))).arg("--cacert").arg(&trusted);
        let output = command.output().expect("the binary runs");
        let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        wrong.extend(faults(running, &said).into_iter().map(|fault| format!("{}: {fault}", running.scenario.id)));
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

fn arguments(running: &Running, page: &str) -> Vec<String> {
    let call = running.scenario.call;
    let origin = if call.page == Page::Nowhere { "null" } else { page };
    let mut arguments: Vec<String> =
        ["check", &running.url(page), "--origin", origin, "-X", call.method, "--mode", call.mode, "--format", "json"]
            .map(str::to_owned)
            .to_vec();
    if !is_safe(call.method) {
        arguments.push("--send-unsafe".to_owned());
    }
    if call.with_credentials {
        arguments.extend(["--credentials".to_owned(), "include".to_owned()]);
    }
    for (name, value) in call.headers {
        arguments.extend(["-H".to_owned(), format!("{name}: {value}")]);
    }
    arguments.extend(running.scenario.arguments.iter().map(|argument| argument.replace("{other}", &running.other())));
    arguments
}

fn faults(running: &Running, said: &Value) -> Vec<String> {
    let scenario = &running.scenario;
    let mut faults = Vec::new();
    for (engine, word) in said["verdicts"].as_object().into_iter().flatten() {
        let verdict = scenario.verdict_in(engine).name();
        if word != verdict {
            faults.push(format!("{engine} is said to be {word}, not {verdict}"));
        }
    }
    let first = &said["findings"][0];
    if first["cause"].as_str() != scenario.cause {
        faults.push(format!("{} is named, not {:?}: {}", first["cause"], scenario.cause, first["message"]));
    }
    let log = running.take_log();
    if log.len() > REQUEST_LIMIT && scenario.id != "in-a-circle" {
        faults.push(format!("{} requests: {log:?}", log.len()));
    }
    // What may change something is sent as the page would send it, and never to find something out: once for all browsers, since
    // what one was answered is known.
    let is_unsafe = |line: &&String| line.split(' ').next().is_some_and(|method| !is_safe(method));
    let unsafe_lines: Vec<_> = log.iter().filter(is_unsafe).collect();
    let is_own = |line: &&String| line.starts_with(scenario.call.method);
    if unsafe_lines.len() > 1 || !unsafe_lines.iter().all(is_own) {
        faults.push(format!("{unsafe_lines:?} were sent"));
    }
    faults
}

fn is_safe(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS")
}

#[test]
fn chromium_does_what_check_says() {
    does_what_check_says(Engine::Chromium);
}

#[test]
fn firefox_does_what_check_says() {
    does_what_check_says(Engine::Firefox);
}

/// WebKitGTK is hard to get on some systems: only there, and not in CI, it may be missing. It asks the system whom to trust, so
/// it runs where the lab may change that.
#[test]
fn webkit_does_what_check_says() {
    let may_be_missing = std::env::var_os("CI").is_none();
    if may_be_missing && !Engine::WebKitGtk.is_installed() {
        return eprintln!("WebKitGTK is left out: `{}`", Engine::WebKitGtk.how_to_get());
    }
    if browsers_are_skipped() || namespace::is_inside() || !namespace::is_permitted() {
        return does_what_check_says(Engine::WebKitGtk);
    }
    let own = std::env::current_exe().expect("the test is a program");
    let status = namespace::command(&own).args(["--exact", "webkit_does_what_check_says", "--nocapture"]).status();
    assert!(status.expect("the test runs once more").success(), "WebKitGTK, inside a network of its own");
}

fn does_what_check_says(engine: Engine) {
    if browsers_are_skipped() {
        eprintln!("{} is skipped, as was asked for", engine.name());
        return;
    }
    let can_trust = engine != Engine::WebKitGtk || namespace::is_inside();
    let scenarios = preflight_causes::all().into_iter().filter(|scenario| can_trust || !scenario.needs_trust());
    let site = Site::start(scenarios.collect());
    let browser = TrustingBrowser::open(engine, &format!("{}/", site.origin), &site.authority);
    let browser = browser.unwrap_or_else(|error| panic!("{error}"));
    let pages = if can_trust { 2 } else { 1 };
    let results = site.wait(pages, LIMIT).unwrap_or_else(|reported| {
        panic!("{}: {reported} of {pages} pages have reported\n{}", engine.name(), browser.log())
    });
    let mut wrong = Vec::new();
    let scenarios = site.running.iter().map(|running| running.scenario);
    for scenario in scenarios.filter(|scenario| scenario.not_in_browsers.is_empty()) {
        let expected = scenario.verdict_in(engine.key()).seen_by_a_page();
        let seen = results.get(scenario.id).map_or("missing", String::as_str);
        if seen != expected {
            wrong.push(format!("{}: {seen}, not {expected}", scenario.id));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", engine.name(), wrong.join("\n"));
}
