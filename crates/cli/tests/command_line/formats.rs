//! One report in every format.

use serde_json::Value;

use crate::backend::Backend;
use crate::run::run;

fn answer(line: &str) -> String {
    match line {
        "GET /fine" => "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned(),
        "GET /odd" => "200 OK\r\nAccess-Control-Allow-Origin: <a>&\"b\"%0A\u{1b}[31m".to_owned(),
        _ => "200 OK".to_owned(),
    }
}

fn check(backend: &Backend, path: &str, format: &str) -> String {
    run(&["check", &backend.url(path), "--origin", "http://localhost:5173", "--format", format]).out
}

#[test]
fn json_lines_are_results_and_findings_with_the_summary_last() {
    let backend = Backend::start(answer);
    for (path, kinds, exit) in
        [("/fine", &["result", "summary"][..], 0), ("/none", &["result", "finding", "summary"], 1)]
    {
        let text = check(&backend, path, "jsonl");
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let found: Vec<_> = lines.iter().filter_map(|line| line["type"].as_str()).collect();
        assert_eq!(found, kinds, "{text}");
        let last = lines.last().expect("a summary");
        assert_eq!((&last["exit"], &last["command"]), (&exit.into(), &"check".into()));
        assert_eq!(lines[0]["schema"], "preflight.check/1");
    }
}

#[test]
fn sarif_has_the_rules_of_its_results() {
    let backend = Backend::start(answer);
    for path in ["/fine", "/none", "/odd"] {
        let text = check(&backend, path, "sarif");
        let document: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(document["version"], "2.1.0");
        let run = &document["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        for result in run["results"].as_array().expect("results") {
            let place = result["ruleIndex"].as_u64().expect("an index") as usize;
            assert_eq!(rules[place]["id"], result["ruleId"]);
            assert!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].is_string(), "{result}");
        }
        assert_eq!(run["results"].as_array().map_or(0, Vec::len), usize::from(path != "/fine"), "{text}");
    }
}

#[test]
fn annotations_and_junit_escape_what_their_readers_act_on() {
    let backend = Backend::start(answer);
    let annotations = check(&backend, "/odd", "github");
    assert!(annotations.starts_with("::error title=PF0"), "{annotations}");
    assert_eq!(annotations.lines().count(), 1, "{annotations}");
    assert!(annotations.contains("%250A") && !annotations.contains('\u{1b}'), "{annotations}");
    let junit = check(&backend, "/odd", "junit");
    assert!(junit.contains("&lt;a&gt;&amp;&quot;b&quot;") && !junit.contains('\u{1b}'), "{junit}");
    assert!(junit.contains("failures=\"1\"") && junit.contains("<failure type=\"PF0"), "{junit}");
    let fine = check(&backend, "/fine", "junit");
    assert!(fine.contains("failures=\"0\"") && !fine.contains("<failure"), "{fine}");
    let undetermined =
        run(&["check", &backend.url("/fine"), "--origin", "http://a.test", "-X", "POST", "--format", "junit"]);
    assert!(undetermined.out.contains("<skipped"), "{}", undetermined.out);
    assert!(undetermined.out.contains("note: `--send-unsafe` sends the POST"), "{}", undetermined.out);
    let undetermined =
        run(&["check", &backend.url("/fine"), "--origin", "http://a.test", "-X", "POST", "--format", "github"]);
    assert!(undetermined.out.starts_with("::warning title=undetermined::POST"), "{}", undetermined.out);
    assert!(undetermined.out.contains("%0A`--send-unsafe` sends the POST"), "{}", undetermined.out);
}

