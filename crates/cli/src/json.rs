//! JSON as every command writes it, and bytes as text in it.

pub use preflight_diagnosis::text_of;
pub use preflight_report::to_line;

#[cfg(test)]
mod tests {
    use super::text_of;

    #[test]
    fn a_byte_that_belongs_to_no_character_is_the_code_point_of_its_number() {
        for (bytes, text) in [
            ("a\u{202e}é".as_bytes(), "a\u{202e}é"),
            (b"a\xff\xc3\xa9\x80", "a\u{ff}é\u{80}"),
            (b"\xe2\x82", "\u{e2}\u{82}"),
        ] {
            assert_eq!(text_of(bytes), text);
        }
    }
}
