//! The tokens of PowerShell: strings with a backtick as their escape, here-strings, variables, bare words.

use crate::unreadable::Unreadable;
use crate::url_text::whole;
use crate::value::{Piece, Value};

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A bare word, an option with its hyphen among them.
    Word(String),
    /// A string; the variables in it are missing pieces by their names.
    Text(Value),
    /// `$name`, with the members behind it: `$session.Cookies.Add`.
    Variable(String),
    /// `@{` is one mark, and the end of a statement is `;`.
    Mark(&'static str),
}

/// The tokens of a text. Variables in strings stay names.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Unreadable> {
    let mut scanner = Scanner { rest: text, tokens: Vec::new() };
    while let Some(first) = scanner.rest.chars().next() {
        scanner.token(first)?;
    }
    Ok(scanner.tokens)
}

struct Scanner<'a> {
    rest: &'a str,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn take(&mut self, length: usize) -> &str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn mark(&mut self, mark: &'static str, length: usize) {
        self.tokens.push(Token::Mark(mark));
        self.take(length);
    }

    fn token(&mut self, first: char) -> Result<(), Unreadable> {
        match first {
            '`' => drop(self.take(1 + self.rest[1..].chars().next().map_or(0, char::len_utf8))),
            '\n' | ';' => self.mark(";", 1),
            '#' => drop(self.take(self.rest.find('\n').unwrap_or(self.rest.len()))),
            '@' if self.rest.starts_with("@{") => self.mark("@{", 2),
            '@' if self.rest.starts_with("@\"\n") => return self.here_string("\n\"@", Quote::Double),
            '@' if self.rest.starts_with("@'\n") => return self.here_string("\n'@", Quote::Single),
            '@' if self.rest.starts_with("@(") => self.mark("(", 2),
            '@' => self.mark("@", 1),
            '"' => return self.double_quoted(),
            '\'' => return self.single_quoted(),
            '$' => self.variable(),
            '{' => self.mark("{", 1),
            '}' => self.mark("}", 1),
            '(' => self.mark("(", 1),
            ')' => self.mark(")", 1),
            '[' => self.mark("[", 1),
            ']' => self.mark("]", 1),
            '=' => self.mark("=", 1),
            ',' => self.mark(",", 1),
            '|' => self.mark("|", 1),
            '+' => self.mark("+", 1),
            _ if first.is_whitespace() => drop(self.take(first.len_utf8())),
            _ => {
                let end = self.rest.find(|c: char| c.is_whitespace() || "`;'\"{}()[]=,|$".contains(c));
                let end = end.unwrap_or(self.rest.len()).max(first.len_utf8());
                let word = self.take(end).to_owned();
                self.tokens.push(Token::Word(word));
            }
        }
        Ok(())
    }

    fn here_string(&mut self, end: &str, quote: Quote) -> Result<(), Unreadable> {
        let length = self.rest[2..].find(end).ok_or(Unreadable::OpenQuote)?;
        let inner = self.take(2 + length + end.len()).get(3..2 + length).unwrap_or_default().to_owned();
        let value = match quote {
            Quote::Single => Value::text_of(&inner),
            Quote::Double => interpolated(&inner),
        };
        self.tokens.push(Token::Text(value));
        Ok(())
    }

    /// Two quotes are one, and a backtick takes the meaning from the next character.
    fn double_quoted(&mut self) -> Result<(), Unreadable> {
        let mut characters = self.rest.char_indices().skip(1).peekable();
        let mut end = None;
        while let Some((at, character)) = characters.next() {
            match character {
                '`' => drop(characters.next()),
                '"' if characters.next_if(|(_, next)| *next == '"').is_some() => {}
                '"' => {
                    end = Some(at);
                    break;
                }
                _ => {}
            }
        }
        let end = end.ok_or(Unreadable::OpenQuote)?;
        let inner = self.take(end + 1)[1..end].to_owned();
        self.tokens.push(Token::Text(interpolated(&inner)));
        Ok(())
    }

    fn single_quoted(&mut self) -> Result<(), Unreadable> {
        let mut text = String::new();
        let mut characters = self.rest.char_indices().skip(1).peekable();
        while let Some((at, character)) = characters.next() {
            if character == '\'' && characters.next_if(|(_, next)| *next == '\'').is_none() {
                self.take(at + 1);
                self.tokens.push(Token::Text(Value::text_of(&text)));
                return Ok(());
            }
            text.push(character);
        }
        Err(Unreadable::OpenQuote)
    }

    fn variable(&mut self) {
        let length = 1 + name_length(&self.rest[1..]);
        let mut name = self.take(length)[1..].trim_matches(['{', '}']).to_owned();
        while let Some(member) = self.rest.strip_prefix('.') {
            let end = member.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(member.len());
            if end == 0 {
                break;
            }
            name.push('.');
            name.push_str(&member[..end]);
            self.take(1 + end);
        }
        self.tokens.push(Token::Variable(name));
    }
}

#[derive(Clone, Copy)]
enum Quote {
    Single,
    Double,
}

/// The length of `name`, `env:NAME` or `{name}` behind a `$`.
fn name_length(text: &str) -> usize {
    if text.starts_with('{') {
        return text.find(['}', '\n']).map_or(text.len(), |end| end + 1);
    }
    text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len())
}

/// The pieces of a string in double quotes.
fn interpolated(inner: &str) -> Value {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        let rest = characters.as_str();
        match character {
            '`' => match characters.next() {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('t') => text.push('\t'),
                Some(other) => text.push(other),
                None => {}
            },
            '"' => {
                text.push('"');
                if rest.starts_with('"') {
                    characters.next();
                }
            }
            '$' if rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '{' | '(')) => {
                let (length, is_name) = match rest.strip_prefix('(') {
                    Some(inner) => (inner.find(')').map_or(rest.len(), |end| end + 2), inner.starts_with('$')),
                    None => (name_length(rest), true),
                };
                let name = rest.get(..length).unwrap_or(rest);
                characters = rest[name.len()..].chars();
                pieces.push(Piece::Text(std::mem::take(&mut text).into()));
                // Of an expression in brackets no name is known.
                let name =
                    if is_name { name.trim_matches(['{', '}', '(', ')', '$']).trim_end_matches(':') } else { "" };
                pieces.push(Piece::Missing(name.into()));
            }
            _ => text.push(character),
        }
    }
    pieces.push(Piece::Text(text.into()));
    whole(pieces)
}
