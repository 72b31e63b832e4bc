//! What a fix says to people: the verdict, the diff, why, what else it means, how to verify.

use preflight_dialects::{Edit, Finding, Fix, FixError, Remark, Topic};
use preflight_report::{Page, Role, Span};

use super::{Comparison, Fixed, diff};
use crate::check::Word;

/// The file beside the server, below the report of `check`.
pub fn comparison(comparison: &Comparison<'_>, meaning: &str) -> Page {
    let mut page = Page::default();
    page.blank();
    page.line(0, [Span::new(Role::Strong, comparison.name), Span::from(format!(" {} this", comparison.said))]);
    for reason in comparison.reasons {
        page.labelled(Role::Label, "why", reason.as_str());
    }
    page.labelled(Role::Label, "means", meaning);
    page
}

/// What was found.
pub fn page(fixed: &Fixed) -> Page {
    let mut page = Page::default();
    match &fixed.finding {
        Ok(Finding::Allowed) => write_allowed(&mut page, fixed),
        Ok(Finding::Fix(fix)) => write_fix(&mut page, fixed, fix),
        Err(FixError::Obstacle { line, column, reason, snippet }) => {
            write_obstacle(&mut page, fixed, (*line, *column), reason, snippet);
        }
        // An error of its own, on stderr.
        Err(_) => {}
    }
    page
}

fn write_verdict(page: &mut Page, fixed: &Fixed, role: Role, word: &str, rest: &str) {
    let name = Span::new(Role::Strong, fixed.name.as_str());
    page.line(0, [Span::new(role, word), Span::from("  "), name, Span::from(format!(" {rest}"))]);
    let wanted = &fixed.task.wanted;
    let system = fixed.dialect.map_or(String::new(), |dialect| format!("{dialect}: "));
    let headers = match wanted.request_headers() {
        [] => String::new(),
        headers => format!(" with {}", headers.join(", ")),
    };
    let credentials = if wanted.credentials() { ", credentials included" } else { "" };
    let call = format!("{system}{}{headers} from {}{credentials}", wanted.method(), wanted.origin());
    page.line(0, [Span::new(Role::Dim, call)]);
    write_server(page, fixed);
}

fn write_server(page: &mut Page, fixed: &Fixed) {
    let Some(server) = &fixed.task.server else { return };
    let role = match server.before {
        Word::Allowed => Role::Good,
        Word::Blocked => Role::Bad,
        Word::Opaque | Word::Unreachable | Word::Undetermined => Role::Odd,
    };
    let by = format!("  by the server that runs at {}", server.url);
    page.line(0, [Span::new(role, server.before.name()), Span::new(Role::Dim, by)]);
}

fn write_allowed(page: &mut Page, fixed: &Fixed) {
    write_verdict(page, fixed, Role::Good, "allowed", "allows this already; there is nothing to change");
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
    page.blank();
    page.labelled(Role::Label, "note", advice);
    write_try(page, fixed);
}

fn write_fix(page: &mut Page, fixed: &Fixed, fix: &Fix) {
    let changes = match (&fix.edits[..], fixed.is_written) {
        ([], _) => "takes its list from elsewhere; there is nothing to change in it",
        (_, true) => "is changed",
        (_, false) => "refuses this; with this change it does not",
    };
    let (style, word) = match (fixed.is_written, fix.edits.is_empty()) {
        (true, _) => (Role::Good, "written"),
        (false, true) => (Role::Odd, "elsewhere"),
        (false, false) => (Role::Bad, "refused"),
    };
    write_verdict(page, fixed, style, word, changes);
    if !fix.edits.is_empty() {
        page.blank();
        diff::write(page, &fixed.name, &fixed.source, &fix.text);
    }
    page.blank();
    write_reasons(page, fixed, &fix.edits);
    fix.remarks.iter().for_each(|remark| write_remark(page, fixed, remark));
    write_next(page, fixed, fix);
}

/// Each reason once, with the first place that it stands for.
fn write_reasons(page: &mut Page, fixed: &Fixed, edits: &[Edit]) {
    let mut said: Vec<&str> = Vec::new();
    for edit in edits {
        for reason in edit.reason.split("; ").filter(|reason| !reason.is_empty()) {
            if !said.contains(&reason) {
                said.push(reason);
                let text = format!("{}:{}:{}: {}", fixed.name, edit.line, edit.column, reason);
                page.labelled(Role::Label, "why", text);
            }
        }
    }
}

fn write_remark(page: &mut Page, fixed: &Fixed, remark: &Remark) {
    let (label, style) = match remark.topic {
        Topic::AlsoAllowed | Topic::NoLongerAllowed => ("note", Role::Odd),
        Topic::SetVariable | Topic::InstallPackage => ("do", Role::Label),
        _ => ("look", Role::Label),
    };
    let place =
        if remark.line > 0 { format!("{}:{}:{}: ", fixed.name, remark.line, remark.column) } else { String::new() };
    let text = format!("{place}{}", remark.message);
    page.labelled(style, label, text);
}

fn write_next(page: &mut Page, fixed: &Fixed, fix: &Fix) {
    match (fixed.is_written, fix.edits.is_empty()) {
        (true, _) => {
            page.labelled(Role::Label, "next", "restart the server, then verify:");
            write_try(page, fixed);
        }
        (false, true) => write_try(page, fixed),
        (false, false) => {
            page.labelled(
                Role::Label,
                "next",
                "the same with --write changes the file; restart the server, then verify:",
            );
            write_try(page, fixed);
        }
    }
}

fn write_obstacle(page: &mut Page, fixed: &Fixed, place: (usize, usize), reason: &str, snippet: &str) {
    write_verdict(page, fixed, Role::Bad, "not edited", "has to be changed by hand");
    let text = format!("{}:{}:{}: {}", fixed.name, place.0, place.1, reason);
    page.blank();
    page.labelled(Role::Label, "why", text);
    page.labelled(Role::Label, "paste", "what allows exactly this:");
    page.blank();
    page.code(4, snippet);
    page.blank();
    write_try(page, fixed);
}

/// The command that verifies, alone on its line.
fn write_try(page: &mut Page, fixed: &Fixed) {
    page.line(0, [Span::from(fixed.task.check.as_str())]);
}
