//! Who may use whom: the direction that ARCHITECTURE.md draws, held against the manifests and the sources.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

/// A package in `crates/` uses only packages of layers before its own.
const LAYERS: [&[&str]; 7] = [
    &["preflight-engine", "preflight-rules"],
    &["preflight-recording", "preflight-pasted-call"],
    &["preflight-policy-file", "preflight-probe", "preflight-dialects", "preflight-judge", "preflight-diagnosis"],
    &["preflight-tower", "preflight-inspector", "preflight-envoy"],
    &["preflight-report"],
    &["preflight-gateway", "preflight-dev"],
    &["preflight"],
];

/// The one crate with `unsafe`: a C interface cannot be spoken without it.
const MAY_HAVE_UNSAFE: &str = "preflight-envoy";

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// None for what goes into the package, `dev` for what only its tests use.
    kind: Option<String>,
    /// Where it stands, if it is of the workspace.
    path: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
    src_path: PathBuf,
}

#[test]
fn every_crate_uses_only_the_layers_below() {
    let metadata = metadata();
    let mut violations = Vec::new();
    for package in metadata.packages.iter().filter(|package| metadata.publishes(&package.manifest_path)) {
        let layer = layer(&package.name).unwrap_or_else(|| panic!("{} has no layer; give it one", package.name));
        for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_some()) {
            let is_below = self::layer(&dependency.name).is_some_and(|below| below < layer);
            if !is_below && dependency.kind.as_deref() != Some("dev") {
                violations.push(format!("{} uses {}", package.name, dependency.name));
            }
        }
    }
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn no_crate_uses_what_stands_outside_of_crates() {
    let metadata = metadata();
    let crates = metadata.packages.iter().filter(|package| metadata.publishes(&package.manifest_path));
    let used =
        crates.flat_map(|package| package.dependencies.iter().map(move |dependency| (&package.name, dependency)));
    let violations: Vec<_> = used
        .filter(|(_, dependency)| dependency.path.as_deref().is_some_and(|path| !metadata.publishes(path)))
        .map(|(user, dependency)| format!("{user} uses {}", dependency.name))
        .collect();
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn the_halves_of_the_engine_never_import_each_other() {
    let source = metadata().workspace_root.join("crates/engine/src");
    for (half, other) in [("server", "browser"), ("browser", "server")] {
        let files = sources(&source.join(half));
        for file in files.into_iter().chain([source.join(half).with_extension("rs")]) {
            let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let mut code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let import = code.find(|line| names_module(line, other));
            assert_eq!(import, None, "{} imports the other half", file.display());
        }
    }
}

#[test]
fn every_crate_forbids_unsafe_code() {
    let roots = |package: &Package| {
        let targets =
            package.targets.iter().filter(|target| target.kind.iter().any(|kind| kind == "lib" || kind == "bin"));
        targets.map(|target| target.src_path.clone()).collect::<Vec<_>>()
    };
    for package in metadata().packages.iter().filter(|package| package.name != MAY_HAVE_UNSAFE) {
        for root in roots(package) {
            let text = fs::read_to_string(&root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
            assert!(text.contains("#![forbid(unsafe_code)]"), "{} does not forbid unsafe code", root.display());
        }
    }
}

fn metadata() -> Metadata {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs, since it runs this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata writes what it documents")
}

impl Metadata {
    /// Whether a path is in `crates/`, where everything is that other people use.
    fn publishes(&self, path: &Path) -> bool {
        path.starts_with(self.workspace_root.join("crates"))
    }
}

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|names| names.contains(&name))
}

fn sources(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    let paths = entries.map(|entry| entry.expect("the directory can be read").path());
    paths.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// Whether a line of code reaches into `module` of the engine.
fn names_module(line: &str, module: &str) -> bool {
    let reaches = |parent| [";", "::"].iter().any(|end| line.contains(&format!("{parent}::{module}{end}")));
    ["crate", "super"].into_iter().any(reaches) || line.contains("use crate::{") && line.contains(module)
}
