//! `preflight <anything>`, completions and the manual page.

use std::fs;

use crate::backend::Backend;
use crate::run::{run, run_on};

const BLOCKED: &str = "Access to fetch at 'http://a.test/' from origin 'http://b.test' has been blocked by CORS policy: \
                       No 'Access-Control-Allow-Origin' header is present on the requested resource.";

fn backend() -> Backend {
    Backend::start(|line| match line.split_once(' ') {
        Some(("OPTIONS", _)) => "204 No Content\r\nAccess-Control-Allow-Origin: http://localhost:5173\r\n\
                                 Access-Control-Allow-Methods: GET, PUT\r\nAccess-Control-Allow-Headers: content-type"
            .to_owned(),
        _ => "200 OK\r\nAccess-Control-Allow-Origin: http://localhost:5173".to_owned(),
    })
}

#[test]
fn a_url_is_checked_with_the_options_after_it() {
    let said = run(&[&backend().url("/x"), "--origin", "http://localhost:5173", "--format", "json"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("\"schema\":\"preflight.check/1\"") || said.out.contains("preflight.check/1"));
}

#[test]
fn a_curl_line_is_checked_as_the_page_would_call() {
    let backend = backend();
    let url = backend.url("/x");
    let line = format!(
        "curl '{url}' -H 'Origin: http://localhost:5173' -H 'Sec-Fetch-Mode: cors' -H 'Content-Type: application/json' \
         -b 'id=secret-value' --data-raw '{{}}'"
    );
    let whole = run(&[&line]);
    assert!(whole.out.starts_with("blocked"), "no Allow-Credentials: {}", whole.out);
    assert!(backend.asked()[0].starts_with("OPTIONS"), "{:?}", backend.asked());
    assert!(whole.out.contains("cookies"), "{}", whole.out);
    assert!(!format!("{}{}", whole.out, whole.err).contains("secret-value"));
    let overridden = run(&["check", &line, "--credentials", "same-origin", "--origin", "http://localhost:9999"]);
    assert!(overridden.out.contains("http://localhost:9999"), "{}", overridden.out);
    let split = run(&["curl", &url, "-H", "Origin: http://localhost:5173"]);
    assert!(split.out.starts_with("allowed"), "{}{}", split.out, split.err);
}

#[test]
fn a_fetch_line_is_checked() {
    let url = backend().url("/x");
    let said = run(&[&format!("fetch('{url}', {{referrer: 'http://localhost:5173/'}})")]);
    assert!(said.out.starts_with("allowed"), "{}{}", said.out, said.err);
}

/// Without its URL a pasted call is the command for it, with what it says of method, headers and credentials.
#[test]
fn a_call_without_its_url_is_a_command_to_complete() {
    let call = "axios.post(url, {a: 1}, {withCredentials: true, headers: {'X-A': '1'}})";
    let command = "preflight check '<url>' --origin '<page>' -X POST -H X-A -H 'content-type: application/json' --credentials include";
    for said in [run(&["check", call]), run(&[call])] {
        assert_eq!(said.code, 4, "{}", said.err);
        assert!(said.out.starts_with("undetermined  the URL needs the value of `url`"), "{}", said.out);
        assert!(said.out.lines().any(|line| line.starts_with(command)), "{}", said.out);
    }
    let said = run_on(&["explain"], call);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.err.contains("needs the value of `url`") && said.err.contains(command), "{}", said.err);
    let call = "const token = 's3cr3t'; fetch(`${BASE}/api/x/${token}?id=${id}`, {method: 'PUT'})";
    let said = run(&["check", call]);
    assert!(said.out.contains("preflight check '<BASE>/api/x/…?id=id' --origin '<page>' -X PUT"), "{}", said.out);
    let explained = run_on(&["explain", "--format", "json"], call);
    assert!(explained.out.contains("\"url_pattern\":\"<BASE>/api/x/…?id=id\""), "{}", explained.out);
    let explained: serde_json::Value = serde_json::from_str(&explained.out).expect("a document");
    for format in ["json", "jsonl"] {
        let said = run(&["check", call, "--format", format]);
        assert_eq!(said.code, 4, "{}", said.err);
        let line = said.out.lines().next().expect("a line");
        let object: serde_json::Value = serde_json::from_str(line).expect("an object");
        assert_eq!((&object["schema"], &object["method"]), (&"preflight.check/1".into(), &"PUT".into()), "{line}");
        assert_eq!((&object["call"], &object["next"]), (&explained[0]["call"], &explained[0]["next"]), "{line}");
        assert_eq!(object["url_pattern"], explained[0]["url_pattern"], "{line}");
        assert_eq!(object["verdicts"]["firefox"], "undetermined", "{line}");
        assert!(!said.out.contains("s3cr3t"), "{}", said.out);
    }
    let said = run(&["check", call, "--format", "json", "--credentials", "--origin", "http://b.test"]);
    assert!(said.out.contains("\"credentials\":\"include\"") && said.out.contains("http://b.test"), "{}", said.out);
    let said = run(&["check", "fetch(`https://${host}:${port}/x?token=s3cr3t`)", "--format", "json"]);
    assert!(said.out.contains("\"url_pattern\":\"https://<host>:<port>/x?token=…\""), "{}", said.out);
    let said = run_on(&["explain"], "axios({url: 'http://a.test', mehtod: 'PUT'})");
    assert!(said.err.contains("`mehtod` is not a key of axios"), "{}", said.err);
    assert!(!said.err.contains("-X"), "{}", said.err);
    let said = run_on(&["explain"], "xhr.open(method, 'http://a.test/x'); xhr.send()");
    assert!(said.err.contains("-X '<method>'") && said.err.contains("the method is an expression"), "{}", said.err);
}

