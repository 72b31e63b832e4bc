//! What a path means to an upstream, whatever its spelling: the path that routes are found by.
//!
//! Upstreams decode percent-encodings, merge slashes, resolve dot segments and drop path parameters, each in its own way.
//! A path whose spelling hides one route behind another would be judged by the policy of one and served as a resource of
//! the other, so every reading that a known server gives it has to take the same route.

use std::borrow::Cow;

/// A path that can be read in more ways is nobody's honest spelling.
const READINGS_LIMIT: usize = 64;

/// Whether routes are found with or without regard to case. Closed: an upstream folds case or does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Case {
    #[default]
    Sensitive,
    /// As upstreams do that fold it, `case-insensitive-paths`.
    Folded,
}

/// A path that no upstream can be trusted to read in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It climbs above the root, and so out of the base path of an upstream.
    AboveRoot,
    /// It holds an encoded NUL, where some servers end the path.
    Nul,
    /// It holds an encoding of ASCII that is longer than it has to be, which UTF-8 forbids and some decoders take.
    Overlong,
    /// It can be read in more than [`READINGS_LIMIT`] ways.
    TooDeep,
}

/// One of the things that servers do to a path.
type Step = fn(&str) -> Result<String, Unreadable>;

/// What servers do to a path before they look for what it names, each some of it and in an order of its own.
const STEPS: [Step; 8] = [
    |path| decoded(path, Separators::Decoded),
    |path| decoded(path, Separators::Encoded),
    |path| Ok(with_slashes(path)),
    |path| Ok(merged(path)),
    resolved,
    |path| Ok(without_parameters(path)),
    |path| Ok(trimmed(path)),
    |path| Ok(before_query(path)),
];

/// What becomes of an encoded slash or backslash. Closed: a server decodes a path before it splits it, or behind that.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separators {
    Decoded,
    Encoded,
}

/// The canonical form of a path: every percent-encoded byte that stands for a visible ASCII character is decoded, every
/// other byte beyond visible ASCII is encoded in upper case, `\`, `%2f` and `%5c` are slashes, runs of slashes are one, and
/// dot segments are resolved.
///
/// It is borrowed where the path is canonical already, as nearly every path is.
pub(crate) fn canonical(path: &str, case: Case) -> Result<Cow<'_, str>, Unreadable> {
    if is_canonical(path) && (case == Case::Sensitive || !path.bytes().any(|byte| byte.is_ascii_uppercase())) {
        return Ok(Cow::Borrowed(path));
    }
    let resolved = resolved(&merged(&with_slashes(&decoded(path, Separators::Decoded)?)))?;
    Ok(Cow::Owned(match case {
        Case::Sensitive => resolved,
        Case::Folded => fold(&resolved),
    }))
}

/// Every path that a server may take this one for: what comes of the things that servers do, in any order. The canonical path
/// comes first.
pub(crate) fn readings(path: &str, case: Case) -> Result<Vec<String>, Unreadable> {
    let canonical = canonical(path, case)?.into_owned();
    let mut found = vec![with_upper_case_encodings(path).into_owned()];
    let mut next = 0;
    while next < found.len() {
        for step in STEPS {
            let reading = step(&found[next])?;
            if !found.contains(&reading) {
                found.push(reading);
            }
        }
        next += 1;
        if found.len() > READINGS_LIMIT {
            return Err(Unreadable::TooDeep);
        }
    }
    let found = found.into_iter().map(|reading| match case {
        Case::Sensitive => reading,
        Case::Folded => fold(&reading),
    });
    Ok(std::iter::once(canonical).chain(found).collect())
}

/// A path that every server reads in one way, as nearly every path is.
pub(crate) fn plain(path: &str, case: Case) -> Option<&str> {
    match canonical(path, case) {
        Ok(Cow::Borrowed(path))
            if !path.contains([';', '#', '?'])
                && !path.ends_with('.')
                && !path.contains("./")
                && !path.contains("::$") =>
        {
            Some(path)
        }
        _ => None,
    }
}

