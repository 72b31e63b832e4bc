//! Windows' `cmd`, whose carets take the meaning from the next character.

/// Developer tools put a caret before every quote, and at the end of each line.
pub(super) fn is_cmd(text: &str) -> bool {
    text.contains("^\"") || text.contains("^\n") || text.contains(" ^ -")
}

/// The text as a POSIX shell would have it: the character after a caret stands for itself, and before the end of a line the
/// caret joins the next one. Within quotes, a caret and two ends of lines are one end of a line.
pub(super) fn without_carets(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let mut is_quoted = false;
    while let Some(at) = rest.find('^') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(next) = rest.chars().next() else { break };
        let length = match next {
            '\n' if is_quoted && rest.starts_with("\n\n") => {
                plain.push('\n');
                2
            }
            '\n' => {
                plain.push(' ');
                1
            }
            // `^\^"` is a quote within quotes.
            '\\' if rest.starts_with("\\^\"") => {
                plain.push_str("\\\"");
                3
            }
            _ => {
                is_quoted ^= next == '"';
                plain.push(next);
                next.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_are_taken_away() {
        for (line, plain) in [
            ("curl ^\"http://a.test/?a=1^&b=2^\" ^\n  -H ^\"b: c^\"", "curl \"http://a.test/?a=1&b=2\"    -H \"b: c\""),
            ("^\"^{^\\^\"a^\\^\":1^}^\"", "\"{\\\"a\\\":1}\""),
            ("^\"a^\n\nb^\"", "\"a\nb\""),
            ("a^", "a"),
        ] {
            assert_eq!(without_carets(line), plain, "{line}");
        }
    }
}
