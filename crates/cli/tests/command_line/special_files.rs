//! What is named and is no file: pipes that nobody writes to, devices without an end.

use std::fs;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::run::preflight;

/// A run that opens a pipe and waits would take forever.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs a command that must end by itself.
fn ended(mut command: Command, sentence: &str) -> Output {
    command.env("NO_COLOR", "1").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    let deadline = Instant::now() + PATIENCE;
    while child.try_wait().expect("a child").is_none() {
        if Instant::now() > deadline {
            child.kill().expect("it runs");
            child.wait().expect("it ended");
            panic!("{sentence}: it waits");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.wait_with_output().expect("it ended")
}

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("there is a mkfifo").success());
}

/// The commands that read a file, without its name.
fn readers() -> Vec<Vec<&'static str>> {
    let mut readers = vec![
        vec!["serve", "--check", "-c"],
        vec!["serve", "--check", "--upstream", "http://127.0.0.1:9", "--env-file"],
        vec!["serve", "--check", "--upstream", "http://127.0.0.1:9", "--allow-origins-file"],
        vec!["check", "http://127.0.0.1:9/", "--cacert"],
        vec![],
    ];
    if cfg!(feature = "dialects") {
        readers.push(vec!["fix", "--from", "express", "--origin", "http://localhost:5173"]);
        readers.push(vec!["fix", "--write", "--from", "express", "--origin", "http://localhost:5173"]);
        readers.push(vec!["import", "--from", "express"]);
    }
    readers
}

#[test]
fn what_is_no_file_is_refused_at_once_wherever_a_file_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let (pipe, socket, link) = (folder.path().join("pipe"), folder.path().join("socket"), folder.path().join("link"));
    make_pipe(&pipe);
    let _listener = UnixListener::bind(&socket).expect("a socket");
    std::os::unix::fs::symlink(&pipe, &link).expect("a link");
    let cases = [
        (pipe.as_path(), "a pipe, not a file"),
        (&link, "a pipe, not a file"),
        (&socket, "a socket, not a file"),
        (Path::new("/dev/zero"), "a device, not a file"),
        (folder.path(), "it is a directory"),
    ];
    for (file, words) in cases {
        for reader in readers() {
            let sentence = format!("{reader:?} {}", file.display());
            let mut command = preflight();
            command.args(&reader).arg(file);
            let output = ended(command, &sentence);
            let err = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{sentence}: {err}");
            // Without a command the word may mean something else than a file.
            assert!(err.contains(words) || reader.is_empty(), "{sentence}: {err}");
        }
    }
}

#[test]
fn what_a_shell_hands_over_is_read_and_has_a_bound() {
    let policy = "upstream = 'http://127.0.0.1:9'\npolicy.app.origins = ['https://app.example.com']\n";
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("preflight.toml");
    fs::write(&file, policy).expect("it can be written");
    for (sentence, script, code, words) in [
        ("a pipe", "cat \"$1\" | \"$0\" serve --check -c /dev/stdin", 0, ""),
        ("a pipe whose writer is slow", "(sleep 1; cat \"$1\") | \"$0\" serve --check -c /dev/stdin", 0, ""),
        ("another descriptor", "cat \"$1\" | \"$0\" serve --check -c /dev/fd/9 9<&0", 0, ""),
        ("a file", "\"$0\" serve --check -c /dev/stdin < \"$1\"", 0, ""),
        ("nothing", "\"$0\" serve --check -c \"$1\" --env-file /dev/null", 0, ""),
        ("no end", "\"$0\" check http://127.0.0.1:9/ --cacert /dev/stdin < /dev/zero", 2, "larger than the 4 MiB"),
        ("no end of a pipe", "yes | \"$0\" check http://127.0.0.1:9/ --cacert /dev/stdin", 2, "larger than the 4 MiB"),
    ] {
        let mut command = Command::new("sh");
        command.args(["-c", script, env!("CARGO_BIN_EXE_preflight")]).arg(&file);
        let output = ended(command, sentence);
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{sentence}: {err}");
        assert!(err.contains(words), "{sentence}: {err}");
    }
}
