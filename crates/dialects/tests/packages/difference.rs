//! What a disagreement is about, and which notes are about the same.

use preflight_dialects::{Code, ConfigurationNote};

use crate::judge::PageFetch;

/// The part of a call that makes the difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Origin,
    Credentials,
    Method,
    Headers,
}

/// The first part with which two judges of a call disagree, when the parts are added one after the other.
pub fn part(fetch: &PageFetch, disagree: impl Fn(&PageFetch) -> bool) -> Part {
    let plain = PageFetch { method: "GET", headers: Vec::new(), includes_credentials: false, ..fetch.clone() };
    if disagree(&plain) {
        return Part::Origin;
    }
    let with_credentials = PageFetch { includes_credentials: fetch.includes_credentials, ..plain };
    if disagree(&with_credentials) {
        return Part::Credentials;
    }
    match disagree(&PageFetch { method: fetch.method, ..with_credentials }) {
        true => Part::Method,
        false => Part::Headers,
    }
}

/// Whether one of the notes is about this part.
pub fn is_explained(part: Part, notes: &[ConfigurationNote]) -> bool {
    notes.iter().any(|note| explains(note.code, part))
}

fn explains(code: Code, part: Part) -> bool {
    let parts: &[Part] = match code {
        Code::WildcardInList
        | Code::WildcardInString
        | Code::NullOrigin
        | Code::TrailingSlash
        | Code::MissingScheme
        | Code::DefaultPort
        | Code::UpperCase
        | Code::InvalidOrigin
        | Code::SeveralOriginsInString
        | Code::RegexUnanchored
        | Code::RegexUnescapedDot
        | Code::RegexNoLabelBoundary
        | Code::RegexApproximated
        | Code::RegexStateful => &[Part::Origin],
        // Without the origins that are unsafe with credentials, or without the credentials.
        Code::ReflectsAnyOrigin | Code::WildcardWithCredentials | Code::InsecureOrigin | Code::PublicSuffix => {
            &[Part::Origin, Part::Credentials]
        }
        Code::MethodCase | Code::AnyMethodListed => &[Part::Method],
        Code::AnyRequestHeaderListed => &[Part::Headers],
        Code::RegexNotTranslated => &[Part::Origin, Part::Headers],
        Code::LiteralWildcard | Code::InvalidName | Code::ForbiddenName | Code::ListApproximated => {
            &[Part::Method, Part::Headers]
        }
        // A method that is not listed goes without request headers.
        Code::SafelistedMethodUnlisted => &[Part::Headers],
        Code::PreflightStatus | Code::PreflightContinue | Code::PreflightUnanswered => &[Part::Method, Part::Headers],
        Code::DynamicValue => &[Part::Origin, Part::Credentials, Part::Method, Part::Headers],
        _ => &[],
    };
    parts.contains(&part)
}
