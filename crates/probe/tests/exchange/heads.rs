//! Response heads as servers really send them.

use preflight_engine::exchange::NetworkFailure;
use preflight_probe::{BodyEnd, ProbeOptions};

use crate::loopback::{Loopback, get, get_with, options};

type Fields = &'static [(&'static [u8], &'static [u8])];

#[test]
fn a_head_is_read_as_browsers_read_it() {
    let cases: [(&str, &[u8], u16, Fields); 15] = [
        ("a plain head", b"HTTP/1.1 200 OK\r\nX: 1\r\n\r\n", 200, &[(b"X", b"1")]),
        (
            "repeated fields stay apart and in order",
            b"HTTP/1.1 200 OK\r\nACAO: a\r\nX: 1\r\nacao: b\r\n\r\n",
            200,
            &[(b"ACAO", b"a"), (b"X", b"1"), (b"acao", b"b")],
        ),
        ("lines may end with LF", b"HTTP/1.1 200 OK\nX: 1\nY: 2\n\n", 200, &[(b"X", b"1"), (b"Y", b"2")]),
        ("line ends may be mixed", b"HTTP/1.1 200 OK\nX: 1\r\nY: 2\n\r\n", 200, &[(b"X", b"1"), (b"Y", b"2")]),
        (
            "folded lines are joined by a space",
            b"HTTP/1.1 200 OK\r\nX: 1 \r\n \t 2\r\n\t3\r\nY: 4\r\n\r\n",
            200,
            &[(b"X", b"1 2 3"), (b"Y", b"4")],
        ),
        ("a fold after an empty value", b"HTTP/1.1 200 OK\r\nX:\r\n 1\r\n\r\n", 200, &[(b"X", b"1")]),
        ("a fold under the status line is ignored", b"HTTP/1.1 200 OK\r\n X: 1\r\nY: 2\r\n\r\n", 200, &[(b"Y", b"2")]),
        ("any three digits are a status", b"HTTP/1.1 699 Odd\r\n\r\n", 699, &[]),
        ("the reason may be missing", b"HTTP/1.1 404\r\n\r\n", 404, &[]),
        ("HTTP/1.0 is HTTP", b"HTTP/1.0 200 OK\r\n\r\n", 200, &[]),
        (
            "interim heads are skipped",
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX: 0\r\n\r\nHTTP/1.1 204 None\r\nX: 1\r\n\r\n",
            204,
            &[(b"X", b"1")],
        ),
        (
            "a space before the colon stays in the name",
            b"HTTP/1.1 200 OK\r\nACAO : *\r\n\r\n",
            200,
            &[(b"ACAO ", b"*")],
        ),
        ("eight-bit bytes stay", b"HTTP/1.1 200 \xfc\r\nX: \x80\xff\xe9\r\n\r\n", 200, &[(b"X", b"\x80\xff\xe9")]),
        (
            "only SP and HTAB are trimmed",
            b"HTTP/1.1 200 OK\r\nX: \t 1\x0b \t\r\nY:\r\nZ: a\rb\r\n\r\n",
            200,
            &[(b"X", b"1\x0b"), (b"Y", b""), (b"Z", b"a\rb")],
        ),
        (
            "lines that are no fields are ignored",
            b"HTTP/1.1 200 OK\r\nnonsense\r\n: no name\r\nX: a:b\r\n\r\n",
            200,
            &[(b"X", b"a:b")],
        ),
    ];
    for (sentence, answer, status, fields) in cases {
        let server = Loopback::answering(answer);
        let head = get(&server.url()).answer.expect(sentence);
        assert_eq!(head.status, status, "{sentence}");
        assert_eq!(head.headers.iter().collect::<Vec<_>>(), fields, "{sentence}");
    }
}

#[test]
fn what_browsers_drop_is_an_invalid_response() {
    let cases: [(&str, &[u8], &str); 9] = [
        ("a NUL in a value", b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", "NUL"),
        ("a NUL in a name", b"HTTP/1.1 200 OK\r\nX\0: a\r\n\r\n", "NUL"),
        ("four digits", b"HTTP/1.1 1000 OK\r\n\r\n", "status code"),
        ("no status code", b"HTTP/1.1 OK\r\n\r\n", "status code"),
        ("an HTTP/0.9 answer", b"<p>hello</p>", "<p>hello</p>"),
        ("a short one", b"hi", "hi"),
        ("another protocol", b"SSH-2.0-OpenSSH_9.9\r\n", "SSH-2.0"),
        ("a switch of protocols that nobody asked for", b"HTTP/1.1 101 Switching Protocols\r\n\r\n", "status 101"),
        ("HTTP/2 frames", b"\0\0\x12\x04\0\0\0\0\0", "not HTTP"),
    ];
    for (sentence, answer, explanation) in cases {
        let server = Loopback::answering(answer);
        let exchanged = get(&server.url());
        assert_eq!(exchanged.answer.clone().err(), Some(NetworkFailure::InvalidResponse), "{sentence}");
        assert_eq!(exchanged.detail.response_head.bytes_with_secrets(), answer, "{sentence}");
        let words = exchanged.detail.explanation.unwrap();
        assert!(words.contains(explanation), "{sentence}: {words}");
    }
}

#[test]
fn the_detail_holds_the_raw_head_and_the_body_and_shows_no_secret() {
    let head =
        b"HTTP/1.1 103 Hints\r\n\r\nhttp/1.1 200 OK\r\nSet-Cookie: id=hidden\r\nTransfer-Encoding: chunked\r\n\r\n";
    let server = Loopback::answering([head.as_slice(), b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"].concat());
    let exchanged = get(&server.url());
    let shown = format!("{exchanged:?} {}", exchanged.detail.response_head);
    assert!(!shown.contains("hidden") && shown.contains("Set-Cookie: …"), "{shown}");
    let detail = exchanged.detail;
    assert_eq!(detail.response_head.bytes_with_secrets(), head);
    assert_eq!(detail.http_version.as_deref(), Some("1.1"));
    assert_eq!((detail.body.bytes.as_slice(), detail.body.end), (b"hello world".as_slice(), BodyEnd::Complete));
    assert!(detail.elapsed.resolve.is_some() && detail.elapsed.connect.is_some());
    assert!(detail.elapsed.first_byte.is_some() && detail.elapsed.tls.is_none());
    assert_eq!(detail.explanation, None);
}

#[test]
fn no_more_of_a_body_is_kept_than_was_asked_for() {
    let cases = [(0, "", BodyEnd::NotRead), (3, "hel", BodyEnd::CutAtLimit), (9, "hello", BodyEnd::Complete)];
    for (max_body_bytes, kept, end) in cases {
        let server = Loopback::answering("HTTP/1.1 500 Oops\r\n\r\nhello");
        let body = get_with(ProbeOptions { max_body_bytes, ..options() }, &server.url()).detail.body;
        assert_eq!((body.bytes.as_slice(), body.end), (kept.as_bytes(), end), "{max_body_bytes} bytes");
    }
}
