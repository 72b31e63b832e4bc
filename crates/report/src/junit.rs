//! A JUnit document: one suite, a test case for each entry.

use std::fmt::Write;

use crate::escape::Outside;
use crate::exit::Exit;
use crate::report::{Entry, Report};

/// The document.
pub fn document(report: &Report) -> String {
    let count = |wanted: &[Exit]| report.entries.iter().filter(|entry| wanted.contains(&entry.exit)).count();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    let _ = writeln!(
        out,
        "  <testsuite name=\"preflight {}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">",
        report.command,
        report.entries.len(),
        count(&[Exit::Findings]),
        count(&[Exit::Usage, Exit::Unreachable]),
        count(&[Exit::Undetermined]),
    );
    for entry in &report.entries {
        write_case(&mut out, report.command, entry);
    }
    out + "  </testsuite>\n</testsuites>\n"
}

fn write_case(out: &mut String, command: &str, entry: &Entry) {
    let _ = write!(out, "    <testcase classname=\"preflight.{command}\" name=\"{}\"", escaped(&entry.title));
    let element = match entry.exit {
        Exit::Good => {
            out.push_str("/>\n");
            return;
        }
        Exit::Findings => "failure",
        Exit::Usage | Exit::Unreachable => "error",
        Exit::Undetermined => "skipped",
    };
    let first = entry.findings.first();
    let message = first.map_or_else(|| Outside::from(entry.verdict), |finding| finding.message.clone());
    let kind = first.map_or(entry.verdict.to_owned(), |finding| format!("{} {}", finding.rule.code, finding.rule.name));
    // `skipped` has no type in the schemas that readers go by.
    let kind = if element == "skipped" { String::new() } else { format!(" type=\"{kind}\"") };
    let _ = writeln!(out, ">\n      <{element}{kind} message=\"{}\">", escaped(&message));
    for finding in &entry.findings {
        let _ = writeln!(
            out,
            "{} {} ({}): {}\nfix: {}",
            finding.rule.code,
            finding.rule.name,
            finding.certainty.name(),
            escaped(&finding.message),
            escaped(&finding.fix())
        );
    }
    for note in entry.notes() {
        let _ = writeln!(out, "note: {}", escaped(&note));
    }
    let _ = writeln!(out, "      </{element}>\n    </testcase>");
}

/// What nobody sees is escaped as for people: most of it may not stand in XML at all.
fn escaped(text: &Outside) -> String {
    let mut out = String::new();
    for c in text.for_people().chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Neither may stand in XML, however it is written.
            '\u{fffe}' | '\u{ffff}' => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}
