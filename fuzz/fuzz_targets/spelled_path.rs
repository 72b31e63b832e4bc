//! No spelling of a path gets another policy than the path that it stands for.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_conformance::spelled_path::SpelledPath;

fuzz_target!(|drawn: SpelledPath| {
    if let Err(sentence) = drawn.check() {
        panic!("{sentence}\n{drawn:#?}");
    }
});
