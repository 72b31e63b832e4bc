//! `preflight fix`, and `check` with a source beside the server.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::backend::Backend;
use crate::run::{run, run_on};

const PAGE: &str = "http://localhost:5173";
const SLASH: &str = "const app = express();\r\napp.use(cors({ origin: 'http://localhost:5173/' }));\r\n";
const PLAIN: &str = "const app = express();\r\napp.use(cors({ origin: 'http://localhost:5173' }));\r\n";

fn file(name: &str, text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    fs::write(&file, text).expect("it can be written");
    (folder, file)
}

#[test]
fn the_change_is_shown_and_written_only_if_asked() {
    let (_folder, file) = file("server.js", SLASH);
    let name = file.to_str().expect("UTF-8");
    let shown = run(&["fix", name, "--origin", PAGE]);
    assert_eq!(shown.code, 1, "{}", shown.err);
    assert!(shown.out.starts_with("refused  "), "the verdict comes first: {}", shown.out);
    assert!(shown.out.contains("\n-app.use(cors({ origin: 'http://localhost:5173/' }));\n+app.use("), "{}", shown.out);
    assert!(shown.out.contains(":2:25: `http://localhost:5173/` has a slash at its end"), "{}", shown.out);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), SLASH, "nothing is written");

    let written = run(&["fix", name, "--origin", PAGE, "--write"]);
    assert_eq!(written.code, 0, "{}", written.err);
    assert!(written.out.starts_with("written  ") && written.out.contains("restart the server"), "{}", written.out);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), PLAIN, "the line breaks stay");

    let again = run(&["fix", name, "--origin", PAGE, "--write"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(again.out.starts_with("allowed  "), "{}", again.out);
}

#[test]
fn scripts_get_one_object() {
    let said = run_on(&["fix", "-", "--origin", PAGE, "--credentials", "--format", "json"], "app.use(cors());\n");
    let as_for_check = ["fix", "-", "--origin", PAGE, "--credentials", "include", "--format", "json"];
    assert_eq!(run_on(&as_for_check, "app.use(cors());\n").out, said.out);
    assert_eq!(said.code, 1, "{}", said.err);
    let object: Value = serde_json::from_str(&said.out).expect("one object");
    assert_eq!(object["schema"], "preflight.fix/1");
    assert_eq!((&object["verdict"], &object["system"]), (&"refused".into(), &"express".into()));
    assert_eq!(object["edits"][0]["replacement"], "{ origin: \"http://localhost:5173\", credentials: true }");
    assert!(object["diff"].as_str().is_some_and(|diff| diff.contains("+app.use(")));
    assert!(
        object["remarks"]
            .as_array()
            .is_some_and(|remarks| remarks.iter().any(|remark| remark["topic"] == "no-longer-allowed"))
    );
}

#[test]
fn what_cannot_be_edited_says_why_and_what_to_paste() {
    let source = "const options = load();\napp.use(cors(options));\n";
    let said = run_on(&["fix", "-", "--origin", PAGE, "-X", "PUT"], source);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.out.starts_with("not edited  "), "{}", said.out);
    assert!(said.out.contains("-:2:14: what `cors` is given"), "{}", said.out);
    assert!(said.out.contains("origin: ['http://localhost:5173']"), "{}", said.out);
}

#[test]
fn bad_input_says_what_it_is_and_what_to_do() {
    let cases: [(&[&str], &str, &str, &str); 8] = [
        (
            &["fix", "-", "--origin", PAGE],
            "const cors = require('@koa/cors');\napp.use(cors());",
            "this is Koa",
            "explain --for",
        ),
        (&["fix", "-", "--origin", PAGE], "", "the file is empty", ""),
        (&["fix", "-", "--origin", PAGE], "fn main() {}", "belongs to Express", "--from"),
        (&["fix", "-", "--origin", PAGE, "--from", "flask"], "app = Flask(", "line 1, column 1", "syntax"),
        (&["fix", "-", "--origin", "null"], PLAIN, "sandboxed frame", ""),
        (&["fix", "-", "--origin", PAGE, "-X", "TRACE"], PLAIN, "not a method that a page can use", ""),
        (&["fix", "-", "--origin", PAGE, "--write"], SLASH, "stdin cannot be written", "name the file"),
        (&["fix", "/nonexistent.js", "--origin", PAGE], "", "/nonexistent.js", ""),
    ];
    for (arguments, input, message, remedy) in cases {
        let said = run_on(arguments, input);
        assert_eq!(said.code, 2, "{arguments:?}: {}{}", said.out, said.err);
        assert!(said.err.contains(message) && said.err.contains(remedy), "{arguments:?}: {}", said.err);
    }
    let (_folder, binary) = file("server.js", "");
    fs::write(&binary, [0xff, 0xfe, 0x00]).expect("it can be written");
    let said = run(&["fix", binary.to_str().expect("UTF-8"), "--origin", PAGE]);
    assert!(said.code == 2 && said.err.contains("not UTF-8 text"), "{}", said.err);
    let old = "const app = express();\rapp.get('/x', f);\rapp.listen(3000);";
    let (_folder, old) = file("server.js", old);
    let said = run(&["fix", old.to_str().expect("UTF-8"), "--origin", PAGE, "--write"]);
    assert!(said.code == 2 && said.err.contains("line ends of old Macs"), "{}", said.err);
}

