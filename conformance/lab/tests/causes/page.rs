//! The servers of the pages that make the calls, on other origins than the servers of the table.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use preflight_authority::Authority;
use preflight_causes::{Page, Running, Scenario};
use preflight_lab::world;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

const PAGE: &str = include_str!("page.html");

/// What became of each call, by id.
pub type Results = BTreeMap<String, String>;

/// Where pages over https are. Loopback is another thing to mixed content.
const SECURE_HOST: &str = "app.example.com";

/// Two pages, one over plain http and one over https, and the servers of the table.
pub struct Site {
    pub origin: String,
    secure_origin: String,
    pub authority: Authority,
    pub running: Vec<Running>,
    /// What the pages have reported, one after the other.
    reports: Mutex<Vec<Results>>,
}

impl Site {
    /// Starts the pages' server and those of these scenarios.
    pub fn start(scenarios: Vec<Scenario>) -> Arc<Self> {
        let bind = || TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = |listener: &TcpListener| listener.local_addr().expect("an address").port();
        let (plain, secure) = (bind(), bind());
        let authority = Authority::new(world::certificate_names()).expect("there is randomness");
        let tls = authority.server_config(&[]).expect("the certificate has its key");
        let mut site = Self {
            origin: format!("http://localhost:{}", port(&plain)),
            secure_origin: format!("https://{SECURE_HOST}:{}", port(&secure)),
            authority,
            running: Vec::new(),
            reports: Mutex::default(),
        };
        let start = |scenario: Scenario| {
            Running::start(scenario, site.origin_of(scenario.call.page), &site.authority).expect("a free port")
        };
        site.running = scenarios.into_iter().map(start).collect();
        let site = Arc::new(site);
        for (listener, tls) in [(plain, None), (secure, Some(tls))] {
            let site = Arc::clone(&site);
            thread::spawn(move || {
                for client in listener.incoming().flatten() {
                    let (site, tls) = (Arc::clone(&site), tls.clone());
                    thread::spawn(move || site.accept(client, tls));
                }
            });
        }
        site
    }

    /// The origin of a page's server.
    pub fn origin_of(&self, page: Page) -> &str {
        match page {
            Page::Secure => &self.secure_origin,
            Page::Elsewhere | Page::Nowhere | Page::Redirected => &self.origin,
        }
    }

    /// Waits until so many pages have reported.
    ///
    /// # Errors
    /// How many have, when the time is over.
    pub fn wait(&self, pages: usize, limit: Duration) -> Result<Results, usize> {
        let began = Instant::now();
        loop {
            let reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
            if reports.len() == pages {
                return Ok(reports.iter().flatten().map(|(id, end)| (id.clone(), end.clone())).collect());
            }
            if began.elapsed() > limit {
                return Err(reports.len());
            }
            drop(reports);
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn accept(&self, mut client: TcpStream, tls: Option<Arc<ServerConfig>>) {
        let _ = client.set_read_timeout(Some(Duration::from_secs(10)));
        let Some(tls) = tls else { return self.serve(&mut client, &self.origin) };
        let Ok(session) = ServerConnection::new(tls) else { return };
        let mut client = StreamOwned::new(session, client);
        self.serve(&mut client, &self.secure_origin);
        client.conn.send_close_notify();
        let _ = client.flush();
    }

    fn serve(&self, client: &mut (impl Read + Write), origin: &str) {
        let Some((target, body)) = read(client) else { return };
        let answer = match target.as_str() {
            "/" | "/frame" => ok("text/html; charset=utf-8", PAGE),
            "/calls" => ok("application/json", &self.calls(origin).to_string()),
            "/results" => {
                let mut reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
                reports.extend(serde_json::from_str::<Results>(&body).ok());
                "204 No Content\r\n\r\n".to_owned()
            }
            away => match self.running.iter().find(|running| away == format!("/away/{}", running.scenario.id)) {
                Some(running) => {
                    format!("302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", running.direct_url())
                }
                None => "404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
            },
        };
        let answer = answer.replacen("\r\n", "\r\nConnection: close\r\n", 1);
        let _ = client.write_all(format!("HTTP/1.1 {answer}").as_bytes());
    }

    /// What a page has to call, and which page comes next.
    fn calls(&self, origin: &str) -> Value {
        let is_own = |running: &&Running| {
            running.scenario.not_in_browsers.is_empty() && self.origin_of(running.scenario.call.page) == origin
        };
        let calls: Vec<_> = self.running.iter().filter(is_own).map(|running| call(origin, running)).collect();
        let next = if origin == self.origin { Some(format!("{}/", self.secure_origin)) } else { None };
        json!({ "calls": calls, "next": next })
    }
}

fn call(origin: &str, running: &Running) -> Value {
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
}

fn ok(kind: &str, body: &str) -> String {
    format!("200 OK\r\nContent-Type: {kind}\r\nCache-Control: no-store\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

/// The target and the body of a request.
fn read(client: &mut impl Read) -> Option<(String, String)> {
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
