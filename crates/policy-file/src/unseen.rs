//! Characters that nobody sees where they stand: they steer a terminal, turn the direction of what follows, or have no width.

/// Whether a character acts on the text around it, or is not seen: whoever shows text from outside escapes it.
///
/// ```
/// use preflight_policy_file::is_unseen;
///
/// assert!(is_unseen('\u{202e}') && is_unseen('\u{1b}') && !is_unseen('é'));
/// ```
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            // Zero width, and the marks and overrides of direction.
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            // Variation selectors, the byte order mark, interlinear marks, tags.
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
