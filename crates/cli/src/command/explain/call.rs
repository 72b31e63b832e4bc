//! A pasted call without a message, as an entry of `explain` for programs: what was read, and the command that checks it.

use preflight_engine::Origin;
use preflight_pasted_call::Pasted;
use preflight_report::{Entry, Exit, Page, Report, Shape};
use serde_json::{Map, Value, json};

use crate::call_object::call_object;
use crate::pasted_command::{pattern_of, words_of_pasted};
use crate::redact::{Redactor, Values};

/// The report about the call of a text, where it is one; `why` is what is said of it.
pub fn report(text: &str, why: &str) -> Option<Report> {
    let Some(Ok(pasted)) = preflight_pasted_call::read(text.trim()) else { return None };
    Some(Report { command: "explain", shape: Shape::List, entries: vec![entry(&pasted, why)], page: Page::default() })
}

fn entry(pasted: &Pasted, why: &str) -> Entry {
    let redactor = Redactor::new(Values::Hidden, pasted.call.url.value().map(|url| url.as_str())).hiding(&pasted.named);
    let url = pasted.call.url.value().map(|url| redactor.url(url.as_str()));
    let object = json!({
        "engine": null,
        "url": url,
        "origin": pasted.call.origin.value().map(Origin::as_str),
        "reason": null,
        "certain": false,
        "causes": [{ "id": "none", "why": why, "ask": null }],
        "call": call_object(&pasted.call.clone().with_implications(), &redactor),
        "url_pattern": pattern_of(pasted),
        "next": words_of_pasted(pasted),
        "fixes": [],
        "edits": [],
    });
    Entry {
        title: url.clone().unwrap_or_else(|| "a pasted call".to_owned()).into(),
        place: url.map(Into::into),
        verdict: "no-message",
        findings: Vec::new(),
        object: match object {
            Value::Object(members) => members,
            _ => Map::new(),
        },
        exit: Exit::Good,
    }
}
