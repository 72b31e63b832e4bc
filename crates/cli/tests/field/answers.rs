//! Servers that answer by a script, and what `check` says of them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::run::run;
use crate::{field, report, strings, wrong_words};

#[test]
fn servers_that_answer_in_odd_ways_are_judged_by_what_was_sent() {
    let field = field();
    let cases = field["check"].as_array().expect("a list");
    report(cases.iter().map(|case| (case["id"].to_string(), wrong(case))));
}

fn wrong(case: &Value) -> Vec<String> {
    let url = format!("{}{}", serve(case["answers"].clone()), case["path"].as_str().expect("a path"));
    let arguments = strings(case, "arguments");
    let arguments: Vec<&str> = ["check", &url].into_iter().chain(arguments.iter().map(String::as_str)).collect();
    let json = run(&[&arguments[..], &["--format", "json"]].concat());
    let text = run(&arguments);
    let Ok(checked) = serde_json::from_str::<Value>(&json.out) else { return vec![json.err] };
    let expected = &case["expect"];
    let findings = checked["findings"].as_array().cloned().unwrap_or_default();
    let causes: Vec<&str> = findings.iter().filter_map(|finding| finding["cause"].as_str()).collect();
    let first =
        findings.first().map(|finding| format!("{} {}", finding["message"], finding["fix"])).unwrap_or_default();
    let mut wrong = wrong_words(expected, &first);
    let browsers = checked["verdicts"].as_object().expect("an object").iter().filter(|(name, _)| *name != "standard");
    let verdicts: Vec<&str> = browsers.filter_map(|(_, verdict)| verdict.as_str()).collect();
    match expected["verdict"].as_str() {
        Some("not-allowed") if verdicts.contains(&"allowed") || json.code == 0 || text.out.starts_with("allowed") => {
            wrong.push(format!("it is said to be allowed: {verdicts:?}, exit {}", json.code));
        }
        Some("not-allowed") | None => {}
        Some(verdict) if verdicts.iter().any(|said| *said != verdict) => wrong.push(format!("it is {verdicts:?}")),
        Some(_) => {}
    }
    if expected.get("first").is_some()
        && !causes.first().is_some_and(|id| strings(expected, "first").iter().any(|other| other == id))
    {
        wrong.push(format!("first is {:?}", causes.first()));
    }
    wrong.extend(
        strings(expected, "listed")
            .into_iter()
            .filter(|id| !causes.contains(&id.as_str()))
            .map(|id| format!("{id} is not listed")),
    );
    if expected["exit_not"] == json.code {
        wrong.push(format!("exit {}", json.code));
    }
    wrong
}

/// A server that gives the first answer that fits, and its URL; it ends with the process.
fn serve(answers: Value) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let _ = answer(client, &answers);
        }
    });
    url
}

fn answer(mut client: TcpStream, answers: &Value) -> std::io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
        match client.read(&mut buffer)? {
            0 => return Ok(()),
            read => head.extend_from_slice(&buffer[..read]),
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let fits = |answer: &&Value| {
        head.starts_with(&format!("{} ", answer["method"].as_str().unwrap_or_default())) && meets(answer, &head)
    };
    let answer = answers.as_array().and_then(|answers| answers.iter().find(fits));
    let status = answer.map_or(404, |answer| answer["status"].as_u64().unwrap_or(500));
    let fields = answer.and_then(|answer| answer["headers"].as_array()).cloned().unwrap_or_default();
    let fields: String = fields
        .iter()
        .map(|field| {
            format!("{}: {}\r\n", field[0].as_str().unwrap_or_default(), field[1].as_str().unwrap_or_default())
        })
        .collect();
    client
        .write_all(format!("HTTP/1.1 {status} X\r\n{fields}Content-Length: 0\r\nConnection: close\r\n\r\n").as_bytes())
}

/// Whether the request has the headers that the answer is for.
fn meets(answer: &Value, head: &str) -> bool {
    let Some(conditions) = answer["if"].as_object() else { return true };
    conditions.iter().all(|(name, wanted)| {
        let mut fields = head.lines().filter_map(|line| line.split_once(": "));
        let value = fields.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        match (wanted.as_str(), value) {
            (None, value) => value.is_none(),
            (Some(wanted), Some(value)) => match wanted.strip_prefix("contains ") {
                Some(part) => value.contains(part),
                None => value == wanted,
            },
            (Some(_), None) => false,
        }
    })
}
