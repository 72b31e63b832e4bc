//! The max-age and the status of a draft.

use std::time::Duration;

use preflight_engine::server::MAX_AGE_LIMIT;

use super::Draft;
use crate::code::Code;
use crate::note::Site;
use crate::value::{Located, Value};

/// No browser remembers a preflight for longer (Firefox: a day).
const LONGEST_HONOURED: f64 = 86_400.0;

impl Draft<'_> {
    /// The max-age in seconds, as a number or as text.
    pub(crate) fn max_age(&mut self, value: &Located) {
        let seconds = match &value.value {
            Value::Number(seconds) => *seconds,
            Value::Text(text) => match text.trim().parse() {
                Ok(seconds) => seconds,
                Err(_) => return self.unreadable_max_age(text, value.site),
            },
            Value::Nothing => return,
            Value::Dynamic | Value::Variable { .. } | Value::Function(_) => {
                return self.dynamic("the max-age", value.site);
            }
            _ => return self.ignored("the max-age", value.site),
        };
        self.max_age_seconds(seconds, value.site);
    }

    fn unreadable_max_age(&mut self, text: &str, site: Site) {
        let shown = text;
        self.notes.note(
            Code::MaxAgeInvalid,
            site,
            format!("`{shown}` is no number of seconds, so browsers take five; left out"),
        );
    }

    fn max_age_seconds(&mut self, seconds: f64, site: Site) {
        if seconds.fract() != 0.0 || !seconds.is_finite() {
            self.notes.note(Code::MaxAgeInvalid, site, "the max-age has to be a whole number of seconds; left out");
            return;
        }
        if seconds > LONGEST_HONOURED {
            let thousandth = seconds / 1000.0;
            let guess = if thousandth.fract() == 0.0 {
                format!("; if milliseconds were meant, write {thousandth} seconds")
            } else {
                String::new()
            };
            self.notes.note(
                Code::MaxAgeUnits,
                site,
                format!("the max-age is in seconds, and no browser honours {seconds} of them{guess}"),
            );
        }
        let seconds = Duration::from_secs_f64(seconds.clamp(0.0, MAX_AGE_LIMIT.as_secs() as f64));
        self.config.max_age = Some(seconds);
    }

    /// No max-age is sent.
    pub(crate) fn no_max_age(&mut self) {
        self.config.max_age = None;
    }

    /// The status of a preflight's answer.
    pub(crate) fn preflight_status(&mut self, value: &Located) {
        match value.value {
            Value::Number(status) if (200.0..=299.0).contains(&status) && status.fract() == 0.0 => {
                self.config.preflight_status = status as u16;
            }
            Value::Number(status) => self.notes.note(
                Code::PreflightStatus,
                value.site,
                format!("browsers take a preflight answered {status} as refused; imported as 204"),
            ),
            Value::Nothing => {}
            Value::Dynamic | Value::Variable { .. } => self.dynamic("the status of preflights", value.site),
            _ => self.ignored("the status of preflights", value.site),
        }
    }
}
