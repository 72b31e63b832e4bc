//! [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html): one run, the rules from the registry.

use preflight_rules::{Rule, Severity};
use serde_json::{Value, json};

use crate::finding::ShownFinding;
use crate::json::to_line;
use crate::report::{Entry, Report};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The document.
pub fn document(report: &Report) -> String {
    let rules = rules(report);
    let results: Vec<_> = report.findings().map(|(entry, finding)| result(entry, finding, &rules)).collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "preflight",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    to_line(&document) + "\n"
}

/// Those that a finding is of, each once, in the order of the codes.
fn rules(report: &Report) -> Vec<&'static Rule> {
    let mut rules: Vec<_> = report.findings().map(|(_, finding)| finding.rule).collect();
    rules.sort_unstable_by_key(|rule| rule.code);
    rules.dedup();
    rules
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.title },
        "help": { "text": rule.page, "markdown": rule.page },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(entry: &Entry, finding: &ShownFinding, rules: &[&Rule]) -> Value {
    let text = format!("{}; fix: {}", finding.message.for_people(), finding.fix().for_people());
    json!({
        "ruleId": finding.rule.code,
        "ruleIndex": rules.iter().position(|rule| *rule == finding.rule),
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [location(entry, finding)],
        "properties": { "certainty": finding.certainty.name(), "verdict": entry.verdict },
    })
}

/// The place in a file; else what was looked at.
fn location(entry: &Entry, finding: &ShownFinding) -> Value {
    let logical = json!([{ "fullyQualifiedName": entry.title.for_people() }]);
    let artifact = |uri: &str| json!({ "uri": as_uri(uri) });
    match (finding.place(), &entry.place) {
        (Some((file, from)), _) => json!({
            "physicalLocation": {
                "artifactLocation": artifact(file),
                "region": { "startLine": from.line.max(1), "startColumn": from.column.max(1) },
            },
            "logicalLocations": logical,
        }),
        (None, Some(place)) => json!({
            "physicalLocation": { "artifactLocation": artifact(place.for_json()) },
            "logicalLocations": logical,
        }),
        (None, None) => json!({ "logicalLocations": logical }),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A file's name or a URL as a URI reference: what may not stand in one is encoded.
fn as_uri(text: &str) -> String {
    let mut uri = String::new();
    for (at, byte) in text.bytes().enumerate() {
        let is_encoded_already = byte == b'%' && text.as_bytes().get(at + 1..at + 3).is_some_and(is_hexadecimal);
        match byte {
            b'\\' => uri.push('/'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => uri.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' | b':' | b'?' | b'#' | b'[' | b']' | b'@' | b'&' | b'=' | b'+' | b','
            | b';' | b'!' | b'$' | b'(' | b')' | b'*' => uri.push(char::from(byte)),
            b'%' if is_encoded_already => uri.push('%'),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn is_hexadecimal(digits: &[u8]) -> bool {
    digits.iter().all(u8::is_ascii_hexdigit)
}
