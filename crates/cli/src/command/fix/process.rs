//! The process that listens at a port of this machine: whether it was started before a file was changed. Where the system
//! does not say it, nothing is known.

use std::path::Path;

/// The process that listens there, if it is older than the file and runs in its folder, or names it.
#[cfg(target_os = "linux")]
pub fn older_listener(port: u16, file: &Path) -> Option<u32> {
    use std::time::{Duration, UNIX_EPOCH};
    let file = std::fs::canonicalize(file).ok()?;
    let changed = std::fs::metadata(&file).ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let process = listener(port)?;
    let started = started(process)?;
    // A start is known to hundredths of a second, and the boot to whole ones.
    let is_older = started + Duration::from_secs(2) < changed;
    (is_older && runs(process, &file)).then_some(process)
}

#[cfg(not(target_os = "linux"))]
pub fn older_listener(_: u16, _: &Path) -> Option<u32> {
    None
}

/// The process whose socket listens at a port.
#[cfg(target_os = "linux")]
fn listener(port: u16) -> Option<u32> {
    /// The state of a socket that listens.
    const LISTENING: &str = "0A";
    let mut inodes = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        for line in std::fs::read_to_string(table).unwrap_or_default().lines().skip(1) {
            let fields: Vec<_> = line.split_whitespace().collect();
            let [_, local, _, state, _, _, _, _, _, inode, ..] = fields[..] else { continue };
            let of_port = local.rsplit_once(':').and_then(|(_, port)| u16::from_str_radix(port, 16).ok());
            if state == LISTENING && of_port == Some(port) {
                inodes.push(format!("socket:[{inode}]"));
            }
        }
    }
    let processes = std::fs::read_dir("/proc").ok()?.flatten();
    let mut numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers.find(|number| {
        let handles = std::fs::read_dir(format!("/proc/{number}/fd")).into_iter().flatten().flatten();
        let mut targets = handles.filter_map(|handle| std::fs::read_link(handle.path()).ok());
        targets.any(|target| inodes.iter().any(|inode| target.as_os_str() == inode.as_str()))
    })
}

/// When a process was started, since the epoch.
#[cfg(target_os = "linux")]
fn started(process: u32) -> Option<std::time::Duration> {
    /// What Linux counts in for programs, whatever its own clock does.
    const TICKS_IN_A_SECOND: u64 = 100;
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name may hold spaces and brackets.
    let ticks: u64 = stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse().ok()?;
    let boot = std::fs::read_to_string("/proc/stat").ok()?;
    let boot: u64 = boot.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()?;
    Some(std::time::Duration::from_secs(boot) + std::time::Duration::from_millis(ticks * 1000 / TICKS_IN_A_SECOND))
}

/// Whether a process names the file in its arguments, or runs in its folder or one above.
#[cfg(target_os = "linux")]
fn runs(process: u32, file: &Path) -> bool {
    let arguments = std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let names_it = String::from_utf8_lossy(&arguments).split('\0').any(|argument| argument.ends_with(&name));
    let folder = std::fs::read_link(format!("/proc/{process}/cwd"));
    names_it || folder.is_ok_and(|folder| folder != Path::new("/") && file.starts_with(folder))
}
