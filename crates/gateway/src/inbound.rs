//! The connection that a request came by: its two ends.

use std::net::{IpAddr, SocketAddr};

/// A connection to the gateway.
#[derive(Clone, Debug)]
pub(crate) struct Inbound {
    pub(crate) peer: SocketAddr,
    /// Where the gateway listens.
    listener: SocketAddr,
    /// The gateway's end as host and port, for requests that name no host.
    authority: String,
    is_surplus: bool,
}

impl Inbound {
    /// A connection whose own end is `local`; a listener of every address is not one of them.
    pub(crate) fn new(peer: SocketAddr, listener: SocketAddr, local: SocketAddr) -> Self {
        Self { peer, listener, authority: local.to_string(), is_surplus: false }
    }

    /// The same connection, if there are too many others for it to be served.
    pub(crate) fn surplus(self) -> Self {
        Self { is_surplus: true, ..self }
    }

    pub(crate) fn is_surplus(&self) -> bool {
        self.is_surplus
    }

    /// The peer, an IPv4 one as such: to a listener of IPv6 it comes as `::ffff:a.b.c.d`.
    pub(crate) fn address(&self) -> IpAddr {
        self.peer.ip().to_canonical()
    }

    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether only this machine can reach the listener.
    pub(crate) fn is_of_loopback(&self) -> bool {
        self.listener.ip().to_canonical().is_loopback()
    }
}
