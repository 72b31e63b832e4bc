//! A browser that runs without a window, in a profile of its own.

mod chromium;
mod firefox;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fmt, io};

use tempfile::TempDir;

use crate::SKIP_VARIABLE;

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Engine {
    /// Chromium.
    Chromium,
    /// Firefox.
    Firefox,
}

/// A running browser. It is killed, and its profile removed, when this is dropped.
#[derive(Debug)]
pub struct Browser {
    process: Child,
    /// Profile, caches and log; it outlives the process.
    home: TempDir,
}

/// Why a browser does not run.
#[derive(Debug)]
pub enum LaunchError {
    /// None of its names is a program in `PATH`.
    NotInstalled(Engine),
    /// The system says no.
    Io(io::Error),
}

/// The file in the home directory that takes what the browser prints.
const LOG: &str = "browser.log";

/// So much of the log is shown: its end.
const LOG_SHOWN_BYTES: usize = 2000;

impl Browser {
    /// Starts a browser on this page.
    ///
    /// # Errors
    /// [`LaunchError`], which says how to get a browser that is missing.
    pub fn open(engine: Engine, url: &str) -> Result<Self, LaunchError> {
        let program = engine.program().ok_or(LaunchError::NotInstalled(engine))?;
        let home = tempfile::Builder::new().prefix("preflight-lab-").tempdir()?;
        let log = File::create(home.path().join(LOG))?;
        let profile = home.path().join("profile");
        fs::create_dir(&profile)?;
        let mut command = Command::new(program);
        match engine {
            Engine::Chromium => chromium::set_up(&mut command, &profile),
            Engine::Firefox => firefox::set_up(&mut command, &profile)?,
        }
        // Whatever else it wants to keep goes the way of the profile.
        command.env("HOME", home.path()).env_remove("XDG_CONFIG_HOME").env_remove("XDG_CACHE_HOME");
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).arg(url);
        Ok(Self { process: command.spawn()?, home })
    }

    /// The end of what it printed, for when it did not do its work.
    pub fn log(&self) -> String {
        let log = fs::read(self.home.path().join(LOG)).unwrap_or_default();
        String::from_utf8_lossy(&log[log.len().saturating_sub(LOG_SHOWN_BYTES)..]).into_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Its other processes end when they lose the first. What fails here has ended before.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Engine {
    /// Both browsers.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
        }
    }

    fn program(self) -> Option<PathBuf> {
        let names = match self {
            Self::Chromium => chromium::PROGRAMS,
            Self::Firefox => firefox::PROGRAMS,
        };
        let path = env::var_os("PATH").unwrap_or_default();
        names.iter().find_map(|name| find(name, &path))
    }

    fn how_to_get(self) -> &'static str {
        match self {
            Self::Chromium => "apt-get install chromium",
            Self::Firefox => "apt-get install firefox-esr",
        }
    }
}

fn find(name: &str, path: &OsStr) -> Option<PathBuf> {
    env::split_paths(path).map(|directory| directory.join(name)).find(|program| is_file(program))
}

fn is_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.is_file())
}

impl fmt::Display for LaunchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInstalled(engine) => {
                let (name, how) = (engine.name(), engine.how_to_get());
                write!(f, "{name} is not installed: `{how}`, or set {SKIP_VARIABLE}=1 to go without browsers")
            }
            Self::Io(error) => write!(f, "the browser does not start: {error}"),
        }
    }
}

impl std::error::Error for LaunchError {}

impl From<io::Error> for LaunchError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
