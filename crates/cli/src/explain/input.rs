//! What was handed over: console text, or the code or name of a rule.

use preflight_rules::{Rule, named};

use crate::exit::Failure;
use crate::pasted_text;

/// What was handed over.
pub enum Input {
    /// The rules that bear a name, or the one of a code.
    Rules(Vec<&'static Rule>),
    /// Console text.
    Console(String),
}

/// Reads the argument, or stdin.
pub fn read(argument: Option<&str>) -> Result<Input, Failure> {
    let text = match argument {
        Some(text) if text != "-" => text.to_owned(),
        _ => pasted_text::of_stdin()?,
    };
    let rules = named(text.trim());
    Ok(if rules.is_empty() { Input::Console(text) } else { Input::Rules(rules) })
}
