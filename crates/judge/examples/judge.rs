//! Judges JSON lines on stdin.
use std::io::{BufRead, Write};
fn main() {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let name = std::env::args().nth(1).unwrap_or_default();
    let ua = preflight_engine::UserAgent::ALL.into_iter().find(|ua| ua.name == name).unwrap();
    for line in std::io::stdin().lock().lines() {
        let case: preflight_judge::Case = serde_json::from_str(&line.unwrap()).unwrap();
        let v = match preflight_judge::judge(&case, &ua) {
            Ok(j) => serde_json::json!({"id": case.id, "results": j.results, "wire": j.wire, "console": j.console.join("\n"), "reason": j.reason, "stage": j.stage}),
            Err(e) => serde_json::json!({"id": case.id, "error": e.to_string()}),
        };
        writeln!(out, "{v}").unwrap();
    }
}
