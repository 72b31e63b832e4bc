//! Clients that keep their connection after an answer, and ask nothing more.

use std::net::TcpStream;
use std::time::Duration;

use super::crowd::{Ending, Peer, read_away};

const COUNT: usize = 200;

/// The default of `idle`.
const LIMIT: Duration = Duration::from_secs(75);

/// One of them.
pub struct IdleConnection;

/// All of them.
pub fn crowd() -> Vec<IdleConnection> {
    (0..COUNT).map(|_| IdleConnection).collect()
}

impl Peer for IdleConnection {
    fn begin(&mut self) -> Vec<u8> {
        b"GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec()
    }

    fn visit(&mut self, stream: &mut TcpStream) -> Option<Ending> {
        read_away(stream)
    }

    fn limit(&self) -> Option<Duration> {
        Some(LIMIT)
    }
}
