//! Whether browsers of other machines reach the gateway. `http://localhost` is harmless with credentials only where they do
//! not: there it is the developer's own program, elsewhere it is whatever runs on a visitor's machine.

use std::fmt;
use std::net::SocketAddr;

use preflight_engine::OriginPattern;
use preflight_engine::origin::TupleOrigin;

use crate::load::Load;

/// Why other machines reach the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Exposure {
    /// `listen`.
    Listener(SocketAddr),
    /// The listener of the gateway that runs, which a reload does not move.
    RunningListener(SocketAddr),
    /// `public-url`.
    PublicUrl(String),
}

impl Exposure {
    /// Why other machines reach it, if they do. Without `listen` a gateway listens on loopback.
    pub(crate) fn find(listen: Option<SocketAddr>, public_url: Option<&TupleOrigin>, load: &Load) -> Option<Self> {
        let running = match load {
            Load::First => None,
            Load::Reload { in_force } => in_force.listener(),
        };
        let listener = listen.filter(is_open).map(Self::Listener);
        let running = running.filter(is_open).map(Self::RunningListener);
        let public_url = public_url.filter(|origin| !origin.has_loopback_host());
        listener.or(running).or_else(|| public_url.map(|origin| Self::PublicUrl(origin.as_str().to_owned())))
    }

    /// Whether this entry of `origins` is whatever runs on a visitor's machine.
    pub(crate) fn is_of_visitors(entry: &str) -> bool {
        entry.starts_with("http://") && OriginPattern::parse(entry).is_ok_and(|pattern| pattern.has_loopback_host())
    }
}

/// Whether other machines reach a listener.
pub(crate) fn is_open(listener: &SocketAddr) -> bool {
    !listener.ip().to_canonical().is_loopback()
}

impl fmt::Display for Exposure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listener(address) => write!(f, "`listen` is {address}, which other machines reach"),
            Self::RunningListener(address) => {
                write!(f, "the gateway listens on {address} until it is restarted, which other machines reach")
            }
            Self::PublicUrl(origin) => write!(f, "`public-url` is {origin}, which other machines reach"),
        }
    }
}