/// Hexadecimal digits mean the same in either case.
fn with_upper_case_encodings(path: &str) -> Cow<'_, str> {
    let mut spelled = Cow::Borrowed(path);
    for (index, _) in path.match_indices('%') {
        if encoded_byte(&path[index..]).is_some() {
            spelled.to_mut()[index..index + 3].make_ascii_uppercase();
        }
    }
    spelled
}

/// Whether there is nothing to decode, to merge or to resolve.
fn is_canonical(path: &str) -> bool {
    let bytes = path.as_bytes();
    path.is_ascii()
        && !bytes.iter().any(|byte| matches!(byte, b'%' | b'\\'))
        && !bytes.windows(2).any(|pair| pair == b"//" || pair == b"/.")
}

/// Decodes what stands for visible ASCII, apart from braces, which stand for parameters in the paths of routes.
fn decoded(path: &str, separators: Separators) -> Result<String, Unreadable> {
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        if is_overlong(rest) {
            return Err(Unreadable::Overlong);
        }
        let (length, byte) = match (encoded_byte(rest), encoded_unit(rest)) {
            (Some(byte), _) => (3, Some(byte)),
            (None, Some(byte)) => (6, Some(byte)),
            (None, None) => (first.len_utf8(), None),
        };
        match byte {
            Some(0) => return Err(Unreadable::Nul),
            Some(byte @ (b'/' | b'\\')) if separators == Separators::Encoded => {
                decoded.push_str(&format!("%{byte:02X}"));
            }
            Some(byte) if byte.is_ascii_graphic() && !matches!(byte, b'{' | b'}') => decoded.push(char::from(byte)),
            Some(byte) => decoded.push_str(&format!("%{byte:02X}")),
            None if first.is_ascii() => decoded.push(first),
            None => rest[..length].bytes().for_each(|byte| decoded.push_str(&format!("%{byte:02X}"))),
        }
        rest = &rest[length..];
    }
    Ok(decoded)
}

/// The byte of a percent-encoding at the beginning.
fn encoded_byte(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
            u8::from_str_radix(&text[1..3], 16).ok()
        }
        _ => None,
    }
}

/// The ASCII character of an encoding of another kind, `%u0061`, which IIS decodes.
fn encoded_unit(text: &str) -> Option<u8> {
    let digits = text.strip_prefix("%u").or_else(|| text.strip_prefix("%U"))?.get(..4)?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| is_number)?.try_into().ok().filter(u8::is_ascii)
}

/// Whether bytes begin here that stand for fewer ones: two, three or four where UTF-8 permits only a shorter form.
fn is_overlong(text: &str) -> bool {
    let second = text.get(3..).and_then(encoded_byte);
    match (encoded_byte(text), second) {
        (Some(0xc0 | 0xc1), Some(second)) => (0x80..0xc0).contains(&second),
        (Some(0xe0), Some(second)) => (0x80..0xa0).contains(&second),
        (Some(0xf0), Some(second)) => (0x80..0x90).contains(&second),
        _ => false,
    }
}

/// A backslash is a slash.
fn with_slashes(path: &str) -> String {
    path.replace('\\', "/")
}

/// Runs of slashes are one.
fn merged(path: &str) -> String {
    let mut merged = String::with_capacity(path.len());
    for character in path.chars() {
        if character != '/' || !merged.ends_with('/') {
            merged.push(character);
        }
    }
    merged
}

