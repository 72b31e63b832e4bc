//! Instructions per request, counted by callgrind: the same on a busy machine as on a quiet one.

use std::process::Command;

use crate::peer::run_batch;
use crate::request::Origins;
use crate::table::Comparison;
use crate::{PeerKind, RequestKind};

/// The difference between so many batches and as many more leaves out what happens once.
const BATCHES: usize = 5;

pub fn report() {
    let mut comparison = Comparison::new("instructions");
    for request in RequestKind::ALL {
        for peer in PeerKind::ALL {
            comparison.add(request, peer, count(peer, request, Origins::Exact(1)));
        }
    }
    comparison.print();
    println!("preflight, gross instructions, by origins of the policy");
    for origins in [Origins::Exact(1), Origins::Exact(1_000_000), Origins::Subdomains(1), Origins::Subdomains(10_000)] {
        print!("  {:<22}", origins.name());
        for request in RequestKind::ALL {
            print!("{:>22.0}", count(PeerKind::Preflight, request, origins));
        }
        println!();
    }
}

/// What callgrind runs.
pub fn run_for_callgrind(peer: &str, request: &str, origins: &str, batches: usize) {
    let origins = Origins::parse(origins).expect("exact:N or subdomains:N");
    let mut peer = PeerKind::parse(peer).expect("a peer").build(origins);
    let heads = [RequestKind::parse(request).expect("a request").head(origins)];
    for _ in 0..batches {
        peer.prepare(&heads);
        run_batch(peer.as_mut());
    }
}

fn count(peer: PeerKind, request: RequestKind, origins: Origins) -> f64 {
    let of = |batches| collected(peer, request, origins, batches);
    (of(2 * BATCHES) - of(BATCHES)) / (BATCHES * crate::peer::BATCH) as f64
}

fn collected(peer: PeerKind, request: RequestKind, origins: Origins, batches: usize) -> f64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*run_batch*"])
        .arg(std::env::current_exe().expect("a path"))
        .args(["run", peer.name(), request.name(), &origins.name(), &batches.to_string()])
        .output()
        .expect("valgrind is installed");
    let report = String::from_utf8_lossy(&output.stderr);
    let count = report.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    count.unwrap_or_else(|| panic!("callgrind collected nothing:\n{report}"))
}
