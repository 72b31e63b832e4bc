//! Whatever a source holds, it is read without a panic, and so is its edit found: its ranges are characters of the source,
//! applied they are the text that was handed back, and a second run finds nothing more to edit.
//!
//! The first line names the system.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_dialects::{Dialect, Finding, Fix, Wanted, fix, import};

fuzz_target!(|text: &str| {
    let Some((system, source)) = text.split_once('\n') else { return };
    let Ok(dialect) = system.parse::<Dialect>() else { return };
    drop(import(dialect, source, "-"));
    let plain = Wanted::new("http://localhost:5173").expect("it is an origin");
    let full =
        plain.clone().with_credentials().with_method("PUT").and_then(|wanted| wanted.with_request_header("x-id", None));
    for wanted in [plain, full.expect("a page can ask for this")] {
        if let Ok(Finding::Fix(found)) = fix(Some(dialect), source, "-", &wanted) {
            check(dialect, source, &wanted, &found);
        }
    }
});

fn check(dialect: Dialect, source: &str, wanted: &Wanted, found: &Fix) {
    let mut edited = source.to_owned();
    for edit in found.edits.iter().rev() {
        edited.replace_range(edit.range.clone(), &edit.replacement);
    }
    assert_eq!(edited, found.text, "the ranges are not those of the source");
    if let Ok(Finding::Fix(again)) = fix(Some(dialect), &edited, "-", wanted) {
        assert!(again.edits.is_empty(), "edited again: {:?}\n{edited}\n{}", again.edits, again.text);
    }
}
