//! Lines of the terminal, for all who ask: one thread reads them, so that a paste may end without taking the next answer with it.

use std::io::{self, BufRead};
use std::sync::mpsc::{self, Receiver};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

static LINES: LazyLock<Mutex<Receiver<Vec<u8>>>> = LazyLock::new(|| {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        let mut stdin = io::stdin().lock();
        loop {
            let mut line = Vec::new();
            let is_over = stdin.read_until(b'\n', &mut line).map_or(true, |read| read == 0);
            if is_over || sender.send(line).is_err() {
                break;
            }
        }
    });
    Mutex::new(lines)
});

/// The next line with its end; none where the input ends, or where none comes in this time.
pub fn next_line(within: Option<Duration>) -> Option<Vec<u8>> {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    match within {
        Some(time) => lines.recv_timeout(time).ok(),
        None => lines.recv().ok(),
    }
}
