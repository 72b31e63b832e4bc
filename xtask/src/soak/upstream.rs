//! The server behind the gateway: quick, slow, endless and stuck answers, each connection on a thread of its own.

use std::io::{self, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use super::request;

/// The body of `/large`.
const LARGE: usize = 64 * 1024 * 1024;

/// So much of it comes at once: more than a client that reads nothing, the gateway and its sockets hold.
const LARGE_BEGINNING: usize = 1024 * 1024;

/// The rest comes in pieces with a pause. What nobody takes would wait in this end's sockets, 2 to 4 MiB each, which the
/// standard library cannot bound, until the system is short of memory for TCP and drops what good clients send too.
const LARGE_PIECE: usize = 16 * 1024;
const LARGE_PAUSE: Duration = Duration::from_secs(5);

/// How long `/slow` takes.
const SLOW: Duration = Duration::from_secs(2);

/// Between two events of `/event-stream`.
const EVENT_PAUSE: Duration = Duration::from_secs(1);

/// A thread holds some lines and a piece; there are a thousand of them.
const STACK: usize = 128 * 1024;

/// Starts it, for as long as the program runs.
pub fn start() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    thread::Builder::new().name("upstream".to_owned()).spawn(move || accept(&listener))?;
    Ok(address)
}

fn accept(listener: &TcpListener) {
    for stream in listener.incoming().filter_map(Result::ok) {
        let serve = move || serve(&stream).unwrap_or_default();
        if let Err(error) = thread::Builder::new().stack_size(STACK).spawn(serve) {
            eprintln!("the upstream has no thread for a connection: {error}");
        }
    }
}

/// Answers requests until the gateway leaves, which is an error like another.
fn serve(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut requests = BufReader::new(stream);
    while let Some(request) = request::read(&mut requests)? {
        match request.path.as_str() {
            "/large" => large(stream)?,
            "/slow" => {
                thread::sleep(SLOW);
                whole(stream, "slow")?;
            }
            "/event-stream" => return events(stream),
            "/stalls" => {
                head(stream, "Content-Length: 1000")?;
                let mut answer = stream;
                answer.write_all(b"the beginning")?;
                return silence(stream);
            }
            "/never" => return silence(stream),
            _ => whole(stream, &format!("{} with {} bytes", request.method, request.body_length))?,
        }
    }
    Ok(())
}

fn head(mut stream: &TcpStream, fields: &str) -> io::Result<()> {
    // The field is one that the gateway has to remove.
    write!(stream, "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n{fields}\r\n\r\n")
}

fn whole(mut stream: &TcpStream, body: &str) -> io::Result<()> {
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(answer.as_bytes())
}

fn large(mut stream: &TcpStream) -> io::Result<()> {
    head(stream, &format!("Content-Length: {LARGE}"))?;
    stream.write_all(&vec![b'x'; LARGE_BEGINNING])?;
    (LARGE_BEGINNING..LARGE).step_by(LARGE_PIECE).try_for_each(|_| {
        thread::sleep(LARGE_PAUSE);
        stream.write_all(&[b'x'; LARGE_PIECE])
    })
}

fn events(mut stream: &TcpStream) -> io::Result<()> {
    head(stream, "Content-Type: text/event-stream\r\nConnection: close")?;
    loop {
        stream.write_all(b"data: an event\n\n")?;
        thread::sleep(EVENT_PAUSE);
    }
}

/// Says nothing until the gateway leaves.
fn silence(mut stream: &TcpStream) -> io::Result<()> {
    while stream.read(&mut [0; 64])? > 0 {}
    Ok(())
}
