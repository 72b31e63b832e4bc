//! The packages as others would get them. What must be in them, `conformance/tests/packaging.rs` says.

use std::{fs, process};

use crate::failure::Failure;
use crate::process::{command, root, run, succeed};

/// Packages every crate and builds nothing: that takes seconds.
pub fn check() -> Result<(), Failure> {
    run("cargo", &["package", "--quiet", "--workspace", "--exclude", "xtask", "--no-verify", "--allow-dirty"])
}

/// Packages every crate and builds each from its package: that takes minutes. They share one target directory, since each would
/// otherwise build all that it depends on by itself. It is new each time: cargo keeps what it has unpacked of a version, by the
/// path of that directory, and would build the package of an earlier run. Without xtask, which is published nowhere and reads
/// files of the repository.
pub fn build() -> Result<(), Failure> {
    let folder = root().join(format!("target/package-{}", process::id()));
    let mut package = command("cargo", &["package", "--workspace", "--exclude", "xtask", "--allow-dirty"]);
    package.env("CARGO_TARGET_DIR", &folder);
    let built = succeed(package);
    // What cannot be removed is in nobody's way.
    let _ = fs::remove_dir_all(folder);
    built
}

/// Licences, sources and doubled versions of all that is depended on, by `deny.toml`. Advisories would need the network, and
/// would fail on a day on which nothing here has changed.
pub fn deny() -> Result<(), Failure> {
    run("cargo", &["deny", "--log-level", "error", "check", "bans", "licenses", "sources"])
}
