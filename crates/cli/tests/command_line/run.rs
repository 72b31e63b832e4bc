//! Runs the binary.

use std::io::{ErrorKind, Write};
use std::process::{Command, Output, Stdio};

/// What a run said and how it ended.
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: i32,
}

/// The binary, without the colours and variables of whoever runs the tests.
pub fn preflight() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_preflight"));
    command.env("NO_COLOR", "1");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PREFLIGHT_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs it with these arguments.
pub fn run(arguments: &[&str]) -> Said {
    said(preflight().args(arguments).stdin(Stdio::null()).output().expect("the binary runs"))
}

/// Runs it with these arguments and this on stdin.
pub fn run_on(arguments: &[&str], input: &str) -> Said {
    run_on_bytes(arguments, input.as_bytes().to_vec())
}

/// The same with bytes that may be no text.
pub fn run_on_bytes(arguments: &[&str], input: Vec<u8>) -> Said {
    let mut child = preflight()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    if let Err(error) = child.stdin.take().expect("a pipe").write_all(&input) {
        // Arguments that are refused end the process before it reads.
        assert_eq!(error.kind(), ErrorKind::BrokenPipe, "{error}");
    }
    said(child.wait_with_output().expect("the binary ends"))
}

/// What it said.
pub fn said(output: Output) -> Said {
    Said {
        out: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
        err: String::from_utf8(output.stderr).expect("UTF-8 on stderr"),
        code: output.status.code().expect("an exit code"),
    }
}
