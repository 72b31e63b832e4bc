//! How many sockets this process may have: as many as the system permits, and no more connections than that.

use preflight_gateway::Limits;

/// Files, the log, the watch, and connections on their way.
const OTHER_FILES: u64 = 64;

/// A connection is one to a client and one to an upstream.
const SOCKETS_PER_CONNECTION: u64 = 2;

/// Raises the limit of this process to what the system permits, and takes no more connections by default than that is
/// enough for.
pub fn fit(limits: Limits) -> Limits {
    let Ok(files) = rlimit::increase_nofile_limit(u64::MAX) else { return limits };
    let enough = files.saturating_sub(OTHER_FILES) / SOCKETS_PER_CONNECTION;
    let enough = usize::try_from(enough).unwrap_or(usize::MAX).max(1);
    Limits { connections: limits.connections.min(enough), ..limits }
}
