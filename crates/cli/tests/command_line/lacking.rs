//! A build without the parsers of other languages has their commands still: they say what it lacks.

use std::process::Command;

const ASKED: [&[&str]; 6] = [
    &["fix", "server.js", "--origin", "http://localhost:5173"],
    &["fix", "--help"],
    &["import", "--from", "express", "server.js"],
    &["export", "--to", "flask"],
    &["check", "http://127.0.0.1:9/", "--fix", "server.js"],
    &["check", "http://127.0.0.1:9/", "--config", "server.js"],
];

#[test]
fn the_commands_are_there_and_say_what_this_build_lacks() {
    for arguments in ASKED {
        let mut program = Command::new(env!("CARGO_BIN_EXE_preflight"));
        let output = program.args(arguments).env("NO_COLOR", "1").output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("this build lacks the parsers"), "{arguments:?}: {said}");
        assert!(said.contains("feature `dialects`"), "{arguments:?}: {said}");
    }
}
