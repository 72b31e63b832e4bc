//! "Did you mean …?"

/// What is written for a key by people who come from somewhere else.
const SYNONYMS: &[(&str, &str)] = &[
    ("access-control-allow-origin", "origins"),
    ("access-control-allow-credentials", "credentials"),
    ("access-control-allow-methods", "methods"),
    ("access-control-allow-headers", "request-headers"),
    ("access-control-expose-headers", "expose-headers"),
    ("access-control-max-age", "max-age"),
    ("allow-origin", "origins"),
    ("allow-origins", "origins"),
    ("allowed-origins", "origins"),
    ("allow-credentials", "credentials"),
    ("supports-credentials", "credentials"),
    ("allow-methods", "methods"),
    ("allowed-methods", "methods"),
    ("headers", "request-headers"),
    ("allow-headers", "request-headers"),
    ("allowed-headers", "request-headers"),
    ("exposed-headers", "expose-headers"),
    ("preflight-max-age", "max-age"),
    ("status", "preflight-status"),
    ("options-success-status", "preflight-status"),
    ("bind", "listen"),
    ("address", "listen"),
    ("port", "listen"),
    ("backend", "upstream"),
    ("target", "upstream"),
    ("proxy", "upstream"),
    ("timeout", "upstream-timeout"),
    ("allowed-hosts", "hosts"),
    ("server-name", "hosts"),
    ("max-connections", "connections"),
    ("max-requests", "requests"),
    ("ignore-case", "case-insensitive-paths"),
    ("underscores-in-headers", "keep-underscore-headers"),
    ("connect-timeout", "connect"),
    ("keep-alive", "idle"),
    ("keep-alive-timeout", "idle"),
    ("dotenv", "env-file"),
    ("policies", "policy"),
    ("routes", "route"),
];

/// The name among the known ones that was probably meant.
pub(crate) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = kebab_case(written);
    let synonym = SYNONYMS.iter().find(|(synonym, _)| *synonym == written).map(|(_, name)| *name);
    let scored = known.into_iter().map(|name| {
        let distance = if synonym == Some(name) { 0 } else { strsim::damerau_levenshtein(&written, &kebab_case(name)) };
        (distance, name)
    });
    let (distance, name) = scored.min_by_key(|(distance, _)| *distance)?;
    // Beyond a third of its letters a name is another name.
    (distance <= (written.chars().count() / 3).max(1)).then_some(name)
}

/// `maxAge`, `MAX_AGE` and `Max Age` are `max-age`. Names longer than any known one are cut: their distance is not needed.
fn kebab_case(name: &str) -> String {
    let mut kebab = String::new();
    let mut after_lower_case = false;
    for character in name.chars().take(64) {
        if character.is_uppercase() && after_lower_case {
            kebab.push('-');
        }
        after_lower_case = character.is_lowercase();
        match character {
            '_' | ' ' => kebab.push('-'),
            _ => kebab.extend(character.to_lowercase()),
        }
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_found() {
        let known = ["origins", "max-age", "request-headers", "expose-headers", "methods", "refused"];
        let cases = [
            ("a letter missing", "orgins", Some("origins")),
            ("letters swapped", "orignis", Some("origins")),
            ("snake case", "max_age", Some("max-age")),
            ("camel case", "exposeHeaders", Some("expose-headers")),
            ("capitals", "MAX_AGE", Some("max-age")),
            ("the name in another tool", "allowedOrigins", Some("origins")),
            ("the name of the header", "Access-Control-Allow-Headers", Some("request-headers")),
            ("something else", "colour", None),
            ("nothing", "", None),
            ("a synonym of what is not known here", "backend", None),
        ];
        for (sentence, written, expected) in cases {
            assert_eq!(nearest(written, known), expected, "{sentence}");
        }
    }
}
