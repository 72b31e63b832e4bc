//! [`Situation`]: a page, its call, the server that it meets, and the truth about it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use preflight_lab::Engine;
use serde::Deserialize;
use serde_json::Value;

/// A page whose call does not come out as its author thinks, and what is true of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Situation {
    /// A name.
    pub id: String,
    /// What is wrong, for a person.
    pub why: String,
    /// What answers.
    pub system: System,
    /// The page's origin; `null` for a file or a sandboxed frame.
    pub page: String,
    /// How a page without an origin comes about.
    #[serde(default)]
    pub opaque: Opaque,
    /// The call.
    pub call: Call,
    /// How it ends before anything is done.
    #[serde(default)]
    pub ends: Ending,
    /// The true cause, by its name.
    pub cause: String,
    /// Causes that are as right.
    #[serde(default)]
    pub accept: Vec<String>,
    /// What is otherwise in one browser, by its key.
    #[serde(default)]
    pub departures: BTreeMap<String, Departure>,
    /// The only browser in which there is such a situation.
    #[serde(default)]
    pub only: Option<String>,
    /// The server's sources, by file name.
    #[serde(default)]
    pub sources: BTreeMap<String, String>,
    /// The source that `fix` may change.
    #[serde(default)]
    pub edit: Option<String>,
    /// Why a person has to do what `fix` cannot.
    #[serde(default)]
    pub by_hand: Option<String>,
    /// What scripted servers answer: the first that fits.
    #[serde(default)]
    pub answers: Vec<ScriptedAnswer>,
    /// What listens on a port, where it is not plain HTTP.
    #[serde(default)]
    pub listen: BTreeMap<String, Listener>,
    /// Calls that work before and after.
    #[serde(default)]
    pub works: Vec<Call>,
    /// Calls that fail before and after, besides that of a stranger.
    #[serde(default)]
    pub refused: Vec<Call>,
    /// What becomes of the same call of a stranger's page.
    #[serde(default)]
    pub stranger: Stranger,
    /// What the advice has to say, as expressions.
    #[serde(default)]
    pub advice: Vec<String>,
}

/// What answers.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum System {
    /// Express with cors.
    Express,
    /// Node's own http.
    Node,
    /// Flask, with or without Flask-CORS.
    Flask,
    /// Django with django-cors-headers.
    Django,
    /// nginx in front of a scripted server.
    Nginx,
    /// A scripted server, or none.
    Raw,
}

/// A call of a page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Call {
    /// The URL as the page writes it.
    pub url: String,
    /// The method.
    #[serde(default = "get")]
    pub method: String,
    /// The headers that the page sets.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// `credentials` of `fetch()`.
    #[serde(default = "same_origin")]
    pub credentials: String,
    /// `mode` of `fetch()`.
    #[serde(default = "cors")]
    pub mode: String,
    /// The body; `{}` where the method wants one.
    #[serde(default)]
    pub body: Option<String>,
    /// How it is made.
    #[serde(default)]
    pub api: Api,
    /// A response header that the page reads.
    #[serde(default)]
    pub read: Option<String>,
    /// The page, where it is not the situation's.
    #[serde(default)]
    pub page: Option<String>,
}

/// How a call is made.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Api {
    /// `fetch()`
    #[default]
    Fetch,
    /// `XMLHttpRequest`, as libraries use it.
    Xhr,
    /// `fetch()`, and the answer read as JSON.
    Json,
    /// An `img` element.
    Img,
    /// A `script` element with `crossorigin`.
    Module,
}

/// How a call ends, as the page sees it.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// The page gets an error.
    #[default]
    Blocked,
    /// The page gets nothing that it could read.
    Opaque,
    /// The page reads the answer.
    Read,
}

/// How a page has no origin.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Opaque {
    /// It is a file.
    #[default]
    File,
    /// It is in a sandboxed frame.
    Frame,
}

/// What becomes of a stranger's call.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Stranger {
    /// It is refused, before and after.
    #[default]
    Refused,
    /// The server is open to everybody.
    Welcome,
}

/// What is otherwise in one browser.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Departure {
    /// How the call ends.
    pub ends: Option<Ending>,
    /// The true cause.
    pub cause: Option<String>,
    /// Causes that are as right.
    pub accept: Option<Vec<String>>,
}

/// An answer of a scripted server, and to what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScriptedAnswer {
    /// On which port.
    pub port: u16,
    /// To which method; to all if not given.
    #[serde(default)]
    pub method: Option<String>,
    /// To which path; to all if not given.
    #[serde(default)]
    pub path: Option<String>,
    /// Whose: the value of `Origin`, `*` for any and `none` for requests without.
    #[serde(default)]
    pub origin: Option<String>,
    /// To the how manieth request at the soonest, from 1.
    #[serde(default)]
    pub from: usize,
    /// The status.
    #[serde(default = "ok")]
    pub status: u16,
    /// The fields, as they are on the wire; `{origin}` stands for that of the request.
    #[serde(default)]
    pub headers: Vec<String>,
    /// The body.
    #[serde(default)]
    pub body: Option<String>,
    /// Whether the connection is closed without an answer.
    #[serde(default)]
    pub close: bool,
}

/// What listens.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Listener {
    /// HTTP over TLS, the certificate in order.
    Https,
    /// HTTP over TLS, the certificate signed by itself.
    SelfSigned,
    /// Nothing.
    Nothing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    situation: Vec<Value>,
}

/// All situations of a folder, as data: their ports are still those that people write.
///
/// # Panics
/// With the file that cannot be read.
pub fn read_all(folder: &Path) -> Vec<Value> {
    let mut files: Vec<_> = fs::read_dir(folder).expect("the corpus is there").flatten().map(|e| e.path()).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "toml"));
    files.retain(|file| file.file_name().is_some_and(|name| name != EXPECTED_FAILURES));
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("the file can be read");
        let File { situation } = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        all.extend(situation);
    }
    all
}

/// The file of the folder that holds no situations.
pub const EXPECTED_FAILURES: &str = "expected_failures.toml";

impl Situation {
    /// The situation that is written so.
    ///
    /// # Panics
    /// With what is wrong with the data.
    pub fn new(data: &Value) -> Self {
        serde_json::from_value(data.clone()).unwrap_or_else(|error| panic!("{}: {error}", data["id"]))
    }

    /// Whether it can come about in this browser.
    pub fn is_of(&self, engine: Engine) -> bool {
        self.only.as_deref().is_none_or(|only| only == engine.key())
    }

    /// How the call ends in this browser.
    pub fn ends_in(&self, engine: Engine) -> Ending {
        self.departures.get(engine.key()).and_then(|departure| departure.ends).unwrap_or(self.ends)
    }

    /// The causes that are right in this browser, the true one first.
    pub fn causes_in(&self, engine: Engine) -> Vec<&str> {
        let departure = self.departures.get(engine.key());
        let cause = departure.and_then(|departure| departure.cause.as_deref()).unwrap_or(&self.cause);
        let accept = departure.and_then(|departure| departure.accept.as_ref()).unwrap_or(&self.accept);
        [cause].into_iter().chain(accept.iter().map(String::as_str)).collect()
    }
}

impl Call {
    /// The body that is sent.
    pub fn sent_body(&self) -> Option<String> {
        let has_body = matches!(self.method.as_str(), "POST" | "PUT" | "PATCH");
        self.body.clone().or_else(|| has_body.then(|| "{}".to_owned()))
    }
}

fn get() -> String {
    "GET".to_owned()
}

fn same_origin() -> String {
    "same-origin".to_owned()
}

fn cors() -> String {
    "cors".to_owned()
}

fn ok() -> u16 {
    200
}
