//! Circles of imports: two files that import each other are one thing in two halves, more are a knot.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use super::modules::Modules;
use super::{Fault, Source};

type Uses<'s> = BTreeMap<&'s Path, BTreeSet<&'s Path>>;

/// The knots of more than two files, each with its shortest circle written out.
pub(super) fn faults(package: &str, sources: &[Source]) -> Vec<Fault> {
    let uses = Modules::of(sources).uses();
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for file in uses.keys() {
        let knot = knot(&uses, file);
        if knot.len() > 2 && seen.is_disjoint(&knot) {
            let circle = knot.iter().filter_map(|file| circle(&uses, file, &knot)).min_by_key(Vec::len);
            // Where there is none, each imports from the next one and back.
            let shown = circle.map_or_else(|| joined(&knot, ", "), |circle| joined(&circle, " → "));
            let place = format!("crates/{package}/src/{}", file.display());
            faults.push(Fault {
                place,
                message: format!("is one of {} files that import each other: {shown}", knot.len()),
            });
        }
        seen.extend(knot);
    }
    faults
}

fn joined<'s>(files: impl IntoIterator<Item = &'s &'s Path>, between: &str) -> String {
    files.into_iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(between)
}

/// The files that a file reaches and that reach it, itself included.
fn knot<'s>(uses: &Uses<'s>, file: &'s Path) -> BTreeSet<&'s Path> {
    reached(uses, file).into_iter().filter(|other| *other == file || reached(uses, other).contains(file)).collect()
}

fn reached<'s>(uses: &Uses<'s>, file: &'s Path) -> BTreeSet<&'s Path> {
    let mut reached = BTreeSet::from([file]);
    let mut waiting = vec![file];
    while let Some(next) = waiting.pop() {
        let new = uses.get(next).into_iter().flatten().filter(|used| reached.insert(used));
        waiting.extend(new.copied().collect::<Vec<_>>());
    }
    reached
}

/// The shortest way from a file back to itself, within the knot.
fn circle<'s>(uses: &Uses<'s>, file: &'s Path, knot: &BTreeSet<&'s Path>) -> Option<Vec<&'s Path>> {
    let mut ways = VecDeque::from([vec![file]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        let last = *way.last()?;
        for &next in uses.get(last).into_iter().flatten().filter(|next| knot.contains(**next)) {
            if next == file && way.len() > 2 {
                return Some([way.as_slice(), &[file]].concat());
            }
            if next != file && seen.insert(next) {
                ways.push_back([way.as_slice(), &[next]].concat());
            }
        }
    }
    None
}
