//! What the system asks of the gateway: to stop.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals that are received from now on, instead of ending the process.
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// Receives them.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn take() -> io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Ready when the process is asked to stop (SIGINT, SIGTERM).
    pub async fn stop(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
