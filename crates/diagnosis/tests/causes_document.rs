//! `docs/causes.md` is written from the registry. `UPDATE_DOCS=1 cargo test -p preflight-diagnosis` writes it anew.

use std::fmt::Write;
use std::path::Path;

use preflight_diagnosis::Cause;

const HEAD: &str = "# Causes

Why a page's call fails, by what a person has to mend. A code is never given twice and never changes its meaning.
`preflight explain PF012` shows one of them. This file is generated from the registry in `crates/diagnosis`.

| code | name | what it is | how it shows | what mends it |
|---|---|---|---|---|
";

#[test]
fn the_document_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/causes.md");
    let document = document();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &document).expect("docs/causes.md can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == document, "docs/causes.md is old: run `UPDATE_DOCS=1 cargo test -p preflight-diagnosis`");
}

fn document() -> String {
    let mut document = HEAD.to_owned();
    for cause in Cause::all() {
        let cells = [cause.title(), cause.shows(), cause.mends()].map(|text| text.replace('|', "\\|"));
        let [title, shows, mends] = cells;
        writeln!(document, "| {} | `{}` | {title} | {shows} | {mends} |", cause.code(), cause.id())
            .expect("a string grows");
    }
    document
}
