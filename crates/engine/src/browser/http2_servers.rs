//! Which servers are known to speak HTTP/2, as far as a fetch depends on it.

use url::Url;

/// The ports of the servers that speak HTTP/2.
#[derive(Clone, Debug, Default)]
pub struct Http2Servers {
    ports: Vec<u16>,
}

impl Http2Servers {
    /// Says that what listens there speaks HTTP/2, at every host.
    pub fn insert(&mut self, port: u16) {
        self.ports.push(port);
    }

    /// Whether the server of a URL speaks it; browsers do so over TLS alone.
    pub(super) fn has(&self, url: &Url) -> bool {
        url.scheme() == "https" && url.port_or_known_default().is_some_and(|port| self.ports.contains(&port))
    }
}
