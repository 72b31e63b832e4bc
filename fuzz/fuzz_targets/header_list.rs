//! Header lists against an implementation that is slow and plain, and the request-header safelist against its own words.

#![no_main]

use std::collections::BTreeSet;
use std::time::Duration;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use preflight_engine::browser::{Browser, Fetch, FetchRequest, RequestInit, Step, UserAgent};
use preflight_engine::header_list::HeaderList;
use preflight_engine::{Origin, request_header};

const NAMES: [&str; 8] =
    ["accept", "Accept-Language", "content-language", "Content-Type", "range", "x-a", "X-A", "authorization"];

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    lines: Vec<&'a [u8]>,
    headers: Vec<(u8, &'a [u8])>,
}

fuzz_target!(|input: Input<'_>| {
    extracts_what_the_grammar_says(&input.lines);
    asks_for_what_is_not_safelisted(&input.headers);
});

fn extracts_what_the_grammar_says(lines: &[&[u8]]) {
    let list: HeaderList = lines.iter().map(|line| ("X-List", *line)).collect();
    let extracted = list.extract_header_list_values(b"x-list");
    let joined: HeaderList = list.get(b"X-LIST").map(|value| ("x-list", value)).into_iter().collect();
    assert_eq!(
        extracted.clone().ok(),
        joined.extract_header_list_values(b"x-list").ok(),
        "lines are not joined by commas"
    );
    assert_eq!(extracted.ok().flatten(), plain_elements(lines));
}

/// `#token`, one byte at a time; none where there is no line or where an element is no token.
fn plain_elements(lines: &[&[u8]]) -> Option<Vec<Vec<u8>>> {
    let mut elements = Vec::new();
    for line in lines {
        for element in line.split(|&byte| byte == b',') {
            let text: Vec<u8> = element.iter().copied().skip_while(is_space).collect();
            let end = text.iter().rposition(|byte| !is_space(byte)).map_or(0, |last| last + 1);
            if text[..end].iter().any(|byte| !is_tchar(*byte)) {
                return None;
            }
            elements.extend((end > 0).then(|| text[..end].to_vec()));
        }
    }
    (!lines.is_empty()).then_some(elements)
}

fn is_space(byte: &u8) -> bool {
    *byte == b' ' || *byte == b'\t'
}

fn is_tchar(byte: u8) -> bool {
    (0x21..=0x7E).contains(&byte) && !b"\"(),/:;<=>?@[\\]{}".contains(&byte)
}

fn asks_for_what_is_not_safelisted(headers: &[(u8, &[u8])]) {
    let headers = headers.iter().map(|(name, value)| (NAMES[usize::from(*name) % NAMES.len()].into(), value.to_vec()));
    let init = RequestInit { headers: headers.collect(), ..RequestInit::default() };
    let (origin, url) = (Origin::parse("https://app.test").unwrap(), "https://api.test/".parse().unwrap());
    let Ok(request) = FetchRequest::new(origin, url, init) else { return };
    let asked = asked_names(request.clone());

    assert!(asked.is_sorted() && asked.iter().collect::<BTreeSet<_>>().len() == asked.len(), "{asked:?}");
    let total: usize = request.headers().iter().filter(|field| is_safe(field)).map(|(_, value)| value.len()).sum();
    for (name, value) in request.headers().iter() {
        let is_asked = asked.contains(&name.to_ascii_lowercase());
        let is_safe = is_safe(&(name, value));
        assert!(is_safe || is_asked, "{:?} is not asked for", name.escape_ascii());
        assert!(!is_safe || looks_safe(name, value), "{:?} is safelisted", value.escape_ascii());
        assert!(!(is_safe && total > request_header::SAFELISTED_VALUES_LIMIT) || is_asked);
    }
}

fn is_safe((name, value): &(&[u8], &[u8])) -> bool {
    assert_eq!(
        request_header::is_cors_safelisted(name, value),
        request_header::is_cors_safelisted(&name.to_ascii_uppercase(), value),
        "the case of a name matters"
    );
    request_header::is_cors_safelisted(name, value)
}

/// What every safelisted header has in common.
fn looks_safe(name: &[u8], value: &[u8]) -> bool {
    let is_named = request_header::is_no_cors_safelisted_name(name) || name.eq_ignore_ascii_case(b"range");
    let is_plain = !value.iter().any(|byte| b"\"():<>?@[\\]{}\x7f\0\r\n".contains(byte));
    is_named && is_plain && value.len() <= request_header::SAFELISTED_VALUE_LIMIT
}

fn asked_names(request: FetchRequest) -> Vec<Vec<u8>> {
    let mut browser = Browser::new(UserAgent::STANDARD);
    let Step::Send { head, .. } = Fetch::start(request, &mut browser, Duration::ZERO) else {
        panic!("nothing is sent")
    };
    let names = head.headers.get(b"access-control-request-headers").unwrap_or_default();
    names.split(|&byte| byte == b',').filter(|name| !name.is_empty()).map(<[u8]>::to_vec).collect()
}
