//! The words of a command line, as the shells read it that developer tools write for: POSIX's, Bash with `$'…'`, and
//! Windows' `cmd` with its carets.

use crate::unreadable::Unreadable;

/// The words of the first command of a text. Nothing is expanded: a `$NAME` stays as it is written.
pub(crate) fn words(text: &str) -> Result<Vec<String>, Unreadable> {
    if is_cmd(text) { Posix::of(&without_carets(text)).words() } else { Posix::of(text).words() }
}

/// Developer tools put a caret before every quote, and at the end of each line.
fn is_cmd(text: &str) -> bool {
    text.contains("^\"") || text.contains("^\n") || text.contains("^\r\n")
}

/// `cmd` takes the character after a caret as it is; before the end of a line it joins the next one.
fn without_carets(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (character, characters.as_str().chars().next()) {
            ('^', Some('\r' | '\n')) => {
                plain.push(' ');
                let rest = characters.as_str();
                characters = rest.strip_prefix("\r\n").unwrap_or(&rest[1..]).chars();
            }
            ('^', Some(next)) => {
                plain.push(next);
                characters.next();
            }
            _ => plain.push(character),
        }
    }
    plain
}

struct Posix<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    /// The word that has begun.
    word: Option<String>,
    words: Vec<String>,
}

impl<'a> Posix<'a> {
    fn of(text: &'a str) -> Self {
        Self { rest: text.chars().peekable(), word: None, words: Vec::new() }
    }

    fn words(mut self) -> Result<Vec<String>, Unreadable> {
        while let Some(character) = self.rest.next() {
            match character {
                '\n' | ';' | '|' | '&' | '<' | '>' => break,
                ' ' | '\t' | '\r' => self.end_word(),
                '\\' => self.escaped(),
                '\'' => self.quoted()?,
                '"' => self.double_quoted()?,
                '$' if self.rest.next_if_eq(&'\'').is_some() => self.ansi_c_quoted()?,
                _ => self.push(character),
            }
        }
        self.end_word();
        Ok(self.words)
    }

    fn push(&mut self, character: char) {
        self.word.get_or_insert_default().push(character);
    }

    fn end_word(&mut self) {
        self.words.extend(self.word.take());
    }

    /// A backslash before the end of a line joins the next one.
    fn escaped(&mut self) {
        if self.rest.next_if_eq(&'\r').is_some() {
            self.rest.next_if_eq(&'\n');
            return;
        }
        match self.rest.next() {
            Some('\n') | None => {}
            Some(character) => self.push(character),
        }
    }

    fn quoted(&mut self) -> Result<(), Unreadable> {
        self.word.get_or_insert_default();
        loop {
            match self.rest.next().ok_or(Unreadable::OpenQuote)? {
                '\'' => return Ok(()),
                character => self.push(character),
            }
        }
    }

    fn double_quoted(&mut self) -> Result<(), Unreadable> {
        self.word.get_or_insert_default();
        loop {
            match self.rest.next().ok_or(Unreadable::OpenQuote)? {
                '"' => return Ok(()),
                '\\' => match self.rest.next().ok_or(Unreadable::OpenQuote)? {
                    '\n' => {}
                    special @ ('"' | '\\' | '$' | '`') => self.push(special),
                    other => {
                        self.push('\\');
                        self.push(other);
                    }
                },
                character => self.push(character),
            }
        }
    }

    /// `$'…'`, in which developer tools write everything that is not ASCII.
    fn ansi_c_quoted(&mut self) -> Result<(), Unreadable> {
        self.word.get_or_insert_default();
        loop {
            match self.rest.next().ok_or(Unreadable::OpenQuote)? {
                '\'' => return Ok(()),
                '\\' => {
                    let escaped = self.rest.next().ok_or(Unreadable::OpenQuote)?;
                    let character = match escaped {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        'x' => self.code_point(2),
                        'u' => self.code_point(4),
                        'U' => self.code_point(8),
                        other => other,
                    };
                    self.push(character);
                }
                character => self.push(character),
            }
        }
    }

    /// The character of up to so many hexadecimal digits.
    fn code_point(&mut self, digits: usize) -> char {
        let mut number = 0;
        for _ in 0..digits {
            let Some(digit) = self.rest.peek().and_then(|next| next.to_digit(16)) else { break };
            self.rest.next();
            number = number << 4 | digit;
        }
        char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shells_split_words_so() {
        for (line, expected) in [
            ("curl a  b", vec!["curl", "a", "b"]),
            ("curl 'a b' \"c \\\" $d\" e\\ f", vec!["curl", "a b", "c \" $d", "e f"]),
            ("curl 'a' \\\n  -H 'b: c' \\\r\n -d ''", vec!["curl", "a", "-H", "b: c", "-d", ""]),
            (r"curl $'it\u0027s \x41\n'", vec!["curl", "it's A\n"]),
            ("curl 'a'\\''b'", vec!["curl", "a'b"]),
            ("curl a | jq .", vec!["curl", "a"]),
            ("curl 'a&b' && echo", vec!["curl", "a&b"]),
            (
                "curl ^\"https://a.example/?x=1^&y=2^\" ^\r\n  -H ^\"b: c^\"",
                vec!["curl", "https://a.example/?x=1&y=2", "-H", "b: c"],
            ),
        ] {
            assert_eq!(words(line).unwrap(), expected, "{line}");
        }
        assert_eq!(words("curl 'a"), Err(Unreadable::OpenQuote));
        assert_eq!(words("curl $'\\"), Err(Unreadable::OpenQuote));
    }
}
