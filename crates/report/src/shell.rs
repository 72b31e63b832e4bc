//! Words for a shell: one spelling that bash, zsh and PowerShell read as exactly the same word.

/// Characters that no shell gives a meaning to, wherever they stand in a word.
const PLAIN: &str = "-_./:+%=";

/// A command as one line. Whoever shows it on a terminal escapes it as any other text.
pub fn command_line<W: AsRef<str>>(words: &[W]) -> String {
    words.iter().map(|word| quoted(word.as_ref())).collect::<Vec<_>>().join(" ")
}

/// A word that a shell reads as exactly this text.
///
/// Single quotes mean the same in all three, until one stands in the text: POSIX shells have no escape for it and PowerShell
/// doubles it. Such a word stands in double quotes where nothing in it has a meaning there; a URL gets `%27`, which is the
/// same to every server. What is left has a spelling for POSIX shells only.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || PLAIN.contains(c);
    // At the beginning zsh takes `=` and PowerShell `%` for something else.
    if word.chars().all(is_plain) && !word.starts_with(['=', '%']) && !word.is_empty() {
        return word.to_owned();
    }
    if !word.contains('\'') {
        return format!("'{word}'");
    }
    if word.starts_with("http://") || word.starts_with("https://") {
        return format!("'{}'", word.replace('\'', "%27"));
    }
    if !word.contains(['"', '$', '`', '\\', '!']) {
        return format!("\"{word}\"");
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_quotes_of_a_shell() {
        for (word, line) in [
            ("https://a.example/x", "https://a.example/x"),
            ("https://a.example/$(rm -rf ~)'", "'https://a.example/$(rm -rf ~)%27'"),
            ("https://a.example/x?a=1&b=2", "'https://a.example/x?a=1&b=2'"),
            ("<page>", "'<page>'"),
            ("http://[::1]:80/", "'http://[::1]:80/'"),
            ("a,b", "'a,b'"),
            ("--preflighted=no", "--preflighted=no"),
            ("=b", "'=b'"),
            ("content-type: it's", "\"content-type: it's\""),
            ("it's $HOME", "'it'\\''s $HOME'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(word), line);
        }
        assert_eq!(command_line(&["preflight", "check", "a b"]), "preflight check 'a b'");
    }
}
