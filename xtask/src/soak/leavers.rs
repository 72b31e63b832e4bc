//! Clients that are gone before they could have an answer.

use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// Between two of them.
const PAUSE: Duration = Duration::from_millis(20);

/// Loopback connects at once, unless the gateway accepts nothing.
const CONNECT_TIME: Duration = Duration::from_secs(1);

/// What they say before they leave.
const SAID: [&str; 6] = [
    "",
    "GET /small HT",
    "GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "POST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nthe beginning",
];

/// Comes and leaves until it is over, and counts how often.
pub fn come_and_leave(gateway: SocketAddr, over: &AtomicBool) -> usize {
    let mut count = 0;
    for said in SAID.iter().cycle().take_while(|_| !over.load(Ordering::Relaxed)) {
        if let Ok(mut stream) = TcpStream::connect_timeout(&gateway, CONNECT_TIME) {
            count += usize::from(stream.write_all(said.as_bytes()).is_ok());
        }
        thread::sleep(PAUSE);
    }
    count
}
