//! The table that the reader has: what stands around URLs, before a status, and the run of each reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::run::Run;
use super::template::Template;
use super::translated;
use super::words::{head, tail, weight, words};

/// The packs are under another licence than this repository, and so is what comes from them.
const HEAD: &str = "\
# How Firefox says in other languages than English that it blocked a cross-origin call. Letters only, without accents.
# Written by `cargo xtask firefox-texts` from the language packs of Debian.
# This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL was not distributed
# with this file, You can obtain one at https://mozilla.org/MPL/2.0/.
#
# url        what stands before it, the marks after it, the letters after those
# status     what stands before it
# preflight  a word for it
# reason     reasons, one or two runs of letters, what stands before the value, what stands after it
# faint      the same, where other reasons have these runs too, among more words
";

/// So many letters are compared before a URL, after one, and around a value.
const BEFORE_URL: usize = 15;
const AFTER_URL: usize = 5;
const BEFORE_VALUE: usize = 16;
const AFTER_VALUE: usize = 10;
const BEFORE_STATUS: usize = 8;
/// A word for a preflight that stands in no other word.
const PREFLIGHT: usize = 6;

/// The table as it stands in its file.
pub fn table(templates: &[Template], console: &[String]) -> String {
    let mut table = HEAD.to_owned();
    let mut rows = BTreeSet::new();
    let mut line = |row: String| {
        if rows.insert(row.clone()) {
            writeln!(table, "{row}").expect("a string takes everything");
        }
    };
    for template in translated(templates) {
        line(url(template));
        if let (true, Some((before, _))) = (template.has_status(), template.around_value()) {
            line(format!("status\t{}", tail(before, BEFORE_STATUS)));
        }
    }
    for word in preflights(templates) {
        line(format!("preflight\t{word}"));
    }
    for (run, reasons) in reasons(templates, console) {
        line(reason(&run, &reasons));
    }
    table
}

fn url(template: &Template) -> String {
    let (before, after) = template.around_url();
    let marks: String = after.chars().take_while(|c| !c.is_alphabetic()).filter(|c| !c.is_whitespace()).collect();
    format!("url\t{}\t{marks}\t{}", tail(before, BEFORE_URL), head(after, AFTER_URL))
}

/// The first letters of the texts with this run tell where the value is; the reasons are those that share the whole text.
fn reasons<'t>(templates: &'t [Template], console: &[String]) -> BTreeMap<(Run, String, String), BTreeSet<&'t str>> {
    let mut reasons: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for template in translated(templates) {
        let value = template.around_value().filter(|_| !template.has_status());
        let around = value
            .map_or_else(Default::default, |(before, after)| (tail(before, BEFORE_VALUE), head(after, AFTER_VALUE)));
        let key = (Run::of(template, templates, console), around.0, around.1);
        reasons.entry(key).or_default().insert(&template.key);
    }
    reasons
}

fn reason((run, before, after): &(Run, String, String), reasons: &BTreeSet<&str>) -> String {
    let kind = if run.is_faint { "faint" } else { "reason" };
    let reasons = reasons.iter().copied().collect::<Vec<_>>().join("|");
    format!("{kind}\t{reasons}\t{}\t{before}\t{after}", run.parts.join("…"))
}

/// For each language the shortest words that both texts about preflights have, and no other.
fn preflights(templates: &[Template]) -> BTreeSet<String> {
    let mut languages: BTreeMap<&str, Vec<&Template>> = BTreeMap::new();
    for template in translated(templates) {
        languages.entry(&template.language).or_default().push(template);
    }
    languages.values().flat_map(|texts| preflight(texts)).collect()
}

fn preflight(texts: &[&Template]) -> Vec<String> {
    let is_about = |text: &Template| {
        matches!(text.key.as_str(), "CORSPreflightDidNotSucceed" | "CORSMissingAllowHeaderFromPreflight")
    };
    let about: Vec<_> = texts.iter().filter(|text| is_about(text)).collect();
    let [first, _, ..] = about[..] else { return Vec::new() };
    let words = words(first.around_url().1);
    let runs = (1..=4).flat_map(|count| words.windows(count).map(|run| run.concat()).collect::<Vec<_>>());
    let is_telling = |run: &str| texts.iter().all(|text| text.letters.contains(run) == is_about(text));
    let mut telling: Vec<String> = runs.filter(|run| weight(run) >= PREFLIGHT && is_telling(run)).collect();
    let all = telling.clone();
    telling.retain(|run| !all.iter().any(|shorter| shorter != run && run.contains(shorter.as_str())));
    telling
}
