//! What a server was seen to allow already. A snippet that is pasted in its place keeps all of that.

use preflight_engine::exchange::Exchange;
use preflight_engine::header_list::HeaderList;

/// What answers of a server allowed.
///
/// ```
/// use preflight_diagnosis::{Framework, Grant, Observed, snippet};
///
/// let observed = Observed { methods: vec!["PUT".into()], credentials: true, ..Observed::default() };
/// let grant = Grant::new(Some("https://app.example.com"));
/// let express = snippet(Framework::Express, &grant, &observed);
/// assert!(express.contains("'PUT'") && express.contains("credentials: true"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Origins that were named.
    pub origins: Vec<String>,
    /// Whether `*` was answered.
    pub allows_any_origin: bool,
    /// Methods that a preflight named.
    pub methods: Vec<String>,
    /// Request headers that a preflight named.
    pub headers: Vec<String>,
    /// Whether a preflight answered `*` for request headers.
    pub allows_any_header: bool,
    /// Response headers that are exposed.
    pub exposed: Vec<String>,
    /// Whether credentials are allowed.
    pub credentials: bool,
    /// How long a browser keeps the answer to a preflight, in seconds.
    pub max_age: Option<u32>,
}

/// The methods for which `*` stands in a list of methods.
const USUAL_METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

impl Observed {
    /// What these exchanges show. An answer that only repeats the origin that asked says nothing of others.
    pub fn of<'e>(exchanges: impl IntoIterator<Item = &'e Exchange>) -> Self {
        let mut observed = Self::default();
        for exchange in exchanges {
            if let Ok(head) = &exchange.answer {
                observed.add(exchange, &head.headers);
            }
        }
        observed
    }

    fn add(&mut self, exchange: &Exchange, headers: &HeaderList) {
        let asked = exchange.request.headers.get(b"origin");
        for line in headers.lines(b"access-control-allow-origin") {
            match line {
                b"*" => self.allows_any_origin = true,
                line if asked.as_deref() != Some(line) => push(&mut self.origins, line, str::to_owned),
                _ => {}
            }
        }
        self.credentials |= headers.get(b"access-control-allow-credentials").as_deref() == Some(b"true");
        for method in items(headers, b"access-control-allow-methods") {
            match method.as_slice() {
                b"*" => {
                    USUAL_METHODS.iter().for_each(|method| push(&mut self.methods, method.as_bytes(), str::to_owned))
                }
                method => push(&mut self.methods, method, str::to_owned),
            }
        }
        for name in items(headers, b"access-control-allow-headers") {
            match name.as_slice() {
                b"*" => self.allows_any_header = true,
                name => push(&mut self.headers, name, str::to_ascii_lowercase),
            }
        }
        for name in items(headers, b"access-control-expose-headers") {
            push(&mut self.exposed, &name, str::to_ascii_lowercase);
        }
        let max_age = headers.get(b"access-control-max-age");
        let seconds = max_age.and_then(|value| String::from_utf8_lossy(&value).trim().parse().ok());
        self.max_age = self.max_age.or(seconds);
    }
}

/// The items of a list, however many lines it has.
fn items(headers: &HeaderList, name: &[u8]) -> Vec<Vec<u8>> {
    let value = headers.get(name).unwrap_or_default();
    let items = value.split(|byte| *byte == b',').map(|item| item.trim_ascii().to_vec());
    items.filter(|item| !item.is_empty()).collect()
}

fn push(list: &mut Vec<String>, item: &[u8], spelt: impl Fn(&str) -> String) {
    let item = spelt(&String::from_utf8_lossy(item));
    if !list.contains(&item) {
        list.push(item);
    }
}
