//! A limit on how long something may be awaited, looked at beside what is awaited.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

/// A time at which waiting ends. It costs nothing until something is awaited for the first time.
#[derive(Debug, Default)]
pub(crate) struct Deadline {
    timer: Option<Pin<Box<Sleep>>>,
    is_running: bool,
}

impl Deadline {
    /// Begins to wait, unless it has begun already.
    pub(crate) fn start(&mut self, limit: Duration) {
        if !self.is_running {
            self.restart(Instant::now() + limit);
        }
    }

    /// Waits until then from now on.
    pub(crate) fn restart(&mut self, end: Instant) {
        match &mut self.timer {
            Some(timer) => timer.as_mut().reset(end),
            None => self.timer = Some(Box::pin(tokio::time::sleep_until(end))),
        }
        self.is_running = true;
    }

    /// What was awaited has come.
    pub(crate) fn stop(&mut self) {
        self.is_running = false;
    }

    /// Whether it has passed. If not, the task is woken when it does.
    pub(crate) fn has_passed(&mut self, context: &mut Context<'_>) -> bool {
        let Some(timer) = self.timer.as_mut().filter(|_| self.is_running) else { return false };
        matches!(timer.as_mut().poll(context), Poll::Ready(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_what_was_started_passes() {
        let mut deadline = Deadline::default();
        let passed = |deadline: &mut Deadline| {
            let mut context = Context::from_waker(std::task::Waker::noop());
            deadline.has_passed(&mut context)
        };
        assert!(!passed(&mut deadline), "nothing is awaited");
        deadline.start(Duration::ZERO);
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert!(passed(&mut deadline));
        deadline.start(Duration::from_secs(60));
        assert!(passed(&mut deadline), "it had begun already");
        deadline.stop();
        assert!(!passed(&mut deadline));
        deadline.start(Duration::from_secs(60));
        assert!(!passed(&mut deadline));
    }
}
