//! `${NAME}` and `${NAME:-default}` in the strings of a policy file; `$${` stands for `${`.

use std::borrow::Cow;

use crate::environment::{Environment, Variable};

/// A string expands to at most this many bytes. A list of a million origins in a variable fits.
pub(crate) const EXPANSION_LIMIT: usize = 64 << 20;

/// Why a string could not be expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ExpansionError {
    Undefined {
        name: String,
    },
    /// Undefined, but the env-file could not be read, which is an error already.
    PerhapsInEnvFile,
    /// The process has it, but not as Unicode.
    NotUnicode {
        name: String,
    },
    Unclosed,
    InvalidName {
        name: String,
    },
    TooLong,
}

/// The string with its variables, and whether there were any.
pub(crate) fn expand<'a>(template: &'a str, environment: &Environment) -> Result<(Cow<'a, str>, bool), ExpansionError> {
    if !template.contains("${") {
        return Ok((Cow::Borrowed(template), false));
    }
    let mut expanded = String::new();
    let mut has_variables = false;
    let mut rest = template;
    while let Some(dollar) = rest.find("${") {
        let (before, reference) = rest.split_at(dollar);
        let reference = &reference["${".len()..];
        if let Some(before) = before.strip_suffix('$') {
            expanded += before;
            expanded += "${";
            rest = reference;
            continue;
        }
        let (content, after) = reference.split_once('}').ok_or(ExpansionError::Unclosed)?;
        expanded += before;
        expanded += &value(content, environment)?;
        if expanded.len() > EXPANSION_LIMIT {
            return Err(ExpansionError::TooLong);
        }
        has_variables = true;
        rest = after;
    }
    expanded += rest;
    Ok((Cow::Owned(expanded), has_variables))
}

/// The string that expands to this one.
pub(crate) fn escape(text: &str) -> String {
    text.replace("${", "$${")
}

/// As in a shell, a default takes the place of an empty variable too.
fn value<'a>(content: &'a str, environment: &'a Environment) -> Result<Cow<'a, str>, ExpansionError> {
    let (name, default) = match content.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (content, None),
    };
    if !is_name(name) {
        return Err(ExpansionError::InvalidName { name: name.to_owned() });
    }
    match (environment.variable(name), default) {
        (Variable::Is(""), Some(default)) => Ok(default.into()),
        (Variable::Is(value), _) => Ok(value.into()),
        (Variable::NotUnicode, _) => Err(ExpansionError::NotUnicode { name: name.to_owned() }),
        (Variable::Undefined | Variable::PerhapsInEnvFile, Some(default)) => Ok(default.into()),
        (Variable::Undefined, None) => Err(ExpansionError::Undefined { name: name.to_owned() }),
        (Variable::PerhapsInEnvFile, None) => Err(ExpansionError::PerhapsInEnvFile),
    }
}

/// Whether this is the name of a variable: letters, digits and `_`, no digit first.
pub(crate) fn is_name(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_expand() {
        let environment = Environment::new([("A", "1"), ("EMPTY", ""), ("B", "${A}")]);
        let cases = [
            ("nothing to expand", "a$b", "a$b", false),
            ("a variable", "${A}", "1", true),
            ("variables in a text", "x${A}y${A}z", "x1y1z", true),
            ("a value is not expanded again", "${B}", "${A}", true),
            ("an empty variable", "${EMPTY}", "", true),
            ("a default for an undefined variable", "${NONE:-d}", "d", true),
            ("a default for an empty variable", "${EMPTY:-d}", "d", true),
            ("a default that is not needed", "${A:-d}", "1", true),
            ("a default with what a URL has", "${NONE:-https://a:1/$}", "https://a:1/$", true),
            ("an empty default", "${NONE:-}", "", true),
            ("an escaped reference", "$${A}", "${A}", false),
            ("an escaped and a true reference", "$${A}${A}", "${A}1", true),
            ("an escape without an end", "$${", "${", false),
        ];
        for (sentence, template, expected, has_variables) in cases {
            assert_eq!(expand(template, &environment), Ok((expected.into(), has_variables)), "{sentence}");
        }
    }

    #[test]
    fn what_cannot_be_expanded_says_why() {
        let environment = Environment::default();
        let name = String::from;
        let cases = [
            ("undefined", "${A}", ExpansionError::Undefined { name: name("A") }),
            ("not closed", "a${A", ExpansionError::Unclosed),
            ("no name", "${}", ExpansionError::InvalidName { name: name("") }),
            ("a digit first", "${1A}", ExpansionError::InvalidName { name: name("1A") }),
            ("another operator of the shell", "${A:?x}", ExpansionError::InvalidName { name: name("A:?x") }),
        ];
        for (sentence, template, expected) in cases {
            assert_eq!(expand(template, &environment), Err(expected), "{sentence}");
        }
    }

    #[test]
    fn what_is_escaped_expands_to_itself() {
        for text in ["${A}", "$${A}", "$$${", "a$b", "${${"] {
            let escaped = escape(text);
            assert_eq!(expand(&escaped, &Environment::default()), Ok((text.into(), false)), "{text} as {escaped}");
        }
    }
}
