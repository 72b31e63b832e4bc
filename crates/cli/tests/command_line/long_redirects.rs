//! Servers that redirect to URLs of hundreds of kilobytes.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use crate::run::run;

/// A server that redirects every request to another path of 200 KB, which everybody may follow. `separator` stands in the
/// path again and again.
fn redirecting(separator: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for (number, client) in listener.incoming().flatten().enumerate() {
            let mut client = client;
            let mut head = Vec::new();
            let mut buffer = [0; 64 * 1024];
            while !head.ends_with(b"\r\n\r\n") {
                match client.read(&mut buffer) {
                    Ok(0) | Err(_) => break,
                    Ok(read) => head.extend_from_slice(&buffer[..read]),
                }
            }
            let path = format!("aaaaaaaa{separator}").repeat(200_000 / (8 + separator.len()));
            let answer = format!(
                "HTTP/1.1 302 Found\r\nAccess-Control-Allow-Origin: *\r\nLocation: /{number}/{path}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            let _ = client.write_all(answer.as_bytes());
        }
    });
    url
}

#[test]
fn long_urls_take_neither_long_nor_much_room() {
    for (sentence, separator) in [("one word", "/"), ("many words", " "), ("escapes", "%2e%2e/")] {
        let url = redirecting(separator);
        for arguments in [&["--quick"][..], &["-v"]] {
            let began = Instant::now();
            let said =
                run(&[&["check", &url, "--origin", "http://localhost:3000", "--max-time", "10"], arguments].concat());
            assert_eq!(said.code, 1, "{sentence}: {}", said.err);
            assert!(began.elapsed() < Duration::from_secs(60), "{sentence}: {:?}", began.elapsed());
            assert!(said.out.len() < 1_000_000, "{sentence} {arguments:?}: {} bytes", said.out.len());
            let longest = said.out.lines().map(str::len).max().unwrap_or_default();
            assert!(longest < 20_000, "{sentence} {arguments:?}: a line of {longest} bytes");
        }
    }
}
