//! `preflight <anything>`: what someone has in hand, and the command that takes it.

mod file;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use clap::CommandFactory;
use preflight_diagnosis::read_console;
use preflight_rules::named;

use crate::args::Cli;
use crate::exit::Failure;
use crate::explain::no_message;
use crate::json::text_of;
use crate::printable::printable;
use crate::redact::given;
use crate::shell::quoted;

/// As much of stdin is read.
const STDIN_LIMIT: u64 = 1024 * 1024;

/// A word that is so like a command's name was probably meant for it (Jaro's similarity, 0 to 1).
const LIKENESS: f64 = 0.8;

/// The arguments of the command that takes these words, which name none; with no words, or `-` alone, what stands on
/// stdin is looked at.
pub fn arguments(words: Vec<OsString>) -> Result<Vec<OsString>, Failure> {
    let words: Vec<String> = words.into_iter().map(|word| text_of(word.as_encoded_bytes())).collect();
    let (text, options) = match &words[..] {
        [] => (read_stdin()?, &[][..]),
        [dash, options @ ..] if dash == "-" => (read_stdin()?, options),
        [curl, ..] if curl == "curl" => (words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "), &[][..]),
        [first, options @ ..] if stands_alone(first) => (first.clone(), options),
        words => (words.join(" "), &[][..]),
    };
    let command = command_for(&text, !options.is_empty())?;
    Ok(command.into_iter().chain(options.iter().cloned()).map(OsString::from).collect())
}

/// Whether options may follow the word: a URL, a file or a quoted text. Words that a shell took apart are one text.
fn stands_alone(word: &str) -> bool {
    word.contains(char::is_whitespace) || is_url(word) || Path::new(word).exists() || !named(word).is_empty()
}

/// The command and its first argument.
fn command_for(text: &str, has_options: bool) -> Result<Vec<String>, Failure> {
    let text = text.trim();
    let is_file = !text.contains('\n') && Path::new(text).is_file();
    if is_file {
        return file::command_for(Path::new(text), has_options);
    }
    match command_for_text(text) {
        Some(command) => Ok(vec![command.to_owned(), text.to_owned()]),
        None => Err(unrecognized(text)),
    }
}

/// The command that takes a text.
fn command_for_text(text: &str) -> Option<&'static str> {
    if preflight_pasted_call::read(text).is_some() || is_url(text) {
        return Some("check");
    }
    (!named(text).is_empty() || !read_console(text).is_empty()).then_some("explain")
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

fn read_stdin() -> Result<String, Failure> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        anstream::eprintln!("paste a console's red text, a URL, or a curl or fetch line, then press Ctrl-D");
    }
    let mut bytes = Vec::new();
    let read = stdin.lock().take(STDIN_LIMIT).read_to_end(&mut bytes);
    read.map_err(|error| Failure::usage(format!("stdin cannot be read: {error}")))?;
    Ok(text_of(&bytes))
}

/// Says what it looks like, and what to do.
fn unrecognized(text: &str) -> Failure {
    let first = text.split_whitespace().next().unwrap_or_default();
    if let Some(command) = similar_command(first) {
        return Failure::usage(format!("there is no command `{}`", printable(first.as_bytes())))
            .with_help(format!("a similar one exists: `preflight {command}`"));
    }
    if text.starts_with('/') && !text.contains(char::is_whitespace) {
        let shown = printable(given(text).as_bytes());
        return Failure::usage(format!("`{shown}` is no file, and a URL that is relative to a page that nobody named"))
            .with_help("write the whole URL, as the Network tab shows it");
    }
    if is_bare_host(text) {
        let shown = printable(given(text).as_bytes());
        return Failure::usage(format!("`{shown}` is neither a command nor a file, and has no scheme to be a URL"))
            .with_help(format!("write `preflight https://{shown}`"));
    }
    no_message(text)
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
            ("https://api.example.com/todos", "check"),
            (":5000/todos", "check"),
            ("localhost:5000", "check"),
            ("curl 'http://a.test' -X PUT", "check"),
            ("await fetch(\"http://a.test\", {})", "check"),
            ("Invoke-WebRequest -Uri http://a.test", "check"),
            ("axios.post('http://a.test', {})", "check"),
            ("PF012", "explain"),
            (
                "Access to fetch at 'http://a.test/' from origin 'http://b.test' has been blocked by CORS policy: No \
                 'Access-Control-Allow-Origin' header is present on the requested resource.",
                "explain",
            ),
        ] {
            assert_eq!(command_for_text(text), Some(command), "{text}");
        }
    }

    #[test]
    fn what_is_not_recognized_says_what_it_looks_like() {
        for (text, says) in [
            ("chekc http://a.test", "no command `chekc`"),
            ("api.example.com/todos", "no scheme"),
            ("/api/todos", "relative"),
            ("TypeError: Failed to fetch", "never learns the reason"),
            ("", "there is no text"),
            ("\u{1b}[31m", "holds no message"),
        ] {
            let failure = unrecognized(text);
            assert!(failure.message.contains(says), "{text}: {}", failure.message);
            assert!(failure.help.is_some(), "{text}");
        }
    }
}
