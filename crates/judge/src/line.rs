//! One line of JSON in, one line out: the form of `preflight judge`.

use std::fmt;

use preflight_engine::UserAgent;
use serde::Serialize;
use serde_json::Value;

use crate::case::ScriptedCase;
use crate::json_error::describe;
use crate::page::UnreadableCase;
use crate::run::{Judged, judge};

/// A line that cannot be judged.
#[derive(Debug)]
#[non_exhaustive]
pub enum LineError {
    /// It is no JSON, or not of a case.
    NoCase(serde_json::Error),
    /// It says what no page can be or do.
    Unreadable(UnreadableCase),
}

/// The answer to a case: what a line holds.
#[derive(Debug, Serialize)]
pub struct Line {
    id: Value,
    engine: &'static str,
    results: Vec<Value>,
    wire: Vec<Value>,
    console: String,
    reason: Option<&'static str>,
    stage: Option<&'static str>,
}

/// Judges a case on a line, and gives the line that answers it, without a line break.
///
/// ```
/// use preflight_engine::UserAgent;
/// use preflight_judge::judge_line;
///
/// let case = r#"{"id": 1, "request": {"page_origin": "https://app.test", "url": "https://api.test/"}, "script": {}}"#;
/// let answer = judge_line(case.as_bytes(), &UserAgent::WEBKIT)?;
/// assert!(answer.starts_with(r#"{"id":1,"engine":"webkit","results":[{"outcome":"rejected"}],"#));
/// assert!(answer.ends_with(r#""reason":"missing-allow-origin","stage":"response"}"#));
/// # Ok::<(), preflight_judge::LineError>(())
/// ```
///
/// # Errors
/// [`LineError`] if the line is no case.
pub fn judge_line(line: &[u8], user_agent: &UserAgent) -> Result<String, LineError> {
    serde_json::to_string(&read_and_judge(line, user_agent)?).map_err(LineError::NoCase)
}

/// Judges a case on a line; whoever writes the answer chooses how.
///
/// # Errors
/// [`LineError`] if the line is no case.
pub fn read_and_judge(line: &[u8], user_agent: &UserAgent) -> Result<Line, LineError> {
    let case: ScriptedCase = serde_json::from_slice(line).map_err(LineError::NoCase)?;
    let Judged { results, wire, console, reason, stage } = judge(&case, user_agent).map_err(LineError::Unreadable)?;
    Ok(Line { id: case.id, engine: user_agent.name, results, wire, console: console.join("\n"), reason, stage })
}

/// Says what is wrong, and repeats no value.
impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCase(error) => f.write_str(&describe(error)),
            Self::Unreadable(unreadable) => unreadable.fmt(f),
        }
    }
}

impl std::error::Error for LineError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoCase(error) => Some(error),
            Self::Unreadable(_) => None,
        }
    }
}
