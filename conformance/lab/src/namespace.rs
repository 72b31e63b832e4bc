//! A network of our own: only loopback is in it, so that no browser can reach anything else, port 80 is free, and runs can
//! go side by side. All processes in it end with the first.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Says to what is run inside that it is.
const INSIDE_VARIABLE: &str = "PREFLIGHT_LAB_NAMESPACE";

/// A new network, and new process ids, so that killing the first kills the rest.
const UNSHARE: [&str; 5] = ["--net", "--pid", "--fork", "--kill-child", "--mount-proc"];

/// Without root, a namespace of users gives the right to make the others.
const AS_ROOT: &str = "--map-root-user";

/// Brings loopback up, then becomes the program that follows.
const LOOPBACK_UP: &str = r#"ip link set lo up && exec "$@""#;

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
