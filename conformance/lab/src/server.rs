//! The scripted server of the lab: raw sockets on loopback, an answer byte by byte, and a log of what arrived.

mod answer_bytes;
mod request;

use std::collections::HashMap;
use std::io::{self, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use preflight_judge::{Answer, Asked, Script};

use crate::corpus::Case;
use crate::driver::Driver;

use answer_bytes::answer_bytes;
pub use request::Request;

/// Where A, B, C and D of the corpus listen, and the default port of http. Nothing may listen on 9199.
const PORTS: [u16; 5] = [9101, 9102, 9103, 9104, 80];

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
    /// Listens on the ports of the corpus.
    ///
    /// # Errors
    /// What the system says, if somebody else listens there or port 80 is out of reach.
    pub fn start(cases: &[Case], driver: Arc<Driver>) -> io::Result<Self> {
        let scripts = cases.iter().map(|case| (case.id.clone(), case.script.clone())).collect();
        let behind = Arc::new(Behind { scripts, driver, log: Mutex::default() });
        for port in PORTS {
            listen(port, &behind)?;
        }
        Ok(Self { behind })
    }

    /// Takes what has arrived, in order.
    pub fn take_log(&self) -> Vec<Arrival> {
        std::mem::take(&mut *self.behind.log.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn listen(port: u16, behind: &Arc<Behind>) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let behind = Arc::clone(behind);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let behind = Arc::clone(&behind);
            // A browser that goes away in the middle of an answer is no error of ours.
            thread::spawn(move || drop(behind.serve(port, &connection)));
        }
    });
    Ok(())
}

impl Behind {
    /// Answers the requests of a connection, one after another.
    fn serve(&self, port: u16, mut connection: &TcpStream) -> io::Result<()> {
        connection.set_nodelay(true)?;
        let mut requests = BufReader::new(connection);
        while let Some(request) = Request::read(&mut requests)? {
            let method = request.method.clone();
            match self.react(port, request) {
                answer if answer.close => return Ok(()),
                answer => connection.write_all(&answer_bytes(&answer, &method))?,
            }
        }
        Ok(())
    }

    fn react(&self, port: u16, request: Request) -> Answer {
        let Some((id, hop)) = request.case() else {
            return self.driver.answer(&request).unwrap_or_else(Answer::not_found);
        };
        let Some(script) = self.scripts.get(id) else { return Answer::not_found() };
        let (is_preflight, has_origin) = (request.is_preflight(), request.header("origin").is_some());
        let scripted = script.answer(Asked { hop, is_preflight, has_origin }).cloned();
        let arrival = Arrival { port, case: id.to_owned(), request };
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push(arrival);
        scripted.unwrap_or_else(|| unscripted(is_preflight))
    }
}

/// What the script leaves out is open to all, but for preflights.
fn unscripted(is_preflight: bool) -> Answer {
    let allow_origin = ("Access-Control-Allow-Origin".to_owned(), "*".to_owned());
    let headers = if is_preflight { Vec::new() } else { vec![allow_origin] };
    Answer { headers, ..Answer::not_found() }
}
