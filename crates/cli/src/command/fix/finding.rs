//! What a fix finds, as a finding of the form that all commands share: its rule, its place, and the edits that fix it.

use preflight_dialects::{Edit, Fix, Lack, Reached, Topic};
use preflight_report::ShownFinding;
use preflight_rules::configurations::{DYNAMIC_VALUE, ENVIRONMENT_VALUE};
use preflight_rules::{
    ACAC_MISSING, ANSWERED_BEFORE_CORS, Certainty, Change, EXPOSE_HEADERS_MISSING, Evidence, Finding,
    HEADER_NOT_ALLOWED, METHOD_NOT_ALLOWED, NO_ACAO, ORIGIN_MISMATCH, Position, Rule, SERVER_NOT_RESTARTED, Safety,
    UNREACHABLE,
};

use super::outcome::{ByHand, Outcome};
use super::{Fixed, Seen};
use crate::shell::command_line;

/// What is wrong with a file for a call; nothing where nothing is, or where it was changed.
pub fn findings(fixed: &Fixed) -> Vec<ShownFinding> {
    let finding = match &fixed.outcome {
        Ok(Outcome::Change(_)) if fixed.is_written => None,
        Ok(Outcome::Change(fix)) => Some(of_change(fixed, fix)),
        Ok(Outcome::ByHand(by_hand)) => Some(of_obstacle(fixed, by_hand)),
        Ok(Outcome::Allowed { .. }) | Err(_) => None,
    };
    let redactor = &fixed.task.redactor;
    finding.iter().map(|finding| ShownFinding::new(finding, |text| redactor.text(text))).collect()
}

fn of_change(fixed: &Fixed, fix: &Fix) -> Finding {
    let Some(first) = fix.edits.first() else {
        let remark = fix.remarks.first();
        let message = remark.map_or("the file takes its list from elsewhere", |remark| &remark.message);
        let (line, column) = remark.map_or((1, 1), |remark| (remark.line, remark.column));
        return Finding::new(&ENVIRONMENT_VALUE, Certainty::Likely, message, message)
            .seen_in([source(fixed, line, column)]);
    };
    let certainty = match (&fix.before, &fix.after) {
        (Reached::Refused(_), Reached::Allowed) => Certainty::Certain,
        (Reached::NotRead(_), _) => Certainty::Possible,
        _ => Certainty::Likely,
    };
    let mut finding = Finding::new(rule(fix.lack), certainty, &first.reason, how_to_change(fixed)).seen_in([source(
        fixed,
        first.line,
        first.column,
    )]);
    if let Some(advice) = finding.fixes.first_mut() {
        let is_seen_by_others = |topic: Topic| matches!(topic, Topic::AlsoAllowed | Topic::NoLongerAllowed);
        let is_safe = !fix.remarks.iter().any(|remark| is_seen_by_others(remark.topic));
        advice.safety = if is_safe { Safety::Safe } else { Safety::Unsafe };
        advice.change = Change::Edits(fix.edits.iter().map(|edit| of_file(fixed, edit)).collect());
    }
    finding
}

fn how_to_change(fixed: &Fixed) -> String {
    match fixed.task.write.is_empty() {
        true => "change the file as the edits say".to_owned(),
        false => format!("change the file: {}", command_line(&fixed.task.write)),
    }
}

fn of_obstacle(fixed: &Fixed, by_hand: &ByHand) -> Finding {
    let server = fixed.task.server.as_ref();
    let (rule, advice) = match server {
        Some(server) if server.seen == Seen::Closed => {
            (&UNREACHABLE, "look at the server's log: it may crash before it answers")
        }
        Some(server) if server.is_older.is_some() => (&SERVER_NOT_RESTARTED, "restart the server"),
        _ => (&DYNAMIC_VALUE, "look at this place: it decides, and was not understood"),
    };
    Finding::new(rule, Certainty::Possible, &by_hand.reason, advice).seen_in([source(
        fixed,
        by_hand.line,
        by_hand.column,
    )])
}

/// Which rule of calls says what a file lacks.
fn rule(lack: Lack) -> &'static Rule {
    match lack {
        Lack::Policy => &NO_ACAO,
        Lack::Origin => &ORIGIN_MISMATCH,
        Lack::Credentials => &ACAC_MISSING,
        Lack::Method => &METHOD_NOT_ALLOWED,
        Lack::RequestHeader => &HEADER_NOT_ALLOWED,
        Lack::ResponseHeader => &EXPOSE_HEADERS_MISSING,
        _ => &ANSWERED_BEFORE_CORS,
    }
}

fn source(fixed: &Fixed, line: usize, column: usize) -> Evidence {
    let from = Position { line: line.max(1), column: column.max(1) };
    Evidence::Source { file: fixed.name.clone(), from, to: None, note: String::new() }
}

fn of_file(fixed: &Fixed, edit: &Edit) -> preflight_rules::Edit {
    preflight_rules::Edit {
        file: fixed.name.clone(),
        from: position(&fixed.source, edit.range.start),
        to: position(&fixed.source, edit.range.end),
        text: edit.replacement.clone(),
    }
}

/// The place of a byte.
fn position(source: &str, byte: usize) -> Position {
    let before = source.get(..byte).unwrap_or(source);
    let line = before.rsplit('\n').next().unwrap_or_default();
    Position { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
}
