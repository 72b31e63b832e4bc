//! What is too long to be read: the middle of it is left out.

/// A word that is shown may have so many characters. Browsers show no longer URL, and people read none.
const WORD_LIMIT: usize = 2_000;

/// A line that is shown may have so many: a sentence with several such words, or a list of names.
const LINE_LIMIT: usize = 16_000;

/// What stands in the place of what is left out.
const GAP: &str = "…";

/// The text with no word and no line beyond its limit.
pub fn shortened(text: &str) -> String {
    text.split_inclusive('\n').map(line).collect()
}

fn line(line: &str) -> String {
    let (body, end) = line.strip_suffix('\n').map_or((line, ""), |body| (body, "\n"));
    if body.len() <= WORD_LIMIT {
        return line.to_owned();
    }
    let words: Vec<_> = body.split(' ').map(|word| cut(word, WORD_LIMIT)).collect();
    cut(&words.join(" "), LINE_LIMIT) + end
}

/// The beginning and the end, where there is more than the limit.
fn cut(text: &str, limit: usize) -> String {
    let characters = text.chars().count();
    if characters <= limit {
        return text.to_owned();
    }
    let half = limit / 2;
    let beginning = text.chars().take(half);
    let end = text.chars().skip(characters - half);
    beginning.chain(GAP.chars()).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_what_is_too_long_is_left_out() {
        let long = format!("http://a.example/{}/end", "ü".repeat(200_000));
        let list = "x-header, ".repeat(20_000);
        for (sentence, text, expected) in [
            ("what is short stays", "GET http://a.example/x\n\nfix".to_owned(), "GET http://a.example/x\n\nfix".len()),
            ("a word of the limit stays", "a".repeat(WORD_LIMIT), WORD_LIMIT),
            ("a long word is cut", format!("GET {long} now\n"), WORD_LIMIT + GAP.chars().count() + "GET  now\n".len()),
            ("so is a long line", list, LINE_LIMIT + GAP.chars().count()),
        ] {
            let shown = shortened(&text);
            assert_eq!(shown.chars().count(), expected, "{sentence}");
            assert_eq!(shown == text, !shown.contains(GAP), "{sentence}");
        }
        let shown = shortened(&long);
        assert!(shown.starts_with("http://a.example/ü") && shown.ends_with("ü/end"));
    }
}
