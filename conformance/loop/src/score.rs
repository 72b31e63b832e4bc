//! The table of what came of it: passes of each step, contradictions, and each failure with one line why.

use std::collections::BTreeMap;
use std::fmt;

use preflight_lab::Engine;

use crate::run::Result;
use crate::steps::Outcome;

/// The steps, in order.
pub const STEPS: [&str; 4] = ["read", "hand-over", "remedy", "agreement"];

/// What is counted besides: nothing may be said with confidence that the browser contradicts.
pub const CONTRADICTION: &str = "contradiction";

/// What came of all of it.
#[derive(Debug, Default)]
pub struct Score {
    /// Passes and how many were asked, by step and browser.
    counts: BTreeMap<(usize, &'static str), (usize, usize)>,
    /// The failures of each step: where, and why.
    failures: BTreeMap<&'static str, Vec<(String, String)>>,
    /// Where there was none.
    passes: BTreeMap<&'static str, Vec<String>>,
    /// What was said with confidence and is not so.
    pub contradictions: Vec<(String, String)>,
    /// What is wrong with the bench.
    pub broken: Vec<(String, String)>,
}

impl Score {
    /// Counts the results.
    pub fn of(results: &[Result]) -> Self {
        let mut score = Self::default();
        for result in results {
            let name = format!("{}/{}", result.id, result.engine.key());
            match &result.findings {
                Err(error) => score.broken.push((name, error.to_string())),
                Ok(findings) => {
                    for what in &findings.contradictions {
                        score.contradictions.push((name.clone(), what.clone()));
                        score.failures.entry(CONTRADICTION).or_default().push((name.clone(), what.clone()));
                    }
                    if findings.contradictions.is_empty() {
                        score.passes.entry(CONTRADICTION).or_default().push(name.clone());
                    }
                    for (step, outcome) in &findings.outcomes {
                        score.count(step, result.engine, &name, outcome);
                    }
                }
            }
        }
        score
    }

    fn count(&mut self, step: &'static str, engine: Engine, name: &str, outcome: &Outcome) {
        let place = STEPS.iter().position(|own| *own == step).unwrap_or(STEPS.len());
        let (passed, asked) = self.counts.entry((place, engine.key())).or_default();
        match outcome {
            Outcome::NotAsked => return,
            Outcome::Passed => {
                *passed += 1;
                self.passes.entry(step).or_default().push(name.to_owned());
            }
            Outcome::Failed(why) => {
                self.failures.entry(step).or_default().push((name.to_owned(), why.clone()));
            }
        }
        *asked += 1;
    }

    /// What came of each situation in one step: where, and what disagrees.
    pub fn outcomes(&self, step: &str) -> Vec<(String, Vec<String>)> {
        let passes = self.passes.get(step).into_iter().flatten().map(|name| (name.clone(), Vec::new()));
        let mut failures: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, why) in self.failures.get(step).into_iter().flatten() {
            failures.entry(name.clone()).or_default().push(why.clone());
        }
        passes.chain(failures).collect()
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (step, failures) in &self.failures {
            writeln!(f, "\n{step}")?;
            for (name, why) in failures {
                writeln!(f, "  {name}: {}", why.lines().next().unwrap_or_default())?;
            }
        }
        if !self.broken.is_empty() {
            writeln!(f, "\nbroken")?;
        }
        for (name, what) in &self.broken {
            writeln!(f, "  {name}: {what}")?;
        }
        writeln!(f, "\n{:12} {:>12} {:>12}", "", "chromium", "firefox")?;
        for (place, step) in STEPS.iter().enumerate() {
            let cell = |engine| match self.counts.get(&(place, engine)) {
                Some((passed, asked)) => format!("{passed} of {asked}"),
                None => String::new(),
            };
            writeln!(f, "{step:12} {:>12} {:>12}", cell("chromium"), cell("firefox"))?;
        }
        writeln!(f, "contradictions {}, broken {}", self.contradictions.len(), self.broken.len())
    }
}
