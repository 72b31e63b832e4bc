//! The command that checks a call which was pasted.

use preflight_pasted_call::{Note, Pasted};

use crate::arguments::call::{Asked, body_of, words_of};
use crate::printable::printable;
use crate::redact::{Redactor, Values};
use crate::shell::command_line;

/// What stands for the method where it is an expression.
pub const UNKNOWN_METHOD: &str = "<method>";

/// What stands for a header whose name is an expression.
const UNKNOWN_HEADER: &str = "<header>";

/// `preflight check …`, with the names of what is not known in its place.
pub fn command_of(pasted: &Pasted) -> String {
    printable(command_line(&words_of_pasted(pasted)).as_bytes())
}

/// The same as words.
pub fn words_of_pasted(pasted: &Pasted) -> Vec<String> {
    let own = pasted.call.url.value().map(|url| url.as_str());
    let asked = Asked { body: body_of(pasted), call: pasted.call.clone(), ..Asked::default() };
    let mut words = words_of(&asked, &Redactor::new(Values::Hidden, own).hiding(&pasted.named));
    if let (Some(pattern), Some(url)) = (pattern_of(pasted), words.first_mut()) {
        *url = pattern;
    }
    if pasted.call.method.is_unknown() {
        words.extend(["-X", UNKNOWN_METHOD].map(str::to_owned));
    }
    let unnamed = pasted.notes.iter().filter(|note| matches!(note, Note::NameOfHeader(_)));
    words.extend(unnamed.flat_map(|_| ["-H", UNKNOWN_HEADER].map(str::to_owned)));
    ["preflight", "check"].map(str::to_owned).into_iter().chain(words).collect()
}

/// What is shown of a URL whose host is not in the text.
pub fn pattern_of(pasted: &Pasted) -> Option<String> {
    let pattern = pasted.pattern.as_deref()?;
    let (host, rest) = pattern.split_at(end_of_placeholders(pattern));
    Some(format!("{host}{}", Redactor::new(Values::Hidden, [pattern]).hiding(&pasted.named).url(rest)))
}

/// Where the host and the port of `https://<host>:<port>/x` end, which are names and no user with a password.
fn end_of_placeholders(pattern: &str) -> usize {
    let start = pattern.find("://").map_or(0, |at| at + 3);
    let end = pattern[start..].find('/').map_or(pattern.len(), |at| start + at);
    let is_name = |part: &str| {
        let name = part.strip_prefix('<').and_then(|part| part.strip_suffix('>'));
        name.is_some_and(|name| !name.contains(['<', '>', '@']))
    };
    if pattern[start..end].split(':').all(is_name) { end } else { 0 }
}

/// What is to be known about the call besides.
pub fn notes_of(pasted: &Pasted) -> impl Iterator<Item = String> {
    pasted.notes.iter().map(|note| printable(note.to_string().as_bytes()))
}
