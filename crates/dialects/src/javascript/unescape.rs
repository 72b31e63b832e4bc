//! The strings of JavaScript.

use tree_sitter::Node;

use super::Script;
use crate::document::children;

impl<'t> Script<'t> {
    /// The value of a string or of a template without substitutions; empty for anything else.
    pub(crate) fn string(&self, node: Node<'_>) -> String {
        self.pieces(node).unwrap_or_default()
    }

    pub(crate) fn pieces(&self, node: Node<'_>) -> Option<String> {
        let mut value = String::new();
        for piece in children(node) {
            match piece.kind() {
                "string_fragment" => value.push_str(self.text(piece)),
                "escape_sequence" => value.push(unescape(self.text(piece))?),
                _ => return None,
            }
        }
        matches!(node.kind(), "string" | "template_string").then_some(value)
    }
}

/// One escape sequence with its backslash.
fn unescape(sequence: &str) -> Option<char> {
    let rest = sequence.strip_prefix('\\')?;
    let hexadecimal = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    match rest.chars().next()? {
        'n' => Some('\n'),
        't' => Some('\t'),
        'r' => Some('\r'),
        'x' => hexadecimal(&rest[1..]),
        'u' => hexadecimal(rest[1..].trim_start_matches('{').trim_end_matches('}')),
        c if rest.len() == c.len_utf8() && !c.is_ascii_digit() => Some(c),
        _ => None,
    }
}
