use super::*;

fn search(source: &str) -> Reading {
    read(&Expression { source: source.into(), ignores_case: false, is_stateful: false }, Match::Search)
}

#[test]
fn expressions_become_patterns() {
    use Code::{RegexApproximated, RegexNoLabelBoundary, RegexNotTranslated, RegexUnanchored, RegexUnescapedDot};
    let cases: [(&str, &[&str], &[Code]); 22] = [
        (r"^https:\/\/app\.example\.com$", &["https://app.example.com"], &[]),
        (r"^https?:\/\/app\.example\.com$", &["http://app.example.com", "https://app.example.com"], &[]),
        (r"^https:\/\/(?:[a-z0-9-]+\.)+example\.com$", &["https://*.example.com"], &[]),
        (r"^https:\/\/(.+\.)?example\.com$", &["https://example.com", "https://*.example.com"], &[]),
        (
            r"^https:\/\/([a-z]+\.)?example\.com$",
            &["https://example.com", "https://*.example.com"],
            &[RegexApproximated],
        ),
        (r"^https:\/\/(a|b)\.example\.com$", &["https://a.example.com", "https://b.example.com"], &[]),
        (r"^http:\/\/localhost(:\d+)?$", &["http://localhost:*"], &[]),
        (r"^http:\/\/localhost:\d{4}$", &["http://localhost:*"], &[RegexApproximated]),
        (r"^http:\/\/localhost:3000$", &["http://localhost:3000"], &[]),
        (r"example\.com$", &["https://example.com", "https://*.example.com"], &[RegexUnanchored]),
        (r"\.example\.com$", &["https://*.example.com"], &[RegexUnanchored]),
        (r"^https:\/\/app\.example\.com", &["https://app.example.com"], &[RegexUnanchored]),
        (r"^https:\/\/app.example\.com$", &["https://app.example.com"], &[RegexUnescapedDot]),
        (r"^https:\/\/.*example\.com$", &["https://example.com", "https://*.example.com"], &[RegexNoLabelBoundary]),
        (r"^https:\/\/.*\.example\.com$", &["https://*.example.com"], &[]),
        (r"^https:\/\/app-[0-9]+\.example\.com$", &[], &[RegexNotTranslated]),
        (r"^https:\/\/(?!evil)example\.com$", &[], &[RegexNotTranslated]),
        (r"localhost", &[], &[RegexUnanchored, RegexNotTranslated]),
        (r"^(https:\/\/a\.test|https:\/\/b\.test)$", &["https://a.test", "https://b.test"], &[]),
        (r"^https:\/\/a\.test|https:\/\/b\.test$", &["https://a.test", "https://b.test"], &[RegexUnanchored]),
        (r"(", &[], &[RegexNotTranslated]),
        (r"^https:\/\/a\.test.*$", &["https://a.test"], &[RegexUnanchored]),
    ];
    for (source, patterns, codes) in cases {
        let reading = search(source);
        assert_eq!(reading.patterns, patterns, "{source}");
        let found: Vec<_> = reading.differences.iter().map(|(code, _)| *code).collect();
        assert_eq!(found, codes, "{source}");
    }
}

#[test]
fn an_expression_for_everything_is_any_origin() {
    for source in [".*", "^.*$", "", ".+"] {
        assert!(search(source).is_any, "{source}");
    }
}
