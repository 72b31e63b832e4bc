//! A client that sends what a test writes and shows what came back, byte for byte.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection to the gateway.
pub struct Client {
    stream: TcpStream,
    read: Vec<u8>,
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Self {
        Self { stream: TcpStream::connect(address).await.unwrap(), read: Vec::new() }
    }

    /// Sends bytes as they are.
    pub async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
    }

    /// Sends bytes, unless the gateway has closed the connection.
    pub async fn try_write(&mut self, bytes: &str) {
        self.stream.write_all(bytes.as_bytes()).await.ok();
    }

    /// Sends a request of these lines, and awaits the answer.
    pub async fn send(&mut self, lines: &[&str]) -> Answer {
        self.write(request(lines)).await;
        self.answer(lines[0].starts_with("HEAD ")).await
    }

    /// Awaits the head of an answer.
    pub async fn head(&mut self) -> Answer {
        loop {
            if let Some(end) = find(&self.read, b"\r\n\r\n") {
                let head = String::from_utf8(self.read.drain(..end + 4).collect()).unwrap();
                return parse_head(&head);
            }
            assert!(self.read_more().await, "the connection ended within a head: {:?}", self.read);
        }
    }

    /// Awaits a whole answer.
    pub async fn answer(&mut self, to_head: bool) -> Answer {
        let mut answer = self.head().await;
        if to_head || matches!(answer.status, 100..=199 | 204 | 304) {
            return answer;
        }
        if answer.header("transfer-encoding") == Some("chunked") {
            while let Some(chunk) = self.chunk().await.unwrap() {
                answer.body.extend(chunk);
            }
        } else {
            let length = answer.header("content-length").expect("an answer has a length").parse().unwrap();
            while self.read.len() < length {
                assert!(self.read_more().await, "the connection ended within a body");
            }
            answer.body = self.read.drain(..length).collect();
        }
        answer
    }

    /// The next chunk; none for the last, an error if the connection ends.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, ()> {
        loop {
            if let Some(end) = find(&self.read, b"\r\n") {
                let length = usize::from_str_radix(std::str::from_utf8(&self.read[..end]).unwrap(), 16).unwrap();
                if self.read.len() >= end + 2 + length + 2 {
                    let chunk = self.read[end + 2..end + 2 + length].to_vec();
                    self.read.drain(..end + 2 + length + 2);
                    return Ok(Some(chunk).filter(|chunk| !chunk.is_empty()));
                }
            }
            if !self.read_more().await {
                return Err(());
            }
        }
    }

    /// What comes until the connection ends.
    pub async fn rest(&mut self) -> Vec<u8> {
        while self.read_more().await {}
        std::mem::take(&mut self.read)
    }

    async fn read_more(&mut self) -> bool {
        matches!(self.stream.read_buf(&mut self.read).await, Ok(1..))
    }
}

impl Answer {
    /// The value of a field that stands there at most once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers(name);
        assert!(found.len() <= 1, "{name} stands there {} times", found.len());
        found.first().copied()
    }

    /// The values of all lines of a field.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The names of the CORS fields.
    pub fn cors_fields(&self) -> Vec<&str> {
        self.headers.iter().map(|(name, _)| name.as_str()).filter(|name| name.starts_with("access-control-")).collect()
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The `error` of a failure.
    pub fn error(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/json"), "{self:?}");
        let failure: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
        assert!(failure["message"].is_string());
        failure["error"].as_str().unwrap().to_owned()
    }
}

/// The lines of a head, and a body after an empty one.
pub fn request(lines: &[&str]) -> String {
    if lines.contains(&"") { lines.join("\r\n") } else { format!("{}\r\n\r\n", lines.join("\r\n")) }
}

fn parse_head(head: &str) -> Answer {
    let mut lines = head.trim_end().split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let field = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_ascii_lowercase(), value.trim().to_owned())
    };
    Answer { status, headers: lines.map(field).collect(), body: Vec::new() }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
