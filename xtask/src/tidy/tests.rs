use std::path::PathBuf;

use super::imports::{imports, named_paths};
use super::{Fault, Package, Source, circles, code, exceptions, printing, public_names, subjects};

fn said(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{} {}", fault.place, fault.message)).collect()
}

fn source(path: &str, text: &str) -> Source {
    Source { path: PathBuf::from(path), code: code::without_tests(text) }
}

#[test]
fn code_is_without_comments_literals_and_tests() {
    for (text, expected) in [
        ("a // use crate::b;\nc", "a \nc"),
        ("a /* x */ b", "a  b"),
        ("f(\"use \\\" x\") g", "f(\"\") g"),
        ("f(r#\"a \" b\"#) g", "f(\"\") g"),
        ("c == '\"' && d == '\\'' e", "c == ' ' && d == ' ' e"),
        ("fn f<'a>(x: &'a str) {}", "fn f<'a>(x: &'a str) {}"),
        ("a\n#[cfg(test)]\nmod tests { fn f() { { } } }\nb", "a\n\nb"),
        ("a\n#[cfg(test)]\nuse x::y;\nb", "a\n\nb"),
    ] {
        assert_eq!(code::without_tests(text), expected, "{text}");
    }
}

#[test]
fn imports_are_read_name_by_name() {
    let found = imports("use crate::a::{self, B, c::{D as E, F}};\npub(crate) use super::g::*;\npub use h::I;");
    let found: Vec<_> = found
        .iter()
        .map(|import| format!("{} as {} {}", import.path.join("::"), import.name, import.is_passed_on))
        .collect();
    assert_eq!(
        found,
        [
            "crate::a as a false",
            "crate::a::B as B false",
            "crate::a::c::D as E false",
            "crate::a::c::F as F false",
            "super::g::* as * true",
            "h::I as I true",
        ]
    );
    assert_eq!(named_paths("let x = crate::a::f(super::B);"), [vec!["crate", "a", "f"], vec!["super", "B"]]);
}

#[test]
fn circles_of_more_than_two_files_are_found() {
    let two =
        [source("lib.rs", "mod a; mod b;"), source("a.rs", "use crate::b::B;"), source("b.rs", "use crate::a::A;")];
    assert_eq!(circles::faults("x", &two), []);
    let three = [
        source("lib.rs", "mod a; mod b; mod c; pub use c::C;"),
        source("a.rs", "use crate::b::B;"),
        source("b.rs", "use crate::C;"),
        source("c.rs", "fn f() { super::a::g() }"),
    ];
    assert_eq!(
        said(&circles::faults("x", &three)),
        ["crates/x/src/a.rs is one of 3 files that import each other: a.rs → b.rs → c.rs → a.rs"],
        "a re-export leads on to the file that has it"
    );
    let tree = [
        source("lib.rs", "mod a;"),
        source("a.rs", "mod b; mod c; use b::B; use c::C; pub struct A;"),
        source("a/b.rs", "use super::c::C;"),
        source("a/c.rs", "#[cfg(test)] mod tests { use crate::a::A; }"),
    ];
    assert_eq!(circles::faults("x", &tree), []);
}

#[test]
fn a_public_name_stands_in_one_package() {
    let package = |name: &str, root: &str| Package {
        name: name.to_owned(),
        sources: vec![source("lib.rs", root), source("m.rs", "pub struct Answer;\npub struct Hidden;")],
    };
    let one = package("one", "mod m;\npub use m::Answer;");
    let two = package("two", "mod m;\npub use m::Answer;");
    let passes_on = package("three", "mod m;\npub use one::Other;");
    let faults = said(&public_names::faults(&[one, two, passes_on]));
    assert_eq!(faults, ["the public type `Answer` is in one and in two: a name stands for one thing"]);
    let private = package("private", "mod m;");
    let open = package("open", "pub mod m;");
    assert_eq!(public_names::faults(&[private, open]), []);
}

#[test]
fn printing_is_for_renderers_and_the_first_file() {
    let package = |name: &str, path: &str| Package {
        name: name.to_owned(),
        sources: vec![source(path, "fn f() { println!(\"x\"); anstream::eprint!(\"y\"); my_print!(); }")],
    };
    assert_eq!(printing::faults(&[package("report", "text.rs"), package("cli", "main.rs")]), []);
    let faults = said(&printing::faults(&[package("cli", "new.rs")]));
    assert_eq!(faults, ["crates/cli/src/new.rs prints (2 times): return a report, or let `main.rs` print"]);
}

#[test]
fn a_subject_has_one_clause() {
    for (subject, is_fine) in [
        ("console: a line wrapped by a terminal is read whole", true),
        ("probe: heads, bodies and trailers are bounded", true),
        ("probe: heads are bounded; bodies too", false),
        ("probe: heads are bounded, and bodies are read", false),
        ("a subject that goes on and on until nobody who reads a log can see its end any more", false),
    ] {
        assert_eq!(subjects::fault(subject).is_none(), is_fine, "{subject}");
    }
}

#[test]
fn an_exception_that_is_none_any_more_is_a_fault() {
    let fault = |place: &str| Fault { place: place.to_owned(), message: "is wrong".to_owned() };
    assert_eq!(said(&exceptions::taken_off_by(&["a"], vec![fault("a"), fault("b")])), ["b is wrong"]);
    let faults = said(&exceptions::taken_off_by(&["a", "c"], vec![fault("a")]));
    assert_eq!(faults, ["c is tidy: take it off the exceptions of `cargo xtask tidy`"]);
}
