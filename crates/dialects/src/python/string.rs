//! The strings of Python.

use tree_sitter::Node;

use super::Module;
use crate::document::children;

impl<'t> Module<'t> {
    /// The value of a string without interpolations; none for anything else.
    pub(crate) fn string(&self, node: Node<'_>) -> Option<String> {
        let mut value = String::new();
        let prefix = children(node).find(|child| child.kind() == "string_start").map_or("", |start| self.text(start));
        let is_raw = prefix.to_ascii_lowercase().contains('r');
        for piece in children(node) {
            match piece.kind() {
                "string_start" | "string_end" => {}
                "string_content" if is_raw => value.push_str(self.text(piece)),
                "string_content" => value.push_str(&unescape(self.text(piece))?),
                _ => return None,
            }
        }
        Some(value)
    }
}

/// What stands between the quotes. Python keeps a backslash that escapes nothing.
fn unescape(content: &str) -> Option<String> {
    let mut value = String::with_capacity(content.len());
    let mut characters = content.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match characters.next()? {
            '\n' => {}
            'n' => value.push('\n'),
            't' => value.push('\t'),
            'r' => value.push('\r'),
            escaped @ ('\\' | '\'' | '"') => value.push(escaped),
            // Numbers and names of characters are in no origin that people write.
            'x' | 'u' | 'U' | 'N' | '0'..='7' => return None,
            other => value.extend(['\\', other]),
        }
    }
    Some(value)
}