/// Where the page is not named, a verdict is given if it is the same for every page.
#[test]
fn a_page_that_is_not_known_is_asked_for_as_two_strangers() {
    let backend = Backend::reading(|head| {
        let origin = head.lines().find_map(|line| line.strip_prefix("origin: ")).unwrap_or_default();
        match head.split(' ').nth(1) {
            Some("/star") => "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned(),
            Some("/one") => "200 OK\r\nAccess-Control-Allow-Origin: http://localhost:5173".to_owned(),
            Some("/no-options") if head.starts_with("OPTIONS ") => "405 Method Not Allowed".to_owned(),
            Some("/list") => "200 OK\r\nVary: Origin".to_owned(),
            Some("/echo") => format!("200 OK\r\nAccess-Control-Allow-Origin: {origin}"),
            _ => "200 OK".to_owned(),
        }
    });
    for (sentence, path, word, code) in [
        ("all are allowed", "/star", "allowed", 0),
        ("nobody is", "/none", "blocked", 1),
        ("one is, and perhaps it is that", "/one", "undetermined", 4),
        ("it varies by origin", "/list", "undetermined", 4),
        ("it depends on the origin", "/echo", "undetermined", 4),
    ] {
        let said = run(&["check", &backend.url(path), "--format", "json"]);
        let object: Value = serde_json::from_str(&said.out).expect("JSON");
        assert_eq!((said.code, &object["origin"]), (code, &Value::Null), "{sentence}: {}", said.out);
        assert_eq!(object["verdicts"]["chromium"], word, "{sentence}");
        assert!(!object["findings"].to_string().contains("preflight.example"), "{sentence}: {}", object["findings"]);
    }
    let silent = run(&["check", &backend.url("/none")]);
    assert!(silent.out.contains("`--origin` tells"), "what the verdict rests on is said: {}", silent.out);
    let failing = run(&["check", &backend.url("/no-options"), "-X", "PUT"]);
    assert!(failing.code == 1 && failing.out.contains("PF008"), "{}", failing.out);
    let said = run(&["check", &backend.url("/none"), "--preflighted=no"]);
    assert!(said.code == 1 && said.out.contains("PF003"), "a browser is known to block it: {}", said.out);
    let silent = run(&["check", "http://127.0.0.1:49152/", "--format", "json"]);
    assert_eq!(silent.code, 3, "{}", silent.out);
    let text = run(&["check", &backend.url("/one")]);
    assert!(text.out.contains("the server allows `http://localhost:5173`"), "{}", text.out);
}

/// `fix` and `check` say in every format which rule, where, what, and what to do.
#[cfg(feature = "dialects")]
#[test]
fn fix_names_rule_and_place_in_every_format() {
    let source = "const app = express();\napp.use(cors({ origin: 'http://localhost:5173/' }));\n";
    let fix = |format: &str| {
        let words = ["fix", "-", "--origin", "http://localhost:5173", "--format", format];
        crate::run::run_on(&words, source).out
    };
    let github = fix("github");
    assert!(github.starts_with("::error file=-,line=2,col=25,title=PF005 origin-mismatch::"), "{github}");
    let sarif: Value = serde_json::from_str(&fix("sarif")).expect("JSON");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"PF005".into(), &"error".into()), "{sarif}");
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&2.into(), &25.into()), "{sarif}");
    let junit = fix("junit");
    assert!(junit.contains("<failure type=\"PF005 origin-mismatch\""), "{junit}");
    let lines: Vec<Value> = fix("jsonl").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let kinds: Vec<_> = lines.iter().filter_map(|line| line["type"].as_str()).collect();
    assert_eq!(kinds, ["result", "finding", "summary"], "{lines:?}");
    assert_eq!((&lines[1]["code"], &lines[1]["evidence"]["line"]), (&"PF005".into(), &2.into()), "{lines:?}");
    assert!(lines[1]["edits"][0]["safety"].is_string(), "{lines:?}");
}

#[cfg(feature = "dialects")]
#[test]
fn what_an_import_notes_is_a_finding() {
    let source = "app.use(cors({ origin: 'http://localhost:5173/' }));\n";
    let import = |format: &str| crate::run::run_on(&["import", "-", "--from", "express", "--format", format], source);
    let github = import("github");
    assert!(github.code == 0 && github.out.contains("line=1,col=") && github.out.contains("PF208"), "{}", github.out);
    let sarif: Value = serde_json::from_str(&import("sarif").out).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert!(results.iter().any(|result| result["ruleId"] == "PF208"), "{sarif}");
    assert!(import("jsonl").out.lines().last().is_some_and(|line| line.contains("\"summary\"")));
    assert!(import("junit").out.contains("<testcase classname=\"preflight.import\""));
}
