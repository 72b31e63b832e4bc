//! Literals of C#, written.

/// A string in double quotes.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || !c.is_ascii() => quoted.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A string in which a backslash is a backslash.
pub(crate) fn verbatim(text: &str) -> String {
    format!("@\"{}\"", text.replace('"', "\"\""))
}
