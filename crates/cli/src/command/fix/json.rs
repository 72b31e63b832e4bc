//! What a fix says to scripts: one object, schema `preflight.fix/1`.

use preflight_dialects::{Edit, Remark};
use serde_json::{Value, json};

use super::outcome::{ByHand, Outcome};
use super::{Comparison, Fixed, Server, diff};
use crate::shell::command_line;

/// The file beside the server: what `check --config` adds to its object.
pub fn comparison(comparison: &Comparison<'_>, meaning: &str) -> Value {
    json!({
        "schema": "preflight.config/1",
        "file": comparison.name,
        "system": comparison.system,
        "verdict": comparison.word,
        "reasons": comparison.reasons,
        "meaning": meaning,
    })
}

/// None where the file itself is wrong, which is an error on stderr.
pub fn object(fixed: &Fixed) -> Option<Value> {
    let wanted = &fixed.task.wanted;
    let mut object = json!({
        "schema": "preflight.fix/1",
        "file": fixed.name,
        "system": fixed.dialect.map(preflight_dialects::Dialect::name),
        "verdict": verdict(fixed)?,
        "wanted": {
            "origin": wanted.origin(),
            "method": wanted.method(),
            "request_headers": wanted.request_headers(),
            "expose_headers": wanted.expose_headers(),
            "credentials": wanted.credentials(),
            "path": wanted.path().map(|path| fixed.task.redactor.url(path)),
        },
        "server": fixed.task.server.as_ref().map(server),
        "edits": [],
        "remarks": [],
        "diff": null,
        "obstacle": null,
        "verify": command_line(&fixed.task.check),
    });
    match &fixed.outcome {
        Ok(Outcome::Allowed { remarks }) => object["remarks"] = remarks.iter().map(remark).collect(),
        Ok(Outcome::Change(fix)) => {
            object["edits"] = fix.edits.iter().map(edit).collect();
            object["remarks"] = fix.remarks.iter().map(remark).collect();
            object["diff"] = diff::plain(&fixed.name, &fixed.source, &fix.text).into();
        }
        Ok(Outcome::ByHand(by_hand)) => {
            let ByHand { line, column, reason, .. } = by_hand;
            let snippet = fixed.snippet(by_hand);
            object["obstacle"] =
                json!({ "line": line.max(&1), "column": column.max(&1), "reason": reason, "snippet": snippet });
        }
        Err(_) => {}
    }
    Some(object)
}

fn server(server: &Server) -> Value {
    json!({
        "url": server.url,
        "before": server.seen.name(),
        "after": server.after.as_ref().map(super::Seen::name),
    })
}

pub fn verdict(fixed: &Fixed) -> Option<&'static str> {
    match &fixed.outcome {
        Ok(Outcome::Allowed { .. }) => Some("allowed"),
        Ok(Outcome::Change(_)) if fixed.is_written => Some("written"),
        Ok(Outcome::Change(fix)) if fix.edits.is_empty() => Some("elsewhere"),
        Ok(Outcome::Change(_)) => Some("refused"),
        Ok(Outcome::ByHand(_)) => Some("not-edited"),
        Err(_) => None,
    }
}

fn edit(edit: &Edit) -> Value {
    json!({
        "start": edit.range.start,
        "end": edit.range.end,
        "replacement": edit.replacement,
        "line": edit.line,
        "column": edit.column,
        "reason": edit.reason,
    })
}

fn remark(remark: &Remark) -> Value {
    json!({ "topic": remark.topic.name(), "message": remark.message, "line": remark.line, "column": remark.column })
}
