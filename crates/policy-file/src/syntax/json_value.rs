//! From a JSON value that somebody else parsed to a document. Its sites are paths of keys.

use serde_json::Value as Json;

use crate::document::{DEPTH_LIMIT, Entry, Node, Table, TextKind, Value};
use crate::quotable;
use crate::site::Site;

/// Converts a value that stands under this path; the root's is empty.
pub(crate) fn convert(value: &Json, path: &str) -> Node<'static> {
    convert_at_depth(value, path, 0)
}

fn convert_at_depth(value: &Json, path: &str, depth: usize) -> Node<'static> {
    let value = match value {
        Json::Null => Value::Other("null"),
        Json::Bool(boolean) => Value::Boolean(*boolean),
        Json::Number(number) if number.is_f64() => Value::Other("a float"),
        Json::Number(number) => Value::Integer(number.as_i64()),
        Json::String(text) => Value::Text(text.clone().into(), TextKind::Literal),
        Json::Array(_) | Json::Object(_) if depth >= DEPTH_LIMIT => Value::Other("nested too deeply"),
        Json::Array(entries) => {
            let indexed = entries.iter().enumerate();
            Value::List(indexed.map(|(i, entry)| convert_at_depth(entry, &format!("{path}[{i}]"), depth + 1)).collect())
        }
        Json::Object(object) => {
            let mut table = Table::default();
            for (key, value) in object {
                let shown = quotable::key(key);
                let path = if path.is_empty() { shown.into_owned() } else { format!("{path}.{shown}") };
                let node = convert_at_depth(value, &path, depth + 1);
                table.push(Entry { key: key.clone().into(), key_site: node.site.clone(), node });
            }
            Value::Table(table)
        }
    };
    Node { value, site: Site::Key(path.into()) }
}
