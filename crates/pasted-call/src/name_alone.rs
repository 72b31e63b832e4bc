//! The name of a header without a colon after it, where a value may stand by mistake.

/// A name without a colon is no longer; `x-amz-server-side-encryption-customer-algorithm` has 47 characters.
const NAME_ALONE: usize = 48;

/// A name without a colon has no more digits; `x-amz-content-sha256` has three.
const DIGITS_ALONE: usize = 4;

/// Whether a word without a colon is taken for a name: as names are made, and tokens and keys are not, which would be sent
/// and shown in its place.
pub fn is_name_alone(word: &str) -> bool {
    let is_of_names = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let digits = word.chars().filter(char::is_ascii_digit).count();
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(is_of_names)
        && word.len() <= NAME_ALONE
        && digits <= DIGITS_ALONE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_from_a_token() {
        for name in ["authorization", "X-Api-Key", "x-amz-content-sha256", "x_a"] {
            assert!(is_name_alone(name), "{name}");
        }
        for value in ["", "sk_live_51s3cret98765", "eyJhbGciOiJIUzI1NiJ9.s3cret", "!", "-x", "1-x"] {
            assert!(!is_name_alone(value), "{value}");
        }
    }
}
