//! HTTP/2 over TLS: the same answers, as far as HTTP/2 can carry them. It has no reason phrases and no raw lines.

use std::io;
use std::net::TcpStream;
use std::sync::Arc;

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use http::{HeaderName, HeaderValue, Response};
use preflight_judge::{ScriptedAnswer, bytes as wire_bytes, text};
use rustls::ServerConfig;
use tokio_rustls::TlsAcceptor;

use super::answer_bytes::body_bytes;
use super::{Behind, Request};

/// What is offered in the handshake.
pub(super) const PROTOCOLS: &[&[u8]] = &[b"h2"];

/// Answers the streams of a connection until it closes.
pub(super) fn serve(behind: &Arc<Behind>, port: u16, connection: TcpStream, tls: Arc<ServerConfig>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        connection.set_nonblocking(true)?;
        let connection = tokio::net::TcpStream::from_std(connection)?;
        let encrypted = TlsAcceptor::from(tls).accept(connection).await?;
        let mut streams = h2::server::handshake(encrypted).await.map_err(io::Error::other)?;
        while let Some(stream) = streams.accept().await {
            let (head, respond) = stream.map_err(io::Error::other)?;
            // A stream that breaks off is no error of ours.
            tokio::spawn(answer(Arc::clone(behind), port, head, respond));
        }
        Ok(())
    })
}

async fn answer(
    behind: Arc<Behind>,
    port: u16,
    head: http::Request<RecvStream>,
    mut respond: SendResponse<Bytes>,
) -> Result<(), h2::Error> {
    let request = read(head).await?;
    let method = request.method.clone();
    let answer = behind.react(port, request);
    if answer.close {
        respond.send_reset(Reason::CANCEL);
        return Ok(());
    }
    let body = if method == "HEAD" { Vec::new() } else { body_bytes(&answer) };
    let mut stream = respond.send_response(response(&answer), body.is_empty())?;
    if body.is_empty() { Ok(()) } else { stream.send_data(body.into(), true) }
}

/// The whole request, with `Host` and one `Cookie` as HTTP/1.1 has them.
async fn read(request: http::Request<RecvStream>) -> Result<Request, h2::Error> {
    let (head, mut stream) = request.into_parts();
    let mut body = Vec::new();
    while let Some(data) = stream.data().await {
        let data = data?;
        stream.flow_control().release_capacity(data.len())?;
        body.extend_from_slice(&data);
    }
    let authority = head.uri.authority().map(|authority| authority.to_string()).unwrap_or_default();
    let mut headers = vec![("Host".to_owned(), authority)];
    let mut crumbs = Vec::new();
    for (name, value) in &head.headers {
        match name.as_str() {
            // RFC 9113 section 8.2.3: the crumbs of a cookie are put together again.
            "cookie" => crumbs.push(text(value.as_bytes())),
            name => headers.push((name.to_owned(), text(value.as_bytes()))),
        }
    }
    if !crumbs.is_empty() {
        headers.push(("cookie".to_owned(), crumbs.join("; ")));
    }
    let target = head.uri.path_and_query().map(|target| target.to_string()).unwrap_or_default();
    Ok(Request { method: head.method.to_string(), target, headers, body })
}

/// The head; what HTTP/2 cannot carry is left out.
fn response(answer: &ScriptedAnswer) -> Response<()> {
    let mut response = Response::new(());
    *response.status_mut() = answer.status.and_then(|status| status.try_into().ok()).unwrap_or_default();
    for (name, value) in &answer.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(&wire_bytes(value))) {
            response.headers_mut().append(name, value);
        }
    }
    if !matches!(answer.status, Some(204 | 304)) && !response.headers().contains_key("content-length") {
        response.headers_mut().insert("content-length", body_bytes(answer).len().into());
    }
    response
}
