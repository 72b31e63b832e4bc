//! What `check` and `explain` say of pasted calls besides the check of one.

use std::net::TcpListener;

use serde_json::Value;

use crate::backend::Backend;
use crate::run::{run, run_on};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Programs are told the call that was read, though the text holds no message.
#[test]
fn a_call_without_a_message_stands_in_the_document() {
    let said =
        run_on(&["explain", "--format", "json"], "fetch('http://a.test/x', {method: 'PUT', headers: {'X-A': k}})");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("this is a call"), "{}", said.err);
    let document = json(&said.out);
    let call = &document[0]["call"];
    assert_eq!(call["url"]["value"], "http://a.test/x");
    assert_eq!(call["method"]["value"], "PUT");
    assert_eq!(call["headers"][0]["name"], "X-A");
    assert_eq!(call["preflight"], true);
    assert_eq!(document[0]["next"][1], "check");
    assert_eq!(json(&run_on(&["explain", "--format", "json"], "hello there").out), json("[]"));
}

#[test]
fn a_call_of_the_own_origin_has_no_part_in_cors() {
    let backend = Backend::start(|_| "200 OK".to_owned());
    let url = backend.url("/x");
    let page = url.trim_end_matches("/x");
    for method in ["PUT", "POST", "DELETE"] {
        let call = format!("curl -X {method} '{url}' -H 'X-A: 1' -H 'Origin: {page}'");
        let said = run(&["check", &call]);
        let first = said.out.lines().next().unwrap_or_default();
        assert!(first.contains("own origin: CORS has no part"), "{}", said.out);
        let document = json(&run(&["check", "--format", "json", &call]).out);
        assert_eq!(document["call"]["preflight"], false, "{document}");
        let explained = run_on(&["explain"], &call);
        assert!(explained.err.contains("own origin: CORS has no part"), "{}", explained.err);
    }
    // Without a server too.
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let silent = run(&["check", &format!("fetch('http://{free}/x', {{method: 'PUT', referrer: 'http://{free}/'}})")]);
    assert!(silent.out.contains("own origin: CORS has no part"), "{}", silent.out);
    // An answer says it already.
    let read = run(&["check", &url, "--origin", page]);
    assert_eq!(read.out.matches("CORS has no part").count(), 1, "{}", read.out);
}

#[test]
fn a_call_that_surely_asks_nothing_says_so() {
    let backend = Backend::start(|_| "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned());
    let url = backend.url("/x");
    for (call, asks) in [
        (format!("curl '{url}'"), "false"),
        (format!("fetch('{url}', {{method: 'GET'}})"), "false"),
        (format!("axios.get('{url}')"), "false"),
        (format!("axios.get('{url}', {{headers: {{Accept: 'text/plain'}}}})"), "false"),
        (format!("axios.get('{url}', {{headers: {{'X-A': '1'}}}})"), "true"),
        (format!("fetch('{url}', {{method: 'PUT'}})"), "true"),
    ] {
        let said = run(&["check", "--format", "json", "--origin", "http://b.test", &call]);
        assert_eq!(json(&said.out)["call"]["preflight"].to_string(), asks, "{call}");
    }
}

/// What a command is answered that sent no `Origin` says nothing of a page.
#[test]
fn a_command_without_an_origin_proves_nothing() {
    let head = "HTTP/1.1 200 OK\nContent-Type: application/json\nCache-Control: no-store\n\n{}";
    for command in [
        "$ curl -i -X POST http://localhost:8080/login -d a=1",
        "curl -i -X POST localhost:8080/login --data a=1\n",
        "echo '{\"a\": 1}' | http post :8080/login\n",
        "➜  ~ http POST :8080/login a=1",
        "PS C:\\> curl.exe -i -X POST http://localhost:8080/login -d a=1",
    ] {
        let said = run_on(&["explain"], &format!("{command}\n{head}"));
        assert!(said.out.starts_with("undetermined") && said.out.contains("PF006"), "{command}: {}", said.out);
        assert!(!said.out.contains("PF003"), "{command}: {}", said.out);
        assert!(said.out.contains("preflight check http://localhost:8080/login"), "{command}: {}", said.out);
        assert!(said.out.contains("-X POST"), "{command}: {}", said.out);
    }
    let get = format!("curl -i http://localhost:8080/x -H 'Origin: http://b.test'\n{head}");
    let said = run_on(&["explain"], &get);
    assert!(said.out.starts_with("blocked") && said.out.contains("PF003"), "{}", said.out);
    let allowed = "curl -i http://localhost:8080/x\nHTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n";
    let said = run_on(&["explain"], allowed).out;
    assert!(said.starts_with("undetermined"), "a page sends its origin, and this did not: {said}");
}

#[test]
fn a_name_in_place_of_a_part_of_the_url_is_not_known() {
    let backend = Backend::start(|_| "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned());
    let url = backend.url("/users");
    for call in [format!("curl {url}/$id"), format!("fetch(`{url}/${{id}}`)"), format!("axios.get('{url}/' + id)")] {
        let document = json(&run(&["check", "--format", "json", "--origin", "http://b.test", &call]).out);
        assert_eq!(document["call"]["url"]["is"], "implied", "{call}");
    }
}

#[test]
fn a_client_without_a_call_is_no_server() {
    for text in ["export const api = ky.create({ prefixUrl: `${BASE}/api` })", "const a = axios.create({ baseURL: b })"]
    {
        for said in [run_on(&["explain"], text), run(&["check", text])] {
            assert_eq!(said.code, 2);
            assert!(said.err.contains("makes a client, and no call with it"), "{}", said.err);
            assert!(!said.err.contains("preflight fix"), "{}", said.err);
        }
    }
}

/// A text is a text, whatever it begins with.
#[test]
fn a_text_that_begins_with_a_dash_is_no_option() {
    let backend = Backend::start(|_| "200 OK".to_owned());
    let url = backend.url("/x");
    for text in [
        format!("- Test data:\n\n```\ncurl '{url}'\n```"),
        format!("- curl '{url}' -X PUT"),
        format!("-X PUT {url} -H 'X-A: 1'"),
        format!("--request PUT --url {url}"),
        format!("-XPUT '{url}'"),
    ] {
        for words in [&["check", &text, "--format", "json"][..], &[&text, "--format", "json"]] {
            let said = run(words);
            assert_eq!(said.err, "", "{text}");
            assert_eq!(json(&said.out)["call"]["url"]["value"], url, "{text}: {}", said.out);
        }
    }
    for option in ["-Q curl", "--made-up=curl http://a.test", "-HX-A: fetch('http://a.test')", "-"] {
        assert_ne!(run(&["check", option]).code, 0, "{option}");
    }
}

#[test]
fn a_listener_of_an_upload_is_checked_with_its_preflight() {
    let backend = Backend::start(|_| "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned());
    let call = |listens: &str| {
        let url = backend.url("/x");
        format!("const x = new XMLHttpRequest(); {listens} x.open('POST', '{url}'); x.send('a')")
    };
    let asked_first = |call: &str| {
        let said = run(&["check", call, "--origin", "http://a.test", "--format", "json", "--quick"]);
        json(&said.out)["exchanges"].to_string().contains("OPTIONS")
    };
    assert!(asked_first(&call("x.upload.onprogress = show;")));
    assert!(!asked_first(&call("x.onprogress = show;")));
}
