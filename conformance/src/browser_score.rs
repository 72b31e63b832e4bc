//! What counts as equal between a recording and the offline browser.
//!
//! Error texts, bodies and times do not count; nor do header values that the browser sets by itself.

use preflight_engine::browser::Console;
use serde_json::{Value, json};

use crate::browser_recording::{Observed, Recording};
use crate::console_lines;

/// What disagrees, in a line each; nothing if all is equal.
pub fn disagreements(recording: &Recording, console: Console, observed: &Observed, judged: &Observed) -> Vec<String> {
    let parts = [
        ("results", results(observed), results(judged)),
        ("wire", wire(recording, observed), wire(recording, judged)),
        ("console", counted_lines(console, observed), counted_lines(console, judged)),
    ];
    let disagree = |(part, observed, judged): (&str, Vec<Value>, Vec<Value>)| {
        (observed != judged).then(|| format!("{part}: {} in the browser, {} here", json!(observed), json!(judged)))
    };
    parts.into_iter().filter_map(disagree).collect()
}

/// Outcome, and what script sees of a response.
fn results(of: &Observed) -> Vec<Value> {
    let scored = |result: &Value| match result["outcome"].as_str() {
        Some("resolved") => json!([
            "resolved",
            result["type"],
            result["status"],
            result["redirected"],
            result.get("headers").filter(|headers| !headers.is_null()).cloned().unwrap_or_else(|| json!([])),
        ]),
        outcome => json!([outcome, result.get("construct_error").is_some()]),
    };
    of.results.iter().map(scored).collect()
}

/// Each request, which cookies went along, and which of the page's own headers did.
fn wire(recording: &Recording, of: &Observed) -> Vec<Value> {
    let is_own = |name: &String| name == "authorization" || recording.own_names.contains(name);
    let scored = |request: &Value| {
        let headers = request["headers"].as_array().into_iter().flatten();
        let names = headers.filter_map(|header| Some(header[0].as_str()?.to_ascii_lowercase()));
        let mut own: Vec<_> = names.filter(is_own).collect();
        own.sort_unstable();
        let cookies = cookie_names(request);
        let columns =
            ["port", "method", "target", "preflight", "origin", "acrm", "acrh"].map(|column| &request[column]);
        json!([columns, cookies, own])
    };
    of.wire.iter().map(scored).collect()
}

/// The names of the cookies, sorted: their order is the jar's.
fn cookie_names(request: &Value) -> Vec<&str> {
    let pairs = request["cookie"].as_str().into_iter().flat_map(|cookies| cookies.split("; "));
    let mut names: Vec<_> = pairs.map(|pair| pair.split('=').next().unwrap_or_default()).collect();
    names.sort_unstable();
    names
}

fn counted_lines(console: Console, of: &Observed) -> Vec<Value> {
    console_lines::counted(console, &of.console).into_iter().map(Value::from).collect()
}
