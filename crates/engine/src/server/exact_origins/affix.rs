//! What origins share: the scheme before the first label of the host, and the domain and port after it.

use std::collections::HashMap;

use foldhash::quality::FixedState;

/// A line names an affix in a byte.
const AFFIX_LIMIT: usize = 256;

/// A prefix and a suffix.
type Affix<'a> = (&'a [u8], &'a [u8]);

/// How the affixes that most origins share are numbered, while a set is built. Number 0 is for the rest of the origins,
/// which are written whole.
pub(super) struct Numbering<'a>(HashMap<Affix<'a>, u8, FixedState>);

impl<'a> Numbering<'a> {
    pub(super) fn of(origins: &[&'a [u8]]) -> Self {
        let mut counts: HashMap<Affix<'a>, usize, FixedState> = HashMap::default();
        for origin in origins {
            *counts.entry(split(origin).0).or_default() += 1;
        }
        let mut shared: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
        shared.sort_unstable_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then(a.cmp(b)));
        let most = shared.into_iter().take(AFFIX_LIMIT - 1);
        Self(most.zip(1..).map(|((affix, _), number)| (affix, number)).collect())
    }

    /// The number of an origin's affix, and what stands between.
    pub(super) fn strip<'o>(&self, origin: &'o [u8]) -> (u8, &'o [u8]) {
        let (affix, middle) = split(origin);
        self.0.get(&affix).map_or((0, origin), |&number| (number, middle))
    }

    pub(super) fn into_affixes(self) -> Affixes {
        let mut affixes = vec![OwnedAffix::default(); self.0.len() + 1];
        for ((prefix, suffix), number) in self.0 {
            affixes[usize::from(number)] = (prefix.into(), suffix.into());
        }
        Affixes(affixes.into())
    }
}

/// The affixes, by their number.
#[derive(Debug)]
pub(super) struct Affixes(Box<[OwnedAffix]>);

type OwnedAffix = (Box<[u8]>, Box<[u8]>);

impl Affixes {
    /// Whether `origin` is this affix around `middle`.
    #[inline]
    pub(super) fn is_around(&self, number: u8, middle: &[u8], origin: &[u8]) -> bool {
        let (prefix, suffix) = &self.0[usize::from(number)];
        let end = prefix.len() + middle.len();
        origin.len() == end + suffix.len()
            && is(middle, &origin[prefix.len()..end])
            && is(suffix, &origin[end..])
            && is(prefix, &origin[..prefix.len()])
    }
}

/// Whether two strings of the same length are equal.
#[inline]
fn is(a: &[u8], b: &[u8]) -> bool {
    // A `memcmp` of nothing looks at where an empty slice points to, which costs more than all the rest.
    a.is_empty() || a == b
}

/// `https://` and `.example.com:8443` of an origin, and the label between them.
fn split(origin: &[u8]) -> (Affix<'_>, &[u8]) {
    let host = origin.iter().position(|&byte| byte == b'/').map_or(0, |slash| slash + 2).min(origin.len());
    let (prefix, rest) = origin.split_at(host);
    let (label, suffix) = rest.split_at(rest.iter().position(|&byte| byte == b'.').unwrap_or(rest.len()));
    ((prefix, suffix), label)
}
