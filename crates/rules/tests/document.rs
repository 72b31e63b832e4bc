//! `docs/rules.md`: every code in a table of its family, with a link to its page.

#![forbid(unsafe_code)]

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use preflight_rules::{Family, Rule, all};

const HEAD: &str = "\
# Rules

What preflight can find. A code is never given twice and never changes its meaning; a name is unique in its family.
`preflight explain PF012` shows the page of a rule, `preflight explain wildcard-with-credentials` the pages of all that bear the name.

This file is made from `crates/rules`; `UPDATE_DOCS=1 cargo test -p preflight-rules` writes it.
";

const FAMILIES: [(Family, &str); 5] = [
    (Family::Calls, "PF0xx"),
    (Family::Policies, "PF1xx"),
    (Family::Configurations, "PF2xx"),
    (Family::Exposure, "PF3xx"),
    (Family::DevelopmentProxies, "PF4xx"),
];

#[test]
fn the_document_has_every_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let document = document();
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &document).expect("docs can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == document, "docs/rules.md is out of date; UPDATE_DOCS=1 writes it");
}

fn document() -> String {
    let mut document = HEAD.to_owned();
    for (family, codes) in FAMILIES {
        let rules: Vec<_> = all().filter(|rule| rule.family() == family).collect();
        if !rules.is_empty() {
            write!(
                document,
                "\n## {codes}: {}\n\n| code | name | severity | what it is |\n|---|---|---|---|\n",
                family.title()
            )
            .expect("a string takes everything");
            rules.iter().for_each(|rule| document += &row(rule));
        }
    }
    document
}

fn row(rule: &Rule) -> String {
    let Rule { code, name, title, severity, .. } = rule;
    format!("| [{code}](../crates/rules/pages/{code}-{name}.md) | `{name}` | {} | {title} |\n", severity.name())
}

#[test]
fn every_page_is_the_page_of_a_rule() {
    let pages = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("pages")).expect("the pages");
    assert_eq!(pages.count(), all().count());
}
