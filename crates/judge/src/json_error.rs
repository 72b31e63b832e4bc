//! What is wrong with a text of JSON, without a word of the text.

use serde_json::Error;
use serde_json::error::Category;

/// What the error says of the text's form and place. What it quotes of the text is left out: it may be a secret.
///
/// ```
/// use preflight_judge::describe;
///
/// let error = serde_json::from_str::<u8>("\"s3cret\"").unwrap_err();
/// assert_eq!(describe(&error), "expected u8 at line 1 column 8");
/// ```
pub fn describe(error: &Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    if error.classify() != Category::Data || text.starts_with("missing field") {
        // These quote nothing but the names of our own keys.
        return text;
    }
    match text.rsplit_once(", expected ") {
        // What is expected stands last, and is ours.
        Some((_, expected)) => format!("expected {expected}"),
        None => format!("a value that does not belong there{}", if error.line() > 0 { place.as_str() } else { "" }),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Known {
        #[serde(rename = "a")]
        _a: u8,
    }

    #[test]
    fn nothing_of_the_text_is_quoted() {
        for (text, says) in [
            ("{\"a\":\"s3cret\"}", "expected u8"),
            ("{\"a\":\"s3cret, expected s3cret\"}", "expected u8"),
            ("{\"s3cret\":1}", "expected `a`"),
            ("{\"a\":1,\"a\":2}", "does not belong"),
            ("[\"s3cret\"]", "expected u8"),
            ("{\"a\":s3cret}", "expected value at line 1 column 6"),
            ("{}", "missing field `a`"),
        ] {
            let error = serde_json::from_str::<Known>(text).expect_err("it is wrong");
            let said = describe(&error);
            assert!(said.contains(says) && !said.contains("s3cret"), "{text}: {said}");
        }
    }
}
