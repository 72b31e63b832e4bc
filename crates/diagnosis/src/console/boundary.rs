//! Where a text that is too long is cut.

/// As much text is read, in bytes; a long console log fits.
pub const TEXT_LIMIT: usize = 256 * 1024;

/// The last boundary of a character that is not beyond `limit`.
pub(super) fn floor_char_boundary(text: &str, limit: usize) -> usize {
    let limit = limit.min(text.len());
    (0..=limit).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
