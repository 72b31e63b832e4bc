//! Medians of wall-clock time per request, the peers taking turns.

use std::time::{Duration, Instant};

use crate::peer::{BATCH, run_batch};
use crate::request::{self, Head};
use crate::table::Comparison;
use crate::{Origins, Peer, PeerKind, RequestKind};

const ROUNDS: usize = 7;
const TURN: Duration = Duration::from_millis(60);

/// A peer, and what it handles.
struct Case {
    name: &'static str,
    peer: Box<dyn Peer>,
    requests: Requests,
}

enum Requests {
    Same(Head),
    /// GETs, each from an origin drawn at random. They are made anew for each batch, so that only the policy is large.
    AnyOrigin {
        origins: Origins,
        state: u64,
    },
}

impl Case {
    fn new(name: &'static str, peer: PeerKind, origins: Origins, requests: Requests) -> Self {
        Self { name, peer: peer.build(origins), requests }
    }

    fn prepare(&mut self) {
        match &mut self.requests {
            Requests::Same(head) => self.peer.prepare(std::slice::from_ref(head)),
            Requests::AnyOrigin { origins, state } => {
                let mut draw = || request::get(Some(origins.origin(random_below(origins.count(), state) + 1)));
                self.peer.prepare(&std::array::from_fn::<_, BATCH, _>(|_| draw()));
            }
        }
    }
}

pub fn report() {
    let one = Origins::Exact(1);
    let mut comparison = Comparison::new("nanoseconds");
    for request in RequestKind::ALL {
        let mut cases = PeerKind::ALL.map(|peer| Case::new(peer.name(), peer, one, Requests::Same(request.head(one))));
        for (peer, median) in PeerKind::ALL.into_iter().zip(take_turns(&mut cases)) {
            comparison.add(request, peer, median);
        }
    }
    comparison.print();
}

/// What many origins, or a hostile question, costs.
pub fn report_scale() {
    let (one, million, patterns) = (Origins::Exact(1), Origins::Exact(1_000_000), Origins::Subdomains(10_000));
    let get = |origins| Requests::Same(RequestKind::GetAllowed.head(origins));
    let get_from_any = |origins| Requests::AnyOrigin { origins, state: 1 };
    let mut cases = [
        ("GET, one origin", one, get(one)),
        ("GET, the last of 1,000,000 origins", million, get(million)),
        ("GET, any of 1,000,000 at random", million, get_from_any(million)),
        ("GET, any of one at random", one, get_from_any(one)),
        ("GET, the last of 10,000 patterns", patterns, get(patterns)),
        ("preflight that asks for 1 MiB of commas", one, Requests::Same(commas(one))),
    ]
    .map(|(name, origins, requests)| Case::new(name, PeerKind::Preflight, origins, requests));
    let medians = take_turns(&mut cases);
    println!("preflight, gross nanoseconds");
    for (case, median) in cases.iter().zip(medians) {
        println!("  {:<42}{median:>7.0}", case.name);
    }
}

fn commas(origins: Origins) -> Head {
    let mut head = request::preflight(origins.origin(1));
    let question = head.fields.last_mut().expect("a question");
    question.1 = ",".repeat(1024 * 1024);
    head
}

/// Lets each case run for a while, again and again; the median of each.
fn take_turns(cases: &mut [Case]) -> Vec<f64> {
    let mut medians = vec![Vec::with_capacity(ROUNDS); cases.len()];
    for _ in 0..ROUNDS {
        for (case, medians) in cases.iter_mut().zip(&mut medians) {
            medians.push(measure(case));
        }
    }
    medians.into_iter().map(median).collect()
}

fn measure(case: &mut Case) -> f64 {
    let mut batch = || {
        case.prepare();
        let start = Instant::now();
        run_batch(case.peer.as_mut());
        start.elapsed().as_nanos() as f64 / BATCH as f64
    };
    (0..20).for_each(|_| {
        batch();
    });
    let end = Instant::now() + TURN;
    let mut samples = Vec::with_capacity(4096);
    while samples.len() < 11 || Instant::now() < end {
        samples.push(batch());
    }
    median(samples)
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

/// A linear congruential generator: nothing here needs better.
fn random_below(bound: usize, state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % bound
}
