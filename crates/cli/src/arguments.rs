//! Arguments read, and errors about them that repeat no value: what stands in the wrong place may be a secret.

pub mod call;
pub mod given;
pub mod output;
pub mod said;

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, Error, FromArgMatches};

use crate::command::Cli;
use crate::printable::printable;
use crate::redact::HIDDEN;

/// The flag with which errors may repeat what they are about.
const SHOW_VALUES: &str = "--show-values";

/// Reads the arguments, the program's name first; ends the process with a message where they are wrong, or ask for help.
///
/// `pasted` is what takes the options of a pasted text.
pub fn parse(mut words: Vec<OsString>, pasted: &Command) -> Cli {
    let mut command = command();
    // Options alone are about what stands on stdin.
    if words.get(1).is_some_and(|word| has_flag(pasted, &word.to_string_lossy())) {
        words.insert(1, OsString::from("-"));
    }
    words.iter_mut().skip(1).filter(|word| is_text(word)).for_each(set_apart);
    let read = command.try_get_matches_from_mut(&words).and_then(|matches| Cli::from_arg_matches(&matches));
    read.unwrap_or_else(|error| without_values(error, &command, pasted, &words).exit())
}

/// Whether a word that begins with a dash is a pasted text, and no option: an item of a list, or a call.
fn is_text(word: &OsString) -> bool {
    let Some(text) = word.to_str().filter(|text| text.starts_with('-')) else { return false };
    let Some((first, _)) = text.split_once(char::is_whitespace) else { return false };
    // What follows `=` or the name of a header is the option's own.
    let is_plain = !first.contains(['=', ':']);
    first == "-" || is_plain && matches!(preflight_pasted_call::read(text), Some(Ok(_)))
}

/// Puts a blank before a text, with which no option begins.
fn set_apart(word: &mut OsString) {
    let text = std::mem::take(word);
    word.push(" ");
    word.push(text);
}

/// The commands; the help says which variables they read, and not what is in them.
pub fn command() -> Command {
    Cli::command().mut_subcommands(|command| command.mut_args(|argument| argument.hide_env_values(true)))
}

/// The error without what the user wrote.
pub fn without_values(mut error: Error, command: &Command, pasted: &Command, words: &[OsString]) -> Error {
    if words.iter().any(|word| word == SHOW_VALUES) {
        return escaped(error);
    }
    match error.kind() {
        ErrorKind::UnknownArgument => hide_argument(&mut error, [command, pasted], words),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => error = invalid_value(&error, command, words),
        ErrorKind::TooManyValues => hide(&mut error, ContextKind::InvalidValue),
        ErrorKind::InvalidSubcommand => hide(&mut error, ContextKind::InvalidSubcommand),
        // These name what is known, and numbers.
        _ => {}
    }
    error
}

/// The error with what the user wrote, and nothing of it that acts on a terminal.
fn escaped(mut error: Error) -> Error {
    // A tip repeats it, in a form that cannot be escaped.
    error.remove(ContextKind::Suggested);
    let escaped: Vec<_> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) => Some((kind, ContextValue::String(printable(text.as_bytes())))),
            ContextValue::Strings(texts) => {
                let texts = texts.iter().map(|text| printable(text.as_bytes()));
                Some((kind, ContextValue::Strings(texts.collect())))
            }
            _ => None,
        })
        .collect();
    for (kind, value) in escaped {
        error.insert(kind, value);
    }
    error
}

fn hide(error: &mut Error, kind: ContextKind) {
    if error.get(kind).is_some_and(|value| !matches!(value, ContextValue::String(text) if text.is_empty())) {
        error.insert(kind, ContextValue::String(HIDDEN.to_owned()));
    }
}

/// Which one it is says its number; a value with a dash before it would be no better in a message than any other.
fn hide_argument(error: &mut Error, commands: [&Command; 2], words: &[OsString]) {
    let written = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(written)) => written.clone(),
        _ => String::new(),
    };
    let name = written.split('=').next().unwrap_or_default().to_owned();
    let takers = takers(commands, &name);
    if !takers.is_empty() {
        error.insert(ContextKind::InvalidArg, ContextValue::String(name.clone()));
        let tip = format!("`{name}` is an option of {}", takers.join(", "));
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![StyledStr::from(tip)]));
        return;
    }
    hide(error, ContextKind::InvalidArg);
    error.remove(ContextKind::Suggested);
    let begins_so = |word: &OsString| !written.is_empty() && word.to_string_lossy().starts_with(&written);
    if let Some(number) = words.iter().position(begins_so) {
        let tip = format!("it is number {number} of the words after `preflight`");
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![StyledStr::from(tip)]));
    }
}

/// The commands that have this flag: its name is this program's own, and no value.
fn takers(commands: [&Command; 2], flag: &str) -> Vec<String> {
    let named = Cli::command();
    let subcommands = named.get_subcommands().filter(|command| !command.is_hide_set() && has_flag(command, flag));
    let mut takers: Vec<_> = subcommands.map(|command| format!("`preflight {}`", command.get_name())).collect();
    if takers.is_empty() && commands.into_iter().any(|command| has_flag(command, flag)) {
        takers.push("`preflight` with a pasted text".to_owned());
    }
    takers
}

