//! The cases: each field that a server answers with or a page sets, long in every way that lists are.

use super::exchange::{Call, Field};
use preflight_engine::browser::{Api, CredentialsMode};

const MEGABYTE: usize = 1024 * 1024;

/// The fields that the browser half reads.
const RESPONSE_FIELDS: [&str; 15] = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Expose-Headers",
    "Cache-Control",
    "Content-Disposition",
    "Content-Length",
    "Content-Type",
    "Cross-Origin-Resource-Policy",
    "ETag",
    "Expires",
    "Location",
    "Set-Cookie",
    "Vary",
    "X-Content-Type-Options",
    "X-Other",
];

const PREFLIGHT_FIELDS: [&str; 4] = [
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Origin",
    "Access-Control-Max-Age",
];

pub fn cases() -> Vec<(String, Call)> {
    let mut cases = Vec::new();
    for (shape, lines) in shapes() {
        for field in PREFLIGHT_FIELDS {
            cases.push((format!("preflight: {field}, {shape}"), in_preflight(field, &lines)));
        }
    }
    for (shape, lines) in shapes() {
        for field in RESPONSE_FIELDS {
            cases.push((format!("{field}, {shape}"), in_response(field, &lines)));
            if field == "Location" {
                cases.push((format!("{field} of a redirect, {shape}"), in_redirect(field, &lines)));
            }
        }
    }
    cases.extend(products());
    cases
}

/// A megabyte each.
fn shapes() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    vec![
        ("names", vec![names(MEGABYTE / 8).join(&b',')]),
        ("short names", vec![short_names(MEGABYTE / 4).join(&b',')]),
        ("one name", vec![vec![&b"x-same"[..]; MEGABYTE / 7].join(&b',')]),
        ("commas", vec![vec![b','; MEGABYTE]]),
        ("spaces", vec![vec![b' '; MEGABYTE]]),
        ("quotes", vec![vec![b'"'; MEGABYTE]]),
        ("semicolons", vec![vec![b';'; MEGABYTE]]),
        ("percent signs", vec![b"%41".repeat(MEGABYTE / 3)]),
        ("digits", vec![vec![b'1'; MEGABYTE]]),
        ("one long name", vec![vec![b'x'; MEGABYTE]]),
        ("bytes beyond ASCII", vec![vec![0xE9; MEGABYTE]]),
        ("lines", names(MEGABYTE / 32)),
        ("equal lines", vec![b"x-same=1".to_vec(); MEGABYTE / 32]),
        ("empty lines", vec![Vec::new(); MEGABYTE / 32]),
    ]
}

fn names(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|number| format!("x{number:06}").into_bytes()).collect()
}

fn short_names(count: usize) -> Vec<Vec<u8>> {
    let letter = |number: usize| b"abcdefghijklmnopqrstuvwxyz0123456789!#$%&'^_`|~+-."[number % 50];
    (0..count).map(|number| vec![letter(number), letter(number / 50), letter(number / 2500)]).collect()
}

fn field(name: &str, value: impl Into<Vec<u8>>) -> Field {
    (name.into(), value.into())
}

fn allowing(further: impl IntoIterator<Item = Field>) -> Vec<Field> {
    let allowed = [
        field("Access-Control-Allow-Origin", "https://app.example.com"),
        field("Access-Control-Allow-Credentials", "true"),
    ];
    allowed.into_iter().chain(further).collect()
}

fn long(name: &str, lines: &[Vec<u8>]) -> Vec<Field> {
    lines.iter().map(|line| field(name, line.clone())).collect()
}

fn call() -> Call {
    Call {
        method: "GET",
        credentials: CredentialsMode::Include,
        responses: vec![(200, allowing([]))],
        ..Call::default()
    }
}

fn in_preflight(name: &str, lines: &[Vec<u8>]) -> Call {
    let headers = vec![field("x-asked", "1"), field("x-asked-too", "1")];
    Call { method: "PATCH", headers, preflight: allowing(long(name, lines)), ..call() }
}

fn in_response(name: &str, lines: &[Vec<u8>]) -> Call {
    let fields = allowing([field("Cache-Control", "max-age=60"), field("x000001", "seen")]);
    Call { responses: vec![(200, [fields, long(name, lines)].concat())], ..call() }
}

fn in_redirect(name: &str, lines: &[Vec<u8>]) -> Call {
    let responses = vec![(302, allowing(long(name, lines))), (200, allowing([]))];
    Call { responses, ..call() }
}

/// Where one length is multiplied with another, if anywhere.
fn products() -> Vec<(String, Call)> {
    let asked = || names(10_000).into_iter().map(|name| (name, b"1".to_vec())).collect::<Vec<_>>();
    let named = |name: &str, count| field(name, names(count).join(&b','));
    let mut upper = asked();
    upper.iter_mut().for_each(|(name, _)| name.make_ascii_uppercase());
    let many = [asked(), upper].concat();
    let allowed = allowing([named("Access-Control-Allow-Headers", 100_000)]);
    let partly = allowing([named("Access-Control-Allow-Headers", 5_000)]);
    let same = vec![field("x-same", "1"); 10_000];
    let accepts = vec![field("Accept", "a/b"); 10_000];
    let types = vec![field("Content-Type", "text/plain"); 10_000];
    let varied = || allowing([field("Cache-Control", "max-age=60"), named("Vary", 100_000)]);
    let exposed = [allowing([named("Access-Control-Expose-Headers", 100_000)]), asked()].concat();
    let redirect = allowing([field("Location", "/"), named("Access-Control-Expose-Headers", 100_000)]);
    let exposing = Call { responses: vec![(200, exposed)], ..call() };
    let cases = [
        ("10,000 headers, all allowed", Call { headers: asked(), preflight: allowed.clone(), ..call() }),
        ("10,000 headers, half of them allowed", Call { headers: asked(), preflight: partly.clone(), ..call() }),
        ("20,000 headers in two spellings", Call { headers: many.clone(), preflight: allowed.clone(), ..call() }),
        ("the same by XHR", Call { api: Api::Xhr, headers: many, preflight: partly, ..call() }),
        ("10,000 times one header", Call { headers: same, preflight: allowed.clone(), ..call() }),
        ("10,000 times Accept", Call { headers: accepts, preflight: allowed.clone(), ..call() }),
        ("10,000 times Content-Type", Call { headers: types, preflight: allowed.clone(), ..call() }),
        ("10,000 fields, 100,000 exposed names", exposing),
        (
            "10,000 headers, 100,000 names in Vary",
            Call { headers: asked(), preflight: allowed.clone(), responses: vec![(200, varied())], ..call() },
        ),
        ("20 redirects with 100,000 names", Call { responses: vec![(302, redirect.clone())], ..call() }),
        (
            "20 redirects of 10,000 headers",
            Call { headers: asked(), preflight: allowed, responses: vec![(302, redirect)], ..call() },
        ),
    ];
    cases.map(|(name, call)| (name.to_owned(), call)).into()
}
