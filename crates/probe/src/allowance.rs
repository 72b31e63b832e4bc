//! [`Allowance`]: how many bytes a connection may still bring, whatever layer would read them.

use std::io::{self, ErrorKind};

/// What is left of a number of bytes.
#[derive(Debug)]
pub(crate) struct Allowance {
    limit: usize,
    left: usize,
}

impl Allowance {
    pub(crate) fn of(limit: usize) -> Self {
        Self { limit, left: limit }
    }

    /// Takes what was received off.
    ///
    /// # Errors
    /// [`ErrorKind::QuotaExceeded`] if it was more than is left.
    pub(crate) fn spend(&mut self, received: usize) -> io::Result<()> {
        match self.left.checked_sub(received) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                self.left = 0;
                Err(exceeded(format!("more than {} bytes came, and the response was not whole", self.limit)))
            }
        }
    }
}

/// A limit on what is received is passed. `h2` keeps of an error its kind and its words, so the kind has to tell.
pub(crate) fn exceeded(explanation: String) -> io::Error {
    io::Error::new(ErrorKind::QuotaExceeded, explanation)
}

/// Whether an error is [`exceeded`]'s.
pub(crate) fn is_exceeded(error: &io::Error) -> bool {
    error.kind() == ErrorKind::QuotaExceeded
}
