//! The comparison as a table: gross, net of the service inside, and the ratios that the project holds itself to.

use crate::{PeerKind, RequestKind};

/// For each request: against which peer, and at most how much of its net cost.
const GOALS: [(RequestKind, PeerKind, f64); 4] = [
    (RequestKind::PreflightAllowed, PeerKind::TowerHttp, 0.55),
    (RequestKind::PreflightRefused, PeerKind::ActixCors, 0.7),
    (RequestKind::GetAllowed, PeerKind::ActixCors, 0.7),
    (RequestKind::GetWithoutOrigin, PeerKind::ActixCors, 0.5),
];

/// Gross costs by request and peer.
pub struct Comparison {
    unit: &'static str,
    gross: Vec<(RequestKind, PeerKind, f64)>,
}

impl Comparison {
    pub fn new(unit: &'static str) -> Self {
        Self { unit, gross: Vec::new() }
    }

    pub fn add(&mut self, request: RequestKind, peer: PeerKind, gross: f64) {
        self.gross.push((request, peer, gross));
    }

    pub fn print(&self) {
        println!("{}, gross and net of the service inside", self.unit);
        print!("  {:<22}", "");
        RequestKind::ALL.iter().for_each(|request| print!("{:>22}", request.name()));
        println!();
        for peer in PeerKind::ALL {
            print!("  {:<22}", peer.name());
            for request in RequestKind::ALL {
                let net = peer.inner().map(|_| format!("{:.0}", self.net(request, peer))).unwrap_or_default();
                print!("{:>14.0}{net:>8}", self.gross(request, peer));
            }
            println!();
        }
        println!();
        for (request, peer, goal) in GOALS {
            let ratio = self.net(request, PeerKind::Preflight) / self.net(request, peer);
            println!("  {:<22}{ratio:>5.2} of {:<12}goal {goal}", request.name(), peer.name());
        }
        println!();
    }

    fn net(&self, request: RequestKind, peer: PeerKind) -> f64 {
        self.gross(request, peer) - peer.inner().map_or(0.0, |inner| self.gross(request, inner))
    }

    fn gross(&self, request: RequestKind, peer: PeerKind) -> f64 {
        let found = self.gross.iter().find(|(of, by, _)| (*of, *by) == (request, peer));
        found.expect("every peer handles every request").2
    }
}
