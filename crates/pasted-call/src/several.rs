//! Several calls in one text, one below the other: each for itself.

use crate::pasted::{Note, Pasted};

/// A text of more calls is read as one, of which the others are left out.
const SEVERAL_LIMIT: usize = 64;

/// The texts of the calls that stand one below the other, each once; nothing where the text is one call, or where what stands
/// between them is needed to read them.
///
/// ```
/// use preflight_pasted_call::several;
///
/// let text = "curl https://api.example.com/a\ncurl https://api.example.com/b -X PUT\n";
/// assert_eq!(several(text), ["curl https://api.example.com/a", "curl https://api.example.com/b -X PUT"]);
/// assert!(several("const url = '/a'; fetch(url)\nfetch('/b')").is_empty());
/// ```
pub fn several(text: &str) -> Vec<String> {
    if text.len() > crate::TEXT_LIMIT {
        return Vec::new();
    }
    let mut pieces: Vec<String> = Vec::new();
    for line in text.trim().lines() {
        match pieces.last_mut() {
            Some(piece) if !crate::begins_as_call(line) => {
                piece.push('\n');
                piece.push_str(line);
            }
            _ => pieces.push(line.to_owned()),
        }
    }
    if pieces.len() > SEVERAL_LIMIT {
        return Vec::new();
    }
    let mut calls: Vec<(String, Pasted)> = Vec::new();
    for piece in pieces {
        let Some(call) = whole(&piece) else { return Vec::new() };
        let is_known = |(_, known): &(String, Pasted)| known.call == call.call && known.body == call.body;
        if !calls.iter().any(is_known) {
            calls.push((piece.trim_end().to_owned(), call));
        }
    }
    if calls.len() < 2 { Vec::new() } else { calls.into_iter().map(|(piece, _)| piece).collect() }
}

/// The one call of a text that is whole.
fn whole(text: &str) -> Option<Pasted> {
    let first = text.lines().next().unwrap_or_default();
    let pasted = crate::read(text).filter(|_| crate::begins_as_call(first))?.ok()?;
    let has_more = pasted.notes.iter().any(|note| matches!(note, Note::OtherCalls(_)));
    (pasted.lacks_url.is_none() && !has_more).then_some(pasted)
}

#[cfg(test)]
mod tests {
    use super::several;

    #[test]
    fn calls_below_each_other_are_told_apart() {
        for (text, count) in [
            ("curl 'https://a.test/x' \\\n  -H 'X: 1' \\\n  --data 'b'\n\ncurl 'https://a.test/y'\n", 2),
            (
                "fetch('https://a.test/x', {\n  method: 'PUT'\n});\nfetch('https://a.test/y');\nfetch('https://a.test/z');",
                3,
            ),
            ("fetch('https://a.test/x');\nfetch('https://a.test/x');", 0),
            ("fetch('https://a.test/x')\n  .then((answer) => answer.json())", 0),
            ("function f() {\nfetch('https://a.test/x');\nfetch('https://a.test/y');\n}", 0),
            ("curl https://a.test/x --data '\ncurl https://a.test/y\n'", 0),
            ("curl https://a.test/x", 0),
            ("hello", 0),
            ("", 0),
        ] {
            assert_eq!(several(text).len(), count, "{text}");
        }
    }
}