#[test]
fn a_relative_url_goes_to_the_page_that_is_named() {
    let backend = backend();
    let page = backend.url("");
    let said = run(&["check", "fetch('/x?a=1')", "--origin", &page]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("goes to the page's own origin"), "{}", said.out);
    assert!(backend.asked().iter().all(|line| line.contains("/x?a=1")), "{:?}", backend.asked());
    let said = run(&["check", "fetch('/x?a=1')"]);
    assert!(said.code == 4 && said.out.contains("--origin"), "{}", said.out);
}

#[test]
fn red_text_is_explained_from_an_argument_from_words_and_from_stdin() {
    let words: Vec<_> = BLOCKED.split_whitespace().collect();
    for said in [run(&[BLOCKED]), run(&words), run_on(&[], BLOCKED), run_on(&["-"], BLOCKED)] {
        assert_eq!(said.code, 1, "{}", said.err);
        assert!(said.out.starts_with("blocked  http://a.test/"), "{}", said.out);
    }
}

#[test]
fn a_file_goes_by_what_stands_in_it() {
    let directory = std::env::temp_dir().join(format!("preflight-pasted-{}", std::process::id()));
    fs::create_dir_all(&directory).expect("a directory");
    let file = |name: &str, text: &str| {
        let path = directory.join(name);
        fs::write(&path, text).expect("a file");
        path.to_str().expect("UTF-8").to_owned()
    };
    let policy = "upstream = \"http://127.0.0.1:1\"\n[policy.app]\norigins = [\"https://app.example.com\"]\n";
    for (path, code, says) in [
        (file("console.log", BLOCKED), 1, "blocked  http://a.test/"),
        (file("preflight.toml", policy), 0, "sound"),
        (file("page.har", "{\"log\":{\"entries\":[]}}"), 2, "HAR"),
        (file("notes.txt", "hello"), 2, "no console text"),
    ] {
        let said = run(&[&path]);
        let whole = format!("{}{}", said.out, said.err);
        assert_eq!(said.code, code, "{path}: {whole}");
        assert!(whole.contains(says), "{path}: {whole}");
    }
    let _ = fs::remove_dir_all(directory);
}

#[test]
fn what_is_nothing_says_what_to_do() {
    for (words, says) in [
        (&["chekc", "http://a.test"][..], "preflight check"),
        (&["server.js"], "there is no file `server.js`"),
        (&["src/app.py"], "there is no file `src/app.py`"),
        (&["curl"], "which URL"),
        (&["hello"], "holds no message"),
    ] {
        let said = run(words);
        assert_eq!(said.code, 2, "{words:?}");
        assert!(said.err.contains(says), "{words:?}: {}", said.err);
    }
}

