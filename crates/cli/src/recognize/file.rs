//! A file, by its name and by what stands in it.

use std::path::Path;

use preflight_policy_file::{Streams, read_named};

use super::command_for_text;
use crate::exit::Failure;
use crate::json::text_of;
use crate::printable::{printable, printable_path};
use crate::shell::quoted;

/// A longer file is none of those that are taken.
const FILE_LIMIT: u64 = 4 * 1024 * 1024;

/// Names of the sources that a dialect is written in.
const SOURCES: [&str; 8] = ["js", "mjs", "cjs", "jsx", "ts", "mts", "py", "cs"];

/// The arguments for this file. A backend's source is read, or edited where options say for which page.
pub(super) fn command_for(path: &Path, has_options: bool) -> Result<Vec<String>, Failure> {
    let name = text_of(path.as_os_str().as_encoded_bytes());
    let extension = path.extension().map(|extension| extension.to_ascii_lowercase()).unwrap_or_default();
    let extension = extension.to_string_lossy();
    if extension == "toml" {
        return Ok(["serve", "--check", "--config", &name].map(str::to_owned).to_vec());
    }
    if SOURCES.contains(&&*extension) {
        if !has_options {
            anstream::eprintln!(
                "the policy that it sets up; `preflight fix {} --origin ORIGIN` edits it",
                printable(quoted(&name).as_bytes())
            );
        }
        return Ok(vec![if has_options { "fix" } else { "import" }.to_owned(), name]);
    }
    let text = read(path)?;
    if extension == "har" || is_har(&text) {
        return Err(Failure::usage(format!("`{}` is a HAR file, which is not read yet", printable(name.as_bytes())))
            .with_help("copy the blocked call from the Network tab with “Copy as cURL”, and paste it here"));
    }
    match command_for_text(text.trim()) {
        Some(command) => Ok(vec![command.to_owned(), text.trim().to_owned()]),
        None => Err(Failure::usage(format!(
            "`{}` holds no console text, no URL and no curl or fetch line",
            printable(name.as_bytes())
        ))
        .with_help(format!(
            "a policy file ends in .toml, a backend's source in .js, .ts, .py or .cs; or run `preflight serve --config {}`",
            printable(quoted(&name).as_bytes())
        ))),
    }
}

/// Bytes that are no UTF-8 stand for themselves.
fn read(path: &Path) -> Result<String, Failure> {
    let shown = printable_path(path);
    let unreadable = |error: std::io::Error| Failure::usage(format!("`{shown}` cannot be read: {error}"));
    let bytes = read_named(path, FILE_LIMIT + 1, Streams::Read).map_err(unreadable)?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(Failure::usage(format!("`{shown}` is larger than {} MiB", FILE_LIMIT / 1024 / 1024))
            .with_help("cut it down to the lines around the failure"));
    }
    Ok(text_of(&bytes))
}

fn is_har(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("\"log\"") && text.contains("\"entries\"")
}
