//! `preflight <anything>`: what someone has in hand, and the command that takes it.

mod file;

#[cfg(feature = "dialects")]
pub use file::SOURCES;

use std::ffi::OsString;
use std::path::Path;

use clap::CommandFactory;
use preflight_diagnosis::{read_console, read_heads};
use preflight_pasted_call::{is_command, is_command_option};
use preflight_rules::named;

use crate::arguments::given::is_misspelt_url;
use crate::arguments::has_flag;
use crate::command::Cli;
use crate::command::explain::{no_message, unknown_rule};
use crate::command::paste;
use crate::exit::Failure;
use crate::json::text_of;
use crate::pasted_text;
use crate::printable::printable;
use crate::redact::given;

/// A word that is so like a command's name was probably meant for it (Jaro's similarity, 0 to 1).
const LIKENESS: f64 = 0.8;

/// What somebody has in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognized {
    /// A text with a console's messages, and the options after it.
    Text(String, Vec<OsString>),
    /// The arguments of the command that takes it.
    Arguments(Vec<OsString>),
}

/// What these words are, which name no command; with no words, or `-` alone, what stands on stdin is looked at.
pub fn recognize(words: Vec<OsString>) -> Result<Recognized, Failure> {
    let words: Vec<String> = words.into_iter().map(|word| text_of(word.as_encoded_bytes())).collect();
    let (text, options) = match &words[..] {
        [] => (pasted_text::of_stdin()?, &[][..]),
        [dash, options @ ..] if dash == "-" => (pasted_text::of_stdin()?, options),
        [first, options @ ..] if stands_alone(first) => (first.clone(), options),
        words => {
            let (text, options) = words.split_at(text_end(words));
            let is_of_command = text.first().is_some_and(|first| is_command(first));
            let written = |word: &String| if is_of_command { quoted_again(word) } else { word.clone() };
            (text.iter().map(written).collect::<Vec<_>>().join(" "), options)
        }
    };
    let mut text = text.trim();
    let is_argument = words.first().is_some_and(|first| first != "-");
    if !is_argument && is_url(text) {
        // Out of a source or of a sentence; an argument is what it is.
        text = text.trim_end_matches(['\'', '"', '`', ',', '>']);
    }
    pasted_text::refuse_folder(text)?;
    let is_file = !text.contains('\n') && Path::new(text).is_file();
    // Programs get a document about a text that holds nothing, too.
    let has_format = options.iter().any(|word| word.starts_with("--format"));
    let taken = match is_file {
        true => file::taken_from(Path::new(text), !options.is_empty())?,
        false if has_format => taken(text).unwrap_or_else(|_| Taken::Message(text.to_owned())),
        false => taken(text)?,
    };
    let options = options.iter().cloned().map(OsString::from);
    Ok(match taken {
        Taken::Message(text) => Recognized::Text(text, options.collect()),
        Taken::By(words) => Recognized::Arguments(words.into_iter().map(OsString::from).chain(options).collect()),
    })
}

