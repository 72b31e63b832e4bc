//! A build without the parsers of other languages hands on to the program that has them, or says how to get it.

use std::process::Command;

use crate::run::run;

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
    for arguments in ASKED {
        let said = run(arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.err);
        assert!(said.err.contains("cargo install --path crates/cli-full"), "{arguments:?}: {}", said.err);
    }
}

#[test]
fn the_program_beside_gets_the_arguments_and_gives_the_exit_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let (program, full) = (folder.path().join("preflight"), folder.path().join("preflight-full"));
    // Other processes write the programs: a file that this one has open for writing is open in whatever another test starts
    // at that moment, and cannot be run as long.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_preflight")).arg(&program).status().expect("cp runs");
    let script = "printf '#!/bin/sh\\necho \"$@\"\\nexit 1\\n' > \"$0\" && chmod 755 \"$0\"";
    let written = Command::new("sh").args(["-c", script]).arg(&full).status().expect("sh runs");
    assert!(copied.success() && written.success());
    for arguments in ASKED {
        let output = Command::new(&program).args(arguments).output().expect("it runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), arguments.join(" "));
        assert_eq!(output.status.code(), Some(1));
    }
}
