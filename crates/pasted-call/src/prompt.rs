//! What a shell writes before a command, and people copy with it.

/// A longer one is no prompt.
const PROMPT_LIMIT: usize = 120;

/// The signs that end a prompt.
const SIGNS: [char; 9] = ['$', '%', '#', '>', '❯', '➜', 'λ', '»', '›'];

/// Prompts stand within prompts no deeper: `(venv) PS C:\> $ `.
const DEPTH_LIMIT: usize = 4;

/// The line without a prompt, and without the white space around it.
pub(crate) fn without_prompt(line: &str) -> &str {
    let mut line = line.trim();
    for _ in 0..DEPTH_LIMIT {
        line = without_one(line);
    }
    line
}

fn without_one(line: &str) -> &str {
    let end = line.find([' ', '\'', '"', '(', '=', '{']).unwrap_or(line.len());
    // `$ curl`, `PS C:\work> curl`, `C:\work>curl`, `me@host:~/work$ curl`, `[me@host work]$ curl`, `(venv) $ curl`
    let alone = &line[..end];
    let is_path = |text: &str| text.contains(['\\', '~', '@', '/']) && !text.contains("://");
    let limit = (0..=PROMPT_LIMIT.min(line.len())).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0);
    let start = &line[..limit];
    for (at, sign) in start.char_indices().filter(|(_, c)| SIGNS.contains(c)) {
        let (before, after) = (&line[..at], &line[at + sign.len_utf8()..]);
        let is_prompt = match before {
            // `#!` and `$NAME` are something else.
            "" => after.starts_with(' ') || sign == '>' && after.starts_with(|c: char| c.is_ascii_alphabetic()),
            _ if before.chars().all(|c| SIGNS.contains(&c)) => after.starts_with(' '),
            _ if before.starts_with("PS ") || before.ends_with(')') && before.starts_with('(') => true,
            _ if before.ends_with(") ") && before.starts_with('(') => after.starts_with(' '),
            _ => !before.contains(['\'', '"', '(', '=', '{', '<']) && (is_path(before) || is_path(alone)),
        };
        if is_prompt {
            return after.trim_start();
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_left_out() {
        for prompt in [
            "$ ",
            "% ",
            "> ",
            "# ",
            "❯ ",
            "PS C:\\Users\\x> ",
            "C:\\work>",
            "me@host:~/work$ ",
            "[me@host work]$ ",
            "(venv) $ ",
        ] {
            assert_eq!(without_prompt(&format!("{prompt}curl a")), "curl a", "{prompt}");
        }
        for line in [
            "curl 'a > b'",
            "$.ajax({})",
            "fetch('http://a.test/$x')",
            "$x = 1",
            "#!/bin/sh",
            "curl http://a.test/#x > y",
        ] {
            assert_eq!(without_prompt(line), line);
        }
    }
}
