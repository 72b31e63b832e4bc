//! One HTTP exchange over a real connection, its heads as raw as they came.
//!
//! ```text
//!  RequestHead ─► checked, written ─► resolve ─► connect ─► TLS ─► send ─► receive ─► Exchanged
//!                      │                 └──────────── NetworkFailure ───────┘
//!                      └─► to_curl: the same request for a terminal
//! ```
//!
//! The reader is lenient where browsers are, since the question is what a browser would have seen: repeated fields
//! stay apart and in order, bytes above 0x7f stay, line ends may be bare LF, folded lines are joined.
//!
//! What this crate never does: it follows no redirect, keeps no cookie and no connection, uses no proxy, decodes no
//! content coding but gzip and deflate, accepts no untrusted certificate, and prints nothing. HTTP/2 is spoken where the server of an `https`
//! URL chooses it, as browsers let it choose; HTTP/3 is not. It blocks the thread that
//! calls it, for no longer than [`ProbeOptions`] allows, and whatever a server sends, it reads no more than they allow.
//!
//! ```
//! use std::{io::{Read, Write}, net::TcpListener, thread};
//! use preflight_engine::{exchange::RequestHead, header_list::HeaderList};
//! use preflight_probe::{Probe, ProbeOptions};
//!
//! let listener = TcpListener::bind("127.0.0.1:0")?;
//! let url = format!("http://{}/items", listener.local_addr()?).parse()?;
//! thread::spawn(move || -> std::io::Result<()> {
//!     let mut client = listener.accept()?.0;
//!     client.read(&mut [0; 1024])?;
//!     client.write_all(b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 2\r\n\r\nhi")
//! });
//!
//! let request = RequestHead {
//!     method: b"GET".to_vec(),
//!     url,
//!     headers: HeaderList::from_iter([("Origin", "https://app.example")]),
//!     is_preflight: false,
//!     includes_credentials: false,
//!     has_body: false,
//! };
//! let exchanged = Probe::new(ProbeOptions::default()).exchange(&request, None)?;
//! let head = exchanged.answer.expect("the server answers");
//! assert_eq!(head.headers.get(b"access-control-allow-origin").unwrap(), b"*");
//! assert_eq!(exchanged.detail.body.bytes, b"hi");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]

mod probe;
mod limits;

mod exchanged;
mod raw_head;

mod curl;
mod request;

mod connect;
mod connection;
mod http2;
mod allowance;
mod deadline;
mod failure;
mod roots;
mod tls;
mod trusted;

mod body;
mod content_coding;
mod receive;
mod response;

pub use curl::to_curl;
pub use exchanged::{AddressAttempt, AddressOutcome, BodyEnd, Elapsed, ExchangeDetail, Exchanged, ReceivedBody};
pub use limits::{
    DEFAULT_BODY_TIMEOUT, DEFAULT_CONNECT_TIMEOUT, DEFAULT_EXCHANGE_TIMEOUT, DEFAULT_HEAD_TIMEOUT,
    DEFAULT_MAX_BODY_BYTES, DEFAULT_MAX_HEAD_BYTES, DEFAULT_MAX_RECEIVED_BYTES,
};
pub use probe::{Probe, ProbeOptions, read_response};
pub use raw_head::RawHead;
pub use request::InvalidRequest;
pub use roots::{RootCertificateError, RootCertificates};
