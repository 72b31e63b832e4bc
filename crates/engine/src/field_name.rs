//! Names of fields, which compare without case, and long lists of them.

/// For each of `names`, whether it is in `list`. Either may have been made long by a stranger, so neither is searched for every
/// name of the other: one is sorted, and the other is looked up in it.
pub(crate) fn listed<'l>(names: &[impl AsRef<[u8]>], list: impl IntoIterator<Item = &'l [u8]>) -> Vec<bool> {
    let order = by_name(names);
    let mut are_listed = vec![false; names.len()];
    let mut lower = Vec::new();
    for entry in list {
        lower.clear();
        lower.extend_from_slice(entry);
        lower.make_ascii_lowercase();
        let first = order.partition_point(|(name, _)| *name < lower);
        if let Some((name, place)) = order.get(first)
            && *name == lower
        {
            are_listed[*place] = true;
        }
    }
    // Of equal names the first was found.
    for pair in order.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        are_listed[pair[1].1] = are_listed[pair[0].1];
    }
    are_listed
}

/// For each of `names`, whether none before it is equal.
pub(crate) fn are_first(names: &[impl AsRef<[u8]>]) -> Vec<bool> {
    let order = by_name(names);
    let mut are_first = vec![true; names.len()];
    for pair in order.windows(2) {
        are_first[pair[1].1] = pair[0].0 != pair[1].0;
    }
    are_first
}

/// The places of `names` in the order of the names; those of equal names in their own.
pub(crate) fn sorted(names: &[impl AsRef<[u8]>]) -> Vec<usize> {
    by_name(names).into_iter().map(|(_, place)| place).collect()
}

/// The names in lower case, sorted, each with its place.
fn by_name(names: &[impl AsRef<[u8]>]) -> Vec<(Vec<u8>, usize)> {
    let mut order: Vec<_> = names.iter().map(|name| name.as_ref().to_ascii_lowercase()).zip(0..).collect();
    order.sort_unstable();
    order
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn each_name_is_found_whatever_its_case_and_however_often_it_stands() {
        let names = [&b"x-b"[..], b"X-A", b"x-c", b"x-a", b"X-B"];
        for (list, expected) in [
            (&[&b"x-a"[..], b"X-b"][..], [true, true, false, true, true]),
            (&[b"x-c", b"x-c", b"x-d"], [false, false, true, false, false]),
            (&[], [false; 5]),
        ] {
            assert_eq!(listed(&names, list.iter().copied()), expected);
        }
        assert_eq!(listed(&[b""; 0], [&b"x-a"[..]]), [false; 0]);
    }
}
