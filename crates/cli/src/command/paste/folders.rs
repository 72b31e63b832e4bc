//! Where the sources of servers stand: this folder, the usual ones in it, and those of the packages beside each other.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::command::fix::{another_port, takes_port_from_environment};

/// As many files of a folder are looked at.
const FOLDER_LIMIT: usize = 200;

/// As many packages are looked at.
const PACKAGES_LIMIT: usize = 50;

/// The search ends after this time, however many folders are left: a person waits for the answer.
const SEARCH_TIME: Duration = Duration::from_secs(2);

/// Where a server usually stands in a project, and in a package of one.
const USUAL: [&str; 5] = ["src", "server", "api", "backend", "app"];

/// The folder of the packages of a project.
const PACKAGES: &str = "packages";

/// What is built or installed, and nobody's source.
const BUILT: [&str; 9] = ["node_modules", "dist", "build", "out", "target", "bin", "obj", "vendor", "venv"];

/// A source that sets a server up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub file: PathBuf,
    /// Whether it says anything of CORS.
    pub has_cors: bool,
    /// The port that it names, where that is another than the call's.
    pub other_port: Option<u16>,
    /// Whether a variable of the environment can name another.
    pub has_open_port: bool,
}

/// The sources of known systems in the usual folders below this one, in the order of their names.
pub fn candidates(root: &Path, port: Option<u16>) -> Vec<Candidate> {
    let began = Instant::now();
    let folders = folders(root).into_iter().take_while(|_| began.elapsed() < SEARCH_TIME);
    let files = folders.flat_map(|folder| files(&folder)).take_while(|_| began.elapsed() < SEARCH_TIME);
    files.filter_map(|file| candidate(root, &file, port)).collect()
}

/// The folders that are looked through, each once, whatever links lead to it; a link that leads out of the project is not
/// followed.
fn folders(root: &Path) -> Vec<PathBuf> {
    let Ok(own) = fs::canonicalize(root) else { return Vec::new() };
    let mut seen = Vec::new();
    let mut folders = named_folders(root);
    folders.retain(|folder| match fs::canonicalize(folder) {
        Ok(real) if is_own_below(&real, &own) && !seen.contains(&real) => {
            seen.push(real);
            true
        }
        _ => false,
    });
    folders
}

/// The usual folders that are links out of the project, or to what is built: they are not looked through.
pub fn links_out(root: &Path) -> Vec<PathBuf> {
    let Ok(own) = fs::canonicalize(root) else { return Vec::new() };
    let is_out = |real: PathBuf| !is_own_below(&real, &own);
    let usual = USUAL.iter().map(PathBuf::from);
    usual.filter(|name| root.join(name).is_dir() && fs::canonicalize(root.join(name)).is_ok_and(is_out)).collect()
}

/// Whether a folder is the project's, and nothing that is built or installed.
fn is_own_below(real: &Path, own: &Path) -> bool {
    real.strip_prefix(own).is_ok_and(|rest| rest.iter().all(is_own))
}

/// The folders of the usual names.
fn named_folders(root: &Path) -> Vec<PathBuf> {
    let mut folders = with_usual(root);
    let packages = root.join(PACKAGES);
    let mut names: Vec<_> = entries(&packages, Path::is_dir).take(PACKAGES_LIMIT).collect();
    names.sort();
    folders.extend(names.iter().filter(|path| path.file_name().is_some_and(is_own)).flat_map(|path| with_usual(path)));
    folders
}

fn with_usual(folder: &Path) -> Vec<PathBuf> {
    let usual = USUAL.iter().map(|name| folder.join(name)).filter(|path| path.is_dir());
    std::iter::once(folder.to_owned()).chain(usual).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = entries(folder, Path::is_file).collect();
    files.sort();
    files
}

fn entries(folder: &Path, is_meant: fn(&Path) -> bool) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().take(FOLDER_LIMIT).flatten();
    entries.map(|entry| entry.path()).filter(move |path| is_meant(path))
}

/// Whether a name is neither hidden nor one of what is built or installed.
fn is_own(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    !name.starts_with('.') && !BUILT.contains(&&*name)
}

fn candidate(root: &Path, file: &Path, port: Option<u16>) -> Option<Candidate> {
    let name = file.file_name()?.to_string_lossy().to_ascii_lowercase();
    let ending = file.extension()?.to_string_lossy().to_ascii_lowercase();
    let is_test = [".test.", ".spec.", ".d."].iter().any(|part| name.contains(part));
    if name.starts_with('.') || is_test || !crate::recognize::SOURCES.contains(&ending.as_str()) {
        return None;
    }
    let text = read(file)?;
    // A page's own `fetch(url, { mode: 'cors' })` is no server.
    let lines: Vec<_> = text.lines().filter(|line| !(line.contains("mode") && line.contains("cors"))).collect();
    let lower = lines.join("\n").to_ascii_lowercase();
    preflight_dialects::guess(&lines.join("\n"), &file.to_string_lossy())?;
    Some(Candidate {
        file: file.strip_prefix(root).unwrap_or(file).to_owned(),
        has_cors: ["cors", "access-control-", "crossorigin", "cross_origin"].iter().any(|word| lower.contains(word)),
        other_port: port.and_then(|port| another_port(&text, port)),
        has_open_port: takes_port_from_environment(&text),
    })
}

/// The text of a file that may be a source.
fn read(path: &Path) -> Option<String> {
    use preflight_policy_file::{Streams, read_named};
    let bytes = read_named(path, preflight_dialects::SOURCE_LIMIT as u64, Streams::Refused).ok()?;
    String::from_utf8(bytes).ok()
}
