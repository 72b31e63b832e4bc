//! What a package holds: the files that its sources include, what others want to know of it, and versions by which it finds
//! the others.

#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

/// What puts a file into a program.
const INCLUDING: [&str; 4] = ["include_str!(", "include_bytes!(", "include!(", "#[path = "];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    description: Option<String>,
    license: Option<String>,
    readme: Option<PathBuf>,
    keywords: Vec<String>,
    categories: Vec<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
    path: Option<PathBuf>,
    req: String,
}

#[test]
fn every_package_says_what_it_is() {
    for package in published() {
        let name = &package.name;
        assert!(package.description.as_ref().is_some_and(|text| !text.ends_with('.')), "{name}: description");
        assert_eq!(package.license.as_deref(), Some("MIT OR Apache-2.0"), "{name}");
        assert!(!package.keywords.is_empty() && package.keywords.len() <= 5, "{name}: keywords");
        assert!(!package.categories.is_empty(), "{name}: categories");
        let readme = package.readme.as_ref().map(|readme| package.folder().join(readme));
        assert!(readme.is_some_and(|readme| readme.is_file()), "{name}: readme");
    }
}

#[test]
fn every_package_finds_the_others_by_version() {
    for package in published() {
        let others = package.dependencies.iter().filter(|other| other.path.is_some());
        for other in others.filter(|other| other.kind.as_deref() != Some("dev")) {
            assert_ne!(other.req, "*", "{}: {} has no version", package.name, other.name);
        }
    }
}

#[test]
fn every_version_is_written_once() {
    let root = metadata().workspace_root;
    for package in metadata().packages {
        let manifest = fs::read_to_string(&package.manifest_path).expect("a manifest");
        let (_, dependencies) = manifest.split_once("dependencies]").unwrap_or_default();
        let line = dependencies.lines().find(|line| line.contains(" = \"") || line.contains("version = \""));
        let line = line.filter(|line| !line.starts_with("name =") && !line.starts_with("path ="));
        let place = package.manifest_path.strip_prefix(&root).expect("it is of the workspace").display();
        assert_eq!(line, None, "{place}: versions stand in the `Cargo.toml` of the workspace");
    }
}

#[test]
fn every_included_file_is_in_the_package() {
    let mut count = 0;
    // `cargo xtask package` leaves it out: it is a tool for this repository, and reads its files.
    for package in metadata().packages.into_iter().filter(|package| package.name != "xtask") {
        let packaged = package.files();
        let mut sources = Vec::new();
        collect(&package.folder().join("src"), &mut sources);
        for source in sources {
            for included in included(&source, &package.folder()) {
                let place = format!("{} includes {}", source.display(), included.display());
                let files = files_of(&included);
                assert!(!files.is_empty(), "{place}, which is not there");
                for file in files {
                    let within =
                        file.strip_prefix(package.folder()).unwrap_or_else(|_| panic!("{place}, of no package"));
                    assert!(packaged.contains(within), "{place}, which is not packaged");
                }
                count += 1;
            }
        }
    }
    assert!(count >= 2, "the pages of the rules and those of the demo are included");
}

impl Package {
    fn folder(&self) -> PathBuf {
        self.manifest_path.parent().expect("a folder").to_path_buf()
    }

    /// What `cargo package` would take.
    fn files(&self) -> BTreeSet<PathBuf> {
        let list = ["package", "--list", "--allow-dirty", "--quiet", "--offline", "--package", &self.name];
        let listed = cargo(&list);
        listed.lines().map(PathBuf::from).collect()
    }
}

/// The packages for others.
fn published() -> Vec<Package> {
    let Metadata { packages, workspace_root } = metadata();
    let crates = workspace_root.join("crates");
    packages.into_iter().filter(|package| package.manifest_path.starts_with(&crates)).collect()
}

fn metadata() -> Metadata {
    let metadata = cargo(&["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    serde_json::from_str(&metadata).expect("cargo writes JSON")
}

fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    let output = command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn collect(folder: &Path, sources: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => collect(&path, sources),
            false if path.extension().is_some_and(|extension| extension == "rs") => sources.push(path),
            false => {}
        }
    }
}

/// What a source includes: a file, or the folder of files whose names a macro puts together.
fn included(source: &Path, package: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(source).expect("a source");
    let folder = source.parent().expect("a folder");
    let arguments = INCLUDING.iter().flat_map(|including| text.split(including).skip(1));
    let paths = arguments.filter_map(|argument| {
        let mut literals = argument.split('"').skip(1).step_by(2);
        match argument.trim_start().strip_prefix("concat!(") {
            Some(parts) if parts.starts_with("env!(\"CARGO_MANIFEST_DIR\")") => {
                Some(package.join(literals.nth(1)?.trim_start_matches('/')))
            }
            Some(_) => Some(folder.join(literals.next()?)),
            None => argument.trim_start().starts_with('"').then(|| Some(folder.join(literals.next()?)))?,
        }
    });
    paths.map(|path| plain(&path)).collect()
}

/// The files that a path stands for.
fn files_of(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return Some(path.to_path_buf()).filter(|path| path.is_file()).into_iter().collect();
    }
    let entries = fs::read_dir(path).expect("a folder");
    entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()).collect()
}

/// The path without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(plain.pop()),
            component => plain.push(component),
        }
    }
    plain
}
