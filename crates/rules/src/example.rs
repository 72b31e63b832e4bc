//! The examples on a rule's page: fenced blocks that say whether the rule finds something there.

use crate::rule::Rule;

/// A fenced block of a page that a test runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The language of the block.
    pub language: &'static str,
    /// What else its fence says, such as the system that is configured so.
    pub words: Vec<&'static str>,
    /// What the rule does with it.
    pub outcome: ExampleOutcome,
    /// The text between the fences.
    pub text: &'static str,
}

/// What a rule does with an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExampleOutcome {
    /// It finds something.
    Fires,
    /// It finds nothing.
    Silent,
}

impl Rule {
    /// The examples of its page. A block without `fires` or `silent` behind its language is none.
    ///
    /// ```
    /// use preflight_rules::{ExampleOutcome, configurations};
    ///
    /// let examples = configurations::TRAILING_SLASH.examples();
    /// assert_eq!((examples[0].language, examples[0].words[0]), ("python", "django"));
    /// assert_eq!(examples[0].outcome, ExampleOutcome::Fires);
    /// ```
    pub fn examples(&self) -> Vec<Example> {
        let mut examples = Vec::new();
        let mut rest = self.page;
        while let Some((_, opened)) = rest.split_once("\n```") {
            let Some((fence, block)) = opened.split_once('\n') else { break };
            let Some((text, after)) = block.split_once("```") else { break };
            examples.extend(example(fence, text));
            rest = after;
        }
        examples
    }
}

fn example(fence: &'static str, text: &'static str) -> Option<Example> {
    let mut words = fence.split_whitespace();
    let language = words.next()?;
    let mut words: Vec<_> = words.collect();
    let at = words.iter().position(|word| matches!(*word, "fires" | "silent"))?;
    let outcome = if words.remove(at) == "fires" { ExampleOutcome::Fires } else { ExampleOutcome::Silent };
    Some(Example { language, words, outcome, text })
}
