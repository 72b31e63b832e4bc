//! A build without the parsers of other languages hands on to the program that has them, or says how to get it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ASKED: [&[&str]; 6] = [
    &["fix", "server.js", "--origin", "http://localhost:5173"],
    &["fix", "--help"],
    &["import", "--from", "express", "server.js"],
    &["export", "--to", "flask"],
    &["check", "http://127.0.0.1:9/", "--fix", "server.js"],
    &["check", "http://127.0.0.1:9/", "--config", "server.js"],
];

#[test]
fn the_commands_are_there_and_say_what_to_build() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = copied_to(folder.path());
    for arguments in ASKED {
        let output = run(&program, arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("cargo install --path crates/cli-full"), "{arguments:?}: {said}");
    }
}

#[test]
fn the_program_beside_gets_the_arguments_and_gives_the_exit_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = copied_to(folder.path());
    let script = "printf '#!/bin/sh\\necho \"$@\"\\nexit 1\\n' > \"$0\" && chmod 755 \"$0\"";
    let full = folder.path().join("preflight-full");
    assert!(Command::new("sh").args(["-c", script]).arg(&full).status().expect("sh runs").success());
    for arguments in ASKED {
        let output = run(&program, arguments);
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), arguments.join(" "));
        assert_eq!(output.status.code(), Some(1));
    }
}

/// The program where nothing stands beside it that an earlier build has left.
///
/// Another process writes it: a file that this one has open for writing is open in whatever another test starts at that
/// moment, and cannot be run as long.
fn copied_to(folder: &Path) -> PathBuf {
    let program = folder.join("preflight");
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_preflight")).arg(&program).status().expect("cp runs");
    assert!(copied.success());
    program
}

fn run(program: &Path, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).env("NO_COLOR", "1").output().expect("it runs")
}
