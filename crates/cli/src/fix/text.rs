//! What a fix says to people: the verdict, the diff, why, what else it means, how to verify.

use std::fmt::Write;

use anstyle::{AnsiColor, Effects, Style};
use preflight_dialects::{Edit, Fix, Reached, Remark, Topic};

use super::outcome::{ByHand, Outcome};
use super::{Comparison, Fixed, Seen, diff};
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
    match &fixed.outcome {
        Ok(Outcome::Allowed { remarks }) => write_allowed(&mut out, fixed, remarks),
        Ok(Outcome::Change(fix)) => write_fix(&mut out, fixed, fix),
        Ok(Outcome::ByHand(by_hand)) => write_by_hand(&mut out, fixed, by_hand),
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
    write_seen(out, &server.seen, &server.url, "by the server that runs at");
    if let Some(after) = &server.after {
        write_seen(out, after, &server.url, "after the change, by the server at");
    }
}

fn write_seen(out: &mut String, seen: &Seen, url: &str, by: &str) {
    let style = match seen {
        Seen::Allowed => GOOD,
        Seen::Blocked(_) => BAD,
        Seen::PreflightAllowed | Seen::Undecided | Seen::Unreachable => ODD,
    };
    let _ = writeln!(out, "{style}{}{style:#}  {DIM}{by} {}{DIM:#}", seen.name(), printable(url.as_bytes()));
}

fn write_allowed(out: &mut String, fixed: &Fixed, remarks: &[Remark]) {
    let seen = fixed.task.server.as_ref().map(|server| &server.seen);
    let rest = match seen {
        Some(Seen::Allowed) => "needs no change: the server allows this call",
        _ => "needs no change: it allows this call",
    };
    write_verdict(out, fixed, GOOD, "allowed", rest);
    let advice = match seen {
        Some(Seen::Allowed) => None,
        Some(Seen::Unreachable) => Some("nothing answers there; start the server"),
        Some(Seen::PreflightAllowed) => {
            Some("the server allows the preflight too; the call itself was not sent, since it may change something or a value was not given")
        }
        Some(Seen::Undecided) => {
            Some("the server was not asked the call itself, since it may change something or a value was not given")
        }
        Some(Seen::Blocked(_)) | None => Some(
            "the server was not asked: name it with --url; if it blocks the call, perhaps another file or another process answers there, it was not restarted since the file was changed, or something in front of it changes the answer",
        ),
    };
    out.push('\n');
    if let Some(advice) = advice {
        out.push_str(&labelled("note", LABEL, advice, width()));
    }
    remarks.iter().for_each(|remark| write_remark(out, fixed, remark));
    write_try(out, fixed, "try");
}

fn write_fix(out: &mut String, fixed: &Fixed, fix: &Fix) {
    let changes = match (&fix.edits[..], fixed.is_written) {
        ([], _) => "takes its list from elsewhere; there is nothing to change in it",
        (_, true) => "was changed",
        (_, false) => "blocks this call; this change allows it",
    };
    let changes = match &fix.after {
        // What was not followed to its end is not called allowed.
        Reached::NotRead(_) | Reached::NotFollowed if !fix.edits.is_empty() && !fixed.is_written => {
            "blocks this call; this is the change that it needs"
        }
        _ => changes,
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
    for reached in [&fix.before, &fix.after] {
        if let Reached::NotRead(place) = reached
            && !fix.edits.is_empty()
        {
            let text = format!("{}:{}:{}: not read, and it may decide: {}", fixed.shown_name(), place.line, place.column, place.what);
            out.push_str(&labelled("look", LABEL, &printable(text.as_bytes()), width()));
            break;
        }
    }
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
    let after = fixed.task.server.as_ref().and_then(|server| server.after.as_ref());
    let next = match (fixed.is_written, fix.edits.is_empty(), after) {
        (true, _, Some(Seen::Allowed)) => return write_try(out, fixed, "try"),
        (true, ..) => "restart the server, then check it:",
        (false, true, _) => return write_try(out, fixed, "try"),
        (false, false, _) => "the same with --write changes the file; restart the server, then check it:",
    };
    out.push_str(&labelled("next", LABEL, next, width()));
    write_try(out, fixed, "");
}

fn write_by_hand(out: &mut String, fixed: &Fixed, by_hand: &ByHand) {
    write_verdict(out, fixed, ODD, "not edited", "is left as it is: a person has to look");
    let place = format!("{}:{}:{}", fixed.shown_name(), by_hand.line, by_hand.column);
    let text = format!("{place}: {}", printable(by_hand.reason.as_bytes()));
    out.push('\n');
    out.push_str(&labelled("why", LABEL, &text, width()));
    match &by_hand.proposal {
        Some(fix) => {
            let _ = writeln!(out, "{LABEL}edit{LABEL:#}  what allows the call whichever way that goes:\n");
            out.push_str(&diff::coloured(&fixed.shown_name(), &fixed.source, &fix.text));
            out.push('\n');
            fix.remarks.iter().for_each(|remark| write_remark(out, fixed, remark));
        }
        None if by_hand.snippet.is_empty() => {}
        None => {
            let _ = writeln!(out, "{LABEL}paste{LABEL:#} what allows exactly this:\n");
            for line in by_hand.snippet.lines() {
                let _ = writeln!(out, "    {}", printable(line.as_bytes()));
            }
            out.push('\n');
        }
    }
    write_try(out, fixed, "try");
}

fn write_try(out: &mut String, fixed: &Fixed, label: &str) {
    let _ = writeln!(out, "{LABEL}{label:5}{LABEL:#} {}", printable(fixed.task.check.as_bytes()));
}
