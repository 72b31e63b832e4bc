//! A text without a message: what it looks like, and what to paste instead.

use preflight_diagnosis::{Looks, looks_like};
use preflight_pasted_call::{Pasted, Unreadable};

use super::search::offered;
use crate::arguments::given::is_misspelt_url;
use crate::command::check::OWN_ORIGIN;
use crate::exit::Failure;
use crate::pasted_command::{command_of, notes_of};
use crate::printable::printable;
use crate::redact::given;
use crate::shell::quoted;

/// Says what the text looks like, and what to do with it. What may be anything is not repeated.
pub fn no_message(text: &str) -> Failure {
    let text = text.trim();
    match preflight_pasted_call::read(text) {
        Some(Ok(pasted)) => return of_call(&pasted),
        Some(Err(error @ Unreadable::NoCall)) => {
            return Failure::usage(error.to_string()).with_help(error.remedy());
        }
        Some(Err(error)) => {
            let reason = printable(error.to_string().as_bytes());
            return Failure::usage(format!("this looks like a call, not a console's message, and {reason}"))
                .with_help(error.remedy());
        }
        None => {}
    }
    match looks_like(text).filter(|_| !is_misspelt_url(text)).or(is_misspelt_url(text).then_some(Looks::Url)) {
        Some(Looks::Url) => {
            let shown = given(text);
            Failure::usage("this is a URL, not a console's message")
                .with_help(format!("run `preflight check {}`", printable(quoted(&shown).as_bytes())))
        }
        Some(Looks::Empty) => Failure::usage("there is no text")
            .with_help("copy the red lines of the browser's console, run `preflight` and paste them"),
        Some(looks) => {
            Failure::usage(format!("the text holds no message of a browser; it looks like {}", looks.what()))
                .with_help(looks.instead())
        }
        None => offered(text).unwrap_or_else(|| {
            Failure::usage("the text holds no message of a browser that blocked a request").with_help(CONSOLE_HELP)
        }),
    }
}

fn of_call(pasted: &Pasted) -> Failure {
    let command = command_of(pasted);
    let (message, help) = match &pasted.lacks_url {
        None if pasted.call.is_same_origin() => {
            (format!("this is a call, not a console's message, and {OWN_ORIGIN}"), format!("run `{command}`"))
        }
        None => ("this is a call, not a console's message".to_owned(), format!("run `{command}`")),
        Some(reason) => (
            format!("this is a call, not a console's message, and {}", printable(reason.to_string().as_bytes())),
            format!("{}: `{command}`", reason.remedy()),
        ),
    };
    Failure::usage(message).with_help(help).with_notes(notes_of(pasted))
}

const CONSOLE_HELP: &str = "the reason stands in the console of the developer tools (F12), in a red line of its own; \
                            or run `preflight check URL --origin ORIGIN`";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_a_message_is_named_as_what_it_is() {
        for (text, says, help) in [
            ("", "no text", "copy the red lines"),
            (
                "https://api.example.com/x?a=1&token=s3cret",
                "is a URL",
                "preflight check 'https://api.example.com/x?a=1&token=…'",
            ),
            ("<!doctype html><p>hi", "an HTML page", "curl -i"),
            ("{\"log\":{\"version\":\"1.2\",\"entries\":[]}}", "HAR", "preflight har"),
            ("Authorization: Bearer s3cret", "the text holds no message", "F12"),
        ] {
            let failure = no_message(text);
            assert!(failure.message.contains(says), "{text}: {}", failure.message);
            assert!(!format!("{failure:?}").contains("s3cret"), "{failure:?}");
            assert!(failure.help.as_deref().unwrap_or_default().contains(help), "{text}: {:?}", failure.help);
        }
    }
}
