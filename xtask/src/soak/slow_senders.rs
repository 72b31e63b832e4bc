//! Clients that send a body a byte a second, with a length or in chunks, and ones that stop within it.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use super::crowd::{Ending, Peer, read_away};
use super::gateway::Timeouts;

const COUNT: usize = 210;

/// One of them.
pub struct SlowSender {
    limit: Duration,
    body: Body,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    Length,
    Chunked,
    /// It has a length, and nothing follows its first byte.
    Abandoned,
}

/// All of them.
pub fn crowd(timeouts: Timeouts) -> Vec<SlowSender> {
    let bodies = [Body::Length, Body::Chunked, Body::Abandoned].into_iter().cycle();
    bodies.take(COUNT).map(|body| SlowSender { limit: timeouts.slow_peer, body }).collect()
}

impl SlowSender {
    fn byte(&self) -> &'static [u8] {
        match self.body {
            Body::Length => b"x",
            Body::Chunked => b"1\r\nx\r\n",
            Body::Abandoned => b"",
        }
    }
}

impl Peer for SlowSender {
    fn begin(&mut self) -> Vec<u8> {
        let framing = match self.body {
            Body::Length => "Content-Length: 100000\r\n\r\n",
            Body::Chunked => "Transfer-Encoding: chunked\r\n\r\n",
            Body::Abandoned => "Content-Length: 100000\r\n\r\nx",
        };
        format!("POST /small HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example.com\r\n{framing}").into_bytes()
    }

    fn visit(&mut self, stream: &mut TcpStream) -> Option<Ending> {
        // What comes of it, the reading tells.
        stream.write_all(self.byte()).ok();
        read_away(stream)
    }

    fn limit(&self) -> Option<Duration> {
        (self.body == Body::Abandoned).then_some(self.limit)
    }
}
