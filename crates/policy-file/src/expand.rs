//! `${NAME}` and `${NAME:-default}` in the strings of a policy file; `$${` stands for `${`.

use std::borrow::Cow;
use std::ops::Range;

use crate::environment::{Environment, Variable};

/// A string expands to at most this many bytes. A list of a million origins in a variable fits.
pub(crate) const EXPANSION_LIMIT: usize = 64 << 20;

/// Why a string could not be expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ExpansionError {
    Undefined {
        name: String,
    },
    /// Undefined, but the env-file has mistakes, which are errors already.
    PerhapsInEnvFile,
    /// Undefined, and the env-file does not exist.
    InMissingEnvFile {
        name: String,
        env_file: String,
    },
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

/// A string whose variables were expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expanded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) references: References,
}

/// The variables in a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum References {
    /// There is none.
    None,
    /// The string is one reference and nothing else, so the variable says everything: it may hold a list.
    Whole,
    /// There are some beside what is written, each with what it contributed.
    Inside(Vec<Contribution>),
}

/// What a variable contributed to a string. A default is written in the string itself and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contribution {
    pub(crate) name: String,
    /// The bytes of the expanded string.
    pub(crate) bytes: Range<usize>,
}

/// The string with its variables.
pub(crate) fn expand<'a>(template: &'a str, environment: &Environment) -> Result<Expanded<'a>, ExpansionError> {
    if !template.contains("${") {
        return Ok(Expanded { text: Cow::Borrowed(template), references: References::None });
    }
    let mut expanded = String::new();
    let mut contributions = Vec::new();
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
        let start = expanded.len();
        let value = value(content, environment)?;
        expanded += value.text;
        if let Some(name) = value.variable {
            contributions.push(Contribution { name: name.to_owned(), bytes: start..expanded.len() });
        }
        if expanded.len() > EXPANSION_LIMIT {
            return Err(ExpansionError::TooLong);
        }
        has_variables = true;
        rest = after;
    }
    expanded += rest;
    let references = match has_variables {
        true if is_one_reference(template) => References::Whole,
        true => References::Inside(contributions),
        false => References::None,
    };
    Ok(Expanded { text: Cow::Owned(expanded), references })
}

/// Whether a string whose references are sound is one reference, white space around it aside.
fn is_one_reference(template: &str) -> bool {
    let template = template.trim();
    template.starts_with("${") && template.find('}') == Some(template.len() - 1)
}

/// The string that expands to this one.
pub(crate) fn escape(text: &str) -> String {
    text.replace("${", "$${")
}

/// What stands in the place of a reference.
struct Value<'a> {
    text: &'a str,
    /// The variable that it is of, unless it is the default.
    variable: Option<&'a str>,
}

/// As in a shell, a default takes the place of an empty variable too.
fn value<'a>(content: &'a str, environment: &'a Environment) -> Result<Value<'a>, ExpansionError> {
    let (name, default) = match content.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (content, None),
    };
    if !is_name(name) {
        return Err(ExpansionError::InvalidName { name: name.to_owned() });
    }
    let written = |text| Ok(Value { text, variable: None });
    match (environment.variable(name), default) {
        (Variable::Is(""), Some(default)) => written(default),
        (Variable::Is(text), _) => Ok(Value { text, variable: Some(name) }),
        (Variable::NotUnicode, _) => Err(ExpansionError::NotUnicode { name: name.to_owned() }),
        (Variable::Undefined | Variable::PerhapsInEnvFile | Variable::InMissingEnvFile(_), Some(default)) => {
            written(default)
        }
        (Variable::Undefined, None) => Err(ExpansionError::Undefined { name: name.to_owned() }),
        (Variable::PerhapsInEnvFile, None) => Err(ExpansionError::PerhapsInEnvFile),
        (Variable::InMissingEnvFile(env_file), None) => {
            Err(ExpansionError::InMissingEnvFile { name: name.to_owned(), env_file: env_file.to_owned() })
        }
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
            let expanded = expand(template, &environment).expect(sentence);
            assert_eq!(expanded.text, expected, "{sentence}");
            assert_eq!(expanded.references != References::None, has_variables, "{sentence}");
        }
    }

    #[test]
    fn what_a_variable_contributed_is_known() {
        let environment = Environment::new([("A", "1"), ("EMPTY", "")]);
        let inside = |contributions: &[(&str, Range<usize>)]| {
            let contributions = contributions.iter().cloned();
            let named = contributions.map(|(name, bytes)| Contribution { name: name.to_owned(), bytes });
            References::Inside(named.collect())
        };
        let cases = [
            ("one reference", "${A}", References::Whole),
            ("one reference with a default", "${NONE:-a,b}", References::Whole),
            ("one reference between white space", " ${A}\t", References::Whole),
            ("two references", "${A}${A}", inside(&[("A", 0..1), ("A", 1..2)])),
            ("a reference in a text", "x${A}y", inside(&[("A", 1..2)])),
            ("an empty variable in a text", "x${EMPTY}y", inside(&[("EMPTY", 1..1)])),
            ("a default in a text is written there", "x${NONE:-d}y${A}", inside(&[("A", 3..4)])),
            ("a default with an opening", "${NONE:-${A}}", inside(&[])),
            ("an escaped reference", "$${A}", References::None),
        ];
        for (sentence, template, expected) in cases {
            assert_eq!(expand(template, &environment).expect(sentence).references, expected, "{sentence}");
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
            let expanded = expand(&escaped, &Environment::default()).unwrap();
            assert_eq!(expanded, Expanded { text: text.into(), references: References::None }, "{text} as {escaped}");
        }
    }
}