#[test]
fn an_origin_with_a_slash_is_corrected_and_that_is_said() {
    let said = run_on(&["fix", "-", "--origin", "http://localhost:5173/"], PLAIN);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("http://localhost:5173/") && said.out.contains("--origin http://localhost:5173"),
        "{}",
        said.out
    );
}

#[test]
fn what_was_not_read_is_never_called_allowed_or_refused() {
    let guarded = "const app = express();\nif (process.env.CORS) {\n  app.use(cors({ origin: 'http://localhost:5173' }));\n}\napp.get('/todos', (req, res) => res.json([]));\n";
    let alone = run_on(&["fix", "-", "--origin", PAGE, "--format", "json"], guarded);
    let object: Value = serde_json::from_str(&alone.out).expect("one object");
    assert_eq!((alone.code, &object["verdict"]), (1, &"not-edited".into()), "{}", alone.out);
    assert_eq!(object["obstacle"]["line"], 2);
    assert!(object["obstacle"]["reason"].as_str().is_some_and(|reason| reason.contains("process.env.CORS")));
}

#[test]
fn the_running_server_outranks_the_file() {
    let (_folder, file) = file("server.js", PLAIN);
    let name = file.to_str().expect("UTF-8");
    let fix = |backend: &Backend, source: &str, more: &[&str]| -> (i32, Value) {
        fs::write(&file, source).expect("it can be written");
        let url = backend.url("/todos");
        let said = run(&[&["fix", name, "--origin", PAGE, "--url", &url, "--format", "json"], more].concat());
        (said.code, serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}{}", said.out, said.err)))
    };
    // The file allows it, and the server was seen to block it.
    let blocking = Backend::start(refusing);
    let (code, object) = fix(&blocking, PLAIN, &[]);
    assert_eq!((code, &object["verdict"]), (1, &"not-edited".into()), "{object}");
    assert!(
        object["obstacle"]["reason"].as_str().is_some_and(|reason| reason.contains("perhaps another file")),
        "{object}"
    );
    // The file blocks it, and the server was seen to allow it.
    let allowing = Backend::start(|_| format!("200 OK\r\nAccess-Control-Allow-Origin: {PAGE}"));
    let (code, object) = fix(&allowing, SLASH, &[]);
    assert_eq!((code, &object["verdict"]), (0, &"allowed".into()), "{object}");
    assert!(object["edits"].as_array().is_some_and(Vec::is_empty), "{object}");
    assert_eq!(object["remarks"][0]["topic"], "look-here", "{object}");
    // What is written is asked again, and not called allowed while it is blocked.
    let (code, object) = fix(&blocking, SLASH, &["--write"]);
    assert_eq!(
        (code, &object["verdict"], &object["server"]["after"]),
        (0, &"written".into(), &"blocked".into()),
        "{object}"
    );
}

#[test]
fn the_line_that_checks_it_carries_the_whole_call() {
    let call =
        ["-X", "PUT", "-H", "x-id", "-H", "Content-Type: application/json", "--credentials", "--expose", "x-total"];
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port();
    let url = format!("http://127.0.0.1:{port}/a");
    let said = run_on(&[&["fix", "-", "--origin", PAGE, "--format", "json", "--url", &url], &call[..]].concat(), SLASH);
    assert_eq!(said.code, 3, "nothing answers there: {}", said.err);
    let object: Value = serde_json::from_str(&said.out).expect("one object");
    let line = object["verify"].as_str().unwrap_or_default();
    for part in [
        &url,
        "--origin http://localhost:5173",
        "-X PUT",
        "-H x-id",
        "'Content-Type: application/json'",
        "--credentials include",
        "--read x-total",
    ] {
        assert!(line.starts_with("preflight check ") && line.contains(part), "{part}: {line}");
    }
    assert!(!line.contains("--send-unsafe"), "nobody said that something may be changed: {line}");
}

/// `cors` for one method of one route, so that a preflight meets none.
const ONE_ROUTE: &str = "const app = express();\napp.post('/votes', cors(), (req, res) => res.json({}));\n";

