//! Text from outside, made safe for a terminal: for what goes to stderr. Never for JSON, which has an escaping of its own.

use std::path::Path;

pub use preflight_report::printable;

/// A path for people.
pub fn printable_path(path: &Path) -> String {
    printable(path.as_os_str().as_encoded_bytes())
}
