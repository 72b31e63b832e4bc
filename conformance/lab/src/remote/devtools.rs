//! Chromium, over the DevTools protocol: its console, the failures of its network layer, and its issues.

mod saved_console;

use std::collections::HashMap;
use std::io;
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use preflight_authority::Authority;
use serde_json::{Value, json};
use tungstenite::{Message as Frame, WebSocket};

use super::{Event, Message, Remote, mark, protocol_error, wait_for_file};

use saved_console::SavedConsole;

/// How long is waited for events before the caller may look at something else.
const PATIENCE: Duration = Duration::from_millis(20);

/// A command that is not answered by then never will be: a busy machine takes its time, and one that is gone is heard of at once.
const ANSWER_LIMIT: Duration = Duration::from_secs(150);

/// What is turned on in a page, in each of its frames that has a process of its own, and in workers.
const DOMAINS: [&str; 4] = ["Log.enable", "Runtime.enable", "Network.enable", "Audits.enable"];

/// A connection to Chromium.
pub(super) struct DevTools {
    socket: WebSocket<TcpStream>,
    version: String,
    /// The page's session.
    session: String,
    last_command: u64,
    /// Addresses of requests, by their ids.
    requests: HashMap<String, String>,
    events: Vec<Event>,
    console: SavedConsole,
}

impl DevTools {
    pub(super) fn connect(profile: &Path) -> io::Result<Self> {
        let file = wait_for_file(&profile.join("DevToolsActivePort"))?;
        let (port, path) = file.split_once('\n').ok_or_else(|| protocol_error("no address of the DevTools"))?;
        let (port, path) = (port.trim(), path.trim());
        let stream = TcpStream::connect(format!("127.0.0.1:{port}"))?;
        let address = format!("ws://127.0.0.1:{port}{path}");
        let (socket, _) = tungstenite::client(address, stream).map_err(protocol_error)?;
        socket.get_ref().set_read_timeout(Some(PATIENCE))?;
        let (version, session) = Default::default();
        let mut devtools = Self {
            socket,
            version,
            session,
            last_command: 0,
            requests: HashMap::new(),
            events: Vec::new(),
            console: SavedConsole::default(),
        };
        devtools.take_lead()?;
        Ok(devtools)
    }

    fn take_lead(&mut self) -> io::Result<()> {
        let version = self.ask("Browser.getVersion", json!({}))?;
        let product = version["product"].as_str().unwrap_or_default();
        self.version = product.rsplit('/').next().unwrap_or_default().to_owned();
        let targets = self.ask("Target.getTargets", json!({}))?;
        let targets = targets["targetInfos"].as_array().cloned().unwrap_or_default();
        let page = targets.iter().find(|target| target["type"] == "page").ok_or_else(|| protocol_error("no page"))?;
        let attach = json!({ "targetId": page["targetId"], "flatten": true });
        let attached = self.ask("Target.attachToTarget", attach)?;
        self.session = attached["sessionId"].as_str().unwrap_or_default().to_owned();
        // Shared workers are found here, since they belong to no page; a service worker's messages its pages tell.
        self.tell("", "Target.setDiscoverTargets", json!({ "discover": true }))?;
        self.watch(&self.session.clone(), &DOMAINS)
    }