#[test]
fn what_a_browser_blocked_is_never_called_allowed() {
    for (sentence, source, more, verdict, says) in [
        ("a preflight that failed", ONE_ROUTE, &["--preflighted"][..], "refused", "app.options('/votes', cors());"),
        (
            "the file allows it",
            PLAIN,
            &["-X", "DELETE", "--preflighted"],
            "not edited",
            "`--preflighted` says that a browser did",
        ),
        ("the request itself", PLAIN, &["-X", "POST", "--preflighted=no"], "not edited", "reads as if it allowed it"),
    ] {
        let said = run_on(&[&["fix", "-", "--origin", PAGE], more].concat(), source);
        assert_eq!(said.code, 1, "{sentence}: {}{}", said.out, said.err);
        let words = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.starts_with(verdict) && words.contains(says), "{sentence}: {}", said.out);
        let line = said.out.lines().find(|line| line.starts_with("preflight check ")).unwrap_or_default();
        // After a change the call is checked as any other; what makes a browser ask first stands in the line.
        assert!(!line.contains("--preflighted"), "{sentence}: {line}");
        let asks_first = line.contains("-X POST -H 'content-type: application/json'");
        assert!(verdict != "refused" || asks_first, "{sentence}: {line}");
    }
}

#[test]
fn a_connection_that_is_closed_is_no_answer_that_allows() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/stats", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            // The request is read, so that the end of the connection is one.
            let _ = std::io::Read::read(&mut &client, &mut [0; 4096]);
        }
    });
    let said = run_on(&["fix", "-", "--origin", PAGE, "--url", &url], PLAIN);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    let words = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.starts_with("not edited") && words.contains("closes the connection without an answer"), "{words}");
}

#[test]
fn the_command_that_changes_the_file_can_be_pasted() {
    let (_folder, file) = file("server.js", SLASH);
    let name = file.to_str().expect("UTF-8");
    let said = run(&["fix", name, "--origin", PAGE, "-X", "PUT", "-H", "content-type"]);
    let lines: Vec<_> = said.out.lines().filter(|line| line.starts_with("preflight ")).collect();
    let call = "--origin http://localhost:5173 -X PUT -H 'content-type: application/json'";
    assert_eq!(lines, [format!("preflight fix {name} {call} --write"), format!("preflight check '<url>' {call}")]);
}

