//! The JSON of every command holds the values themselves: it parses back to the same text, and nothing that nobody sees
//! stands in it raw.

use serde_json::Value;

use crate::backend::Backend;
use crate::run::{Said, run, run_on, run_on_bytes};

/// A tab, a quote, a backslash, C1, DEL, bidi, zero width and a tag: what some escaping or other changes.
const ODD: &str = "a\t\"\\\u{9b}\u{7f}\u{202e}\u{200b}\u{2066}\u{61c}\u{feff}\u{e0041}é😀z";

/// The same for a value of a header, where some of them cannot stand, and with a byte that belongs to no character.
const HEAD: &[u8] =
    b"200 OK\r\nAccess-Control-Allow-Origin: a\t\"\\\xc2\x9b\xe2\x80\xae\xe2\x80\x8b\xf3\xa0\x81\x81\xffz\r\nX-Odd: \xe2\x80\xae\xff\"";
const ODD_ORIGIN: &str = "a\t\"\\\u{9b}\u{202e}\u{200b}\u{e0041}\u{ff}z";

fn parsed(said: &Said) -> Vec<Value> {
    let is_raw = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    assert!(!said.out.contains(is_raw), "{:?}", said.out);
    assert!(!said.err.contains(is_raw), "{:?}", said.err);
    said.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// Whether a text stands somewhere in a value.
fn holds(value: &Value, text: &str) -> bool {
    match value {
        Value::String(string) => string.contains(text),
        Value::Array(values) => values.iter().any(|value| holds(value, text)),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains(text) || holds(value, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[test]
fn a_check_holds_what_the_server_sent() {
    let backend = Backend::of_bytes(HEAD);
    let url = backend.url("/x");
    let own = "X-Own: a\"\\\u{9b}\u{202e}é";
    let words = ["check", &url, "--origin", "http://localhost:5173", "--format", "json", "--show-values"];
    let object = &parsed(&run(&words))[0];
    assert!(object["findings"][0]["message"].as_str().is_some_and(|message| message.contains(ODD_ORIGIN)), "{object}");
    let headers = &object["exchanges"][0]["response"]["headers"];
    assert_eq!(headers[0][1], ODD_ORIGIN);
    assert_eq!(headers[1][1], "\u{202e}\u{ff}\"");
    let mut same_origin = words;
    let page = backend.url("");
    same_origin[3] = &page;
    let object = &parsed(&run(&[&same_origin[..], &["-H", own]].concat()))[0];
    assert!(holds(&object["exchanges"], "a\"\\\u{9b}\u{202e}é"), "{object}");
    // The text for people holds none of it raw.
    parsed(&Said { out: String::new(), ..run(&words[..4]) });
    let text = run(&[&words[..4], &["-v", "--show-values"]].concat()).out;
    assert!(!text.contains(['\u{202e}', '\u{9b}', '\u{200b}']) && text.contains("\\u{202e}"), "{text}");
}

#[test]
fn a_survey_holds_what_the_server_sent() {
    let backend = Backend::of_bytes(HEAD);
    let url = backend.url("/x");
    let object =
        &parsed(&run(&["check", &url, "--origin", "http://localhost:5173", "--survey", "--format", "json"]))[0];
    assert!(holds(object, ODD_ORIGIN), "{object}");
}

/// What nobody sees is left out of a console's text as it is read: terminals and issue trackers put it there.
#[test]
fn an_explanation_holds_what_the_console_said() {
    let text = |value: &str| {
        format!(
            "Access to fetch at 'https://api.test/{value}' from origin 'https://app.test' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the supplied origin."
        )
    };
    let (pasted, read) = (text("a\\\u{9b}\u{202e}é\u{200b}\u{e0041}z"), "a\\é\u{e0041}z");
    for said in [run(&["explain", &pasted, "--format", "json"]), run_on(&["explain", "--format", "json"], &pasted)] {
        let list = &parsed(&said)[0];
        assert_eq!(list[0]["url"], format!("https://api.test/{read}"));
    }
    let mut lone = text("a~z").into_bytes();
    lone.iter_mut().filter(|byte| **byte == b'~').for_each(|byte| *byte = 0xff);
    let list = &parsed(&run_on_bytes(&["explain", "--format", "json"], lone))[0];
    assert_eq!(list[0]["url"], "https://api.test/a\u{ff}z");
}

#[test]
fn a_decision_holds_what_the_policy_said() {
    // What has several words is no value, and is not repeated.
    let word = ODD.replace(char::is_whitespace, "");
    let line = serde_json::json!({
        "id": ODD,
        "policy": { "origins": [word], "methods": [ODD], "request-headers": [ODD], word.as_str(): 1 },
        "request": { "method": "GET" },
    });
    let decision = &parsed(&run_on(&["decide"], &line.to_string()))[0];
    assert_eq!(decision["id"], ODD);
    let errors = decision["policy_errors"].as_array().expect("errors");
    let holding = errors.iter().filter(|error| holds(&error["message"], &word)).count();
    let hiding = errors.iter().filter(|error| holds(&error["message"], "`…`")).count();
    assert!(errors.len() == 4 && holding == 2 && hiding == 2, "{decision}");
}

#[test]
fn a_judgement_holds_what_the_case_said() {
    let case = |id: &str| {
        serde_json::json!({
            "id": id,
            "request": { "page_origin": "https://app.test", "url": "https://api.test/c/x/0" },
            "script": { "responses": [{ "status": 200, "headers": [["Access-Control-Allow-Origin", "a\u{ad}\"z"]] }] },
        })
    };
    let judged = parsed(&run_on(&["judge", "--engine", "chromium"], &format!("{}\n{}\n", case(ODD), case("x"))));
    assert_eq!(judged[0]["id"], ODD);
    // Chromium itself escapes the one, and says the other as it is.
    assert!(judged[1]["console"].as_str().is_some_and(|console| console.contains("'a\\u00AD\"z'")), "{}", judged[1]);
}

#[cfg(feature = "dialects")]
#[test]
fn a_fix_and_an_import_hold_what_the_source_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = format!("server {}.js", "a\t\"\\\u{9b}\u{202e}");
    let file = folder.path().join(&name);
    let odd = "http://a\u{202e}\u{9b}\u{200b}\u{e0041}";
    std::fs::write(&file, format!("app.use(cors({{ origin: ['{odd}', 'https://*.test'] }}));\n"))
        .expect("it can be written");
    let file = file.to_str().expect("UTF-8");
    let fixed = &parsed(&run(&["fix", file, "--origin", "http://localhost:5173", "--format", "json"]))[0];
    assert_eq!(fixed["file"], file);
    assert!(fixed["diff"].as_str().is_some_and(|diff| diff.contains(odd) && diff.contains(file)), "{fixed}");
    let backend = Backend::of_bytes(HEAD);
    let both = parsed(&run(&[
        "check",
        &backend.url("/x"),
        "--origin",
        "http://localhost:5173",
        "--config",
        file,
        "--format",
        "json",
    ]));
    assert_eq!((both.len(), &both[0]["config"]["file"]), (1, &Value::from(file)));
    let imported = &parsed(&run(&["import", file, "--format", "json"]))[0];
    assert!(holds(&imported["notes"], odd), "{imported}");
    // For people, nothing of it acts on the terminal.
    for command in [&["fix", file, "--origin", "http://localhost:5173"][..], &["import", file]] {
        let said = run(command);
        assert!(
            !format!("{}{}", said.out, said.err).contains(['\u{202e}', '\u{9b}', '\u{200b}']),
            "{said:?}",
            said = said.out
        );
    }
}

#[cfg(all(unix, feature = "dialects"))]
#[test]
fn a_name_that_is_no_text_is_written_byte_by_byte() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(std::ffi::OsStr::from_bytes(b"server\xff\x1b.js"));
    if std::fs::write(&file, "app.use(cors({ origin: ['http://localhost:3000'] }));\n").is_err() {
        // Not every file system takes such a name.
        return;
    }
    let mut command = crate::run::preflight();
    command.arg("fix").arg(&file).args(["--origin", "http://localhost:5173", "--format", "json"]);
    let output = command.output().expect("the binary runs");
    let fixed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(fixed["file"], format!("{}/server\u{ff}\u{1b}.js", folder.path().display()));
}
