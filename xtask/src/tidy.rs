//! `cargo xtask tidy`: what reviews would otherwise have to count: circles of imports, names of types, printing macros, commit
//! subjects.

mod circles;
mod code;
mod exceptions;
mod imports;
mod modules;
mod printing;
mod public_names;
mod subjects;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::failure::Failure;
use crate::process::root;

/// The packages whose files import each other in no circle of more than two.
const WITHOUT_CIRCLES: [&str; 5] = ["rules", "recording", "diagnosis", "report", "cli"];

/// Looks at everything; commits are those after `since`, or those that no upstream has.
pub fn run(since: Option<&str>) -> Result<(), Failure> {
    let mut faults = Vec::new();
    for package in WITHOUT_CIRCLES {
        let sources = sources(package)?;
        faults.extend(circles::faults(package, &sources));
    }
    let packages = packages()?;
    faults.extend(public_names::faults(&packages));
    faults.extend(printing::faults(&packages));
    faults.extend(subjects::faults(since)?);
    let faults = exceptions::taken_off(faults);
    faults.iter().for_each(|fault| println!("{} {}", fault.place, fault.message));
    match faults.len() {
        0 => Ok(()),
        1 => Err(Failure::found("there is one fault")),
        count => Err(Failure::found(format!("there are {count} faults"))),
    }
}

/// Something that is not tidy.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    place: String,
    /// What is wrong there and what to do, as the rest of a sentence.
    message: String,
}

/// A package of `crates/`.
struct Package {
    name: String,
    sources: Vec<Source>,
}

/// A file below `src/` of a package.
#[derive(Debug)]
struct Source {
    /// Where it stands below `src/`.
    path: PathBuf,
    /// What it says, without comments, literals and test modules.
    code: String,
}

fn packages() -> Result<Vec<Package>, Failure> {
    let folders = fs::read_dir(root().join("crates")).map_err(unreadable)?;
    let mut names: Vec<_> = folders.filter_map(|folder| folder.ok()?.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names.into_iter().map(|name| sources(&name).map(|sources| Package { name, sources })).collect()
}

/// The files of a package; none if there is no such package.
fn sources(package: &str) -> Result<Vec<Source>, Failure> {
    let folder = root().join("crates").join(package).join("src");
    let mut paths = Vec::new();
    if folder.is_dir() {
        collect(&folder, &mut paths).map_err(unreadable)?;
    }
    paths.sort_unstable();
    let read = |path: PathBuf| {
        let code = code::without_tests(&fs::read_to_string(&path)?);
        let path = path.strip_prefix(&folder).map(Path::to_path_buf).unwrap_or(path);
        Ok(Source { path, code })
    };
    paths.into_iter().map(read).collect::<io::Result<_>>().map_err(unreadable)
}

/// Every file of Rust below a folder but those of tests.
fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_tests = path.file_stem().is_some_and(|stem| stem == "tests");
        if path.is_dir() && !is_tests {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_tests {
            paths.push(path);
        }
    }
    Ok(())
}

fn unreadable(error: io::Error) -> Failure {
    Failure::found(format!("the sources cannot be read: {error}"))
}
