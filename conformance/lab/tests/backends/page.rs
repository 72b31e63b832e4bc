//! The page that calls: served from an origin of its own, it makes every call and reports what became of each.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// All calls together take about a second, the start of a browser on a busy machine some more.
const LIMIT: Duration = Duration::from_secs(60);

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>calls</title><script type=module>
const calls = await (await fetch('/calls')).json();
const results = {};
await Promise.all(calls.map(async ({ id, url, init }) => {
  try {
    results[id] = String((await fetch(url, init)).status);
  } catch {
    results[id] = 'blocked';
  }
}));
await fetch('/results', { method: 'POST', body: JSON.stringify(results) });
</script>";

/// The page's server.
pub struct Page {
    port: u16,
    calls: Arc<Mutex<String>>,
    results: Receiver<BTreeMap<String, String>>,
}

impl Page {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let calls = Arc::new(Mutex::new("[]".to_owned()));
        let (sender, results) = channel();
        let answering = Arc::clone(&calls);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (calls, sender) = (Arc::clone(&answering), sender.clone());
                // A browser that goes away ends its own connection only.
                thread::spawn(move || answer(stream, &calls, &sender));
            }
        });
        Self { port, calls, results }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn url(&self) -> String {
        format!("http://localhost:{}/", self.port)
    }

    pub fn serve(&self, calls: &Value) {
        *self.calls.lock().expect("no thread panics with it") = calls.to_string();
    }

    pub fn results(&self) -> Option<BTreeMap<String, String>> {
        self.results.recv_timeout(LIMIT).ok()
    }
}

fn answer(mut stream: TcpStream, calls: &Mutex<String>, results: &Sender<BTreeMap<String, String>>) -> Option<()> {
    let (line, body) = read(&mut stream)?;
    let (kind, text) = match line.split(' ').nth(1)? {
        "/" => ("text/html", PAGE.to_owned()),
        "/calls" => ("application/json", calls.lock().ok()?.clone()),
        "/results" => {
            results.send(serde_json::from_slice(&body).ok()?).ok()?;
            ("text/plain", String::new())
        }
        _ => ("text/plain", String::new()),
    };
    let length = text.len();
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    stream.write_all((head + &text).as_bytes()).ok()
}

/// The request line and the body.
fn read(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let read = stream.read(&mut chunk).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&chunk[..read]);
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
        if bytes.len() >= end + 4 + length {
            let line = String::from_utf8_lossy(&bytes[..end]).lines().next()?.to_owned();
            return Some((line, bytes[end + 4..].to_vec()));
        }
    }
}
