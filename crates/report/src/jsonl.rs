//! JSON lines: each entry, after it its findings, and the summary last. Whoever reads them needs to hold one line at a time.

use serde_json::{Map, Value, json};

use crate::json::to_line;
use crate::report::{Entry, Report};

/// What an entry's own object repeats of its findings is left to their lines.
const FINDINGS: &str = "findings";

/// The lines.
pub fn document(report: &Report) -> String {
    let mut lines = Vec::new();
    for (number, entry) in report.entries.iter().enumerate() {
        lines.push(result(number, entry));
        lines.extend(entry.findings.iter().map(|finding| line("finding", number, finding.object())));
    }
    lines.push(summary(report));
    lines.iter().map(|line| to_line(line) + "\n").collect()
}

fn result(number: usize, entry: &Entry) -> Value {
    let mut members = Map::new();
    members.insert("title".to_owned(), json!(entry.title));
    members.insert("verdict".to_owned(), entry.verdict.into());
    let own = entry.object.iter().filter(|(name, _)| *name != FINDINGS);
    members.extend(own.map(|(name, value)| (name.clone(), value.clone())));
    line("result", number, members)
}

fn line(kind: &'static str, number: usize, members: Map<String, Value>) -> Value {
    let mut object = Map::new();
    object.insert("type".to_owned(), kind.into());
    object.insert("result".to_owned(), number.into());
    object.extend(members);
    Value::Object(object)
}

fn summary(report: &Report) -> Value {
    let mut verdicts = Map::new();
    for entry in &report.entries {
        let count = verdicts.get(entry.verdict).and_then(Value::as_u64).unwrap_or_default() + 1;
        verdicts.insert(entry.verdict.to_owned(), count.into());
    }
    json!({
        "type": "summary",
        "command": report.command,
        "results": report.entries.len(),
        "findings": report.findings().count(),
        "verdicts": verdicts,
        "exit": report.exit().code(),
    })
}
