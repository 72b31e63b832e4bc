//! Whose turn it is on a connection: while an exchange is going on, the next request waits; while the client takes nothing,
//! so does the rest of the answer.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Waker};

/// The turns of one connection. A clone is the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    is_taken: bool,
    waiting: Option<Waker>,
    /// Whether the client takes nothing at the moment.
    is_clogged: bool,
    /// The rest of the answer, which waits for that.
    held_back: Option<Waker>,
}

/// An exchange that is going on; when it is dropped it is the next one's turn.
#[derive(Debug)]
pub(crate) struct Turn(Turns);

impl Turns {
    /// An exchange begins.
    pub(crate) fn take(&self) -> Turn {
        self.with(|state| state.is_taken = true);
        Turn(self.clone())
    }

    /// Whether an exchange is going on; if so, the task is woken when it has ended.
    pub(crate) fn is_taken(&self, context: &Context<'_>) -> bool {
        self.with(|state| {
            state.waiting = state.is_taken.then(|| context.waker().clone());
            state.is_taken
        })
    }

    /// The client takes nothing of what was written.
    pub(crate) fn clog(&self) {
        self.with(|state| state.is_clogged = true);
    }

    /// It took something.
    pub(crate) fn unclog(&self) {
        let held_back = self.with(|state| {
            state.is_clogged = false;
            state.held_back.take()
        });
        if let Some(held_back) = held_back {
            held_back.wake();
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // Nothing can panic while it is held.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Turn {
    /// Whether the client takes nothing at the moment; if so, the task is woken when it does.
    pub(crate) fn is_clogged(&self, context: &Context<'_>) -> bool {
        self.0.with(|state| {
            state.held_back = state.is_clogged.then(|| context.waker().clone());
            state.is_clogged
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let waiting = self.0.with(|state| {
            state.is_taken = false;
            state.waiting.take()
        });
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn the_rest_of_an_answer_waits_until_the_client_takes_something() {
        let woken = Arc::new(Woken::default());
        let waker = Arc::clone(&woken).into();
        let context = Context::from_waker(&waker);
        let turns = Turns::default();
        let turn = turns.take();
        assert!(!turn.is_clogged(&context), "nothing was written yet");
        turns.clog();
        assert!(turn.is_clogged(&context));
        assert_eq!(woken.0.load(Ordering::Relaxed), 0);
        turns.unclog();
        assert!(!turn.is_clogged(&context));
        turns.unclog();
        assert_eq!(woken.0.load(Ordering::Relaxed), 1, "once for each wait");
    }
}
