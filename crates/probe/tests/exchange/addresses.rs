//! Hosts with more than one address, and addresses instead of names.

use std::io::Write;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

use preflight_engine::exchange::NetworkFailure;
use preflight_probe::AddressOutcome;

use crate::loopback::{Loopback, get, read_request};

fn no_content(address: &str) -> Option<Loopback> {
    Loopback::at(address, |mut stream| {
        let request = read_request(&mut stream);
        stream.write_all(b"HTTP/1.1 204 None\r\n\r\n").unwrap();
        request
    })
}

#[test]
fn localhost_is_both_loopback_addresses_and_each_is_reported() {
    // Whoever has no IPv6 loopback still has the other half of this test.
    for address in ["127.0.0.1:0", "[::1]:0"] {
        let Some(server) = no_content(address) else { continue };
        let exchanged = get(&format!("http://localhost:{}/", server.address.port()));
        assert_eq!(exchanged.answer.expect(address).status, 204);
        let attempts = exchanged.detail.addresses;
        let outcome = |of| attempts.iter().find(|attempt| attempt.address.ip() == of).map(|found| &found.outcome);
        assert_eq!(outcome(server.address.ip()), Some(&AddressOutcome::Connected), "{attempts:?}");
        for loopback in [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()] {
            let is_reported = match outcome(loopback) {
                Some(AddressOutcome::Connected) => loopback == server.address.ip(),
                Some(AddressOutcome::Failed(_, words)) => !words.is_empty(),
                Some(AddressOutcome::NotTried) => true,
                None => false,
            };
            assert!(is_reported, "{loopback}: {attempts:?}");
        }
    }
}

#[test]
fn a_name_below_localhost_needs_no_resolver() {
    for (name, host) in [("app.localhost", "app.localhost"), ("B\u{fc}cher.localhost", "xn--bcher-kva.localhost")] {
        let server = no_content("127.0.0.1:0").unwrap();
        let port = server.address.port();
        assert_eq!(get(&format!("http://{name}:{port}/")).answer.expect(name).status, 204);
        let received = String::from_utf8(server.received()).unwrap();
        assert!(received.contains(&format!("\r\nHost: {host}:{port}\r\n")), "{received}");
    }
}

#[test]
fn localhost_where_nobody_listens_names_both_addresses() {
    let port = no_listener_port();
    let exchanged = get(&format!("http://localhost:{port}/"));
    assert_eq!(exchanged.answer.err(), Some(NetworkFailure::ConnectionRefused));
    let words = exchanged.detail.explanation.unwrap();
    assert!(words.contains("127.0.0.1:") && words.contains("[::1]:"), "{words}");
}

#[test]
fn an_ipv6_address_stands_in_brackets() {
    let Some(server) = no_content("[::1]:0") else { return };
    let address = server.address;
    assert_eq!(get(&format!("http://{address}/")).answer.unwrap().status, 204);
    let received = String::from_utf8(server.received()).unwrap();
    assert!(received.contains(&format!("\r\nHost: [::1]:{}\r\n", address.port())), "{received}");
}

fn no_listener_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
