//! A text without a message: what it looks like, and what to paste instead.

use crate::exit::Failure;
use crate::printable::printable;
use crate::redact::given;
use crate::shell::quoted;

/// Says what the text looks like, and what to do with it. What may be anything is not repeated.
pub fn no_message(text: &str) -> Failure {
    let text = text.trim();
    let shown = given(text);
    let is_url = !text.contains(char::is_whitespace) && (text.starts_with("http://") || text.starts_with("https://"));
    let (message, help) = if text.is_empty() {
        (
            "there is no text".to_owned(),
            "copy the red lines of the browser's console, and pipe them into `preflight explain`".to_owned(),
        )
    } else if is_url {
        (
            "this is a URL, not a console's message".to_owned(),
            format!("run `preflight check {}`", printable(quoted(&shown).as_bytes())),
        )
    } else if text.starts_with("curl ") {
        (
            "this is a curl command, and curl is never blocked".to_owned(),
            "run `preflight check URL --origin ORIGIN` with its URL".to_owned(),
        )
    } else if text.starts_with('{') && text.contains("\"log\"") {
        ("this looks like a HAR file, not a console's message".to_owned(), "run `preflight har FILE`".to_owned())
    } else if text.starts_with("<!") || text.starts_with("<html") {
        ("this looks like an HTML page, not a console's message".to_owned(), CONSOLE_HELP.to_owned())
    } else if let Some(whose) = script_error(text) {
        (format!("this is what the page's script sees in {whose}; it never learns the reason"), CONSOLE_HELP.to_owned())
    } else {
        ("the text holds no message of a browser that blocked a request".to_owned(), CONSOLE_HELP.to_owned())
    };
    Failure::usage(message).with_help(help)
}

const CONSOLE_HELP: &str = "the reason stands in the console of the developer tools (F12), in a red line of its own; \
                            or run `preflight check URL --origin ORIGIN`";

/// Errors that look the same whatever stopped the call.
fn script_error(text: &str) -> Option<&'static str> {
    const ERRORS: [(&str, &str); 6] = [
        ("Failed to fetch", "Chromium"),
        ("NetworkError when attempting to fetch", "Firefox"),
        ("Load failed", "Safari"),
        ("Network Error", "axios"),
        ("ERR_NETWORK", "axios"),
        ("HttpErrorResponse", "Angular"),
    ];
    ERRORS.iter().find(|(error, _)| text.contains(error)).map(|&(_, whose)| whose)
}

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
            ("Uncaught (in promise) TypeError: Failed to fetch", "script sees in Chromium", "F12"),
            ("AxiosError: Network Error", "axios", "F12"),
            ("{\"log\":{\"version\":\"1.2\"}}", "HAR", "preflight har"),
            ("Authorization: Bearer s3cret", "the text holds no message", "F12"),
        ] {
            let failure = no_message(text);
            assert!(failure.message.contains(says), "{text}: {}", failure.message);
            assert!(!format!("{failure:?}").contains("s3cret"), "{failure:?}");
            assert!(failure.help.as_deref().unwrap_or_default().contains(help), "{text}: {:?}", failure.help);
        }
    }
}
