//! Firefox, over Marionette: its console is listened to in the browser's own process.

mod saved_console;

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::Duration;

use preflight_authority::Authority;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Event, Message, Remote, protocol_error, wait_for_file};

/// A command that is not answered by then never will be: a busy machine takes its time, and one that is gone is heard of at once.
const ANSWER_LIMIT: Duration = Duration::from_secs(150);

/// How often the console is emptied.
const PAUSE: Duration = Duration::from_millis(250);

/// The digits of a length; a message has less than a gigabyte.
const LENGTH_DIGITS: usize = 9;

/// Keeps what the console service hears. The window outlives the sandbox of a command.
const START_LISTENING: &str = r#"
    const heard = [];
    const frames = (frame) => {
        const all = [];
        for (; frame; frame = frame.parent ?? frame.asyncParent) {
            all.push(`${frame.asyncCause ? `(Async: ${frame.asyncCause})\n    ` : ""}${frame.functionDisplayName ?? "<anonymous>"} ${frame.source}:${frame.line}`);
        }
        return all;
    };
    const window = Services.wm.getMostRecentWindow("navigator:browser");
    window.preflightLabHeard = heard;
    Services.console.registerListener({
        observe(message) {
            const error = message instanceof Ci.nsIScriptError ? message : null;
            heard.push({
                text: error ? error.errorMessage : String(message.message),
                level: error ? (error.flags & Ci.nsIScriptError.warningFlag ? "warning" : "error") : "log",
                source: error?.category ?? "",
                time: message.timeStamp,
                rejected: error?.isPromiseRejection ?? false,
                file: error?.sourceName ?? "",
                line: error?.lineNumber ?? 0,
                column: error?.columnNumber ?? 0,
                stack: frames(error?.stack),
            });
        },
    });
"#;

/// Takes what was heard.
const TAKE_HEARD: &str = r#"
    const window = Services.wm.getMostRecentWindow("navigator:browser");
    return window.preflightLabHeard.splice(0);
"#;

/// Takes in a certificate, for websites; what follows are its base64 and the trust.
const ADD_AUTHORITY: &str = r#"
    Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB).addCertFromBase64("#;

/// A connection to Firefox.
pub(super) struct Marionette {
    stream: TcpStream,
    version: String,
    last_command: u64,
    /// What was heard since the last visit, where the whole console is asked for.
    heard: Vec<Heard>,
}

/// What the script above keeps of a message.
#[derive(Deserialize)]
struct Heard {
    text: String,
    level: String,
    source: String,
    time: f64,
    /// Whether it is about a promise.
    rejected: bool,
    /// The script that it comes from, and where in it.
    file: String,
    line: u32,
    column: u32,
    /// The frames, the innermost first.
    stack: Vec<String>,
}

impl Marionette {
    pub(super) fn connect(profile: &Path) -> io::Result<Self> {
        let port = wait_for_file(&profile.join("MarionetteActivePort"))?;
        let stream = TcpStream::connect(format!("127.0.0.1:{}", port.trim()))?;
        stream.set_read_timeout(Some(ANSWER_LIMIT))?;
        let mut marionette = Self { stream, version: String::new(), last_command: 0, heard: Vec::new() };
        // It speaks first, and says nothing that is needed.
        marionette.read()?;
        let session = json!({ "capabilities": { "alwaysMatch": { "pageLoadStrategy": "none" } } });
        let session = marionette.ask("WebDriver:NewSession", session)?;
        marionette.version = session["capabilities"]["browserVersion"].as_str().unwrap_or_default().to_owned();
        marionette.run_in_browser(START_LISTENING)?;
        Ok(marionette)
    }

    /// Runs a script with the rights of the browser itself.
    fn run_in_browser(&mut self, script: &str) -> io::Result<Value> {
        self.ask("Marionette:SetContext", json!({ "value": "chrome" }))?;
        let mut answer = self.ask("WebDriver:ExecuteScript", json!({ "script": script, "args": [] }))?;
        Ok(answer["value"].take())
    }

    /// Takes over what the browser has heard.
    fn hear(&mut self) -> io::Result<()> {
        let heard = self.run_in_browser(TAKE_HEARD)?;
        self.heard.extend(serde_json::from_value::<Vec<Heard>>(heard).map_err(protocol_error)?);
        Ok(())
    }

    fn ask(&mut self, name: &str, parameters: Value) -> io::Result<Value> {
        self.last_command += 1;
        let command = json!([0, self.last_command, name, parameters]).to_string();
        self.stream.write_all(format!("{}:{command}", command.len()).as_bytes())?;
        loop {
            let mut answer = self.read()?;
            if answer[1] != self.last_command {
                continue;
            }
            return match answer[2]["message"].as_str() {
                Some(error) => Err(protocol_error(format!("{name}: {error}"))),
                None => Ok(answer[3].take()),
            };
        }
    }

    /// A message: its length in decimal, a colon, JSON.
    fn read(&mut self) -> io::Result<Value> {
        let mut digits = String::new();
        loop {
            let mut byte = [0];
            self.stream.read_exact(&mut byte)?;
            match byte[0] {
                b':' => break,
                digit if digit.is_ascii_digit() && digits.len() < LENGTH_DIGITS => digits.push(digit.into()),
                _ => return Err(protocol_error("no length of a message")),
            }
        }
        let mut message = vec![0; digits.parse().map_err(protocol_error)?];
        self.stream.read_exact(&mut message)?;
        serde_json::from_slice(&message).map_err(protocol_error)
    }
}

impl Remote for Marionette {
    fn version(&self) -> &str {
        &self.version
    }

    fn trust(&mut self, authority: &Authority) -> io::Result<()> {
        self.run_in_browser(&format!("{ADD_AUTHORITY}{:?}, \"C,,\");", authority.base64())).map(drop)
    }

    fn visit(&mut self, url: &str) -> io::Result<()> {
        self.hear()?;
        self.heard.clear();
        self.ask("Marionette:SetContext", json!({ "value": "content" }))?;
        self.ask("WebDriver:Navigate", json!({ "url": url })).map(drop)
    }

    fn listen(&mut self) -> io::Result<Vec<Event>> {
        thread::sleep(PAUSE);
        self.hear()?;
        let message = |Heard { text, level, source, time, .. }: Heard| {
            Event::Message(Message { text, level, source, url: String::new(), time: Some(time) })
        };
        Ok(self.heard.drain(..).map(message).collect())
    }

    fn evaluate(&mut self, expression: &str) -> io::Result<Value> {
        self.ask("Marionette:SetContext", json!({ "value": "content" }))?;
        let script = json!({ "script": format!("return ({expression})"), "args": [] });
        let mut answer = self.ask("WebDriver:ExecuteScript", script)?;
        Ok(answer["value"].take())
    }

    fn saved_console(&mut self) -> io::Result<String> {
        self.hear()?;
        Ok(saved_console::text(&self.heard))
    }
}
