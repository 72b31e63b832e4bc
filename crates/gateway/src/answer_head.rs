//! An answer that the gateway writes by itself, since the HTTP library never saw a request: the last one of its connection.

use std::fmt::Write as _;
use std::time::SystemTime;

use bytes::Bytes;
use http::{Method, Response};

/// The bytes of an answer after which the connection is closed.
pub(crate) fn whole(response: &Response<Vec<u8>>, method: &Method) -> Bytes {
    let status = response.status();
    let reason = status.canonical_reason().unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16());
    let date = httpdate::fmt_http_date(SystemTime::now());
    write!(head, "date: {date}\r\ncontent-length: {}\r\nconnection: close\r\n", response.body().len())
        .expect("a string takes all");
    let mut bytes = head.into_bytes();
    for (name, value) in response.headers().iter().filter(|(name, _)| **name != http::header::CONNECTION) {
        bytes.extend_from_slice(&[name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    bytes.extend_from_slice(b"\r\n");
    if *method != Method::HEAD {
        bytes.extend_from_slice(response.body());
    }
    bytes.into()
}
