//! Exports and imports against what the systems were recorded to answer: `corpus/servers`.
//!
//! A recorded policy is written in the dialect and read back. What comes back has to be answered as the system answered,
//! or the difference is a note. It is the only proof for ASP.NET Core, which no test starts.

#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use preflight_dialects::{Code, Dialect, RoutePolicy, export, import};
use preflight_engine::Policy;
use preflight_engine::server::{Allowed, CorsRequest, OwnOrigin, PolicyConfig};
use serde_json::Value;

#[test]
fn express() {
    check(Dialect::Express, "express_cors.json", 9);
}

#[test]
fn flask() {
    check(Dialect::Flask, "flask_cors.json", 31);
}

#[test]
fn django() {
    check(Dialect::Django, "django_cors_headers.json", 19);
}

#[test]
fn aspnet() {
    check(Dialect::AspNet, "aspnetcore_cors.json", 21);
}

/// `least` guards against a reader of vectors that leaves too many out.
fn check(dialect: Dialect, file: &str, least: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/servers").join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let vectors: Vec<Value> = serde_json::from_str(&text).expect("the corpus is JSON");
    let (mut judged, mut noted) = (0, 0);
    for vector in &vectors {
        let Some(config) = config(vector) else { continue };
        let policy = RoutePolicy { name: "app".into(), path: None, config };
        let Ok(exported) = export(dialect, &[policy]) else { continue };
        let imported =
            import(dialect, &exported.text, "-").unwrap_or_else(|error| panic!("{error}\n{}", exported.text));
        judged += 1;
        for (mode, includes_credentials) in [("omit", false), ("include", true)] {
            let expected = vector["browser"][mode] == "pass";
            let found = is_taken(&imported.policies[0].config, &vector["request"], includes_credentials);
            // The one difference that a recorded policy has: an origin without TLS, which goes without credentials.
            let is_insecure =
                vector["request"]["headers"]["origin"].as_str().is_some_and(|origin| origin.starts_with("http://"));
            let is_said = is_insecure && imported.notes.iter().any(|note| note.code == Code::InsecureOrigin);
            if expected != found {
                noted += 1;
                assert!(
                    is_said,
                    "{}: {mode} expected {expected}, found {found}\n{}\n{imported:#?}",
                    vector["source"], exported.text
                );
            }
        }
    }
    println!("{dialect}: {judged} recorded answers, {noted} differ with a note");
    assert!(judged >= least, "{judged} vectors are too few");
    assert!(noted * 3 <= judged, "{noted} of {judged} differ");
}

/// The policy of a vector, where the system does what it plainly says.
fn config(vector: &Value) -> Option<PolicyConfig> {
    let policy = vector["policy"].as_object()?;
    let departs = |reason: &Value| !reason.as_str().is_some_and(|reason| reason.starts_with("vary"));
    let reasons = vector["peer_reasons"].as_array().map_or(&[][..], Vec::as_slice);
    let knobs = policy.get("extra").and_then(Value::as_object);
    let is_plain = !reasons.iter().any(departs)
        && vector["browser"].is_object()
        && knobs.is_none_or(|knobs| knobs.keys().all(|knob| knob == "configured_as_star"))
        && policy.get("origin_regexes").is_none()
        && vector["request"]["method"].as_str()?.chars().all(|c| c.is_ascii_uppercase());
    let list = |key: &str| match &policy[key] {
        Value::Array(entries) if entries.iter().any(|entry| entry == "*") => Some(Allowed::Any),
        Value::Array(entries) => {
            Some(Allowed::listed(entries.iter().filter_map(Value::as_str).filter(|entry| *entry != "null")))
        }
        Value::String(_) => Some(Allowed::Any),
        _ => None,
    };
    let origins = list("origins").filter(|_| is_plain)?;
    let config = PolicyConfig {
        origins,
        credentials: policy["credentials"] == true,
        methods: list("methods")?,
        request_headers: list("request_headers")?,
        expose_headers: list("expose_headers")?,
        max_age: policy["max_age"].as_u64().map(Duration::from_secs),
        dangerously_allow_insecure_origins: true,
        dangerously_allow_public_suffixes: true,
        ..PolicyConfig::default()
    };
    Policy::new(&config).is_ok().then_some(config)
}

/// Whether a browser takes the policy's answer to exactly this request.
fn is_taken(config: &PolicyConfig, request: &Value, includes_credentials: bool) -> bool {
    let Ok(policy) = Policy::new(config) else { return false };
    let mut headers = HeaderMap::new();
    for (name, value) in request["headers"].as_object().expect("the vectors have headers") {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("the vectors' names are tokens");
        let lines = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for line in lines.iter().filter_map(Value::as_str) {
            headers.append(&name, HeaderValue::from_str(line).expect("the vectors' values can stand on a line"));
        }
    }
    let method = request["method"].as_str().expect("the vectors have a method");
    let method = Method::from_bytes(method.as_bytes()).expect("the vectors' methods are tokens");
    let decision = policy.decide(CorsRequest::classify(&method, &headers, OwnOrigin::default()));
    decision.refusal().is_none() && (config.credentials || !includes_credentials)
}
