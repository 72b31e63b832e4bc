//! Every network failure but those of TLS, each made by a server that really fails so.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};
use std::{iter, thread};

use preflight_engine::exchange::NetworkFailure;
use preflight_probe::{BodyEnd, ProbeOptions};

use crate::loopback::{Loopback, PATIENCE, get, get_with, options, read_request};

fn failure(url: &str) -> Option<NetworkFailure> {
    let exchanged = get(url);
    assert_eq!(exchanged.detail.explanation.is_some(), exchanged.answer.is_err());
    exchanged.answer.err()
}

#[test]
fn a_name_without_an_address_does_not_resolve() {
    // No label has more than 63 bytes, so that no resolver has to ask anybody.
    let exchanged = get(&format!("http://{}.invalid/", "a".repeat(64)));
    assert_eq!(exchanged.answer.clone().err(), Some(NetworkFailure::NameNotResolved));
    assert!(exchanged.detail.addresses.is_empty() && exchanged.detail.request_head.is_empty());
}

#[test]
fn a_port_where_nobody_listens_refuses() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(failure(&format!("http://127.0.0.1:{port}/")), Some(NetworkFailure::ConnectionRefused));
}

#[test]
fn an_address_without_a_route_is_unreachable() {
    // A multicast group has no TCP.
    assert_eq!(failure("http://224.0.0.1:9/"), Some(NetworkFailure::Unreachable));
}

#[test]
fn a_connection_that_ends_before_the_head_is_closed() {
    let cases = [
        ("without a byte", ""),
        ("within the protocol's name", "HTTP/1.1"),
        ("within the fields", "HTTP/1.1 200 OK\r\nX: 1\r\n"),
        ("after an interim head", "HTTP/1.1 100 Continue\r\n\r\n"),
    ];
    for (sentence, answer) in cases {
        let server = Loopback::answering(answer);
        assert_eq!(failure(&server.url()), Some(NetworkFailure::ConnectionClosed), "{sentence}");
    }
}

#[test]
fn a_connection_that_is_reset_is_closed() {
    // Closing with unread bytes resets the connection.
    let server = Loopback::scripted(|stream| {
        stream.peek(&mut [0]).unwrap();
        Vec::new()
    });
    assert_eq!(failure(&server.url()), Some(NetworkFailure::ConnectionClosed));
}

#[test]
fn a_head_above_the_limit_is_too_large() {
    let field = b"X-Filler: 0123456789abcdef\r\n";
    let endless = iter::repeat_n(field.as_slice(), 8192).collect::<Vec<_>>().concat();
    let interim = b"HTTP/1.1 100 Continue\r\n\r\n".repeat(8192);
    let cases = [
        ("many fields", [b"HTTP/1.1 200 OK\r\n".as_slice(), &endless].concat()),
        ("one status line", [b"HTTP/1.1 200 ".as_slice(), &[b'x'; 128 * 1024]].concat()),
        ("many interim heads", interim),
    ];
    for (sentence, answer) in cases {
        let server = Loopback::answering(answer);
        assert_eq!(failure(&server.url()), Some(NetworkFailure::ResponseTooLarge), "{sentence}");
    }
}

#[test]
fn a_head_that_does_not_come_in_time_times_out() {
    let drip = |mut stream: TcpStream| {
        let request = read_request(&mut stream);
        let bytes = b"HTTP/1.1 200 OK\r\nX: ".iter().chain(iter::repeat(&b'x'));
        for &byte in bytes {
            if stream.write_all(&[byte]).is_err() {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        request
    };
    let silence = |mut stream: TcpStream| {
        let request = read_request(&mut stream);
        read_request(&mut stream);
        request
    };
    let cases = [("one byte at a time", Loopback::scripted(drip)), ("silence", Loopback::scripted(silence))];
    for (sentence, server) in cases {
        let start = Instant::now();
        let exchanged = get_with(ProbeOptions { head_timeout: PATIENCE, ..options() }, &server.url());
        assert_eq!(exchanged.answer.clone().err(), Some(NetworkFailure::TimedOut), "{sentence}");
        assert!(start.elapsed() < PATIENCE * 10, "{sentence}: {exchanged:?}");
    }
}

#[test]
fn a_body_that_does_not_come_in_time_fails_nothing() {
    let server = Loopback::scripted(|mut stream| {
        let request = read_request(&mut stream);
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata").unwrap();
        read_request(&mut stream);
        request
    });
    let exchanged = get_with(ProbeOptions { body_timeout: PATIENCE, ..options() }, &server.url());
    assert_eq!(exchanged.answer.unwrap().status, 200);
    let body = exchanged.detail.body;
    assert_eq!((body.bytes.as_slice(), body.end), (b"data".as_slice(), BodyEnd::NotInTime));
}

#[test]
fn no_timeout_is_too_long_and_none_too_short() {
    for (timeout, succeeds) in [(Duration::MAX, true), (Duration::ZERO, false)] {
        let server = Loopback::answering("HTTP/1.1 204 None\r\n\r\n");
        let url = server.url();
        let exchanged = get_with(
            ProbeOptions { connect_timeout: Duration::MAX, head_timeout: timeout, body_timeout: timeout, ..options() },
            &url,
        );
        assert_eq!(exchanged.answer.is_ok(), succeeds, "{timeout:?}: {exchanged:?}");
    }
    let exchanged = get_with(ProbeOptions { connect_timeout: Duration::ZERO, ..options() }, "http://127.0.0.1:9/");
    assert_eq!(exchanged.answer.err(), Some(NetworkFailure::TimedOut));
}

#[test]
fn an_answer_before_the_whole_request_is_read_counts() {
    let server = Loopback::scripted(|mut stream| {
        stream.peek(&mut [0]).unwrap();
        stream.write_all(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n").unwrap();
        read_request(&mut stream)
    });
    assert_eq!(get(&server.url()).answer.unwrap().status, 413);
}
