//! The explanations as a JSON list, one object a message. The form is a contract.

use preflight_diagnosis::{Candidate, ConsoleReason, header_lines, usual_fix, usual_reason};
use preflight_rules::Rule;
use serde_json::{Value, json};

use super::Explained;
use super::know::know;
use crate::json::to_line;

pub fn print(explained: &[Explained]) {
    println!("{}", to_line(&explained.iter().map(object).collect::<Vec<_>>()));
}

/// A rule by itself, in the same form.
pub fn print_rule(rule: &Rule) {
    let causes = json!([{ "id": rule.name, "why": usual_reason(rule).unwrap_or(rule.title), "ask": null }]);
    let object = json!({
        "engine": null, "url": null, "origin": null, "reason": null,
        "certain": true, "causes": causes, "fixes": [usual_fix(rule).unwrap_or(rule.title)],
    });
    println!("{}", to_line(&[object]));
}

fn object(explained: &Explained) -> Value {
    let message = &explained.message;
    let reason = message.reason.as_ref().filter(|reason| !matches!(reason, ConsoleReason::Translated { .. }));
    json!({
        "engine": message.engine.map(|engine| engine.name()),
        "url": message.url,
        "origin": message.origin,
        "reason": reason.map(ConsoleReason::name),
        "certain": explained.explanation.is_certain,
        "causes": causes(explained),
        "fixes": fixes(explained),
    })
}

fn causes(explained: &Explained) -> Vec<Value> {
    if explained.explanation.candidates.is_empty() {
        return vec![json!({ "id": "none", "why": explained.shown(&explained.explanation.meaning), "ask": null })];
    }
    let run = know(&explained.message).map(|know| format!("; run: {}", know.check)).unwrap_or_default();
    let cause = |candidate: &Candidate| {
        json!({
            "id": candidate.finding.rule.name,
            "why": explained.shown(&candidate.why),
            "ask": candidate.ask.as_deref().map(|ask| format!("{}{run}", explained.shown(ask))),
        })
    };
    explained.explanation.candidates.iter().map(cause).collect()
}

/// A sentence for each cause, then the configuration or the header lines.
fn fixes(explained: &Explained) -> Vec<String> {
    let sentences = explained.explanation.candidates.iter().map(|candidate| explained.shown(candidate.finding.fix()));
    let mut fixes: Vec<String> = Vec::new();
    for sentence in sentences {
        if !fixes.contains(&sentence) {
            fixes.push(sentence);
        }
    }
    if let Some(grant) = &explained.explanation.grant {
        fixes.push(explained.framework.map_or_else(|| header_lines(grant), |framework| framework.snippet(grant)));
    }
    fixes
}

#[cfg(test)]
mod tests {
    use preflight_diagnosis::{Framework, read_console};

    use super::super::explained;
    use super::*;
    use crate::redact::Values;

    fn objects(text: &str, framework: Option<Framework>) -> Vec<Value> {
        let messages = read_console(text).into_iter();
        messages.map(|message| object(&explained(message, None, framework, Values::Hidden))).collect()
    }

    #[test]
    fn the_form_is_the_contract() {
        let text = "Access to fetch at 'https://api.example.com/x?a=1&b' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
        let objects = objects(text, None);
        let keys: Vec<_> = objects[0].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["engine", "url", "origin", "reason", "certain", "causes", "fixes"]);
        assert_eq!(objects[0]["engine"], "chromium");
        assert_eq!(objects[0]["reason"], "missing-allow-origin");
        assert_eq!(objects[0]["certain"], false);
        assert_eq!(objects[0]["causes"].as_array().unwrap().len(), 6);
        let ask = objects[0]["causes"][0]["ask"].as_str().unwrap();
        assert!(
            ask.ends_with("run: preflight check 'https://api.example.com/x?a=1&b' --origin https://app.example.com"),
            "{ask}"
        );
    }

    #[test]
    fn a_certain_message_has_one_cause_and_asks_nothing() {
        let text = "Access to fetch at 'http://localhost:8000/x' from origin 'http://localhost:5173' has been blocked by CORS policy: The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.";
        let objects = objects(text, Some(Framework::Express));
        assert_eq!(objects[0]["certain"], true);
        assert_eq!(objects[0]["causes"].as_array().unwrap().len(), 1);
        assert_eq!(objects[0]["causes"][0]["ask"], Value::Null);
        let snippet = objects[0]["fixes"].as_array().unwrap().last().unwrap().as_str().unwrap();
        assert!(snippet.contains("origin: ['http://localhost:5173']") && snippet.contains("credentials"), "{snippet}");
    }

    #[test]
    fn a_warning_has_the_cause_none() {
        let text = "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at https://api.example.com/ soon. (Reason: When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered.)";
        let objects = objects(text, None);
        assert_eq!(objects[0]["causes"][0]["id"], "none");
        assert_eq!((&objects[0]["certain"], &objects[0]["fixes"]), (&json!(true), &json!([])));
    }

    #[test]
    fn a_reason_in_another_language_is_null() {
        let objects = objects("来自 CORS 的错误：无法读取 https://api.example.com/ 的资源。", None);
        assert_eq!((&objects[0]["reason"], &objects[0]["url"]), (&Value::Null, &json!("https://api.example.com/")));
    }
}
