//! What the lab needs of a running browser: that it visits a page, and what its console says meanwhile.

mod devtools;
mod marionette;
mod printed;

use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, io, thread};

use preflight_authority::Authority;
use serde_json::Value;

use crate::browser::{Browser, Engine};

/// How long a browser may take to listen on a busy machine.
const START_LIMIT: Duration = Duration::from_secs(150);

/// How often is looked whether it does.
const POLL: Duration = Duration::from_millis(50);

/// Something that a browser told, in the order in which it told it.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page begins this case.
    Begins(String),
    /// It is done with it.
    Ends,
    /// The console has a message.
    Message(Message),
    /// The network layer says why a request failed.
    CorsError {
        /// Of which request.
        url: String,
        /// `corsError` and `failedParameter`.
        error: Value,
    },
    /// The issues panel has an entry of this code.
    Issue(String),
}

/// A message of the console.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// What it says.
    pub text: String,
    /// `error`, `warning` …, as the browser calls it.
    pub level: String,
    /// From which part of the browser it comes, as the browser calls it.
    pub source: String,
    /// The address it is about, if the browser tells.
    pub url: String,
    /// When, in milliseconds of the browser's clock, if the browser tells.
    pub time: Option<f64>,
}

/// A browser that is led by the lab.
pub trait Remote: Send {
    /// Which version it is.
    fn version(&self) -> &str;

    /// Has the browser trust an authority, if it was not started so.
    ///
    /// # Errors
    /// The connection is gone.
    fn trust(&mut self, authority: &Authority) -> io::Result<()>;

    /// Leads the browser to a page and does not wait for it.
    ///
    /// # Errors
    /// The connection is gone.
    fn visit(&mut self, url: &str) -> io::Result<()>;

    /// What it told since the last call. This may wait for a moment.
    ///
    /// # Errors
    /// The connection is gone.
    fn listen(&mut self) -> io::Result<Vec<Event>>;

    /// What an expression is worth in the page that is shown.
    ///
    /// # Errors
    /// The connection is gone, or the browser runs no scripts for the lab.
    fn evaluate(&mut self, expression: &str) -> io::Result<Value>;

    /// The console since the last visit, as the browser's own developer tools write it to a file.
    ///
    /// # Errors
    /// The connection is gone, or the browser writes none.
    fn saved_console(&mut self) -> io::Result<String>;
}

/// Takes the lead of a browser that was started for it.
///
/// # Errors
/// It does not listen, or does not speak its protocol.
pub fn lead(browser: &Browser) -> io::Result<Box<dyn Remote>> {
    Ok(match browser.engine() {
        Engine::Chromium => Box::new(devtools::DevTools::connect(&browser.profile())?),
        Engine::Firefox => Box::new(marionette::Marionette::connect(&browser.profile())?),
        Engine::WebKitGtk => Box::new(printed::PrintedConsole::follow(browser)?),
    })
}

/// The marks that the page prints around each case.
fn mark(text: &str) -> Option<Event> {
    let words = text.strip_prefix("preflight-lab ")?;
    match words.split_once(' ')? {
        ("begin", id) => Some(Event::Begins(id.to_owned())),
        ("end", _) => Some(Event::Ends),
        _ => None,
    }
}

/// Waits for a file that a browser writes when it listens, whole with the end of its line where it has one.
fn wait_for_file(path: &Path) -> io::Result<String> {
    let began = Instant::now();
    loop {
        match fs::read_to_string(path) {
            Ok(text) if !text.is_empty() => return Ok(text),
            _ if began.elapsed() > START_LIMIT => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                return Err(io::Error::new(io::ErrorKind::TimedOut, format!("the browser did not write {name}")));
            }
            _ => thread::sleep(POLL),
        }
    }
}

fn protocol_error(what: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_string())
}
