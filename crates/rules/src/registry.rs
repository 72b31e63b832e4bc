//! The one table of codes, a line each, a file a family. A code is never given twice and never changes its meaning.

use crate::rule::Rule;

macro_rules! rules {
    ($($constant:ident: $code:literal $name:literal $severity:ident [$($sees:ident),+] $since:literal $title:literal;)+) => {
        $(
            #[doc = concat!("[`", $code, "`](crate::all) `", $name, "`: ", $title, ".")]
            pub static $constant: Rule = Rule {
                code: $code,
                name: $name,
                title: $title,
                severity: Severity::$severity,
                sees: &[$(Subject::$sees),+],
                since: $since,
                page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/pages/", $code, "-", $name, ".md")),
            };
        )+

        /// In the order of the codes.
        pub(super) static RULES: &[&Rule] = &[$(&$constant),+];
    };
}

pub mod calls;
pub mod configurations;
pub mod policies;

/// Every rule, in the order of the codes.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [calls::RULES, policies::RULES, configurations::RULES].into_iter().flatten().copied()
}

/// The rule with this code, in any case.
pub fn by_code(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code.eq_ignore_ascii_case(code))
}

/// The rules that bear this name or have this code, in any case: a name is unique in its family only.
pub fn named(name: &str) -> Vec<&'static Rule> {
    all().filter(|rule| rule.name.eq_ignore_ascii_case(name) || rule.code.eq_ignore_ascii_case(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_form_and_their_order() {
        let is_code = |code: &str| {
            let digits = code.strip_prefix("PF").unwrap_or_default();
            digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()) && digits < "500"
        };
        assert!(all().all(|rule| is_code(rule.code)));
        assert!(all().is_sorted_by(|a, b| a.code < b.code));
    }

    #[test]
    fn a_name_is_unique_in_its_family() {
        for rule in all() {
            let bearers = named(rule.name).into_iter().filter(|other| other.family() == rule.family());
            assert_eq!(bearers.count(), 1, "{}", rule.name);
        }
    }

    #[test]
    fn a_page_begins_with_code_and_title_and_says_how_to_fix_it() {
        for rule in all() {
            assert!(rule.page.starts_with(&format!("# {}: {}\n", rule.code, rule.title)), "{}", rule.code);
            for heading in ["## What you see", "## Why", "## How to fix it"] {
                assert!(rule.page.contains(heading), "{} lacks `{heading}`", rule.code);
            }
        }
    }
}
