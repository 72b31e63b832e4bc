//! The names under which requests are taken. A page of an attacker whose name leads to this machine's address (DNS
//! rebinding) calls by its own name, which is none of them.

use std::collections::HashSet;
use std::net::IpAddr;

use preflight_policy_file::PolicyFile;

use crate::inbound::Inbound;

/// The names that a configuration gives.
#[derive(Debug, Default)]
pub(crate) struct KnownNames(HashSet<String>);

/// What a name is to a listener. Closed: a name is known, is not, or nobody said which are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recognition {
    Known,
    /// Answered 421.
    Unknown,
    /// No name is configured, and the listener is not of loopback: everybody may call it by any name, and none of them is
    /// its own.
    Anything,
}

impl KnownNames {
    /// The hosts of `public-url` and of the routes, and `hosts`.
    pub(crate) fn new(file: &PolicyFile) -> Self {
        let public = file.public_url.iter().map(|origin| origin.host());
        let routes = file.routes.iter().filter_map(|route| route.host.as_deref());
        let all = public.chain(routes).chain(file.hosts.iter().map(String::as_str));
        Self(all.map(|host| without_brackets(host).to_ascii_lowercase()).collect())
    }

    /// What a host, in lower case and without a port, is to the listener of a connection.
    pub(crate) fn recognize(&self, host: &str, inbound: &Inbound) -> Recognition {
        let host = without_brackets(host);
        if self.0.contains(host) || inbound.is_of_loopback() && is_loopback(host) {
            return Recognition::Known;
        }
        if self.0.is_empty() && !inbound.is_of_loopback() { Recognition::Anything } else { Recognition::Unknown }
    }
}

fn without_brackets(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// Names that lead to this machine and cannot lead elsewhere ([RFC 6761, 6.3](https://www.rfc-editor.org/rfc/rfc6761#section-6.3)).
fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use preflight_engine::origin::TupleOrigin;
    use preflight_policy_file::Route;

    use super::*;

    #[test]
    fn only_names_of_the_gateway_are_known() {
        let route = Route {
            host: Some("route.test".to_owned()),
            path: "/".to_owned(),
            upstream: "http://127.0.0.1:1".parse().unwrap(),
            policy: None,
        };
        let named = PolicyFile {
            public_url: Some(TupleOrigin::parse("https://api.test:8443").unwrap()),
            hosts: vec!["10.0.0.5".to_owned(), "::2".to_owned()],
            routes: vec![route],
            ..PolicyFile::default()
        };
        let (named, unnamed) = (KnownNames::new(&named), KnownNames::new(&PolicyFile::default()));
        let [loopback, public] = ["127.0.0.1:80", "0.0.0.0:80"].map(|listener| {
            let listener = listener.parse().unwrap();
            Inbound::new("192.0.2.1:5".parse().unwrap(), listener, listener)
        });
        use Recognition::{Anything, Known, Unknown};
        for (host, on_loopback, on_loopback_unnamed, on_public) in [
            ("api.test", Known, Unknown, Known),
            ("route.test", Known, Unknown, Known),
            ("10.0.0.5", Known, Unknown, Known),
            ("[::2]", Known, Unknown, Known),
            ("localhost", Known, Known, Unknown),
            ("app.localhost", Known, Known, Unknown),
            ("127.0.0.1", Known, Known, Unknown),
            ("[::1]", Known, Known, Unknown),
            ("[::ffff:127.0.0.1]", Known, Known, Unknown),
            ("127.example.com", Unknown, Unknown, Unknown),
            ("evil.test", Unknown, Unknown, Unknown),
            ("evil-localhost", Unknown, Unknown, Unknown),
            ("", Unknown, Unknown, Unknown),
        ] {
            assert_eq!(named.recognize(host, &loopback), on_loopback, "{host}");
            assert_eq!(unnamed.recognize(host, &loopback), on_loopback_unnamed, "{host}");
            assert_eq!(named.recognize(host, &public), on_public, "{host}");
            assert_eq!(unnamed.recognize(host, &public), Anything, "{host}");
        }
    }
}
