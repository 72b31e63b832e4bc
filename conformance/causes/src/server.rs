//! The servers of a scenario, on loopback.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use preflight_authority::Authority;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::asked::Asked;
use crate::scenario::{Page, Scenario, Server};

/// A client that is silent for so long is gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// A scenario whose servers listen; their threads end with the process.
#[derive(Debug)]
pub struct Running {
    /// The scenario.
    pub scenario: Scenario,
    own: SocketAddr,
    other: SocketAddr,
    log: Arc<Mutex<Vec<String>>>,
    /// Ports at which nothing listens, and at which nobody else can.
    held: Vec<TcpStream>,
}

/// What servers answer to a client that speaks TLS to a plain port.
const BAD_REQUEST: &[u8] = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";

/// A page's origin for when no page is there.
pub fn page_of_nobody() -> String {
    "http://localhost:5199".to_owned()
}

impl Running {
    /// Starts the servers. `page` is the origin of the page that will call; it trusts this authority.
    ///
    /// # Errors
    /// If no port is free.
    pub fn start(scenario: Scenario, page: &str, authority: &Authority) -> io::Result<Self> {
        let (own, other) = (TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?);
        let mut running = Self {
            scenario,
            own: own.local_addr()?,
            other: other.local_addr()?,
            log: Arc::new(Mutex::new(Vec::new())),
            held: Vec::new(),
        };
        if matches!(scenario.server, Server::Nothing) {
            running.hold(&own, &other)?;
            return Ok(running);
        }
        let template = Asked {
            page: page.to_owned(),
            own: format!("{}://{}", scenario.server.scheme(), running.own),
            other: running.other(),
            ..Asked::default()
        };
        let behind =
            Asked { own: template.other.clone(), other: template.own.clone(), is_other: true, ..template.clone() };
        let second = scenario.other.unwrap_or(scenario.server);
        for (listener, server, template) in [(own, scenario.server, template), (other, second, behind)] {
            serve(listener, Served::new(server, authority)?, template, Arc::clone(&running.log));
        }
        Ok(running)
    }

    /// A port that was closed would soon be another server's: the near end of a connection takes a port without listening.
    fn hold(&mut self, own: &TcpListener, other: &TcpListener) -> io::Result<()> {
        for (listener, address) in [(own, &mut self.own), (other, &mut self.other)] {
            let near = TcpStream::connect(listener.local_addr()?)?;
            *address = near.local_addr()?;
            self.held.extend([near, listener.accept()?.0]);
        }
        Ok(())
    }

    /// What the page calls. `page` is the page's origin, whose server redirects to [`Self::direct_url`] where it has to.
    pub fn url(&self, page: &str) -> String {
        match self.scenario.call.page {
            Page::Redirected => format!("{page}/away/{}", self.scenario.id),
            Page::Elsewhere | Page::Secure | Page::Nowhere => self.direct_url(),
        }
    }

    /// The scenario's own URL.
    pub fn direct_url(&self) -> String {
        let call = self.scenario.call;
        let scheme = call.scheme.unwrap_or(self.scenario.server.scheme());
        format!("{scheme}://{}:{}{}", call.host, self.own.port(), call.target)
    }

    /// The second server's origin.
    pub fn other(&self) -> String {
        format!("{}://{}", self.scenario.other.unwrap_or(self.scenario.server).scheme(), self.other)
    }

