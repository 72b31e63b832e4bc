//! No text and no environment makes the reader panic.

#![allow(missing_docs, reason = "tests")]

use preflight_policy_file::{Color, Context, EnvFile, Environment, OriginsFile, Overrides, parse_json, parse_toml};

/// A small generator with a fixed seed (splitmix64): a failure repeats.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as usize % limit
    }

    fn text(&mut self, pieces: &[&str], limit: usize) -> String {
        (0..self.below(limit)).map(|_| pieces[self.below(pieces.len())]).collect()
    }
}

const PIECES: &[&str] = &[
    "\n",
    "\n",
    " ",
    "=",
    " = ",
    "\"",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    "#",
    ":",
    "\\",
    "\"\"\"",
    "\r\n",
    "\t",
    "[policy.a]\n",
    "[[route]]\n",
    "origins",
    "methods",
    "credentials",
    "max-age",
    "path",
    "host",
    "upstream",
    "policy",
    "listen",
    "route",
    "default-policy",
    "trusted-proxies",
    "env-file",
    "refused",
    "any",
    "true",
    "1",
    "-9",
    "1e9",
    "2h",
    "https://a.example",
    "http://h",
    "*",
    "${A}",
    "${",
    "$${",
    "${B:-",
    "}",
    "é",
    "\u{feff}",
    "\u{202e}",
    "\u{7f}",
    "\0",
    "/{*rest}",
    "/{a}",
    "/a",
    "{{",
    "}}",
    "null",
    "1979-05-27",
    "0x1F",
    "99999999999999999999",
    "::1",
    "@",
    "?",
    "%",
];

const KEYS: &[&str] = &[
    "listen",
    "public-url",
    "trusted-proxies",
    "upstream",
    "upstream-timeout",
    "hosts",
    "case-insensitive-paths",
    "requests",
    "timeouts.total",
    "timeouts.answer",
    "env-file",
    "default-policy",
    "policy.a.origins",
    "policy.a.methods",
    "policy.a.max-age",
    "policy.a.credentials",
    "policy.b.origins",
    "policy",
];

#[test]
fn arbitrary_texts() {
    let mut random = Random(1);
    for _ in 0..3_000 {
        let text = random.text(PIECES, 40);
        check(&text, &mut random);
    }
}

#[test]
fn arbitrary_values() {
    let mut random = Random(2);
    for _ in 0..3_000 {
        let mut text = String::new();
        let first = random.below(KEYS.len());
        for key in KEYS.iter().cycle().skip(first).take(3) {
            let value = random.text(PIECES, 4);
            let value = value.escape_default();
            text += &match random.below(3) {
                0 => format!("{key} = \"{value}\"\n").replace("\\'", "'"),
                1 => format!("{key} = [\"{value}\", \"x\"]\n").replace("\\'", "'"),
                _ => format!("{key} = {value}\n"),
            };
        }
        for _ in 0..random.below(4) {
            let (host, path) = (random.text(PIECES, 3), random.text(PIECES, 6));
            text += &format!("[[route]]\nhost = {host:?}\npath = {path:?}\nupstream = 'http://h'\n");
        }
        check(&text, &mut random);
    }
}

#[test]
fn arbitrary_paths_of_routes() {
    let mut random = Random(3);
    let pieces = ["/", "/", "a", "b", "{a}", "{b}", "{*c}", "{", "}", "{{", "}}", "*", "é", ":", "-"];
    for _ in 0..3_000 {
        let mut text = "policy.a.origins = 'any'\n".to_owned();
        for _ in 0..4 {
            text += &format!("[[route]]\npath = '/{}'\nupstream = 'http://h'\n", random.text(&pieces, 6));
        }
        check(&text, &mut random);
    }
}

#[test]
fn nesting_without_end() {
    for depth in [100, 1000, 100_000] {
        let mut random = Random(4);
        check(&format!("a = {}", "[".repeat(depth)), &mut random);
        check(&format!("a = {}{}", "[".repeat(depth), "]".repeat(depth)), &mut random);
        check(&format!("a = {}", "{a=".repeat(depth)), &mut random);
        check(&format!("{}a = 1", "a.".repeat(depth)), &mut random);
        check(&format!("[{}a]", "a.".repeat(depth)), &mut random);
        check(&format!("{{\"a\":{}", "[".repeat(depth)), &mut random);
        check(&"{\"a\":".repeat(depth), &mut random);
    }
}

fn check(text: &str, random: &mut Random) {
    let value = random.text(PIECES, 6);
    let mut environment = Environment::new([("A", value.as_str()), ("PREFLIGHT_ORIGINS", &value), ("PREFLIGHT_X", "")]);
    if let Ok(env_file) = EnvFile::parse(text, ".env") {
        environment = environment.with_env_file(env_file);
    }
    let overrides = match random.below(3) {
        0 => Overrides {
            origins_file: Some(OriginsFile::new("o", text)),
            upstream: Some(value.clone()),
            listen: Some(value.clone()),
            methods: vec![value],
            ..Overrides::default()
        },
        _ => Overrides::default(),
    };
    let context = Context { environment, overrides, ..Context::default() };
    for parsed in [parse_toml(text, text, &context), parse_json(text, "f", &context)] {
        if let Err(diagnostics) = parsed {
            let rendered = diagnostics.render(Color::Never) + &diagnostics.to_string();
            assert!(!rendered.contains(['\u{1b}', '\0', '\u{202e}']), "{rendered:?}");
        }
    }
}
