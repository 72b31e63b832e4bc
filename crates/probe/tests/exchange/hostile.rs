//! Servers that send without end, or hardly at all: an exchange with each ends in its bounds.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use preflight_engine::exchange::NetworkFailure;
use preflight_probe::{BodyEnd, DEFAULT_MAX_HEAD_BYTES, Exchanged, Probe, ProbeOptions};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::loopback::{Loopback, PATIENCE, get_with, options, read_request, request};
use crate::tls::Authority;

/// What a server that is written to without an end of it takes, and a kernel buffers.
const LONG_BEFORE_THE_TIMEOUT: Duration = Duration::from_secs(10);

const OK: &[u8] = b"HTTP/1.1 200 OK\r\n";
const CHUNKED: &[u8] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

/// Sends `first`, then `again` until the client has had enough.
fn flood(stream: &mut impl Write, first: &[u8], again: &[u8]) {
    let again = again.repeat(32 * 1024 / again.len() + 1);
    let mut send = || -> io::Result<()> {
        stream.write_all(first)?;
        loop {
            stream.write_all(&again)?;
        }
    };
    // It ends with the connection.
    let _ = send();
}

/// Sends `first`, then `again` every 10 ms until the client has had enough.
fn drip(stream: &mut impl Write, first: &[u8], again: &[u8]) {
    let mut sent = stream.write_all(first);
    while sent.is_ok() {
        thread::sleep(Duration::from_millis(10));
        sent = stream.write_all(again).and_then(|()| stream.flush());
    }
}

