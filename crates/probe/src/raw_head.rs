//! [`RawHead`]: the bytes of a head, and a way to show them that betrays no secret.

use std::fmt;

/// The fields whose values are never shown.
const SECRET_FIELDS: [&str; 4] = ["authorization", "cookie", "proxy-authorization", "set-cookie"];

/// What stands in place of a secret value: one ellipsis.
pub(crate) const REDACTED: &str = "…";

/// The bytes of a request or response head exactly as they crossed the wire.
///
/// `Display` and `Debug` show one field a line, bytes outside of ASCII escaped (so a server cannot write to a
/// terminal), and `…` for the values of `Authorization`, `Cookie`, `Proxy-Authorization` and `Set-Cookie`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawHead {
    bytes: Vec<u8>,
}

impl RawHead {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    /// The bytes, with every secret that is in them: not for a log.
    pub fn bytes_with_secrets(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether nothing was sent or received.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

impl fmt::Display for RawHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut in_secret_field = false;
        for line in self.bytes.split_inclusive(|&byte| byte == b'\n') {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            // A folded line belongs to the field above it.
            let is_folded = line.starts_with(b" ") || line.starts_with(b"\t");
            let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
            in_secret_field = if is_folded { in_secret_field } else { is_secret_field(name) };
            match (in_secret_field, is_folded) {
                (false, _) => writeln!(f, "{}", line.escape_ascii())?,
                (true, false) => writeln!(f, "{}: {REDACTED}", name.escape_ascii())?,
                (true, true) => writeln!(f, " {REDACTED}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for RawHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.to_string().lines()).finish()
    }
}

/// Whether the value of a field of that name is never shown. A space before the colon makes it no less secret.
pub(crate) fn is_secret_field(name: &[u8]) -> bool {
    SECRET_FIELDS.iter().any(|secret| name.trim_ascii().eq_ignore_ascii_case(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_head_has_no_secret_and_no_control_byte() {
        let cases: [(&str, &[u8], &str); 5] = [
            ("a secret is an ellipsis", b"Cookie: a=1\r\nX: 1\r\n", "Cookie: …\nX: 1\n"),
            ("in any case, before any colon", b"AUTHORIZATION : Basic eA==\n", "AUTHORIZATION : …\n"),
            ("also where it is folded", b"Set-Cookie: a=\r\n\t1\r\nX: 1\r\n 2\r\n", "Set-Cookie: …\n …\nX: 1\n 2\n"),
            ("other control bytes are escaped", b"X: \x1b[2J\xff\r\n", "X: \\x1b[2J\\xff\n"),
            ("a head that broke off is shown as well", b"HTTP/1.1 200 OK\r\nCookie: a", "HTTP/1.1 200 OK\nCookie: …\n"),
        ];
        for (sentence, bytes, shown) in cases {
            let head = RawHead::new(bytes.to_vec());
            assert_eq!(head.to_string(), shown, "{sentence}");
            assert_eq!(head.bytes_with_secrets(), bytes, "{sentence}");
        }
    }
}
