//! How Firefox is started: without a window, quiet, and with a proxy that does not exist for all but loopback.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

use super::Manner;

/// The names that it has on various systems.
pub(super) const PROGRAMS: &[&str] = &["firefox-esr", "firefox"];

/// Preferences that keep it from calling home. Nothing here changes what CORS does.
const PREFERENCES: &[(&str, &str)] = &[
    ("app.normandy.enabled", "false"),
    ("app.update.disabledForTesting", "true"),
    ("browser.aboutwelcome.enabled", "false"),
    ("browser.newtabpage.enabled", "false"),
    ("browser.safebrowsing.downloads.enabled", "false"),
    ("browser.safebrowsing.malware.enabled", "false"),
    ("browser.safebrowsing.phishing.enabled", "false"),
    ("browser.shell.checkDefaultBrowser", "false"),
    ("browser.startup.homepage_override.mstone", "\"ignore\""),
    ("captivedetect.canonicalURL", "\"\""),
    ("datareporting.healthreport.uploadEnabled", "false"),
    ("datareporting.policy.dataSubmissionEnabled", "false"),
    ("extensions.update.enabled", "false"),
    ("media.gmp-manager.updateEnabled", "false"),
    ("network.captive-portal-service.enabled", "false"),
    ("network.connectivity-service.enabled", "false"),
    ("network.dns.disablePrefetch", "true"),
    ("network.dns.localDomains", "\"app.example.com,api.example.com,example.com,example.org\""),
    ("network.prefetch-next", "false"),
    // Port 9 is the discard service, which nobody runs.
    ("network.proxy.type", "1"),
    ("network.proxy.http", "\"127.0.0.1\""),
    ("network.proxy.http_port", "9"),
    ("network.proxy.ssl", "\"127.0.0.1\""),
    ("network.proxy.ssl_port", "9"),
    ("network.proxy.allow_hijacking_localhost", "false"),
    ("network.proxy.no_proxies_on", "\"example.com,example.org,192.0.2.1\""),
    ("network.trr.mode", "5"),
    ("services.settings.server", "\"data:,#remote-settings-dummy/v1\""),
    ("toolkit.telemetry.enabled", "false"),
    ("toolkit.telemetry.server", "\"data:,\""),
    ("trailhead.firstrun.didSeeAboutWelcome", "true"),
];

/// What a led browser gets besides: a free port, whose number it writes into its profile.
const LED_PREFERENCES: &[(&str, &str)] = &[("marionette.port", "0")];

pub(super) fn set_up(command: &mut Command, profile: &Path, manner: Manner<'_>) -> io::Result<()> {
    let mut preferences = PREFERENCES.to_vec();
    if matches!(manner, Manner::Led(..)) {
        preferences.extend(LED_PREFERENCES);
        command.args(["--marionette", "--remote-allow-system-access"]);
    }
    let lines = preferences.iter().map(|(name, value)| format!("user_pref(\"{name}\", {value});\n"));
    fs::write(profile.join("user.js"), lines.collect::<String>())?;
    command.args(["--headless", "--no-remote", "--profile"]).arg(profile);
    Ok(())
}
