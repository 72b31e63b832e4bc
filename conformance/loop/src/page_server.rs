//! The servers of the pages: what they show is changed from visit to visit.

use std::io::{self, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use preflight_authority::Authority;
use preflight_lab::Request;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

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
<iframe sandbox=\"allow-scripts\" src=\"/widget.html\"></iframe>
";

/// A server of pages on one port. Its threads end with the process.
#[derive(Debug)]
pub(crate) struct PageServer {
    files: Arc<Mutex<(PageFiles, usize)>>,
}

impl PageServer {
    /// Listens on this port, over TLS where the page's origin is https.
    pub(crate) fn start(port: u16, scheme: &str, authority: &Authority) -> io::Result<Self> {
        let tls = if scheme == "https" { Some(authority.server_config(&[])?) } else { None };
        let files = Arc::<Mutex<(PageFiles, usize)>>::default();
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let shown = Arc::clone(&files);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (tls, shown) = (tls.clone(), Arc::clone(&shown));
                // A browser that goes away ends its own connection only.
                thread::spawn(move || drop(accept(client, tls, &shown)));
            }
        });
        Ok(Self { files })
    }

    /// Shows this from now on.
    pub(crate) fn show(&self, page: PageFiles, visit: usize) {
        *self.files.lock().unwrap_or_else(PoisonError::into_inner) = (page, visit);
    }
}

type Shown = Mutex<(PageFiles, usize)>;

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
        file(&shown.0, shown.1, request.path().trim_start_matches('/'))
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nCache-Control: no-store\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    client.get_mut().write_all((head + &body).as_bytes())?;
    client.get_mut().flush()
}

fn file(page: &PageFiles, visit: usize, name: &str) -> (&'static str, String) {
    match page.scripts.iter().find(|(own, _)| *own == name) {
        Some((_, script)) => ("text/javascript; charset=utf-8", script.clone()),
        None if name == "framing.html" => ("text/html; charset=utf-8", FRAMING.replace("VISIT", &visit.to_string())),
        None => ("text/html; charset=utf-8", page.index.clone()),
    }
}