/// A word of a command as a POSIX shell had it: so are commands read.
fn quoted_again(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if word.chars().all(is_plain) && !word.is_empty() {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Where options of this program begin behind a text that a shell took apart: those of the command that was pasted are its own.
fn text_end(words: &[String]) -> usize {
    let is_command = words.first().is_some_and(|first| is_command(first));
    let check = Cli::command();
    let check = check.find_subcommand("check");
    let is_own = |word: &str| has_flag(&paste::command(), word) || check.is_some_and(|check| has_flag(check, word));
    let is_option = |word: &String| {
        word.strip_prefix("--").is_some_and(|name| {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && (!is_command || is_own(word) && !is_command_option(name.split('=').next().unwrap_or_default()))
        })
    };
    words.iter().skip(1).position(is_option).map_or(words.len(), |place| place + 1)
}

/// What takes a text.
enum Taken {
    /// The text has messages of a console.
    Message(String),
    /// The command and its first argument.
    By(Vec<String>),
}

/// Whether options may follow the word: a URL, a file or a quoted text. Words that a shell took apart are one text.
fn stands_alone(word: &str) -> bool {
    word.contains(char::is_whitespace)
        || !is_command(word) && preflight_pasted_call::read(word).is_some()
        || is_url(word)
        || is_misspelt_url(word)
        || is_bare_host(word)
        || Path::new(word).exists()
        || !named(word).is_empty()
}

fn taken(text: &str) -> Result<Taken, Failure> {
    match command_for_text(text) {
        Some(command) => Ok(Taken::By(vec![command.to_owned(), text.to_owned()])),
        None if !read_console(text).is_empty() || read_heads(text).is_some() => Ok(Taken::Message(text.to_owned())),
        None => Err(unrecognized(text)),
    }
}

/// The command that takes a text, where that is not one for messages.
fn command_for_text(text: &str) -> Option<&'static str> {
    if preflight_pasted_call::read(text).is_some() || is_url(text) || is_misspelt_url(text) {
        return Some("check");
    }
    if !named(text).is_empty() {
        return Some("explain");
    }
    (is_bare_host(text) && !file::is_named_as_file(text)).then_some("check")
}

/// `http://…`, `https://…`, `:5000/x`, or a loopback host with a port.
fn is_url(text: &str) -> bool {
    let is_port = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let has_scheme = ["http://", "https://"]
        .iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let is_local =
        ["localhost:", "127.0.0.1:", "[::1]:", ":"].iter().any(|host| text.strip_prefix(host).is_some_and(is_port));
    !text.contains(char::is_whitespace) && (has_scheme || is_local)
}

/// Says what it looks like, and what to do.
fn unrecognized(text: &str) -> Failure {
    let shown = printable(given(text).as_bytes());
    if file::is_named_as_file(text) {
        return Failure::usage(format!("there is no file `{shown}` here"))
            .with_help("name it with its folder, or run preflight in the folder where it is");
    }
    let first = text.split_whitespace().next().unwrap_or_default();
    if let Some(command) = similar_command(first) {
        return Failure::usage(format!("there is no command `{}`", printable(first.as_bytes())))
            .with_help(format!("a similar one exists: `preflight {command}`"));
    }
    if text.starts_with('/') && !text.contains(char::is_whitespace) {
        return Failure::usage(format!(
            "`{shown}` is not a file here, and as a URL it lacks the server: it is relative to a page, and which page was not said"
        ))
        .with_help("write the whole URL, as the Network tab shows it");
    }
    unknown_rule(text).unwrap_or_else(|| no_message(text))
}

fn similar_command(word: &str) -> Option<String> {
    let commands = Cli::command();
    let likeness = |name: &str| strsim::jaro(word, name);
    let names = commands.get_subcommands().filter(|command| !command.is_hide_set()).map(|command| command.get_name());
    let best = names.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= LIKENESS).then(|| best.to_owned())
}

/// `api.example.com/todos`: a name with dots, as people write addresses.
fn is_bare_host(text: &str) -> bool {
    let host = text.split(['/', ':', '?']).next().unwrap_or_default();
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    !text.contains(char::is_whitespace) && host.contains('.') && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_to_the_command_that_takes_it() {
        for (text, command) in [
            ("https://api.example.com/todos", Some("check")),
            (":5000/todos", Some("check")),
            ("localhost:5000", Some("check")),
            ("api.example.com/todos", Some("check")),
            ("http//localhost:3000/x", Some("check")),
            ("https:/api.example.com", Some("check")),
            ("curl 'http://a.test' -X PUT", Some("check")),
            ("await fetch(\"http://a.test\", {})", Some("check")),
            ("Invoke-WebRequest -Uri http://a.test", Some("check")),
            ("axios.post('http://a.test', {})", Some("check")),
            ("PF012", Some("explain")),
            (
                "Access to fetch at 'http://a.test/' from origin 'http://b.test' has been blocked by CORS policy: No \
                 'Access-Control-Allow-Origin' header is present on the requested resource.",
                None,
            ),
        ] {
            assert_eq!(command_for_text(text), command, "{text}");
        }
    }

    #[test]
    fn what_is_not_recognized_says_what_it_looks_like() {
        for (text, says) in [
            ("chekc http://a.test", "no command `chekc`"),
            ("PF999", "no rule with the code PF999"),
            ("server.js", "there is no file"),
            ("src/server.py", "there is no file"),
            ("/api/todos", "relative"),
            ("<!doctype html><p>hello", "an HTML page"),
            ("", "there is no text"),
            ("\u{1b}[31mred", "holds no message"),
        ] {
            let failure = unrecognized(text);
            assert!(failure.message.contains(says), "{text}: {}", failure.message);
            assert!(failure.help.is_some(), "{text}");
        }
    }
}
