//! Makes a disagreement small: parts of the case are taken away while browser and prediction still disagree in the same way.

mod reduction;

use serde_json::{Map, Value};

use crate::browser::Engine;
use crate::corpus::Case;
use crate::prediction::predict;
use crate::record::{RecordError, Recorder};
use crate::scoring::{Kind, differences};

use reduction::{Reduction, reductions};

/// A round takes away as much as it can; three are usual.
const ROUND_LIMIT: usize = 30;

type Line = Map<String, Value>;

/// A case in which browser and prediction disagree.
#[derive(Clone, Debug)]
struct Found {
    /// Its place among those that were tried.
    number: usize,
    case: Case,
    kinds: Vec<Kind>,
}

/// Why a case was not made smaller.
#[derive(Debug)]
pub enum MinimizeError {
    /// Browser and prediction agree.
    NoDisagreement,
    /// The browser could not be asked.
    Record(RecordError),
}

/// The smallest case that still shows one of the kinds in which browser and prediction disagree, and those kinds. Its id
/// is the case's with `-small`.
///
/// # Errors
/// [`MinimizeError`]
pub fn minimize(recorder: &Recorder, engine: Engine, case: &Case) -> Result<(Case, Vec<Kind>), MinimizeError> {
    let id = format!("{}-small", case.id);
    let attempt = |lines: &[Line]| disagreements(recorder, engine, &id, lines);
    let whole = attempt(&[case.line().clone()])?.pop().ok_or(MinimizeError::NoDisagreement)?;
    let mut smallest = whole.clone();
    for _ in 0..ROUND_LIMIT {
        let reductions = reductions(smallest.case.line());
        let smaller: Vec<_> = reductions.iter().filter_map(|one| one.apply(smallest.case.line())).collect();
        let still = attempt(&smaller)?.into_iter().filter(|found| found.is_like(&whole));
        let needless: Vec<_> = still.map(|found| &reductions[found.number]).collect();
        // Each of them can go alone. Together they often can as well; if not, as many of them as can.
        let together: Vec<_> =
            (1..=needless.len()).filter_map(|count| without(&smallest, &needless[..count])).collect();
        let Some(found) = attempt(&together)?.into_iter().rfind(|found| found.is_like(&whole)) else { break };
        smallest = found;
    }
    let case = smallest.case.renamed(&id).unwrap_or(smallest.case);
    Ok((case, smallest.kinds))
}

/// The case without several parts, the last taken away first.
fn without(found: &Found, needless: &[&Reduction]) -> Option<Line> {
    needless.iter().rev().try_fold(found.case.line().clone(), |line, reduction| reduction.apply(&line))
}

/// Those in which the browser does not do what is predicted, in order.
fn disagreements(recorder: &Recorder, engine: Engine, id: &str, lines: &[Line]) -> Result<Vec<Found>, MinimizeError> {
    let named = |(number, line): (usize, &Line)| Case::new(line.clone()).ok()?.renamed(&format!("{id}-{number}")).ok();
    let cases: Vec<_> = lines.iter().enumerate().filter_map(named).collect();
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let observations = recorder.observe(engine, &cases).map_err(MinimizeError::Record)?;
    let found = |(number, case): (usize, Case)| {
        let observed = observations.get(&case.id)?;
        let kinds = differences(&case, engine, &predict(&case, engine).ok()?, observed);
        (!kinds.is_empty()).then_some(Found { number, case, kinds })
    };
    Ok(cases.into_iter().enumerate().filter_map(found).collect())
}

impl Found {
    /// Whether it disagrees in a kind in which the other does.
    fn is_like(&self, other: &Self) -> bool {
        self.kinds.iter().any(|kind| other.kinds.contains(kind))
    }
}

impl std::fmt::Display for MinimizeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoDisagreement => f.write_str("browser and prediction agree"),
            Self::Record(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for MinimizeError {}
