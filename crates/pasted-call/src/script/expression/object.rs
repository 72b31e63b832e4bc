//! Objects: their members, those that are spread into them, and their names.

use std::rc::Rc;

use super::Reader;
use crate::script::tokens::Token;
use crate::value::{Value, name_of};

impl<'a> Reader<'a> {
    pub(super) fn object(&mut self) -> Value {
        let Some(close) = self.tokens.close_of(self.at) else {
            self.at += 1;
            return Value::missing("");
        };
        self.at += 1;
        let mut members: Vec<(Rc<str>, Value)> = Vec::new();
        while self.at < close {
            if self.eat(",") {
                continue;
            }
            if self.eat("...") {
                match self.value_to_comma(close) {
                    Value::Missing(_) => members.push(("".into(), Value::missing(""))),
                    spread if self.scope.may_join(spread.members().len() * size_of::<Value>()) => {
                        members.extend(spread.members().iter().cloned());
                    }
                    _ => {}
                }
                continue;
            }
            let (name, alone) = self.member_name(close);
            let value = if self.eat(":") {
                self.value_to_comma(close)
            } else if let Some(alone) = alone.filter(|_| self.at >= close || self.tokens.is_mark(self.at, ",")) {
                self.value_of_name(alone)
            } else {
                // A method.
                while self.at < close && !self.tokens.is_mark(self.at, ",") {
                    self.skip();
                }
                Value::missing("")
            };
            members.push((name, value));
        }
        self.at = close + 1;
        Value::Object(Rc::new(members))
    }

    /// The name of a member, and that name where it may stand for a variable too. `Content-Type` without quotes is taken.
    fn member_name(&mut self, close: usize) -> (Rc<str>, Option<&'a str>) {
        match self.token() {
            Some(Token::Name(first)) => {
                self.at += 1;
                let mut name = (*first).to_owned();
                while self.at + 1 < close && self.tokens.is_mark(self.at, "-") {
                    let Some(next) = self.tokens.name(self.at + 1) else { break };
                    name.push('-');
                    name.push_str(next);
                    self.at += 2;
                }
                (name.into(), Some(*first))
            }
            Some(Token::Text(text)) => {
                self.at += 1;
                (text.clone(), None)
            }
            Some(Token::Number(number)) => {
                self.at += 1;
                ((*number).into(), None)
            }
            Some(Token::Mark("[")) => {
                let name = self.arguments(self.at);
                (name.first().map_or_else(|| "".into(), name_of), None)
            }
            _ => {
                self.skip();
                ("".into(), None)
            }
        }
    }
}
