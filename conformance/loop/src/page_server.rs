//! The servers of the pages, shared by all situations: pages stand on the ports that people write, where these are free, since
//! an origin such as `http://localhost:3000` is one that a program may guess. Each visit has a folder of its own.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use preflight_authority::Authority;
use preflight_lab::Request;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::ports;
use crate::script::PageFiles;

/// A page around a frame that has no origin.
const FRAMING: &str = "<!doctype html>
<meta charset=\"utf-8\">
<title>page</title>
<link rel=\"icon\" href=\"data:,\">
<script>
window.visit = VISIT
addEventListener('message', (event) => { window.outcomes ??= [event.data].flat() })
</script>
<iframe sandbox=\"allow-scripts\" src=\"widget.html\"></iframe>
";

/// What a page's server answers to a path that it does not know: its application, as development servers do.
const FALLBACK: &str = "<!doctype html>\n<title>application</title>\n<div id=\"root\"></div>\n";

/// What is shown, by visit.
type Shown = Arc<Mutex<HashMap<usize, PageFiles>>>;

/// All servers of pages. Their threads end with the process.
#[derive(Debug, Default)]
pub struct PageServers {
    shown: Shown,
    /// Where a page of a scheme and a port that people write really is.
    places: Mutex<BTreeMap<(String, u16), u16>>,
}

impl PageServers {
    /// The port of pages of this scheme that people would have on this one.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn port(&self, scheme: &str, written: u16, authority: &Authority) -> io::Result<u16> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (scheme.to_owned(), written);
        if let Some(port) = places.get(&key) {
            return Ok(*port);
        }
        let tls = if scheme == "https" { Some(authority.server_config(&[])?) } else { None };
        let bind = |port| TcpListener::bind(("127.0.0.1", port));
        let listener = bind(written).or_else(|_| bind(ports::free()))?;
        let port = listener.local_addr()?.port();
        serve(listener, tls, &self.shown);
        places.insert(key, port);
        Ok(port)
    }

    /// Shows this on a visit, and says below which path.
    pub(crate) fn show(&self, page: PageFiles, visit: usize) -> String {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).insert(visit, page);
        format!("/v{visit}/")
    }
}

fn serve(listener: TcpListener, tls: Option<Arc<ServerConfig>>, shown: &Shown) {
    let shown = Arc::clone(shown);
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (tls, shown) = (tls.clone(), Arc::clone(&shown));
            // A browser that goes away ends its own connection only.
            thread::spawn(move || drop(accept(client, tls, &shown)));
        }
    });
}

fn accept(client: TcpStream, tls: Option<Arc<ServerConfig>>, shown: &Shown) -> io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(20)))?;
    let Some(tls) = tls else { return answer(client, shown) };
    let session = ServerConnection::new(tls).map_err(io::Error::other)?;
    let mut client = StreamOwned::new(session, client);
    answer(&mut client, shown)?;
    client.conn.send_close_notify();
    client.flush()
}

fn answer(client: impl Read + Write, shown: &Shown) -> io::Result<()> {
    let mut client = BufReader::new(client);
    let Some(request) = Request::read(&mut client)? else { return Ok(()) };
    let (kind, body) = {
        let shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        file(&shown, request.path())
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nCache-Control: no-store\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    client.get_mut().write_all((head + &body).as_bytes())?;
    client.get_mut().flush()
}

fn file(shown: &HashMap<usize, PageFiles>, path: &str) -> (&'static str, String) {
    let (folder, name) = path.trim_start_matches('/').split_once('/').unwrap_or((path, ""));
    let visit: Option<usize> = folder.strip_prefix('v').and_then(|visit| visit.parse().ok());
    let Some((visit, page)) = visit.and_then(|visit| Some((visit, shown.get(&visit)?))) else {
        return ("text/html", FALLBACK.to_owned());
    };
    match page.scripts.iter().find(|(own, _)| *own == name) {
        Some((_, script)) => ("text/javascript", script.clone()),
        None if name == "framing.html" => ("text/html", FRAMING.replace("VISIT", &visit.to_string())),
        None => ("text/html", page.index.clone()),
    }
}
