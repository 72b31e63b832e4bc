//! The accept loop that the demo's own servers share: HTTP/1.1 on hyper, one task for each connection, and an answer only
//! to requests for one of the server's own [names](Hosts).

use std::convert::Infallible;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::hosts::Hosts;

/// A response of the demo: its body is at hand.
pub type Answer = Response<Full<Bytes>>;

/// How long a client may take for a request head. A browser that opens a connection in advance says nothing at first.
const HEAD_TIMEOUT: Duration = Duration::from_secs(60);

/// How long to wait before accepting again when the system has no file descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How many connections one server has at a time; more wait to be accepted. A browser opens six to a host.
const CONNECTIONS_LIMIT: usize = 256;

/// Answers every request for this server with `handler`, which sees no other. An `Err` of it closes the connection without
/// a word.
pub async fn serve<H, F, E>(listener: TcpListener, handler: H)
where
    H: Fn(Request<Incoming>) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Answer, E>> + Send + 'static,
    E: Into<Box<dyn Error + Send + Sync>> + 'static,
{
    // A listener that does not know its own address has no name.
    let Ok(hosts) = listener.local_addr().map(Hosts::of) else { return };
    let connections = Arc::new(Semaphore::new(CONNECTIONS_LIMIT));
    let mut server = http1::Builder::new();
    // Without keep-alive no browser sends a request a second time when a connection breaks (RFC 9112, section 9.3.1).
    server.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).keep_alive(false);
    loop {
        // It is never closed.
        let Ok(permit) = Arc::clone(&connections).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        let handler = handler.clone();
        let answer = move |request: Request<Incoming>| {
            let answer = hosts.refusal(&request).map_or_else(|| Err(handler(request)), Ok);
            async {
                match answer {
                    Ok(refusal) => Ok(refusal),
                    Err(handled) => handled.await,
                }
            }
        };
        let connection = server.serve_connection(TokioIo::new(stream), service_fn(answer));
        tokio::spawn(async {
            // A client that breaks off is no event here.
            connection.await.unwrap_or_default();
            drop(permit);
        });
    }
}

/// A handler that always answers.
pub fn always(answer: Answer) -> Result<Answer, Infallible> {
    Ok(answer)
}

/// A response of this type.
pub fn answer(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Answer {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    headers.insert(http::header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    response
}

/// A JSON response.
pub fn json(status: u16, body: &impl serde::Serialize) -> Answer {
    match serde_json::to_vec(body) {
        Ok(body) => answer(status, "application/json", body),
        Err(error) => answer(500, "text/plain", error.to_string()),
    }
}
