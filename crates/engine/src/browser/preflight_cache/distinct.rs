//! The different ones among many names, which compare byte by byte: one is found without looking at all others.

/// The different names.
pub(super) struct Distinct<'a> {
    names: &'a [Vec<u8>],
    /// The first place of each, in the order of the names.
    places: Vec<usize>,
}

impl<'a> Distinct<'a> {
    pub(super) fn of(names: &'a [Vec<u8>]) -> Self {
        // The first bytes stand beside the place, so that most comparisons need not look the name up.
        let mut order: Vec<_> = names.iter().map(|name| beginning(name)).zip(0..).collect();
        order.sort_unstable_by(|(a, place), (b, other)| {
            a.cmp(b).then_with(|| names[*place].cmp(&names[*other])).then(place.cmp(other))
        });
        let mut places: Vec<usize> = order.into_iter().map(|(_, place)| place).collect();
        places.dedup_by(|later, first| names[*later] == names[*first]);
        Self { names, places }
    }

    pub(super) fn contains(&self, name: &[u8]) -> bool {
        self.places.binary_search_by(|&place| self.names[place].as_slice().cmp(name)).is_ok()
    }

    pub(super) fn in_order(&self) -> impl Iterator<Item = &'a [u8]> {
        let mut places = self.places.clone();
        places.sort_unstable();
        places.into_iter().map(|place| self.names[place].as_slice())
    }
}

/// The first eight bytes, as a number of the same order; a shorter name comes first or is equal.
fn beginning(name: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = name.len().min(bytes.len());
    bytes[..length].copy_from_slice(&name[..length]);
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::Distinct;

    #[test]
    fn each_name_is_there_once_and_in_the_order_in_which_it_came() {
        let names = ["b", "a-long-name", "b\0", "a-long-name-too", "b", "", "a-long-name"];
        let names = names.map(|name| name.as_bytes().to_vec());
        let distinct = Distinct::of(&names);
        let in_order: Vec<_> = distinct.in_order().collect();
        assert_eq!(in_order, [&b"b"[..], b"a-long-name", b"b\0", b"a-long-name-too", b""]);
        assert!(names.iter().all(|name| distinct.contains(name)));
        assert!([&b"a"[..], b"a-long-nam", b"c"].iter().all(|name| !distinct.contains(name)));
    }
}
