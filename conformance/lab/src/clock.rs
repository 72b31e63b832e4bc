//! A clock that the lab steps forward, so that a browser forgets a preflight within a test: libfaketime stands between the
//! browser and the system, and reads from a file how far ahead it is. Chromium keeps its preflights by the monotonic clock, as
//! WebKitGTK does, so that is stepped too; Firefox does not start with the library in it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;
use std::{fs, io};

use crate::corpus::Case;

/// A pause of more than this is stepped over; a shorter one is waited for.
pub const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The library stands below the directory of the architecture.
const LIBRARIES: &str = "/usr/lib";
const LIBRARY: &str = "faketime/libfaketimeMT.so.1";

/// A browser's clock.
#[derive(Debug)]
pub struct SteppedClock {
    shim: PathBuf,
    /// How far ahead it is: what the library reads.
    file: PathBuf,
    ahead: Mutex<Duration>,
}

impl SteppedClock {
    /// A clock that goes right, its file in this directory; none where the library is not installed.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(directory: &Path) -> io::Result<Option<Self>> {
        let Some(shim) = library() else { return Ok(None) };
        let clock = Self { shim, file: directory.join("clock"), ahead: Mutex::default() };
        clock.step(Duration::ZERO)?;
        Ok(Some(clock))
    }

    /// Whether there can be one.
    pub fn is_installed() -> bool {
        library().is_some()
    }

    /// Puts a browser under it.
    pub fn set_up(&self, command: &mut Command) {
        command.env("LD_PRELOAD", &self.shim).env("FAKETIME_TIMESTAMP_FILE", &self.file);
        // In seconds. Read at every look, the file is what Chromium then spends its time on.
        command.env("FAKETIME_CACHE_DURATION", "1");
    }

    /// Steps it forward.
    ///
    /// # Errors
    /// What the system says.
    pub fn step(&self, by: Duration) -> io::Result<()> {
        let mut ahead = self.ahead.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *ahead += by;
        // A file that is read while it is written must not be empty.
        let new = self.file.with_extension("new");
        fs::write(&new, format!("+{}s\n", ahead.as_secs()))?;
        fs::rename(new, &self.file)
    }
}

/// Whether a case waits for longer than anybody would.
pub fn is_needed(case: &Case) -> bool {
    let longest = case.requests().into_iter().filter_map(|request| request["delay_ms"].as_u64()).max();
    longest.is_some_and(|longest| Duration::from_millis(longest) > LONGEST_WAIT)
}

fn library() -> Option<PathBuf> {
    let architectures = fs::read_dir(LIBRARIES).ok()?.flatten();
    architectures.map(|directory| directory.path().join(LIBRARY)).find(|library| library.is_file())
}
