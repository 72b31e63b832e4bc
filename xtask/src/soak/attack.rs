//! All slow peers at once, each kind on a thread.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use super::crowd::{Peer, Tally, hold};
use super::gateway::Timeouts;
use super::{half_heads, idle_connections, leavers, slow_senders, stalled_readers, waiting_readers};

/// An attack that goes on.
pub struct Attack {
    over: Arc<AtomicBool>,
    crowds: Vec<(&'static str, JoinHandle<Tally>)>,
    leavers: JoinHandle<usize>,
}

/// What became of an attack.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Of each kind of slow peers.
    pub crowds: Vec<(&'static str, Tally)>,
    /// How many clients came and left at once.
    pub left: usize,
}

impl Attack {
    /// Begins one.
    pub fn begin(gateway: SocketAddr, timeouts: Timeouts) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let crowds = vec![
            ("stalled readers", begin(stalled_readers::crowd(timeouts), gateway, &over)),
            ("half heads", begin(half_heads::crowd(timeouts), gateway, &over)),
            ("slow senders", begin(slow_senders::crowd(timeouts), gateway, &over)),
            ("idle connections", begin(idle_connections::crowd(), gateway, &over)),
            ("waiting readers", begin(waiting_readers::crowd(), gateway, &over)),
        ];
        let is_over = Arc::clone(&over);
        let leavers = thread::spawn(move || leavers::come_and_leave(gateway, &is_over));
        Self { over, crowds, leavers }
    }

    /// Ends it: everybody leaves.
    pub fn end(self) -> Outcome {
        self.over.store(true, Ordering::Relaxed);
        let mut outcome = Outcome::default();
        for (kind, crowd) in self.crowds {
            outcome.crowds.push((kind, crowd.join().expect("a crowd does not panic")));
        }
        outcome.left = self.leavers.join().expect("those who leave do not panic");
        outcome
    }
}

fn begin<P: Peer + Send + 'static>(peers: Vec<P>, gateway: SocketAddr, over: &Arc<AtomicBool>) -> JoinHandle<Tally> {
    let over = Arc::clone(over);
    thread::spawn(move || hold(peers, gateway, &over))
}
