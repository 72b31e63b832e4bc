//! A network of our own, and files of the system that are other ones there: only loopback is in it, so that no browser can reach anything else, port 80 is free, and runs can
//! go side by side. All processes in it end with the first.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::{env, fs, io};

/// Says to what is run inside that it is.
const INSIDE_VARIABLE: &str = "PREFLIGHT_LAB_NAMESPACE";

/// A new network, and new process ids, so that killing the first kills the rest.
const UNSHARE: [&str; 5] = ["--net", "--pid", "--fork", "--kill-child", "--mount-proc"];

/// Without root, a namespace of users gives the right to make the others.
const AS_ROOT: &str = "--map-root-user";

/// Brings loopback up, then becomes the program that follows. The second address is that of the world: a system with none
/// but 127.0.0.1 looks no names up.
const LOOPBACK_UP: &str = r#"ip link set lo up && ip address add 192.0.2.1/32 dev lo && exec "$@""#;

/// Whether this process runs inside.
pub fn is_inside() -> bool {
    env::var_os(INSIDE_VARIABLE).is_some()
}

/// Whether there can be one: it is tried once.
pub fn is_permitted() -> bool {
    unsharing().is_some()
}

/// A program, inside a namespace of its own if that is permitted.
pub fn command(program: &Path) -> Command {
    let Some(flags) = unsharing() else { return Command::new(program) };
    let mut command = inside(flags);
    command.arg(program).env(INSIDE_VARIABLE, "1");
    command
}

/// Puts a new file over one of the system, for all that run inside; outside nobody's files are touched.
///
/// # Errors
/// What the system says.
pub fn cover(path: &str, new: &Path, contents: &str) -> io::Result<()> {
    assert!(is_inside(), "the files of the system itself stay as they are");
    fs::write(new, contents)?;
    let status = Command::new("mount").arg("--bind").args([new, Path::new(path)]).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{path} cannot be covered"))) }
}

/// The flags that work here.
fn unsharing() -> Option<&'static [&'static str]> {
    static WORKS: OnceLock<Option<&'static [&'static str]>> = OnceLock::new();
    *WORKS.get_or_init(|| [&[][..], &[AS_ROOT][..]].into_iter().find(|flags| works(flags)))
}

fn works(flags: &[&str]) -> bool {
    let mut command = inside(flags);
    let status = command.arg("true").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// A command inside; the program and its arguments are still to be added.
fn inside(flags: &[&str]) -> Command {
    let mut command = Command::new("unshare");
    command.args(flags).args(UNSHARE).args(["--", "sh", "-c", LOOPBACK_UP, "sh"]);
    command
}
