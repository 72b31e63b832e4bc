//! Text from outside, made safe for a terminal, and values that are never printed.

use preflight_engine::header_list::is_secret;

/// What stands in place of a secret.
pub const REDACTED: &str = "…";

/// Text with its control characters escaped; bytes that are no UTF-8 are escaped too.
pub fn printable(bytes: &[u8]) -> String {
    let escape = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().map(escape).collect(),
        Err(_) => bytes.escape_ascii().to_string(),
    }
}

/// The value of a field, for people and for JSON.
pub fn printable_value(name: &[u8], value: &[u8]) -> String {
    if is_secret(name) { REDACTED.to_owned() } else { printable(value) }
}
