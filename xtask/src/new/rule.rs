//! A rule of calls: its line in the registry, its page, its file, and its place in the order of judgement.

use super::name::Name;
use super::{Written, insert_after};
use crate::failure::Failure;

const REGISTRY: &str = "crates/rules/src/registry/calls.rs";
const PAGES: &str = "crates/rules/pages";
const RULES: &str = "crates/diagnosis/src/rules";
const MODULES: &str = "crates/diagnosis/src/rules.rs";
const ORDER: &str = "crates/diagnosis/src/order.rs";

/// What is written anew.
pub(super) fn files(name: &Name, read: impl Fn(&str) -> Result<String, Failure>) -> Result<Vec<Written>, Failure> {
    let registry = read(REGISTRY)?;
    if registry.contains(&format!("\"{}\"", name.kebab())) {
        return Err(Failure::usage(format!("there is a rule `{}`", name.kebab())));
    }
    let code = next_code(&registry)?;
    let line = format!(
        "    {}: \"{code}\" \"{}\" Error [Exchange, Console] \"{}\" \"{}\";\n",
        name.constant(),
        name.kebab(),
        env!("CARGO_PKG_VERSION"),
        name.words()
    );
    let module = format!("pub(crate) mod {};\n", name.snake());
    Ok(vec![
        insert_after(REGISTRY, &registry, &line, |line| line.contains(": \"PF0"))?,
        Written { path: format!("{PAGES}/{code}-{}.md", name.kebab()), text: page(&code, name) },
        Written { path: format!("{RULES}/{}.rs", name.snake()), text: judge(name) },
        insert_after(MODULES, &read(MODULES)?, &module, |line| line.starts_with("pub(crate) mod "))?,
        order(&read(ORDER)?, name)?,
    ])
}

/// What remains to be done, for a person.
pub(super) fn next(name: &Name) -> String {
    let snake = name.snake();
    format!(
        "\nNow say what it means:\n\
         1. the title, in the registry and on the first line of the page: a few words without a full stop\n\
         2. the page: what a person sees, why, how to check by hand, how to fix it, sources\n\
         3. {RULES}/{snake}.rs: the texts, `judge`, and the cases of its test\n\
         4. its place in {ORDER}: before the rules that it excludes\n\
         5. a server that shows it, and a sound one that does not, in conformance/causes\n\
         cargo test -p preflight-rules && cargo test -p preflight-diagnosis {snake}\n"
    )
}

/// The first code of calls that is free.
fn next_code(registry: &str) -> Result<String, Failure> {
    let codes = registry.split("\"PF0").skip(1).filter_map(|rest| rest.get(..2)?.parse::<u32>().ok());
    let next = codes.max().map_or(1, |last| last + 1);
    match next {
        ..100 => Ok(format!("PF0{next:02}")),
        _ => Err(Failure::found("PF099 was the last code of calls")),
    }
}

fn page(code: &str, name: &Name) -> String {
    format!(
        "# {code}: {}\n\n\
         ## What you see\n\n\
         ## Why\n\n\
         ## Check by hand\n\n\
         ```sh\ncurl -si -H 'Origin: https://app.example.com' https://api.example.com/todos\n```\n\n\
         ## How to fix it\n\n\
         ## Sources\n\n",
        name.words()
    )
}

fn judge(name: &Name) -> String {
    let (constant, kebab) = (name.constant(), name.kebab());
    format!(
        r#"//! `{kebab}`.

use preflight_rules::{{Certainty, {constant}}};

use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::judged::{{Judge, Judged, Role, Topic}};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {{
    rule: &{constant},
    role: Role::Cause,
    topic: Topic::Elsewhere,
    why: "",
    question: "?",
    fix: "",
    judge,
}};

fn judge(facts: &Facts<'_>) -> Judged {{
    match (facts, facts.failure()) {{
        (Facts::Said(_), Failure::Network(_)) => JUDGE.usual(Certainty::Possible),
        _ => Judged::No,
    }}
}}

#[cfg(test)]
mod tests {{
    use super::*;
    use crate::{{explain, read_console}};

    #[test]
    fn texts_of_browsers_name_it_where_it_can_be_so() {{
        for (sentence, text, is_named) in [
            ("a text in which it is so", "", true),
            ("one in which it cannot be", "", false),
        ] {{
            let messages = read_console(text);
            let explanation = explain(messages.first().expect("a text of a browser's console"));
            let is_found = explanation.candidates.iter().any(|candidate| candidate.finding.rule == &{constant});
            assert_eq!(is_found, is_named, "{{sentence}}");
        }}
    }}
}}
"#
    )
}

/// Imported, counted, and judged last.
fn order(text: &str, name: &Name) -> Result<Written, Failure> {
    let unknown = || Failure::found(format!("{ORDER} is not as `cargo xtask new` knows it"));
    let imports = text.find("use crate::rules::{").ok_or_else(unknown)?;
    let import_end = text[imports..].find("};").ok_or_else(unknown)? + imports;
    let mut modules: Vec<_> =
        text[imports + "use crate::rules::{".len()..import_end].split(',').map(str::trim).collect();
    let snake = name.snake();
    modules.push(&snake);
    modules.retain(|module| !module.is_empty());
    modules.sort_unstable();
    let text =
        format!("{}use crate::rules::{{\n    {},\n{}", &text[..imports], modules.join(", "), &text[import_end..]);
    let head = "ORDER: [&Judge; ";
    let count_start = text.find(head).ok_or_else(unknown)? + head.len();
    let count_end = text[count_start..].find(']').ok_or_else(unknown)? + count_start;
    let count: usize = text[count_start..count_end].parse().map_err(|_| unknown())?;
    let text = format!("{}{}{}", &text[..count_start], count + 1, &text[count_end..]);
    insert_after(ORDER, &text, &format!("    &{snake}::JUDGE,\n"), |line| line.ends_with("::JUDGE,"))
}