/// Resolves dot segments, also those with a path parameter behind the dots (`..;`). A path that does not begin with a slash
/// (`*`) is left as it is.
fn resolved(path: &str) -> Result<String, Unreadable> {
    let Some(path) = path.strip_prefix('/') else { return Ok(path.to_owned()) };
    let mut segments: Vec<&str> = Vec::new();
    let mut ends_in_dots = false;
    for segment in path.split('/') {
        let dots = segment.split(';').next().unwrap_or_default();
        ends_in_dots = matches!(dots, "." | "..");
        match dots {
            "." => {}
            ".." => drop(segments.pop().ok_or(Unreadable::AboveRoot)?),
            _ => segments.push(segment),
        }
    }
    let end = if ends_in_dots && !segments.is_empty() { "/" } else { "" };
    Ok(format!("/{}{end}", segments.join("/")))
}

/// The path as servers read it that take `;x=1` off a segment.
fn without_parameters(path: &str) -> String {
    of_segments(path, |segment| segment.split(';').next().unwrap_or_default())
}

/// The path as it is read where a name begins and ends with no white space and ends in no dot: by languages that trim, on
/// Windows, which also takes what follows `::$` off, and by regular expressions whose `$` stands before a line break. A segment
/// that is nothing else stays.
fn trimmed(path: &str) -> String {
    of_segments(path, |segment| {
        let name = segment.split("::$").next().unwrap_or_default();
        let name = without_blanks(name);
        let rest = without_blanks(name.trim_end_matches('.'));
        match (name, rest) {
            ("", _) => segment,
            // Dots alone are a name of another kind.
            (name, "") => name,
            (_, rest) => rest,
        }
    })
}

/// Without encoded spaces and control characters at either end.
fn without_blanks(name: &str) -> &str {
    let mut rest = name;
    while encoded_byte(rest).is_some_and(is_blank) {
        rest = &rest[3..];
    }
    while let Some(end) = rest.len().checked_sub(3).filter(|end| rest.is_char_boundary(*end)) {
        if !encoded_byte(&rest[end..]).is_some_and(is_blank) {
            break;
        }
        rest = &rest[..end];
    }
    rest
}

fn is_blank(byte: u8) -> bool {
    byte <= b' ' || byte == 0x7f
}

/// The path as servers read it that decode twice and look for the query behind that.
fn before_query(path: &str) -> String {
    path.split(['?', '#']).next().unwrap_or_default().to_owned()
}

fn of_segments(path: &str, read: impl Fn(&str) -> &str) -> String {
    path.split('/').map(read).collect::<Vec<_>>().join("/")
}

/// Folds case as the simple mappings of Unicode do, so that what an upstream may take for the same letter is the same.
fn fold(path: &str) -> String {
    let folded = fold_encoded(path);
    folded.chars().map(fold_character).collect()
}

/// Letters beyond ASCII stand there percent-encoded; they are decoded for folding where they are UTF-8, and stay so, since
/// both sides of a comparison come this way.
fn fold_encoded(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return Cow::Borrowed(path);
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        match encoded_byte(rest).filter(|byte| !byte.is_ascii()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[3..];
            }
            None => {
                bytes.extend_from_slice(first.encode_utf8(&mut [0; 4]).as_bytes());
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(path), Cow::Owned)
}

fn fold_character(character: char) -> char {
    let upper = only(character.to_uppercase()).unwrap_or(character);
    only(upper.to_lowercase()).unwrap_or(upper)
}

