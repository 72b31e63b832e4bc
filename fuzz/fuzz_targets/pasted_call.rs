//! A text that is read as a call never panics, and what is read is a call that a page can make.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_engine::request_header::{is_forbidden, is_name};

fuzz_target!(|text: &str| {
    let Some(Ok(pasted)) = preflight_pasted_call::read(text) else { return };
    let url = pasted.call.url.value();
    assert!(url.is_some() != pasted.lacks_url.is_some(), "it says where it goes, or why that is not known");
    assert!(url.is_none_or(|url| url.username().is_empty() && url.password().is_none()), "{text}");
    // At what is no name `fetch()` throws, which whoever makes the call says.
    for header in pasted.call.headers.iter().filter(|header| is_name(header.name.as_bytes())) {
        let value = header.value.value().map(String::as_str).unwrap_or_default();
        assert!(!is_forbidden(header.name.as_bytes(), value.as_bytes()), "{text}");
    }
});
