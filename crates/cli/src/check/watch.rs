//! `check --watch`: the same check again and again, until the page may make its call.
//!
//! Each look sends only what the browser itself would; what it means is asked when something has changed.

use std::thread;
use std::time::Duration;

use anstyle::{Effects, Style};
use preflight_rules::Rule;

use super::run::{Word, check};
use super::{CheckArgs, Exit, Failure, Format, json, text};

/// From the end of one look to the next.
const PAUSE: Duration = Duration::from_millis(700);

const DIM: Style = Style::new().effects(Effects::DIMMED);

/// Runs `preflight check --watch`.
pub fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let look = CheckArgs { quick: true, ..args.clone() };
    let mut seen = None;
    loop {
        let now = Glance::of(&look)?;
        if seen.as_ref() != Some(&now) {
            tell(args, &now, seen.is_none())?;
        }
        match now.word {
            Word::Allowed => return Ok(Exit::Good),
            // However often it is looked at, the value stays unknown.
            Word::Undetermined => return Ok(Exit::Undetermined),
            Word::Blocked | Word::Opaque | Word::Unreachable => {}
        }
        seen = Some(now);
        thread::sleep(PAUSE);
    }
}

/// As much of a check as tells whether something has changed.
#[derive(PartialEq, Eq)]
struct Glance {
    word: Word,
    causes: Vec<(&'static Rule, String)>,
}

impl Glance {
    fn of(look: &CheckArgs) -> Result<Self, Failure> {
        let checked = check(look)?;
        let findings = checked.lead().findings.iter();
        Ok(Self {
            word: checked.lead().word(),
            causes: findings.map(|finding| (finding.rule, finding.message.clone())).collect(),
        })
    }
}

/// A server that is being restarted is a line; everything else is a whole report.
fn tell(args: &CheckArgs, now: &Glance, is_first: bool) -> Result<(), Failure> {
    if now.word == Word::Unreachable && !is_first {
        anstream::eprintln!("{DIM}nothing answers; waiting for the server to come back{DIM:#}");
        return Ok(());
    }
    let checked = check(args)?;
    match args.format {
        Format::Text => {
            if !is_first {
                anstream::println!();
            }
            text::print(&checked, args.verbose);
        }
        Format::Json | Format::Toml => json::print(&checked),
    }
    if !matches!(now.word, Word::Allowed | Word::Undetermined) {
        anstream::eprintln!("{DIM}watching: save the fix and restart the server; Ctrl-C ends{DIM:#}");
    }
    Ok(())
}
