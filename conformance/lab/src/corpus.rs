//! Cases as they stand in a file, a line each: what the lab needs of them is read, all else is kept as it was written.

use std::collections::HashSet;
use std::fmt;
use std::io::{self, BufRead, BufReader, Write};
use std::time::Duration;

use flate2::bufread::GzDecoder;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use preflight_judge::Script;

use crate::browser::ThirdPartyCookies;
use crate::world::{self, ADDRESS, HOST_NAMES};

/// A case: a page's requests, what the server answers, and perhaps what browsers did.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name, which is a segment of its paths.
    pub id: String,
    /// What the server answers.
    pub script: Script,
    line: Map<String, Value>,
}

/// The page that makes the requests of a case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Page {
    /// The serialized origin; `null` for an opaque one.
    pub origin: String,
    /// `top`, or which kind of frame.
    pub kind: String,
}

/// A line that is no case.
#[derive(Debug)]
pub struct UnreadableCase {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

/// The longest name: it stands in paths.
const ID_LIMIT: usize = 100;

/// How compressed data begin ([RFC 1952](https://www.rfc-editor.org/rfc/rfc1952) section 2.3.1).
const GZIP_MAGIC: [u8; 2] = [0x1F, 0x8B];

/// Reads a file of cases, compressed or not.
///
/// # Errors
/// [`UnreadableCase`] for the first line that is none.
pub fn read(mut input: impl BufRead) -> Result<Vec<Case>, UnreadableCase> {
    match input.fill_buf() {
        Ok(start) if start.starts_with(&GZIP_MAGIC) => read_lines(BufReader::new(GzDecoder::new(input))),
        _ => read_lines(input),
    }
}

fn read_lines(input: impl BufRead) -> Result<Vec<Case>, UnreadableCase> {
    let mut cases = Vec::new();
    let mut ids = HashSet::new();
    for (index, line) in input.lines().enumerate() {
        let unreadable = |problem: String| UnreadableCase { line: index + 1, problem };
        let line = line.map_err(|error| unreadable(error.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        let value = serde_json::from_str(&line).map_err(|error| unreadable(error.to_string()))?;
        let case = Case::new(value).map_err(unreadable)?;
        if !ids.insert(case.id.clone()) {
            return Err(unreadable(format!("`{}` stands twice", case.id)));
        }
        cases.push(case);
    }
    Ok(cases)
}

/// Writes cases, a line each.
///
/// # Errors
/// What the system says.
pub fn write<'a>(mut output: impl Write, cases: impl IntoIterator<Item = &'a Case>) -> io::Result<()> {
    for case in cases {
        serde_json::to_writer(&mut output, &case.line)?;
        output.write_all(b"\n")?;
    }
    output.flush()
}

impl Case {
    /// The case that this object is.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn new(line: Map<String, Value>) -> Result<Self, String> {
        let id = line.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        if id.is_empty() || id.len() > ID_LIMIT || !id.chars().all(is_plain) {
            return Err(format!("an `id` is 1 to {ID_LIMIT} letters, digits, `-`, `.` or `_`, not `{id}`"));
        }
        if !line.get("request").is_some_and(Value::is_object) {
            return Err("there is no `request`".to_owned());
        }
        let script = line.get("script").ok_or("there is no `script`")?;
        let script = Script::deserialize(script).map_err(|error| error.to_string())?;
        Ok(Self { id, script, line })
    }

    /// The whole object.
    pub fn line(&self) -> &Map<String, Value> {
        &self.line
    }

    /// Every request of the page, in order.
    pub fn requests(&self) -> Vec<&Value> {
        let then = self.line.get("then").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        self.line.get("request").into_iter().chain(then).collect()
    }

    /// How long the page waits between them.
    pub fn pauses(&self) -> Duration {
        self.requests().iter().filter_map(|request| request["delay_ms"].as_u64()).map(Duration::from_millis).sum()
    }

    /// The page that makes them.
    pub fn page(&self) -> Page {
        let word = |key: &str| self.line["request"].get(key).and_then(Value::as_str).map(str::to_owned);
        Page {
            origin: word("page_origin").unwrap_or_else(|| "http://127.0.0.1:9101".to_owned()),
            kind: word("page_kind").unwrap_or_else(|| "top".to_owned()),
        }
    }

    /// Whether a page or a URL of it has a host that only the lab knows.
    pub fn needs_names(&self) -> bool {
        let asked = self.requests().into_iter().flat_map(|request| [&request["url"], &request["page_origin"]]);
        let responses = self.line["script"]["responses"].as_array().into_iter().flatten();
        let fields = responses.filter_map(|response| response["headers"].as_array()).flatten();
        let locations = fields.filter(|field| field[0] == "Location").map(|field| &field[1]);
        asked.chain(locations).filter_map(Value::as_str).any(is_known_to_the_lab)
    }

    /// What the case says of its world, over what the world says of itself.
    pub fn world(&self) -> Value {
        let mut world = world::value();
        for (key, value) in self.line.get("world").and_then(Value::as_object).into_iter().flatten() {
            world[key] = value.clone();
        }
        world
    }

    /// How the browser has to be set.
    pub fn third_party_cookies(&self) -> ThirdPartyCookies {
        match self.line.get("world").and_then(|world| world["third_party_cookies"].as_str()) {
            Some("blocked") => ThirdPartyCookies::Blocked,
            _ => ThirdPartyCookies::Allowed,
        }
    }

    /// The names of the headers that the page sets itself, in lower case.
    pub fn own_header_names(&self) -> HashSet<String> {
        let headers = self.requests().into_iter().filter_map(|request| request["headers"].as_array()).flatten();
        headers.filter_map(|header| header[0].as_str()).map(str::to_ascii_lowercase).collect()
    }

    /// What a browser was seen to do.
    pub fn observed(&self, browser: &str) -> Option<&Value> {
        self.line.get("observed")?.get(browser)
    }

    /// Writes down what a browser did, in place of what stood there.
    pub fn set_observed(&mut self, browser: &str, observation: Value) {
        self.object("observed").insert(browser.to_owned(), observation);
    }

    /// The kinds in which a browser did not do the same twice.
    pub fn set_unstable(&mut self, browser: &str, kinds: &[&str]) {
        let unstable = self.object("unstable");
        unstable.shift_remove(browser);
        if !kinds.is_empty() {
            unstable.insert(browser.to_owned(), json!(kinds));
        }
        if unstable.is_empty() {
            self.line.shift_remove("unstable");
        }
    }

    /// Whether a browser is known not to do the same each time.
    pub fn is_unstable(&self, browser: &str) -> bool {
        self.line.get("unstable").is_some_and(|unstable| unstable.get(browser).is_some())
    }

    /// The same case under another name, with nothing observed.
    pub fn renamed(&self, id: &str) -> Result<Self, String> {
        let (old, new) = (format!("/c/{}/", self.id), format!("/c/{id}/"));
        let text = Value::Object(self.line.clone()).to_string().replace(&old, &new);
        let mut line: Map<String, Value> = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        line.insert("id".to_owned(), id.into());
        line.shift_remove("observed");
        line.shift_remove("unstable");
        Self::new(line)
    }

    fn object(&mut self, key: &str) -> &mut Map<String, Value> {
        let value = self.line.entry(key).or_insert_with(|| json!({}));
        if !value.is_object() {
            *value = json!({});
        }
        value.as_object_mut().expect("it was made one")
    }
}

fn is_known_to_the_lab(url: &str) -> bool {
    let host = url.split("//").nth(1).and_then(|rest| rest.split(['/', ':']).next());
    host.is_some_and(|host| host == ADDRESS || HOST_NAMES.contains(&host))
}

impl fmt::Display for UnreadableCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} is no case: {}", self.line, self.problem)
    }
}

impl std::error::Error for UnreadableCase {}
