//! Firefox' reasons in English of other words, as translators write them back: by the words that no other reason has.

use super::net_error::NetError;
use super::reason::ConsoleReason;

/// A reason is no longer than this.
const LENGTH_LIMIT: usize = 400;

/// The words of a missing header.
const MISSING: [&str; 10] = [
    "missing",
    "notpresent",
    "absent",
    "lack",
    "notfound",
    "notset",
    "without",
    "no'access",
    "doesnotexist",
    "doesn'texist",
];

/// The words of a header for another origin.
const OTHER: [&str; 5] = ["notmatch", "notequal", "differ", "notthesame", "notcorrespond"];

/// The reason in what follows `(Reason:`, which has no white space and is in lower case.
pub(super) fn read(rest: &str) -> Option<ConsoleReason> {
    let near = &rest[..super::boundary::floor_char_boundary(rest, LENGTH_LIMIT)];
    let words = near.split(").").next().unwrap_or(near);
    let has = |word: &str| words.contains(word);
    let has_one = |of: &[&str]| of.iter().any(|word| words.contains(word));
    // What a preflight's list lacks names the header of the list, too.
    if has("access-control-allow-headers") {
        return Some(ConsoleReason::HeaderNotAllowed { name: quoted(words).unwrap_or_default() });
    }
    if has("access-control-allow-methods") {
        return Some(ConsoleReason::MethodNotAllowed { method: None });
    }
    if has("access-control-allow-credentials") {
        return Some(ConsoleReason::AllowCredentialsNotTrue { value: None });
    }
    if has("access-control-allow-origin") {
        return match () {
            () if has("credential") && has("*") => Some(ConsoleReason::WildcardOriginWithCredentials),
            () if has_one(&["multiple", "morethanone", "several"]) => {
                Some(ConsoleReason::MultipleAllowOrigin { value: None })
            }
            () if has_one(&OTHER) => quoted(words).map(|value| ConsoleReason::AllowOriginMismatch { value }),
            () if has_one(&MISSING) => Some(ConsoleReason::MissingAllowOrigin),
            () => None,
        };
    }
    match () {
        () if has("preflight") && has("redirect") => Some(ConsoleReason::PreflightRedirect),
        () if has("preflight") => Some(ConsoleReason::PreflightStatus),
        () if has("nothttp") => Some(ConsoleReason::NonHttpScheme),
        () if has_one(&["notsucceed", "unsuccessful", "notsuccessful", "failed"]) => {
            Some(ConsoleReason::Network(NetError::unknown()))
        }
        () => None,
    }
}

/// What stands in quotes, and is no name of a field of CORS.
fn quoted(words: &str) -> Option<String> {
    let quoted = words.split('\'').skip(1).step_by(2);
    let mut values = quoted.filter(|value| !value.is_empty() && !value.starts_with("access-control-"));
    values.next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_known_by_its_words() {
        for (text, name) in [
            ("cors'access-control-allow-origin'headerisnotpresent).", "missing-allow-origin"),
            ("thecorsheader'access-control-allow-origin'isabsent).", "missing-allow-origin"),
            ("the'access-control-allow-origin'headerdiffersfrom'https://a.test').", "allow-origin-mismatch"),
            ("preflightcorsrequestwasredirectedelsewhere).", "preflight-redirect"),
            ("thecorspreflightanswerwasbad).", "preflight-status"),
            ("thecorsrequestwasunsuccessful).", "network"),
        ] {
            assert!(read(text).is_some_and(|reason| reason.name().contains(name)), "{text}: {:?}", read(text));
        }
        assert_eq!(read("themoonisfull)."), None);
        let header = read("token'x-a'isabsentincorsheader'access-control-allow-headers').");
        assert_eq!(header, Some(ConsoleReason::HeaderNotAllowed { name: "x-a".to_owned() }));
    }
}
