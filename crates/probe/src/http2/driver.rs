//! [`Driver`]: runs a future on this thread, and waits for the socket where it can do nothing.

use std::cell::Cell;
use std::io::{self, ErrorKind};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use crate::connection::TlsStream;
use crate::deadline::Deadline;

/// Runs a future on this thread: polls it, and waits for the socket where it can do nothing.
pub(super) struct Driver {
    socket: std::net::TcpStream,
    /// That of the phase; the transport keeps to it as well.
    deadline: Rc<Cell<Deadline>>,
    woken: Arc<Woken>,
}

/// Whether something asked to be polled again.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Driver {
    pub(super) fn new(stream: &TlsStream, deadline: Rc<Cell<Deadline>>) -> io::Result<Self> {
        Ok(Self { socket: stream.sock.try_clone()?, deadline, woken: Arc::default() })
    }

    /// # Errors
    /// If the time is up.
    pub(super) fn run<F: Future>(&mut self, future: F) -> io::Result<F::Output> {
        let mut future = pin!(future);
        let waker = Waker::from(Arc::clone(&self.woken));
        let mut context = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return Ok(output);
            }
            // A future that always has something to do is not waited for, and ends in time all the same.
            let _ = self.deadline.get().remaining()?;
            if !self.woken.0.swap(false, Ordering::Relaxed) {
                self.wait()?;
            }
        }
    }

    /// Waits until the socket has something to read, or has ended.
    fn wait(&self) -> io::Result<()> {
        self.socket.set_read_timeout(Some(self.deadline.get().remaining()?))?;
        match self.socket.peek(&mut [0]) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Err(ErrorKind::TimedOut.into()),
            // What it is, the next read finds out.
            Err(_) => self.deadline.get().remaining().map(drop),
        }
    }
}
