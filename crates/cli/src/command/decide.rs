//! `preflight decide`: a policy and a request a line in, the decision out. For scripts, and for tests of other systems.

use std::io::{self, BufRead, Write};

use clap::Args;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use preflight_engine::server::{CorsRequest, Decision, OwnOrigin};
use preflight_judge::describe;
use preflight_policy_file::{Diagnostics, Place, parse_policy_json};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::exit::{Exit, Failure};
use crate::json::to_line;
use crate::output::say;
use crate::printable::printable;
use crate::redact::{given_name, own_text};

/// A line may be this long; a policy with 100,000 origins fits.
const LINE_LIMIT: u64 = 64 * 1024 * 1024;

/// Arguments of `preflight decide`.
#[derive(Debug, Args)]
#[command(after_help = "A line in:   {\"id\":1,\"policy\":{\"origins\":[\"https://app.example.com\"]},\
\"request\":{\"method\":\"GET\",\"path\":\"/\",\"headers\":{\"origin\":\"https://app.example.com\"}}}
A line out:  {\"id\":1,\"kind\":\"actual\",\"status\":null,\"headers\":{…},\"refusal\":null}
The status is null where the request is to be forwarded. A line that cannot be read is reported with its number on
stderr, the rest goes on, and the exit code is 2.")]
pub struct DecideArgs {}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    policy: Value,
    request: Request,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    method: String,
    #[serde(default, rename = "path")]
    _path: String,
    #[serde(default)]
    headers: Map<String, Value>,
}

/// Runs `preflight decide` on stdin and stdout.
pub fn run(_args: &DecideArgs) -> Result<Exit, Failure> {
    let mut exit = Exit::Good;
    let mut stdin = io::stdin().lock();
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    for number in 1.. {
        let Some(line) = read_line(&mut stdin, number)? else { break };
        if line.trim_ascii().is_empty() {
            continue;
        }
        match decide_line(&line) {
            Ok(decision) => write_line(&mut stdout, &decision)?,
            Err(reason) => {
                say(&format!("line {number}: {reason}"));
                exit = Exit::Usage;
            }
        }
    }
    stdout.flush().map_err(|error| unwritable(&error))?;
    Ok(exit)
}

fn read_line(stdin: &mut impl BufRead, number: u64) -> Result<Option<Vec<u8>>, Failure> {
    let mut line = Vec::new();
    let read = io::Read::take(&mut *stdin, LINE_LIMIT)
        .read_until(b'\n', &mut line)
        .map_err(|error| Failure::usage(format!("line {number}: stdin cannot be read: {error}")))?;
    if read as u64 == LINE_LIMIT && !line.ends_with(b"\n") {
        return Err(Failure::usage(format!("line {number} is longer than {LINE_LIMIT} bytes")));
    }
    Ok((read > 0).then_some(line))
}

fn write_line(stdout: &mut impl Write, decision: &Value) -> Result<(), Failure> {
    writeln!(stdout, "{}", to_line(decision)).map_err(|error| unwritable(&error))
}

fn unwritable(error: &io::Error) -> Failure {
    Failure::usage(format!("stdout cannot be written: {error}"))
}

fn decide_line(line: &[u8]) -> Result<Value, String> {
    let line: Line = serde_json::from_slice(line).map_err(|error| describe(&error))?;
    let named = match parse_policy_json(&line.policy) {
        Ok(named) => named,
        Err(diagnostics) => return Ok(policy_errors(&line.id, &diagnostics)),
    };
    let method = Method::from_bytes(line.request.method.as_bytes())
        .map_err(|_| "`method` is not a method: a method is one word".to_owned())?;
    let headers = headers(&line.request.headers)?;
    let request = CorsRequest::classify(&method, &headers, OwnOrigin::of_host(&headers));
    Ok(decision(&line.id, &named.policy.decide(request), asks_for_private_network(&request)))
}

fn policy_errors(id: &Value, diagnostics: &Diagnostics) -> Value {
    let errors = diagnostics.iter().map(|diagnostic| {
        let shown = diagnostic.shown_as(own_text, given_name);
        let place = match &shown.place {
            Place::Key(path) => Some(path),
            _ => None,
        };
        json!({ "field": place, "message": shown.message, "help": shown.help })
    });
    json!({ "id": id, "policy_errors": errors.collect::<Vec<_>>() })
}

fn headers(written: &Map<String, Value>) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    for (name, value) in written {
        let header = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| "`headers` holds a key that is not a header name: a name is one word".to_owned())?;
        let lines = match value {
            Value::Array(lines) => lines.as_slice(),
            line => std::slice::from_ref(line),
        };
        for line in lines {
            headers.append(&header, header_value(name, line)?);
        }
    }
    Ok(headers)
}

/// Strings stand for bytes: U+0000 to U+00FF are the bytes of that number.
fn header_value(name: &str, value: &Value) -> Result<HeaderValue, String> {
    let shown = printable(name.as_bytes());
    let text =
        value.as_str().ok_or_else(|| format!("the value of `{shown}` is neither a string nor a list of strings"))?;
    let bytes: Result<Vec<u8>, _> = text.trim_matches([' ', '\t']).chars().map(u8::try_from).collect();
    let bytes = bytes.map_err(|_| format!("the value of `{shown}` holds a character above U+00FF"))?;
    HeaderValue::from_bytes(&bytes).map_err(|_| format!("the value of `{shown}` holds a control character"))
}

fn asks_for_private_network(request: &CorsRequest<'_>) -> bool {
    matches!(request, CorsRequest::Preflight(preflight) if preflight.asks_for_private_network())
}

fn decision(id: &Value, decision: &Decision<'_>, asks_for_private_network: bool) -> Value {
    let mut headers = Map::new();
    for (name, value) in &decision.headers() {
        let lines = headers.entry(name.as_str()).or_insert_with(|| json!([]));
        if let Value::Array(lines) = lines {
            // As in a line that comes in: the bytes of these numbers.
            lines.push(value.as_bytes().iter().map(|&byte| char::from(byte)).collect::<String>().into());
        }
    }
    let status = match decision {
        Decision::Answer(answer) => Some(answer.status()),
        Decision::Forward(_) => None,
    };
    let mut line = json!({
        "id": id,
        "kind": decision.kind().name(),
        "status": status,
        "headers": headers,
        "refusal": decision.refusal().map(|refusal| refusal.name()),
    });
    if asks_for_private_network {
        line["note"] = "Private Network Access is not granted: no shipping browser acts on the answer any more, a permission prompt took its place".into();
    }
    line
}
