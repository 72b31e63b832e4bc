//! What the gateway says while it runs, on stderr, off the path of every request: lines go through a bounded queue to a thread
//! of their own. A reader that stalls (a collector, Ctrl-S) costs lines, which are counted, and never an answer.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// Lines that wait to be written; with the longest paths some 16 MiB.
const QUEUE_LIMIT: usize = 4096;

/// For how long the end of the program waits for the lines before it.
const FLUSH_TIME: Duration = Duration::from_millis(500);

/// The log. A clone is the same.
#[derive(Clone)]
pub struct Log {
    lines: SyncSender<Message>,
    dropped: Arc<AtomicU64>,
    colors: bool,
}

/// A line as it is being made; it is queued when it is dropped.
pub struct Line {
    log: Log,
    bytes: Vec<u8>,
}

enum Message {
    Line(Vec<u8>),
    /// Everything before it is written.
    Flush(SyncSender<()>),
}

impl Log {
    /// Writes to stderr.
    ///
    /// # Errors
    /// If there is no thread for it.
    pub fn to_stderr() -> io::Result<Self> {
        let colors = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let (lines, waiting) = sync_channel(QUEUE_LIMIT);
        let dropped = Arc::new(AtomicU64::new(0));
        let log = Self { lines, dropped: Arc::clone(&dropped), colors };
        thread::Builder::new().name("preflight-log".to_owned()).spawn(move || write_all(&waiting, &dropped))?;
        Ok(log)
    }

    /// Lets the events of the gateway, the access log among them, be written here.
    pub fn take_events(&self) {
        let events = tracing_subscriber::fmt().with_writer(self.clone()).with_ansi(self.colors);
        events.with_target(false).without_time().init();
    }

    /// Writes a text that may be styled.
    pub fn tell(&self, text: impl std::fmt::Display) {
        let text = format!("{text}\n");
        let text = if self.colors { text } else { anstream::adapter::strip_str(&text).to_string() };
        self.queue(text.into_bytes());
    }

    /// Waits until everything is written, but not for a reader that stalls.
    pub fn flush(&self) {
        let (done, all_done) = sync_channel(1);
        if self.lines.try_send(Message::Flush(done)).is_ok() {
            all_done.recv_timeout(FLUSH_TIME).ok();
        }
    }

    fn queue(&self, line: Vec<u8>) {
        if self.lines.try_send(Message::Line(line)).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Writes what is queued until nobody is left to queue anything. That a line cannot be written is nothing that could be told.
fn write_all(waiting: &Receiver<Message>, dropped: &AtomicU64) {
    for message in waiting {
        let mut stderr = io::stderr().lock();
        match message {
            Message::Line(line) => {
                stderr.write_all(&line).ok();
                match dropped.swap(0, Ordering::Relaxed) {
                    0 => {}
                    count => {
                        drop(writeln!(stderr, "WARN {count} lines of this log were dropped, since nobody read it"))
                    }
                }
            }
            Message::Flush(done) => drop(done.send(())),
        }
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line { log: self.clone(), bytes: Vec::new() }
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if !self.bytes.is_empty() {
            self.log.queue(std::mem::take(&mut self.bytes));
        }
    }
}
