//! Records cases in several browsers, each in a process and a network of its own, and twice if their answers have to be
//! the same each time.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::{fmt, thread};

use serde_json::Value;

use crate::browser::{Engine, ThirdPartyCookies};
use crate::clock;
use crate::corpus::{self, Case};
use crate::namespace;
use crate::scoring::differences;

/// The command under which this program records in one browser: engine, input, output.
pub const OBSERVE_COMMAND: &str = "observe";

/// A browser may fall over when it starts on a busy machine; it does not twice.
const ATTEMPTS: usize = 2;

/// What browsers did, by the case's id.
pub type Observations = HashMap<String, Value>;

/// How often each browser is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// Once.
    Once,
    /// Twice, and what differs is marked as unstable.
    Twice,
}

/// Records in other processes.
#[derive(Clone, Debug)]
pub struct Recorder {
    /// The program that knows [`OBSERVE_COMMAND`].
    pub program: PathBuf,
    /// Which browsers.
    pub engines: Vec<Engine>,
}

/// Why there is no recording.
#[derive(Debug)]
pub enum RecordError {
    /// A browser did not do its work; it has said why.
    Failed(Engine),
    /// What it wrote cannot be read.
    Unreadable(Engine, String),
    /// The system says no.
    Io(io::Error),
}

impl Recorder {
    /// Records every case in every browser, side by side where each has a network of its own.
    ///
    /// # Errors
    /// [`RecordError`]
    pub fn record(&self, cases: &mut [Case], times: Times) -> Result<(), RecordError> {
        let first = self.observe_all(cases)?;
        let second = if times == Times::Twice { self.observe_all(cases)? } else { Vec::new() };
        for (index, (engine, mut observations)) in first.into_iter().enumerate() {
            for case in cases.iter_mut() {
                let Some(observation) = observations.remove(&case.id) else { continue };
                let again = second.get(index).and_then(|(_, again)| again.get(&case.id));
                if let Some(again) = again {
                    let kinds: Vec<_> = differences(case, engine, &observation, again).into_iter().collect();
                    case.set_unstable(engine.key(), &kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>());
                }
                case.set_observed(engine.key(), observation);
            }
        }
        Ok(())
    }

    fn observe_all(&self, cases: &[Case]) -> Result<Vec<(Engine, Observations)>, RecordError> {
        let observe = |engine| self.observe(engine, cases).map(|observations| (engine, observations));
        if !namespace::is_permitted() {
            return self.engines.iter().map(|&engine| observe(engine)).collect();
        }
        thread::scope(|scope| {
            let running: Vec<_> = self.engines.iter().map(|&engine| scope.spawn(move || observe(engine))).collect();
            running.into_iter().map(|thread| thread.join().expect("recording does not panic")).collect()
        })
    }

    /// Records in one browser, but for the cases with hosts that it cannot find, with times that it cannot be led over or with
    /// a setting that it does not have. Cases of a stepped clock and of a setting have a browser for themselves.
    ///
    /// # Errors
    /// [`RecordError`]
    pub fn observe(&self, engine: Engine, cases: &[Case]) -> Result<Observations, RecordError> {
        let possible = cases.iter().filter(|case| engine.finds_names() || !case.needs_names());
        let possible = possible.filter(|case| engine.takes_stepped_clock() || !clock::is_needed(case));
        let mut by_setting: Vec<(_, Vec<_>)> = Vec::new();
        for case in possible {
            let setting = (clock::is_needed(case), case.third_party_cookies());
            if setting.1 == ThirdPartyCookies::Blocked && !engine.takes_cookie_setting() {
                continue;
            }
            match by_setting.iter_mut().find(|(known, _)| *known == setting) {
                Some((_, cases)) => cases.push(case),
                None => by_setting.push((setting, vec![case])),
            }
        }
        let mut observations = Observations::new();
        for (_, cases) in by_setting {
            observations.extend(self.observe_together(engine, &cases)?);
        }
        Ok(observations)
    }

    fn observe_together(&self, engine: Engine, cases: &[&Case]) -> Result<Observations, RecordError> {
        let directory = tempfile::Builder::new().prefix("preflight-lab-").tempdir()?;
        let [input, output] = ["cases", "observed"].map(|name| directory.path().join(name));
        corpus::write(BufWriter::new(File::create(&input)?), cases.iter().copied())?;
        let mut command = namespace::command(&self.program);
        command.args([OBSERVE_COMMAND, engine.key()]).args([&input, &output]).stdin(Stdio::null());
        // A browser's last processes may still write while its profile is removed; what is left goes with ours.
        command.env("TMPDIR", directory.path());
        let mut attempts = (0..ATTEMPTS).map(|_| command.status());
        if !attempts.any(|status| status.is_ok_and(|status| status.success())) {
            return Err(RecordError::Failed(engine));
        }
        let written = BufReader::new(File::open(output)?);
        serde_json::from_reader(written).map_err(|error| RecordError::Unreadable(engine, error.to_string()))
    }
}

/// What [`OBSERVE_COMMAND`] does: reads cases, runs them in one browser, writes what it did.
///
/// # Errors
/// What is wrong, in words.
pub fn observe_to_file(engine: Engine, input: &Path, output: &Path) -> Result<(), String> {
    let words = |error: io::Error| error.to_string();
    let cases = BufReader::new(File::open(input).map_err(words)?);
    let cases = corpus::read(cases).map_err(|error| error.to_string())?;
    let observations = crate::observe::observe(engine, &cases).map_err(|error| error.to_string())?;
    let observations = serde_json::to_vec(&observations).map_err(|error| error.to_string())?;
    fs::File::create(output).and_then(|mut file| file.write_all(&observations)).map_err(words)
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(engine) => write!(f, "{} did not do its work", engine.name()),
            Self::Unreadable(engine, error) => write!(f, "what {} did cannot be read: {error}", engine.name()),
            Self::Io(error) => write!(f, "nothing is recorded: {error}"),
        }
    }
}

impl std::error::Error for RecordError {}

impl From<io::Error> for RecordError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
