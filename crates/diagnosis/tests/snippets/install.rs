//! The pinned packages in the target directory, installed once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGE_JSON: &str = include_str!("package.json");
const REQUIREMENTS: &str = include_str!("requirements.txt");

pub fn is_skipped() -> bool {
    std::env::var_os("PREFLIGHT_SKIP_PACKAGES").is_some_and(|value| value == "1")
}

/// The directory for what this test leaves behind.
pub fn directory() -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("snippets");
    fs::create_dir_all(&directory).expect("the target directory can be written");
    directory
}

/// The command that runs a server of this kind, its packages at hand.
pub fn interpreter(kind: &str) -> Command {
    match kind {
        "flask" | "fastapi" | "django" => {
            let environment = directory().join("python");
            once(&environment, REQUIREMENTS, || install_python(&environment));
            Command::new(environment.join("bin/python"))
        }
        _ => {
            let packages = directory().join("node");
            once(&packages, PACKAGE_JSON, || install_node(&packages));
            let mut command = Command::new("node");
            command.env("NODE_PATH", packages.join("node_modules"));
            command
        }
    }
}

/// Installs unless the marker says that exactly this was installed.
fn once(directory: &Path, wanted: &str, install: impl FnOnce()) {
    let marker = directory.join("installed");
    if fs::read_to_string(&marker).is_ok_and(|installed| installed == wanted) {
        return;
    }
    fs::create_dir_all(directory).expect("the target directory can be written");
    install();
    fs::write(&marker, wanted).expect("the target directory can be written");
}

fn install_node(directory: &Path) {
    fs::write(directory.join("package.json"), PACKAGE_JSON).expect("the target directory can be written");
    let arguments = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--silent"];
    run(Command::new("npm").args(arguments).current_dir(directory), "npm");
}

fn install_python(directory: &Path) {
    let requirements = directory.join("requirements.txt");
    fs::write(&requirements, REQUIREMENTS).expect("the target directory can be written");
    run(Command::new("python3").args(["-m", "venv"]).arg(directory), "python3");
    let arguments = ["-m", "pip", "install", "--quiet", "--requirement"];
    run(Command::new(directory.join("bin/python")).args(arguments).arg(&requirements), "pip");
}

fn run(command: &mut Command, name: &str) {
    let remedy = "or set PREFLIGHT_SKIP_PACKAGES=1";
    let output =
        command.output().unwrap_or_else(|error| panic!("`{name}` cannot be started ({error}); install it, {remedy}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`{name}` could not install the packages, {remedy}: {}", errors.trim());
}
