//! Whose turn it is on a connection: while an exchange is going on, the next request waits.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Waker};

/// The turns of one connection. A clone is the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    is_taken: bool,
    waiting: Option<Waker>,
}

/// An exchange that is going on; when it is dropped it is the next one's turn.
#[derive(Debug)]
pub(crate) struct Turn(Turns);

impl Turns {
    /// A whole request was read, and its exchange begins.
    pub(crate) fn take(&self) {
        self.with(|state| state.is_taken = true);
    }

    /// The exchange that [`take`](Self::take) began.
    pub(crate) fn current(&self) -> Turn {
        Turn(self.clone())
    }

    /// Whether an exchange is going on; if so, the task is woken when it has ended.
    pub(crate) fn is_taken(&self, context: &Context<'_>) -> bool {
        self.with(|state| {
            state.waiting = state.is_taken.then(|| context.waker().clone());
            state.is_taken
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // Nothing can panic while it is held.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
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
