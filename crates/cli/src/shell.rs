//! Words for a POSIX shell.

/// A word that a shell reads as exactly this text. Whoever shows it on a terminal escapes it as any other text.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+%".contains(c);
    match word.chars().all(is_plain) && !word.is_empty() {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_quotes_of_a_shell() {
        assert_eq!(quoted("https://a.example/$(rm -rf ~)'"), "'https://a.example/$(rm -rf ~)'\\'''");
        assert_eq!(quoted("https://a.example/x"), "https://a.example/x");
        assert_eq!(quoted(""), "''");
    }
}
