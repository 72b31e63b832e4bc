//! [`Row`]: a row of `docs/limits.md`, `| name | default | unit | what it bounds, and why | when it is reached |`.

use super::constants::Constant;
use super::expression::Value;

/// A row.
pub struct Row {
    /// Crate and constant, with as many modules between them as tell it from others.
    pub name: String,
    default: String,
    unit: String,
    words: [String; 2],
}

/// The rows of every table whose first cell is a path in backquotes.
pub fn rows(text: &str) -> Vec<Row> {
    text.lines().filter_map(row).collect()
}

fn row(line: &str) -> Option<Row> {
    let mut cells = line.strip_prefix('|')?.split('|').map(|cell| cell.trim().to_owned());
    let mut next = || cells.next().unwrap_or_default();
    let name = next().strip_prefix('`')?.strip_suffix('`')?.to_owned();
    Some(Row { name, default: next(), unit: next(), words: [next(), next()] })
}

impl Row {
    /// Whether the row is about the constant at this path.
    pub fn names(&self, path: &str) -> bool {
        let Some(((package, rest), (path_package, path_rest))) = self.name.split_once("::").zip(path.split_once("::"))
        else {
            return false;
        };
        package == path_package && (rest == path_rest || path_rest.ends_with(&format!("::{rest}")))
    }

    /// How the row's value is not that of the constant.
    pub fn differs_from(&self, constant: &Constant) -> Option<String> {
        let Self { default, unit, .. } = self;
        match &constant.value {
            Err(expression) => Some(format!("{}: `{expression}` cannot be evaluated", constant.path)),
            Ok(value) if self.value(*value) == Some(*value) => None,
            Ok(value) => Some(format!("{}: it is {value:?}, and the table says {default} {unit}", constant.path)),
        }
    }

    /// The value of the row, as a limit of this kind. Where a number counts seconds, its unit says so.
    fn value(&self, kind: Value) -> Option<Value> {
        let number: u128 = self.default.replace([',', '_'], "").parse().ok()?;
        let factor = match (kind, self.unit.as_str()) {
            (Value::Milliseconds(_), "ms") => 1,
            (Value::Milliseconds(_), "s") => 1000,
            (Value::Milliseconds(_), "h") => 60 * 60 * 1000,
            (Value::Milliseconds(_), "d") => 24 * 60 * 60 * 1000,
            (Value::Milliseconds(_), _) => return None,
            (Value::Number(_), "KiB") => 1024,
            (Value::Number(_), "MiB") => 1024 * 1024,
            (Value::Number(_), _) => 1,
        };
        let number = number.checked_mul(factor)?;
        Some(match kind {
            Value::Milliseconds(_) => Value::Milliseconds(number),
            Value::Number(_) => Value::Number(number),
        })
    }

    /// Whether a column is empty.
    pub fn is_incomplete(&self) -> bool {
        self.unit.is_empty() || self.words.iter().any(String::is_empty)
    }
}
