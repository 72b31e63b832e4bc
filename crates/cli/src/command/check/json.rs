//! The answer as one JSON object, schema `preflight.check/1` (`docs/schema/check.json`).

use preflight_engine::Origin;
use preflight_engine::browser::Outcome;
use serde_json::{Map, Value, json};

use super::perform::Run;
use super::run::Checked;
use super::shown::head;
use super::word::Word;
use crate::call_object::call_object;
use crate::json::text_of;

/// The object of the command.
pub fn object(checked: &Checked) -> Map<String, Value> {
    let lead = checked.lead();
    let redactor = &checked.redactor;
    let request = &lead.request;
    let blocked = lead.blocked();
    let object = json!({
        "schema": "preflight.check/1",
        "url": redactor.url(request.url().as_str()),
        "origin": checked.page().map(Origin::as_str),
        "method": text_of(request.method()),
        "mode": request.mode().name(),
        "credentials": request.credentials().name(),
        "call": call_object(&checked.asked.call.clone().with_implications(), redactor),
        "verdicts": by_engine(checked, |run| run.word().name().into()),
        "console": by_engine(checked, |run| checked.shown_text(&run.console.join("\n")).into()),
        "console_network": by_engine(checked, |run| checked.shown_text(&run.network_lines().join("\n")).into()),
        "reason": blocked.map(|blocked| blocked.reason.name()),
        "stage": blocked.map(|blocked| blocked.stage.name()),
        "standard": blocked.map(|blocked| blocked.reason.standard_step().url),
        "findings": checked.shown_findings().iter().map(|finding| finding.object()).collect::<Vec<_>>(),
        "notes": checked.notes.iter().map(|note| checked.shown_text(note)).collect::<Vec<_>>(),
        "visible": visible(checked),
        "next": checked.next(),
        "exchanges": checked.shown_exchanges().iter().map(|exchange| exchange.object()).collect::<Vec<_>>(),
    });
    match object {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// What the page reads, where it was let to.
fn visible(checked: &Checked) -> Option<Value> {
    let lead = checked.lead();
    match &lead.verdict.outcome {
        Outcome::SameOrigin(response) | Outcome::Shared(response) if lead.word() == Word::Allowed => {
            Some(json!({ "status": response.status, "headers": head(&response.headers, &checked.redactor) }))
        }
        _ => None,
    }
}

fn by_engine(checked: &Checked, of_run: impl Fn(&Run) -> Value) -> Map<String, Value> {
    checked.runs.iter().map(|run| (run.user_agent.name.to_owned(), of_run(run))).collect()
}
