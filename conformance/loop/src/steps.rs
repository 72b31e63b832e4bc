//! The steps of the loop, in order. Each looks at what the program printed and at what the browser did, and at nothing else.

mod agreement;
mod hand_over;
mod header_lines;
mod read;
mod remedy;

pub(crate) use agreement::agreement;
pub(crate) use hand_over::{Checked, hand_over};
pub(crate) use read::read;
pub(crate) use remedy::{others, remedy};

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is as it has to be.
    Passed,
    /// It is not, and why.
    Failed(String),
    /// There is nothing of the kind here.
    NotAsked,
}

/// What came of all steps of a situation in one browser.
#[derive(Debug, Default)]
pub struct Findings {
    /// The steps by name, in order.
    pub outcomes: Vec<(&'static str, Outcome)>,
    /// What was said with confidence and is not so.
    pub contradictions: Vec<String>,
    /// Commands and what they printed.
    pub transcript: String,
}

impl Findings {
    /// Adds a command and what it printed.
    pub(crate) fn tell(&mut self, command: &str, printed: &str) {
        self.transcript.push_str(&format!("$ {command}\n{}\n", printed.trim_end()));
    }

    /// Puts all texts as a person would see them.
    pub(crate) fn make_readable(&mut self, readable: impl Fn(&str) -> String) {
        self.transcript = readable(&self.transcript);
        self.contradictions.iter_mut().for_each(|text| *text = readable(text));
        for (_, outcome) in &mut self.outcomes {
            if let Outcome::Failed(why) = outcome {
                *why = readable(why);
            }
        }
    }

    pub(crate) fn contradict(&mut self, what: String) {
        self.contradictions.push(what);
    }

    pub(crate) fn settle(&mut self, step: &'static str, outcome: Outcome) {
        self.outcomes.push((step, outcome));
    }
}

impl Outcome {
    pub(crate) fn failed(why: impl Into<String>) -> Self {
        Self::Failed(why.into())
    }
}
