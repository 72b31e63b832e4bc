//! A browser that nobody looks at, in a profile of its own.

mod chromium;
mod firefox;
mod launch_error;
mod webkitgtk;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, io};

use preflight_authority::Authority;
use preflight_engine::UserAgent;
use tempfile::TempDir;

use crate::clock::SteppedClock;
use crate::namespace;

pub use launch_error::LaunchError;

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Engine {
    /// Chromium.
    Chromium,
    /// Firefox.
    Firefox,
    /// The MiniBrowser of WebKitGTK.
    WebKitGtk,
}

/// A running browser. It is killed, and its profile removed, when this is dropped.
#[derive(Debug)]
pub struct Browser {
    engine: Engine,
    process: Child,
    /// The screen that nobody sees, where the browser needs one.
    screen: Option<webkitgtk::Screen>,
    /// Profile, caches and log; it outlives the process.
    home: TempDir,
}

/// Whether the browser goes to a page by itself or is led there.
#[derive(Clone, Copy, Debug)]
enum Manner<'a> {
    ByItself,
    /// It knows the hosts of the lab.
    Led(Lead<'a>),
}

/// What a browser that is led is made to take from the lab.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lead<'a> {
    /// The authority that it trusts.
    pub(crate) authority: &'a Authority,
    /// A clock of its own.
    pub(crate) clock: Option<&'a SteppedClock>,
    /// What it does with third-party cookies, where there is a setting for them.
    pub(crate) third_party_cookies: ThirdPartyCookies,
}

/// A setting of Chromium.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThirdPartyCookies {
    /// As its makers ship it.
    Allowed,
    /// As some distributions set it.
    Blocked,
}

/// The file in the home directory that takes what the browser prints.
const LOG: &str = "browser.log";

/// So much of the log is shown: its end.
const LOG_SHOWN_BYTES: usize = 2000;

/// Where a led browser waits.
const NOWHERE: &str = "about:blank";

impl Browser {
    /// Starts a browser on this page.
    ///
    /// # Errors
    /// [`LaunchError`], which says how to get a browser that is missing.
    pub fn open(engine: Engine, url: &str) -> Result<Self, LaunchError> {
        Self::start(engine, url, Manner::ByItself)
    }

    /// Starts a browser that the lab leads to a page; one that cannot be led starts on this page.
    ///
    /// # Errors
    /// [`LaunchError`], which says how to get a browser that is missing.
    pub(crate) fn open_led(engine: Engine, url: &str, lead: Lead<'_>) -> Result<Self, LaunchError> {
        Self::start(engine, url, Manner::Led(lead))
    }

    fn start(engine: Engine, url: &str, manner: Manner<'_>) -> Result<Self, LaunchError> {
        let program = engine.program().ok_or(LaunchError::NotInstalled(engine))?;
        let home = tempfile::Builder::new().prefix("preflight-lab-").tempdir()?;
        let log = File::create(home.path().join(LOG))?;
        let profile = home.path().join("profile");
        fs::create_dir(&profile)?;
        let mut command = Command::new(program);
        // Whatever else it wants to keep goes the way of the profile.
        command.env("HOME", home.path()).env_remove("XDG_CONFIG_HOME").env_remove("XDG_CACHE_HOME");
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        if let Manner::Led(Lead { clock: Some(clock), .. }) = manner {
            clock.set_up(&mut command);
        }
        let mut screen = None;
        match engine {
            Engine::Chromium => chromium::set_up(&mut command, &profile, manner)?,
            Engine::Firefox => firefox::set_up(&mut command, &profile, manner)?,
            Engine::WebKitGtk => {
                let unseen = webkitgtk::Screen::open(home.path())?;
                webkitgtk::set_up(&mut command, &unseen, home.path(), manner)?;
                screen = Some(unseen);
            }
        }
        match (engine, manner) {
            (Engine::Chromium | Engine::Firefox, Manner::Led(..)) => command.arg(NOWHERE),
            _ => command.arg(url),
        };
        Ok(Self { engine, process: command.spawn()?, screen, home })
    }

    /// Which browser it is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The end of what it printed, for when it did not do its work.
    pub fn log(&self) -> String {
        let log = fs::read(self.home.path().join(LOG)).unwrap_or_default();
        String::from_utf8_lossy(&log[log.len().saturating_sub(LOG_SHOWN_BYTES)..]).into_owned()
    }

    /// What it prints, from the beginning.
    pub(crate) fn log_file(&self) -> io::Result<File> {
        File::open(self.home.path().join(LOG))
    }

    /// Its version, where it has to be asked for it by its command line.
    pub(crate) fn printed_version(&self) -> String {
        self.screen.as_ref().map(webkitgtk::version).unwrap_or_default()
    }

    /// Its profile.
    pub(crate) fn profile(&self) -> PathBuf {
        self.home.path().join("profile")
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
    /// All browsers.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKitGtk];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKitGtk => "WebKitGTK",
        }
    }

    /// What it is called in the corpus and on command lines.
    pub fn key(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKitGtk => "webkit",
        }
    }

    /// What the engine holds it to be.
    pub fn user_agent(self) -> UserAgent {
        match self {
            Self::Chromium => UserAgent::CHROMIUM,
            Self::Firefox => UserAgent::FIREFOX,
            Self::WebKitGtk => UserAgent::WEBKIT,
        }
    }

    /// The browser of this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.key() == key)
    }

    /// Whether everything that it takes is there.
    pub fn is_installed(self) -> bool {
        self.program().is_some() && (self != Self::WebKitGtk || find_in_path(webkitgtk::SCREEN_PROGRAM).is_some())
    }

    /// Whether it can be told where the hosts of the lab are: WebKitGTK asks the system, so that it takes a namespace.
    pub fn finds_names(self) -> bool {
        self != Self::WebKitGtk || namespace::is_permitted()
    }

    /// Whether it can be put under a clock that the lab steps: Firefox does not come up under libfaketime.
    pub fn takes_stepped_clock(self) -> bool {
        self != Self::Firefox && SteppedClock::is_installed()
    }

    /// Whether it has the setting of [`ThirdPartyCookies`].
    pub fn takes_cookie_setting(self) -> bool {
        self == Self::Chromium
    }

    fn program(self) -> Option<PathBuf> {
        let names = match self {
            Self::Chromium => chromium::PROGRAMS,
            Self::Firefox => firefox::PROGRAMS,
            Self::WebKitGtk => return webkitgtk::program(),
        };
        names.iter().find_map(|name| find_in_path(name))
    }

    /// The command that installs it.
    pub fn how_to_get(self) -> &'static str {
        match self {
            Self::Chromium => "apt-get install chromium",
            Self::Firefox => "apt-get install firefox-esr",
            Self::WebKitGtk => "apt-get install webkit2gtk-driver xvfb",
        }
    }
}

fn find_in_path(name: &str) -> Option<PathBuf> {
    find(name, &env::var_os("PATH").unwrap_or_default())
}

fn find(name: &str, path: &OsStr) -> Option<PathBuf> {
    env::split_paths(path).map(|directory| directory.join(name)).find(|program| is_file(program))
}

fn is_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.is_file())
}
