//! A byte in hexadecimal, where a megabyte of them may come: formatting each would take most of the time.

/// Two digits, in upper case.
pub(crate) fn hexadecimal(byte: u8) -> [char; 2] {
    let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value & 0xF)]);
    [digit(byte >> 4), digit(byte)]
}

#[cfg(test)]
mod tests {
    use super::hexadecimal;

    #[test]
    fn a_byte_is_written_as_it_is_formatted() {
        for byte in 0..=u8::MAX {
            assert_eq!(hexadecimal(byte).into_iter().collect::<String>(), format!("{byte:02X}"));
        }
    }
}
