//! The program under test, run as a person runs it: by a shell, its output on a pipe.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use serde_json::Value;

/// No command takes so long; one that does hangs.
const LIMIT: Duration = Duration::from_secs(90);

/// The program, found by the shell under its name.
#[derive(Debug)]
pub struct Program {
    path: OsString,
    authority: PathBuf,
    /// Holds the name `preflight`.
    _folder: tempfile::TempDir,
}

/// What a command printed.
#[derive(Clone, Debug, Default)]
pub struct Ran {
    /// On stdout.
    pub stdout: String,
    /// On stderr.
    pub stderr: String,
    /// The exit code; none if it was killed.
    pub code: Option<i32>,
}

impl Program {
    /// This binary under its name, which trusts an authority as the browsers do.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(binary: &Path, authority_pem: &str) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("preflight-loop-").tempdir()?;
        std::os::unix::fs::symlink(fs::canonicalize(binary)?, folder.path().join("preflight"))?;
        let authority = folder.path().join("authority.pem");
        fs::write(&authority, authority_pem)?;
        let old = env::var_os("PATH").unwrap_or_default();
        let all = [folder.path().to_owned()].into_iter().chain(env::split_paths(&old));
        let path = env::join_paths(all).map_err(io::Error::other)?;
        Ok(Self { path, authority, _folder: folder })
    }

    /// Runs a line by a shell, in this folder.
    pub fn shell(&self, folder: &Path, line: &str) -> Ran {
        let mut command = Command::new("sh");
        command.args(["-c", line]);
        self.finish(command, folder, "")
    }

    /// Runs the program with arguments, this on its stdin.
    pub fn run(&self, folder: &Path, arguments: &[String], stdin: &str) -> Ran {
        let mut command = Command::new("preflight");
        command.args(arguments);
        self.finish(command, folder, stdin)
    }

    fn finish(&self, mut command: Command, folder: &Path, stdin: &str) -> Ran {
        command.env("PATH", &self.path).env("SSL_CERT_FILE", &self.authority).env("COLUMNS", "100");
        command.current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => return Ran { stderr: error.to_string(), ..Ran::default() },
        };
        let mut input = child.stdin.take().expect("it is a pipe");
        let text = stdin.to_owned();
        // A program that does not read its stdin closes it.
        thread::spawn(move || drop(input.write_all(text.as_bytes())));
        let stdout = reader(child.stdout.take().expect("it is a pipe"));
        let stderr = reader(child.stderr.take().expect("it is a pipe"));
        let began = Instant::now();
        let code = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status.code(),
                _ if began.elapsed() > LIMIT => {
                    // What fails here has ended before.
                    let _ = child.kill();
                    let _ = child.wait();
                    break None;
                }
                _ => thread::sleep(Duration::from_millis(5)),
            }
        };
        Ran { stdout: stdout.join().unwrap_or_default(), stderr: stderr.join().unwrap_or_default(), code }
    }
}

impl Ran {
    /// Stdout as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_default()
    }
}

fn reader(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // A pipe that breaks has been read as far as it goes.
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
