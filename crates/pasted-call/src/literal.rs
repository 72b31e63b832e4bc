//! The literals of JavaScript that calls are written with: strings, objects, and whatever else as its source.

use crate::unreadable::Unreadable;

/// Brackets stand no deeper in one another.
const DEPTH_LIMIT: usize = 32;

/// A value in a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A string, of any quotes, without a substitution.
    Text(String),
    /// An object literal, or the one that `new Headers(…)` is made of.
    Object(Vec<(String, Value)>),
    /// A list.
    List(Vec<Value>),
    /// Anything else, as it is written.
    Expression(String),
}

impl Value {
    /// The text of a string.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The arguments of a call whose opening bracket begins `source`.
pub(crate) fn arguments(source: &str) -> Result<Vec<Value>, Unreadable> {
    let mut reader = Reader { source, at: 0 };
    reader.eat('(');
    reader.values(')', 0)
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn peek(&mut self) -> Result<char, Unreadable> {
        self.skip_space();
        self.rest().chars().next().ok_or(Unreadable::OpenBracket)
    }

    fn eat(&mut self, expected: char) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len_utf8();
        }
        found
    }

    /// White space and comments.
    fn skip_space(&mut self) {
        loop {
            let rest = self.rest().trim_start();
            let skipped = if let Some(comment) = rest.strip_prefix("//") {
                comment.find('\n').map_or("", |end| &comment[end..])
            } else if let Some(comment) = rest.strip_prefix("/*") {
                comment.find("*/").map_or("", |end| &comment[end + 2..])
            } else {
                rest
            };
            self.at = self.source.len() - skipped.len();
            if skipped.len() == rest.len() {
                return;
            }
        }
    }

    /// Values with commas between them, up to the closing bracket.
    fn values(&mut self, closing: char, depth: usize) -> Result<Vec<Value>, Unreadable> {
        let mut values = Vec::new();
        loop {
            if self.peek()? == closing {
                self.eat(closing);
                return Ok(values);
            }
            if !self.eat(',') {
                values.push(self.value(depth)?);
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, Unreadable> {
        if depth == DEPTH_LIMIT {
            return Err(Unreadable::TooDeep);
        }
        let first = self.peek()?;
        let start = self.at;
        let value = match first {
            '"' | '\'' | '`' => self.string()?,
            '{' => Some(self.object(depth + 1)?),
            '[' => {
                self.eat('[');
                Some(Value::List(self.values(']', depth + 1)?))
            }
            'n' if self.rest().starts_with("new Headers(") => {
                self.at += "new Headers".len();
                self.eat('(');
                let mut arguments = self.values(')', depth + 1)?;
                (arguments.len() == 1).then(|| arguments.remove(0))
            }
            _ => None,
        };
        match value {
            // What is added to a literal makes it an expression.
            Some(value) if matches!(self.peek()?, ',' | ')' | ']' | '}') => Ok(value),
            _ => {
                self.at = start;
                self.expression()
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, Unreadable> {
        self.eat('{');
        let mut members = Vec::new();
        loop {
            match self.peek()? {
                '}' => {
                    self.eat('}');
                    return Ok(Value::Object(members));
                }
                ',' => {
                    self.eat(',');
                }
                _ => members.push(self.member(depth)?),
            }
        }
    }

    /// `name: value`, or `name` alone, or `...rest`, whose value is an expression.
    fn member(&mut self, depth: usize) -> Result<(String, Value), Unreadable> {
        let start = self.at;
        let name = match self.peek()? {
            '"' | '\'' => self.string()?.and_then(|value| value.text().map(str::to_owned)),
            _ => {
                let name = self.rest().find(|c: char| !(c.is_alphanumeric() || "_$-".contains(c)));
                let name = &self.rest()[..name.unwrap_or(self.rest().len())];
                self.at += name.len();
                Some(name.to_owned())
            }
        };
        if self.eat(':') {
            return Ok((name.unwrap_or_default(), self.value(depth)?));
        }
        self.at = start;
        let expression = self.expression()?;
        Ok((name.unwrap_or_default(), expression))
    }

    /// The text of a string; `None` for a template with a substitution.
    fn string(&mut self) -> Result<Option<Value>, Unreadable> {
        let quote = self.peek()?;
        let mut text = String::new();
        let mut has_substitution = false;
        let mut characters = self.rest()[1..].char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                _ if character == quote => {
                    self.at += 1 + at + 1;
                    return Ok((!has_substitution).then_some(Value::Text(text)));
                }
                '\\' => escaped(&mut characters, &mut text),
                '$' if quote == '`' && characters.as_str().starts_with('{') => has_substitution = true,
                _ => text.push(character),
            }
        }
        Err(Unreadable::OpenBracket)
    }

    /// The source up to the comma or the closing bracket that ends it.
    fn expression(&mut self) -> Result<Value, Unreadable> {
        self.skip_space();
        let start = self.at;
        let mut open = 0;
        loop {
            match self.peek()? {
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' | ',' if open == 0 => break,
                ')' | ']' | '}' => open -= 1,
                '"' | '\'' | '`' => {
                    self.string()?;
                    continue;
                }
                _ => {}
            }
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        }
        // A closing bracket that nothing opened.
        if self.at == start {
            return Err(Unreadable::OpenBracket);
        }
        Ok(Value::Expression(self.source[start..self.at].trim_end().to_owned()))
    }
}

/// What stands for a character after a backslash.
fn escaped(characters: &mut std::str::CharIndices<'_>, text: &mut String) {
    let Some((_, escaped)) = characters.next() else { return };
    match escaped {
        'n' => text.push('\n'),
        'r' => text.push('\r'),
        't' => text.push('\t'),
        '\n' => {}
        'x' => text.push(code_point(characters, 2)),
        'u' => text.push(code_point(characters, 4)),
        other => text.push(other),
    }
}

/// The character of so many hexadecimal digits.
fn code_point(characters: &mut std::str::CharIndices<'_>, digits: usize) -> char {
    let mut number = 0;
    for _ in 0..digits {
        let Some(digit) = characters.as_str().chars().next().and_then(|next| next.to_digit(16)) else { break };
        characters.next();
        number = number << 4 | digit;
    }
    char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)
}
