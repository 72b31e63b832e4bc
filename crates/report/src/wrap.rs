//! Lines no wider than the terminal.

/// The text in lines of this width, all but the first indented; words are not broken.
pub fn wrapped(text: &str, width: Option<usize>, indent: usize) -> String {
    let Some(width) = width else { return text.to_owned() };
    let (mut out, mut column) = (String::new(), 0);
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole() {
        assert_eq!(wrapped("one two three", Some(7), 2), "one two\n  three");
        assert_eq!(wrapped("a-word-that-is-too-long b", Some(5), 0), "a-word-that-is-too-long\nb");
        assert_eq!(wrapped("as it is", None, 2), "as it is");
    }
}
