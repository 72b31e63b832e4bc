//! What a fix says to people: the verdict, the diff, why, what else it means, how to verify.

use std::fmt::Write;

use anstyle::{AnsiColor, Effects, Style};
use preflight_dialects::{Edit, Finding, Fix, FixError, Remark, Topic};

use super::{Comparison, Fixed, diff};
use crate::check::Word;
use crate::printable::printable;
use crate::wrap::{labelled, width};

const BOLD: Style = Style::new().effects(Effects::BOLD);
const DIM: Style = Style::new().effects(Effects::DIMMED);
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const ODD: Style = AnsiColor::Yellow.on_default().bold();
const LABEL: Style = AnsiColor::Cyan.on_default().bold();

pub fn print(fixed: &Fixed) {
    anstream::print!("{}", report(fixed));
}

/// The file beside the server, below the report of `check`.
pub fn print_comparison(comparison: &Comparison<'_>, meaning: &str) {
    let mut out = String::new();
    let _ = writeln!(out, "\n{BOLD}{}{BOLD:#} {} this", printable(comparison.name.as_bytes()), comparison.said);
    for reason in comparison.reasons {
        out.push_str(&labelled("why", LABEL, &printable(reason.as_bytes()), width()));
    }
    out.push_str(&labelled("means", LABEL, meaning, width()));
    anstream::print!("{out}");
}

fn report(fixed: &Fixed) -> String {
    let mut out = String::new();
    match &fixed.finding {
        Ok(Finding::Allowed) => write_allowed(&mut out, fixed),
        Ok(Finding::Fix(fix)) => write_fix(&mut out, fixed, fix),
        Err(FixError::Obstacle { line, column, reason, snippet }) => {
            write_obstacle(&mut out, fixed, (*line, *column), reason, snippet);
        }
        // An error of its own, on stderr.
        Err(_) => {}
    }
    out
}

fn write_verdict(out: &mut String, fixed: &Fixed, style: Style, word: &str, rest: &str) {
    let _ = writeln!(out, "{style}{word}{style:#}  {BOLD}{}{BOLD:#} {rest}", fixed.shown_name());
    let wanted = &fixed.task.wanted;
    let system = fixed.dialect.map_or(String::new(), |dialect| format!("{dialect}: "));
    let headers = match wanted.request_headers() {
        [] => String::new(),
        headers => format!(" with {}", headers.join(", ")),
    };
    let credentials = if wanted.credentials() { ", credentials included" } else { "" };
    let _ = writeln!(out, "{DIM}{system}{}{headers} from {}{credentials}{DIM:#}", wanted.method(), wanted.origin());
    write_server(out, fixed);
}

fn write_server(out: &mut String, fixed: &Fixed) {
    let Some(server) = &fixed.task.server else { return };
    let style = match server.before {
        Word::Allowed => GOOD,
        Word::Blocked => BAD,
        Word::Opaque | Word::Unreachable | Word::Undetermined => ODD,
    };
    let _ = writeln!(
        out,
        "{style}{}{style:#}  {DIM}by the server that runs at {}{DIM:#}",
        server.before.name(),
        printable(server.url.as_bytes())
    );
}

fn write_allowed(out: &mut String, fixed: &Fixed) {
    write_verdict(out, fixed, GOOD, "allowed", "allows this already; there is nothing to change");
    let advice = match fixed.task.server.as_ref().map(|server| server.before) {
        Some(Word::Allowed) => "the server does what the file says",
        Some(Word::Blocked | Word::Opaque) => {
            "the file allows it and the server does not: it was not restarted, it runs another file, or something in front of it changes the headers"
        }
        Some(Word::Unreachable) => "nothing answers there; start the server",
        Some(Word::Undetermined) => {
            "the server allows the preflight, and the call itself was not sent: a header's value was not given"
        }
        None => {
            "if the server refuses it all the same: it was not restarted, it runs another file, or something in front of it changes the headers"
        }
    };
    out.push('\n');
    out.push_str(&labelled("note", LABEL, advice, width()));
    write_try(out, fixed, "try");
}

