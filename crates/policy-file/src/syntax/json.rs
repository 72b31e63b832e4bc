//! From the text of a JSON file to a document.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jsonc_parser::ast::{self, ObjectPropName};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::SyntaxError;
use crate::document::{DEPTH_LIMIT, Entry, Node, Table, TextKind, Value};
use crate::site::{Site, Text};

/// JSON as [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259) has it, without the liberties that the parser could take.
const STRICTLY: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

pub(super) fn parse(text: &str) -> Result<Table<'_>, SyntaxError> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICTLY)
        .map_err(|error| syntax_error(&error.kind().to_string(), error.range()))?;
    match parsed.value {
        Some(ast::Value::Object(object)) => convert_object(object, 0),
        other => {
            let range = other.map_or(Range::new(0, 0), |value| value.range());
            Err(syntax_error("a policy file is an object: { … }", range))
        }
    }
}

fn convert_object(object: ast::Object<'_>, depth: usize) -> Result<Table<'_>, SyntaxError> {
    let mut converted = Table::default();
    let mut keys = BTreeSet::new();
    for property in object.properties {
        let range = property.name.range();
        let key = match property.name {
            ObjectPropName::String(literal) => literal.value,
            ObjectPropName::Word(word) => Cow::Borrowed(word.value),
        };
        if !keys.insert(key.clone()) {
            return Err(syntax_error("duplicate key", range));
        }
        converted.push(Entry { key, key_site: site(range), node: convert(property.value, depth + 1)? });
    }
    Ok(converted)
}

fn convert(value: ast::Value<'_>, depth: usize) -> Result<Node<'_>, SyntaxError> {
    let site = site(value.range());
    let value = match value {
        ast::Value::StringLit(literal) => Value::Text(literal.value, TextKind::Template),
        ast::Value::NumberLit(number) if number.value.contains(['.', 'e', 'E']) => Value::Other("a float"),
        ast::Value::NumberLit(number) => Value::Integer(number.value.parse().ok()),
        ast::Value::BooleanLit(boolean) => Value::Boolean(boolean.value),
        ast::Value::NullKeyword(_) => Value::Other("null"),
        ast::Value::Object(_) | ast::Value::Array(_) if depth >= DEPTH_LIMIT => Value::Other("nested too deeply"),
        ast::Value::Object(object) => Value::Table(convert_object(object, depth)?),
        ast::Value::Array(array) => {
            let entries = array.elements.into_iter().map(|entry| convert(entry, depth + 1));
            Value::List(entries.collect::<Result<_, _>>()?)
        }
    };
    Ok(Node { value, site })
}

fn site(range: Range) -> Site {
    Site::span(Text::Policy, range.start..range.end)
}

/// The parser's sentences begin with a capital.
fn syntax_error(message: &str, range: Range) -> SyntaxError {
    let mut characters = message.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    SyntaxError { message: first.into_iter().chain(characters).collect(), span: range.start..range.end }
}
