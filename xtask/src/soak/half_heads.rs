//! Clients that begin a request's head and never end it: silent ones, and ones that send a byte now and then.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use super::crowd::{Ending, Peer, read_away};
use super::gateway::Timeouts;

const COUNT: usize = 1000;

/// Every second one sends a byte in every third visit.
const PAUSE: usize = 3;

/// One of them.
pub struct HalfHead {
    limit: Duration,
    drips: Drips,
    visits: usize,
}

/// Whether anything comes behind the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drips {
    Never,
    NowAndThen,
}

/// All of them.
pub fn crowd(timeouts: Timeouts) -> Vec<HalfHead> {
    let limit = timeouts.slow_peer;
    let kinds = [Drips::Never, Drips::NowAndThen].into_iter().cycle();
    kinds.take(COUNT).enumerate().map(|(visits, drips)| HalfHead { limit, drips, visits }).collect()
}

impl Peer for HalfHead {
    fn begin(&mut self) -> Vec<u8> {
        b"GET /small HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example.com\r\nX-Long: ".to_vec()
    }

    fn visit(&mut self, stream: &mut TcpStream) -> Option<Ending> {
        self.visits += 1;
        if self.drips == Drips::NowAndThen && self.visits.is_multiple_of(PAUSE) {
            // What comes of it, the reading tells.
            stream.write_all(b"x").ok();
        }
        read_away(stream)
    }

    fn limit(&self) -> Option<Duration> {
        Some(self.limit)
    }
}
