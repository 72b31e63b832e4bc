//! [`Sign`]: something in an answer by which an intermediary is known.

use std::fmt;

use preflight_engine::exchange::ResponseHead;

/// Something in an answer. Texts are compared without case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sign {
    /// The status is this.
    Status(u16),
    /// The status lies between these, both included.
    StatusBetween(u16, u16),
    /// A field of this name is there.
    Field(&'static str),
    /// A line of this field has this text in it.
    FieldHas(&'static str, &'static str),
    /// The redirect leads to this host or to one below it.
    LocationHost(&'static str),
    /// The body has this text in it.
    Text(&'static str),
}

impl Sign {
    /// Whether the answer has it; `text` is the body in lower case.
    pub(super) fn is_in(&self, head: &ResponseHead, text: &[u8]) -> bool {
        match self {
            Self::Status(status) => head.status == *status,
            Self::StatusBetween(first, last) => (*first..=*last).contains(&head.status),
            Self::Field(name) => head.headers.contains(name.as_bytes()),
            Self::FieldHas(name, part) => head.headers.lines(name.as_bytes()).any(|line| has(&lower(line), part)),
            Self::LocationHost(host) => {
                let mut lines = head.headers.lines(b"location");
                head.has_redirect_status() && lines.any(|line| leads_to(&lower(line), host))
            }
            Self::Text(part) => has(text, part),
        }
    }
}

fn lower(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_lowercase()
}

/// Whether a text in lower case has this in it.
fn has(text: &[u8], part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    text.windows(part.len()).any(|window| window == part.as_bytes())
}

/// Whether an absolute URL has this host, or one below it.
fn leads_to(location: &[u8], host: &str) -> bool {
    let Some(rest) = location.strip_prefix(b"https://").or_else(|| location.strip_prefix(b"http://")) else {
        return false;
    };
    let end = rest.iter().position(|byte| b"/?#:".contains(byte)).unwrap_or(rest.len());
    let found = &rest[..end];
    found.strip_suffix(host.as_bytes()).is_some_and(|below| below.is_empty() || below.ends_with(b"."))
}

/// As a part of a sentence.
impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "status {status}"),
            Self::StatusBetween(first, last) => write!(f, "a status between {first} and {last}"),
            Self::Field(name) => write!(f, "the field `{name}`"),
            Self::FieldHas(name, part) => write!(f, "`{name}: {part}`"),
            Self::LocationHost(host) => write!(f, "a redirect to `{host}`"),
            Self::Text(part) => write!(f, "\"{part}\" in the body"),
        }
    }
}
