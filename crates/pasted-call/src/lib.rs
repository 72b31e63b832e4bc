//! A `curl` or `fetch` line, as developer tools copy it or people write it, read as the call of a page.
//!
//! ```
//! use preflight_pasted_call::read;
//!
//! let call = read("curl 'https://api.example.com/todos' -X PUT -H 'Origin: https://app.example.com' -b 'id=1'")
//!     .expect("a curl line")?;
//! assert_eq!(call.url.as_str(), "https://api.example.com/todos");
//! assert_eq!(call.origin.as_deref(), Some("https://app.example.com"));
//! # Ok::<(), preflight_pasted_call::Unreadable>(())
//! ```
//!
//! What the browser adds by itself (`Origin`, `Cookie`, `Sec-*`, `User-Agent` …) is no header of the call: it tells of
//! the page and the mode of the call, and is left out. Nothing is run, and no file is read.

#![forbid(unsafe_code)]

mod browser_headers;
mod call;
mod command_line;
mod curl;
mod fetch;
mod literal;
mod name_alone;
mod unreadable;

pub use call::{Call, Credentials, Mode, Note};
pub use name_alone::is_name_alone;
pub use unreadable::Unreadable;

/// What stands for a value that the line does not hold, in headers and bodies: as whoever leaves a secret out writes it.
pub const UNKNOWN: &str = "…";

/// A longer text is not read.
pub const TEXT_LIMIT: usize = 256 * 1024;

/// The call that a `curl` or `fetch` line makes; `None` if it is neither.
///
/// # Errors
/// [`Unreadable`] if it begins as one and cannot be read to its end, or does not say where it goes.
pub fn read(text: &str) -> Option<Result<Call, Unreadable>> {
    let text = without_prompt(text);
    let is_curl = starts_with_word(text, "curl") || starts_with_word(text, "curl.exe");
    if !is_curl && !fetch::is_fetch(text) {
        return None;
    }
    if text.len() > TEXT_LIMIT {
        return Some(Err(Unreadable::TooLong));
    }
    Some(if is_curl { command_line::words(text).and_then(|words| curl::read(&words[1..])) } else { fetch::read(text) })
}

/// The call that the arguments of `curl` make, where a shell has split them already.
///
/// # Errors
/// [`Unreadable`] if they do not say where the call goes.
pub fn read_curl_arguments(arguments: &[String]) -> Result<Call, Unreadable> {
    curl::read(arguments)
}

/// What was copied together with a shell's prompt.
fn without_prompt(text: &str) -> &str {
    let text = text.trim();
    ["$ ", "% ", "> ", "# "].iter().find_map(|prompt| text.strip_prefix(prompt)).unwrap_or(text).trim_start()
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| rest.starts_with(char::is_whitespace) || rest.is_empty())
}
