//! [`Hosts`]: the names that a server of the demo answers to.
//!
//! A stranger's page can have a name of its own point at 127.0.0.1 (DNS rebinding). Its browser then takes this server for
//! the page's own, so CORS has no part in what it reads; but it says the stranger's name in `Host`. Names below `localhost`
//! are not answered either: nothing in the demo is called so, and not every resolver keeps them on this machine.

use std::net::SocketAddr;

use http::{Request, Version, header};

use super::serving::{self, Answer};

/// Whom a listener on loopback is known as.
const NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// The names of one listener.
#[derive(Clone, Copy, Debug)]
pub struct Hosts {
    port: u16,
}

impl Hosts {
    /// Those of a listener at this address.
    pub fn of(address: SocketAddr) -> Self {
        Self { port: address.port() }
    }

    /// What a request gets that is for somebody else. The target's own authority and `Host` both have to be known: which of
    /// the two counts is a matter that servers and proxies do not agree on.
    pub fn refusal<B>(self, request: &Request<B>) -> Option<Answer> {
        let mut lines = request.headers().get_all(header::HOST).iter();
        let said = match (lines.next(), lines.next()) {
            (None, _) if request.version() == Version::HTTP_10 => None,
            (Some(line), None) => Some(line.to_str().unwrap_or_default()),
            (None, _) | (Some(_), Some(_)) => Some(""),
        };
        let target = request.uri().authority().map(|authority| authority.as_str());
        let is_known = said.into_iter().chain(target).all(|authority| self.is_known(authority));
        (!is_known).then(|| self.misdirected())
    }

    fn is_known(self, authority: &str) -> bool {
        let is_own_with_port = |name| authority.eq_ignore_ascii_case(&format!("{name}:{}", self.port));
        let is_own_without_port = |name: &str| self.port == 80 && authority.eq_ignore_ascii_case(name);
        NAMES.iter().any(|name| is_own_with_port(name) || is_own_without_port(name))
    }

    /// It does not repeat the name that was said, which is a stranger's.
    fn misdirected(self) -> Answer {
        let Self { port } = self;
        let text = format!(
            "421 Misdirected Request: this request is for another host. The servers of `preflight demo` answer to \
             127.0.0.1:{port} and localhost:{port} only, so that no other name can be pointed at them.\n\
             Open http://127.0.0.1:{port}/ instead, with exactly one Host line.\n"
        );
        serving::answer(421, "text/plain; charset=utf-8", text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_with_the_own_port_are_answered() {
        let cases: [(&str, Version, &str, &[&str], bool); 19] = [
            ("the address", Version::HTTP_11, "/", &["127.0.0.1:7401"], true),
            ("the name", Version::HTTP_11, "/", &["localhost:7401"], true),
            ("in any case", Version::HTTP_11, "/", &["LOCALHOST:7401"], true),
            ("the other loopback address", Version::HTTP_11, "/", &["[::1]:7401"], true),
            ("no Host in HTTP/1.0", Version::HTTP_10, "/", &[], true),
            ("no Host in HTTP/1.1", Version::HTTP_11, "/", &[], false),
            ("an empty one", Version::HTTP_11, "/", &[""], false),
            ("a name that was pointed here", Version::HTTP_11, "/", &["evil.example:7401"], false),
            ("the same in HTTP/1.0", Version::HTTP_10, "/", &["evil.example:7401"], false),
            ("without a port", Version::HTTP_11, "/", &["localhost"], false),
            ("another port", Version::HTTP_11, "/", &["localhost:7400"], false),
            ("a name that begins alike", Version::HTTP_11, "/", &["localhost.evil.example:7401"], false),
            ("a name below localhost", Version::HTTP_11, "/", &["evil.localhost:7401"], false),
            ("an address in the local network", Version::HTTP_11, "/", &["192.168.0.7:7401"], false),
            ("a user name", Version::HTTP_11, "/", &["evil@127.0.0.1:7401"], false),
            ("two", Version::HTTP_11, "/", &["127.0.0.1:7401", "evil.example"], false),
            ("twice the own", Version::HTTP_11, "/", &["127.0.0.1:7401", "127.0.0.1:7401"], false),
            ("a target of somebody else", Version::HTTP_11, "http://evil.example/", &["127.0.0.1:7401"], false),
            ("a target of ours", Version::HTTP_11, "http://127.0.0.1:7401/", &["127.0.0.1:7401"], true),
        ];
        let hosts = Hosts::of("127.0.0.1:7401".parse().unwrap());
        for (sentence, version, target, lines, is_answered) in cases {
            let mut request = Request::builder().version(version).uri(target);
            for line in lines {
                request = request.header(header::HOST, *line);
            }
            let refusal = hosts.refusal(&request.body(()).unwrap());
            assert_eq!(refusal.is_none(), is_answered, "{sentence}");
            assert!(refusal.is_none_or(|answer| answer.status() == 421), "{sentence}");
        }
        let on_port_80 = Hosts::of("127.0.0.1:80".parse().unwrap());
        assert!(on_port_80.is_known("localhost") && on_port_80.is_known("localhost:80"));
    }
}
