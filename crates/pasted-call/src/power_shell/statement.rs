//! The statements of a PowerShell script, one after the other: what variables hold, and the first request.

use std::collections::HashMap;

use super::request::{Request, is_command};
use super::tokens::Token;
use crate::named_text::NamedTexts;
use crate::pasted::Note;
use crate::said::Said;
use crate::script::json_value;
use crate::unreadable::Unreadable;
use crate::url_text::{PIECES_LIMIT, pieces_of, weight, whole};
use crate::value::{Piece, Value};

/// Brackets that stand deeper in one another are not read.
const DEPTH_LIMIT: usize = 32;

/// All strings that are put together while one text is read.
const JOINED_LIMIT: usize = 1024 * 1024;

pub(super) struct Statements {
    tokens: Vec<Token>,
    at: usize,
    variables: HashMap<String, Value>,
    has_cookies: bool,
    joined: usize,
    first: Option<Request>,
    others: usize,
}

impl Statements {
    pub(super) fn of(tokens: Vec<Token>) -> Self {
        Self { tokens, at: 0, variables: HashMap::new(), has_cookies: false, joined: 0, first: None, others: 0 }
    }

    /// The first request.
    pub(super) fn run(mut self) -> Result<Said, Unreadable> {
        while let Some(token) = self.tokens.get(self.at).cloned() {
            self.at += 1;
            match token {
                Token::Variable(path) => self.variable(&path),
                Token::Word(word) if is_command(&word) => self.request(0),
                _ => {}
            }
        }
        let request = self.first.take().ok_or(Unreadable::NoUrl)?;
        let mut said = request.into_said(self.has_cookies)?;
        let mut named = NamedTexts::default();
        self.variables.iter().for_each(|(name, value)| named.learn_all(name, value));
        said.named = named.into_list();
        if self.others > 0 {
            said.note(Note::OtherCalls(self.others));
        }
        Ok(said)
    }

    fn is_mark(&self, mark: &str) -> bool {
        matches!(self.tokens.get(self.at), Some(Token::Mark(found)) if *found == mark)
    }

    fn eat(&mut self, mark: &str) -> bool {
        let is_next = self.is_mark(mark);
        self.at += usize::from(is_next);
        is_next
    }

    /// `$x = …`, `$x.Add("a", "b")`, `$x["a"] = "b"`
    fn variable(&mut self, path: &str) {
        let lower = path.to_ascii_lowercase();
        let (name, member) = lower.split_once('.').unwrap_or((&lower, ""));
        if member.contains("cookies") {
            self.has_cookies = true;
            return;
        }
        let key = if self.eat("[") {
            let key = self.value(0);
            self.eat("]");
            key.text().map(str::to_owned)
        } else if member == "add" && self.eat("(") {
            let key = self.value(0);
            self.eat(",");
            let value = self.value(0);
            if let Some(key) = key.text() {
                self.object(name).add(key, value);
            }
            return;
        } else {
            path.split_once('.').map(|(_, member)| member.to_owned())
        };
        if !self.eat("=") {
            return;
        }
        let value = self.piped(0);
        match key {
            Some(key) => self.object(name).set(&[&key], value),
            None => drop(self.variables.insert(name.to_owned(), value)),
        }
    }

    fn object(&mut self, name: &str) -> &mut Value {
        self.variables.entry(name.to_owned()).or_insert_with(Value::empty_object)
    }

    /// A value, and `| ConvertTo-Json` behind it.
    fn piped(&mut self, depth: usize) -> Value {
        let mut value = self.value(depth);
        while self.eat("|") {
            match self.tokens.get(self.at) {
                Some(Token::Word(word)) if word.eq_ignore_ascii_case("ConvertTo-Json") => {
                    value = json_value(&value);
                }
                _ => value = Value::missing(""),
            }
            // Its options: `-Depth 10`.
            while matches!(self.tokens.get(self.at), Some(Token::Word(_))) {
                self.at += 1;
            }
        }
        value
    }

    fn value(&mut self, depth: usize) -> Value {
        let first = self.single(depth);
        if !self.is_mark("+") {
            return first;
        }
        let mut pieces = Vec::new();
        let mut fits = self.join(&first, &mut pieces);
        while self.eat("+") {
            let value = self.single(depth);
            fits = fits && self.join(&value, &mut pieces);
        }
        if fits { whole(pieces) } else { Value::missing("") }
    }

    /// Adds a value to a string; whether it is not too long for that.
    fn join(&mut self, value: &Value, pieces: &mut Vec<Piece>) -> bool {
        self.joined += weight(value);
        let fits = self.joined <= JOINED_LIMIT && pieces.len() < PIECES_LIMIT;
        if fits {
            pieces.extend(pieces_of(value));
        }
        fits
    }

