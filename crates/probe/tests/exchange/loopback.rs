//! [`Loopback`]: a server on a loopback address whose one connection follows a script; and probes of it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use preflight_engine::exchange::RequestHead;
use preflight_engine::header_list::HeaderList;
use preflight_probe::{Exchanged, Probe, ProbeOptions};

/// Long enough for a loaded machine, short enough for a test that waits for it.
pub const PATIENCE: Duration = Duration::from_millis(150);

pub struct Loopback {
    pub address: SocketAddr,
    connection: JoinHandle<Vec<u8>>,
}

impl Loopback {
    /// Runs `script` on the first connection; what it returns is what it received.
    pub fn scripted(script: impl FnOnce(TcpStream) -> Vec<u8> + Send + 'static) -> Self {
        Self::at("127.0.0.1:0", script).expect("a loopback address can be bound")
    }

    /// The same at an address of its own; None if this machine has no such address.
    pub fn at(address: &str, script: impl FnOnce(TcpStream) -> Vec<u8> + Send + 'static) -> Option<Self> {
        let listener = TcpListener::bind(address).ok()?;
        let address = listener.local_addr().ok()?;
        let connection = thread::spawn(move || script(listener.accept().expect("a client connects").0));
        Some(Self { address, connection })
    }

    /// Reads one request, answers with these bytes and closes.
    pub fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::scripted(move |mut stream| {
            let request = read_request(&mut stream);
            // A client that has seen enough may be gone.
            let _ = stream.write_all(&answer);
            request
        })
    }

    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// What the script received.
    pub fn received(self) -> Vec<u8> {
        self.connection.join().expect("the script ends")
    }
}

/// Reads a request head and as much body as its `Content-Length` says, or as much as comes.
pub fn read_request(stream: &mut impl Read) -> Vec<u8> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|length| length == 1) {
        request.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&request);
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
    let length = length.map_or(0, |length| length.parse().expect("a number"));
    stream.take(length).read_to_end(&mut request).expect("the body comes");
    request
}

pub fn request(method: &str, url: &str) -> RequestHead {
    RequestHead {
        method: method.into(),
        url: url.parse().expect("a URL"),
        headers: HeaderList::new(),
        is_preflight: false,
        includes_credentials: false,
        has_body: false,
    }
}

/// A small head, and time enough for a loaded machine; a test that waits for the end of it asks for [`PATIENCE`].
pub fn options() -> ProbeOptions {
    ProbeOptions {
        connect_timeout: Duration::from_secs(20),
        head_timeout: Duration::from_secs(20),
        body_timeout: Duration::from_secs(20),
        max_head_bytes: 64 * 1024,
        user_agent: "probe-test".to_owned(),
        ..ProbeOptions::default()
    }
}

pub fn get(url: &str) -> Exchanged {
    get_with(options(), url)
}

pub fn get_with(options: ProbeOptions, url: &str) -> Exchanged {
    Probe::new(options).exchange(&request("GET", url), None).expect("the request is valid")
}
