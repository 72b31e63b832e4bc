//! The explanations as a JSON list, one object a message. The form is a contract.

use preflight_diagnosis::{Candidate, Cause, ConsoleReason, Diagnosis, header_lines};
use serde_json::{Value, json};

use super::Explained;
use super::know::know;
use crate::printable::printable;

pub fn print(explained: &[Explained]) {
    println!("{}", Value::Array(explained.iter().map(object).collect()));
}

/// A cause by itself, in the same form.
pub fn print_cause(cause: Cause) {
    let causes = json!([{ "id": cause.id(), "why": cause.shows(), "ask": null }]);
    println!(
        "{}",
        json!([{
            "engine": null, "url": null, "origin": null, "reason": null,
            "certain": true, "causes": causes, "fixes": [cause.mends()],
        }])
    );
}

fn object(explained: &Explained) -> Value {
    let message = &explained.message;
    let reason = message.reason.as_ref().filter(|reason| !matches!(reason, ConsoleReason::Translated { .. }));
    json!({
        "engine": message.engine.map(|engine| engine.name()),
        "url": message.url.as_deref().map(clean),
        "origin": message.origin.as_deref().map(clean),
        "reason": reason.map(ConsoleReason::name),
        "certain": explained.explanation.diagnosis.is_certain(),
        "causes": causes(explained),
        "fixes": fixes(explained),
    })
}

fn causes(explained: &Explained) -> Vec<Value> {
    if explained.explanation.diagnosis == Diagnosis::NoFailure {
        return vec![json!({ "id": "none", "why": clean(&explained.explanation.meaning), "ask": null })];
    }
    let run = know(&explained.message).map(|know| format!("; run: {}", know.check)).unwrap_or_default();
    let cause = |candidate: &Candidate| {
        json!({
            "id": candidate.cause.id(),
            "why": clean(&candidate.why),
            "ask": candidate.ask.as_deref().map(|ask| clean(&format!("{ask}{run}"))),
        })
    };
    explained.explanation.diagnosis.candidates().iter().map(cause).collect()
}

/// A sentence for each cause, then the configuration or the header lines.
fn fixes(explained: &Explained) -> Vec<String> {
    let sentences = explained.explanation.diagnosis.candidates().iter().map(|candidate| clean(&candidate.fix));
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

fn clean(text: &str) -> String {
    printable(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use preflight_diagnosis::{Framework, explain, read_console};

    use super::*;

    fn objects(text: &str, framework: Option<Framework>) -> Vec<Value> {
        let explained = read_console(text).into_iter().map(|message| Explained {
            explanation: explain(&message),
            message,
            framework,
        });
        explained.map(|explained| object(&explained)).collect()
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
        let text = "Access to fetch at 'http://localhost:8000/x' from origin 'http://localhost:5173' has been blocked by CORS policy: Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.";
        let objects = objects(text, Some(Framework::Express));
        assert_eq!(objects[0]["certain"], true);
        assert_eq!(objects[0]["causes"].as_array().unwrap().len(), 1);
        assert_eq!(objects[0]["causes"][0]["ask"], Value::Null);
        let snippet = objects[0]["fixes"].as_array().unwrap().last().unwrap().as_str().unwrap();
        assert!(snippet.contains("origin: ['http://localhost:5173']") && snippet.contains("'PUT'"), "{snippet}");
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
        let objects = objects(
            "已拦截跨源请求：同源策略禁止读取位于 https://api.example.com/ 的远程资源。（原因：CORS 请求未能成功）。",
            None,
        );
        assert_eq!((&objects[0]["reason"], &objects[0]["url"]), (&Value::Null, &json!("https://api.example.com/")));
    }
}
