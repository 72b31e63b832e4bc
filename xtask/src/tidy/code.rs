//! The code of a file of Rust: comments, literals and test modules are left out, so that what is searched for is found in code
//! only.

/// The code without its test modules and items for tests.
pub(super) fn without_tests(source: &str) -> String {
    let mut code = bare(source);
    while let Some(start) = code.find("#[cfg(test)]") {
        let end = end_of_item(&code, start);
        code.replace_range(start..end, "");
    }
    code
}

/// Where the item ends that begins here: at its `;`, or where its braces are closed.
fn end_of_item(code: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    for (place, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return place + 1,
            b'}' => depth -= 1,
            b';' if depth == 0 => return place + 1,
            _ => {}
        }
    }
    code.len()
}

/// The code without comments, and with every literal of text empty.
fn bare(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let (kept, length) = token(first, rest);
        code.push_str(kept);
        rest = &rest[length..];
    }
    code
}

/// What is kept of what stands here, and how long that is.
fn token(first: char, rest: &str) -> (&str, usize) {
    match first {
        '/' if rest.starts_with("//") => ("", rest.find('\n').unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => ("", rest.find("*/").map_or(rest.len(), |end| end + 2)),
        '"' => ("\"\"", end_of_text(rest)),
        'r' if is_raw(rest) => ("\"\"", end_of_raw(rest)),
        '\'' => character(rest).map_or(("'", 1), |length| ("' '", length)),
        // A name that ends with `r` begins no raw literal.
        _ if first.is_alphanumeric() || first == '_' => {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            (&rest[..end], end)
        }
        _ => (&rest[..first.len_utf8()], first.len_utf8()),
    }
}

fn end_of_text(rest: &str) -> usize {
    let mut is_escaped = false;
    for (place, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return place + 1,
            _ => {}
        }
    }
    rest.len()
}

fn is_raw(rest: &str) -> bool {
    rest[1..].trim_start_matches('#').starts_with('"') && !rest.starts_with("r#\"#")
}

fn end_of_raw(rest: &str) -> usize {
    let marks = rest[1..].bytes().take_while(|&byte| byte == b'#').count();
    let end = format!("\"{}", "#".repeat(marks));
    let begin = 1 + marks + 1;
    rest[begin..].find(&end).map_or(rest.len(), |place| begin + place + end.len())
}

/// How long a literal of one character is; none for a lifetime.
fn character(rest: &str) -> Option<usize> {
    let inner = &rest[1..];
    let mut characters = inner.char_indices();
    let (_, first) = characters.next()?;
    if first == '\\' {
        // What is escaped may be a quote itself.
        let (place, escaped) = characters.next()?;
        let from = place + escaped.len_utf8();
        return inner[from..].find('\'').map(|end| 1 + from + end + 1);
    }
    inner[first.len_utf8()..].starts_with('\'').then_some(1 + first.len_utf8() + 1)
}
