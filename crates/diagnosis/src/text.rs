//! Bytes from a wire as text.

/// Bytes as text: UTF-8 as it reads, and each byte that belongs to no character as U+0080 to U+00FF, the code point of its
/// number, as Fetch decodes the values of fields. Nothing is escaped: whoever shows it does that.
///
/// ```
/// assert_eq!(preflight_diagnosis::text_of(b"\xc3\xa9\xff\t"), "é\u{ff}\t");
/// ```
pub fn text_of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|&byte| char::from(byte)));
    }
    text
}
