//! The texts, as Debian's language packs have them: of every version that its servers have.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::template::Template;
use crate::failure::Failure;
use crate::process::{command, root};

/// The package that needs all others.
const ALL: &str = "firefox-esr-l10n-all";
/// Where the packages are kept until the end.
const DIRECTORY: &str = "target/firefox-texts";
const PROPERTIES: &str = "chrome/*/locale/*/*/security/security.properties";

/// Every text of a reason, once; those of the newest version first.
pub fn templates() -> Result<Vec<Template>, Failure> {
    let mut templates: Vec<Template> = Vec::new();
    let mut seen = BTreeSet::new();
    for version in versions()? {
        for pack in unpacked(&version)? {
            let name = pack.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let language = name.trim_start_matches("langpack-").split('@').next().unwrap_or_default();
            for (key, text) in properties(&pack)? {
                if seen.insert((key.clone(), text.clone())) {
                    templates.push(Template::new(language, &key, &text));
                }
            }
        }
    }
    fs::remove_dir_all(root().join(DIRECTORY)).map_err(|error| Failure::found(format!("{DIRECTORY}: {error}")))?;
    Ok(templates)
}

fn versions() -> Result<Vec<String>, Failure> {
    let list = output("apt-cache", &["madison", ALL])?;
    Ok(list.lines().filter_map(|line| line.split('|').nth(1)).map(|version| version.trim().to_owned()).collect())
}

/// The packs of one version, as files.
fn unpacked(version: &str) -> Result<Vec<PathBuf>, Failure> {
    let directory = root().join(DIRECTORY).join(version.replace(['~', ':'], "-"));
    fs::create_dir_all(&directory).map_err(|error| Failure::found(format!("{DIRECTORY}: {error}")))?;
    let depends = output("apt-cache", &["depends", ALL])?;
    let names = depends.lines().filter_map(|line| line.trim().strip_prefix("Depends: "));
    let packages: Vec<String> = names.map(|name| format!("{name}={version}")).collect();
    let mut download = command("apt-get", &["--quiet=2", "download"]);
    download.args(&packages).current_dir(&directory);
    println!("{} packages of {version}", packages.len());
    printed(download)?;
    for package in files(&directory, "deb")? {
        output("dpkg-deb", &["--extract", &package.to_string_lossy(), &directory.to_string_lossy()])?;
    }
    files(&directory.join("usr/lib/firefox-esr/browser/extensions"), "xpi")
}

fn files(directory: &Path, extension: &str) -> Result<Vec<PathBuf>, Failure> {
    let entries =
        fs::read_dir(directory).map_err(|error| Failure::found(format!("{}: {error}", directory.display())))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    paths.sort();
    Ok(paths)
}

/// The properties about CORS.
fn properties(pack: &Path) -> Result<Vec<(String, String)>, Failure> {
    let text = output("unzip", &["-p", &pack.to_string_lossy(), PROPERTIES])?;
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    let pairs = pairs.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()));
    Ok(pairs.filter(|(key, _)| key.starts_with("CORS")).collect())
}

fn output(program: &str, arguments: &[&str]) -> Result<String, Failure> {
    printed(command(program, arguments))
}

/// What a program prints, if it succeeds.
fn printed(mut command: Command) -> Result<String, Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output();
    let output = output.map_err(|error| Failure::found(format!("`{program}` does not start: {error}")))?;
    if !output.status.success() {
        return Err(Failure::found(format!("`{program}` failed: {}", String::from_utf8_lossy(&output.stderr).trim())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
