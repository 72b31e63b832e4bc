//! Subjects of commits: one clause, short enough for one line of a log.

use std::process::Output;

use super::Fault;
use crate::failure::Failure;
use crate::process::command;

/// How many characters a subject has at most: a log shows as many beside a commit's name.
const SUBJECT_LIMIT: usize = 72;

/// What begins a second clause.
const SECOND_CLAUSES: [&str; 6] = [";", ". ", ", and ", ", but ", ", so ", " – "];

/// The faults of the commits after `since`, or else of those that the upstream branch does not have. Merges have the subjects
/// that git gives them.
pub(super) fn faults(since: Option<&str>) -> Result<Vec<Fault>, Failure> {
    let base = since.unwrap_or("@{upstream}");
    if !git(&["rev-parse", "--verify", "--quiet", &format!("{base}^{{commit}}")])?.status.success() {
        return match since {
            Some(since) => Err(Failure::usage(format!("`{since}` is not a commit here"))),
            // Nobody is told of these commits yet.
            None => Ok(Vec::new()),
        };
    }
    let log = git(&["log", "--no-merges", "--format=%h %s", &format!("{base}..HEAD")])?;
    let log = String::from_utf8_lossy(&log.stdout).into_owned();
    let commits = log.lines().filter_map(|line| line.split_once(' '));
    let of_commit = |(commit, subject)| Some(Fault { place: format!("commit {commit}"), message: fault(subject)? });
    Ok(commits.filter_map(of_commit).collect())
}

/// What is wrong with a subject.
pub(super) fn fault(subject: &str) -> Option<String> {
    let length = subject.chars().count();
    if length > SUBJECT_LIMIT {
        return Some(format!("has a subject of {length} characters, {SUBJECT_LIMIT} at most"));
    }
    let second = SECOND_CLAUSES.iter().find(|clause| subject.contains(**clause))?;
    Some(format!("has a subject with a second clause after `{}`: make two commits, or say what both do", second.trim()))
}

fn git(arguments: &[&str]) -> Result<Output, Failure> {
    command("git", arguments).output().map_err(|error| Failure::found(format!("git does not run: {error}")))
}
