//! A finding as it is shown: its rule, and its texts redacted. One form in JSON for every command (`docs/schema/finding.json`).

use preflight_rules::{Certainty, Change, Evidence, Finding, Fix, Position, Rule, Severity};
use serde_json::{Map, Value, json};

use crate::escape::Outside;

/// A finding whose texts were redacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFinding {
    /// Which rule found it.
    pub rule: &'static Rule,
    /// How sure that is.
    pub certainty: Certainty,
    /// How bad it is.
    pub severity: Severity,
    /// What happened.
    pub message: Outside,
    /// What shows it, the deciding piece first.
    pub evidence: Vec<ShownEvidence>,
    /// What fixes it, the smallest change first.
    pub fixes: Vec<Fix>,
}

/// A piece of evidence, and what is shown of its note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownEvidence {
    /// Where it is.
    pub evidence: Evidence,
    /// What to say below the line.
    pub note: Outside,
}

impl ShownFinding {
    /// The finding with each of its texts as `shown` has it: the one place where they are redacted.
    pub fn new(finding: &Finding, shown: impl Fn(&str) -> String) -> Self {
        let evidence = finding.evidence.iter().map(|evidence| ShownEvidence {
            evidence: with_shown_line(evidence, &shown),
            note: shown(note(evidence)).into(),
        });
        let fixes = finding.fixes.iter().map(|fix| Fix { sentence: shown(&fix.sentence), ..fix.clone() });
        Self {
            rule: finding.rule,
            certainty: finding.certainty,
            severity: finding.severity,
            message: shown(&finding.message).into(),
            evidence: evidence.collect(),
            fixes: fixes.collect(),
        }
    }

    /// The smallest change that fixes it, as a sentence.
    pub fn fix(&self) -> Outside {
        self.fixes.first().map(|fix| fix.sentence.as_str()).unwrap_or_default().into()
    }

    /// The place in a file, if it is seen in one.
    pub fn place(&self) -> Option<(&str, Position)> {
        self.evidence.iter().find_map(|shown| match &shown.evidence {
            Evidence::Source { file, from, .. } => Some((file.as_str(), *from)),
            _ => None,
        })
    }

    /// As JSON.
    pub fn object(&self) -> Map<String, Value> {
        let sentences: Vec<_> = self.fixes.iter().map(|fix| fix.sentence.as_str()).collect();
        let object = json!({
            "code": self.rule.code,
            "cause": self.rule.name,
            "certainty": self.certainty.name(),
            "severity": self.severity.name(),
            "message": self.message,
            "evidence": self.evidence.first().map(evidence),
            "fix": sentences.first().copied().unwrap_or_default(),
            "fixes": sentences,
            "edits": self.fixes.iter().flat_map(edits).collect::<Vec<_>>(),
        });
        match object {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }
}

fn note(evidence: &Evidence) -> &str {
    match evidence {
        Evidence::Exchange { note, .. }
        | Evidence::Source { note, .. }
        | Evidence::Console { note, .. }
        | Evidence::Policy { note, .. } => note,
    }
}

/// A console's line holds URLs, too.
fn with_shown_line(evidence: &Evidence, shown: impl Fn(&str) -> String) -> Evidence {
    match evidence {
        Evidence::Console { line, note } => Evidence::Console { line: shown(line), note: note.clone() },
        other => other.clone(),
    }
}

fn evidence(shown: &ShownEvidence) -> Value {
    let note = &shown.note;
    match &shown.evidence {
        Evidence::Exchange { exchange, side, field, .. } => {
            json!({ "exchange": exchange.0, "side": side.name(), "field": field, "note": note })
        }
        Evidence::Source { file, from, to, .. } => json!({
            "file": file,
            "line": from.line,
            "column": from.column,
            "end_line": to.map(|to| to.line),
            "end_column": to.map(|to| to.column),
            "note": note,
        }),
        Evidence::Console { line, .. } => json!({ "console": line, "note": note }),
        Evidence::Policy { key, .. } => json!({ "key": key, "note": note }),
    }
}

/// The changes that a fix can be written down as, each with how safe it is.
fn edits(fix: &Fix) -> Vec<Value> {
    let safety = fix.safety.name();
    match &fix.change {
        Change::Advice => Vec::new(),
        Change::Headers(headers) => vec![json!({ "safety": safety, "headers": headers })],
        Change::Snippet { system, text } => vec![json!({ "safety": safety, "system": system, "text": text })],
        Change::Edits(edits) => {
            let edit = |edit: &preflight_rules::Edit| {
                json!({
                    "safety": safety,
                    "file": edit.file,
                    "line": edit.from.line,
                    "column": edit.from.column,
                    "end_line": edit.to.line,
                    "end_column": edit.to.column,
                    "text": edit.text,
                })
            };
            edits.iter().map(edit).collect()
        }
    }
}
