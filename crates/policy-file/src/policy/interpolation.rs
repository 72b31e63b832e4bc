//! What a variable may contribute to an origin: a piece of the part that it stands in, and never another shape.
//!
//! `https://${SUB}.example.com` is one origin of that shape, whatever the variable holds. A variable that is a whole entry
//! (`${ORIGINS}`) may hold anything that could be written there, a list too.

use std::ops::Range;

use crate::bounded::SHOWN_LIMIT;
use crate::expand::Contribution;

/// The part of an origin that a variable stands in. Closed: these are all parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Scheme,
    Name,
    /// Inside the brackets of an IPv6 address.
    Address,
    Port,
}

/// A variable that contributes what it must not.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Intrusion {
    pub(super) variable: String,
    value: String,
    part: Part,
}

/// The variables that contribute more than a piece of the part of the origin that they stand in.
pub(super) fn find_intrusions(text: &str, contributions: &[Contribution]) -> Vec<Intrusion> {
    let written = written(text, contributions);
    let parts = contributions.iter().map(|contribution| (contribution, part_at(&written, contribution.bytes.start)));
    let intruding = parts.filter(|(contribution, part)| !part.takes(&text[contribution.bytes.clone()]));
    let intrusions = intruding.map(|(Contribution { name, bytes }, part)| Intrusion {
        variable: name.clone(),
        value: text[bytes.clone()].to_owned(),
        part,
    });
    intrusions.collect()
}

/// The text with a letter in the place of every byte that comes from a variable: where the parts of the origin begin is
/// for the written text alone to say.
fn written(text: &str, contributions: &[Contribution]) -> Vec<u8> {
    let mut written = text.as_bytes().to_vec();
    for Contribution { bytes: Range { start, end }, .. } in contributions {
        written[*start..*end].fill(b'x');
    }
    written
}

fn part_at(written: &[u8], at: usize) -> Part {
    const SEPARATOR: &[u8] = b"://";
    let Some(separator) = written.windows(SEPARATOR.len()).position(|window| window == SEPARATOR) else {
        return Part::Scheme;
    };
    let host = separator + SEPARATOR.len();
    if at < host {
        return Part::Scheme;
    }
    let before = &written[host..at];
    let after_address = before.iter().rposition(|byte| *byte == b']').map_or(0, |bracket| bracket + 1);
    match &before[after_address..] {
        rest if rest.contains(&b'[') => Part::Address,
        rest if rest.contains(&b':') => Part::Port,
        _ => Part::Name,
    }
}

impl Part {
    fn takes(self, value: &str) -> bool {
        let is_made_of = |is_piece: fn(char) -> bool| !value.is_empty() && value.chars().all(is_piece);
        match self {
            Self::Scheme => is_made_of(|piece| piece.is_ascii_alphabetic()),
            // Letters outside ASCII pass, since the engine refuses them with their right spelling.
            Self::Name => {
                is_made_of(|piece| piece.is_alphanumeric() || matches!(piece, '-' | '_' | '.'))
                    && value.split('.').all(|label| !label.is_empty())
            }
            Self::Address => is_made_of(|piece| piece.is_ascii_hexdigit() || matches!(piece, ':' | '.')),
            Self::Port => is_made_of(|piece| piece.is_ascii_digit()),
        }
    }

    fn rule(self) -> &'static str {
        match self {
            Self::Scheme => "a variable in the scheme of an origin holds letters alone",
            Self::Name => {
                "a variable in the host of an origin holds letters, digits, `-`, `_` and single dots between them"
            }
            Self::Address => "a variable in an IPv6 address holds hexadecimal digits, `:` and `.`",
            Self::Port => "a variable in the port of an origin holds digits alone",
        }
    }
}

impl Intrusion {
    /// The variable, its value unless that may be a secret, and the rule.
    pub(super) fn message(&self) -> String {
        let Self { variable, value, part } = self;
        let rule = part.rule();
        match value.as_str() {
            "" => format!("the variable `{variable}` is empty: {rule}"),
            value if is_like_origins(value) => format!("the variable `{variable}` is `{value}`: {rule}"),
            _ => format!("the value of the variable `{variable}` does not fit here: {rule}"),
        }
    }

    pub(super) fn help(&self) -> String {
        let Self { variable, .. } = self;
        if self.value.is_empty() {
            return format!("set it, or write `${{{variable}:-}}` if nothing may stand there");
        }
        format!("correct its value, or let a variable be the whole entry, `\"${{{variable}}}\"`, which may hold a list")
    }
}

/// Whether a value has only what mistyped origins have, so that it may be shown: passwords and tokens look otherwise.
fn is_like_origins(value: &str) -> bool {
    let is_evident = value == "*" || value.contains('.') || value.contains("://");
    is_evident && value.len() <= SHOWN_LIMIT && value.split(',').map(str::trim).all(is_like_an_origin)
}

fn is_like_an_origin(text: &str) -> bool {
    let authority = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
    let authority = authority.strip_suffix('/').unwrap_or(authority);
    authority.chars().all(|piece| piece.is_ascii_alphanumeric() || "-_.:*".contains(piece))
}
