//! What a fix says to people: the verdict, the diff, why, what else it means, how to verify.

use preflight_dialects::{Edit, Fix, Place, Reached, Remark, Topic};
use preflight_report::{Page, Role, Span};

use super::outcome::{ByHand, Outcome};
use super::{Comparison, Fixed, Now, Seen, diff};

/// What the last command is for, where nothing was changed.
const CHECKS: &str = "this asks the server whether the call is allowed:";

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

/// That what a browser said once is over.
pub fn allowed_now(now: &Now) -> &'static str {
    match now.seen {
        Seen::Allowed => "the call was blocked when the text was written; the server allows it now",
        _ => "the call was blocked when the text was written; the server allows its preflight now",
    }
}

/// What was found.
pub fn page(fixed: &Fixed) -> Page {
    let mut page = Page::default();
    match &fixed.outcome {
        Ok(Outcome::Allowed { remarks }) => write_allowed(&mut page, fixed, remarks),
        Ok(Outcome::Change(fix)) => write_fix(&mut page, fixed, fix),
        Ok(Outcome::ByHand(by_hand)) => write_by_hand(&mut page, fixed, by_hand),
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
    for note in &fixed.task.notes {
        page.labelled(Role::Odd, "note", note.as_str());
    }
    write_server(page, fixed);
}

fn write_server(page: &mut Page, fixed: &Fixed) {
    let Some(server) = &fixed.task.server else { return };
    let is_allowed = matches!(fixed.outcome, Ok(Outcome::Allowed { .. }));
    let seen = server.allows_now().filter(|_| is_allowed).map_or(&server.seen, |now| &now.seen);
    match &server.after {
        // What was seen before the file was changed is over; what is blocked still is said where it says what to do.
        _ if !fixed.is_written => write_seen(page, seen, format!("  by the server that runs at {}", server.url)),
        Some(after) if !matches!(after, Seen::Blocked(_) | Seen::Closed) => {
            write_seen(page, after, format!("  after the change, by the server at {}", server.url));
        }
        Some(_) | None => {}
    }
}

fn write_seen(page: &mut Page, seen: &Seen, by: String) {
    let role = match seen {
        Seen::Allowed => Role::Good,
        Seen::Blocked(_) | Seen::Closed => Role::Bad,
        Seen::PreflightAllowed | Seen::Undecided | Seen::Unreachable => Role::Odd,
    };
    page.line(0, [Span::new(role, seen.name()), Span::new(Role::Dim, by)]);
}

fn write_allowed(page: &mut Page, fixed: &Fixed, remarks: &[Remark]) {
    let server = fixed.task.server.as_ref();
    let seen = server.map(|server| server.allows_now().map_or(&server.seen, |now| &now.seen));
    let rest = match seen {
        Some(Seen::Allowed) => "needs no change: the server allows this call",
        _ => "needs no change: it allows this call",
    };
    write_verdict(page, fixed, Role::Good, "allowed", rest);
    let advice = match seen {
        Some(Seen::Allowed) => None,
        Some(Seen::Unreachable) => Some("nothing answers there; start the server"),
        Some(Seen::PreflightAllowed) => Some(
            "the server allows the preflight too; the call itself was not sent, since it may change something or a value was not given",
        ),
        Some(Seen::Undecided) => {
            Some("the call itself was not sent to the server, since it may change something or a value was not given")
        }
        Some(Seen::Blocked(_) | Seen::Closed) | None => Some(
            "the server was not asked: name it with --url; if it blocks the call, perhaps another file or another process answers there, it was not restarted since the file was changed, or something in front of it changes the answer",
        ),
    };
    page.blank();
    if let Some(advice) = advice {
        page.labelled(Role::Label, "note", advice);
    }
    remarks.iter().for_each(|remark| write_remark(page, fixed, remark));
    page.labelled(Role::Label, "next", CHECKS);
    write_try(page, fixed);
}

fn write_fix(page: &mut Page, fixed: &Fixed, fix: &Fix) {
    let changes = match (&fix.edits[..], fixed.is_written) {
        ([], _) => "takes its list from elsewhere; there is nothing to change in it",
        (_, true) => "was changed",
        (_, false) if fix.is_precaution => "may answer this call without CORS headers; this change adds them",
        // What was not followed to its end is not called allowed.
        (_, false) if matches!(fix.after, Reached::Allowed) => "blocks this call; this change allows it",
        (_, false) if matches!(fix.after, Reached::NotRead(_)) => {
            "blocks this call; this change is needed, and whether it is enough was not read"
        }
        (_, false) => "blocks this call; this is the change that it needs",
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
    write_unread(page, fixed, fix);
    write_next(page, fixed, fix);
}

/// Each reason once, with the first place that it stands for.
fn write_reasons(page: &mut Page, fixed: &Fixed, edits: &[Edit]) {
    let mut said: Vec<&str> = Vec::new();
    for edit in edits {
        for reason in parts(&edit.reason) {
            if !said.contains(&reason) {
                said.push(reason);
                let text = format!("{}:{}:{}: {}", fixed.name, edit.line, edit.column, reason);
                page.labelled(Role::Label, "why", text);
            }
        }
    }
}

/// The reasons of one text, each on its own; what stands between backticks is code, whatever is in it.
fn parts(reason: &str) -> Vec<&str> {
    let (mut parts, mut begin, mut is_code) = (Vec::new(), 0, false);
    for (place, c) in reason.char_indices() {
        is_code ^= c == '`';
        if !is_code && reason[place..].starts_with("; ") {
            parts.push(&reason[begin..place]);
            begin = place + 2;
        }
    }
    parts.push(&reason[begin..]);
    parts.retain(|part| !part.is_empty());
    parts
}

/// What stands in front of a text that is about a place of the file; nothing where it is about none.
fn place(fixed: &Fixed, line: usize, column: usize) -> String {
    if line > 0 { format!("{}:{line}:{column}: ", fixed.name) } else { String::new() }
}

fn write_remark(page: &mut Page, fixed: &Fixed, remark: &Remark) {
    let (label, style) = match remark.topic {
        Topic::AlsoAllowed | Topic::NoLongerAllowed => ("note", Role::Odd),
        Topic::SetVariable | Topic::InstallPackage => ("do", Role::Label),
        _ => ("look", Role::Label),
    };
    let text = format!("{}{}", place(fixed, remark.line, remark.column), remark.message);
    page.labelled(style, label, text);
}

/// What was not understood and may decide.
fn write_unread(page: &mut Page, fixed: &Fixed, fix: &Fix) {
    let unread = [&fix.before, &fix.after].into_iter().find_map(|reached| match reached {
        Reached::NotRead(place) if !fix.edits.is_empty() => Some(place),
        _ => None,
    });
    if let Some(Place { line, column, what }) = unread {
        let text = format!("{}not read, and it may decide: {what}", place(fixed, *line, *column));
        page.labelled(Role::Label, "look", text);
    }
}

fn write_next(page: &mut Page, fixed: &Fixed, fix: &Fix) {
    let after = fixed.task.server.as_ref().and_then(|server| server.after.as_ref());
    match (fixed.is_written, fix.edits.is_empty(), after) {
        (true, _, Some(Seen::Allowed)) => page.labelled(Role::Label, "next", "this checks it again:"),
        (false, true, _) => page.labelled(Role::Label, "next", CHECKS),
        (true, _, Some(Seen::Blocked(_) | Seen::Closed)) => {
            let rest = "has not restarted yet, or something else answers there: restart it, then check it:";
            page.labelled(Role::Label, "next", format!("written; the server {rest}"));
        }
        (true, ..) => page.labelled(Role::Label, "next", "restart the server, then check it:"),
        (false, false, _) if fixed.task.write.is_empty() => {
            page.labelled(Role::Label, "next", "make this change, restart the server, then check it:");
        }
        (false, false, _) => {
            page.labelled(Role::Label, "next", "this changes the file:");
            page.command(fixed.task.write.iter().cloned());
            page.labelled(Role::Label, "then", "restart the server, and check it:");
        }
    }
    write_try(page, fixed);
}

fn write_by_hand(page: &mut Page, fixed: &Fixed, by_hand: &ByHand) {
    write_verdict(page, fixed, Role::Odd, "not edited", "is left as it is; the reason says where to look");
    page.blank();
    let ByHand { line, column, reason, .. } = by_hand;
    page.labelled(Role::Label, "why", format!("{}{reason}", place(fixed, *line, *column)));
    match &by_hand.proposal {
        Some(fix) => {
            page.labelled(Role::Label, "edit", "this allows the call in either case:");
            page.blank();
            diff::write(page, &fixed.name, &fixed.source, &fix.text);
            page.blank();
            fix.remarks.iter().for_each(|remark| write_remark(page, fixed, remark));
        }
        None if by_hand.snippet.is_empty() => {}
        None => {
            page.labelled(
                Role::Label,
                "paste",
                "this allows this call and no other; put it in place of the file's CORS, and add the other origins that it has to allow",
            );
            page.blank();
            page.code(4, by_hand.snippet.as_str());
            page.blank();
        }
    }
    page.labelled(Role::Label, "next", CHECKS);
    write_try(page, fixed);
}

/// The command that verifies, alone on its line.
fn write_try(page: &mut Page, fixed: &Fixed) {
    page.command(fixed.task.check.iter().cloned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_in_a_reason_stays_whole() {
        assert_eq!(parts("`a(); b()` answers; `c` is not set"), ["`a(); b()` answers", "`c` is not set"]);
    }
}
