//! Annotations of a GitHub workflow: [workflow commands](https://docs.github.com/actions/reference/workflow-commands).

use preflight_rules::Severity;

use crate::exit::Exit;
use crate::finding::ShownFinding;
use crate::report::{Entry, Report};

/// A line for each finding, and one for each entry in which nothing was found.
pub fn document(report: &Report) -> String {
    let mut lines = String::new();
    for entry in &report.entries {
        if entry.findings.is_empty() {
            let level = match entry.exit {
                Exit::Good => "notice",
                Exit::Undetermined => "warning",
                Exit::Findings | Exit::Usage | Exit::Unreachable => "error",
            };
            let notes: String = entry.notes().map(|note| format!("\n{}", note.for_people())).collect();
            lines += &line(level, &[("title", entry.verdict)], &format!("{}{notes}", entry.title.for_people()));
        }
        for finding in &entry.findings {
            lines += &annotation(entry, finding);
        }
    }
    lines
}

fn annotation(entry: &Entry, finding: &ShownFinding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let title = format!("{} {}", finding.rule.code, finding.rule.name);
    let place = finding.place().map(|(file, from)| (file, from.line.to_string(), from.column.to_string()));
    let mut properties = Vec::new();
    if let Some((file, line, column)) = &place {
        properties.extend([("file", *file), ("line", line.as_str()), ("col", column.as_str())]);
    }
    properties.push(("title", title.as_str()));
    let text =
        format!("{}: {}\nfix: {}", entry.title.for_people(), finding.message.for_people(), finding.fix().for_people());
    line(level, &properties, &text)
}

fn line(level: &str, properties: &[(&str, &str)], text: &str) -> String {
    let properties: Vec<_> = properties.iter().map(|(name, value)| format!("{name}={}", in_property(value))).collect();
    format!("::{level} {}::{}\n", properties.join(","), in_text(text))
}

fn in_text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn in_property(text: &str) -> String {
    in_text(&crate::escape::printable(text.as_bytes())).replace(':', "%3A").replace(',', "%2C")
}
