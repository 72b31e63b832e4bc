//! The compiled lookup of origins: its cost depends on the request's `Origin`, never on how many are allowed.

use super::exact_origins::ExactOrigins;
use super::pattern_set::PatternSet;
use crate::OriginPattern;
use crate::origin::ORIGIN_LIMIT;

/// The origins of a policy.
#[derive(Debug)]
pub(super) struct OriginSet {
    exact: ExactOrigins,
    patterns: Option<Box<PatternSet>>,
}

impl OriginSet {
    pub(super) fn new(patterns: &[OriginPattern]) -> Self {
        let (exact, patterns): (Vec<_>, Vec<_>) = patterns.iter().partition(|pattern| pattern.is_exact());
        Self {
            exact: ExactOrigins::new(exact.into_iter().map(OriginPattern::as_str)),
            patterns: (!patterns.is_empty()).then(|| Box::new(PatternSet::new(&patterns))),
        }
    }

    /// Whether the value of an `Origin` header stands in the set.
    #[inline]
    pub(super) fn contains(&self, origin: &[u8]) -> bool {
        origin.len() <= ORIGIN_LIMIT
            && (self.exact.contains(origin) || self.patterns.as_ref().is_some_and(|patterns| patterns.matches(origin)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(patterns: &[&str]) -> OriginSet {
        OriginSet::new(&patterns.iter().map(|text| OriginPattern::parse(text).unwrap()).collect::<Vec<_>>())
    }

    #[test]
    fn patterns_match_what_they_say_and_nothing_else() {
        let set = set(&[
            "https://example.com",
            "https://*.example.com",
            "https://*.example.org:8443",
            "http://*.dev.test:*",
            "http://localhost:*",
            "http://[::1]:*",
        ]);
        for (origin, allowed) in [
            ("https://example.com", true),
            ("https://a.example.com", true),
            ("https://a.b.example.com", true),
            ("https://a.example.com:8443", false),
            ("https://a.example.org:8443", true),
            ("https://a.example.org", false),
            ("https://example.org:8443", false),
            ("http://x.dev.test", true),
            ("http://x.dev.test:3000", true),
            ("http://dev.test:3000", false),
            ("http://localhost", true),
            ("http://localhost:5173", true),
            ("http://localhost:80", false),
            ("http://localhost:05173", false),
            ("http://localhost:65536", false),
            ("http://localhost:", false),
            ("http://[::1]:3000", true),
            ("http://[::1]", true),
            ("https://evilexample.com", false),
            ("https://.example.com", false),
            ("https://a..example.com", false),
            ("https://evil.test/.example.com", false),
            ("https://evil.test:1.example.com", false),
            ("https://A.example.com", false),
            ("https://a%2eexample.com", false),
            ("https://example.com.evil.test", false),
            ("https://example.com/", false),
            ("http://example.com", false),
            ("null", false),
            ("", false),
        ] {
            assert_eq!(set.contains(origin.as_bytes()), allowed, "{origin}");
        }
    }
}