fn write_fix(out: &mut String, fixed: &Fixed, fix: &Fix) {
    let changes = match (&fix.edits[..], fixed.is_written) {
        ([], _) => "takes its list from elsewhere; there is nothing to change in it",
        (_, true) => "is changed",
        (_, false) => "refuses this; with this change it does not",
    };
    let (style, word) = match (fixed.is_written, fix.edits.is_empty()) {
        (true, _) => (GOOD, "written"),
        (false, true) => (ODD, "elsewhere"),
        (false, false) => (BAD, "refused"),
    };
    write_verdict(out, fixed, style, word, changes);
    if !fix.edits.is_empty() {
        let _ = write!(out, "\n{}", diff::coloured(&fixed.shown_name(), &fixed.source, &fix.text));
    }
    out.push('\n');
    write_reasons(out, fixed, &fix.edits);
    fix.remarks.iter().for_each(|remark| write_remark(out, fixed, remark));
    write_next(out, fixed, fix);
}

/// Each reason once, with the first place that it stands for.
fn write_reasons(out: &mut String, fixed: &Fixed, edits: &[Edit]) {
    let mut said: Vec<&str> = Vec::new();
    for edit in edits {
        for reason in edit.reason.split("; ").filter(|reason| !reason.is_empty()) {
            if !said.contains(&reason) {
                said.push(reason);
                let text =
                    format!("{}:{}:{}: {}", fixed.shown_name(), edit.line, edit.column, printable(reason.as_bytes()));
                out.push_str(&labelled("why", LABEL, &text, width()));
            }
        }
    }
}

fn write_remark(out: &mut String, fixed: &Fixed, remark: &Remark) {
    let (label, style) = match remark.topic {
        Topic::AlsoAllowed | Topic::NoLongerAllowed => ("note", ODD),
        Topic::SetVariable | Topic::InstallPackage => ("do", LABEL),
        _ => ("look", LABEL),
    };
    let place = if remark.line > 0 {
        format!("{}:{}:{}: ", fixed.shown_name(), remark.line, remark.column)
    } else {
        String::new()
    };
    let text = format!("{place}{}", printable(remark.message.as_bytes()));
    out.push_str(&labelled(label, style, &text, width()));
}

fn write_next(out: &mut String, fixed: &Fixed, fix: &Fix) {
    match (fixed.is_written, fix.edits.is_empty()) {
        (true, _) => {
            out.push_str(&labelled("next", LABEL, "restart the server, then verify:", width()));
            write_try(out, fixed, "");
        }
        (false, true) => write_try(out, fixed, "try"),
        (false, false) => {
            out.push_str(&labelled(
                "next",
                LABEL,
                "the same with --write changes the file; restart the server, then verify:",
                width(),
            ));
            write_try(out, fixed, "");
        }
    }
}

fn write_obstacle(out: &mut String, fixed: &Fixed, place: (usize, usize), reason: &str, snippet: &str) {
    write_verdict(out, fixed, BAD, "not edited", "has to be changed by hand");
    let text = format!("{}:{}:{}: {}", fixed.shown_name(), place.0, place.1, printable(reason.as_bytes()));
    out.push('\n');
    out.push_str(&labelled("why", LABEL, &text, width()));
    let _ = writeln!(out, "{LABEL}paste{LABEL:#} what allows exactly this:\n");
    for line in snippet.lines() {
        let _ = writeln!(out, "    {}", printable(line.as_bytes()));
    }
    out.push('\n');
    write_try(out, fixed, "try");
}

fn write_try(out: &mut String, fixed: &Fixed, label: &str) {
    let _ = writeln!(out, "{LABEL}{label:5}{LABEL:#} {}", printable(fixed.task.check.as_bytes()));
}
