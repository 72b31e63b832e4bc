//! One HTTP/1.1 exchange over a fresh connection, its head as raw as it came.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use preflight_engine::exchange::ResponseHead;
use preflight_engine::header_list::HeaderList;

/// A server on this machine answers well within this.
const TIMEOUT: Duration = Duration::from_secs(20);

pub fn exchange(port: u16, method: &str, path: &str, headers: &[(Vec<u8>, Vec<u8>)]) -> ResponseHead {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream.set_read_timeout(Some(TIMEOUT)).expect("a timeout can be set");
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: api.test\r\nConnection: close\r\n").into_bytes();
    for (name, value) in headers {
        request.extend([&name[..], b": ", value, b"\r\n"].concat());
    }
    request.extend(b"Content-Length: 0\r\n\r\n");
    stream.write_all(&request).expect("the server reads the request");
    let mut response = Vec::new();
    stream.read_to_end(&mut response).expect("the server answers");
    parse(&response)
}

fn parse(response: &[u8]) -> ResponseHead {
    let head = String::from_utf8_lossy(response);
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let status = status.unwrap_or_else(|| panic!("this is no response: {head:?}"));
    let mut headers = HeaderList::new();
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        headers.append(name, value.trim());
    }
    ResponseHead { status, headers }
}
