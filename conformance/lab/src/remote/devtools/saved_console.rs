//! The console as DevTools writes it with "Save as …": the place before each message, the request and its status where the
//! protocol only says "Failed to load resource", and the frames below.

use std::collections::HashMap;

use serde_json::Value;

/// How the protocol puts a request that failed. DevTools writes the request instead.
const FAILED: &str = "Failed to load resource: ";

/// What the console holds, in order.
#[derive(Debug, Default)]
pub(super) struct SavedConsole {
    entries: Vec<Entry>,
    requests: HashMap<String, Asked>,
}

#[derive(Debug)]
enum Entry {
    /// A message as it stands.
    Message(String),
    /// The request of this id failed, the protocol says with what.
    Failure(String, String),
}

/// What is known of a request.
#[derive(Debug, Default)]
struct Asked {
    method: String,
    url: String,
    frames: Vec<Frame>,
    status: Option<u64>,
    phrase: String,
}

#[derive(Clone, Debug)]
struct Frame {
    function: String,
    place: String,
}

impl SavedConsole {
    /// Takes note of an event of the protocol.
    pub(super) fn note(&mut self, method: &str, parameters: &Value) {
        match method {
            "Log.entryAdded" => self.entries.extend(entry(&parameters["entry"])),
            "Runtime.exceptionThrown" => self.entries.push(Entry::Message(exception(&parameters["exceptionDetails"]))),
            "Runtime.consoleAPICalled" => self.entries.push(Entry::Message(printed(parameters))),
            "Network.requestWillBeSent" => self.note_request(parameters),
            "Network.responseReceivedExtraInfo" => self.note_head(parameters),
            "Network.responseReceived" => self.note_response(parameters),
            _ => {}
        }
    }

    fn note_request(&mut self, parameters: &Value) {
        let request = &parameters["request"];
        let asked = self.requests.entry(word(&parameters["requestId"])).or_default();
        asked.method = word(&request["method"]);
        asked.url = word(&request["url"]);
        // A redirect goes on under the same id, without frames of its own.
        if asked.frames.is_empty() {
            asked.frames = frames(&parameters["initiator"]["stack"]);
        }
        // A head may be told before its request: only the redirect's own is over.
        if asked.status.is_some() && asked.status == parameters["redirectResponse"]["status"].as_u64() {
            asked.status = None;
        }
    }

    fn note_head(&mut self, parameters: &Value) {
        let asked = self.requests.entry(word(&parameters["requestId"])).or_default();
        asked.status = parameters["statusCode"].as_u64();
        let head = word(&parameters["headersText"]);
        let phrase = head.lines().next().and_then(|line| line.splitn(3, ' ').nth(2));
        asked.phrase = phrase.unwrap_or_default().trim().to_owned();
    }

    fn note_response(&mut self, parameters: &Value) {
        let asked = self.requests.entry(word(&parameters["requestId"])).or_default();
        asked.status = parameters["response"]["status"].as_u64();
        asked.phrase = word(&parameters["response"]["statusText"]);
    }

    /// The file that is written.
    pub(super) fn text(&self) -> String {
        let lines: Vec<_> = self.entries.iter().map(|entry| self.written(entry)).collect();
        lines.join("\n")
    }

    fn written(&self, entry: &Entry) -> String {
        match entry {
            Entry::Message(text) => text.clone(),
            Entry::Failure(id, said) => match self.requests.get(id) {
                Some(asked) => asked.written(said),
                None => format!("{FAILED}{said}"),
            },
        }
    }
}

impl Asked {
    fn written(&self, said: &str) -> String {
        // "the server responded with a status of 404 (Not Found)" names no error of the network.
        let error = said.split(' ').next().filter(|word| word.starts_with("net::")).unwrap_or_default();
        let status = self.status.map(|status| format!("{status} ({})", self.phrase)).unwrap_or_default();
        let place = self.frames.first().map_or("(index):1", |frame| frame.place.as_str());
        let mut line = format!("{place}  {} {}", self.method, self.url);
        for part in [error, &status].into_iter().filter(|part| !part.is_empty()) {
            line.push(' ');
            line.push_str(part);
        }
        with_frames(line, &self.frames)
    }
}

fn entry(entry: &Value) -> Option<Entry> {
    let text = word(&entry["text"]);
    if let Some(said) = text.strip_prefix(FAILED) {
        return Some(Entry::Failure(word(&entry["networkRequestId"]), said.to_owned()));
    }
    let line = entry["lineNumber"].as_u64().unwrap_or(0) + 1;
    let message = format!("{}:{line} {text}", file_name(entry["url"].as_str().unwrap_or_default()));
    Some(Entry::Message(with_frames(message, &frames(&entry["stackTrace"]))))
}

