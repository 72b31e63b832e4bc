//! How long the reading of a source may take.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::exit::Failure;

/// A source of the largest size that people write is read in a second or two; one that was made to take long could take
/// hours, since what one line means may depend on every other.
const READING_TIME: Duration = Duration::from_secs(10);

/// What the main thread has on most systems.
const STACK_BYTES: usize = 8 << 20;

/// Does what reads a source, and gives it up when it takes too long. What is given up ends with the program. `name` is the
/// file's name as it is shown.
pub fn in_time<T: Send + 'static>(name: &str, read: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    within(READING_TIME, name, read)
}

fn within<T: Send + 'static>(
    limit: Duration,
    name: &str,
    read: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let (sender, result) = mpsc::channel();
    let work = move || drop(sender.send(read()));
    let reader = thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(work)
        .map_err(|error| Failure::usage(format!("{name} cannot be read: {error}")))?;
    match result.recv_timeout(limit) {
        Ok(result) => Ok(result),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            Err(Failure::usage(format!("{name} takes longer than {} s to read", limit.as_secs()))
                .with_help("hand over the file in which the server is set up, and only that"))
        }
        // It panicked, as it would have here.
        Err(mpsc::RecvTimeoutError::Disconnected) => match reader.join() {
            Err(panic) => std::panic::resume_unwind(panic),
            Ok(()) => unreachable!("a reader that ends without a panic has sent its result"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_too_long_is_given_up_with_the_remedy() {
        assert_eq!(in_time("app.js", || 1).ok(), Some(1));
        let never = || thread::park_timeout(Duration::from_secs(60));
        let failure = within(Duration::ZERO, "app.js", never).expect_err("it is parked");
        assert!(failure.message.contains("app.js takes longer than"), "{failure:?}");
        assert!(failure.help.is_some_and(|help| help.contains("the server is set up")));
    }
}
