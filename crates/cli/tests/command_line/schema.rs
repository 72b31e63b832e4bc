//! What is written as JSON is what `docs/schema` publishes.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

use crate::backend::Backend;
use crate::run::run;

/// A published schema, and what is held against it.
struct Published {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Published {
    fn of(name: &str) -> Self {
        let file = format!("{}/../../docs/schema/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        let index = compiler.compile(&file, &mut schemas).unwrap_or_else(|error| panic!("{file}: {error}"));
        Self { schemas, index }
    }

    fn accepts(&self, text: &str) -> bool {
        let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        match self.schemas.validate(&value, self.index) {
            Ok(()) => true,
            Err(error) => {
                eprintln!("{error}\n{text}");
                false
            }
        }
    }
}

/// One server for all that a report can hold.
fn answer(line: &str) -> String {
    let allow = "Access-Control-Allow-Origin: http://localhost:5173";
    match line {
        "GET /fine" => format!("200 OK\r\n{allow}\r\nVary: Origin"),
        "GET /twice" => format!("200 OK\r\n{allow}\r\n{allow}"),
        "GET /moved" => format!("302 Found\r\nLocation: /fine\r\n{allow}"),
        "OPTIONS /put" => format!("204 No Content\r\n{allow}"),
        _ => "404 Not Found".to_owned(),
    }
}

#[test]
fn every_report_of_a_check_is_valid() {
    let backend = Backend::start(answer);
    let published = Published::of("check");
    for (path, arguments) in [
        ("/fine", ""),
        ("/fine", "--credentials include -H X-Token:1"),
        ("/fine", "--mode no-cors"),
        ("/fine", "--engine firefox"),
        ("/twice", ""),
        ("/moved", ""),
        ("/put", "-X PUT"),
        ("/put", "-X POST --send-unsafe"),
        ("/nothing", "-X DELETE"),
    ] {
        let url = backend.url(path);
        let mut words = vec!["check", &url, "--origin", "http://localhost:5173", "--format", "json"];
        words.extend(arguments.split_whitespace());
        assert!(published.accepts(&run(&words).out), "{path} {arguments}");
    }
    for url in ["http://127.0.0.1:1/", "http://localhost:6000/", "http://app.test/"] {
        assert!(
            published.accepts(&run(&["check", url, "--origin", "https://app.example.com", "--format", "json"]).out)
        );
    }
    assert!(!published.accepts("{\"schema\":\"preflight.check/2\"}"));
}

#[test]
fn every_report_of_a_survey_is_valid() {
    let backend = Backend::start(answer);
    let published = Published::of("survey");
    for path in ["/fine", "/put", "/nothing"] {
        let said =
            run(&["check", &backend.url(path), "--origin", "http://localhost:5173", "--survey", "--format", "json"]);
        assert!(published.accepts(&said.out), "{path}");
    }
}

#[test]
fn every_explanation_is_valid() {
    let published = Published::of("explain");
    for text in [
        "Access to fetch at 'http://localhost:8000/api' from origin 'http://localhost:5173' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://localhost:8000/. (Reason: CORS request did not succeed). Status code: (null).",
        "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 500",
        "Authorization will not be covered by the wildcard symbol (*) in CORS `Access-Control-Allow-Headers` handling.",
        "PF012",
        "acao-duplicated",
    ] {
        assert!(published.accepts(&run(&["explain", text, "--format", "json"]).out), "{text}");
    }
}

#[cfg(feature = "dialects")]
#[test]
fn every_report_of_a_fix_is_valid() {
    let (fix, check) = (Published::of("fix"), Published::of("check"));
    let backend = Backend::start(answer);
    let folder = tempfile::tempdir().expect("a folder");
    for (name, source) in [
        ("allowed.js", "app.use(cors());"),
        ("refused.js", "app.use(cors({ origin: ['http://localhost:3000'] }));"),
        ("elsewhere.py", "CORS(app, origins=os.environ['ORIGINS'].split(','))"),
        ("not_edited.js", "app.use(cors(options));"),
        ("missing.js", "const app = express();"),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, source).expect("it can be written");
        let name = file.to_str().expect("UTF-8");
        let page = ["--origin", "http://localhost:5173", "--format", "json"];
        assert!(fix.accepts(&run(&[&["fix", name], &page[..]].concat()).out), "{name}");
        let url = backend.url("/fine");
        assert!(fix.accepts(&run(&[&["fix", name, "--url", &url, "--write"], &page[..]].concat()).out), "{name}");
        for flag in ["--config", "--fix"] {
            assert!(check.accepts(&run(&[&["check", &url, flag, name], &page[..]].concat()).out), "{flag} {name}");
        }
    }
}