    /// Turns on what is watched; frames are held until it is on.
    fn watch(&mut self, session: &str, domains: &[&str]) -> io::Result<()> {
        for domain in domains {
            self.tell(session, domain, json!({}))?;
        }
        let frames = json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true });
        self.tell(session, "Target.setAutoAttach", frames)?;
        self.tell(session, "Runtime.runIfWaitingForDebugger", json!({}))?;
        Ok(())
    }

    /// Sends a command, to the browser if the session has no name.
    fn tell(&mut self, session: &str, method: &str, parameters: Value) -> io::Result<u64> {
        self.last_command += 1;
        let mut command = json!({ "id": self.last_command, "method": method, "params": parameters });
        if !session.is_empty() {
            command["sessionId"] = session.into();
        }
        self.socket.send(Frame::text(command.to_string())).map_err(protocol_error)?;
        Ok(self.last_command)
    }

    /// Sends a command to the browser and waits for its answer.
    fn ask(&mut self, method: &str, parameters: Value) -> io::Result<Value> {
        self.ask_in("", method, parameters)
    }

    /// Sends a command to a session and waits for its answer.
    fn ask_in(&mut self, session: &str, method: &str, parameters: Value) -> io::Result<Value> {
        let id = self.tell(session, method, parameters)?;
        let began = Instant::now();
        while began.elapsed() < ANSWER_LIMIT {
            match self.read()? {
                Some(mut message) if message["id"] == id => return Ok(message["result"].take()),
                Some(message) => self.note(&message)?,
                None => {}
            }
        }
        Err(io::Error::new(io::ErrorKind::TimedOut, format!("{method} was not answered")))
    }

    /// The next message, if one comes in time.
    fn read(&mut self) -> io::Result<Option<Value>> {
        match self.socket.read() {
            Ok(Frame::Text(text)) => serde_json::from_str(&text).map(Some).map_err(protocol_error),
            Ok(_) => Ok(None),
            Err(tungstenite::Error::Io(error)) if is_timeout(&error) => Ok(None),
            Err(error) => Err(protocol_error(error)),
        }
    }

    fn note(&mut self, message: &Value) -> io::Result<()> {
        let parameters = &message["params"];
        self.console.note(message["method"].as_str().unwrap_or_default(), parameters);
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match message["method"].as_str().unwrap_or_default() {
            "Target.attachedToTarget" => {
                // What a dedicated worker logs, its page logs too.
                let is_told_elsewhere = parameters["targetInfo"]["type"] == "worker";
                let domains = if is_told_elsewhere { &DOMAINS[1..] } else { &DOMAINS[..] };
                return self.watch(&word(&parameters["sessionId"]), domains);
            }
            "Target.targetCreated" if parameters["targetInfo"]["type"] == "shared_worker" => {
                let attach = json!({ "targetId": parameters["targetInfo"]["targetId"], "flatten": true });
                return self.tell("", "Target.attachToTarget", attach).map(drop);
            }
            "Runtime.consoleAPICalled" => self.events.extend(mark(&word(&parameters["args"][0]["value"]))),
            "Log.entryAdded" => self.events.extend(entry(&parameters["entry"])),
            "Network.requestWillBeSent" => {
                self.requests.insert(word(&parameters["requestId"]), word(&parameters["request"]["url"]));
            }
            "Network.loadingFailed" if parameters["corsErrorStatus"].is_object() => {
                let url = self.requests.get(&word(&parameters["requestId"])).cloned().unwrap_or_default();
                self.events.push(Event::CorsError { url, error: parameters["corsErrorStatus"].clone() });
            }
            "Audits.issueAdded" => self.events.push(Event::Issue(word(&parameters["issue"]["code"]))),
            _ => {}
        }
        Ok(())
    }
}

impl Remote for DevTools {
    fn version(&self) -> &str {
        &self.version
    }

    /// It was started so.
    fn trust(&mut self, _: &Authority) -> io::Result<()> {
        Ok(())
    }

    fn visit(&mut self, url: &str) -> io::Result<()> {
        self.console = SavedConsole::default();
        self.tell(&self.session.clone(), "Page.navigate", json!({ "url": url })).map(drop)
    }

    fn listen(&mut self) -> io::Result<Vec<Event>> {
        while let Some(message) = self.read()? {
            self.note(&message)?;
        }
        Ok(std::mem::take(&mut self.events))
    }

    fn evaluate(&mut self, expression: &str) -> io::Result<Value> {
        let parameters = json!({ "expression": expression, "returnByValue": true });
        let mut answer = self.ask_in(&self.session.clone(), "Runtime.evaluate", parameters)?;
        Ok(answer["result"]["value"].take())
    }

    fn saved_console(&mut self) -> io::Result<String> {
        while let Some(message) = self.read()? {
            self.note(&message)?;
        }
        Ok(self.console.text())
    }
}

/// An entry of the log, but for the one that every failure has and that says nothing of its cause.
fn entry(entry: &Value) -> Option<Event> {
    let word = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let text = word("text");
    if text.starts_with("Failed to load resource") {
        return None;
    }
    // A worker's own messages come this way too.
    if let Some(mark) = mark(&text) {
        return Some(mark);
    }
    Some(Event::Message(Message { text, level: word("level"), source: word("source"), url: word("url"), time: None }))
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}
