//! A backend that answers by the method and path of a request, and remembers what it was asked.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A backend on loopback; its thread ends with the process.
pub struct Backend {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

/// What a backend answers to a request line such as `GET /todos`: a status line and fields, without the empty line.
pub type Answer = fn(&str) -> String;

/// What a backend answers to a whole head, its lines joined with LF and its names in lower case.
pub type HeadAnswer = fn(&str) -> String;

#[derive(Clone, Copy)]
enum Answers {
    ToLine(Answer),
    ToHead(HeadAnswer),
    Bytes(&'static [u8]),
}

impl Backend {
    pub fn start(answer: Answer) -> Self {
        Self::start_with(Answers::ToLine(answer))
    }

    /// One that looks at the fields.
    pub fn reading(answer: HeadAnswer) -> Self {
        Self::start_with(Answers::ToHead(answer))
    }

    /// One that answers everything with these bytes: a status line and fields, without the empty line.
    pub fn of_bytes(head: &'static [u8]) -> Self {
        Self::start_with(Answers::Bytes(head))
    }

    fn start_with(answer: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                serve(client, answer, &heard);
            }
        });
        Self { address, asked }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The request lines so far.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody panicked").clone()
    }
}

/// Answers one request and closes.
fn serve(mut client: TcpStream, answer: Answers, asked: &Mutex<Vec<String>>) {
    let _ = client.set_read_timeout(Some(Duration::from_secs(5)));
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
        match client.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(read) => head.extend_from_slice(&buffer[..read]),
        }
    }
    let text = String::from_utf8_lossy(&head);
    let line = text.lines().next().unwrap_or_default().trim_end_matches(" HTTP/1.1").to_owned();
    let head = match answer {
        Answers::ToLine(answer) => answer(&line).into_bytes(),
        Answers::ToHead(answer) => answer(&lower_names(&text)).into_bytes(),
        Answers::Bytes(head) => head.to_vec(),
    };
    asked.lock().expect("nobody panicked").push(line);
    let rest = b"\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    let _ = client.write_all(&[b"HTTP/1.1 ", &head[..], rest].concat());
}

fn lower_names(head: &str) -> String {
    let lower = |line: &str| match line.split_once(": ") {
        Some((name, value)) => format!("{}: {value}\n", name.to_ascii_lowercase()),
        None => format!("{line}\n"),
    };
    head.lines().map(lower).collect()
}
