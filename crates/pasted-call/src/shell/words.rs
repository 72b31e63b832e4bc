//! The words of a command, as POSIX shells and Bash with `$'…'` read them. Nothing is run: of what a variable or another
//! command would say only the name is known.

use std::collections::HashMap;
use std::str::Chars;

use super::Word;
use crate::unreadable::Unreadable;

/// The values of variables that the text sets.
pub(super) type Variables = HashMap<String, String>;

/// The value of a variable is no longer; a longer one counts as missing.
pub(super) const VALUE_LIMIT: usize = 1024;

/// The words of the first command of a text.
pub(super) fn words(text: &str, variables: &Variables) -> Result<Vec<Word>, Unreadable> {
    let is_doubled = text.contains("\"{\"\"") || text.contains("\"[{\"\"");
    let reader = Reader { rest: text.chars(), word: None, words: Vec::new(), variables, is_doubled };
    reader.words()
}

struct Reader<'a> {
    rest: Chars<'a>,
    /// The word that has begun.
    word: Option<Word>,
    words: Vec<Word>,
    variables: &'a Variables,
    /// Whether two quotes within quotes are one, as older tools wrote for `cmd`.
    is_doubled: bool,
}

impl Reader<'_> {
    fn words(mut self) -> Result<Vec<Word>, Unreadable> {
        while let Some(character) = self.rest.next() {
            match character {
                '\n' if self.goes_on() => self.end_word(),
                '<' if self.rest.as_str().starts_with('<') => {
                    self.here_document();
                    break;
                }
                '<' if self.placeholder() => {}
                '<' | '>' if self.is_descriptor() => self.redirection(),
                '\n' | ';' | '|' | '&' | '<' | '>' => break,
                // What encloses the command ends it: `$(curl …)`.
                ')' if self.word.as_ref().is_none_or(|word| !word.text.contains('(')) => break,
                ' ' | '\t' => self.end_word(),
                '#' if self.word.is_none() => self.skip_line(),
                '\\' | '`' if self.is_lost_continuation() => {}
                '\\' => self.escaped(),
                '\'' => self.quoted()?,
                '"' => self.double_quoted()?,
                '$' if self.eat('\'') => self.ansi_c_quoted()?,
                '$' => self.expansion(),
                _ => self.push(character),
            }
        }
        self.end_word();
        Ok(self.words)
    }

    fn peek(&self) -> Option<char> {
        self.rest.as_str().chars().next()
    }

    fn eat(&mut self, expected: char) -> bool {
        let is_next = self.peek() == Some(expected);
        if is_next {
            self.rest.next();
        }
        is_next
    }

    fn push(&mut self, character: char) {
        self.word.get_or_insert_default().text.push(character);
    }

    fn push_str(&mut self, text: &str) {
        self.word.get_or_insert_default().text.push_str(text);
    }

    fn end_word(&mut self) {
        self.words.extend(self.word.take());
    }

    /// `<name>`, as manuals write what a reader has to fill in, and `<http://…>`, as Markdown writes a URL.
    fn placeholder(&mut self) -> bool {
        const NAME_LIMIT: usize = 40;
        let rest = self.rest.as_str();
        let is_url = rest.starts_with("http");
        let end =
            if is_url { rest.find(['>', ' ', '\n']) } else { rest.bytes().take(NAME_LIMIT).position(|b| b == b'>') };
        let Some(name) = end.and_then(|end| rest.get(..end)) else { return false };
        let is_of_names = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.');
        if !is_url && (name.is_empty() || name.starts_with(' ') || !name.chars().all(is_of_names)) {
            return false;
        }
        self.rest = rest[name.len()..].chars();
        self.eat('>');
        if is_url {
            self.push_str(name);
        } else {
            self.push('$');
            self.push_str(name);
            self.word.get_or_insert_default().missing.get_or_insert_with(|| name.to_owned());
        }
        true
    }

    /// Whether the word is the number of a file: `2>&1`.
    fn is_descriptor(&self) -> bool {
        self.word
            .as_ref()
            .is_some_and(|word| word.text.len() == 1 && word.text.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// Goes over `2>&1` and `2>/dev/null`.
    fn redirection(&mut self) {
        self.word = None;
        let rest = self.rest.as_str().trim_start_matches(['>', '&', ' ']);
        let end = rest.find(|c: char| c.is_whitespace() || ";|&)".contains(c)).unwrap_or(rest.len());
        self.rest = rest[end..].chars();
    }

    fn skip_line(&mut self) {
        let rest = self.rest.as_str();
        self.rest = rest[rest.find('\n').unwrap_or(rest.len())..].chars();
    }

    /// Whether the next line belongs to the command, though the backslash before it got lost: it is an option, quoted, or a
    /// URL.
    fn goes_on(&self) -> bool {
        let line = self.rest.as_str().trim_start_matches([' ', '\t']);
        let is_option = line.starts_with('-') && line[1..].starts_with(|c: char| c == '-' || c.is_ascii_alphabetic());
        is_option && !line.starts_with("---") || line.starts_with(['\'', '"']) || line.starts_with("http")
    }

    /// A backslash between words, whose line was joined with the next, or has blanks at its end.
    fn is_lost_continuation(&mut self) -> bool {
        let rest = self.rest.as_str();
        let next = rest.trim_start_matches([' ', '\t']);
        let is_lost = self.word.is_none() && (next.len() < rest.len() || next.starts_with('\n') || next.is_empty());
        if is_lost {
            self.rest = next.strip_prefix('\n').unwrap_or(next).chars();
        }
        is_lost
    }

    /// A backslash before the end of a line joins the next one.
    fn escaped(&mut self) {
        match self.rest.next() {
            Some('\n') | None => {}
            Some(character) => self.push(character),
        }
    }

    fn quoted(&mut self) -> Result<(), Unreadable> {
        let rest = self.rest.as_str();
        let end = rest.find('\'').ok_or(Unreadable::OpenQuote)?;
        self.push_str(&rest[..end]);
        self.rest = rest[end + 1..].chars();
        Ok(())
    }

    fn double_quoted(&mut self) -> Result<(), Unreadable> {
        self.word.get_or_insert_default();
        loop {
            match self.rest.next().ok_or(Unreadable::OpenQuote)? {
                '"' if self.is_doubled && self.rest.as_str().starts_with('"') => {
                    self.rest.next();
                    self.push('"');
                }
                '"' => return Ok(()),
                '\\' => match self.rest.next().ok_or(Unreadable::OpenQuote)? {
                    '\n' => {}
                    special @ ('"' | '\\' | '$' | '`') => self.push(special),
                    other => {
                        self.push('\\');
                        self.push(other);
                    }
                },
                '$' => self.expansion(),
                character => self.push(character),
            }
        }
    }

    /// What follows a `$`: `NAME`, `{NAME}`, `{NAME:-default}` or `(a command)`.
    fn expansion(&mut self) {
        let rest = self.rest.as_str();
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let (name, written) = if let Some(inner) = rest.strip_prefix('{') {
            let end = inner.find(['}', '\n', '"', '\'']).unwrap_or(inner.len());
            (&inner[..end], (end + 2).min(rest.len()))
        } else if rest.starts_with('(') {
            ("", closing_bracket(rest))
        } else {
            let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
            (&rest[..end], end)
        };
        if written == 0 {
            return self.push('$');
        }
        // Both ends are at characters of ASCII, or at the end.
        let (expression, rest) = rest.split_at_checked(written).unwrap_or((rest, ""));
        self.rest = rest.chars();
        let name = name.split(|c| !is_of_name(c)).next().unwrap_or_default();
        match self.variables.get(name) {
            Some(value) => {
                let value = value.clone();
                self.push_str(&value);
            }
            None => {
                self.push('$');
                self.push_str(expression);
                self.word.get_or_insert_default().missing.get_or_insert_with(|| name.to_owned());
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
            let Some(digit) = self.peek().and_then(|next| next.to_digit(16)) else { break };
            self.rest.next();
            number = number << 4 | digit;
        }
        char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// `<<EOF` and the lines up to `EOF` take the place of the words `@-` and `-`, which mean what is typed.
    fn here_document(&mut self) {
        let rest = self.rest.as_str()[1..].trim_start_matches(['-', ' ']);
        let (head, lines) = rest.split_once('\n').unwrap_or((rest, ""));
        let mark = head.split([' ', '|', '>']).next().unwrap_or_default().trim_matches(['\'', '"']);
        self.end_word();
        let Some(end) = (!mark.is_empty()).then(|| lines.find(&format!("\n{mark}"))).flatten() else { return };
        for word in self.words.iter_mut().filter(|word| word.text == "@-") {
            word.text = lines[..end].to_owned();
        }
    }
}

/// The length of `(…)`, with brackets in it.
fn closing_bracket(text: &str) -> usize {
    let mut open = 0;
    for (at, character) in text.char_indices() {
        match character {
            '(' => open += 1,
            ')' if open == 1 => return at + 1,
            ')' => open -= 1,
            '\n' => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shells_split_words_so() {
        for (line, expected) in [
            ("curl a  b", vec!["curl", "a", "b"]),
            ("curl 'a b' \"c \\\" $d\" e\\ f", vec!["curl", "a b", "c \" $d", "e f"]),
            ("curl 'a' \\\n  -H 'b: c' \\\n -d ''", vec!["curl", "a", "-H", "b: c", "-d", ""]),
            ("curl 'a' \\ -H 'b: c' \\ -d ''", vec!["curl", "a", "-H", "b: c", "-d", ""]),
            ("curl 'a'\n  -H 'b: c' \\  \n -d ''\nls -l", vec!["curl", "a", "-H", "b: c", "-d", ""]),
            (r"curl $'it\u0027s \x41\n'", vec!["curl", "it's A\n"]),
            ("curl 'a'\\''b'", vec!["curl", "a'b"]),
            ("curl a | jq .", vec!["curl", "a"]),
            ("curl 'a&b' && echo", vec!["curl", "a&b"]),
            ("curl \"{\"\"a\"\":1}\" b", vec!["curl", "{\"a\":1}", "b"]),
            ("curl a#b # c\n", vec!["curl", "a#b"]),
            ("curl \"$(cat \"a b\")\" c", vec!["curl", "$(cat \"a b\")", "c"]),
            ("curl -d @- a <<'EOF'\n{}\nEOF\n", vec!["curl", "-d", "{}", "a"]),
        ] {
            let read = words(line, &Variables::new()).unwrap();
            assert_eq!(read.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(), expected, "{line}");
        }
        for line in ["curl 'a", "curl $'\\", "curl \"a"] {
            assert_eq!(words(line, &Variables::new()), Err(Unreadable::OpenQuote), "{line}");
        }
    }

    #[test]
    fn variables_are_known_or_missing() {
        let variables = Variables::from([("API".to_owned(), "http://a.test".to_owned())]);
        let read = words("curl $API/x \"a: $TOKEN\" '$API' ${API}y", &variables).unwrap();
        assert_eq!(read[1], Word::from("http://a.test/x"));
        assert_eq!(read[2].missing.as_deref(), Some("TOKEN"));
        assert_eq!(read[3], Word::from("$API"));
        assert_eq!(read[4], Word::from("http://a.testy"));
    }
}
