//! From the text of a TOML file to a document.

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::SyntaxError;
use crate::document::{DEPTH_LIMIT, Entry, Node, Table, TextKind, Value};
use crate::site::{Site, Text};

pub(super) fn parse(text: &str) -> Result<Table<'_>, SyntaxError> {
    let table = DeTable::parse(text).map_err(|error| SyntaxError {
        message: error.message().to_owned(),
        span: error.span().unwrap_or(text.len()..text.len()),
    })?;
    Ok(convert_table(table.into_inner(), 0))
}

fn convert_table(table: DeTable<'_>, depth: usize) -> Table<'_> {
    let mut converted = Table::default();
    for (key, value) in table {
        let key_site = site(&key);
        converted.push(Entry { key: key.into_inner(), key_site, node: convert(value, depth + 1) });
    }
    converted
}

fn convert(value: Spanned<DeValue<'_>>, depth: usize) -> Node<'_> {
    let site = site(&value);
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text, TextKind::Template),
        DeValue::Integer(integer) => Value::Integer(to_i64(&integer)),
        DeValue::Boolean(boolean) => Value::Boolean(boolean),
        DeValue::Float(_) => Value::Other("a float"),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(_) | DeValue::Table(_) if depth >= DEPTH_LIMIT => Value::Other("nested too deeply"),
        DeValue::Array(list) => Value::List(list.into_iter().map(|entry| convert(entry, depth + 1)).collect()),
        DeValue::Table(table) => Value::Table(convert_table(table, depth)),
    };
    Node { value, site }
}

fn to_i64(integer: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn site<T>(spanned: &Spanned<T>) -> Site {
    Site::span(Text::Policy, spanned.span())
}
