//! A server that answers by a script: the first answer that fits. Its answers can be changed while it runs.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use preflight_authority::{Authority, Flaw};
use preflight_judge::ScriptedAnswer as Answer;
use preflight_lab::{Request, answer_bytes};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::situation::{Listener, ScriptedAnswer};

/// A peer that is silent for longer is gone.
const PATIENCE: Duration = Duration::from_secs(20);

/// What servers say to a client that speaks TLS to them.
const BAD_REQUEST: &[u8] = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";

/// A running server, on as many ports as its script names. Its threads end with the process.
#[derive(Debug)]
pub(crate) struct ScriptedServer {
    script: Arc<Mutex<Script>>,
}

#[derive(Debug, Default)]
struct Script {
    answers: Vec<ScriptedAnswer>,
    /// How many requests each answer's port has had.
    asked: HashMap<u16, usize>,
}

impl ScriptedServer {
    /// Listens on the ports of these answers.
    pub(crate) fn start(
        answers: &[ScriptedAnswer],
        listen: &BTreeMap<String, Listener>,
        authority: &Authority,
    ) -> io::Result<Self> {
        let script = Arc::new(Mutex::new(Script { answers: answers.to_vec(), ..Script::default() }));
        let mut ports: Vec<_> = answers.iter().map(|answer| answer.port).collect();
        ports.sort_unstable();
        ports.dedup();
        for port in ports {
            let tls = match listen.get(&port.to_string()) {
                None => None,
                Some(Listener::Https) => Some(authority.server_config(&[])?),
                Some(Listener::SelfSigned) => Some(authority.flawed_server_config(Flaw::SelfSigned)?),
                Some(Listener::Nothing) => continue,
            };
            serve(TcpListener::bind(("127.0.0.1", port))?, port, tls, Arc::clone(&script));
        }
        Ok(Self { script })
    }

    /// Changes the answers.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Vec<ScriptedAnswer>)) {
        change(&mut self.script.lock().unwrap_or_else(PoisonError::into_inner).answers);
    }
}

fn serve(listener: TcpListener, port: u16, tls: Option<Arc<ServerConfig>>, script: Arc<Mutex<Script>>) {
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (tls, script) = (tls.clone(), Arc::clone(&script));
            // Whoever goes away in the middle is no error of ours.
            thread::spawn(move || drop(accept(client, port, tls, &script)));
        }
    });
}

fn accept(client: TcpStream, port: u16, tls: Option<Arc<ServerConfig>>, script: &Mutex<Script>) -> io::Result<()> {
    client.set_read_timeout(Some(PATIENCE))?;
    let mut end = client.try_clone()?;
    match tls {
        None => answer(client, port, script)?,
        Some(tls) => {
            let session = ServerConnection::new(tls).map_err(io::Error::other)?;
            let mut client = StreamOwned::new(session, client);
            answer(&mut client, port, script)?;
            client.conn.send_close_notify();
            client.flush()?;
        }
    }
    // What the client still sends is read: a close with bytes unread would be a reset, which takes the answer with it.
    end.shutdown(Shutdown::Write)?;
    end.set_read_timeout(Some(Duration::from_millis(200)))?;
    end.read(&mut [0; 4096]).map(drop)
}

/// One request a connection.
fn answer(client: impl Read + Write, port: u16, script: &Mutex<Script>) -> io::Result<()> {
    let mut client = BufReader::new(client);
    let request = match Request::read(&mut client) {
        Ok(Some(request)) => request,
        Ok(None) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => return client.get_mut().write_all(BAD_REQUEST),
        Err(error) => return Err(error),
    };
    let answer = script.lock().unwrap_or_else(PoisonError::into_inner).answer(port, &request);
    if answer.close {
        return Ok(());
    }
    client.get_mut().write_all(&answer_bytes(&answer, &request.method))?;
    client.get_mut().flush()
}

impl Script {
    fn answer(&mut self, port: u16, request: &Request) -> Answer {
        let asked = self.asked.entry(port).or_default();
        *asked += 1;
        let number = *asked;
        let found = self.answers.iter().find(|answer| answer.fits(port, number, request));
        found.map_or_else(Answer::not_found, |answer| answer.to(request))
    }
}

impl ScriptedAnswer {
    fn fits(&self, port: u16, number: usize, request: &Request) -> bool {
        let origin = request.header("origin");
        let origin_fits = match self.origin.as_deref() {
            None => true,
            Some("*") => origin.is_some(),
            Some("none") => origin.is_none(),
            Some(own) => origin.as_deref() == Some(own),
        };
        self.port == port
            && number >= self.from
            && origin_fits
            && self.method.as_deref().is_none_or(|method| method == request.method)
            && self.path.as_deref().is_none_or(|path| path == request.path())
    }

    fn to(&self, request: &Request) -> Answer {
        let origin = request.header("origin").unwrap_or_default();
        let mut headers: Vec<_> =
            self.headers.iter().filter_map(|line| field(&line.replace("{origin}", &origin))).collect();
        headers.push(("Connection".to_owned(), "close".to_owned()));
        Answer {
            status: Some(self.status),
            reason: Some(reason(self.status).to_owned()),
            headers,
            body: Some(self.body.clone().unwrap_or_else(|| "{\"ok\":true}".to_owned())),
            close: self.close,
            ..Answer::default()
        }
    }
}

/// A field as it stands on a line.
pub(crate) fn field(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_owned(), value.trim().to_owned()))
}

/// The phrases of RFC 9110, as servers send them.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        413 => "Content Too Large",
        421 => "Misdirected Request",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Status",
    }
}
