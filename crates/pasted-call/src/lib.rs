//! A call in any form in which people paste one, read as the call of a page: "Copy as cURL", "Copy as fetch" and "Copy as
//! PowerShell" of browsers' developer tools, scripts with `fetch()`, `axios`, jQuery, `XMLHttpRequest` and their kind, HTTPie,
//! `wget`, the head of a request.
//!
//! ```
//! use preflight_engine::page_call::Part;
//! use preflight_pasted_call::read;
//!
//! let pasted = read("axios.put('https://api.example.com/todos', {done: true}, {withCredentials: true})").expect("a call")?;
//! assert_eq!(pasted.call.method, Part::Known("PUT".to_owned()));
//! assert_eq!(pasted.call.header("content-type").unwrap().value, Part::Implied("application/json".to_owned()));
//! assert!(pasted.call.origin.is_unknown());
//! assert_eq!(pasted.body.as_deref(), Some(r#"{"done":true}"#));
//! # Ok::<(), preflight_pasted_call::Unreadable>(())
//! ```
//!
//! What the browser adds by itself (`Origin`, `Cookie`, `Sec-*`, `User-Agent` …) is no header of the call: it tells of
//! the page and the mode of the call, and is left out. Nothing is run, and no file is read.

#![forbid(unsafe_code)]

mod arguments;
mod authorization;
mod browser_headers;
mod curl;
mod element;
mod httpie;
mod json;
mod media_type;
mod message;
mod name_alone;
mod named_text;
mod pasted;
mod placeholder;
mod power_shell;
mod program;
mod prompt;
mod request_object;
mod said;
mod script;
mod several;
mod sent;
mod shell;
mod unreadable;
mod url_text;
mod value;
mod wget;
mod wrapping;

pub use name_alone::is_name_alone;
pub use named_text::NamedText;
pub use pasted::{Note, Pasted};
pub use sent::{Sent, sent_by_command};
pub use several::several;
pub use unreadable::Unreadable;

use said::Said;
use shell::{Command, Tool};

/// A longer text is not read.
pub const TEXT_LIMIT: usize = 256 * 1024;

/// So much of a longer text tells whether it begins as a call.
const BEGINNING_LIMIT: usize = 4096;

/// What browsers' consoles say of a call that failed. A text that holds it is a console's, unless it begins as a call.
const OF_CONSOLES: [&str; 4] =
    ["blocked by CORS policy", "Cross-Origin Request Blocked", "net::ERR_", "Access-Control-Allow-Origin. "];

/// The call that a text makes; `None` if it is none.
///
/// # Errors
/// [`Unreadable`] if it begins as one and cannot be read to its end, or does not say where it goes.
pub fn read(text: &str) -> Option<Result<Pasted, Unreadable>> {
    if text.len() > TEXT_LIMIT {
        return begins_as_call(text).then_some(Err(Unreadable::TooLong));
    }
    let text = wrapping::plain(text);
    let mut first_without_url = None;
    let mut first_error = None;
    for candidate in wrapping::candidates(text.trim()) {
        match of_candidate(&candidate).map(|said| said.and_then(Said::into_pasted)) {
            Some(Ok(pasted)) if pasted.lacks_url.is_none() => return Some(Ok(pasted)),
            Some(Ok(pasted)) => drop(first_without_url.get_or_insert(pasted)),
            Some(Err(error)) => drop(first_error.get_or_insert(error)),
            None => {}
        }
    }
    first_without_url.map(Ok).or(first_error.map(Err))
}

/// The call that the arguments of `curl` make, where a shell has split them already.
///
/// # Errors
/// [`Unreadable`] if they do not say where the call goes.
pub fn read_curl_arguments(arguments: &[String]) -> Result<Pasted, Unreadable> {
    let words: Vec<_> = arguments.iter().map(|word| shell::Word::from(word.as_str())).collect();
    arguments::Arguments::read(curl::OPTIONS, &words)?.into_pasted()
}

/// Whether a word is the name of a command whose calls are read.
pub fn is_command(word: &str) -> bool {
    shell::is_tool(word)
}

/// Whether such a command has a long option of this name, without its dashes.
pub fn is_command_option(name: &str) -> bool {
    curl::OPTIONS.iter().chain(wget::OPTIONS).any(|&(_, long, ..)| long == name) || httpie::is_option(name)
}

fn of_candidate(text: &str) -> Option<Result<Said, Unreadable>> {
    if OF_CONSOLES.iter().any(|sentence| text.contains(sentence)) && !begins_as_call(text) {
        return None;
    }
    if let Some(said) = request_object::read(text) {
        return Some(said);
    }
    if power_shell::is_power_shell(text) {
        return Some(power_shell::read(text));
    }
    if let Some(command) = shell::find(text) {
        return Some(match of_command(command) {
            // The name of a command in a sentence, before what does call.
            Err(error @ (Unreadable::SingleWord | Unreadable::SeveralUrls)) => {
                let other = message::read(text).or_else(|| script::read(text)).and_then(Result::ok);
                other.ok_or(error)
            }
            said => said,
        });
    }
    if let Some(said) = element::read(text).or_else(|| program::read(text)) {
        return Some(Ok(said));
    }
    let mut said = message::read(text).or_else(|| script::read(text));
    if let Some(Ok(said)) = &mut said {
        program::note_python(text, said);
    }
    said
}

fn of_command(command: Command) -> Result<Said, Unreadable> {
    let words = command.words?;
    let mut said = match command.tool {
        Tool::Curl => arguments::Arguments::read(curl::OPTIONS, &words),
        Tool::Wget => arguments::Arguments::read(wget::OPTIONS, &words),
        Tool::Httpie(scheme) => httpie::read(&words, scheme, command.is_fed),
    }?;
    said.named = command.named;
    if command.others > 0 {
        said.note(Note::OtherCalls(command.others));
    }
    Ok(said)
}

/// Whether the first line of a text is one of a call.
fn begins_as_call(text: &str) -> bool {
    let end = text.char_indices().map(|(at, _)| at).take_while(|&at| at <= BEGINNING_LIMIT).last().unwrap_or(0);
    let start = if text.len() <= BEGINNING_LIMIT { text } else { &text[..end] };
    let line = prompt::without_prompt(start.trim_start().lines().next().unwrap_or_default());
    shell::find(line).is_some()
        || power_shell::is_power_shell(line)
        || script::read(&format!("{line})")).is_some()
        || script::read(line).is_some()
}