#[test]
fn completions_and_the_manual_know_every_command() {
    let manual = run(&["man"]).out;
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(run(&["completions", shell]).out.contains("explain"), "{shell}");
    }
    for command in ["DEMO", "SERVE", "CHECK", "EXPLAIN", "DECIDE", "JUDGE"] {
        assert!(manual.contains(&format!(".SH \"PREFLIGHT {command}\"")), "{command}");
    }
}

/// A shell leaves no quotes around a text, and perhaps no space in it: what follows are options all the same.
#[test]
fn options_after_a_pasted_text_are_read() {
    let backend = backend();
    let url = backend.url("/x");
    let fetch = format!("fetch('{url}',{{}})");
    let axios = format!("axios.get('{url}',{{}})");
    let page = ["--origin", "http://localhost:5173", "--format", "json"];
    let blocked: Vec<_> = BLOCKED.split_whitespace().collect();
    for text in
        [&[fetch.as_str()][..], &[&axios], &["curl", &url, "-H", "X: it's $x"], &["wget", &url], &["http", "GET", &url]]
    {
        let said = run(&[text, &page].concat());
        let object: serde_json::Value = serde_json::from_str(&said.out)
            .unwrap_or_else(|error| panic!("{text:?}: {error} {}{}", said.out, said.err));
        assert_eq!(object["origin"], "http://localhost:5173", "{text:?}");
        let wrong = run(&[text, &["--origin=http://localhost:5173", "--format=nonsense"]].concat());
        assert_eq!(wrong.code, 2, "{text:?}: {}", wrong.out);
    }
    let json = run(&[&blocked[..], &["--offline", "--format", "json"]].concat());
    assert!(json.out.starts_with('['), "{}{}", json.out, json.err);
    for text in [&[fetch.as_str()][..], &[&axios], &blocked] {
        let said = run(&[text, &["--nonsense"]].concat());
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{text:?}");
    }
}

/// What is a part of the URL, and what a sentence puts around it.
#[test]
fn an_argument_is_taken_as_it_is() {
    let backend = backend();
    let url = backend.url("/x,");
    for words in
        [&["check", &url, "--origin", "http://localhost:5173"][..], &[&url, "--origin", "http://localhost:5173"]]
    {
        assert_eq!(run(words).code, 0);
    }
    let asked = backend.asked();
    assert!(asked.contains(&"GET /x,".to_owned()) && !asked.contains(&"GET /x".to_owned()), "{asked:?}");
    let said = run(&["check", &format!("'{url}'"), "--origin", "http://localhost:5173"]);
    assert!(said.out.contains("was left out"), "{}{}", said.out, said.err);
    run_on(&["-", "--origin", "http://localhost:5173"], &format!("{},\n", backend.url("/pasted")));
    assert!(backend.asked().contains(&"GET /pasted".to_owned()), "{:?}", backend.asked());
}

#[test]
fn calls_below_each_other_are_each_checked() {
    let backend = Backend::start(|_| "200 OK".to_owned());
    let lines = |paths: &[&str]| {
        let line = |path: &&str| format!("curl '{}' -H 'Origin: http://localhost:5173'\n", backend.url(path));
        paths.iter().map(line).collect::<String>()
    };
    let told = run_on(&[], &lines(&["/a", "/b", "/a"]));
    assert_eq!((told.code, told.out.matches("blocked  PF").count()), (1, 2), "{}{}", told.out, told.err);
    assert!(!told.out.contains("left out"), "{}", told.out);
    let told = run_on(&[], &lines(&["/a", "/b", "/c", "/d", "/e", "/f"]));
    assert_eq!(told.out.matches("blocked  PF").count(), 5, "{}", told.out);
    let last = told.out.lines().last().unwrap_or_default();
    assert!(last.starts_with("preflight check http") && last.contains("/f "), "{}", told.out);
    let json = run_on(&["-", "--format", "json"], &lines(&["/a", "/b"]));
    assert!(serde_json::from_str::<serde_json::Value>(&json.out).is_ok(), "one document: {}", json.out);
}
