//! How Chromium is started: without a window, quiet, and with nothing but loopback to resolve.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use super::{Manner, ThirdPartyCookies};

/// The names that it has on various systems.
pub(super) const PROGRAMS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// Nothing here changes what CORS does: Local Network Access and the caches are as a person has them.
const FLAGS: &[&str] = &[
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-backgrounding-occluded-windows",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-quic",
    "--disable-renderer-backgrounding",
    "--disable-sync",
    "--no-proxy-server",
    "--password-store=basic",
    "--host-resolver-rules=MAP *.example.com 127.0.0.1, MAP example.com 127.0.0.1, MAP example.org 127.0.0.1, \
     MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE 192.0.2.1, EXCLUDE localhost",
    // Without it the headless browser ends as soon as the page has loaded.
    "--remote-debugging-port=0",
];

/// The setting for third-party cookies: some distributions ship the second.
const COOKIES_ALLOWED: &str = r#"{"profile": {"block_third_party_cookies": false, "cookie_controls_mode": 0}}"#;
const COOKIES_BLOCKED: &str = r#"{"profile": {"block_third_party_cookies": true, "cookie_controls_mode": 1}}"#;

/// What a led browser gets besides: the corpus was recorded without these checks.
const LED: &str = "--disable-features=LocalNetworkAccessChecks";

/// The server's key that it takes as if an authority of its own had signed it.
const TRUSTED_KEY: &str = "--ignore-certificate-errors-spki-list=";

pub(super) fn set_up(command: &mut Command, profile: &Path, manner: Manner<'_>) -> io::Result<()> {
    let mut user_data_dir = std::ffi::OsString::from("--user-data-dir=");
    user_data_dir.push(profile);
    command.args(FLAGS).arg(user_data_dir);
    let mut preferences = COOKIES_ALLOWED;
    if let Manner::Led(lead) = manner {
        command.args([LED.to_owned(), format!("{TRUSTED_KEY}{}", lead.authority.key_digest())]);
        if lead.third_party_cookies == ThirdPartyCookies::Blocked {
            preferences = COOKIES_BLOCKED;
        }
    }
    if runs_as_root() {
        // Chromium refuses to start as root with its sandbox. Containers run as root, and load only our own page.
        command.arg("--no-sandbox");
    }
    fs::create_dir(profile.join("Default"))?;
    fs::write(profile.join("Default/Preferences"), preferences)
}

fn runs_as_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}
