//! `docs/causes.md` and `docs/causes/PFnnn.md` are written from the registry. `UPDATE_DOCS=1 cargo test -p
//! preflight-diagnosis` writes them anew.

use std::fmt::Write;
use std::path::Path;

use preflight_diagnosis::Cause;

const HEAD: &str = "# Causes

Why a page's call fails, by what a person has to mend. A code is never given twice and never changes its meaning.
`preflight explain PF012` shows the page of one. These files are generated from the registry in `crates/diagnosis`.

| code | name | what it is | how it shows | what mends it |
|---|---|---|---|---|
";

#[test]
fn the_documents_are_up_to_date() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    assert_up_to_date(&docs.join("causes.md"), &document());
    for cause in Cause::all() {
        assert_up_to_date(&docs.join("causes").join(format!("{}.md", cause.code())), &cause.page());
    }
}

#[test]
fn no_page_is_left_of_a_code_that_is_none() {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        return;
    }
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/causes");
    let names = std::fs::read_dir(pages).expect("the pages").map(|entry| entry.expect("a page").file_name());
    let count = names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.ends_with(".md")).count();
    assert_eq!(count, Cause::all().count());
}

#[test]
fn every_page_says_why_and_what_mends_it_and_names_a_source() {
    for cause in Cause::all() {
        let page = cause.page();
        for part in ["## What you see", "## Why", "## What mends it", "## Sources", "* <https://"] {
            assert!(page.contains(part), "{} lacks {part}", cause.code());
        }
        if cause.is_mended_by_headers() {
            assert!(page.contains("curl -s"), "{} has no line to look by hand", cause.code());
        }
    }
}

fn assert_up_to_date(path: &Path, document: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a directory")).expect("docs can be written");
        std::fs::write(path, document).expect("docs can be written");
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == document, "{} is old: run `UPDATE_DOCS=1 cargo test -p preflight-diagnosis`", path.display());
}

fn document() -> String {
    let mut document = HEAD.to_owned();
    for cause in Cause::all() {
        let cells = [cause.title(), cause.shows(), cause.mends()].map(|text| text.replace('|', "\\|"));
        let [title, shows, mends] = cells;
        let code = cause.code();
        writeln!(document, "| [{code}](causes/{code}.md) | `{}` | {title} | {shows} | {mends} |", cause.id())
            .expect("a string grows");
    }
    document
}
