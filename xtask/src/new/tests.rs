use super::name::Name;
use super::{fact, rule};
use crate::failure::Failure;

const REGISTRY: &str = "rules! {\n    A_B: \"PF001\" \"a-b\" Error [Exchange] \"0.1.0\" \"t\";\n    C: \"PF041\" \"c\" Error [Exchange] \"0.1.0\" \"t\";\n}\n";
const MODULES: &str = "//! Rules.\n\npub(crate) mod a_b;\npub(crate) mod c;\n";
const ORDER: &str = "use crate::judged::Judge;\nuse crate::rules::{\n    a_b, c,\n};\n\npub(crate) static ORDER: [&Judge; 2] = [\n    &a_b::JUDGE,\n    &c::JUDGE,\n];\n";

fn files_of_rules(path: &str) -> Result<String, Failure> {
    let text = match path.rsplit('/').next() {
        Some("calls.rs") => REGISTRY,
        Some("rules.rs") => MODULES,
        Some("order.rs") => ORDER,
        _ => return Err(Failure::found(path)),
    };
    Ok(text.to_owned())
}

#[test]
fn a_rule_has_its_line_its_page_its_file_and_its_place() {
    let name = Name::parse("b-new").expect("a name");
    let files = rule::files(&name, files_of_rules).expect("the files are known");
    let text = |path: &str| &files.iter().find(|file| file.path.ends_with(path)).expect(path).text;
    let registry = text("calls.rs");
    assert!(registry.contains("    B_NEW: \"PF042\" \"b-new\" Error"), "{registry}");
    assert!(text("pages/PF042-b-new.md").starts_with("# PF042: b new\n"));
    assert!(text("rules/b_new.rs").contains("rule: &B_NEW,"));
    assert!(text("src/rules.rs").ends_with("pub(crate) mod b_new;\n"));
    let order = text("order.rs");
    for part in ["a_b, b_new, c", "[&Judge; 3]", "    &c::JUDGE,\n    &b_new::JUDGE,\n];"] {
        assert!(order.contains(part), "{order}");
    }
}

#[test]
fn a_fact_has_its_line_and_its_evidence() {
    let read = |path: &str| {
        let facts = "fact::facts! {\n    /// One.\n    one: bool = true;\n}\n\nimpl X {\n    const A: u8 = 1;\n}\n";
        let evidence = "pub const EVIDENCE: &[X] = &[\n    (\"one\", Group(\"g\")),\n];\n";
        Ok(if path.ends_with("user_agent.rs") { facts } else { evidence }.to_owned())
    };
    let files = fact::files(&Name::parse("sends_two").expect("a name"), read).expect("the files are known");
    assert!(files[0].text.contains("one: bool = true;\n    /// Whether sends two.\n    sends_two: bool = false;\n}"));
    assert!(files[1].text.contains("    (\"sends_two\", Group(\"sends-two\")),\n];"));
}

#[test]
fn the_tables_are_as_they_are_known() {
    let name = Name::parse("that-nobody-has").expect("a name");
    assert!(fact::files(&name, super::read).is_ok());
    assert!(rule::files(&name, super::read).is_ok());
    assert!(rule::files(&Name::parse("acao-duplicated").expect("a name"), super::read).is_err(), "it is there");
    assert!(fact::files(&Name::parse("max_age_cap").expect("a name"), super::read).is_err(), "it is there");
}

#[test]
fn a_name_is_words_in_lower_case() {
    for (text, is_fine) in [("a-b", true), ("a_b2", true), ("", false), ("A-b", false), ("a--b", false), ("2a", false)]
    {
        assert_eq!(Name::parse(text).is_ok(), is_fine, "{text}");
    }
}
