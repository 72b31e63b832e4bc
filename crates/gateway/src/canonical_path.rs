//! What a path means to an upstream, whatever its spelling: the path that routes are found by.
//!
//! Upstreams decode percent-encodings, merge slashes, resolve dot segments and drop path parameters, each in its own way.
//! A path whose spelling hides one route behind another would be judged by the policy of one and served as a resource of
//! the other, so every reading that a known server gives it has to take the same route.

use std::borrow::Cow;

/// A path is decoded at most this often: servers decode once, chains of them once more. What is encoded deeper than that
/// is nobody's honest spelling.
const DECODINGS: usize = 3;

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
    /// It is still encoded after [`DECODINGS`].
    TooDeep,
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
    let decoded = decode(path)?;
    let resolved = resolve(&decoded)?;
    Ok(Cow::Owned(match case {
        Case::Sensitive => resolved,
        Case::Folded => fold(&resolved),
    }))
}

/// Every path that an upstream may take a canonical one for: without path parameters (`;x=1`), decoded once more, or both.
pub(crate) fn other_readings(canonical: &str, case: Case) -> Result<Vec<String>, Unreadable> {
    let mut readings: Vec<String> = without_parameters(canonical).into_iter().collect();
    let mut deeper = Cow::Borrowed(canonical);
    for _ in 0..DECODINGS {
        if !has_encodings_of_ascii(&deeper) {
            return Ok(readings);
        }
        deeper = Cow::Owned(self::canonical(&deeper, case)?.into_owned());
        readings.extend(without_parameters(&deeper));
        readings.push(deeper.clone().into_owned());
    }
    if has_encodings_of_ascii(&deeper) { Err(Unreadable::TooDeep) } else { Ok(readings) }
}

/// The path as it came, spelled as far as routes are that know nothing of encodings: hexadecimal digits in upper case, and
/// no letter case where there is none.
pub(crate) fn as_it_came(path: &str, case: Case) -> Cow<'_, str> {
    let spelled = with_upper_case_encodings(path);
    match case {
        Case::Sensitive => spelled,
        Case::Folded => Cow::Owned(fold(&spelled)),
    }
}

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
fn decode(path: &str) -> Result<String, Unreadable> {
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        let (length, byte) = match encoded_byte(rest) {
            Some(byte) => (3, Some(byte)),
            None => (first.len_utf8(), None),
        };
        match byte {
            Some(0) => return Err(Unreadable::Nul),
            Some(b'/' | b'\\') => decoded.push('/'),
            Some(byte) if byte.is_ascii_graphic() && !matches!(byte, b'{' | b'}') => decoded.push(char::from(byte)),
            Some(byte) => decoded.push_str(&format!("%{byte:02X}")),
            None if first == '\\' => decoded.push('/'),
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

/// Resolves dot segments, also those with a path parameter behind the dots (`..;`), and merges slashes. A path that does
/// not begin with a slash (`*`) is left as it is.
fn resolve(path: &str) -> Result<String, Unreadable> {
    let Some(path) = path.strip_prefix('/') else { return Ok(path.to_owned()) };
    let mut segments: Vec<&str> = Vec::new();
    let mut ends_in_slash = true;
    for segment in path.split('/') {
        let dots = segment.split(';').next().unwrap_or_default();
        ends_in_slash = matches!(dots, "." | "..") || segment.is_empty();
        match dots {
            "." => {}
            ".." => drop(segments.pop().ok_or(Unreadable::AboveRoot)?),
            _ if segment.is_empty() => {}
            _ => segments.push(segment),
        }
    }
    let end = if ends_in_slash && !segments.is_empty() { "/" } else { "" };
    Ok(format!("/{}{end}", segments.join("/")))
}

/// The path as servers read it that take `;x=1` off a segment; none if there is nothing to take off.
fn without_parameters(path: &str) -> Option<String> {
    if !path.contains(';') {
        return None;
    }
    let segments: Vec<&str> = path.split('/').map(|segment| segment.split(';').next().unwrap_or_default()).collect();
    // What was nothing but a parameter is empty now.
    resolve(&segments.join("/")).ok()
}

/// Whether another decoding would change the path.
fn has_encodings_of_ascii(path: &str) -> bool {
    let encodings = path.match_indices('%').filter_map(|(index, _)| encoded_byte(&path[index..]));
    encodings.into_iter().any(|byte| byte.is_ascii_graphic() && !matches!(byte, b'{' | b'}'))
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
        let readings = |path: &str| other_readings(path, Case::Sensitive);
        assert_eq!(readings("/admin/users"), Ok(vec![]));
        assert_eq!(readings("/admin;x=1/users"), Ok(vec!["/admin/users".to_owned()]));
        assert_eq!(readings("/;x/admin"), Ok(vec!["/admin".to_owned()]));
        assert_eq!(readings("/%61dmin"), Ok(vec!["/admin".to_owned()]));
        assert_eq!(readings("/caf%C3%A9"), Ok(vec![]));
        assert_eq!(readings(&format!("/%{}61dmin", "25".repeat(4))), Err(Unreadable::TooDeep));
        assert_eq!(readings("/x/%2e%2e/%2e%2e/admin"), Err(Unreadable::AboveRoot));
    }
}
