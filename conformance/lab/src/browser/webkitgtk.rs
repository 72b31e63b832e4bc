//! How the MiniBrowser of WebKitGTK is started: on a screen that nobody sees, printing its console.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use preflight_authority::Authority;

use super::{LaunchError, Manner, is_file};
use crate::namespace;
use crate::world::HOST_NAMES;

/// It stands below the library directory of the architecture, in the folder of its version.
const LIBRARIES: &str = "/usr/lib";
const FOLDERS: [&str; 2] = ["webkit2gtk-4.1", "webkit2gtk-4.0"];
const PROGRAM: &str = "MiniBrowser";

/// The screen that nobody sees.
pub(super) const SCREEN_PROGRAM: &str = "Xvfb";

/// Software only, no accessibility bus, no session bus: nothing of a desktop is there.
const ENVIRONMENT: [(&str, &str); 6] = [
    ("GDK_BACKEND", "x11"),
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
    ("LIBGL_ALWAYS_SOFTWARE", "1"),
    ("NO_AT_BRIDGE", "1"),
    ("GTK_A11Y", "none"),
    ("DBUS_SESSION_BUS_ADDRESS", "disabled:"),
];

/// Where the system looks up names, and whom it trusts.
const HOSTS: &str = "/etc/hosts";
const TRUSTED_AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// Nobody listens there: whatever is not loopback goes nowhere.
const DEAD_PROXY: &str = "http://127.0.0.1:9";

/// A running Xvfb. It is killed when this is dropped, and the browser on it ends with it.
#[derive(Debug)]
pub(super) struct Screen {
    process: Child,
    display: String,
}

/// Where the MiniBrowser is.
pub(super) fn program() -> Option<PathBuf> {
    let architectures = fs::read_dir(LIBRARIES).ok()?.flatten();
    let candidates = architectures.flat_map(|directory| FOLDERS.map(|folder| directory.path().join(folder)));
    candidates.map(|folder| folder.join(PROGRAM)).find(|program| is_file(program))
}

pub(super) fn set_up(command: &mut Command, screen: &Screen, home: &Path, manner: Manner<'_>) -> io::Result<()> {
    command.envs(ENVIRONMENT).env("DISPLAY", &screen.display);
    if namespace::is_inside() {
        command.env("no_proxy", "*");
    } else {
        command.envs([("http_proxy", DEAD_PROXY), ("https_proxy", DEAD_PROXY), ("no_proxy", "127.0.0.1,localhost")]);
    }
    command.arg("--enable-write-console-messages-to-stdout=true");
    match manner {
        Manner::Led(lead) if namespace::is_inside() => change_system(home, lead.authority),
        Manner::Led(..) | Manner::ByItself => Ok(()),
    }
}

/// It asks the system for names and for trust, so the files of the system are covered for it.
fn change_system(home: &Path, authority: &Authority) -> io::Result<()> {
    let names = HOST_NAMES.join(" ");
    namespace::cover(HOSTS, &home.join("hosts"), &format!("127.0.0.1 localhost {names}\n"))?;
    namespace::cover(TRUSTED_AUTHORITIES, &home.join("authorities"), &authority.pem())
}

/// The version that a MiniBrowser prints when it is asked; it wants a screen even for that.
pub(super) fn version(screen: &Screen) -> String {
    let asked =
        program().map(|program| Command::new(program).arg("--version").env("DISPLAY", &screen.display).output());
    let printed = asked.and_then(Result::ok).map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    printed.unwrap_or_default().split_whitespace().last().unwrap_or_default().to_owned()
}

impl Screen {
    /// Opens a screen of a free number.
    pub(super) fn open(home: &Path) -> Result<Self, LaunchError> {
        let mut command = Command::new(SCREEN_PROGRAM);
        // It prints its number on the descriptor that it is given.
        command.args(["-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp"]);
        command.current_dir(home).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => LaunchError::NoScreen,
            _ => LaunchError::Io(error),
        })?;
        let mut number = String::new();
        if let Some(stdout) = process.stdout.take() {
            BufReader::new(stdout).read_line(&mut number)?;
        }
        // Dropped without a number, it is killed.
        let screen = Self { process, display: format!(":{}", number.trim()) };
        if number.trim().is_empty() { Err(LaunchError::NoScreen) } else { Ok(screen) }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // What fails here has ended before.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
