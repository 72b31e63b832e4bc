//! What was handed over: console text, or the code or name of a rule.

use std::path::Path;

use preflight_rules::{Rule, all, named};

use super::search::named_in_words;
use crate::exit::Failure;
use crate::pasted_text;

/// What was handed over.
pub enum Input {
    /// The rules that bear a name, or the one of a code, and what was written.
    Rules(Vec<&'static Rule>, String),
    /// Console text.
    Console(String),
}

/// Reads the argument, or stdin.
pub fn read(argument: Option<&str>) -> Result<Input, Failure> {
    let text = match argument {
        Some(text) if text != "-" => text.to_owned(),
        _ => pasted_text::of_stdin()?,
    };
    let name = text.trim();
    let mut rules = named(whole_code(name).as_deref().unwrap_or(name));
    if rules.is_empty() {
        rules = named_in_words(name);
    }
    if !rules.is_empty() {
        return Ok(Input::Rules(rules, name.to_owned()));
    }
    if let Some(failure) = unknown_rule(name) {
        return Err(failure);
    }
    pasted_text::refuse_folder(name)?;
    let is_file = !name.contains('\n') && Path::new(name).is_file();
    Ok(Input::Console(if is_file { pasted_text::of_file(Path::new(name))? } else { text }))
}

/// `PF5` and `5` are `PF005`.
fn whole_code(name: &str) -> Option<String> {
    let has_letters = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("PF"));
    let number = if has_letters { &name[2..] } else { name };
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("PF{number:0>3}"))
}

/// A code that there is not, or a name that is nearly one: the nearest that there are.
pub fn unknown_rule(name: &str) -> Option<Failure> {
    let number = name.get(..2).filter(|start| start.eq_ignore_ascii_case("PF")).map(|_| &name[2..]);
    if let Some(number) = number.filter(|number| !number.is_empty() && number.len() < 6) {
        let number: u32 = number.parse().ok()?;
        return Some(no_rule(&format!("there is no rule with the code PF{number:03}"), &nearest_codes(number)));
    }
    let is_name = |c: char| c.is_ascii_lowercase() || c == '-';
    let likeness = |rule: &&Rule| strsim::jaro(name, rule.name);
    let nearest = all().max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    let is_meant = name.contains('-') && name.chars().all(is_name) && likeness(&nearest) >= LIKENESS;
    is_meant.then(|| no_rule("there is no rule of this name", &[nearest]))
}

/// A name that is so like a rule's was probably meant for it (Jaro's similarity, 0 to 1).
const LIKENESS: f64 = 0.85;

fn no_rule(message: &str, nearest: &[&Rule]) -> Failure {
    let nearest: Vec<_> = nearest.iter().map(|rule| format!("`{}` ({})", rule.code, rule.name)).collect();
    let help = format!("the nearest: {}; docs/rules.md lists all", nearest.join(", "));
    Failure::usage(message.to_owned()).with_help(help)
}

/// The codes on both sides of a number.
fn nearest_codes(number: u32) -> Vec<&'static Rule> {
    let distance = |rule: &&Rule| rule.code[2..].parse::<u32>().unwrap_or_default().abs_diff(number);
    let mut rules: Vec<_> = all().collect();
    rules.sort_by_key(distance);
    rules.truncate(3);
    rules
}

#[cfg(test)]
mod tests {
    use super::{unknown_rule, whole_code};

    #[test]
    fn a_code_may_lack_its_zeros_and_its_letters() {
        for (name, code) in [("PF5", Some("PF005")), ("pf12", Some("PF012")), ("5", Some("PF005")), ("404 x", None)] {
            assert_eq!(whole_code(name).as_deref(), code, "{name}");
        }
    }

    #[test]
    fn a_rule_that_there_is_not_is_told_with_the_nearest() {
        for (name, says, help) in [
            ("PF999", "no rule with the code PF999", "the nearest: `PF"),
            ("pf000", "no rule with the code PF000", "`PF001` (error-without-cors)"),
            ("method-not-alowed", "no rule of this name", "`PF025` (method-not-allowed)"),
        ] {
            let failure = unknown_rule(name).unwrap_or_else(|| panic!("{name} is none"));
            assert!(failure.message.contains(says), "{failure:?}");
            assert!(failure.help.as_deref().is_some_and(|text| text.contains(help)), "{failure:?}");
        }
        for text in ["hello", "a-b", "PFx", "Access to fetch", ""] {
            assert!(unknown_rule(text).is_none(), "{text}");
        }
    }
}
