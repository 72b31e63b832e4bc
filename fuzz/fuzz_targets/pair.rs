//! What the server half allows is what the browser half shares, and nothing else.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_conformance::pair::Scenario;

fuzz_target!(|scenario: Scenario| {
    if let Err(sentence) = scenario.check() {
        panic!("{sentence}\n{scenario:#?}");
    }
});
