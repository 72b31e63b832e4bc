//! The answer as one JSON object, schema `preflight.check/1` (`docs/schema/check.json`).

use preflight_engine::browser::Outcome;
use preflight_engine::exchange::Exchange;
use preflight_engine::header_list::HeaderList;
use preflight_rules::Finding;
use serde_json::{Map, Value, json};

use super::run::{Checked, Run};
use super::seen::Seen;
use super::stand_in::StandIn;
use crate::json::{text_of, to_line};
use crate::redact::Redactor;

pub fn print(checked: &Checked) {
    println!("{}", to_line(&object(checked)));
}

fn object(checked: &Checked) -> Value {
    let lead = checked.lead();
    let redactor = &checked.redactor;
    let request = &lead.request;
    let blocked = lead.blocked();
    let visible = match &lead.verdict.outcome {
        Outcome::SameOrigin(response) | Outcome::Shared(response) => {
            json!({ "status": response.status, "headers": headers(&response.headers, redactor) })
        }
        Outcome::Opaque | Outcome::OpaqueRedirect(_) | Outcome::Blocked(_) => Value::Null,
    };
    json!({
        "schema": "preflight.check/1",
        "url": redactor.url(request.url().as_str()),
        "origin": request.origin().as_str(),
        "method": text_of(request.method()),
        "mode": request.mode().name(),
        "credentials": request.credentials().name(),
        "verdicts": by_engine(checked, |run| run.word().name().into()),
        "console": by_engine(checked, |run| redactor.text(&run.console.join("\n")).into()),
        "reason": blocked.map(|blocked| blocked.reason.name()),
        "stage": blocked.map(|blocked| blocked.stage.name()),
        "standard": blocked.map(|blocked| blocked.reason.standard_step().url),
        "findings": lead.findings.iter().map(|each| finding(each, redactor)).collect::<Vec<_>>(),
        "notes": checked.notes.iter().map(|note| redactor.text(note)).collect::<Vec<_>>(),
        "visible": visible,
        "exchanges": exchanges(checked),
    })
}

fn by_engine(checked: &Checked, of_run: impl Fn(&Run) -> Value) -> Map<String, Value> {
    checked.runs.iter().map(|run| (run.user_agent.name.to_owned(), of_run(run))).collect()
}

fn finding(finding: &Finding, redactor: &Redactor) -> Value {
    json!({
        "code": finding.rule.code,
        "cause": finding.rule.name,
        "certainty": finding.certainty.name(),
        "message": redactor.text(&finding.message),
        "evidence": Seen::of(finding).map(|seen| evidence(seen, redactor)),
        "fix": redactor.text(finding.fix()),
    })
}

fn evidence(evidence: Seen<'_>, redactor: &Redactor) -> Value {
    json!({
        "exchange": evidence.exchange,
        "side": evidence.side.name(),
        "field": evidence.field,
        "note": redactor.text(evidence.note),
    })
}

fn exchanges(checked: &Checked) -> Vec<Value> {
    let place_and_exchange = checked.exchanges().enumerate();
    place_and_exchange.map(|(place, exchange)| of_exchange(checked, place, exchange)).collect()
}

fn of_exchange(checked: &Checked, place: usize, exchange: &Exchange) -> Value {
    let redactor = &checked.redactor;
    let wire = checked.network.on_wire(&exchange.request);
    let detail = checked.network.detail(&exchange.request);
    let explanation = detail.and_then(|detail| detail.explanation.as_deref());
    let stand_in = checked.network.stand_in_for(&exchange.request).map(|stand_in| match stand_in {
        StandIn::Get(_) => "get",
        StandIn::Preflight => "preflight",
        StandIn::Nothing => "nothing",
    });
    json!({
        "purpose": checked.purpose(place).map_or("page", |purpose| purpose.name()),
        "preflight": exchange.request.is_preflight,
        "sent": stand_in.is_none(),
        "stand_in": stand_in,
        "request": {
            "method": text_of(&exchange.request.method),
            "url": redactor.url(exchange.request.url.as_str()),
            "headers": headers(&wire.headers, redactor),
        },
        "response": response(exchange, redactor),
        "http_version": detail.and_then(|detail| detail.http_version.as_deref()).map(|version| redactor.version(version)),
        "failure": exchange.answer.as_ref().err().map(|failure| failure.name()),
        "explanation": explanation.map(|text| redactor.explanation(text)),
        "curl": redactor.curl(&wire, checked.question.body.as_deref()),
    })
}

fn response(exchange: &Exchange, redactor: &Redactor) -> Value {
    match &exchange.answer {
        Ok(head) => json!({ "status": head.status, "headers": headers(&head.headers, redactor) }),
        Err(_) => Value::Null,
    }
}

fn headers(list: &HeaderList, redactor: &Redactor) -> Vec<[String; 2]> {
    list.iter().map(|(name, value)| [redactor.name(name), text_of(&redactor.field(name, value))]).collect()
}