/// Whether a command has this flag, with or without a value behind `=`.
pub fn has_flag(command: &Command, flag: &str) -> bool {
    let name = flag.split('=').next().unwrap_or_default();
    command.get_arguments().any(|known| {
        let is_long = known.get_long().is_some_and(|long| name.strip_prefix("--") == Some(long));
        is_long || known.get_short().is_some_and(|short| name == format!("-{short}"))
    })
}

/// Says which option it is for, and what that takes. What a parser says of a value may repeat it, and is left out.
fn invalid_value(error: &Error, command: &Command, words: &[OsString]) -> Error {
    let mut shown = Error::new(ErrorKind::InvalidValue).with_cmd(command);
    for kind in
        [ContextKind::InvalidArg, ContextKind::ValidValue, ContextKind::SuggestedValue, ContextKind::InvalidValue]
    {
        if let Some(value) = error.get(kind) {
            shown.insert(kind, value.clone());
        }
    }
    hide(&mut shown, ContextKind::InvalidValue);
    if error.kind() == ErrorKind::ValueValidation
        && let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg)
        && let Some(help) = help_of(command, words, argument)
    {
        shown.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![StyledStr::from(help)]));
    }
    shown
}

/// The help of an argument, written as usage shows it.
fn help_of(command: &Command, words: &[OsString], argument: &str) -> Option<String> {
    let named = words.get(1).and_then(|name| command.find_subcommand(name)).unwrap_or(command);
    let found = named.get_arguments().find(|known| known.to_string() == argument)?;
    found.get_help().map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_repeats_values_escapes_them() {
        for words in [
            ["--engine", "\u{1b}[31mx"],
            ["--heder", "\u{1b}[31m\u{202e}"],
            ["--x\u{1b}[31m", "x"],
            ["--timeout", "\u{1b}[31m"],
            ["--framework", "\u{1b}[31m\u{e0041}"],
            ["x\u{1b}[31m", "y\u{9b}"],
        ] {
            let words = ["preflight", "check", "http://a.test", "--show-values"].into_iter().chain(words);
            let words: Vec<_> = words.map(OsString::from).collect();
            let mut command = command();
            let error = command.try_get_matches_from_mut(&words).expect_err("they are wrong");
            let shown = without_values(error, &command, &crate::command::paste::command(), &words).render().to_string();
            let acts = shown.chars().find(|&c| c != '\n' && preflight_policy_file::is_unseen(c));
            assert!(acts.is_none(), "{words:?}: {acts:?} in {shown:?}");
        }
    }

    #[test]
    fn an_error_repeats_nothing_that_was_written() {
        for (words, says) in [
            (vec!["check", "http://a.test", "--heder", "s3cret"], "number 3"),
            (vec!["check", "http://a.test", "--x-s3cret=1"], "number 3"),
            (vec!["check", "http://a.test", "-Zs3cret"], "number 3"),
            (vec!["check", "http://a.test", "s3cret"], "number 3"),
            (vec!["check", "http://a.test", "--credentials", "s3cret"], "same-origin"),
            (vec!["check", "http://a.test", "--quick=s3cret"], "--quick"),
            (vec!["check", "http://a.test", "--engine", "--s3cret"], "number 4"),
            (vec!["judge", "s3cret"], "number 2"),
            (vec!["completions", "s3cret"], "zsh"),
        ] {
            let words: Vec<_> = std::iter::once("preflight").chain(words).map(OsString::from).collect();
            let mut command = command();
            let error = command.try_get_matches_from_mut(&words).expect_err("they are wrong");
            let shown = without_values(error, &command, &crate::command::paste::command(), &words).to_string();
            assert!(!shown.contains("s3cret") && shown.contains(says), "{words:?}: {shown}");
        }
    }

    #[test]
    fn a_flag_of_another_command_is_named_with_it() {
        for (words, says) in [
            (["check", "http://a.test", "--offline"], "`--offline` is an option of `preflight` with a pasted text"),
            (["explain", "x", "--send-unsafe"], "`--send-unsafe` is an option of `preflight check`"),
            (["explain", "x", "-X"], "`preflight check`, `preflight fix`"),
        ] {
            let words: Vec<_> = std::iter::once("preflight").chain(words).map(OsString::from).collect();
            let mut command = command();
            let error = command.try_get_matches_from_mut(&words).expect_err("they are wrong");
            let shown = without_values(error, &command, &crate::command::paste::command(), &words).to_string();
            assert!(shown.contains(says) && !shown.contains('…'), "{words:?}: {shown}");
        }
    }

    /// What a flag's name looks like is no secret, whatever stands around it.
    #[test]
    fn no_sentence_hides_a_flag() {
        let all = command();
        let subcommands = all.get_subcommands().chain(std::iter::once(&all));
        let flags = subcommands.flat_map(|command| command.get_arguments().filter_map(|known| known.get_long()));
        let redactor = crate::redact::Redactor::default();
        for flag in flags {
            for text in [
                format!("say `--{flag}`; or leave it out"),
                format!("`--{flag}`, --{flag}: it is the one"),
                format!("leave out --{flag}; `--{flag} https://app.example.com`"),
            ] {
                assert_eq!(redactor.text(&text), text);
                assert_eq!(crate::redact::own_text(&text), text);
            }
            let with_value = crate::redact::own_text(&format!("`--{flag}=no`"));
            assert!(with_value.starts_with(&format!("`--{flag}=")), "{with_value}");
        }
    }
}