#[test]
fn what_comes_without_end_over_http_1_ends_at_a_limit() {
    use NetworkFailure::ResponseTooLarge;
    let cases: [(&str, &[u8], &[u8]); 5] = [
        ("interim heads", b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        ("interim heads with fields", b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"),
        ("lines", OK, b"a:\n"),
        ("one line", OK, b"a"),
        ("a folded line", OK, b" a\r\n"),
    ];
    for (sentence, first, again) in cases {
        let server = Loopback::scripted(move |mut stream| {
            let request = read_request(&mut stream);
            flood(&mut stream, first, again);
            request
        });
        let start = Instant::now();
        let exchanged = get_with(options(), &server.url());
        assert_eq!(exchanged.answer.err(), Some(ResponseTooLarge), "{sentence}: {:?}", exchanged.detail.explanation);
        assert!(start.elapsed() < LONG_BEFORE_THE_TIMEOUT, "{sentence}");
        assert!(exchanged.detail.response_head.bytes_with_secrets().len() < 128 * 1024, "{sentence}");
    }
}

#[test]
fn a_head_of_many_short_lines_is_too_large_although_its_bytes_are_few() {
    for (lines, is_read) in [(2000, true), (2100, false)] {
        let server = Loopback::answering([OK, &b"a:\n".repeat(lines), b"\n"].concat());
        assert_eq!(get_with(options(), &server.url()).answer.is_ok(), is_read, "{lines}");
    }
}

#[test]
fn a_few_interim_heads_come_before_a_response() {
    for (interim, is_read) in [(0, true), (64, true), (65, false)] {
        let heads = b"HTTP/1.1 102 Processing\r\n\r\n".repeat(interim);
        let server = Loopback::answering([&heads, b"HTTP/1.1 204 None\r\n\r\n".as_slice()].concat());
        assert_eq!(get_with(options(), &server.url()).answer.is_ok(), is_read, "{interim}");
    }
}

#[test]
fn a_body_without_end_is_cut_and_what_is_no_body_ends_the_reading() {
    use BodyEnd::{BrokenOff, CutAtLimit};
    let cases: [(&str, &[u8], &[u8], BodyEnd); 5] = [
        ("bytes", b"HTTP/1.1 200 OK\r\n\r\n", b"a", CutAtLimit),
        (
            "a length that no machine has",
            b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n",
            b"a",
            CutAtLimit,
        ),
        ("chunks of a byte", CHUNKED, b"1\r\na\r\n", CutAtLimit),
        ("chunks of a byte, each with an extension", CHUNKED, b"1;name=0123456789012345678901234\r\na\r\n", CutAtLimit),
        ("one extension", &[CHUNKED, b"1;"].concat(), b"x", BrokenOff),
    ];
    for (sentence, first, again, end) in cases {
        let (first, again) = (first.to_vec(), again.to_vec());
        let server = Loopback::scripted(move |mut stream| {
            let request = read_request(&mut stream);
            flood(&mut stream, &first, &again);
            request
        });
        let start = Instant::now();
        let exchanged = get_with(options(), &server.url());
        assert_eq!(exchanged.answer.expect(sentence).status, 200);
        assert_eq!(exchanged.detail.body.end, end, "{sentence}");
        assert!(exchanged.detail.body.bytes.len() <= 64 * 1024, "{sentence}");
        assert!(start.elapsed() < LONG_BEFORE_THE_TIMEOUT, "{sentence}");
    }
}

#[test]
fn no_phase_goes_on_beyond_the_whole_exchange() {
    let bounded = ProbeOptions { exchange_timeout: PATIENCE, ..options() };
    let cases: [(&str, &[u8], &[u8]); 4] = [
        ("a head, byte by byte", b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        ("interim heads, one by one", b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
        ("nothing", b"", b""),
        ("a body, byte by byte", b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
    ];
    for (sentence, first, again) in cases {
        let server = Loopback::scripted(move |mut stream| {
            let request = read_request(&mut stream);
            drip(&mut stream, first, again);
            request
        });
        let start = Instant::now();
        let _ = get_with(bounded.clone(), &server.url());
        assert!(start.elapsed() < PATIENCE * 10, "{sentence}");
    }
    let start = Instant::now();
    let server = Loopback::scripted(|mut stream| read_request(&mut stream));
    let head = request("GET", &server.url());
    let probe = Probe::new(options());
    assert_eq!(
        probe.exchange_within(Duration::ZERO, &head, None).unwrap().answer.err(),
        Some(NetworkFailure::TimedOut)
    );
    assert!(start.elapsed() < LONG_BEFORE_THE_TIMEOUT);
    // So that the script ends.
    drop(TcpStream::connect(server.address));
}

#[test]
fn a_handshake_that_never_ends_ends() {
    let quick = ProbeOptions { connect_timeout: PATIENCE, ..options() };
    // A record that says it is long, and never is; records that TLS 1.3 ignores; nothing.
    type Script = fn(&mut TcpStream);
    let cases: [(&str, Script, &[NetworkFailure]); 3] = [
        ("dripping", |stream| drip(stream, b"\x16\x03\x03\x40\x00", b"\x02"), &[NetworkFailure::TimedOut]),
        (
            "ignored records",
            |stream| flood(stream, b"", b"\x14\x03\x03\0\x01\x01"),
            &[NetworkFailure::TlsHandshake, NetworkFailure::ResponseTooLarge],
        ),
        (
            "silence",
            |stream| drop(stream.read(&mut [0; 1 << 16]).and_then(|_| stream.read(&mut [0]))),
            &[NetworkFailure::TimedOut],
        ),
    ];
    for (sentence, script, expected) in cases {
        let server = Loopback::scripted(move |mut stream| {
            script(&mut stream);
            Vec::new()
        });
        let start = Instant::now();
        let exchanged = get_with(quick.clone(), &format!("https://{}/", server.address));
        let failure = exchanged.answer.expect_err(sentence);
        assert!(expected.contains(&failure), "{sentence}: {failure:?} {:?}", exchanged.detail.explanation);
        assert!(start.elapsed() < PATIENCE * 10, "{sentence}");
    }
}

/// A frame of HTTP/2 ([RFC 9113 section 4.1](https://www.rfc-editor.org/rfc/rfc9113#section-4.1)).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a small payload").to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// A field as HPACK writes it, kept in the dynamic table or not.
fn field(representation: u8, name: &str, value: &[u8]) -> Vec<u8> {
    let name_length = u8::try_from(name.len()).expect("a short name");
    let value_length = match value.len() {
        length @ 0..127 => vec![u8::try_from(length).expect("short")],
        length => {
            let rest = length - 127;
            vec![127, u8::try_from(rest % 128).expect("seven bits") | 128, u8::try_from(rest / 128).expect("short")]
        }
    };
    [&[representation, name_length], name.as_bytes(), &value_length, value].concat()
}

/// What is sent, what is sent without end after it, and what may come of it.
type Flood = (&'static str, Vec<u8>, Vec<u8>, &'static [NetworkFailure]);

const NOT_KEPT: u8 = 0x00;
const KEPT: u8 = 0x40;
const END_HEADERS: u8 = 4;

fn status(code: &str) -> Vec<u8> {
    field(NOT_KEPT, ":status", code.as_bytes())
}

/// Speaks frames over TLS: settings, `first`, then `again` as `send` does.
fn over_http2(
    options: ProbeOptions,
    first: Vec<u8>,
    again: Vec<u8>,
    send: fn(&mut StreamOwned<ServerConnection, TcpStream>, &[u8], &[u8]),
) -> Exchanged {
    let authority = Authority::new();
    let config: Arc<ServerConfig> = authority.certify_for("localhost", 2100, &[b"h2"]);
    let server = Loopback::scripted(move |stream| {
        let mut stream = StreamOwned::new(ServerConnection::new(config).expect("a session"), stream);
        let settings = [frame(4, 0, 0, b""), frame(4, 1, 0, b"")].concat();
        if stream.write_all(&settings).and_then(|()| stream.flush()).is_ok() {
            // A frame for a stream that the client has not opened yet would be a mistake, and a dull one.
            let mut seen = Vec::new();
            let mut buffer = [0; 4096];
            while !seen.windows(5).any(|bytes| bytes == [1, 5, 0, 0, 0]) {
                match stream.read(&mut buffer) {
                    Ok(length) if length > 0 => seen.extend_from_slice(&buffer[..length]),
                    _ => return seen,
                }
            }
            send(&mut stream, &first, &again);
        }
        Vec::new()
    });
    let url = format!("https://localhost:{}/", server.address.port());
    get_with(ProbeOptions { extra_roots: authority.roots(), ..options }, &url)
}

#[test]
fn what_comes_without_end_over_http2_ends_at_a_limit() {
    use NetworkFailure::{ConnectionClosed, InvalidResponse, ResponseTooLarge};
    let interim = frame(1, END_HEADERS, 1, &status("103"));
    let kept = frame(1, END_HEADERS, 1, &[status("103"), field(KEPT, "x", &[b'a'; 3900])].concat());
    let many_fields = frame(1, END_HEADERS, 1, &[status("103"), vec![0xbe; 7000]].concat());
    let kept_empty = frame(1, END_HEADERS, 1, &[status("103"), field(KEPT, "x", b"")].concat());
    let large_fields = frame(1, END_HEADERS, 1, &[status("103"), vec![0xbe; 60]].concat());
    let open_head = frame(1, 0, 1, &status("200"));
    let continued = field(NOT_KEPT, "x-filler", &[b'a'; 100]).repeat(100);
    let cases: [Flood; 17] = [
        ("interim heads", Vec::new(), interim, &[ResponseTooLarge]),
        ("interim heads of fields that a byte names", kept, large_fields, &[ResponseTooLarge, InvalidResponse]),
        ("interim heads of many fields", kept_empty, many_fields, &[ResponseTooLarge, InvalidResponse]),
        ("SETTINGS", Vec::new(), frame(4, 0, 0, b""), &[ResponseTooLarge]),
        ("SETTINGS that are acknowledged", Vec::new(), frame(4, 1, 0, b""), &[InvalidResponse]),
        ("PING", Vec::new(), frame(6, 0, 0, b"12345678"), &[ResponseTooLarge]),
        ("PING that is acknowledged", Vec::new(), frame(6, 1, 0, b"12345678"), &[ResponseTooLarge]),
        ("WINDOW_UPDATE", Vec::new(), frame(8, 0, 1, &[0, 0, 0, 1]), &[ResponseTooLarge]),
        (
            "WINDOW_UPDATE beyond any window",
            Vec::new(),
            frame(8, 0, 1, &[0x7f; 4]),
            &[ResponseTooLarge, InvalidResponse],
        ),
        ("PRIORITY", Vec::new(), frame(2, 0, 1, &[0, 0, 0, 3, 1]), &[ResponseTooLarge]),
        ("RST_STREAM of our stream", Vec::new(), frame(3, 0, 1, &[0, 0, 0, 8]), &[ConnectionClosed]),
        ("frames of no known type", Vec::new(), frame(0xfa, 0, 0, b""), &[ResponseTooLarge]),
        ("GOAWAY", Vec::new(), frame(7, 0, 0, &[0, 0, 0, 1, 0, 0, 0, 0]), &[ResponseTooLarge, ConnectionClosed]),
        ("PUSH_PROMISE", Vec::new(), frame(5, END_HEADERS, 1, &[0, 0, 0, 2, 0x82, 0x84, 0x87]), &[InvalidResponse]),
        ("empty CONTINUATION", open_head.clone(), frame(9, 0, 1, b""), &[ResponseTooLarge]),
        ("CONTINUATION", open_head, frame(9, 0, 1, &continued), &[ResponseTooLarge, InvalidResponse]),
        ("DATA before a head", Vec::new(), frame(0, 0, 1, b""), &[InvalidResponse]),
    ];
    for (sentence, first, again, expected) in cases {
        let start = Instant::now();
        let exchanged = over_http2(options(), first, again, flood);
        let failure = exchanged.answer.expect_err(sentence);
        assert!(expected.contains(&failure), "{sentence}: {failure:?} {:?}", exchanged.detail.explanation);
        assert!(start.elapsed() < LONG_BEFORE_THE_TIMEOUT, "{sentence}: {:?}", start.elapsed());
    }
}

#[test]
fn a_head_of_many_fields_is_too_large_over_http2_as_well() {
    // HTTP/2 counts 32 bytes for each field.
    let roomy = ProbeOptions { max_head_bytes: DEFAULT_MAX_HEAD_BYTES, ..options() };
    for (fields, is_read) in [(2000, true), (2100, false)] {
        let block = [status("204"), field(KEPT, "x", b""), vec![0xbe; fields - 1]].concat();
        let exchanged = over_http2(roomy.clone(), frame(1, END_HEADERS | 1, 1, &block), frame(6, 1, 0, &[0; 8]), drip);
        assert_eq!(exchanged.answer.is_ok(), is_read, "{fields}: {:?}", exchanged.detail.explanation);
    }
}

#[test]
fn a_few_interim_heads_come_before_a_response_over_http2() {
    for (interim, is_read) in [(0, true), (64, true), (65, false)] {
        let heads = frame(1, END_HEADERS, 1, &status("102")).repeat(interim);
        let first = [heads, frame(1, END_HEADERS | 1, 1, &status("204"))].concat();
        let exchanged = over_http2(options(), first, frame(6, 1, 0, &[0; 8]), drip);
        assert_eq!(exchanged.answer.is_ok(), is_read, "{interim}: {:?}", exchanged.detail.explanation);
    }
}

#[test]
fn frames_in_a_body_are_bounded_and_fail_nothing() {
    let head = frame(1, END_HEADERS, 1, &status("200"));
    for (sentence, again) in [
        ("empty", frame(0, 0, 1, b"")),
        ("of a byte", frame(0, 0, 1, b"x")),
        ("padded", frame(0, 8, 1, &[255; 256])),
        ("others", frame(6, 1, 0, &[0; 8])),
        ("large", frame(0, 0, 1, &[b'x'; 16_000])),
    ] {
        let start = Instant::now();
        let exchanged = over_http2(options(), head.clone(), again, flood);
        assert_eq!(exchanged.answer.expect(sentence).status, 200);
        assert!(matches!(exchanged.detail.body.end, BodyEnd::CutAtLimit | BodyEnd::BrokenOff), "{sentence}");
        assert!(start.elapsed() < LONG_BEFORE_THE_TIMEOUT, "{sentence}: {:?}", start.elapsed());
    }
}

#[test]
fn http2_that_drips_ends_with_its_phase() {
    let quick = ProbeOptions { head_timeout: PATIENCE, ..options() };
    let cases = [
        ("PING", frame(6, 0, 0, b"12345678")),
        ("interim heads", frame(1, END_HEADERS, 1, &status("102"))),
        ("half of a frame", vec![0]),
    ];
    for (sentence, again) in cases {
        let start = Instant::now();
        let exchanged = over_http2(quick.clone(), Vec::new(), again, drip);
        assert!(exchanged.answer.is_err(), "{sentence}");
        assert!(start.elapsed() < PATIENCE * 10, "{sentence}: {:?}", start.elapsed());
    }
}
