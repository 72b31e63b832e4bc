//! The lab's commands. Data goes to stdout or to a file, everything else to stderr.

#![forbid(unsafe_code)]

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, io};

use clap::{Parser, Subcommand};
use flate2::Compression;
use flate2::write::GzEncoder;

use preflight_lab::corpus::{self, Case};
use preflight_lab::record::{Recorder, Times, observe_to_file};
use preflight_lab::{Engine, clock, compare, draw, minimize, namespace, prediction};

/// Drives real browsers against a scripted server, and compares what they do.
#[derive(Parser)]
#[command(name = "preflight-lab")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Records what browsers do with cases
    Record {
        /// The cases, one JSON object a line
        cases: PathBuf,
        /// Where the same cases go, with what was observed
        output: PathBuf,
        #[command(flatten)]
        browsers: Browsers,
        /// Record twice, and mark what differs as unstable
        #[arg(long)]
        twice: bool,
    },
    /// Compares two recordings of the same cases
    Compare {
        /// The recording to hold against
        old: PathBuf,
        /// The new recording
        new: PathBuf,
    },
    /// Draws new cases
    Draw {
        /// The same seed draws the same cases; without one, every combination of the kinds that have few comes out
        #[arg(long)]
        seed: Option<u64>,
        /// How many
        #[arg(long, default_value_t = 2000)]
        count: usize,
    },
    /// Holds a recording against what the offline browser predicts
    Disagreements {
        /// The recording
        recording: PathBuf,
    },
    /// Makes a case smaller while browser and prediction disagree
    Minimize {
        /// The cases
        cases: PathBuf,
        /// Which of them
        #[arg(long)]
        id: String,
        /// In which browser: chromium, firefox or webkit
        #[arg(long, value_parser = engine)]
        browser: Engine,
    },
    /// Records in one browser; this is what `record` starts inside a network of its own
    #[command(hide = true)]
    Observe {
        #[arg(value_parser = engine)]
        browser: Engine,
        input: PathBuf,
        output: PathBuf,
    },
}

#[derive(clap::Args)]
struct Browsers {
    /// Which browsers, separated by commas: chromium, firefox, webkit; all that are installed if not given
    #[arg(long, value_delimiter = ',', value_parser = engine)]
    browsers: Vec<Engine>,
}

/// What came out: differences are no failure, but not nothing either.
enum Found {
    Nothing,
    Differences,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(Found::Nothing) => ExitCode::SUCCESS,
        Ok(Found::Differences) => ExitCode::from(1),
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<Found, String> {
    match command {
        Command::Record { cases, output, browsers, twice } => {
            let times = if twice { Times::Twice } else { Times::Once };
            record(&cases, &output, &browsers, times)
        }
        Command::Compare { old, new } => compare_files(&old, &new),
        Command::Draw { seed, count } => draw_to_stdout(seed, count),
        Command::Disagreements { recording } => disagreements(&recording),
        Command::Minimize { cases, id, browser } => minimize_case(&cases, &id, browser),
        Command::Observe { browser, input, output } => {
            observe_to_file(browser, &input, &output).map(|()| Found::Nothing)
        }
    }
}

fn record(cases: &Path, output: &Path, browsers: &Browsers, times: Times) -> Result<Found, String> {
    let mut cases = read(cases)?;
    if cases.iter().any(clock::is_needed) {
        eprintln!(
            "cases of more than a minute are recorded in Chromium and WebKitGTK, with `apt-get install libfaketime`"
        );
    }
    let recorder = recorder(browsers.installed())?;
    recorder.record(&mut cases, times).map_err(words)?;
    write(output, &cases).map_err(|error| format!("{}: {error}", output.display()))?;
    Ok(Found::Nothing)
}

fn compare_files(old: &Path, new: &Path) -> Result<Found, String> {
    let changes = compare::compare(&read(old)?, &read(new)?);
    for changes in &changes {
        println!("{changes}");
    }
    Ok(if changes.iter().all(|changes| changes.changed() == 0) { Found::Nothing } else { Found::Differences })
}

fn draw_to_stdout(seed: Option<u64>, count: usize) -> Result<Found, String> {
    let cases = seed.map_or_else(draw::systematic, |seed| draw::draw(seed, count));
    corpus::write(BufWriter::new(io::stdout().lock()), &cases).map_err(words)?;
    Ok(Found::Nothing)
}

fn disagreements(recording: &Path) -> Result<Found, String> {
    let cases = read(recording)?;
    let agreements = Engine::ALL.map(|engine| prediction::agreement(&cases, engine));
    let recorded: Vec<_> = agreements.iter().filter(|agreement| agreement.judged > 0).collect();
    for agreement in &recorded {
        println!("{agreement}");
    }
    let is_whole = recorded.iter().all(|agreement| agreement.misses.is_empty() && agreement.unreadable.is_empty());
    Ok(if is_whole { Found::Nothing } else { Found::Differences })
}

fn minimize_case(cases: &Path, id: &str, browser: Engine) -> Result<Found, String> {
    let cases = read(cases)?;
    let case = cases.iter().find(|case| case.id == id).ok_or_else(|| format!("there is no case `{id}`"))?;
    let (small, kinds) = minimize::minimize(&recorder(vec![browser])?, browser, case).map_err(words)?;
    let kinds: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
    eprintln!("{} disagrees in {}", browser.name(), kinds.join(", "));
    corpus::write(io::stdout().lock(), [&small]).and_then(|()| io::stdout().flush()).map_err(words)?;
    Ok(Found::Differences)
}

/// A recorder for these browsers, all of which have to be there.
fn recorder(engines: Vec<Engine>) -> Result<Recorder, String> {
    let missing: Vec<_> = engines.iter().filter(|engine| !engine.is_installed()).collect();
    if let Some(engine) = missing.first() {
        return Err(format!("{} is not installed: `{}`", engine.name(), engine.how_to_get()));
    }
    if !namespace::is_permitted() {
        eprintln!("no network of its own is permitted here: the browsers run on the loopback of this system");
    }
    Ok(Recorder { program: env::current_exe().map_err(words)?, engines })
}

impl Browsers {
    /// Those that were asked for, else those that are there; it is said which are not.
    fn installed(&self) -> Vec<Engine> {
        if !self.browsers.is_empty() {
            return self.browsers.clone();
        }
        let (installed, missing): (Vec<_>, Vec<_>) = Engine::ALL.into_iter().partition(|engine| engine.is_installed());
        for engine in missing {
            eprintln!("{} is not installed and left out: `{}`", engine.name(), engine.how_to_get());
        }
        installed
    }
}

fn read(path: &Path) -> Result<Vec<Case>, String> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    corpus::read(BufReader::new(file)).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes cases, compressed if the name of the file says so.
fn write(path: &Path, cases: &[Case]) -> io::Result<()> {
    let file = BufWriter::new(File::create(path)?);
    if path.extension().is_some_and(|extension| extension == "gz") {
        return corpus::write(GzEncoder::new(file, Compression::best()), cases);
    }
    corpus::write(file, cases)
}

fn engine(key: &str) -> Result<Engine, String> {
    Engine::from_key(key).ok_or_else(|| "there are chromium, firefox and webkit".to_owned())
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
