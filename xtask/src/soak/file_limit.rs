//! How many sockets this process may have. The standard library cannot raise that, a shell can.

use std::env;
use std::fs;
use std::process::Command;
use std::time::Duration;

use crate::failure::Failure;

/// Here: some 2,200 slow peers, and the upstream's ends of some 1,000. In the gateway, which takes half as many connections as
/// it may have files: all of those.
const NEEDED: u64 = 8192;

/// Sets the limit to the most that the system permits, and runs the program with it.
const SCRIPT: &str = r#"ulimit -n "$(ulimit -Hn)" && exec "$0" "$@""#;

/// Runs the soak in a process that may have enough sockets, and returns what came of it; none if this one may.
pub fn raise(time: Duration) -> Result<Option<Result<(), Failure>>, Failure> {
    let (soft, hard) = limits()?;
    if soft >= NEEDED {
        return Ok(None);
    }
    if hard < NEEDED {
        return Err(Failure::usage(format!(
            "the soak needs {NEEDED} open files, and this system permits {hard}; raise the hard limit (`ulimit -Hn`)"
        )));
    }
    let does_not_start = |error| Failure::usage(format!("the soak does not start again with more files: {error}"));
    let program = env::current_exe().map_err(does_not_start)?;
    let mut again = Command::new("sh");
    again.args(["-c", SCRIPT]).arg(program).args(["soak", "--seconds", &time.as_secs().to_string()]);
    let status = again.status().map_err(does_not_start)?;
    Ok(Some(if status.success() { Ok(()) } else { Err(Failure::found("the soak failed; see above")) }))
}

/// The soft and the hard limit of this process.
fn limits() -> Result<(u64, u64), Failure> {
    let text = fs::read_to_string("/proc/self/limits")
        .map_err(|error| Failure::usage(format!("the soak reads /proc, as Linux has it: {error}")))?;
    parse(&text).ok_or_else(|| Failure::usage("/proc/self/limits does not say how many files may be open"))
}

fn parse(text: &str) -> Option<(u64, u64)> {
    let line = text.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    let mut numbers = line.split_whitespace();
    let mut number = || match numbers.next()? {
        "unlimited" => Some(u64::MAX),
        number => number.parse().ok(),
    };
    Some((number()?, number()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_limits_are_read() {
        let head = "Limit                     Soft Limit           Hard Limit           Units\n";
        for (line, expected) in [
            ("Max open files            1024                 524288               files", Some((1024, 524_288))),
            ("Max open files            1024                 unlimited            files", Some((1024, u64::MAX))),
            ("Max processes             1                    2                    processes", None),
        ] {
            assert_eq!(parse(&format!("{head}{line}\n")), expected, "{line}");
        }
    }
}