fn only(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next();
    if characters.next().is_some() { None } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_has_one_canonical_form() {
        for (path, expected) in [
            ("/", Ok("/")),
            ("*", Ok("*")),
            ("/a/b;c/d", Ok("/a/b;c/d")),
            ("/a..b/...", Ok("/a..b/...")),
            ("/%61dmin/users", Ok("/admin/users")),
            ("//admin///users", Ok("/admin/users")),
            ("/admin%2fusers", Ok("/admin/users")),
            ("/admin%5Cusers", Ok("/admin/users")),
            ("/admin\\users", Ok("/admin/users")),
            ("/%2e/admin", Ok("/admin")),
            ("/public/../admin", Ok("/admin")),
            ("/public/%2E%2e/admin", Ok("/admin")),
            ("/public/..%2fadmin", Ok("/admin")),
            ("/public/..;x=1/admin", Ok("/admin")),
            ("/public/./%2e/../x", Ok("/x")),
            ("/a/..", Ok("/")),
            ("/a/b/..", Ok("/a/")),
            ("/a/b/.", Ok("/a/b/")),
            ("/a/", Ok("/a/")),
            ("/a//", Ok("/a/")),
            ("/%40me", Ok("/@me")),
            ("/caf%c3%a9", Ok("/caf%C3%A9")),
            ("/café", Ok("/caf%C3%A9")),
            ("/%7bid%7D", Ok("/%7Bid%7D")),
            ("/100%", Ok("/100%")),
            ("/a%zz", Ok("/a%zz")),
            ("/%2561dmin", Ok("/%61dmin")),
            ("/../admin", Err(Unreadable::AboveRoot)),
            ("/a/..%2f..%2fadmin", Err(Unreadable::AboveRoot)),
            ("/admin%00.png", Err(Unreadable::Nul)),
        ] {
            let found = canonical(path, Case::Sensitive);
            assert_eq!(found.as_deref().map_err(|error| *error), expected, "{path}");
        }
    }

    #[test]
    fn case_is_folded_on_demand() {
        for (path, expected) in [
            ("/Admin/USERS", "/admin/users"),
            ("/%41dmin", "/admin"),
            ("/caf%C3%89", "/café"),
            // The Kelvin sign and the long s fold to letters of ASCII.
            ("/%E2%84%AAey%C5%BF", "/keys"),
            ("/%FF", "/%ff"),
        ] {
            assert_eq!(canonical(path, Case::Folded).unwrap(), expected, "{path}");
        }
    }

    #[test]
    fn what_an_upstream_may_also_read_is_found() {
        for (path, expected) in [
            ("/admin/users", &[][..]),
            ("/admin;x=1/users", &["/admin/users"]),
            ("/;x/admin", &["/admin", "//admin"]),
            ("/%2561dmin", &["/%61dmin", "/admin"]),
            ("/privat%65/..%2fsecret", &["/private/../secret", "/secret"]),
            ("/a//../b", &["/a/b", "/b", "/a/../b"]),
            ("/%61/b%5Cc%2Fd", &["/a/b\\c/d", "/a/b%5Cc%2Fd", "/a/b/c/d"]),
            ("/admin.", &["/admin"]),
            ("/admin%0A", &["/admin"]),
            ("/admin%20/x", &["/admin/x"]),
            ("/%0badmin%7f", &["/admin"]),
            ("/a/..%20/admin", &["/a/../admin", "/admin"]),
            ("/admin::$INDEX_ALLOCATION/x", &["/admin/x"]),
            ("/%20/x", &["/%20/x"]),
            ("/%u0061dmin", &["/admin"]),
            ("/admin%253fx", &["/admin?x", "/admin"]),
            ("/caf%c3%a9", &["/caf%C3%A9"]),
            ("/...", &["/..."]),
        ] {
            let readings = readings(path, Case::Sensitive).unwrap();
            for reading in expected {
                assert!(readings.iter().any(|found| found == reading), "{path} as {reading}: {readings:?}");
            }
            assert!(readings.len() <= 24, "{path}: {readings:?}");
        }
        for (path, expected) in [
            ("/x/%252e%252e/%252e%252e/admin", Unreadable::AboveRoot),
            ("/admin%2500", Unreadable::Nul),
            ("/x%c0%afadmin", Unreadable::Overlong),
            ("/%e0%81%a1dmin", Unreadable::Overlong),
            ("/%f0%80%81%a1dmin", Unreadable::Overlong),
        ] {
            assert_eq!(readings(path, Case::Sensitive), Err(expected), "{path}");
        }
        let deep = format!("/%{}61dmin", "25".repeat(100));
        assert_eq!(readings(&deep, Case::Sensitive), Err(Unreadable::TooDeep));
    }
}
