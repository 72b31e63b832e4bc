//! The explanations as JSON, one object a message (`docs/schema/explain.json`). The form is a contract.

use preflight_diagnosis::{ConsoleReason, header_lines, usual_fix, usual_reason};
use preflight_report::{ShownFinding, command_line};
use preflight_rules::{Certainty, Finding, Rule};
use serde_json::{Map, Value, json};

use super::Explained;
use crate::call_object::call_object;

/// The object of a message.
pub fn object(explained: &Explained) -> Map<String, Value> {
    let message = &explained.message;
    let reason = message.reason.as_ref().filter(|reason| !matches!(reason, ConsoleReason::Translated { .. }));
    members(json!({
        "engine": message.engine.map(|engine| engine.name()),
        "url": message.url,
        "origin": message.origin,
        "reason": reason.map(ConsoleReason::name),
        "certain": explained.explanation.is_certain,
        "causes": causes(explained),
        "call": call_object(&explained.call, &explained.redactor),
        "next": explained.next(),
        "fixes": fixes(explained),
        "edits": edits(explained),
    }))
}

/// A rule by itself, in the same form.
pub fn of_rule(rule: &'static Rule) -> Map<String, Value> {
    let (why, fix) = (usual_reason(rule).unwrap_or(rule.title), usual_fix(rule).unwrap_or(rule.title));
    let finding = ShownFinding::new(&Finding::new(rule, Certainty::Certain, rule.title, fix), str::to_owned);
    let cause = cause(rule, why.to_owned(), None, finding);
    members(json!({
        "engine": null, "url": null, "origin": null, "reason": null,
        "certain": true, "causes": [cause], "call": null, "next": [], "fixes": [fix], "edits": [],
    }))
}

fn members(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn causes(explained: &Explained) -> Vec<Value> {
    if !explained.is_failure() {
        return vec![json!({ "id": "none", "why": explained.shown(&explained.explanation.meaning), "ask": null })];
    }
    let next = explained.next();
    let run = if next.is_empty() { String::new() } else { format!("; run: {}", command_line(&next)) };
    let findings = explained.findings();
    let candidates = explained.explanation.candidates.iter().zip(findings);
    let causes = candidates.map(|(candidate, finding)| {
        let ask = candidate.ask.as_deref().map(|ask| format!("{}{run}", explained.shown(ask)));
        cause(finding.rule, explained.shown(&candidate.why), ask, finding)
    });
    causes.collect()
}

/// A finding, and what the text alone says of it.
fn cause(rule: &Rule, why: String, ask: Option<String>, finding: ShownFinding) -> Value {
    let mut object = members(json!({ "id": rule.name, "why": why, "ask": ask }));
    object.extend(finding.object());
    Value::Object(object)
}

/// A sentence for each cause.
fn fixes(explained: &Explained) -> Vec<String> {
    let mut fixes: Vec<String> = Vec::new();
    for candidate in &explained.explanation.candidates {
        let sentence = explained.shown(candidate.finding.fix());
        if !fixes.contains(&sentence) {
            fixes.push(sentence);
        }
    }
    fixes
}

/// The configuration, or the header lines where the page is known.
fn edits(explained: &Explained) -> Vec<Value> {
    let Some(grant) = &explained.explanation.grant else { return Vec::new() };
    match explained.framework {
        Some(framework) => {
            vec![json!({ "safety": "shown-only", "system": framework.name(), "text": framework.snippet(grant) })]
        }
        None if !grant.is_origin_known() => Vec::new(),
        None => {
            let lines = header_lines(grant);
            let headers: Vec<_> = lines.lines().filter_map(|line| line.split_once(": ")).collect();
            vec![json!({ "safety": "shown-only", "headers": headers })]
        }
    }
}

#[cfg(test)]
mod tests {
    use preflight_diagnosis::Framework;

    use super::super::{Known, read};
    use super::*;

    fn objects(text: &str, framework: Option<Framework>) -> Vec<Value> {
        let known = Known { framework, ..Known::default() };
        read(text, &known).iter().map(|explained| Value::Object(object(explained))).collect()
    }

    #[test]
    fn the_form_is_the_contract() {
        let text = "Access to fetch at 'https://api.example.com/x?a=1&b' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
        let objects = objects(text, None);
        let keys: Vec<_> = objects[0].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["engine", "url", "origin", "reason", "certain", "causes", "call", "next", "fixes", "edits"]);
        assert_eq!(objects[0]["engine"], "chromium");
        assert_eq!(objects[0]["reason"], "missing-allow-origin");
        assert_eq!(objects[0]["certain"], false);
        assert_eq!(objects[0]["causes"].as_array().unwrap().len(), 6);
        assert_eq!(objects[0]["call"]["url"]["is"], "known");
        let next = objects[0]["next"].as_array().unwrap();
        assert_eq!(next[..3], [json!("preflight"), json!("check"), json!("https://api.example.com/x?a=1&b")]);
        let ask = objects[0]["causes"][0]["ask"].as_str().unwrap();
        assert!(
            ask.contains("run: preflight check 'https://api.example.com/x?a=1&b' --origin https://app.example.com"),
            "{ask}"
        );
    }

    #[test]
    fn a_certain_message_has_one_cause_and_asks_nothing() {
        let text = "Access to fetch at 'http://localhost:8000/x' from origin 'http://localhost:5173' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.";
        let objects = objects(text, Some(Framework::Express));
        assert_eq!(objects[0]["certain"], true);
        assert_eq!(objects[0]["causes"].as_array().unwrap().len(), 1);
        assert_eq!(objects[0]["causes"][0]["ask"], Value::Null);
        assert_eq!(objects[0]["call"]["credentials"]["value"], "include");
        let snippet = objects[0]["edits"][0]["text"].as_str().unwrap();
        assert!(snippet.contains("origin: ['http://localhost:5173']") && snippet.contains("credentials"), "{snippet}");
    }

    #[test]
    fn a_warning_has_the_cause_none() {
        let text = "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at https://api.example.com/ soon. (Reason: When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered.)";
        let objects = objects(text, None);
        assert_eq!(objects[0]["causes"][0]["id"], "none");
        assert_eq!((&objects[0]["certain"], &objects[0]["fixes"]), (&json!(false), &json!([])));
        assert_eq!(objects[0]["next"], json!([]));
    }

    #[test]
    fn a_reason_in_another_language_is_null() {
        let objects = objects("来自 CORS 的错误：无法读取 https://api.example.com/ 的资源。", None);
        assert_eq!((&objects[0]["reason"], &objects[0]["url"]), (&Value::Null, &json!("https://api.example.com/")));
    }
}
