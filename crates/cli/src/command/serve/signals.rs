//! What the system asks of the gateway: to stop, or to read its configuration anew.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals that are received from now on, instead of ending the process.
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hangup: Signal,
}

impl Signals {
    /// Receives them.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn take() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Ready when the process is asked to stop (SIGINT, SIGTERM); until then every SIGHUP reloads.
    pub async fn stop(mut self, reload: impl Fn()) {
        loop {
            tokio::select! {
                _ = self.interrupt.recv() => return,
                _ = self.terminate.recv() => return,
                _ = self.hangup.recv() => reload(),
            }
        }
    }
}
