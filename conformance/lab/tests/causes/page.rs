//! The server of the page that makes the calls, on another origin than the servers of the table.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use preflight_causes::{Page, Running, Scenario};
use serde_json::json;

const PAGE: &str = include_str!("page.html");

/// What became of each call, by id.
pub type Results = BTreeMap<String, String>;

/// A page, and the servers of the table.
pub struct Site {
    pub origin: String,
    pub running: Arc<Vec<Running>>,
    results: Arc<Mutex<Option<Results>>>,
}

impl Site {
    /// Starts the page's server and those of these scenarios.
    pub fn start(scenarios: Vec<Scenario>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let origin = format!("http://localhost:{}", listener.local_addr().expect("an address").port());
        let start = |scenario| Running::start(scenario, &origin).expect("a free port");
        let running = Arc::new(scenarios.into_iter().map(start).collect::<Vec<_>>());
        let site = Self { origin, running, results: Arc::default() };
        let (running, results, origin) = (Arc::clone(&site.running), Arc::clone(&site.results), site.origin.clone());
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (running, results, origin) = (Arc::clone(&running), Arc::clone(&results), origin.clone());
                thread::spawn(move || serve(client, &origin, &running, &results));
            }
        });
        site
    }

    /// Waits until the page has reported.
    pub fn wait(&self, limit: Duration) -> Option<Results> {
        let began = Instant::now();
        while began.elapsed() < limit {
            if let Some(results) = self.results.lock().unwrap_or_else(PoisonError::into_inner).take() {
                return Some(results);
            }
            thread::sleep(Duration::from_millis(50));
        }
        None
    }
}

fn serve(mut client: TcpStream, origin: &str, running: &[Running], results: &Mutex<Option<Results>>) {
    let _ = client.set_read_timeout(Some(Duration::from_secs(10)));
    let Some((target, body)) = read(&mut client) else { return };
    let answer = match target.as_str() {
        "/" | "/frame" => ok("text/html; charset=utf-8", PAGE),
        "/calls" => ok("application/json", &calls(origin, running)),
        "/results" => {
            *results.lock().unwrap_or_else(PoisonError::into_inner) = serde_json::from_str(&body).ok();
            "204 No Content\r\n\r\n".to_owned()
        }
        away => match running.iter().find(|running| away == format!("/away/{}", running.scenario.id)) {
            Some(running) => format!("302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", running.direct_url()),
            None => "404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
        },
    };
    let answer = answer.replacen("\r\n", "\r\nConnection: close\r\n", 1);
    let _ = client.write_all(format!("HTTP/1.1 {answer}").as_bytes());
}

fn ok(kind: &str, body: &str) -> String {
    format!("200 OK\r\nContent-Type: {kind}\r\nCache-Control: no-store\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

fn calls(origin: &str, running: &[Running]) -> String {
    let asked = running.iter().filter(|running| running.scenario.not_in_browsers.is_empty());
    let call = |running: &Running| {
        let call = running.scenario.call;
        json!({
            "id": running.scenario.id,
            "url": running.url(origin),
            "method": call.method,
            "headers": call.headers,
            "mode": call.mode,
            "credentials": if call.with_credentials { "include" } else { "same-origin" },
            "page": if call.page == Page::Nowhere { "nowhere" } else { "here" },
        })
    };
    serde_json::Value::from(asked.map(call).collect::<Vec<_>>()).to_string()
}

/// The target and the body of a request.
fn read(client: &mut TcpStream) -> Option<(String, String)> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        let read = client.read(&mut buffer).ok().filter(|&read| read > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        if body.len() >= length.unwrap_or(0) {
            return Some((head.split(' ').nth(1)?.to_owned(), body.to_owned()));
        }
    }
}
