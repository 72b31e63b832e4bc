//! What is allowed but probably not meant. A policy works with any of these.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use super::config::PolicyConfig;
use super::policy_error::Field;
use crate::origin_pattern::OriginPattern;
use crate::public_suffix::PublicSuffix;
use crate::{method, response_header};

/// For how long each browser remembers a preflight's answer at most, the shortest first.
const BROWSER_CAPS: [(&str, Duration); 3] = [
    ("Safari", Duration::from_secs(600)),
    ("Chromium", Duration::from_secs(7200)),
    ("Firefox", Duration::from_secs(86_400)),
];

/// One thing that its author should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyWarning {
    /// An origin that another entry covers already.
    RedundantOrigin {
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        origin: String,
        /// The entry that covers it.
        covered_by: String,
    },
    /// All subdomains of a public suffix, or of a domain above one, without credentials.
    PublicSuffix {
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        origin: String,
        /// Where the suffix lies.
        suffix: PublicSuffix,
    },
    /// A name or method that stands twice in a list.
    RedundantEntry {
        /// Which list.
        field: Field,
        /// The later entry's place, from 0.
        index: usize,
        /// The entry.
        entry: String,
    },
    /// A response header that every page may read anyway.
    SafelistedResponseHeader {
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        name: String,
    },
    /// A lower-case method that browsers do not write in upper case, such as `patch`.
    LowerCaseMethod {
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        method: String,
    },
    /// A max-age beyond what a browser keeps.
    MaxAgeAboveBrowserCaps {
        /// The value.
        max_age: Duration,
    },
}

impl PolicyConfig {
    /// What is allowed but probably not meant, in the order of the fields.
    pub fn warnings(&self) -> Vec<PolicyWarning> {
        let patterns = origin_patterns(self.origins.entries());
        let mut warnings = redundant_origins(&patterns);
        if !self.credentials && !self.dangerously_allow_public_suffixes {
            warnings.extend(public_suffixes(&patterns));
        }
        warnings.extend(redundant(Field::Methods, self.methods.entries(), |entry| {
            String::from_utf8_lossy(method::normalize(entry.as_bytes())).into_owned()
        }));
        warnings.extend(lower_case_methods(self.methods.entries()));
        warnings.extend(redundant(Field::RequestHeaders, self.request_headers.entries(), str::to_ascii_lowercase));
        warnings.extend(redundant(Field::ExposeHeaders, self.expose_headers.entries(), str::to_ascii_lowercase));
        warnings.extend(safelisted_response_headers(self.expose_headers.entries()));
        let longest_cap = BROWSER_CAPS[1].1;
        warnings.extend(
            self.max_age
                .filter(|max_age| *max_age > longest_cap)
                .map(|max_age| PolicyWarning::MaxAgeAboveBrowserCaps { max_age }),
        );
        warnings
    }
}

impl PolicyWarning {
    /// The field that holds it.
    pub fn field(&self) -> Field {
        match self {
            Self::RedundantOrigin { .. } | Self::PublicSuffix { .. } => Field::Origins,
            Self::RedundantEntry { field, .. } => *field,
            Self::SafelistedResponseHeader { .. } => Field::ExposeHeaders,
            Self::LowerCaseMethod { .. } => Field::Methods,
            Self::MaxAgeAboveBrowserCaps { .. } => Field::MaxAge,
        }
    }

    /// The place of the entry in its list, from 0; none where the field as a whole is meant.
    pub fn index(&self) -> Option<usize> {
        match self {
            Self::RedundantOrigin { index, .. }
            | Self::PublicSuffix { index, .. }
            | Self::RedundantEntry { index, .. }
            | Self::SafelistedResponseHeader { index, .. }
            | Self::LowerCaseMethod { index, .. } => Some(*index),
            Self::MaxAgeAboveBrowserCaps { .. } => None,
        }
    }
}

