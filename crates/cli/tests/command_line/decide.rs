//! `preflight decide`: lines in, lines out.

use serde_json::{Value, json};

use crate::run::run_on;

fn decide(line: &Value) -> Value {
    let said = run_on(&["decide"], &format!("{line}\n"));
    assert_eq!(said.code, 0, "{}", said.err);
    serde_json::from_str(&said.out).expect("one JSON line")
}

#[test]
fn decisions_have_the_form_of_the_contract() {
    let policy =
        json!({ "origins": ["https://app.example.com"], "credentials": true, "methods": ["PUT"], "max-age": "2h" });
    let request = |method: &str, headers: Value| json!({ "id": 7, "policy": policy, "request": { "method": method, "path": "/", "headers": headers } });
    let app = "https://app.example.com";
    for (what, line, expected) in [
        (
            "an allowed request is forwarded with its headers",
            request("GET", json!({ "origin": app })),
            json!({ "id": 7, "kind": "actual", "status": null, "refusal": null, "headers": {
                "access-control-allow-origin": [app], "access-control-allow-credentials": ["true"], "vary": ["Origin"] } }),
        ),
        (
            "a refused origin learns nothing",
            request("GET", json!({ "origin": "https://evil.example" })),
            json!({ "id": 7, "kind": "actual", "status": null, "refusal": "origin-not-allowed", "headers": { "vary": ["Origin"] } }),
        ),
        (
            "a request without Origin is not CORS, and caches are told",
            request("GET", json!({})),
            json!({ "id": 7, "kind": "not-cors", "status": null, "refusal": null, "headers": { "vary": ["Origin"] } }),
        ),
        (
            "the server's own origin is not CORS",
            request("POST", json!({ "origin": "https://api.example.com", "host": "api.example.com" })),
            json!({ "id": 7, "kind": "not-cors", "status": null, "refusal": null, "headers": { "vary": ["Origin"] } }),
        ),
        (
            "a preflight is answered whole",
            request("OPTIONS", json!({ "origin": app, "access-control-request-method": "PUT" })),
            json!({ "id": 7, "kind": "preflight", "status": 204, "refusal": null, "headers": {
                "access-control-allow-origin": [app], "access-control-allow-credentials": ["true"],
                "access-control-allow-methods": ["PUT"], "access-control-max-age": ["7200"], "vary": ["Origin"] } }),
        ),
        (
            "an OPTIONS that is not a preflight belongs to the application",
            request("OPTIONS", json!({ "origin": app })),
            json!({ "id": 7, "kind": "actual", "status": null, "refusal": null, "headers": {
                "access-control-allow-origin": [app], "access-control-allow-credentials": ["true"], "vary": ["Origin"] } }),
        ),
        (
            "a refused origin's preflight is forbidden",
            request("OPTIONS", json!({ "origin": ["https://evil.example"], "access-control-request-method": "GET" })),
            json!({ "id": 7, "kind": "preflight", "status": 403, "refusal": "origin-not-allowed", "headers": { "vary": ["Origin"] } }),
        ),
    ] {
        let mut decided = decide(&line);
        let mut expected = expected;
        decided.sort_all_objects();
        expected.sort_all_objects();
        assert_eq!(decided, expected, "{what}");
    }
}

#[test]
fn a_policy_with_mistakes_is_answered_with_all_of_them() {
    let line = json!({ "id": "x", "policy": { "origins": ["https://app.example.com/", "*"], "metods": [], "max-age": 5 },
        "request": { "method": "GET", "path": "/", "headers": {} } });
    let decided = decide(&line);
    assert_eq!(decided["id"], "x");
    let messages = decided["policy_errors"].to_string();
    for part in ["https://app.example.com", "unknown key `metods`", "methods", "max-age", "any"] {
        assert!(messages.contains(part), "{part}: {messages}");
    }
}

#[test]
fn a_bad_line_is_reported_with_its_number_and_the_rest_goes_on() {
    let good = r#"{"id":1,"policy":{"origins":"any"},"request":{"method":"GET","path":"/","headers":{}}}"#;
    let input = format!(
        "{good}\n{{\"id\":2,\n\n{good}\n{{\"id\":3,\"policy\":{{\"origins\":\"any\"}},\"request\":{{\"method\":\"G T\"}}}}\n"
    );
    let said = run_on(&["decide"], &input);
    assert_eq!(said.code, 2);
    assert_eq!(said.out.lines().count(), 2);
    assert!(said.err.contains("line 2:") && said.err.contains("line 5:"), "{}", said.err);
}
