//! `preflight judge`: cases in, what a browser does out, one line each.

use serde_json::{Value, json};

use crate::run::run_on;

/// A fetch across origins, and the answer's fields.
fn case(id: &str, headers: &Value) -> String {
    let url = format!("https://api.example.com/c/{id}/0");
    json!({
        "id": id,
        "request": { "page_origin": "https://app.example.com", "url": url },
        "script": { "responses": [{ "status": 200, "headers": headers }] },
    })
    .to_string()
}

#[test]
fn each_line_is_judged_by_each_engine() {
    let any = case("any", &json!([["Access-Control-Allow-Origin", "*"]]));
    let none = case("none", &json!([]));
    for engine in ["standard", "chromium", "firefox", "webkit"] {
        let said = run_on(&["judge", "--engine", engine], &format!("{any}\n\n{none}\n"));
        assert_eq!(said.code, 0, "{}", said.err);
        let judged: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(judged.len(), 2);
        assert_eq!((&judged[0]["id"], &judged[0]["engine"]), (&json!("any"), &json!(engine)));
        assert_eq!(judged[0]["results"][0]["outcome"], "resolved");
        assert_eq!(judged[1]["results"][0]["outcome"], "rejected");
        assert_eq!((&judged[1]["reason"], &judged[1]["stage"]), (&json!("missing-allow-origin"), &json!("response")));
        assert_eq!(judged[1]["wire"][0]["origin"], "https://app.example.com");
        assert_eq!(judged[1]["console"] == "", engine == "standard", "{}", judged[1]["console"]);
    }
}

#[test]
fn a_line_that_cannot_be_read_is_named_and_the_rest_goes_on() {
    let input = format!("{{\"id\": \"\u{1b}[31m\"\n{}\n[]\n", case("good", &json!([])));
    let said = run_on(&["judge"], &input);
    assert_eq!(said.code, 2);
    assert_eq!(said.out.lines().count(), 1);
    assert!(said.err.contains("line 1: ") && said.err.contains("line 3: "), "{}", said.err);
    assert!(!said.err.contains('\u{1b}'));
}
