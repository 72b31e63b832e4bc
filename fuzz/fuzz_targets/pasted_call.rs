//! A line that is read as a call never panics, and what is read is a call that a page can make.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_engine::request_header::is_forbidden;

fuzz_target!(|text: &str| {
    let Some(Ok(call)) = preflight_pasted_call::read(text) else { return };
    assert!(call.url.username().is_empty() && call.url.password().is_none(), "{text}");
    assert!(call.headers.iter().all(|(name, value)| !is_forbidden(name.as_bytes(), value.as_bytes())), "{text}");
});
