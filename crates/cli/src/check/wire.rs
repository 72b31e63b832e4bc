//! An exchange as it was on the wire, the deciding line marked.

use std::fmt::Write;

use anstyle::{AnsiColor, Effects, Style as Colour};
use preflight_engine::exchange::{Exchange, ResponseHead};
use preflight_engine::header_list::HeaderList;
use preflight_rules::Side;

use super::seen::Seen;
use crate::printable::printable;
use crate::redact::Redactor;

const DIM: Colour = Colour::new().effects(Effects::DIMMED);
const MARK: Colour = AnsiColor::Red.on_default().bold();

/// The fields that CORS reads or that lead elsewhere: what is shown unless everything is.
const RELEVANT: [&str; 4] = ["origin", "vary", "location", "allow"];

/// How much of an exchange is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Relevant,
    Everything,
}

/// How an exchange is written.
#[derive(Clone, Copy)]
pub struct Style<'s> {
    pub extent: Extent,
    /// The version of HTTP that was spoken, if any was.
    pub version: Option<&'s str>,
    pub redactor: &'s Redactor,
}

/// Writes an exchange; `evidence` is marked if it points at this one.
pub fn write(out: &mut String, exchange: &Exchange, evidence: Option<Seen<'_>>, style: Style<'_>) {
    let request = &exchange.request;
    let kind = if request.is_preflight { "  (preflight)" } else { "" };
    let _ = writeln!(
        out,
        "  {} {}{DIM}{kind}{DIM:#}",
        printable(&request.method),
        printable(style.redactor.url(request.url.as_str()).as_bytes())
    );
    let of_side = |side| evidence.filter(|evidence| evidence.side == side);
    let origin = request.headers.get(b"origin").map(|origin| printable(&origin)).unwrap_or_default();
    write_fields(out, '>', &request.headers, of_side(Side::Request), style, &origin);
    match &exchange.answer {
        Ok(head) => write_response(out, head, of_side(Side::Response), style, &origin),
        Err(failure) => {
            let _ = writeln!(out, "  {DIM}<{DIM:#} {MARK}{failure}{MARK:#}");
        }
    }
}

fn write_response(out: &mut String, head: &ResponseHead, evidence: Option<Seen<'_>>, style: Style<'_>, origin: &str) {
    let status = head.status.to_string();
    // HTTP/1.1 is what everybody expects; anything else is worth a word.
    let version = style
        .version
        .filter(|version| *version != "1.1")
        .map(|version| format!("  (HTTP/{})", printable(style.redactor.version(version).as_bytes())));
    let _ = writeln!(out, "  {DIM}<{DIM:#} {status}{DIM}{}{DIM:#}", version.unwrap_or_default());
    if let Some(evidence) = evidence.filter(|evidence| evidence.field.is_none() && !evidence.note.is_empty()) {
        write_mark(out, 0, status.len(), &style.redactor.text(evidence.note));
    }
    write_fields(out, '<', &head.headers, evidence, style, origin);
}

fn write_fields(
    out: &mut String,
    arrow: char,
    headers: &HeaderList,
    evidence: Option<Seen<'_>>,
    style: Style<'_>,
    origin: &str,
) {
    for (name, value) in headers.iter() {
        let is_evidence = evidence.and_then(|evidence| evidence.field).is_some_and(|field| is_named(name, field));
        if style.extent == Extent::Relevant && !is_evidence && !is_relevant(name) {
            continue;
        }
        let value = printable(&style.redactor.field(name, value));
        let name = printable(style.redactor.name(name).as_bytes()).to_ascii_lowercase();
        let _ = writeln!(out, "  {DIM}{arrow}{DIM:#} {name}: {value}");
        if let Some(evidence) = evidence.filter(|_| is_evidence) {
            // Where the value is the origin and something more, only that is wrong.
            let right =
                if !origin.is_empty() && value.starts_with(origin) && value != origin { origin.len() } else { 0 };
            write_mark(
                out,
                name.chars().count() + ": ".len() + right,
                value[right..].chars().count(),
                &style.redactor.text(evidence.note),
            );
        }
    }
}

/// A line of carets under the value, and what is wrong with it.
fn write_mark(out: &mut String, column: usize, width: usize, note: &str) {
    let _ = writeln!(
        out,
        "    {:column$}{MARK}{}{MARK:#} {note}",
        "",
        "^".repeat(width.clamp(1, 60)),
        note = printable(note.as_bytes())
    );
}

fn is_relevant(name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with(b"access-control-") || RELEVANT.iter().any(|relevant| relevant.as_bytes() == lower)
}

fn is_named(name: &[u8], field: &str) -> bool {
    name.eq_ignore_ascii_case(field.as_bytes())
}
