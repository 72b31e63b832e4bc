//! Ports: each situation gets its own in place of those that people write, so that many can run side by side.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};

use regex::Regex;
use serde_json::Value;

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
    /// The data with its own ports. A port is known as one where it stands in an origin or under a port's key.
    pub(crate) fn moved(&mut self, data: &Value) -> Value {
        let text = data.to_string();
        let in_url = Regex::new(r"//[A-Za-z0-9.\-\[\]]+:(\d{2,5})\b").expect("it is an expression");
        for found in in_url.captures_iter(&text) {
            self.moved.entry(found[1].to_owned()).or_insert_with(free);
        }
        let any = Regex::new(r"\b\d{4,5}\b").expect("it is an expression");
        let moved = any.replace_all(&text, |found: &regex::Captures<'_>| match self.moved.get(&found[0]) {
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

    use super::Ports;

    #[test]
    fn every_mention_of_a_port_moves_and_other_numbers_stay() {
        let mut ports = Ports::default();
        let data = json!({ "url": "http://localhost:4000/a/3000", "source": "listen(4000); timeout = 3000" });
        let moved = ports.moved(&data);
        let source = moved["source"].as_str().expect("it is a text");
        assert!(!source.contains("4000") && source.ends_with("timeout = 3000"), "{source}");
        assert_eq!(ports.moved_back(&moved.to_string()), data.to_string());
    }
}
