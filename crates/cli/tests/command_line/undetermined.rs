//! A header or a body whose value is not given: the verdict is given where it does not depend on it, and nowhere else.

use serde_json::Value;

use crate::backend::Backend;
use crate::run::{Said, run, run_on};

/// Answers preflights by their path, and counts on nobody sending the call itself.
fn answer(line: &str) -> String {
    let allow = "Access-Control-Allow-Origin: http://localhost:5173";
    match line.split_once(' ') {
        Some(("OPTIONS", "/allowed")) => {
            format!("204 No Content\r\n{allow}\r\nAccess-Control-Allow-Headers: authorization, content-type, accept")
        }
        Some(("OPTIONS", "/refused")) => format!("204 No Content\r\n{allow}"),
        _ => format!("200 OK\r\n{allow}"),
    }
}

fn check(backend: &Backend, path: &str, call: &[&str]) -> Said {
    let url = backend.url(path);
    run(&[&["check", &url, "--origin", "http://localhost:5173", "--format", "json"], call].concat())
}

#[test]
fn a_verdict_that_depends_on_the_value_is_not_given() {
    for (sentence, path, call, verdict, code, sent) in [
        ("a name alone", "/allowed", &["-H", "authorization"][..], "undetermined", 4, &["OPTIONS /allowed"][..]),
        ("as a curl line writes it", "/allowed", &["-H", "Authorization: …"], "undetermined", 4, &["OPTIONS /allowed"]),
        ("a name that is safelisted", "/allowed", &["-H", "accept"], "undetermined", 4, &["OPTIONS /allowed"]),
        (
            "one known, one not",
            "/allowed",
            &["-H", "accept: */*", "-H", "content-type"],
            "undetermined",
            4,
            &["OPTIONS /allowed"],
        ),
        ("the preflight decides", "/refused", &["-H", "authorization", "--quick"], "blocked", 1, &["OPTIONS /refused"]),
        (
            "a value",
            "/allowed",
            &["-H", "authorization: x", "--quick"],
            "allowed",
            0,
            &["OPTIONS /allowed", "GET /allowed"],
        ),
        (
            "a body that is not known, and is not sent",
            "/allowed",
            &["--data", "…", "--quick"],
            "undetermined",
            4,
            // That something is there to answer: the POST itself is not sent.
            &["GET /allowed"],
        ),
        (
            "a body that is not known, and would be",
            "/allowed",
            &["--data", "…", "--send-unsafe"],
            "undetermined",
            4,
            &[],
        ),
    ] {
        let backend = Backend::start(answer);
        let said = check(&backend, path, call);
        assert_eq!(said.code, code, "{sentence}: {}{}", said.out, said.err);
        // What the preflight leaves open may be asked with more of them; nothing else is sent.
        let asked = backend.asked();
        let (first, more) = asked.split_at(sent.len().min(asked.len()));
        assert_eq!(first, sent, "{sentence}");
        assert!(more.iter().all(|line| line.starts_with("OPTIONS")), "{sentence}: {asked:?}");
        let object: Value = serde_json::from_str(&said.out).expect("JSON");
        for engine in ["standard", "chromium", "firefox", "webkit"] {
            assert_eq!(object["verdicts"][engine], verdict, "{sentence}");
        }
        assert_eq!(object["reason"].is_null(), verdict != "blocked", "{sentence}");
        let notes = object["notes"].to_string();
        let says_why = notes.contains("was not given") || notes.contains("--send-unsafe");
        assert_eq!(says_why, verdict == "undetermined", "{sentence}: {}", object["notes"]);
    }
}

#[test]
fn the_call_that_lacks_a_value_is_never_sent() {
    let backend = Backend::start(answer);
    for call in [&["-H", "authorization"][..], &["-H", "authorization", "--upstream", &backend.url("/refused")]] {
        for path in ["/allowed", "/refused"] {
            check(&backend, path, call);
        }
    }
    assert!(
        backend
            .asked()
            .iter()
            .all(|line| line.starts_with("OPTIONS") || line.contains("preflight-probe") || line == "GET /refused"),
        "{:?}",
        backend.asked()
    );
    let own = backend.url("");
    let url = backend.url("/own");
    let said = run(&["check", &url, "--origin", &own, "-H", "x-a", "--format", "json"]);
    assert_eq!(said.code, 4, "{}", said.out);
    assert!(!backend.asked().contains(&"GET /own".to_owned()), "{:?}", backend.asked());
}

