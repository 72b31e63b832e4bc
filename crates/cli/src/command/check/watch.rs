//! `check --watch`: the same check again and again, until the page may make its call.
//!
//! Each look sends only what the browser itself would; what it means is asked when something has changed.

use std::thread;
use std::time::Duration;

use preflight_report::{Format, Role};
use preflight_rules::Rule;

use super::follow::{detail, with_page};
use super::run::{Checked, Sends, check};
use super::word::Word;
use super::{CheckArgs, Failure, asked};
use crate::arguments::call::Asked;
use crate::output::{Output, say};

/// From the end of one look to the next.
const PAUSE: Duration = Duration::from_millis(700);

/// Runs `preflight check --watch`; `tell` prints a report that is not the last.
pub fn run(
    args: &CheckArgs,
    format: Format,
    tell: &mut dyn FnMut(Output) -> Result<(), Failure>,
) -> Result<Output, Failure> {
    let look = CheckArgs { quick: true, ..args.clone() };
    let asked = with_page(asked::of(args)?);
    let mut seen = None;
    loop {
        let now = Glance::of(&look, &asked)?;
        // However often it is looked at, what is not known stays unknown.
        let is_last = matches!(now.word, Word::Allowed | Word::Undetermined);
        if seen.as_ref() != Some(&now) {
            if now.word == Word::Unreachable && seen.is_some() {
                hint("nothing answers; waiting for the server to come back");
            } else {
                let mut report = whole(args, &asked)?.report(detail(args), format);
                if is_last {
                    return Ok(Output::report(report, format));
                }
                report.page.blank();
                tell(Output::report(report, format))?;
                hint("watching: save the fix and restart the server; Ctrl-C ends");
            }
        }
        seen = Some(now);
        thread::sleep(PAUSE);
    }
}

fn whole(args: &CheckArgs, asked: &Asked) -> Result<Checked, Failure> {
    check(args, asked.clone(), Sends::Safe, None)
}

fn hint(text: &str) {
    let dim = Role::Dim.style();
    say(&format!("{dim}{text}{dim:#}"));
}

/// As much of a check as tells whether something has changed.
#[derive(PartialEq, Eq)]
struct Glance {
    word: Word,
    findings: Vec<(&'static Rule, String)>,
}

impl Glance {
    fn of(look: &CheckArgs, asked: &Asked) -> Result<Self, Failure> {
        let checked = whole(look, asked)?;
        let findings = checked.findings.iter();
        Ok(Self {
            word: checked.lead().word(),
            findings: findings.map(|finding| (finding.rule, finding.message.clone())).collect(),
        })
    }
}
