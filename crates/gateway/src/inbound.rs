//! The connection that a request came by: its two ends.

use std::net::SocketAddr;

/// A connection to the gateway.
#[derive(Clone, Debug)]
pub(crate) struct Inbound {
    pub(crate) peer: SocketAddr,
    /// Where the gateway listens.
    listener: SocketAddr,
    /// The gateway's end as host and port, for requests that name no host.
    authority: String,
}

impl Inbound {
    /// A connection whose own end is `local`; a listener of every address is not one of them.
    pub(crate) fn new(peer: SocketAddr, listener: SocketAddr, local: SocketAddr) -> Self {
        Self { peer, listener, authority: local.to_string() }
    }

    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether only this machine can reach the listener.
    pub(crate) fn is_of_loopback(&self) -> bool {
        self.listener.ip().to_canonical().is_loopback()
    }
}
