//! Words for a shell: one spelling that bash, zsh and PowerShell read as exactly the same word.

/// Characters that no shell gives a meaning to, wherever they stand in a word.
const PLAIN: &str = "-_./:+%=";

/// What ends a text in single quotes: PowerShell takes the typographic ones for them.
const SINGLE: [char; 5] = ['\'', '‘', '’', '‚', '‛'];

/// What has a meaning in double quotes, in one of the shells.
const ACTING_IN_DOUBLE: [char; 8] = ['"', '“', '”', '„', '$', '`', '\\', '!'];

/// Whether a text stands between single quotes as it is, in all three.
pub fn is_quotable(text: &str) -> bool {
    !text.contains(SINGLE)
}

/// A command as one line. Whoever shows it on a terminal escapes it as any other text.
pub fn command_line<W: AsRef<str>>(words: &[W]) -> String {
    words.iter().map(|word| quoted(word.as_ref())).collect::<Vec<_>>().join(" ")
}

/// A word that a shell reads as exactly this text.
///
/// Single quotes mean the same in all three, until one stands in the text: POSIX shells have no escape for it and PowerShell
/// doubles it. Such a word stands in double quotes where nothing in it has a meaning there; a URL gets `%27`, which is the
/// same to every server. What is left has no spelling: what one shell takes for a quoted text another runs. Then `…` stands in
/// its place, for what is not known; of a header, in the place of its value.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || PLAIN.contains(c);
    // At the beginning zsh takes `=` and PowerShell `%` for something else.
    if word.chars().all(is_plain) && !word.starts_with(['=', '%']) && !word.is_empty() {
        return word.to_owned();
    }
    if !word.contains(SINGLE) {
        return format!("'{word}'");
    }
    if word.starts_with("http://") || word.starts_with("https://") {
        return format!("'{}'", word.replace('\'', "%27"));
    }
    if !word.contains(ACTING_IN_DOUBLE) {
        return format!("\"{word}\"");
    }
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    match word.split_once(": ").filter(|(name, _)| is_name(name)) {
        Some((name, _)) => format!("'{name}: …'"),
        None => "'…'".to_owned(),
    }
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
            ("it's $HOME", "'…'"),
            ("a'$(id)", "'…'"),
            ("X-A: a'$(id)", "'X-A: …'"),
            ("X-A: it’s", "\"X-A: it’s\""),
            ("it’s “$x”", "'…'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(word), line);
        }
        assert_eq!(command_line(&["preflight", "check", "a b"]), "preflight check 'a b'");
    }
}
