//! The table of Firefox's texts, which `cargo xtask firefox-texts` makes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::finder::Finder;

const TEXTS: &str = include_str!("texts.tsv");

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(TEXTS));

/// What is known of the texts.
pub(super) struct Table {
    /// What stands around URLs.
    pub(super) urls: Vec<UrlPlace>,
    /// What stands before a status.
    pub(super) statuses: Vec<&'static str>,
    /// Words for a preflight.
    pub(super) preflights: Vec<&'static str>,
    pub(super) reasons: Vec<Row>,
    /// Finds the beginnings of `urls`, then the runs of `reasons`.
    pub(super) finder: Finder,
}

/// What stands before a URL, and for each text that begins so what follows it.
pub(super) struct UrlPlace {
    pub(super) before: &'static str,
    pub(super) after: Vec<AfterUrl>,
}

/// The marks and the letters after a URL.
pub(super) struct AfterUrl {
    pub(super) marks: &'static str,
    pub(super) letters: &'static str,
}

/// A run of letters, and what it says.
pub(super) struct Row {
    /// The names of Firefox's properties; more than one where a language has one text for them.
    pub(super) keys: Vec<&'static str>,
    /// The run, and one that must stand somewhere before it or after it.
    pub(super) run: &'static str,
    pub(super) other: Option<OtherRun>,
    /// Whether other reasons have it too, with more words.
    pub(super) is_faint: bool,
    /// What stands before a value, and after it.
    pub(super) around_value: (&'static str, &'static str),
}

/// The second of two runs that a reason is told by.
pub(super) enum OtherRun {
    Before(&'static str),
    After(&'static str),
}

impl OtherRun {
    pub(super) fn letters(&self) -> &'static str {
        match self {
            Self::Before(letters) | Self::After(letters) => letters,
        }
    }
}

impl Table {
    pub(super) fn get() -> &'static Self {
        &TABLE
    }

    fn read(texts: &'static str) -> Self {
        let mut urls: BTreeMap<&str, Vec<AfterUrl>> = BTreeMap::new();
        let (mut statuses, mut preflights, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
        for line in texts.lines() {
            match *line.split('\t').collect::<Vec<_>>() {
                ["url", before, marks, letters] => urls.entry(before).or_default().push(AfterUrl { marks, letters }),
                ["status", before] => statuses.push(before),
                ["preflight", word] => preflights.push(word),
                [kind @ ("reason" | "faint"), keys, runs, before, after] => {
                    reasons.push(Row::new(kind == "faint", keys, runs, (before, after)));
                }
                _ => {}
            }
        }
        let urls: Vec<UrlPlace> = urls.into_iter().map(|(before, after)| UrlPlace { before, after }).collect();
        let befores = urls.iter().map(|place| place.before);
        let finder = Finder::new(befores.chain(reasons.iter().map(|row: &Row| row.run)).collect());
        Self { urls, statuses, preflights, reasons, finder }
    }
}

impl Row {
    /// Of two runs the longer one is searched for.
    fn new(is_faint: bool, keys: &'static str, runs: &'static str, around_value: (&'static str, &'static str)) -> Self {
        let (run, other) = match runs.split_once('…') {
            None => (runs, None),
            Some((first, second)) if first.len() > second.len() => (first, Some(OtherRun::After(second))),
            Some((first, second)) => (second, Some(OtherRun::Before(first))),
        };
        Self { keys: keys.split('|').collect(), run, other, is_faint, around_value }
    }

    /// Whether it stands in no other text than a browser's.
    pub(super) fn speaks_of_cors(&self) -> bool {
        const WORDS: [&str; 5] = ["cors", "alloworigin", "allowmethods", "allowheaders", "allowcredentials"];
        let runs = [self.run, self.other.as_ref().map_or("", OtherRun::letters)];
        WORDS.iter().any(|word| runs.iter().any(|run| run.contains(word)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let table = Table::get();
        let lines = TEXTS.lines().filter(|line| !line.starts_with('#')).count();
        let urls: usize = table.urls.iter().map(|place| place.after.len()).sum();
        assert_eq!(urls + table.statuses.len() + table.preflights.len() + table.reasons.len(), lines);
    }

    #[test]
    fn a_run_tells_one_reason_and_is_long_enough_to_be_found() {
        let mut seen = HashMap::new();
        for row in &Table::get().reasons {
            assert!(row.run.len() >= 6, "{}", row.run);
            let other = row.other.as_ref().map(OtherRun::letters);
            if !row.is_faint {
                let earlier = seen.insert((row.run, other), &row.keys);
                assert!(row.keys.len() == 1 && earlier.is_none_or(|keys| *keys == row.keys), "{}", row.run);
            }
        }
        assert!(Table::get().urls.iter().all(|place| place.before.len() >= 12));
    }
}
