//! Puts together what belongs to one line of the console: what stands around its URL, and the runs that tell its reason.

use super::letters::Letters;
use super::table::{OtherRun, Row, Table, UrlPlace};

/// A line has so many bytes of letters after the words before its URL: a long URL and a sentence.
const LINE_LENGTH_LIMIT: usize = 4 * 1024;
/// So many lines are looked at; a log that has more repeats itself.
const LINES_LIMIT: usize = 2_000;
/// So many runs of a line are looked at: one tells its reason.
const REASONS_LIMIT: usize = 8;
/// Runs of one reason are so near to each other where nothing else joins them.
const REASON_LENGTH: usize = 300;

/// A line of the console. Places count letters.
pub(super) struct Line<'t> {
    pub(super) start: usize,
    /// Where the words before the URL end, and what may follow it.
    pub(super) url: Option<(usize, Vec<&'t UrlPlace>)>,
    /// The runs that stand there: where they begin and end.
    pub(super) reasons: Vec<(usize, usize, &'t Row)>,
    /// Where the next line may begin.
    pub(super) limit: usize,
}

/// All lines, in the order of the text.
pub(super) fn lines<'t>(letters: &Letters, table: &'t Table) -> Vec<Line<'t>> {
    let mut lines: Vec<Line<'t>> = Vec::new();
    for (start, number) in table.finder.find_all(letters.text()) {
        match number.checked_sub(table.urls.len()) {
            None => add_url(&mut lines, start, &table.urls[number]),
            Some(number) => add_reason(&mut lines, letters, start, &table.reasons[number]),
        }
    }
    let starts: Vec<usize> = lines.iter().skip(1).map(|line| line.start).collect();
    for (line, next) in lines.iter_mut().zip(starts) {
        line.limit = line.limit.min(next);
    }
    lines.retain(|line| line.url.is_some() || line.reasons.iter().any(|(.., row)| row.speaks_of_cors()));
    lines.truncate(LINES_LIMIT);
    lines
}

fn add_url<'t>(lines: &mut Vec<Line<'t>>, start: usize, place: &'t UrlPlace) {
    let end = start + place.before.len();
    // Of two languages one may have the other's words with more before them.
    if let Some(Line { url: Some((earlier, places)), .. }) = lines.last_mut()
        && *earlier == end
    {
        places.push(place);
        return;
    }
    lines.push(Line { start, url: Some((end, vec![place])), reasons: Vec::new(), limit: end + LINE_LENGTH_LIMIT });
}

fn add_reason<'t>(lines: &mut Vec<Line<'t>>, letters: &Letters, start: usize, row: &'t Row) {
    let floor = lines
        .last()
        .filter(|line| start < line.limit)
        .map_or(start.saturating_sub(REASON_LENGTH), |line| line.url.as_ref().map_or(line.start, |(end, _)| *end));
    let Some((start, end)) = whole(letters, start, row, floor) else { return };
    match lines.last_mut().filter(|line| start < line.limit && line.url.as_ref().is_none_or(|(end, _)| start >= *end)) {
        Some(line) => line.reasons.push((start, end, row)),
        None => lines.push(Line { start, url: None, reasons: vec![(start, end, row)], limit: end + REASON_LENGTH }),
    }
}

/// Where a row's runs begin and end, if both are there.
fn whole(letters: &Letters, start: usize, row: &Row, floor: usize) -> Option<(usize, usize)> {
    let end = start + row.run.len();
    match row.other {
        None => Some((start, end)),
        Some(OtherRun::After(other)) => Some((start, letters.find(other, end..end + REASON_LENGTH)?.end)),
        Some(OtherRun::Before(other)) => {
            let nearest = floor.max(start.saturating_sub(REASON_LENGTH));
            Some((letters.rfind(other, nearest..start)?.start, end))
        }
    }
}

impl<'t> Line<'t> {
    /// What tells the reason: a run that no other reason has, else what is said with the most words.
    pub(super) fn reason(&self) -> impl Iterator<Item = (usize, usize, &'t Row)> {
        let mut reasons = self.reasons.clone();
        reasons.sort_by_key(|&(start, end, row)| (row.is_faint, start, usize::MAX - end));
        reasons.into_iter().take(REASONS_LIMIT)
    }
}