/// A header that is given twice is one line of the request: what is known of it is no verdict either.
#[test]
fn a_header_that_is_partly_known_is_not_known() {
    for (sentence, call) in [
        ("first with a value", &["-H", "authorization: a", "-H", "authorization"][..]),
        ("first without", &["-H", "authorization", "-H", "Authorization: a"]),
        ("left out in the middle", &["-H", "authorization: a", "-H", "AUTHORIZATION: …", "-H", "authorization: b"]),
        ("left out twice", &["-H", "authorization: ……"]),
        ("with a zero-width space after it", &["-H", "authorization: …\u{200b}"]),
        ("with a zero-width space before it", &["-H", "authorization: \u{feff}…"]),
        ("with its scheme", &["-H", "authorization: Bearer …"]),
        ("a safelisted header", &["-H", "accept: */*", "-H", "accept"]),
        ("values are shown", &["-H", "authorization: a", "-H", "authorization", "--show-values", "-v"]),
        ("a body beside white space", &["--data", " …\n", "--send-unsafe"]),
    ] {
        let backend = Backend::start(answer);
        let said = check(&backend, "/allowed", call);
        assert_eq!(said.code, 4, "{sentence}: {}{}", said.out, said.err);
        assert!(!said.out.contains("\\\"…\\\""), "{sentence}: what was made up is shown: {}", said.out);
        let asked = backend.asked();
        assert!(asked.iter().all(|line| line.starts_with("OPTIONS ")), "{sentence}: {asked:?}");
    }
}

#[test]
fn people_are_told_what_to_give() {
    let backend = Backend::start(answer);
    let url = backend.url("/allowed");
    let said = run(&["check", &url, "--origin", "http://localhost:5173", "-H", "authorization"]);
    assert!(said.out.starts_with("undetermined  the preflight allows the call"), "{}", said.out);
    assert!(said.out.contains("`authorization`") && said.out.contains("give the value"), "{}", said.out);
    let watched = run(&["check", &url, "--origin", "http://localhost:5173", "-H", "authorization", "--watch"]);
    assert_eq!(watched.code, 4, "{}", watched.out);
}

#[test]
fn a_line_with_a_value_left_out_is_read_as_that() {
    let backend = Backend::start(answer);
    let url = backend.url("/allowed");
    for line in [
        format!("curl '{url}' -H 'Origin: http://localhost:5173' -H 'Authorization: …'"),
        format!("fetch('{url}', {{referrer: 'http://localhost:5173/', headers: {{Authorization: token}}}})"),
    ] {
        for said in [run(&[&line]), run_on(&[], &line)] {
            assert_eq!(said.code, 4, "{line}: {}{}", said.out, said.err);
        }
    }
}

/// What is printed for `curl` and for preflight is taken back by both commands.
#[cfg(feature = "dialects")]
#[test]
fn the_printed_command_runs() {
    let backend = Backend::start(answer);
    let url = backend.url("/allowed");
    let values = ["-H", "Authorization: Bearer x", "-H", "Content-Type: application/json"];
    let words = ["fix", "-", "--origin", "http://localhost:5173", "--url", &url, "--format", "json"];
    let said = run_on(&[&words[..], &values].concat(), "app.use(cors());\n");
    let object: Value = serde_json::from_str(&said.out).expect("JSON");
    let verify = object["verify"].as_str().expect("a line");
    assert!(verify.ends_with("-H Authorization -H 'Content-Type: application/json'"), "{verify}");
    assert_eq!(object["server"]["before"], "allowed");
    let arguments: Vec<_> = [
        "check",
        &url,
        "--origin",
        "http://localhost:5173",
        "-X",
        "GET",
        "-H",
        "Authorization",
        "-H",
        "Content-Type: application/json",
    ]
    .to_vec();
    assert_eq!(run(&arguments).code, 4);
    let by_name = run_on(&[&words[..], &["-H", "authorization"]].concat(), "app.use(cors());\n");
    let object: Value = serde_json::from_str(&by_name.out).expect("JSON");
    assert_eq!((by_name.code, &object["server"]["before"]), (0, &"undetermined".into()));
}
