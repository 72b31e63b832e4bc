//! What is sent, byte for byte, and what is not.

use preflight_engine::header_list::HeaderList;
use preflight_probe::{InvalidRequest, Probe};

use crate::loopback::{Loopback, options, request};

const NO_CONTENT: &str = "HTTP/1.1 204 None\r\n\r\n";

type Fields = &'static [(&'static [u8], &'static [u8])];
type Body = Option<&'static [u8]>;

#[test]
fn a_request_is_written_as_given() {
    let cases: [(&str, &str, Fields, Body, &[u8]); 9] = [
        (
            "the target is path and query, without the fragment",
            "GET /a%20b?c=d&e#f",
            &[],
            None,
            b"GET /a%20b?c=d&e HTTP/1.1\r\nHost: {host}\r\nUser-Agent: probe-test\r\nConnection: close\r\n\r\n",
        ),
        (
            "fields go in order, spelt as given, with every byte",
            "OPTIONS /",
            &[(b"Origin", b"null"), (b"x-b", b"\xff\x80\t1"), (b"X-B", b"")],
            None,
            b"OPTIONS / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: probe-test\r\nOrigin: null\r\nx-b: \xff\x80\t1\r\nX-B: \r\n\
              Connection: close\r\n\r\n",
        ),
        (
            "a method of one's own keeps its case",
            "pAtCh /",
            &[],
            None,
            b"pAtCh / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: probe-test\r\nConnection: close\r\n\r\n",
        ),
        (
            "a body has its length and every byte",
            "PUT /",
            &[(b"Content-Type", b"text/plain")],
            Some(b"a\0\r\n\xff"),
            b"PUT / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: probe-test\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\
              Connection: close\r\n\r\na\0\r\n\xff",
        ),
        (
            "any method may have a body",
            "DELETE /",
            &[],
            Some(b"x"),
            b"DELETE / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: probe-test\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx",
        ),
        (
            "POST without a body says so",
            "POST /",
            &[],
            None,
            b"POST / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: probe-test\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        ),
        (
            "so does PATCH",
            "PATCH /",
            &[],
            None,
            b"PATCH / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: probe-test\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        ),
        (
            "DELETE without a body says nothing",
            "DELETE /",
            &[],
            None,
            b"DELETE / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: probe-test\r\nConnection: close\r\n\r\n",
        ),
        (
            "a caller's User-Agent and Host replace the probe's",
            "GET /",
            &[(b"user-agent", b"mine"), (b"host", b"api.example")],
            None,
            b"GET / HTTP/1.1\r\nuser-agent: mine\r\nhost: api.example\r\nConnection: close\r\n\r\n",
        ),
    ];
    for (sentence, method_and_target, fields, body, expected) in cases {
        let (method, target) = method_and_target.split_once(' ').unwrap();
        let server = Loopback::answering(NO_CONTENT);
        let host = server.address.to_string();
        let mut request = request(method, &format!("http://user:password@{host}{target}"));
        request.headers = fields.iter().copied().collect();
        request.has_body = body.is_some();
        let exchanged = Probe::new(options()).exchange(&request, body).expect(sentence);
        assert_eq!(exchanged.answer.as_ref().expect(sentence).status, 204, "{sentence}");
        let received = server.received();
        assert_eq!(shown(&received), shown(expected).replace("{host}", &host), "{sentence}");
        let head = exchanged.detail.request_head.bytes_with_secrets();
        assert_eq!([head, body.unwrap_or_default()].concat(), received, "{sentence}");
    }
}

#[test]
fn a_body_goes_only_with_the_request_that_has_one() {
    let server = Loopback::answering(NO_CONTENT);
    let preflight = request("OPTIONS", &server.url());
    Probe::new(options()).exchange(&preflight, Some(b"for the request after it")).unwrap().answer.unwrap();
    assert!(server.received().ends_with(b"Connection: close\r\n\r\n"));
}

#[test]
fn secrets_are_sent_but_not_shown() {
    let server = Loopback::answering(NO_CONTENT);
    let mut request = request("GET", &server.url());
    let secrets = ["Authorization", "COOKIE", "proxy-authorization"];
    request.headers = HeaderList::from_iter(secrets.map(|name| (name, "hidden")));
    let exchanged = Probe::new(options()).exchange(&request, None).unwrap();
    assert_eq!(shown(&server.received()).matches("hidden").count(), 3);
    let text = format!("{exchanged:?} {}", exchanged.detail.request_head);
    assert!(!text.contains("hidden") && text.contains("COOKIE: …"), "{text}");
}

#[test]
fn what_would_be_another_request_is_refused_before_it_is_sent() {
    use InvalidRequest::{
        FieldOfTheConnection, HeaderNameNotToken, HeaderValueNotOneLine, MethodNotToken, SchemeNotHttp,
    };
    let url = "http://127.0.0.1:9/";
    let cases: [(&str, &str, &str, Fields, InvalidRequest); 13] = [
        ("another scheme", "GET", "ftp://host/", &[], SchemeNotHttp("ftp".to_owned())),
        ("no method", "", url, &[], MethodNotToken(vec![])),
        ("a method with a space", "GET /x", url, &[], MethodNotToken(b"GET /x".to_vec())),
        ("a method with a line end", "GET\r\n", url, &[], MethodNotToken(b"GET\r\n".to_vec())),
        ("no name", "GET", url, &[(b"", b"1")], HeaderNameNotToken(vec![])),
        ("a name with a colon", "GET", url, &[(b"a:b", b"1")], HeaderNameNotToken(b"a:b".to_vec())),
        ("a name with a line end", "GET", url, &[(b"a\n", b"1")], HeaderNameNotToken(b"a\n".to_vec())),
        ("a name that folds", "GET", url, &[(b" a", b"1")], HeaderNameNotToken(b" a".to_vec())),
        ("a value with CR", "GET", url, &[(b"a", b"1\r")], HeaderValueNotOneLine(b"a".to_vec())),
        ("a value with LF", "GET", url, &[(b"a", b"1\n2")], HeaderValueNotOneLine(b"a".to_vec())),
        ("a value with NUL", "GET", url, &[(b"a", b"\0")], HeaderValueNotOneLine(b"a".to_vec())),
        ("a length", "GET", url, &[(b"content-length", b"1")], FieldOfTheConnection(b"content-length".to_vec())),
        ("a coding", "GET", url, &[(b"Transfer-Encoding", b"x")], FieldOfTheConnection(b"Transfer-Encoding".to_vec())),
    ];
    for (sentence, method, url, fields, expected) in cases {
        let mut request = request(method, url);
        request.headers = fields.iter().copied().collect();
        let refused = Probe::new(options()).exchange(&request, None).expect_err(sentence);
        assert_eq!(refused, expected, "{sentence}");
        assert_eq!(preflight_probe::to_curl(&request, None), Err(expected), "{sentence}");
        assert!(!refused.to_string().contains(['\r', '\n', '\0']), "{refused}");
    }
}

#[test]
fn a_user_agent_is_one_line_too() {
    let options = preflight_probe::ProbeOptions { user_agent: "a\r\nb: c".to_owned(), ..options() };
    let refused = Probe::new(options).exchange(&request("GET", "http://127.0.0.1:9/"), None);
    assert_eq!(refused.err(), Some(InvalidRequest::HeaderValueNotOneLine(b"User-Agent".to_vec())));
}

fn shown(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string()
}