/// An exception that nobody caught: its own lines, then the frames.
fn exception(details: &Value) -> String {
    let frames = frames(&details["stackTrace"]);
    let line = details["lineNumber"].as_u64().unwrap_or(0) + 1;
    let thrown_at = format!("{}:{line}", file_name(details["url"].as_str().unwrap_or_default()));
    let place = frames.first().map_or(thrown_at, |frame| frame.place.clone());
    let said = details["exception"]["description"].as_str().unwrap_or_default();
    with_frames(format!("{place}  {} {}", word(&details["text"]), shortened(said)), &frames)
}

/// What a script prints.
fn printed(parameters: &Value) -> String {
    let arguments = parameters["args"].as_array().map(Vec::as_slice).unwrap_or_default();
    let written = |argument: &Value| match argument["value"].as_str() {
        Some(text) => text.to_owned(),
        None => shortened(argument["description"].as_str().unwrap_or_default()),
    };
    let words: Vec<_> = arguments.iter().map(written).collect();
    let frames = frames(&parameters["stackTrace"]);
    let place = frames.first().map_or("(index):1", |frame| frame.place.as_str());
    let line = format!("{place} {}", words.join(" "));
    if parameters["type"] == "error" { with_frames(line, &frames) } else { line }
}

fn with_frames(mut text: String, frames: &[Frame]) -> String {
    for Frame { function, place } in frames {
        text.push_str(&format!("\n{function} @ {place}"));
    }
    text
}

/// The frames of a stack, those of the callers that had gone on behind them.
fn frames(stack: &Value) -> Vec<Frame> {
    let mut all = Vec::new();
    let mut stack = stack;
    while stack.is_object() {
        let own = stack["callFrames"].as_array().map(Vec::as_slice).unwrap_or_default();
        all.extend(own.iter().map(frame));
        stack = &stack["parent"];
    }
    all
}

fn frame(frame: &Value) -> Frame {
    let line = frame["lineNumber"].as_u64().unwrap_or(0) + 1;
    let function = frame["functionName"].as_str().filter(|name| !name.is_empty()).unwrap_or("(anonymous)");
    let place = format!("{}:{line}", file_name(frame["url"].as_str().unwrap_or_default()));
    Frame { function: function.to_owned(), place }
}

/// A script's name as DevTools shows it.
fn file_name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    match path.rsplit('/').next() {
        Some("") | None => "(index)",
        Some(name) => name,
    }
}

/// The lines of an exception, with file names for URLs.
fn shortened(said: &str) -> String {
    let shorten = |line: &str| match (line.trim_start().starts_with("at "), line.find("http").or(line.find("file://")))
    {
        (true, Some(begin)) => {
            let (before, url) = line.split_at(begin);
            let name = match url.rsplit_once('/') {
                Some((_, name)) if name.starts_with(':') => format!("(index){name}"),
                Some((_, name)) => name.to_owned(),
                None => url.to_owned(),
            };
            format!("{before}{name}")
        }
        _ => line.to_owned(),
    };
    said.lines().map(shorten).collect::<Vec<_>>().join("\n")
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::SavedConsole;

    #[test]
    fn a_failed_request_is_written_with_method_status_and_frames() {
        let mut console = SavedConsole::default();
        let url = "http://localhost:4000/a";
        let frame = json!({ "functionName": "load", "url": "http://localhost:3000/api.js", "lineNumber": 1 });
        for (method, parameters) in [
            (
                "Network.requestWillBeSent",
                json!({ "requestId": "1", "request": { "method": "PUT", "url": url },
                    "initiator": { "stack": { "callFrames": [frame] } } }),
            ),
            (
                "Network.responseReceivedExtraInfo",
                json!({ "requestId": "1", "statusCode": 500, "headersText": "HTTP/1.1 500 Internal Server Error\r\n\r\n" }),
            ),
            ("Log.entryAdded", json!({ "entry": { "text": "Access to fetch …", "url": "http://localhost:3000/" } })),
            (
                "Log.entryAdded",
                json!({ "entry": { "text": "Failed to load resource: net::ERR_FAILED", "networkRequestId": "1" } }),
            ),
        ] {
            console.note(method, &parameters);
        }
        assert_eq!(
            console.text(),
            "(index):1 Access to fetch …\n\
             api.js:2  PUT http://localhost:4000/a net::ERR_FAILED 500 (Internal Server Error)\n\
             load @ api.js:2"
        );
    }
}
