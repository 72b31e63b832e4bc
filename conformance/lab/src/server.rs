//! The scripted server of the lab: sockets on loopback, raw or under TLS, an answer byte by byte, and a log of what arrived.

mod answer_bytes;
mod http2;
mod request;

use std::collections::HashMap;
use std::io::{self, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use preflight_authority::Authority;
use preflight_judge::{Asked, Script, ScriptedAnswer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::corpus::Case;
use crate::driver::Driver;
use crate::namespace;
use crate::world::{self, Transport};

pub use answer_bytes::answer_bytes;
pub use request::Request;

/// Everything behind the sockets.
#[derive(Debug)]
struct Behind {
    scripts: HashMap<String, Script>,
    driver: Arc<Driver>,
    log: Mutex<Vec<Arrival>>,
}

/// A request of a case that arrived.
#[derive(Debug)]
pub struct Arrival {
    /// On which port.
    pub port: u16,
    /// Of which case.
    pub case: String,
    /// The request.
    pub request: Request,
}

/// The running server. Its threads end with the process, which has one server in its life.
#[derive(Debug)]
pub struct Server {
    behind: Arc<Behind>,
}

impl Server {
    /// Listens on the ports of the world.
    ///
    /// # Errors
    /// What the system says, if somebody else listens there or port 80 is out of reach.
    pub fn start(cases: &[Case], driver: Arc<Driver>, authority: &Authority) -> io::Result<Self> {
        let scripts = cases.iter().map(|case| (case.id.clone(), case.script.clone())).collect();
        let behind = Arc::new(Behind { scripts, driver, log: Mutex::default() });
        for (port, transport) in world::ports() {
            let tls = match transport {
                Transport::Plain => None,
                Transport::Tls => Some(authority.server_config(&[])?),
                Transport::Http2 => Some(authority.server_config(http2::PROTOCOLS)?),
            };
            listen(port, transport, tls, &behind)?;
        }
        Ok(Self { behind })
    }

    /// Takes what has arrived, in order.
    pub fn take_log(&self) -> Vec<Arrival> {
        std::mem::take(&mut *self.behind.log.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn listen(port: u16, transport: Transport, tls: Option<Arc<ServerConfig>>, behind: &Arc<Behind>) -> io::Result<()> {
    // Nobody else is in the namespace.
    let address = if namespace::is_inside() { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
    let listener = TcpListener::bind((address, port))?;
    let behind = Arc::clone(behind);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let (behind, tls) = (Arc::clone(&behind), tls.clone());
            // A browser that goes away in the middle of an answer is no error of ours.
            thread::spawn(move || drop(behind.accept(port, transport, connection, tls)));
        }
    });
    Ok(())
}

impl Behind {
    fn accept(
        self: &Arc<Self>,
        port: u16,
        transport: Transport,
        connection: TcpStream,
        tls: Option<Arc<ServerConfig>>,
    ) -> io::Result<()> {
        connection.set_nodelay(true)?;
        match (transport, tls) {
            (Transport::Http2, Some(tls)) => http2::serve(self, port, connection, tls),
            (_, Some(tls)) => {
                let session = ServerConnection::new(tls).map_err(io::Error::other)?;
                self.serve(port, StreamOwned::new(session, connection))
            }
            (_, None) => self.serve(port, connection),
        }
    }

    /// Answers the requests of a connection, one after another.
    fn serve(&self, port: u16, connection: impl Read + Write) -> io::Result<()> {
        let mut connection = BufReader::new(connection);
        while let Some(request) = Request::read(&mut connection)? {
            let method = request.method.clone();
            match self.react(port, request) {
                answer if answer.close => return Ok(()),
                answer => {
                    connection.get_mut().write_all(&answer_bytes(&answer, &method))?;
                    connection.get_mut().flush()?;
                }
            }
        }
        Ok(())
    }

    fn react(&self, port: u16, request: Request) -> ScriptedAnswer {
        let Some((id, hop)) = request.case() else {
            return self.driver.answer(&request).unwrap_or_else(ScriptedAnswer::not_found);
        };
        let Some(script) = self.scripts.get(id) else { return ScriptedAnswer::not_found() };
        let (is_preflight, has_origin) = (request.is_preflight(), request.header("origin").is_some());
        let scripted = script.answer(Asked { hop, is_preflight, has_origin }).cloned();
        let arrival = Arrival { port, case: id.to_owned(), request };
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push(arrival);
        scripted.unwrap_or_else(|| unscripted(is_preflight))
    }
}

/// What the script leaves out is open to all, but for preflights.
fn unscripted(is_preflight: bool) -> ScriptedAnswer {
    let allow_origin = ("Access-Control-Allow-Origin".to_owned(), "*".to_owned());
    let headers = if is_preflight { Vec::new() } else { vec![allow_origin] };
    ScriptedAnswer { headers, ..ScriptedAnswer::not_found() }
}
