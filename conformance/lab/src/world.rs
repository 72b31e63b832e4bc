//! What surrounds every case: the cookies, the hosts, and the ports with what is spoken there. The offline browser is told
//! the same, from the same file.

use std::sync::LazyLock;

use preflight_conformance::browser_recording;
use preflight_judge::{JarCookie, World};
use serde_json::Value;

/// The names that lead to loopback, three of one site. They are nobody's ([RFC
/// 2606](https://www.rfc-editor.org/rfc/rfc2606#section-3)), below top-level domains that the public suffix list knows.
pub const HOST_NAMES: [&str; 4] = ["app.example.com", "api.example.com", "example.com", "example.org"];

/// An address that is no loopback address and leads to the lab all the same, inside its namespace
/// ([RFC 5737](https://www.rfc-editor.org/rfc/rfc5737)).
pub const ADDRESS: &str = "192.0.2.1";

/// What else the lab's certificate is for.
const LOCAL_NAMES: [&str; 2] = ["localhost", "127.0.0.1"];

/// What is spoken on a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// HTTP/1.1 over TCP.
    Plain,
    /// HTTP/1.1 over TLS.
    Tls,
    /// HTTP/2 over TLS.
    Http2,
}

/// What the lab's certificate is for.
pub fn certificate_names() -> impl Iterator<Item = &'static str> {
    HOST_NAMES.into_iter().chain(LOCAL_NAMES)
}

/// The world, as a case holds it; the stored recordings share it.
pub fn value() -> Value {
    browser_recording::world()
}

/// The world, as the offline browser reads it.
pub fn world() -> &'static World {
    static READ: LazyLock<World> = LazyLock::new(|| serde_json::from_value(value()).expect("it is a world"));
    &READ
}

/// The ports on which the lab listens. Nothing may listen on 9199.
pub fn ports() -> impl Iterator<Item = (u16, Transport)> {
    world().listening.iter().flatten().map(|&port| (port, transport(port)))
}

fn transport(port: u16) -> Transport {
    let world = world();
    match (world.tls.contains(&port), world.http2.contains(&port)) {
        (_, true) => Transport::Http2,
        (true, false) => Transport::Tls,
        (false, false) => Transport::Plain,
    }
}

/// The `Set-Cookie` lines that fill a host's part of the jar.
pub fn set_cookie_lines(host: &str) -> impl Iterator<Item = String> {
    world().cookies.iter().filter(move |cookie| cookie.host == host).map(set_cookie_line)
}

fn set_cookie_line(cookie: &JarCookie) -> String {
    let JarCookie { host, path, name, value, secure, same_site, subdomains } = cookie;
    let mut line = format!("{name}={value}; Path={path}");
    if *secure {
        line.push_str("; Secure");
    }
    if let Some(same_site) = same_site {
        line.push_str(&format!("; SameSite={same_site}"));
    }
    if *subdomains {
        line.push_str(&format!("; Domain={host}"));
    }
    line
}
