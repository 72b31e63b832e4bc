//! `preflight demo`, built and running on free ports.

use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use std::{env, fmt, thread};

use preflight_engine::exchange::RequestHead;
use preflight_engine::header_list::HeaderList;
use preflight_probe::{Probe, ProbeOptions};
use url::Url;

use crate::report::Report;

/// The variable that names a binary to test; without it the one of this workspace is built.
const BINARY_VARIABLE: &str = "PREFLIGHT_BINARY";

/// A report is about 60 KiB.
const REPORT_LIMIT: usize = 1024 * 1024;

/// How often is asked for the report.
const POLL: Duration = Duration::from_millis(100);

/// A running demo. It is killed when this is dropped.
#[derive(Debug)]
pub struct Demo {
    process: Child,
    page: Url,
    /// Kept open, so that the demo can print whenever it likes.
    _stdout: BufReader<ChildStdout>,
}

/// Why there is no demo, or no report of it.
#[derive(Debug)]
pub enum DemoError {
    /// The binary could not be built; cargo has said why.
    NotBuilt,
    /// It did not print where the page is.
    NoAddress,
    /// The page did not report in time.
    NoReport,
    /// The page reported something else than a report.
    UnreadableReport(String),
    /// The system says no.
    Io(io::Error),
}

impl Demo {
    /// Starts a demo on free ports.
    ///
    /// # Errors
    /// [`DemoError`]
    pub fn start() -> Result<Self, DemoError> {
        let mut command = Command::new(binary()?);
        let mut process = command.args(["demo", "--port", "0"]).stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let stdout = process.stdout.take().ok_or(DemoError::NoAddress)?;
        let mut stdout = BufReader::new(stdout);
        let lines = stdout.by_ref().lines().map_while(Result::ok);
        let page = lines.filter_map(|line| page_address(&line)).next();
        match page {
            Some(page) => Ok(Self { process, page, _stdout: stdout }),
            None => {
                process.kill()?;
                process.wait()?;
                Err(DemoError::NoAddress)
            }
        }
    }

    /// The page that runs everything and reports.
    pub fn page(&self) -> Url {
        let mut page = self.page.clone();
        page.set_query(Some("report"));
        page
    }

    /// Waits for the page's report.
    ///
    /// # Errors
    /// [`DemoError`]
    pub fn wait_for_report(&self, limit: Duration) -> Result<Report, DemoError> {
        let probe = Probe::new(ProbeOptions { max_body_bytes: REPORT_LIMIT, ..ProbeOptions::default() });
        let began = Instant::now();
        while began.elapsed() < limit {
            if let Some(report) = self.report(&probe)? {
                return Ok(report);
            }
            thread::sleep(POLL);
        }
        Err(DemoError::NoReport)
    }

    fn report(&self, probe: &Probe) -> Result<Option<Report>, DemoError> {
        let mut url = self.page.clone();
        url.set_path("/results");
        let head = RequestHead {
            method: b"GET".to_vec(),
            url,
            headers: HeaderList::new(),
            is_preflight: false,
            includes_credentials: false,
            has_body: false,
        };
        let unreadable = |error: &dyn fmt::Display| DemoError::UnreadableReport(error.to_string());
        let exchanged = probe.exchange(&head, None).map_err(|error| unreadable(&error))?;
        let response = exchanged.answer.map_err(|failure| unreadable(&failure))?;
        match response.status {
            204 => Ok(None),
            _ => serde_json::from_slice(&exchanged.detail.body.bytes).map(Some).map_err(|error| unreadable(&error)),
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // What fails here has ended before.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The address in the line that begins with `page`.
fn page_address(line: &str) -> Option<Url> {
    let (name, rest) = line.trim().split_once(' ')?;
    if name == "page" { rest.split_whitespace().next()?.parse().ok() } else { None }
}

/// The binary to test, built at most once.
///
/// # Errors
/// [`DemoError::NotBuilt`], after cargo has said why.
pub fn binary() -> Result<PathBuf, DemoError> {
    static BUILT: OnceLock<Option<PathBuf>> = OnceLock::new();
    if let Some(binary) = env::var_os(BINARY_VARIABLE) {
        return Ok(binary.into());
    }
    BUILT.get_or_init(|| build(&[]).ok().flatten()).clone().ok_or(DemoError::NotBuilt)
}

/// The binary to test with these features, which is built for this call.
///
/// # Errors
/// [`DemoError::NotBuilt`], after cargo has said why.
pub fn binary_with(features: &str) -> Result<PathBuf, DemoError> {
    match env::var_os(BINARY_VARIABLE) {
        Some(binary) => Ok(binary.into()),
        None => build(&["--features", features])?.ok_or(DemoError::NotBuilt),
    }
}

/// Builds the binary with the cargo that runs the tests, and finds it in what cargo says.
fn build(further: &[&str]) -> io::Result<Option<PathBuf>> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--package", "preflight", "--bin", "preflight"]);
    command.args(["--message-format", "json-render-diagnostics"]).args(further);
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Ok(None);
    }
    let messages = output.stdout.split(|&byte| byte == b'\n');
    let mut executables = messages.filter_map(|message| {
        let message: serde_json::Value = serde_json::from_slice(message).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    });
    Ok(executables.next_back())
}

impl fmt::Display for DemoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBuilt => f.write_str("the binary `preflight` could not be built"),
            Self::NoAddress => f.write_str("`preflight demo` did not say where its page is"),
            Self::NoReport => f.write_str("the page did not report in time"),
            Self::UnreadableReport(error) => write!(f, "the report cannot be read: {error}"),
            Self::Io(error) => write!(f, "the demo does not run: {error}"),
        }
    }
}

impl std::error::Error for DemoError {}

impl From<io::Error> for DemoError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
