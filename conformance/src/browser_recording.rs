//! What real browsers did: the recordings of `corpus/browsers.jsonl.gz` and `browsers-lna.jsonl.gz`, a case a line.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};

use flate2::read::GzDecoder;
use preflight_engine::UserAgent;
use preflight_judge::{Judged, ScriptedCase, judge};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::corpus;

/// A case, and what browsers did with it.
#[derive(Debug)]
pub struct Recording {
    /// Its name.
    pub id: String,
    /// What it is about.
    pub group: String,
    /// What the browsers did, by their names.
    pub observed: BTreeMap<String, Observed>,
    /// The browsers that did not do the same thing each time.
    pub unstable: Vec<String>,
    /// The names of all headers that the page sets, in lower case.
    pub own_names: Vec<String>,
    /// What the judge is given.
    pub case: ScriptedCase,
}

/// What one browser did.
#[derive(Clone, Debug, Deserialize)]
pub struct Observed {
    /// What became of each request of the page.
    pub results: Vec<Value>,
    /// What the server saw.
    pub wire: Vec<Value>,
    /// The console's lines.
    pub console: String,
}

/// Reads `corpus/{name}` as it was recorded in this world.
///
/// # Panics
/// If it cannot be read.
pub fn read(name: &str, world: &Value) -> Vec<Recording> {
    let path = corpus::path(name);
    let file = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    let parse = |line: String| Recording::new(serde_json::from_str(&line)?, world);
    let read = |line: std::io::Result<String>| parse(line.expect("a readable corpus")).expect("a recording");
    lines.map(read).collect()
}

/// What surrounded every case that says nothing else.
///
/// # Panics
/// If it cannot be read.
pub fn world() -> Value {
    let path = corpus::path("browsers-world.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The same, where Chromium blocked third-party cookies, as Debian sets it up.
pub fn world_as_packaged() -> Value {
    let mut world = world();
    world["third_party_cookies"] = "blocked".into();
    world
}

/// The same, where one of the ports counts as public, too.
pub fn world_with_public_pages() -> Value {
    let mut world = world_as_packaged();
    world["address_spaces"] = json!([{ "host": "127.0.0.1", "port": 9104, "space": "public" }]);
    world
}

impl Recording {
    fn new(mut line: Value, world: &Value) -> serde_json::Result<Self> {
        let observed = serde_json::from_value(line["observed"].take())?;
        let unstable: Option<BTreeMap<String, Value>> = serde_json::from_value(line["unstable"].take())?;
        let own_world = line["world"].take();
        line["world"] = world.clone();
        for (key, value) in own_world.as_object().into_iter().flatten() {
            line["world"][key] = value.clone();
        }
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let (id, group) = (text("id"), text("group"));
        let case: ScriptedCase = serde_json::from_value(line)?;
        let pages = std::iter::once(&case.request).chain(&case.then);
        let own_names = pages.flat_map(|page| &page.headers).map(|(name, _)| name.to_ascii_lowercase()).collect();
        Ok(Self { id, group, observed, unstable: unstable.unwrap_or_default().into_keys().collect(), own_names, case })
    }

    /// What the offline browser does with the case.
    ///
    /// # Panics
    /// If it cannot read the case.
    pub fn judged(&self, user_agent: &UserAgent) -> Observed {
        let Judged { results, wire, console, .. } =
            judge(&self.case, user_agent).unwrap_or_else(|error| panic!("{}: {error}", self.id));
        Observed { results, wire, console: console.join("\n") }
    }
}
