//! A file, by its name and by what stands in it.

use std::path::Path;

use super::{Taken, taken};
use crate::exit::Failure;
use crate::json::text_of;
use crate::output::say;
use crate::pasted_text;
use crate::printable::printable;
use crate::shell::quoted;

/// Names of the sources that a dialect is written in.
pub const SOURCES: [&str; 8] = ["js", "mjs", "cjs", "jsx", "ts", "mts", "py", "cs"];

/// Endings that no host has: a word that ends so was meant as a file.
const FILES: [&str; 6] = ["toml", "har", "log", "txt", "json", "html"];

/// Whether a word is named as files are, and as hosts are not.
pub(super) fn is_named_as_file(text: &str) -> bool {
    let is_host_with_path = text.split_once('/').is_some_and(|(host, _)| host.contains('.') && host.len() > 2);
    let ending = text.rsplit(['/', '\\']).next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    let is_ending = |ending: &str| SOURCES.contains(&ending) || FILES.contains(&ending);
    !text.contains(char::is_whitespace)
        && !text.contains(':')
        && !is_host_with_path
        && ending.is_some_and(|ending| is_ending(&ending.to_ascii_lowercase()))
}

/// What takes this file. A backend's source is read, or edited where options say for which page.
pub(super) fn taken_from(path: &Path, has_options: bool) -> Result<Taken, Failure> {
    let name = text_of(path.as_os_str().as_encoded_bytes());
    let extension = path.extension().map(|extension| extension.to_ascii_lowercase()).unwrap_or_default();
    let extension = extension.to_string_lossy();
    if extension == "toml" {
        return Ok(Taken::By(["serve", "--check", "--config", &name].map(str::to_owned).to_vec()));
    }
    if SOURCES.contains(&&*extension) {
        if !has_options {
            say(&format!(
                "the policy that it sets up; `preflight fix {} --origin ORIGIN` edits it",
                printable(quoted(&name).as_bytes())
            ));
        }
        return Ok(Taken::By(vec![if has_options { "fix" } else { "import" }.to_owned(), name]));
    }
    let text = pasted_text::of_file(path)?;
    if extension == "har" || is_har(&text) {
        return Err(Failure::usage(format!("`{}` is a HAR file, which is not read yet", printable(name.as_bytes())))
            .with_help("copy the blocked call from the Network tab with “Copy as cURL”, and paste it here"));
    }
    taken(text.trim()).map_err(|_| {
        Failure::usage(format!(
            "`{}` holds no console text, no URL and no curl or fetch line",
            printable(name.as_bytes())
        ))
        .with_help(format!(
            "a policy file ends in .toml, a backend's source in .js, .ts, .py or .cs; or run `preflight serve --config {}`",
            printable(quoted(&name).as_bytes())
        ))
    })
}

fn is_har(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("\"log\"") && text.contains("\"entries\"")
}
