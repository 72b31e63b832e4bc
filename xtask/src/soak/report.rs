//! What the soak measured, what it may come to, and the verdict.

use std::fmt;
use std::time::Duration;

use super::attack::Outcome;
use super::crowd::Tally;
use super::gateway::{SOCKETS_LEFT, STOP_BOUND, Stop};
use super::good_clients::Answers;
use crate::failure::Failure;

/// A visitor notices nothing slower than that, and a queue of the gateway is nowhere near it.
const SLOWEST_BOUND: Duration = Duration::from_secs(1);

/// In bytes. 700 exchanges that are stuck, at most 128 KiB each, and as much for everything else.
const MEMORY_BOUND: u64 = 150_000_000;

/// Of what was wrong, so much is shown.
const SHOWN: usize = 5;

/// All figures.
#[derive(Debug)]
pub struct Report {
    /// How long the attack went on.
    pub time: Duration,
    pub answers: Answers,
    pub attack: Outcome,
    /// In bytes.
    pub peak_memory: u64,
    pub sockets_before: usize,
    pub peak_sockets: usize,
    /// Once everybody was gone.
    pub sockets_after: usize,
    pub stop: Stop,
}

impl Report {
    /// A failure that names every bound that was missed.
    pub fn verdict(&self) -> Result<(), Failure> {
        let missed = self.missed();
        if missed.is_empty() { Ok(()) } else { Err(Failure::found(format!("the soak failed: {}", missed.join("; ")))) }
    }

    /// The bounds that were missed, each with its figure.
    fn missed(&self) -> Vec<String> {
        let (wrong, slowest) = (self.answers.wrong.len(), self.slowest());
        let left = self.sockets_before + SOCKETS_LEFT;
        let bounds = [
            (self.answers.times.is_empty(), "no good client had an answer".to_owned()),
            (wrong > 0, format!("{wrong} answers to good clients were wrong or missing, bound 0")),
            (
                slowest > SLOWEST_BOUND,
                format!("the slowest answer took {}, bound {}", seconds(slowest), seconds(SLOWEST_BOUND)),
            ),
            (
                self.peak_memory > MEMORY_BOUND,
                format!("the peak memory was {}, bound {}", megabytes(self.peak_memory), megabytes(MEMORY_BOUND)),
            ),
            (self.peak_memory == 0, "the memory of the gateway could not be read".to_owned()),
            (
                self.sockets_after > left,
                format!("{} sockets were open once everybody was gone, bound {left}", self.sockets_after),
            ),
            (
                self.stop.time > STOP_BOUND,
                format!("the end took {}, bound {}", seconds(self.stop.time), seconds(STOP_BOUND)),
            ),
            (!self.ended_well(), format!("the gateway ended with {}, bound exit code 0", self.ending())),
        ];
        let of_crowds = self.attack.crowds.iter().flat_map(|(kind, tally)| missed_by(kind, tally));
        bounds.into_iter().chain(of_crowds).filter(|(is_missed, _)| *is_missed).map(|(_, sentence)| sentence).collect()
    }

    fn slowest(&self) -> Duration {
        self.answers.times.last().copied().unwrap_or_default()
    }

    /// So many of a hundred answers were quicker.
    fn percentile(&self, percent: usize) -> Duration {
        let times = &self.answers.times;
        times.get(times.len() * percent / 100).copied().unwrap_or_default()
    }

    fn ended_well(&self) -> bool {
        self.stop.status.is_some_and(|status| status.success())
    }

    fn ending(&self) -> String {
        self.stop.status.map_or_else(|| "a kill, since it did not stop".to_owned(), |status| status.to_string())
    }
}

