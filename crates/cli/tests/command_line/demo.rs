//! `preflight demo`: its servers answer to their own names and to no other, over real sockets.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::run::preflight;

/// A demo that is stopped when the test ends, with the address of each server.
struct Demo {
    child: Child,
    addresses: Vec<(String, String)>,
}

impl Demo {
    fn start() -> Self {
        let mut command = preflight();
        command.args(["demo", "--port", "0"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the binary runs");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let row = |line: String| {
            let (name, rest) = line.split_once("http://")?;
            let address = rest.split([' ', '/']).next()?;
            Some((name.trim().to_owned(), address.to_owned()))
        };
        // The banner is read to its end: a pipe that closes before would end the demo.
        let banner = out.lines().map_while(Result::ok).take_while(|line| !line.contains("Ctrl-C"));
        let addresses = banner.filter_map(row).collect();
        Self { child, addresses }
    }

    fn address(&self, server: &str) -> &str {
        let of_server = self.addresses.iter().find(|(name, _)| name == server);
        &of_server.unwrap_or_else(|| panic!("no {server} in {:?}", self.addresses)).1
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn ask(address: &str, head: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    write!(stream, "{head}\r\n\r\n").expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the server answers");
    answer
}

/// What each server has at this path when it is asked by its name.
const SERVERS: [(&str, &str, &str); 3] = [
    ("page", "/scenarios", "trailing-slash"),
    ("API", "/todos", "read the console"),
    ("by hand", "/trailing-slash/todos", "read the console"),
];

fn refuses_foreign_names(demo: &Demo, server: &str, path: &str, secret: &str) {
    let address = demo.address(server);
    let port = address.rsplit(':').next().expect("a port");
    let foreign = [
        format!("GET {path} HTTP/1.1\r\nHost: rebound.example:{port}"),
        format!("GET {path} HTTP/1.1\r\nHost: rebound.example"),
        format!("GET {path} HTTP/1.0\r\nHost: rebound.example:{port}"),
        format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:1"),
        format!("GET {path} HTTP/1.1\r\nHost: localhost.rebound.example:{port}"),
        format!("GET {path} HTTP/1.1\r\nHost: 0.0.0.0:{port}"),
        format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nHost: rebound.example"),
        format!("GET http://rebound.example:{port}{path} HTTP/1.1\r\nHost: {address}"),
        format!(
            "OPTIONS {path} HTTP/1.1\r\nHost: rebound.example:{port}\r\nOrigin: http://{}\r\nAccess-Control-Request-Method: PUT",
            demo.address("page")
        ),
        format!("PUT /todos/1 HTTP/1.1\r\nHost: rebound.example:{port}\r\nContent-Length: 0"),
    ];
    for head in foreign {
        let answer = ask(address, &format!("{head}\r\nConnection: close"));
        assert!(
            answer.starts_with("HTTP/1.1 421 ") || answer.starts_with("HTTP/1.0 421 "),
            "{server}: {head}: {answer}"
        );
        assert!(!answer.contains(secret) && !answer.contains("rebound"), "{server}: {head}: {answer}");
        assert!(!answer.to_ascii_lowercase().contains("access-control-"), "{server}: {head}: {answer}");
    }
}

#[test]
fn every_server_answers_to_its_own_name_and_no_other() {
    let demo = Demo::start();
    for (server, path, content) in SERVERS {
        let address = demo.address(server);
        let answer = ask(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close"));
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains(content), "{server}: {answer}");
        refuses_foreign_names(&demo, server, path, content);
    }
}

#[test]
fn the_servers_that_pages_call_have_the_name_localhost_too() {
    let demo = Demo::start();
    for (server, path, content) in &SERVERS[1..] {
        let address = demo.address(server);
        let by_name = address.replace("127.0.0.1", "localhost");
        for head in
            [format!("GET {path} HTTP/1.1\r\nHost: {by_name}\r\nConnection: close"), format!("GET {path} HTTP/1.0")]
        {
            let answer = ask(address, &head);
            assert!(answer.contains(" 200 ") && answer.contains(content), "{server}: {head}: {answer}");
        }
    }
}

#[test]
fn a_refusal_says_why_and_what_to_do() {
    let demo = Demo::start();
    let address = demo.address("API");
    let answer = ask(address, "GET /todos HTTP/1.1\r\nHost: rebound.example");
    assert!(answer.contains("for another host") && answer.contains(&format!("Open http://{address}/")), "{answer}");
}

/// It is the gateway of `serve`, which knows this machine by any port: somebody may forward one to it.
#[test]
fn the_gateway_answers_to_the_names_of_this_machine_only() {
    let demo = Demo::start();
    let address = demo.address("gateway");
    for (host, status) in [
        (address, "200"),
        ("localhost:1", "200"),
        ("rebound.example", "421"),
        ("0.0.0.0", "421"),
        ("127.0.0.1.rebound.example", "421"),
    ] {
        let answer = ask(address, &format!("GET /todos HTTP/1.1\r\nHost: {host}\r\nConnection: close"));
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{host}: {answer}");
        assert_eq!(answer.contains("read the console"), status == "200", "{host}: {answer}");
    }
    let twice = ask(address, "GET /todos HTTP/1.1\r\nHost: localhost\r\nHost: rebound.example\r\nConnection: close");
    assert!(twice.starts_with("HTTP/1.1 400 "), "{twice}");
}
