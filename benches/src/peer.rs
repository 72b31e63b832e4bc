//! The peers: each a CORS middleware around a trivial service, or such a service alone.

use crate::request::{Head, Origins};
use crate::{actix_peers, tower_peers};

/// So many requests are prepared, then handled within one measurement.
pub const BATCH: usize = 64;

/// A service that handles prepared requests.
pub trait Peer {
    /// Prepares a batch of requests, taking the heads in turn. It is not measured.
    fn prepare(&mut self, heads: &[Head]);

    /// Handles what was prepared. The sum over the answers keeps the optimizer from leaving them out.
    fn run(&mut self) -> usize;
}

/// Which peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerKind {
    TowerInner,
    Preflight,
    PreflightSwappable,
    TowerHttp,
    ActixInner,
    ActixCors,
}

impl PeerKind {
    pub const ALL: [Self; 6] = [
        Self::TowerInner,
        Self::Preflight,
        Self::PreflightSwappable,
        Self::TowerHttp,
        Self::ActixInner,
        Self::ActixCors,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::TowerInner => "tower inner",
            Self::Preflight => "preflight",
            Self::PreflightSwappable => "preflight, swappable",
            Self::TowerHttp => "tower-http",
            Self::ActixInner => "actix inner",
            Self::ActixCors => "actix-cors",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|peer| peer.name() == name)
    }

    /// The service that this one wraps; none for the services themselves.
    pub fn inner(self) -> Option<Self> {
        match self {
            Self::TowerInner | Self::ActixInner => None,
            Self::Preflight | Self::PreflightSwappable | Self::TowerHttp => Some(Self::TowerInner),
            Self::ActixCors => Some(Self::ActixInner),
        }
    }

    pub fn build(self, origins: Origins) -> Box<dyn Peer> {
        match self {
            Self::TowerInner => tower_peers::inner(),
            Self::Preflight => tower_peers::preflight(origins),
            Self::PreflightSwappable => tower_peers::preflight_swappable(origins),
            Self::TowerHttp => tower_peers::tower_http(origins),
            Self::ActixInner => actix_peers::inner(),
            Self::ActixCors => actix_peers::actix_cors(origins),
        }
    }
}

/// The measured region, and callgrind's.
#[inline(never)]
pub fn run_batch(peer: &mut dyn Peer) -> usize {
    std::hint::black_box(peer.run())
}