/// That the attack was one, and that its peers were not borne for ever.
fn missed_by(kind: &str, tally: &Tally) -> [(bool, String); 2] {
    let Tally { peers, most_held, overstayed, .. } = tally;
    [
        (most_held < peers, format!("at most {most_held} {kind} were connected at once, bound {peers}")),
        (*overstayed > 0, format!("{overstayed} {kind} were borne beyond their limit, bound 0")),
    ]
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let missed = self.missed();
        let time = self.time.as_secs();
        match missed.len() {
            0 => writeln!(f, "passed: the gateway bore {time} s of slow peers within all bounds")?,
            count => writeln!(f, "failed: the gateway bore {time} s of slow peers badly; bounds missed: {count}")?,
        }
        missed.iter().try_for_each(|sentence| writeln!(f, "  missed: {sentence}"))?;
        let (answers, wrong) = (self.answers.times.len(), self.answers.wrong.len());
        writeln!(f, "  answers to good clients  {answers}, {wrong} of them wrong or missing (bound 0)")?;
        self.answers.wrong.iter().take(SHOWN).try_for_each(|wrong| writeln!(f, "    {wrong}"))?;
        let (slowest, at) = (seconds(self.slowest()), self.answers.slowest_at.as_secs());
        writeln!(
            f,
            "  slowest answer           {slowest}, {at} s after the beginning (bound {})",
            seconds(SLOWEST_BOUND)
        )?;
        writeln!(f, "  99 of 100 answers within {}", seconds(self.percentile(99)))?;
        writeln!(f, "  half of them within      {}", seconds(self.percentile(50)))?;
        writeln!(f, "  peak memory              {} (bound {})", megabytes(self.peak_memory), megabytes(MEMORY_BOUND))?;
        for (kind, tally) in &self.attack.crowds {
            writeln!(f, "  {kind:<24} {tally}")?;
        }
        writeln!(f, "  came and left at once    {}", self.attack.left)?;
        let (before, after) = (self.sockets_before, self.sockets_after);
        writeln!(f, "  sockets of the gateway   {before} at first, {} at most", self.peak_sockets)?;
        writeln!(f, "  sockets once all left    {after} (bound {})", before + SOCKETS_LEFT)?;
        writeln!(f, "  time to end              {} (bound {})", seconds(self.stop.time), seconds(STOP_BOUND))?;
        writeln!(f, "  ended with               {} (bound exit code 0)", self.ending())
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.3} s", time.as_secs_f64())
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use super::*;

    fn good() -> Report {
        let tally = Tally { peers: 10, most_held: 10, ..Tally::default() };
        Report {
            time: Duration::from_secs(120),
            answers: Answers { times: vec![Duration::from_millis(1), Duration::from_secs(1)], ..Answers::default() },
            attack: Outcome { crowds: vec![("half heads", tally)], left: 3 },
            peak_memory: MEMORY_BOUND,
            sockets_before: 12,
            peak_sockets: 3000,
            sockets_after: 12 + SOCKETS_LEFT,
            stop: Stop { time: STOP_BOUND, status: Some(ExitStatus::from_raw(0)) },
        }
    }

    #[test]
    fn every_bound_can_be_missed_and_is_named() {
        type Change = fn(&mut Report);
        let cases: [(Change, &str); 10] = [
            (|report| report.answers.times.clear(), "no good client had an answer"),
            (|report| report.answers.wrong.push("a GET: the status is 503".to_owned()), "1 answers"),
            (
                |report| report.answers.times.push(Duration::from_millis(1001)),
                "the slowest answer took 1.001 s, bound 1.000 s",
            ),
            (|report| report.peak_memory += 1, "the peak memory was 151 MB, bound 150 MB"),
            (|report| report.peak_memory = 0, "could not be read"),
            (|report| report.attack.crowds[0].1.most_held = 9, "at most 9 half heads were connected at once, bound 10"),
            (|report| report.attack.crowds[0].1.overstayed = 1, "1 half heads were borne beyond their limit"),
            (|report| report.sockets_after += 1, "21 sockets were open once everybody was gone, bound 20"),
            (|report| report.stop.time += Duration::from_millis(1), "the end took 9.001 s, bound 9.000 s"),
            (|report| report.stop.status = None, "a kill"),
        ];
        assert_eq!(good().missed(), Vec::<String>::new());
        assert!(good().to_string().starts_with("passed: "));
        for (change, expected) in cases {
            let mut report = good();
            change(&mut report);
            let missed = report.missed();
            assert!(missed.len() == 1 && missed[0].contains(expected), "{expected}: {missed:?}");
            assert!(report.to_string().starts_with("failed: "), "{expected}");
            assert!(report.verdict().is_err(), "{expected}");
        }
    }
}
