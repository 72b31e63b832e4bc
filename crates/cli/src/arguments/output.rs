//! The argument `--format`: one for all commands that report.

use clap::ValueEnum;
use clap::builder::PossibleValue;
use preflight_report::Format;

/// How a report is written, as an argument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormatName(pub Format);

impl ValueEnum for FormatName {
    fn value_variants<'a>() -> &'a [Self] {
        const NAMES: [FormatName; Format::ALL.len()] = {
            let mut names = [FormatName(Format::Text); Format::ALL.len()];
            let mut place = 0;
            while place < names.len() {
                names[place] = FormatName(Format::ALL[place]);
                place += 1;
            }
            names
        };
        &NAMES
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()).help(self.0.title()))
    }
}
