//! How many connections and requests are taken at once.

use preflight_rules::policies;

use crate::document::{Node, Table, Value};
use crate::policy_file::Capacity;
use crate::reader::{Reader, What};

/// Reads the keys at the top of the file.
pub(crate) fn read(reader: &mut Reader<'_>, document: &Table<'_>) -> Capacity {
    let mut count = |key| document.get(key).and_then(|node| read_count(reader, key, node));
    Capacity {
        connections: count("connections"),
        connections_per_address: count("connections-per-address"),
        requests: count("requests"),
        requests_per_address: count("requests-per-address"),
    }
}

fn read_count(reader: &mut Reader<'_>, key: &str, node: &Node<'_>) -> Option<usize> {
    const EXPECTED: &str = "a positive number such as 1000";
    let number = match &node.value {
        Value::Integer(number) => number.and_then(|number| usize::try_from(number).ok()),
        Value::Text(..) => {
            let phrase = reader.phrase(key, node)?;
            let number = phrase.text.parse::<usize>().ok();
            if !phrase.is_untyped() {
                let help = number.map(|number| format!("write `{key} = {number}`"));
                reader.wrong_type(What::Key(key), node, EXPECTED, help);
                return None;
            }
            number
        }
        _ => {
            reader.wrong_type(What::Key(key), node, EXPECTED, None);
            return None;
        }
    };
    match number {
        Some(0) => {
            let help = format!("write a positive number, or remove `{key}` for the usual one");
            reader.report.error_with_help(
                &policies::INVALID_VALUE,
                &node.site,
                format!("`{key}` is zero, so nobody would be served"),
                Some(help),
            );
            None
        }
        Some(number) => Some(number),
        None => {
            let help = format!("write `{key} = 1000`");
            reader.report.error_with_help(
                &policies::INVALID_VALUE,
                &node.site,
                format!("`{key}` has to be {EXPECTED}"),
                Some(help),
            );
            None
        }
    }
}
