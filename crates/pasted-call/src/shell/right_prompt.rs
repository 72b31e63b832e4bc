//! What a shell writes at the right end of the line on which a command is typed: `curl -I https://…      [±:main:∂]`.

/// So many blanks set it off, whatever it is.
const GAP: &str = "    ";

/// As long is one.
const LENGTH_LIMIT: usize = 80;

/// What an argument of a command begins with, or what shells have between commands.
const OF_COMMANDS: [char; 12] = ['-', '\'', '"', '\\', '|', '>', '<', '&', ';', '$', '#', '`'];

/// The line of a command without it.
pub(super) fn without_right_prompt(line: &str) -> &str {
    let end = line.trim_end();
    let Some(url) = end.find("://") else { return line };
    let far = end.rfind(GAP).map(|gap| (gap, end[gap..].trim_start())).filter(|(_, tail)| !tail.is_empty());
    let near = || end[url..].find(' ').map(|gap| (url + gap, end[url + gap..].trim_start()));
    let found = far.filter(|(_, tail)| is_set_off(tail)).or_else(|| near().filter(|(_, tail)| is_decorated(tail)));
    match found {
        Some((gap, tail)) if gap > url && tail.len() <= LENGTH_LIMIT && is_closed(&end[..gap]) => end[..gap].trim_end(),
        _ => line,
    }
}

/// Whether it is no argument.
fn is_set_off(tail: &str) -> bool {
    !tail.starts_with(OF_COMMANDS) && !tail.contains("://") && !tail.contains(" -")
}

/// Whether nothing but a prompt looks so: brackets around it, a time, a branch, a sign of no script.
fn is_decorated(tail: &str) -> bool {
    let is_bracketed =
        [('[', ']'), ('(', ')')].iter().any(|&(open, close)| tail.starts_with(open) && tail.ends_with(close));
    let is_time = tail.len() == 8
        && tail.bytes().enumerate().all(|(at, byte)| match at {
            2 | 5 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
    let is_sign = tail.chars().next().is_some_and(|c| !c.is_ascii() && !c.is_alphanumeric() && !"“”‘’–—".contains(c));
    is_set_off(tail) && (is_bracketed || is_time || is_sign || tail.starts_with("git:("))
}

/// Whether no quotation is open at the end.
fn is_closed(text: &str) -> bool {
    ['\'', '"'].iter().all(|&quote| text.matches(quote).count() % 2 == 0)
}

#[cfg(test)]
mod tests {
    use super::without_right_prompt;

    #[test]
    fn what_a_shell_writes_at_the_right_is_no_argument() {
        for (line, command) in [
            ("$ curl -I 'https://a.test/x'       [±:india:∂]", "$ curl -I 'https://a.test/x'"),
            ("curl -I https://a.test/x [main]", "curl -I https://a.test/x"),
            ("curl -I https://a.test/x 12:34:56", "curl -I https://a.test/x"),
            ("❯ curl -v https://a.test/x     took 3s at 10:11", "❯ curl -v https://a.test/x"),
            ("% curl https://a.test/x  git:(main)", "% curl https://a.test/x"),
            (
                "curl https://a.test/x     -H 'Origin: https://b.test'",
                "curl https://a.test/x     -H 'Origin: https://b.test'",
            ),
            ("curl https://a.test/x      \\", "curl https://a.test/x      \\"),
            ("curl -H 'X: https://a.test      b' c.test", "curl -H 'X: https://a.test      b' c.test"),
        ] {
            assert_eq!(without_right_prompt(line), command);
        }
    }
}
