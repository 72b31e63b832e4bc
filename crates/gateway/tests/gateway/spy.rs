//! An upstream that answers as told, and tells what reached it.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// An upstream.
#[derive(Clone)]
pub struct Spy {
    pub address: SocketAddr,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    requests: Mutex<Vec<String>>,
}

/// What an upstream does next.
#[derive(Clone)]
pub enum Step {
    Write(&'static str),
    Wait(Duration),
    WaitFor(Arc<Notify>),
    Close,
}

pub const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

impl Spy {
    /// Answers every request like this.
    pub async fn answering(answer: &'static str) -> Self {
        Self::doing(vec![Step::Write(answer)]).await
    }

    /// Does this after every request.
    pub async fn doing(steps: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let spy = Self { address: listener.local_addr().unwrap(), seen: Arc::default() };
        let seen = Arc::clone(&spy.seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                seen.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, Arc::clone(&seen), steps.clone()));
            }
        });
        spy
    }

    /// Every request that reached it: head and body as they came.
    pub fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// The only request that reached it, its names in lower case.
    pub fn request(&self) -> String {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests[0].clone()
    }

    /// How many connections it accepted.
    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, seen: Arc<Seen>, steps: Vec<Step>) {
    let mut read = Vec::new();
    while let Some(request) = receive(&mut stream, &mut read).await {
        seen.requests.lock().unwrap().push(request);
        for step in &steps {
            match step {
                Step::Write(text) => stream.write_all(text.as_bytes()).await.unwrap(),
                Step::Wait(time) => tokio::time::sleep(*time).await,
                Step::WaitFor(signal) => signal.notified().await,
                Step::Close => return,
            }
        }
    }
}

async fn receive(stream: &mut TcpStream, read: &mut Vec<u8>) -> Option<String> {
    loop {
        if let Some(length) = whole_request(&String::from_utf8_lossy(read)) {
            return Some(String::from_utf8(read.drain(..length).collect()).unwrap());
        }
        if !matches!(stream.read_buf(read).await, Ok(1..)) {
            return None;
        }
    }
}

/// The length of the request at the beginning, once all of it is there.
fn whole_request(text: &str) -> Option<usize> {
    let head = text.find("\r\n\r\n")? + 4;
    let body = &text[head..];
    let fields = text[..head].to_ascii_lowercase();
    if fields.contains("transfer-encoding: chunked") {
        let last = if body.starts_with("0\r\n") { 0 } else { body.find("\r\n0\r\n")? + 2 };
        return body[last..].find("\r\n\r\n").map(|end| head + last + end + 4);
    }
    let length =
        fields.split("content-length: ").nth(1).map_or(0, |rest| rest.split("\r\n").next().unwrap().parse().unwrap());
    (body.len() >= length).then_some(head + length)
}
