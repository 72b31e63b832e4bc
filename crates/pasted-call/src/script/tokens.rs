//! The tokens of JavaScript, TypeScript and Python, as far as calls need them, and which bracket closes which. A text that is
//! none of them has tokens too.

use std::rc::Rc;

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'a> {
    Name(&'a str),
    Number(&'a str),
    /// A string without substitutions.
    Text(Rc<str>),
    TemplateStart,
    SubstitutionStart,
    SubstitutionEnd,
    TemplateEnd,
    /// A regular expression.
    Pattern,
    Mark(&'a str),
}

/// What a token is that opens or closes a bracket: what closes it, `${` and a backtick for those of templates.
pub(super) enum Bracket {
    Opens(&'static str),
    Closes(&'static str),
}

impl Token<'_> {
    pub(super) fn bracket(&self) -> Option<Bracket> {
        Some(match self {
            Token::Mark("(") => Bracket::Opens(")"),
            Token::Mark("[") => Bracket::Opens("]"),
            Token::Mark("{") => Bracket::Opens("}"),
            Token::SubstitutionStart => Bracket::Opens("${"),
            Token::TemplateStart => Bracket::Opens("`"),
            Token::Mark(")") => Bracket::Closes(")"),
            Token::Mark("]") => Bracket::Closes("]"),
            Token::Mark("}") => Bracket::Closes("}"),
            Token::SubstitutionEnd => Bracket::Closes("${"),
            Token::TemplateEnd => Bracket::Closes("`"),
            _ => return None,
        })
    }
}

/// The tokens of a text.
pub(super) struct Tokens<'a> {
    pub(super) list: Vec<Token<'a>>,
    /// Where each begins.
    pub(super) starts: Vec<usize>,
    /// For each that opens a bracket the one that closes it.
    pub(super) closing: Vec<Option<usize>>,
    /// From where on tokens close what the end of the text leaves open.
    pub(super) cut: Option<usize>,
}

/// Marks of more than one character, the longer first.
const LONG_MARKS: [&str; 14] =
    ["...", "===", "!==", "??=", "||=", "=>", "==", "!=", "||", "??", "&&", "?.", "+=", "<="];

struct Scanner<'a> {
    source: &'a str,
    at: usize,
    tokens: Tokens<'a>,
    /// For each open `${` the number of braces that are open within it.
    substitutions: Vec<usize>,
    /// Up to where a quote is known to have no end, so that no text is searched twice.
    without_end: [usize; 4],
}

impl<'a> Tokens<'a> {
    pub(super) fn of(source: &'a str) -> Self {
        let tokens = Self { list: Vec::new(), starts: Vec::new(), closing: Vec::new(), cut: None };
        let mut scanner = Scanner { source, at: 0, tokens, substitutions: Vec::new(), without_end: [0; 4] };
        while scanner.skip_space() {
            scanner.token();
        }
        let mut tokens = scanner.tokens;
        tokens.match_brackets();
        tokens
    }

    pub(super) fn is_mark(&self, at: usize, mark: &str) -> bool {
        matches!(self.list.get(at), Some(Token::Mark(found)) if *found == mark)
    }

    pub(super) fn name(&self, at: usize) -> Option<&'a str> {
        match self.list.get(at) {
            Some(Token::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// The bracket that closes the one at this place.
    pub(super) fn close_of(&self, at: usize) -> Option<usize> {
        self.closing.get(at).copied().flatten()
    }

    pub(super) fn match_brackets(&mut self) {
        self.closing = vec![None; self.list.len()];
        let mut open: Vec<(usize, &str)> = Vec::new();
        for (at, token) in self.list.iter().enumerate() {
            let closed = match token.bracket() {
                Some(Bracket::Opens(close)) => {
                    open.push((at, close));
                    continue;
                }
                Some(Bracket::Closes(closed)) => closed,
                None => continue,
            };
            if let Some((opened, _)) = open.pop_if(|(_, expected)| *expected == closed) {
                self.closing[opened] = Some(at);
            }
        }
    }
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn push(&mut self, token: Token<'a>, length: usize) {
        self.tokens.list.push(token);
        self.tokens.starts.push(self.at);
        self.at += length;
    }

    /// Skips white space and comments; whether something follows.
    fn skip_space(&mut self) -> bool {
        loop {
            let rest = self.rest().trim_start();
            self.at = self.source.len() - rest.len();
            let is_hash = rest.starts_with("# ") || rest.starts_with("#!");
            let length = if rest.starts_with("//") || is_hash {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                return !rest.is_empty();
            };
            self.at += length;
        }
    }

    fn token(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        match first {
            '"' | '\'' if self.is_apostrophe() => self.push(Token::Mark(&rest[..1]), 1),
            '"' | '\'' => self.string(first),
            '`' => {
                self.push(Token::TemplateStart, 1);
                self.template();
            }
            '}' if self.substitutions.last() == Some(&0) => {
                self.substitutions.pop();
                self.push(Token::SubstitutionEnd, 1);
                self.template();
            }
            '/' if self.is_pattern() => self.pattern(),
            _ if first.is_ascii_digit() => {
                let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_'));
                let length = length.unwrap_or(rest.len());
                self.push(Token::Number(&rest[..length]), length);
            }
            _ if is_of_name(first) => {
                let length = rest.find(|c: char| !is_of_name(c)).unwrap_or(rest.len());
                self.push(Token::Name(&rest[..length]), length);
            }
            _ => {
                let long = LONG_MARKS.into_iter().find(|mark| rest.starts_with(mark));
                let length = long.map_or(first.len_utf8(), str::len);
                if let Some(open) = self.substitutions.last_mut() {
                    match first {
                        '{' => *open += 1,
                        '}' => *open = open.saturating_sub(1),
                        _ => {}
                    }
                }
                self.push(Token::Mark(&rest[..length]), length);
            }
        }
    }

    /// A string to its end, which stands in its line; a quote without an end is a mark.
    fn string(&mut self, quote: char) {
        let rest = self.rest();
        let is_long = rest.starts_with("\"\"\"") || rest.starts_with("'''");
        let mark = if is_long { &rest[..3] } else { &rest[..1] };
        let kind = usize::from(quote == '"') + 2 * usize::from(is_long);
        if self.at < self.without_end[kind] {
            return self.push(Token::Mark(&rest[..1]), 1);
        }
        let mut end = rest.len();
        let mut text = String::new();
        let mut characters = rest[mark.len()..].char_indices();
        while let Some((at, character)) = characters.next() {
            let tail = &rest[mark.len() + at..];
            match character {
                _ if character == quote && tail.starts_with(mark) => {
                    let length = mark.len() + at + mark.len();
                    return self.push_string(text, length);
                }
                '\n' if !is_long => {
                    end = mark.len() + at;
                    break;
                }
                '\\' => escaped(&mut characters, &mut text),
                _ => text.push(character),
            }
        }
        self.without_end[kind] = self.at + end;
        self.push(Token::Mark(&rest[..1]), 1);
    }

    /// Whether a quote stands in a word of prose: `I'm`.
    fn is_apostrophe(&self) -> bool {
        let (Some(Token::Name(name)), Some(start)) = (self.tokens.list.last(), self.tokens.starts.last()) else {
            return false;
        };
        let is_before_string = matches!(
            *name,
            "f" | "F"
                | "r"
                | "b"
                | "rb"
                | "fr"
                | "return"
                | "case"
                | "typeof"
                | "in"
                | "of"
                | "else"
                | "await"
                | "default"
        );
        start + name.len() == self.at && !is_before_string
    }

    /// A string, with Python's prefix before it: of `f"…"` the braces are substitutions.
    fn push_string(&mut self, text: String, length: usize) {
        let prefix = match (self.tokens.list.last(), self.tokens.starts.last()) {
            (Some(Token::Name(name @ ("f" | "F" | "r" | "b" | "rb" | "fr"))), Some(start))
                if start + name.len() == self.at =>
            {
                *name
            }
            _ => return self.push(Token::Text(text.into()), length),
        };
        self.tokens.list.pop();
        self.tokens.starts.pop();
        if !prefix.contains(['f', 'F']) {
            return self.push(Token::Text(text.into()), length);
        }
        let source = self.rest();
        self.push(Token::TemplateStart, 0);
        let mut rest = text.as_str();
        let mut unread = &source[..length];
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            self.push(Token::Text(before.into()), 0);
            self.push(Token::SubstitutionStart, 0);
            // The name stands in the source as it does in the text, unless it is escaped.
            let (found, behind) = unread.split_once('{').and_then(|(_, rest)| rest.split_once('}')).unwrap_or(("", ""));
            unread = behind;
            let name = if found == name { found } else { "" };
            let name = name.split(['!', ':', '[', '(']).next().unwrap_or_default();
            self.push(Token::Name(name.trim()), 0);
            self.push(Token::SubstitutionEnd, 0);
            rest = after;
        }
        self.push(Token::Text(rest.into()), 0);
        self.push(Token::TemplateEnd, length);
    }

    /// The text of a template up to its end or its next substitution.
    fn template(&mut self) {
        let rest = self.rest();
        let mut text = String::new();
        let mut characters = rest.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '`' => {
                    self.push(Token::Text(text.into()), at);
                    return self.push(Token::TemplateEnd, 1);
                }
                '\\' => escaped(&mut characters, &mut text),
                '$' if characters.as_str().starts_with('{') => {
                    self.push(Token::Text(text.into()), at);
                    self.substitutions.push(0);
                    return self.push(Token::SubstitutionStart, 2);
                }
                _ => text.push(character),
            }
        }
        // A template without an end leaves its bracket open.
        self.at = self.source.len();
    }

    /// Whether a `/` begins a regular expression: after an operator, and with an end in its line.
    fn is_pattern(&self) -> bool {
        let is_after_operator = match self.tokens.list.last() {
            Some(Token::Mark(mark)) => matches!(*mark, "(" | "," | "=" | ":" | "[" | "!" | "&&" | "||" | "?" | "=>"),
            Some(Token::Name("return")) | None => true,
            _ => false,
        };
        is_after_operator && pattern_length(self.rest()).is_some()
    }

    fn pattern(&mut self) {
        let length = pattern_length(self.rest()).unwrap_or(1);
        self.push(Token::Pattern, length);
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The length of `/…/`. No longer line is looked at.
fn pattern_length(text: &str) -> Option<usize> {
    const PATTERN_LIMIT: usize = 256;
    let mut is_escaped = false;
    let mut is_class = false;
    for (at, character) in text.char_indices().skip(1).take(PATTERN_LIMIT) {
        match character {
            '\n' => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => is_class = true,
            ']' => is_class = false,
            '/' if !is_class => return Some(at + 1),
            _ => {}
        }
    }
    None
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
