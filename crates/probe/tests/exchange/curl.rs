//! The command line for curl, as a real shell reads it.

#![cfg(unix)]

use std::process::{Command, Stdio};

use preflight_probe::to_curl;

use crate::loopback::request;

type Fields = &'static [(&'static [u8], &'static [u8])];
type Body = Option<&'static [u8]>;

/// The arguments that a shell hands to curl, each followed by a NUL, and what curl reads from its standard input.
fn run_to_bytes(command_line: &str) -> Vec<u8> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; cat; }}; {command_line}");
    let output = Command::new("sh").args(["-c", &script]).stdin(Stdio::null()).output().expect("a shell runs");
    assert!(output.status.success() && output.stderr.is_empty(), "{command_line}: {output:?}");
    output.stdout
}

fn run(command_line: &str) -> Vec<Vec<u8>> {
    run_to_bytes(command_line).split(|&byte| byte == 0).map(<[u8]>::to_vec).collect()
}

fn shown(bytes: &[u8]) -> String {
    str::from_utf8(bytes).map_or_else(|_| bytes.escape_ascii().to_string(), str::to_owned)
}

#[test]
fn a_shell_hands_over_every_byte() {
    let cases: [(&str, &str, Fields, Body, &str); 11] = [
        ("a plain request", "GET", &[], None, "-i|-X|GET"),
        ("HEAD", "HEAD", &[(b"A", b"1")], None, "--head|-H|A: 1"),
        ("quotes", "G'T", &[(b"A", b"'; rm ~ #\"$(x)`y`\\")], None, "-i|-X|G'T|-H|A: '; rm ~ #\"$(x)`y`\\"),
        ("no UTF-8", "GET", &[(b"-A", b"\xff%s\\\t'7")], None, r"-i|-X|GET|-H|-A: \xff%s\\\t\'7"),
        ("an empty value", "GET", &[(b"A", b"")], None, "-i|-X|GET|-H|A;"),
        ("a secret", "GET", &[(b"authorization", b"hidden")], None, "-i|-X|GET|-H|authorization: …"),
        ("a secret that is no UTF-8", "GET", &[(b"Cookie", b"\xff")], None, "-i|-X|GET|-H|Cookie: …"),
        (
            "a body",
            "PUT",
            &[(b"Content-Type", b"text/plain")],
            Some(b"it's 100% \xc3\xbc"),
            "-i|-X|PUT|-H|Content-Type: text/plain|--data-binary|it's 100% ü",
        ),
        ("a body without a type", "PUT", &[], Some(b"x"), "-i|-X|PUT|-H|Content-Type:|--data-binary|x"),
        ("an announced body", "POST", &[], None, "-i|-X|POST|-H|Content-Type:|--data-binary|"),
        ("a body like a file", "PUT", &[], Some(b"@/etc/x"), "-i|-X|PUT|-H|Content-Type:|--data-raw|@/etc/x"),
    ];
    for (sentence, method, fields, body, expected) in cases {
        let mut request = request(method, "http://api.example/a?b=c&d='e'");
        request.headers = fields.iter().copied().collect();
        request.has_body = body.is_some();
        let command_line = to_curl(&request, body).expect(sentence);
        let words: Vec<_> = run(&command_line).iter().map(|word| shown(word)).collect();
        // After the URL comes what was piped: nothing.
        assert_eq!(words.join("|"), format!("{expected}|http://api.example/a?b=c&d=%27e%27|"), "{sentence}");
    }
}

#[test]
fn a_body_of_any_bytes_is_piped_and_stays_on_one_line() {
    let every_byte: Vec<u8> = (0..=255).collect();
    for body in [b"--\xff'%d\\n\r\n1\n".as_slice(), b"\x007", &every_byte] {
        let mut request = request("PUT", "http://api.example/");
        request.has_body = true;
        let command_line = to_curl(&request, Some(body)).unwrap();
        assert!(!command_line.contains(char::is_control), "{command_line}");
        let output = run_to_bytes(&command_line);
        let words = b"-i\0-X\0PUT\0-H\0Content-Type:\0--data-binary\0@-\0http://api.example/\0";
        assert_eq!(shown(&output), shown(&[words, body].concat()), "{command_line}");
    }
}

#[test]
fn the_url_is_the_one_that_is_sent() {
    let cases = [
        ("userinfo and fragment stay away", "http://me:secret@api.example/#top", vec!["http://api.example/"]),
        (
            "curl expands no brackets",
            "http://[::1]:8080/{a,b}[1-9]?{c}",
            vec!["--globoff", "http://[::1]:8080/%7Ba,b%7D[1-9]?{c}"],
        ),
    ];
    for (sentence, url, expected) in cases {
        let command_line = to_curl(&request("GET", url), None).expect(sentence);
        let words: Vec<_> = run(&command_line).into_iter().map(|word| String::from_utf8(word).unwrap()).collect();
        assert_eq!(words[3..words.len() - 1], expected, "{sentence}: {command_line}");
    }
}
