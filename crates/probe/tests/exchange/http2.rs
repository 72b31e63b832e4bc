//! HTTP/2, as the server of an `https` URL may choose it.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use preflight_engine::exchange::{NetworkFailure, RequestHead};
use preflight_engine::header_list::HeaderList;
use preflight_probe::{BodyEnd, Exchanged, Probe, ProbeOptions};

use crate::loopback::{PATIENCE, options, request};
use crate::tls::Authority;

/// What a server does with a request.
type Script = fn(&http::Request<RecvStream>, SendResponse<Bytes>) -> Option<SendResponse<Bytes>>;

struct Server {
    address: SocketAddr,
    authority: Authority,
    /// What was asked: the request line and fields of each request, then its body.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Serves one connection.
    fn start(script: Script) -> Self {
        let authority = Authority::new();
        let config = authority.certify_for("localhost", 2100, &[b"h2", b"http/1.1"]);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        listener.set_nonblocking(true).expect("a listener");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                let (stream, _) = listener.accept().await.expect("a client");
                let Ok(stream) = tokio_rustls::TlsAcceptor::from(config).accept(stream).await else { return };
                let Ok(mut connection) = h2::server::handshake(stream).await else { return };
                // What was answered is kept: a stream that is dropped is reset.
                let mut kept = Vec::new();
                while let Some(Ok((mut request, respond))) = connection.accept().await {
                    let mut said = format!("{} {}", request.method(), request.uri());
                    for (name, value) in request.headers() {
                        said += &format!("\n{name}: {}", value.to_str().expect("text"));
                    }
                    if request.headers().contains_key("content-length") {
                        while let Ok(Some(Ok(chunk))) =
                            tokio::time::timeout(Duration::from_secs(1), request.body_mut().data()).await
                        {
                            said += &format!("\n{}", String::from_utf8_lossy(&chunk));
                        }
                    }
                    heard.lock().expect("nobody panicked").push(said);
                    kept.push(script(&request, respond));
                }
            });
        });
        Self { address, authority, asked }
    }

    fn request(&self, method: &str) -> RequestHead {
        request(method, &format!("https://localhost:{}/items?all", self.address.port()))
    }

    fn exchange(&self, head: &RequestHead, body: Option<&[u8]>, options: ProbeOptions) -> Exchanged {
        let options = ProbeOptions { extra_roots: self.authority.roots(), ..options };
        Probe::new(options).exchange(head, body).expect("the request is valid")
    }
}

fn answer(
    mut respond: SendResponse<Bytes>,
    fields: &[(&str, &str)],
    status: u16,
    body: &'static [u8],
) -> Option<SendResponse<Bytes>> {
    let mut response = http::Response::builder().status(status);
    for (name, value) in fields {
        response = response.header(*name, *value);
    }
    let mut stream = respond.send_response(response.body(()).expect("a response"), body.is_empty()).expect("a client");
    if !body.is_empty() {
        stream.send_data(Bytes::from_static(body), true).expect("a client");
    }
    Some(respond)
}

#[test]
fn a_head_comes_in_its_order_and_the_body_with_it() {
    let server = Server::start(|_, respond| {
        let fields = [
            ("x-b", "1"),
            ("access-control-allow-origin", "*"),
            ("x-a", "2"),
            ("access-control-allow-origin", "https://app.example"),
        ];
        answer(respond, &fields, 200, b"hello")
    });
    let mut head = server.request("GET");
    head.headers = HeaderList::from_iter([("Origin", "https://app.example"), ("X-Token", "1")]);
    let exchanged = server.exchange(&head, None, options());
    let response = exchanged.answer.expect("an answer");
    assert_eq!(response.status, 200);
    let fields: Vec<_> = response.headers.iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect();
    let expected = [
        ("x-b", "1"),
        ("access-control-allow-origin", "*"),
        ("access-control-allow-origin", "https://app.example"),
        ("x-a", "2"),
    ];
    assert_eq!(fields, expected.map(|(name, value)| (name.as_bytes().to_vec(), value.as_bytes().to_vec())));
    assert_eq!(exchanged.detail.http_version.as_deref(), Some("2"));
    assert_eq!(
        (exchanged.detail.body.bytes.as_slice(), exchanged.detail.body.end),
        (b"hello".as_slice(), BodyEnd::Complete)
    );
    let asked = server.asked.lock().unwrap().join("\n\n");
    let authority = format!("localhost:{}", server.address.port());
    assert_eq!(
        asked,
        format!("GET https://{authority}/items?all\nuser-agent: probe-test\norigin: https://app.example\nx-token: 1")
    );
}

#[test]
fn a_preflight_and_a_body_are_sent_as_they_are() {
    let server = Server::start(|_, respond| answer(respond, &[("access-control-allow-methods", "PUT")], 204, b""));
    let mut head = server.request("OPTIONS");
    head.headers = HeaderList::from_iter([("Access-Control-Request-Method", "PUT")]);
    let exchanged = server.exchange(&head, None, options());
    assert_eq!(exchanged.answer.expect("an answer").status, 204);
    assert_eq!(exchanged.detail.body.end, BodyEnd::Complete);

    let server = Server::start(|_, respond| answer(respond, &[], 201, b"ok"));
    let head = RequestHead { has_body: true, ..server.request("POST") };
    assert_eq!(server.exchange(&head, Some(b"{\"a\":1}"), options()).answer.expect("an answer").status, 201);
    assert!(server.asked.lock().unwrap()[0].ends_with("content-length: 7\n{\"a\":1}"), "{:?}", server.asked);
}

#[test]
fn a_body_is_cut_at_the_limit() {
    let server = Server::start(|_, respond| answer(respond, &[], 200, &[b'x'; 4096]));
    let exchanged = server.exchange(&server.request("GET"), None, ProbeOptions { max_body_bytes: 100, ..options() });
    assert_eq!((exchanged.detail.body.bytes.len(), exchanged.detail.body.end), (100, BodyEnd::CutAtLimit));
}

#[test]
fn what_does_not_come_is_a_failure() {
    let silent: Script = |_, respond| Some(respond);
    let resetting: Script = |_, mut respond| {
        respond.send_reset(Reason::REFUSED_STREAM);
        None
    };
    for (script, failure) in [(silent, NetworkFailure::TimedOut), (resetting, NetworkFailure::ConnectionClosed)] {
        let server = Server::start(script);
        let exchanged =
            server.exchange(&server.request("GET"), None, ProbeOptions { head_timeout: PATIENCE, ..options() });
        assert_eq!(exchanged.answer.err(), Some(failure), "{:?}", exchanged.detail.explanation);
        assert!(exchanged.detail.explanation.is_some());
    }
}
