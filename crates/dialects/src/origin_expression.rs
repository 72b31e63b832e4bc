//! Regular expressions over origins, as origin patterns.
//!
//! An expression is read into alternatives without optional parts ([`syntax`]), and each alternative is held against
//! the few shapes that a pattern can have ([`shape`]). Patterns never stand for more than the expression does among the
//! hosts of other owners: a dot is always a dot, and a subdomain always ends at one.

mod shape;
mod syntax;

use crate::code::Code;
use crate::value::Expression;

/// From where an expression is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    /// Anywhere in the text, as JavaScript's `test`.
    Search,
    /// From the start of the text, as Python's `re.match`.
    FromStart,
    /// The whole text, as `re.fullmatch`.
    Whole,
}

/// What an expression stands for.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// Whether it matches every origin.
    pub(crate) is_any: bool,
    /// The patterns, each once.
    pub(crate) patterns: Vec<String>,
    /// What the patterns do not say, each kind once.
    pub(crate) differences: Vec<(Code, &'static str)>,
}

/// Reads an expression.
pub(crate) fn read(expression: &Expression, matched: Match) -> Reading {
    let mut reading = Reading::default();
    if expression.is_stateful {
        reading.differ(
            Code::RegexStateful,
            "with `g` or `y` it goes on where it stopped last, so that its answers alternate",
        );
    }
    let source =
        if expression.ignores_case { expression.source.to_ascii_lowercase() } else { expression.source.clone() };
    let Some(alternatives) = syntax::alternatives(&source) else {
        reading.differ(Code::RegexNotTranslated, NOT_TRANSLATED);
        return reading;
    };
    for alternative in &alternatives {
        shape::read(alternative, matched, &mut reading);
    }
    reading.join_ports();
    reading
}

const NOT_TRANSLATED: &str = "no origin pattern says this, so it grants nothing; list the origins";

impl Reading {
    /// Whether the expression lets in more than the patterns do.
    pub(crate) fn says_less(&self) -> bool {
        self.differences.iter().any(|(code, _)| *code != Code::RegexApproximated && *code != Code::RegexStateful)
    }

    /// Whether strangers can register a name that it matches.
    pub(crate) fn is_open(&self) -> bool {
        let open = [Code::RegexUnanchored, Code::RegexNoLabelBoundary];
        self.differences.iter().any(|(code, _)| open.contains(code))
    }

    fn differ(&mut self, code: Code, message: &'static str) {
        if !self.differences.iter().any(|(known, _)| *known == code) {
            self.differences.push((code, message));
        }
    }

    fn add(&mut self, pattern: String) {
        if !self.patterns.contains(&pattern) {
            self.patterns.push(pattern);
        }
    }

    /// An origin without a port and the same with any port are one pattern. A port that has to be there is not.
    fn join_ports(&mut self) {
        let any_port: Vec<_> = self.patterns.iter().filter(|pattern| pattern.ends_with(":*")).cloned().collect();
        for pattern in any_port {
            let without = pattern.trim_end_matches(":*").to_owned();
            let before = self.patterns.len();
            self.patterns.retain(|pattern| *pattern != without);
            if self.patterns.len() == before {
                self.differ(Code::RegexApproximated, "the pattern also allows the default port of the same host");
            }
        }
    }
}

#[cfg(test)]
mod tests;
