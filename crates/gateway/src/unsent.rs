//! How much of what is sent the system holds for a peer that does not take it.
//!
//! What is on its way to the peer is not bounded by it, so that it costs no throughput on a long way, as a bound on the
//! whole buffer would.

use std::io;

use tokio::net::TcpStream;

#[cfg(any(target_os = "android", target_os = "linux"))]
use crate::limits::UNSENT;

/// Bounds it to [`UNSENT`](crate::limits::UNSENT).
#[cfg(any(target_os = "android", target_os = "linux"))]
pub(crate) fn limit_unsent(stream: &TcpStream) -> io::Result<()> {
    socket2::SockRef::from(stream).set_tcp_notsent_lowat(UNSENT)
}

/// Other systems have their own bounds on what they hold.
#[cfg(not(any(target_os = "android", target_os = "linux")))]
pub(crate) fn limit_unsent(_stream: &TcpStream) -> io::Result<()> {
    Ok(())
}
