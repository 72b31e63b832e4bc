//! [`Budget`]: what one run may spend on strangers' servers, all exchanges together.

use std::time::{Duration, Instant};

use preflight_engine::exchange::NetworkFailure;
use preflight_probe::Exchanged;

/// How long one exchange may take unless `--timeout` says otherwise, in seconds: what people wait before they give up.
pub const DEFAULT_TIMEOUT: u64 = 30;

/// How long a whole run may take unless `--max-time` says otherwise, in seconds: one server that never answers, and time to
/// ask why.
pub const DEFAULT_MAX_TIME: u64 = 45;

/// The longest that either can be set to, in seconds: an hour. Whoever waits longer is not asking a server.
pub const TIME_LIMIT: u64 = 3600;

/// How many bytes of heads and bodies one run keeps: 16 of the largest heads, and forty times what a run needs.
pub const RUN_BYTES_LIMIT: usize = 4 * 1024 * 1024;

/// So long after the end of a run's time what was answered already is still looked at: the browsers ask the
/// same, and their verdicts cost nothing more, unless a server made even that long.
pub const OVERTIME: Duration = Duration::from_secs(3);

/// What is left of a run's time and bytes.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    started: Instant,
    time: Duration,
    bytes: usize,
}

/// What is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spent {
    /// The whole time, which was so many seconds.
    Time(u64),
    /// What may be kept.
    Bytes,
}

impl Budget {
    /// A run that begins now.
    pub fn of(max_time: u64) -> Self {
        Self { started: Instant::now(), time: Duration::from_secs(max_time), bytes: RUN_BYTES_LIMIT }
    }

    /// The time that is left.
    pub fn time_left(&self) -> Duration {
        self.time.saturating_sub(self.started.elapsed())
    }

    /// What is used up, if anything is.
    pub fn spent(&self) -> Option<Spent> {
        match (self.time_left().is_zero(), self.bytes) {
            (true, _) => Some(Spent::Time(self.time.as_secs())),
            (false, 0) => Some(Spent::Bytes),
            (false, _) => None,
        }
    }

    /// Whether the time is so much used up that not even answers that are here are looked at.
    pub fn overrun(&self) -> Option<Spent> {
        let is_over = self.started.elapsed() >= self.time + OVERTIME;
        is_over.then_some(Spent::Time(self.time.as_secs()))
    }

    /// Takes off what an exchange brought.
    pub fn spend(&mut self, exchanged: &Exchanged) {
        let detail = &exchanged.detail;
        let kept = detail.response_head.bytes_with_secrets().len() + detail.body.bytes.len();
        self.bytes = self.bytes.saturating_sub(kept);
    }
}

impl Spent {
    /// What becomes of a request that is not sent for want of it.
    pub fn failure(self) -> NetworkFailure {
        match self {
            Self::Time(_) => NetworkFailure::TimedOut,
            Self::Bytes => NetworkFailure::ResponseTooLarge,
        }
    }

    /// Why no more is asked, and what to do about it.
    pub fn explain(self) -> String {
        match self {
            Self::Time(seconds) => format!(
                "the {seconds} s of this run are used up, the server answers too slowly; `--max-time` gives it more"
            ),
            Self::Bytes => {
                format!("the server sent more than the {} MiB that one run takes", RUN_BYTES_LIMIT / 1024 / 1024)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_up_is_told_with_the_remedy() {
        assert_eq!(Budget::of(1).spent(), None);
        let over = Budget::of(0);
        assert_eq!(over.spent(), Some(Spent::Time(0)));
        assert!(over.spent().unwrap().explain().contains("--max-time"));
        let long_ago = Instant::now().checked_sub(OVERTIME + Duration::from_secs(1)).expect("the clock began before");
        assert_eq!(over.overrun(), None, "what is here is still looked at");
        assert_eq!(Budget { started: long_ago, ..Budget::of(0) }.overrun(), Some(Spent::Time(0)));
        assert_eq!(Budget { started: long_ago, ..Budget::of(10) }.overrun(), None);
        let full = Budget { bytes: 0, ..Budget::of(1) };
        assert_eq!(full.spent(), Some(Spent::Bytes));
    }
}
