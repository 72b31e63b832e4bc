//! What a shell writes before a command, and people copy with it.

/// A longer one is no prompt.
const PROMPT_LIMIT: usize = 120;

/// The signs that end a prompt.
const SIGNS: [char; 9] = ['$', '%', '#', '>', '❯', '➜', 'λ', '»', '›'];

/// The signs with which prompts begin, or end, and nothing else that people paste does.
const ARROWS: [char; 13] = ['➜', '❯', '→', '➤', '▶', '⚡', '✗', '✘', '✔', '✓', '±', '⇒', '✦'];

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

/// The places in a line, from its start, where a command may begin behind a prompt that holds other words: those behind a sign,
/// and where the line begins with an arrow (`➜  work git:(main) ✗ `) those behind each of its first words.
pub(crate) fn behind_prompts(line: &str) -> impl Iterator<Item = &str> {
    /// Words of a prompt behind its arrow: the folder, the branch, its state.
    const WORDS_OF_ARROW: usize = 4;
    let line = line.trim();
    let limit = line.char_indices().map(|(at, _)| at).take_while(|&at| at <= PROMPT_LIMIT).last().unwrap_or(0);
    let start = &line[..limit];
    let signs = start.char_indices().filter(|(at, c)| is_sign(*c) && may_be_prompt(&line[..*at], *c));
    let behind_signs = signs.map(|(at, sign)| line[at + sign.len_utf8()..].trim_start());
    let begins_with_arrow = line.starts_with(ARROWS);
    let mut rest = line;
    let behind_words = (0..WORDS_OF_ARROW).map_while(move |_| {
        rest = rest.split_once(char::is_whitespace)?.1.trim_start();
        Some(rest)
    });
    behind_signs.chain(behind_words.filter(move |_| begins_with_arrow))
}

fn is_sign(c: char) -> bool {
    SIGNS.contains(&c) || ARROWS.contains(&c)
}

/// Whether what stands before a sign is the rest of a prompt, and no code, no markup and no sentence with a comment.
fn may_be_prompt(before: &str, sign: char) -> bool {
    let is_code = before.contains(['\'', '"', '=', '{', '}', '<', ';', '`', ',', '|']) || before.starts_with("//");
    let is_comment = sign == '#' && before.trim_end().contains([' ', '(']) && !before.contains(['@', '/', '~']);
    !is_code && !is_comment && !before.contains("://")
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
