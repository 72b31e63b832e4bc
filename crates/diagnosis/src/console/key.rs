//! The key of a browser's sentence as a transcript has it: folded while this is compiled.

use preflight_engine::browser::console::Sentence;

/// The folded key of a sentence of the engine's tables.
macro_rules! key {
    ($sentence:expr) => {{
        const FOLDED: [u8; $crate::console::key::folded_length(&$sentence)] = $crate::console::key::folded(&$sentence);
        const KEY: &str = match std::str::from_utf8(&FOLDED) {
            Ok(key) => key,
            Err(_) => panic!("a character was cut"),
        };
        KEY
    }};
}

pub(super) use key;

/// How long the folded key is.
pub(super) const fn folded_length(sentence: &Sentence) -> usize {
    fold(sentence.key().as_bytes(), &mut [0; ROOM])
}

/// The folded key.
pub(super) const fn folded<const LENGTH: usize>(sentence: &Sentence) -> [u8; LENGTH] {
    let mut buffer = [0; ROOM];
    let _ = fold(sentence.key().as_bytes(), &mut buffer);
    let mut folded = [0; LENGTH];
    folded.copy_from_slice(buffer.split_at(LENGTH).0);
    folded
}

/// Enough for any key; a longer one fails the build.
const ROOM: usize = 128;

/// What [`Transcript`](super::transcript::Transcript) does to any text: no white space, lower case, one kind of quotes.
const fn fold(text: &[u8], folded: &mut [u8; ROOM]) -> usize {
    let (mut place, mut length) = (0, 0);
    while place < text.len() {
        let rest = text.split_at(place).1;
        let (byte, width) = match rest {
            [b'"' | b'`', ..] => (b'\'', 1),
            // ‘, ’, “ and ”
            [0xE2, 0x80, 0x98 | 0x99 | 0x9C | 0x9D, ..] => (b'\'', 3),
            [byte, ..] => (byte.to_ascii_lowercase(), 1),
            [] => panic!("the place is before the end"),
        };
        if !byte.is_ascii_whitespace() {
            folded[length] = byte;
            length += 1;
        }
        place += width;
    }
    length
}

#[cfg(test)]
mod tests {
    use preflight_engine::browser::console::sentences::{chromium, firefox, webkit};

    use super::super::transcript::Transcript;

    #[test]
    fn a_key_is_folded_as_a_pasted_text_is() {
        let keys = [
            (chromium::SAME_ORIGIN_MODE, key!(chromium::SAME_ORIGIN_MODE)),
            (chromium::OTHER_ORIGIN, key!(chromium::OTHER_ORIGIN)),
            (firefox::HEADER_NOT_ALLOWED, key!(firefox::HEADER_NOT_ALLOWED)),
            (firefox::MIXED_CONTENT, key!(firefox::MIXED_CONTENT)),
            (webkit::CREDENTIALS_NOT_TRUE, key!(webkit::CREDENTIALS_NOT_TRUE)),
        ];
        for (sentence, key) in keys {
            assert_eq!(Transcript::new(sentence.key()).folded(), key);
        }
    }
}
