//! What the offline browser predicts for a case, in the world of the lab, and where real browsers disagree with it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::browser::Engine;
use crate::corpus::Case;
use crate::scoring::{Kind, differences};

/// How a recording and the predictions go together, in one browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Which browser.
    pub engine: Engine,
    /// So many cases were judged: recorded and stable.
    pub judged: usize,
    /// The cases in which something differs, with what does.
    pub misses: BTreeMap<String, Vec<Kind>>,
    /// What the judge cannot read.
    pub unreadable: BTreeMap<String, String>,
}

/// What the offline browser does with a case, in the form of an observation.
///
/// # Errors
/// What the judge cannot read, in words.
pub fn predict(case: &Case, engine: Engine) -> Result<Value, String> {
    let mut line = case.line().clone();
    line.insert("world".to_owned(), case.world());
    let judged: preflight_judge::ScriptedCase =
        serde_json::from_value(line.into()).map_err(|error| error.to_string())?;
    let judged = preflight_judge::judge(&judged, &engine.user_agent()).map_err(|error| error.to_string())?;
    Ok(json!({ "results": judged.results, "wire": judged.wire, "console": judged.console.join("\n") }))
}

/// Holds a recording of one browser against the predictions.
pub fn agreement(cases: &[Case], engine: Engine) -> Agreement {
    let mut agreement = Agreement { engine, judged: 0, misses: BTreeMap::new(), unreadable: BTreeMap::new() };
    for case in cases.iter().filter(|case| !case.is_unstable(engine.key())) {
        let Some(observed) = case.observed(engine.key()) else { continue };
        agreement.judged += 1;
        match predict(case, engine).map(|predicted| differences(case, engine, &predicted, observed)) {
            Ok(kinds) if kinds.is_empty() => {}
            Ok(kinds) => drop(agreement.misses.insert(case.id.clone(), kinds)),
            Err(problem) => drop(agreement.unreadable.insert(case.id.clone(), problem)),
        }
    }
    agreement
}

impl Agreement {
    /// The cases in which the browser does something else than predicted, whatever its console says.
    pub fn behaviour_misses(&self) -> usize {
        let misses = self.misses.values().filter(|kinds| kinds.iter().any(|&kind| kind != Kind::Console));
        misses.count() + self.unreadable.len()
    }

    /// The part of the cases in which the browser does what was predicted, from 0 to 1.
    pub fn behaviour(&self) -> f64 {
        if self.judged == 0 { 1.0 } else { 1.0 - self.behaviour_misses() as f64 / self.judged as f64 }
    }

    /// The cases by kind of difference.
    fn by_kind(&self) -> BTreeMap<Kind, Vec<&str>> {
        let mut by_kind: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (id, kinds) in &self.misses {
            kinds.iter().for_each(|&kind| by_kind.entry(kind).or_default().push(id.as_str()));
        }
        by_kind
    }
}

impl std::fmt::Display for Agreement {
    /// A line for the browser, and one for each kind with the ids of the cases.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { engine, judged, misses, unreadable } = self;
        let (name, behaviour, missed) = (engine.name(), self.behaviour_misses(), misses.len() + unreadable.len());
        let percent = self.behaviour() * 100.0;
        write!(f, "{name}: {} of {judged} cases go as predicted ({percent:.2} %), ", judged - behaviour)?;
        write!(f, "{} with every line of the console", judged - missed)?;
        for (kind, ids) in self.by_kind() {
            write!(f, "\n  {kind} ({}): {}", ids.len(), ids.join(" "))?;
        }
        for (id, problem) in unreadable {
            write!(f, "\n  {id}: {problem}")?;
        }
        Ok(())
    }
}
