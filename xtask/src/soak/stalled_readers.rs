//! Clients that ask for a large answer and read nothing of it.

use std::net::TcpStream;
use std::time::Duration;

use super::crowd::{Ending, Peer, ending};
use super::gateway::Timeouts;

const COUNT: usize = 500;

/// One of them.
pub struct StalledReader {
    limit: Duration,
}

/// All of them.
pub fn crowd(timeouts: Timeouts) -> Vec<StalledReader> {
    (0..COUNT).map(|_| StalledReader { limit: timeouts.slow_peer }).collect()
}

impl Peer for StalledReader {
    fn begin(&mut self) -> Vec<u8> {
        b"GET /large HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example.com\r\n\r\n".to_vec()
    }

    /// To see whether the gateway is still there, without reading.
    fn visit(&mut self, stream: &mut TcpStream) -> Option<Ending> {
        stream.take_error().ok().flatten().and_then(|error| ending(&error))
    }

    fn limit(&self) -> Option<Duration> {
        Some(self.limit)
    }
}
