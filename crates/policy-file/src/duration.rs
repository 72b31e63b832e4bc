//! Durations as people write them: `2h`, `30m`, `1h30m`, `0s`.

use std::fmt;
use std::time::Duration;

/// The units, the largest first, with their milliseconds.
const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

/// What people write for units, the longer words first.
const WORDS: &[(&[&str], &str)] = &[
    (&["milliseconds", "millisecond", "msec"], "ms"),
    (&["days", "day"], "d"),
    (&["hours", "hour", "hrs", "hr"], "h"),
    (&["minutes", "minute", "mins", "min"], "m"),
    (&["seconds", "second", "secs", "sec"], "s"),
];

/// Why a text is not a duration, with what was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDuration {
    /// The rule that the text breaks, in words.
    pub rule: &'static str,
    /// What was probably meant; a valid duration.
    pub suggestion: Option<String>,
}

/// Parses numbers with the units `d`, `h`, `m`, `s` and `ms`, the larger units first.
///
/// # Errors
/// [`InvalidDuration`] with the rule and, where it is evident, the right spelling.
///
/// ```
/// use std::time::Duration;
/// use preflight_policy_file::duration;
///
/// assert_eq!(duration::parse("1h30m")?, Duration::from_secs(5400));
/// assert_eq!(duration::parse("7200").unwrap_err().suggestion.as_deref(), Some("7200s"));
/// assert_eq!(duration::format(Duration::from_secs(5400)), "1h30m");
/// # Ok::<(), duration::InvalidDuration>(())
/// ```
pub fn parse(text: &str) -> Result<Duration, InvalidDuration> {
    parse_strictly(text).map_err(|rule| InvalidDuration { rule, suggestion: right_spelling(text) })
}

/// Writes a duration so that [`parse`] reads it back. What is less than a millisecond is dropped.
pub fn format(duration: Duration) -> String {
    let mut rest = duration.as_millis();
    let mut text = String::new();
    for (unit, milliseconds) in UNITS {
        let count = rest / u128::from(milliseconds);
        rest %= u128::from(milliseconds);
        if count > 0 {
            text += &format!("{count}{unit}");
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

fn parse_strictly(text: &str) -> Result<Duration, &'static str> {
    if text.is_empty() {
        return Err("a duration is a number with a unit, such as 2h, 30m or 45s");
    }
    let mut milliseconds = 0_u64;
    let mut units = UNITS.iter();
    let mut rest = text;
    while !rest.is_empty() {
        let (number, after) = rest.split_at(end_of(rest, |character| character.is_ascii_digit()));
        let (unit, after) = after.split_at(end_of(after, |character| !character.is_ascii_digit()));
        if number.is_empty() {
            return Err("a duration begins with a number");
        }
        if unit.is_empty() {
            return Err("a duration has a unit: d, h, m, s or ms");
        }
        if unit.starts_with(['.', ',']) {
            return Err("a duration has no fractions: write 1h30m, not 1.5h");
        }
        if !UNITS.iter().any(|(name, _)| *name == unit) {
            return Err("the units are d, h, m, s and ms, directly after their numbers");
        }
        let Some((_, factor)) = units.find(|(name, _)| *name == unit) else {
            return Err("larger units come first, and each unit once");
        };
        let sum = number.parse::<u64>().ok().and_then(|number| number.checked_mul(*factor)?.checked_add(milliseconds));
        milliseconds = sum.ok_or("the number is too large")?;
        rest = after;
    }
    Ok(Duration::from_millis(milliseconds))
}

fn end_of(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|character| !belongs(character)).unwrap_or(text.len())
}

/// Without white space, with words shortened to units, and with the unit that a lone number lacks.
fn right_spelling(text: &str) -> Option<String> {
    let mut candidate: String = text.split_whitespace().collect();
    candidate.make_ascii_lowercase();
    for (words, unit) in WORDS {
        for word in *words {
            candidate = candidate.replace(word, unit);
        }
    }
    if candidate.ends_with(|character: char| character.is_ascii_digit()) {
        candidate.push('s');
    }
    parse_strictly(&candidate).is_ok().then_some(candidate)
}

impl fmt::Display for InvalidDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; write `{suggestion}`"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for InvalidDuration {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written() {
        let cases = [("0s", 0), ("45s", 45_000), ("30m", 1_800_000), ("2h", 7_200_000), ("1d", 86_400_000)];
        for (text, milliseconds) in
            cases.into_iter().chain([("1h30m", 5_400_000), ("500ms", 500), ("1d1ms", 86_400_001)])
        {
            assert_eq!(parse(text), Ok(Duration::from_millis(milliseconds)), "{text}");
            assert_eq!(format(Duration::from_millis(milliseconds)), text);
        }
        assert_eq!(format(Duration::MAX).parse::<u8>().ok(), None);
    }

    #[test]
    fn every_rule_has_a_text_that_breaks_it() {
        let cases = [
            ("nothing", "", "a number with a unit", None),
            ("a number alone", "7200", "has a unit", Some("7200s")),
            ("a unit alone", "h", "begins with a number", None),
            ("white space", " 2 h ", "begins with a number", Some("2h")),
            ("a word for the unit", "2 hours", "directly after", Some("2h")),
            ("words for two units", "1hour30minutes", "the units are", Some("1h30m")),
            ("upper case", "2H", "the units are", Some("2h")),
            ("a unit that is none", "3w", "the units are", None),
            ("a fraction", "1.5h", "no fractions", None),
            ("a sign", "-1s", "begins with a number", None),
            ("the smaller unit first", "30m1h", "larger units come first", None),
            ("a unit twice", "1h1h", "each unit once", None),
            ("a number beyond all bounds", "99999999999999999999s", "too large", None),
            ("a sum beyond all bounds", "213503982334d99999999999999h", "too large", None),
        ];
        for (sentence, text, rule, suggestion) in cases {
            let error = parse(text).expect_err(sentence);
            assert!(error.rule.contains(rule), "{sentence}: {error}");
            assert_eq!(error.suggestion.as_deref(), suggestion, "{sentence}");
        }
    }
}
