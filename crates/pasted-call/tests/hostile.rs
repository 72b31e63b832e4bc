//! Texts that nobody wrote: none of them makes the reader panic, loop, or take long.

#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use preflight_engine::request_header::{is_forbidden, is_name};
use preflight_pasted_call::{TEXT_LIMIT, Unreadable, read};

/// So long is a text that is measured.
const LENGTH: usize = TEXT_LIMIT / 8;

/// So long may it take in a build for tests, where it takes a tenth of a second; what takes quadratic time takes more.
const TIME_LIMIT: Duration = Duration::from_secs(3);

/// What is put into texts: all that begins, ends or escapes something.
const PIECES: [&str; 40] = [
    "'",
    "\"",
    "`",
    "${",
    "}",
    "{",
    "(",
    ")",
    "[",
    "]",
    "^",
    "^\"",
    "\\",
    "\n",
    " ",
    ",",
    ":",
    ";",
    "=",
    "=>",
    "$(",
    "@{",
    "#",
    "//",
    "/*",
    "...",
    "+",
    "||",
    "fetch(",
    "axios.post(",
    "$.ajax(",
    "new ",
    "await ",
    "x.open('GET','http://a.test')",
    "curl ",
    " -H ",
    "Invoke-WebRequest ",
    "http POST :1 ",
    "{{",
    "é\u{202e}",
];

/// A generator of numbers that are as good as random here, and the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

fn check(text: &str) {
    let Some(Ok(pasted)) = read(text) else { return };
    // It says where it goes, or why that is not known.
    let url = pasted.call.url.value();
    assert!(url.is_some() != pasted.lacks_url.is_some(), "{text:.200}");
    assert!(url.is_none_or(|url| url.username().is_empty() && url.password().is_none()), "{text:.200}");
    // At what is no name `fetch()` throws, which whoever makes the call says.
    for header in pasted.call.headers.iter().filter(|header| is_name(header.name.as_bytes())) {
        let value = header.value.value().map(String::as_str).unwrap_or_default();
        assert!(!is_forbidden(header.name.as_bytes(), value.as_bytes()), "{text}");
    }
}

fn samples() -> Vec<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/calls");
    let files = fs::read_dir(directory).expect("the calls").map(|entry| entry.expect("a file").path());
    let texts: Vec<String> = files.map(|path| fs::read_to_string(path).expect("a text")).collect();
    texts.iter().flat_map(|text| text.split("\n=== ")).map(str::to_owned).collect()
}

#[test]
fn a_text_with_changes_is_read_or_refused() {
    let samples = samples();
    let mut numbers = Numbers(9);
    for _ in 0..4_000 {
        let mut text = samples[numbers.below(samples.len())].clone();
        for _ in 0..=numbers.below(6) {
            let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = boundaries[numbers.below(boundaries.len())];
            match numbers.below(3) {
                0 => text.truncate(at),
                1 => text.insert_str(at, PIECES[numbers.below(PIECES.len())]),
                _ => drop(text.drain(..at)),
            }
        }
        check(&text);
    }
}

#[test]
fn a_text_of_pieces_is_read_or_refused() {
    let mut numbers = Numbers(5);
    for _ in 0..4_000 {
        let count = numbers.below(30);
        check(&(0..count).map(|_| PIECES[numbers.below(PIECES.len())]).collect::<String>());
    }
}

#[test]
fn long_texts_take_time_by_their_length() {
    let starts = [
        "",
        "fetch('http://a.test', ",
        "curl http://a.test ",
        "irm http://a.test -Body ",
        "x = ",
        "GET http://a.test\n",
    ];
    let units = [
        "(",
        "[",
        "{",
        "`${",
        "'",
        "\\'",
        "\\'''",
        "\"\"\"",
        "f'{a}'",
        "^",
        "$(",
        "$a ",
        "a.",
        "a+",
        "'a'+",
        "a=a+a\n",
        "await ",
        "new X(",
        "x = async x = ",
        "{a:",
        "{a,",
        "...a,",
        "f(",
        "a=>",
        "<",
        "a<b,",
        "//\n",
        "/*",
        "/",
        "@{",
        "@{a=",
        "\"$a\"",
        "a=$A$A\n",
        "curl ",
        "> ",
        "$ ",
        "-H 'a: b' ",
        "```\n",
        "`curl x` ",
        "# ",
        "{{",
        "h.append('a',b);",
        "a=h;h.set('a','b');",
        "x.a=b;",
        "axios.post(x,{}).then(",
        "$.ajax({url:'http://a.test'});",
        "x.open('GET','http://a.test');",
        "a?.b",
        "A: b\n",
        "\n",
        "| ",
        ": ",
    ];
    for (number, unit) in units.iter().enumerate() {
        for start in [starts[0], starts[1 + number % (starts.len() - 1)]] {
            let text = format!("{start}{}", unit.repeat(LENGTH / unit.len()));
            let begin = Instant::now();
            check(&text);
            let time = begin.elapsed();
            assert!(time < TIME_LIMIT, "{start}{unit} takes {time:?}");
        }
    }
}

#[test]
fn a_longer_text_is_refused_at_once() {
    let long = "a".repeat(8 * TEXT_LIMIT);
    assert_eq!(read(&format!("curl http://a.test -d {long}")), Some(Err(Unreadable::TooLong)));
    assert_eq!(read(&format!("fetch('http://a.test', {{body: '{long}")), Some(Err(Unreadable::TooLong)));
    assert_eq!(read(&long), None);
}
