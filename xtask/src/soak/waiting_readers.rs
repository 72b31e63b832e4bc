//! Clients that read all that comes, of an upstream that is slow, never ends, stalls or never answers.

use std::net::TcpStream;
use std::time::Duration;

use super::crowd::{Ending, Peer, read_away};

const COUNT: usize = 200;

/// The default of `upstream-timeout` and of `answer-idle`.
const UPSTREAM_LIMIT: Duration = Duration::from_secs(60);

/// What they wait for, and how long the gateway should wait with them.
const AWAITED: [(&str, Option<Duration>); 4] = [
    ("/slow", Some(UPSTREAM_LIMIT)),
    ("/event-stream", None),
    ("/stalls", Some(UPSTREAM_LIMIT)),
    ("/never", Some(UPSTREAM_LIMIT)),
];

/// One of them.
pub struct WaitingReader {
    path: &'static str,
    limit: Option<Duration>,
}

/// All of them.
pub fn crowd() -> Vec<WaitingReader> {
    AWAITED.into_iter().cycle().take(COUNT).map(|(path, limit)| WaitingReader { path, limit }).collect()
}

impl Peer for WaitingReader {
    fn begin(&mut self) -> Vec<u8> {
        let path = self.path;
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").into_bytes()
    }

    fn visit(&mut self, stream: &mut TcpStream) -> Option<Ending> {
        read_away(stream)
    }

    fn limit(&self) -> Option<Duration> {
        self.limit
    }
}
