//! How much of a value a message repeats, wherever it comes from: a variable may hold a file.

use std::borrow::Cow;

/// A message repeats at most this many characters of a value: two lines of a terminal.
pub(crate) const SHOWN_LIMIT: usize = 160;

/// A message is no longer, whatever it quotes.
const MESSAGE_LIMIT: usize = 1200;

/// A value, or its beginning.
pub(crate) fn value(text: &str) -> Cow<'_, str> {
    cut(text, SHOWN_LIMIT)
}

/// A message whose quoted values are no longer than they may be, nor is it.
pub(crate) fn message(text: String) -> String {
    if text.len() <= SHOWN_LIMIT {
        return text;
    }
    let values: Vec<_> = text.split('`').map(value_between_quotes).collect();
    let text = values.join("`");
    cut(&text, MESSAGE_LIMIT).into_owned()
}

/// What stands between two quotes, or by accident between two values: that is this program's own, and shorter than any value
/// that is cut, unless it is a list of all keys.
fn value_between_quotes(piece: &str) -> Cow<'_, str> {
    if piece.contains(' ') && piece.len() <= MESSAGE_LIMIT { Cow::Borrowed(piece) } else { value(piece) }
}

fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        // What is cut already ends so.
        Some((end, _)) if text.len() > end + '…'.len_utf8() || !text.ends_with('…') => {
            Cow::Owned(format!("{}…", &text[..end]))
        }
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_cut_and_the_sentence_around_it_stays() {
        let long = "é".repeat(5000);
        let told = message(format!("`{long}` is no origin: an origin has no path; write `{long}`"));
        let shown = "é".repeat(SHOWN_LIMIT);
        assert_eq!(told, format!("`{shown}…` is no origin: an origin has no path; write `{shown}…`"));
        assert_eq!(message(told.clone()), told, "once is enough");
        assert!(message("a ` b".repeat(1000)).chars().count() <= MESSAGE_LIMIT + 1);
        assert!(message(long).chars().count() <= SHOWN_LIMIT + 1);
        assert_eq!(message("short `x`".to_owned()), "short `x`");
    }
}