    fn single(&mut self, depth: usize) -> Value {
        if depth >= DEPTH_LIMIT {
            return Value::missing("");
        }
        let Some(token) = self.tokens.get(self.at).cloned() else { return Value::missing("") };
        if matches!(token, Token::Mark(")" | "}" | "]" | ";" | "," | "|")) {
            return Value::missing("");
        }
        self.at += 1;
        match token {
            Token::Text(value) => self.expanded(value),
            Token::Variable(path) => self.known(&path),
            Token::Word(word) if word.eq_ignore_ascii_case("New-Object") => self.new_object(depth),
            Token::Word(word) if word.eq_ignore_ascii_case("ConvertTo-Json") => {
                while matches!(self.tokens.get(self.at), Some(Token::Word(_))) {
                    self.at += 1;
                }
                let value = self.single(depth + 1);
                json_value(&value)
            }
            // A request whose response is kept.
            Token::Word(word) if is_command(&word) => {
                self.request(depth + 1);
                Value::missing("")
            }
            Token::Word(word) => Value::Literal(word.into()),
            Token::Mark("@{") => self.hashtable(depth + 1),
            Token::Mark("(") => {
                let value = self.piped(depth + 1);
                self.skip_to(")");
                value
            }
            // `[Type]` before a value.
            Token::Mark("[") => {
                self.skip_to("]");
                self.single(depth + 1)
            }
            Token::Mark(_) => Value::missing(""),
        }
    }

    fn known(&self, path: &str) -> Value {
        let lower = path.to_ascii_lowercase();
        match lower.as_str() {
            "true" | "false" | "null" => return Value::Literal(lower.into()),
            _ => {}
        }
        self.variables.get(&lower).cloned().unwrap_or_else(|| Value::missing(path))
    }

    /// A string with the variables in it that are known.
    fn expanded(&mut self, value: Value) -> Value {
        let Value::Template(pieces) = &value else { return value };
        let mut expanded = Vec::new();
        let mut fits = true;
        for piece in pieces.iter() {
            let value = match piece {
                Piece::Missing(name) if !name.is_empty() => self.known(name),
                Piece::Missing(name) => Value::Missing(name.clone()),
                Piece::Text(text) => Value::Text(text.clone()),
            };
            fits = fits && self.join(&value, &mut expanded);
        }
        if fits { whole(expanded) } else { Value::missing("") }
    }

    fn new_object(&mut self, depth: usize) -> Value {
        while matches!(self.tokens.get(self.at), Some(Token::Word(_) | Token::Text(_))) {
            self.at += 1;
        }
        // A type in brackets, and the arguments.
        while self.is_mark("[") || self.is_mark("(") {
            if self.eat("[") {
                self.skip_to("]");
            } else {
                self.single(depth + 1);
            }
        }
        Value::empty_object()
    }

    /// `@{ name = value; "name" = value }`
    fn hashtable(&mut self, depth: usize) -> Value {
        let mut object = Value::empty_object();
        loop {
            while self.eat(";") || self.eat(",") {}
            if self.eat("}") || self.at >= self.tokens.len() {
                return object;
            }
            let start = self.at;
            let name = self.single(depth);
            if self.eat("=") {
                while self.eat(";") {}
                let value = self.piped(depth);
                object.add(name.text().unwrap_or_default(), value);
            }
            // What is not read ends at the end of its line.
            if self.at == start {
                self.at += 1;
            }
        }
    }

    fn skip_to(&mut self, closing: &str) {
        let (mut open, opening) = (0usize, if closing == ")" { "(" } else { "[" });
        while self.at < self.tokens.len() {
            if self.is_mark(opening) {
                open += 1;
            } else if self.is_mark(closing) {
                if open == 0 {
                    self.at += 1;
                    return;
                }
                open -= 1;
            } else if self.is_mark(";") && open == 0 && closing == "]" {
                return;
            }
            self.at += 1;
        }
    }

    /// The options of a request, to the end of its statement.
    fn request(&mut self, depth: usize) {
        let mut request = Request::default();
        while let Some(token) = self.tokens.get(self.at).cloned() {
            match token {
                Token::Mark(";" | "|" | ")" | "}") => break,
                Token::Mark("@") => {
                    self.at += 1;
                    if let Some(Token::Word(name)) = self.tokens.get(self.at).cloned() {
                        self.at += 1;
                        request.splat(&self.known(&name));
                    }
                }
                Token::Word(word) if word.starts_with('-') && word.len() > 1 => {
                    self.at += 1;
                    let (name, attached) = word.split_once(':').unwrap_or((&word, ""));
                    if !attached.is_empty() {
                        request.set(name, Value::text_of(attached));
                    } else if !Request::is_switch(name) {
                        // A value may stand on the next line, where a backtick got lost.
                        let value = self.value(depth);
                        request.set(name, value);
                    }
                }
                _ => {
                    let before = self.at;
                    let value = self.value(depth);
                    self.at = self.at.max(before + 1);
                    request.set("-Uri", value);
                }
            }
            self.skip_lost_continuation();
        }
        match self.first {
            None => self.first = Some(request),
            Some(_) => self.others += 1,
        }
    }

    /// Where a backtick at the end of a line got lost, the next line begins with an option.
    fn skip_lost_continuation(&mut self) {
        let mut at = self.at;
        while matches!(self.tokens.get(at), Some(Token::Mark(";"))) {
            at += 1;
        }
        if matches!(self.tokens.get(at), Some(Token::Word(word)) if word.starts_with('-') && word.len() > 1) {
            self.at = at;
        }
    }
}
