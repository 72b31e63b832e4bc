//! Ports: each situation's servers get their own in place of those that people write, so that many can run side by side.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};

use regex::Regex;
use serde_json::Value;
use url::Url;

/// Below the range from which systems draw the near ends of connections, and above the ports that browsers do not call.
const FIRST: u16 = 20_000;
const COUNT: u16 = 12_000;

/// The next one to try; processes begin at different places.
static NEXT: AtomicU16 = AtomicU16::new(0);

/// The ports of one situation: what people write, and what it is here.
#[derive(Debug, Default)]
pub struct Ports {
    moved: BTreeMap<String, u16>,
}

impl Ports {
    /// The ports of these pages, and free ones for the servers.
    pub(crate) fn new(data: &Value, pages: impl IntoIterator<Item = (u16, u16)>) -> Self {
        let pages = pages.into_iter().map(|(written, port)| (written.to_string(), port));
        let mut ports = Self { moved: pages.collect() };
        for written in server_ports(data) {
            ports.moved.entry(written).or_insert_with(free);
        }
        ports
    }

    /// The data with its own ports in place of those that people write, wherever they stand.
    pub(crate) fn moved(&self, data: &Value) -> Value {
        let number = Regex::new(r"\b\d{4,5}\b").expect("it is an expression");
        let text = data.to_string();
        let moved = number.replace_all(&text, |found: &regex::Captures<'_>| match self.moved.get(&found[0]) {
            Some(port) => port.to_string(),
            None => found[0].to_owned(),
        });
        serde_json::from_str(&moved).expect("a number for a number leaves it JSON")
    }

    /// The text with the ports that people write.
    pub fn moved_back(&self, text: &str) -> String {
        let back = |text: String, (written, port): (&String, &u16)| text.replace(&port.to_string(), written);
        self.moved.iter().fold(text.to_owned(), back)
    }
}

/// The origins of pages, as people write them.
pub(crate) fn page_origins(data: &Value) -> Vec<String> {
    let of_calls = calls(data).filter_map(|call| call["page"].as_str());
    let all = data["page"].as_str().into_iter().chain(of_calls);
    all.filter(|origin| *origin != "null").map(str::to_owned).collect()
}

/// The ports on which something has to answer, or nobody may.
fn server_ports(data: &Value) -> Vec<String> {
    let urls = calls(data).filter_map(|call| Url::parse(call["url"].as_str()?).ok()?.port());
    let answers = data["answers"].as_array().into_iter().flatten().map(|answer| answer["port"].to_string());
    let listen = data["listen"].as_object().into_iter().flatten().map(|(port, _)| port.clone());
    let behind = Regex::new(r"proxy_pass https?://[^:/]+:(\d+)").expect("it is an expression");
    let sources = data["sources"].to_string();
    let behind = behind.captures_iter(&sources).map(|found| found[1].to_owned());
    urls.map(|port| port.to_string()).chain(answers).chain(listen).chain(behind).collect()
}

fn calls(data: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["works", "refused"].into_iter().filter_map(|key| data[key].as_array()).flatten();
    [&data["call"]].into_iter().chain(lists)
}

/// A port on which nobody listens.
pub(crate) fn free() -> u16 {
    let start = u16::try_from(std::process::id() % u32::from(COUNT)).unwrap_or(0);
    loop {
        let offset = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = FIRST + (start + offset % COUNT) % COUNT;
        if TcpListener::bind(("0.0.0.0", port)).is_ok() {
            return port;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Ports, page_origins};

    #[test]
    fn every_mention_of_a_servers_port_moves_and_other_numbers_stay() {
        let data = json!({
            "page": "http://localhost:3000",
            "call": { "url": "http://localhost:4000/a/5000" },
            "sources": { "a.js": "listen(4000); timeout = 5000; origin = 'http://localhost:5173'" },
        });
        let ports = Ports::new(&data, [(3000, 3000)]);
        let moved = ports.moved(&data);
        let source = moved["sources"]["a.js"].as_str().expect("it is a text");
        assert!(!source.contains("4000") && source.contains("timeout = 5000"), "{source}");
        assert!(source.ends_with("'http://localhost:5173'"), "{source}");
        assert_eq!(page_origins(&moved), ["http://localhost:3000"]);
        assert_eq!(ports.moved_back(&moved.to_string()), data.to_string());
    }
}
