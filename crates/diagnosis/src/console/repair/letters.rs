//! A text as it is searched: letters and digits alone, those that look alike as one, and the names of header fields as one
//! sign each, since half of all sentences have them: what tells the sentences apart is the rest.

use super::alike::Pattern;

/// The fields whose names stand in sentences.
const FIELDS: [&str; 4] = [
    "access-control-allow-origin",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-allow-credentials",
];

/// The sign of the first field; no letter is as large.
const FIRST_SIGN: u8 = 0xF0;

/// As many edits a field's name may need.
const FIELD_TOLERANCE: usize = 3;

/// A text as it is searched.
pub(super) struct Letters {
    /// The letters and signs.
    pub(super) signs: Vec<u8>,
    /// Where each begins.
    starts: Vec<usize>,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Letters {
    pub(super) fn of(text: &str) -> Self {
        let (letters, places) = skeleton(text);
        let fields = fields(&letters);
        let mut found = Self { signs: Vec::new(), starts: Vec::new(), ends: Vec::new() };
        let mut at = 0;
        while at < letters.len() {
            let field = fields.iter().find(|&&(start, _, _)| start == at);
            let (end, sign) = field.map_or((at + 1, letters[at]), |&(_, end, sign)| (end, sign));
            found.signs.push(sign);
            found.starts.push(places[at]);
            found.ends.push(places[end - 1] + 1);
            at = end;
        }
        found
    }

    /// Where in the text these signs stand.
    pub(super) fn range(&self, start: usize, end: usize) -> (usize, usize) {
        (self.starts[start], self.ends[end - 1])
    }
}

/// Whether two runs of signs name the same fields: no edit makes one of another.
pub(super) fn has_same_fields(one: &[u8], other: &[u8]) -> bool {
    let fields = |signs: &[u8]| signs.iter().copied().filter(|&sign| sign >= FIRST_SIGN).collect::<Vec<_>>();
    fields(one) == fields(other)
}

/// The names of fields, with their signs: of those that overlap the likest.
fn fields(letters: &[u8]) -> Vec<(usize, usize, u8)> {
    let mut found = Vec::new();
    for (name, sign) in FIELDS.iter().zip(FIRST_SIGN..) {
        let (name, _) = skeleton(name);
        let places = Pattern::new(&name).map(|pattern| pattern.places(letters, FIELD_TOLERANCE)).unwrap_or_default();
        found.extend(places.into_iter().map(|place| (place.distance, place.start, place.end, sign)));
    }
    found.sort_unstable();
    let mut chosen: Vec<(usize, usize, u8)> = Vec::new();
    for (_, start, end, sign) in found {
        if !chosen.iter().any(|&(other_start, other_end, _)| start < other_end && other_start < end) {
            chosen.push((start, end, sign));
        }
    }
    chosen
}

/// Letters and digits alone, those that look alike as one, and where each stands.
fn skeleton(text: &str) -> (Vec<u8>, Vec<usize>) {
    let letters = text.bytes().enumerate().filter_map(|(place, byte)| {
        let letter = match byte {
            b'1' | b'l' | b'|' | b'i' => b'i',
            b'0' | b'o' => b'o',
            b'5' | b's' => b's',
            byte if byte.is_ascii_alphanumeric() => byte,
            _ => return None,
        };
        Some((letter, place))
    });
    letters.unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_look_alike_are_one() {
        assert_eq!(Letters::of("al1ow-0rder'").signs, Letters::of("allow order").signs);
    }

    #[test]
    fn the_name_of_a_field_is_one_sign_however_it_is_written() {
        let letters = Letters::of("no'acess-contro1-allow-orgin'header");
        assert_eq!(letters.signs, Letters::of("no access-control-allow-origin header").signs);
        assert_eq!(letters.signs.len(), "no_header".len());
        assert_eq!(letters.range(2, 3), (3, "no'acess-contro1-allow-orgin".len()));
        assert_ne!(
            Letters::of("access-control-allow-headers").signs,
            Letters::of("access-control-allow-methods").signs
        );
    }
}