#[test]
fn a_change_is_a_finding_with_its_rule_and_its_place() {
    let (_folder, file) = file("server.js", SLASH);
    let name = file.to_str().expect("UTF-8");
    let of = |format: &str| run(&["fix", name, "--origin", PAGE, "--format", format]).out;
    let document: Value = serde_json::from_str(&of("sarif")).expect("JSON");
    let result = &document["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "PF005", "{document}");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 2, "{document}");
    let annotation = of("github");
    assert!(annotation.contains("server.js,line=2,col=25") && annotation.contains("PF005"), "{annotation}");
    assert!(of("junit").contains("<failure type=\"PF005 "), "{}", of("junit"));
    let lines = of("jsonl");
    let finding = lines.lines().find(|line| line.contains("\"finding\"")).unwrap_or_default();
    let finding: Value = serde_json::from_str(finding).expect("JSON");
    // The page gets what the file allows anyway, besides what it asked for.
    assert_eq!((&finding["code"], &finding["edits"][0]["safety"]), (&"PF005".into(), &"unsafe".into()), "{lines}");
    for (source, code) in [("app.use(cors(load()));\n", "PF220"), (PLAIN, "")] {
        let said = run_on(&["fix", "-", "--origin", PAGE, "--from", "express", "--format", "sarif"], source);
        let document: Value = serde_json::from_str(&said.out).expect("JSON");
        assert_eq!(document["runs"][0]["results"][0]["ruleId"].as_str().unwrap_or_default(), code, "{document}");
    }
}

#[test]
fn nothing_of_a_source_reaches_the_terminal_raw() {
    let source = "app.use(cors({ origin: ['\u{1b}[31mhttps://a.test\u{7}'] }));\n";
    let said = run_on(&["fix", "-", "--origin", PAGE], source);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(!said.out.contains(['\u{1b}', '\u{7}']), "{:?}", said.out);
}

fn refusing(_: &str) -> String {
    "200 OK\r\nAccess-Control-Allow-Origin: http://localhost:5173/".to_owned()
}

#[test]
fn the_running_server_is_asked_first() {
    let backend = Backend::start(refusing);
    let (_folder, file) = file("server.js", SLASH);
    let name = file.to_str().expect("UTF-8");
    let said = run(&["fix", name, "--origin", PAGE, "--url", &backend.url("/todos")]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.out.contains("blocked  by the server"), "{}", said.out);
    assert!(said.out.contains(&format!("preflight check {}", backend.url("/todos"))), "{}", said.out);
    assert!(!backend.asked().is_empty());
}

#[test]
fn check_looks_into_the_source_too() {
    let backend = Backend::start(refusing);
    let url = backend.url("/todos");
    let (_folder, file) = file("server.js", SLASH);
    let name = file.to_str().expect("UTF-8");
    let refused = run(&["check", &url, "--origin", PAGE, "--config", name]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.out.starts_with("blocked") && refused.out.contains("blocks this"), "{}", refused.out);
    assert!(refused.out.contains("the server does what the file says"), "{}", refused.out);

    let written = run(&["check", &url, "--origin", PAGE, "--fix", name, "--write"]);
    assert_eq!(written.code, 1, "the server is not restarted yet: {}", written.err);
    assert!(written.out.starts_with("blocked") && written.out.contains("written  "), "{}", written.out);

    let restart = run(&["check", &url, "--origin", PAGE, "--config", name]);
    assert!(restart.out.contains("the file allows it, the server does not: perhaps another file"), "{}", restart.out);
}

#[test]
fn an_answer_that_the_file_cannot_give_comes_from_something_else() {
    let backend = Backend::start(|_| "200 OK\r\nAccess-Control-Allow-Origin: http://third.test".to_owned());
    let url = backend.url("/todos");
    let express = "const app = express();\napp.use(cors({ origin: 'http://other.test' }));\n";
    let policy = "upstream = \"http://127.0.0.1:5000\"\ndefault-policy = \"app\"\n[policy.app]\norigins = [\"http://other.test\"]\n";
    for (name, text) in [("server.js", express), ("preflight.toml", policy)] {
        let (_folder, file) = file(name, text);
        let name = file.to_str().expect("UTF-8");
        let said = run(&["check", &url, "--origin", PAGE, "--config", name]);
        assert!(said.out.contains("allows `http://third.test`, which the file does not"), "{}", said.out);
        assert!(!said.out.contains("does what the file says"), "{}", said.out);
    }
}

#[test]
fn a_policy_file_is_held_against_the_server_too() {
    let backend = Backend::start(refusing);
    let text = "upstream = \"http://127.0.0.1:5000\"\ndefault-policy = \"app\"\n[policy.app]\norigins = [\"http://localhost:5173\"]\n";
    let (_folder, file) = file("preflight.toml", text);
    let name = file.to_str().expect("UTF-8");
    let said = run(&["check", &backend.url("/todos"), "--origin", PAGE, "--config", name]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.out.contains("allows this") && said.out.contains("it was not restarted"), "{}", said.out);
}

#[test]
fn no_origin_is_assumed_where_a_file_is_changed() {
    let (_folder, file) = file("server.js", SLASH);
    let said = run(&["check", "http://127.0.0.1:9/", "--fix", file.to_str().expect("UTF-8"), "--write"]);
    assert!(said.code == 2 && said.err.contains("--origin"), "{}", said.err);
}

/// The file and the server allow now what a browser blocked when the text was written.
#[test]
fn a_server_that_allows_the_call_now_outranks_what_was_said_earlier() {
    let backend = Backend::start(|line| match line.split_once(' ') {
        Some(("OPTIONS", _)) => {
            "204 No Content\r\nAccess-Control-Allow-Origin: http://localhost:5173\r\nAccess-Control-Allow-Methods: PUT"
                .to_owned()
        }
        _ => "200 OK\r\nAccess-Control-Allow-Origin: http://localhost:5173".to_owned(),
    });
    let source = format!(
        "const app = express();\napp.use(cors({{ origin: 'http://localhost:5173' }}));\napp.listen({});\n",
        backend.address.port()
    );
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("server.js");
    std::fs::write(&path, source).expect("it can be written");
    let file = path.to_str().expect("UTF-8");
    let fix = |words: &[&str]| {
        let url = backend.url("/x");
        run(&[&["fix", file, "--origin", "http://localhost:5173", "--url", &url, "--write"], words].concat())
    };
    for words in [&["-X", "PUT", "--preflighted"][..], &["-X", "GET", "--preflighted=no"]] {
        let told = fix(words);
        assert_eq!(told.code, 0, "{words:?}: {}{}", told.out, told.err);
        assert!(told.out.contains("was blocked when the text was written; the server allows"), "{}", told.out);
    }
    let open = fix(&["--preflighted=no"]);
    assert!(open.code == 1 && open.out.contains("the server allows now what is known of it"), "{}", open.out);
}