impl fmt::Display for PolicyWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RedundantOrigin { origin, covered_by, .. } if origin == covered_by => {
                write!(f, "`{origin}` stands twice; remove one")
            }
            Self::RedundantOrigin { origin, covered_by, .. } => {
                write!(f, "`{covered_by}` covers `{origin}` already; remove one")
            }
            Self::PublicSuffix { origin, suffix: PublicSuffix::Domain, .. } => write!(
                f,
                "`{origin}` matches names that strangers can register, and their pages may read the answers; name your own domain, or set `dangerously-allow-public-suffixes = true` if that is meant"
            ),
            Self::PublicSuffix { origin, suffix: PublicSuffix::Below { rule }, .. } => write!(
                f,
                "anybody can register below `{rule}`, which `{origin}` covers, and may read the answers; name the subdomains one by one, or set `dangerously-allow-public-suffixes = true` if that is meant"
            ),
            Self::RedundantEntry { entry, .. } => write!(f, "`{entry}` stands twice; remove one"),
            Self::SafelistedResponseHeader { name, .. } => {
                write!(f, "every page may read `{name}` without it being exposed; remove it")
            }
            Self::LowerCaseMethod { method, .. } => write!(
                f,
                "browsers compare `{method}` byte by byte and do not turn it into `{0}`; write `{0}` if that is what pages send",
                method.to_ascii_uppercase()
            ),
            Self::MaxAgeAboveBrowserCaps { max_age } => {
                let capping = BROWSER_CAPS.iter().filter(|(_, cap)| cap < max_age);
                let caps: Vec<_> = capping.map(|(name, cap)| format!("{name} for {} s", cap.as_secs())).collect();
                write!(f, "browsers remember it no longer than this: {}", caps.join(", "))
            }
        }
    }
}

/// The entries that are patterns, each with its place in the list.
fn origin_patterns(entries: &[String]) -> Vec<(usize, OriginPattern)> {
    let indexed = entries.iter().enumerate();
    indexed.filter_map(|(index, text)| Some((index, OriginPattern::parse(text).ok()?))).collect()
}

fn public_suffixes(patterns: &[(usize, OriginPattern)]) -> impl Iterator<Item = PolicyWarning> {
    patterns.iter().filter_map(|(index, pattern)| {
        let suffix = pattern.public_suffix()?;
        Some(PolicyWarning::PublicSuffix { index: *index, origin: pattern.as_str().to_owned(), suffix })
    })
}

/// Finds duplicates and covered entries in one pass over sorted keys, so that a million origins take no million².
fn redundant_origins(patterns: &[(usize, OriginPattern)]) -> Vec<PolicyWarning> {
    let mut wide: BTreeMap<(&str, &str), Vec<&OriginPattern>> = BTreeMap::new();
    for (_, pattern) in patterns.iter().filter(|(_, pattern)| !pattern.is_exact()) {
        wide.entry((pattern.scheme(), pattern.base_host())).or_default().push(pattern);
    }
    let mut seen = BTreeSet::new();
    let mut warnings = Vec::new();
    for (index, pattern) in patterns {
        let covering = || bases(pattern).find_map(|base| covering(wide.get(&(pattern.scheme(), base))?, pattern));
        let covered_by = if seen.insert(pattern.as_str()) { covering() } else { Some(pattern.as_str()) };
        warnings.extend(covered_by.map(|covered_by| PolicyWarning::RedundantOrigin {
            index: *index,
            origin: pattern.as_str().to_owned(),
            covered_by: covered_by.to_owned(),
        }));
    }
    warnings
}

/// The host itself and every domain above it: where a pattern that covers it has its base.
fn bases(pattern: &OriginPattern) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pattern.base_host()), |host| host.split_once('.').map(|(_, parent)| parent))
}

fn covering<'a>(candidates: &[&'a OriginPattern], pattern: &OriginPattern) -> Option<&'a str> {
    let mut others = candidates.iter().filter(|other| other.as_str() != pattern.as_str());
    others.find(|other| other.covers(pattern)).map(|other| other.as_str())
}

fn redundant(field: Field, entries: &[String], key: impl Fn(&str) -> String) -> Vec<PolicyWarning> {
    let mut seen = BTreeSet::new();
    let indexed = entries.iter().enumerate();
    indexed
        .filter(|(_, entry)| !seen.insert(key(entry)))
        .map(|(index, entry)| PolicyWarning::RedundantEntry { field, index, entry: entry.clone() })
        .collect()
}

fn lower_case_methods(entries: &[String]) -> impl Iterator<Item = PolicyWarning> {
    let indexed = entries.iter().enumerate();
    indexed
        .filter(|(_, entry)| entry.bytes().any(|byte| byte.is_ascii_lowercase()))
        .filter(|(_, entry)| method::normalize(entry.as_bytes()) == entry.as_bytes())
        .map(|(index, method)| PolicyWarning::LowerCaseMethod { index, method: method.clone() })
}

fn safelisted_response_headers(entries: &[String]) -> impl Iterator<Item = PolicyWarning> {
    let indexed = entries.iter().enumerate();
    indexed
        .filter(|(_, name)| response_header::is_cors_safelisted(name.as_bytes()))
        .map(|(index, name)| PolicyWarning::SafelistedResponseHeader { index, name: name.clone() })
}