    /// The request lines so far, of both servers.
    pub fn take_log(&self) -> Vec<String> {
        std::mem::take(&mut self.log.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A server, and how it speaks TLS if it does.
#[derive(Clone)]
struct Served {
    server: Server,
    tls: Option<Arc<ServerConfig>>,
}

impl Served {
    fn new(server: Server, authority: &Authority) -> io::Result<Self> {
        let tls = match server {
            Server::Https(_) => Some(authority.server_config(&[])?),
            Server::Untrusted(flaw, _) => Some(authority.flawed_server_config(flaw)?),
            Server::Http(_) | Server::Nothing | Server::Says(_) => None,
        };
        Ok(Self { server, tls })
    }
}

fn serve(listener: TcpListener, served: Served, template: Asked, log: Arc<Mutex<Vec<String>>>) {
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (served, template, log) = (served.clone(), template.clone(), Arc::clone(&log));
            // A browser opens connections that it does not use: none may keep the others waiting.
            thread::spawn(move || drop(accept(client, &served, template, &log)));
        }
    });
}

/// Whoever goes away in the middle is no error of ours.
fn accept(client: TcpStream, served: &Served, asked: Asked, log: &Mutex<Vec<String>>) -> io::Result<()> {
    client.set_read_timeout(Some(PATIENCE))?;
    let mut end = client.try_clone()?;
    match &served.tls {
        None => answer(client, served.server, asked, log)?,
        Some(tls) => {
            let session = ServerConnection::new(Arc::clone(tls)).map_err(io::Error::other)?;
            let mut client = StreamOwned::new(session, client);
            answer(&mut client, served.server, asked, log)?;
            client.conn.send_close_notify();
            client.flush()?;
        }
    }
    // What the client still sends is read: a close with bytes unread would be a reset, which takes the answer with it.
    end.shutdown(Shutdown::Write)?;
    end.set_read_timeout(Some(Duration::from_millis(200)))?;
    end.read(&mut [0; 4096]).map(drop)
}

fn answer(mut client: impl Read + Write, server: Server, mut asked: Asked, log: &Mutex<Vec<String>>) -> io::Result<()> {
    // Other protocols greet, and may wait in vain for a request that ends.
    if let Server::Says(bytes) = server {
        client.write_all(bytes)?;
    }
    match read_head(&mut client, &mut asked) {
        Arrived::Request => {}
        Arrived::SomethingElse if matches!(server, Server::Http(_)) => return client.write_all(BAD_REQUEST),
        Arrived::SomethingElse | Arrived::Nothing => return Ok(()),
    }
    {
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        asked.earlier = log.len();
        log.push(format!("{} {}", asked.method, asked.target));
    }
    match server {
        Server::Http(answer) | Server::Https(answer) | Server::Untrusted(_, answer) => {
            client.write_all(&bytes(&answer(&asked), &asked.method))
        }
        Server::Says(_) | Server::Nothing => Ok(()),
    }
}

/// The answer as it goes over the wire.
fn bytes(answer: &str, method: &str) -> Vec<u8> {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, "ok"));
    let has_body = method != "HEAD" && !head.starts_with("204") && !head.starts_with("304");
    let length = if has_body && !head.to_ascii_lowercase().contains("\ncontent-length:") {
        format!("Content-Length: {}\r\n", body.len())
    } else {
        String::new()
    };
    let body = if has_body { body } else { "" };
    format!("HTTP/1.1 {head}\r\n{length}Connection: close\r\n\r\n{body}").into_bytes()
}

/// What a client sent.
enum Arrived {
    Request,
    SomethingElse,
    Nothing,
}

fn read_head(client: &mut impl Read, asked: &mut Asked) -> Arrived {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
        match client.read(&mut buffer) {
            Ok(0) | Err(_) => return Arrived::Nothing,
            Ok(read) => head.extend_from_slice(&buffer[..read]),
        }
        // What is not a method begins no request: TLS, say. Nobody waits for its end.
        if !head[0].is_ascii_uppercase() {
            return Arrived::SomethingElse;
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut lines = head.lines();
    let mut words = lines.next().unwrap_or_default().split(' ');
    asked.method = words.next().unwrap_or_default().to_owned();
    asked.target = words.next().unwrap_or_default().to_owned();
    let field =
        |line: &str| line.split_once(':').map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()));
    asked.headers = lines.map_while(field).collect();
    Arrived::Request
}
