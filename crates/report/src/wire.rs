//! An exchange as it was on the wire, the deciding line marked.

use preflight_rules::{Evidence, ExchangeId, Side};

use crate::escape::Outside;
use crate::exchange::{ShownExchange, ShownHead};
use crate::finding::ShownEvidence;
use crate::page::{Page, Span};
use crate::theme::Role;

/// The fields that CORS reads or that lead elsewhere: what is shown unless everything is.
const RELEVANT: [&str; 4] = ["origin", "vary", "location", "allow"];

/// A mark is no wider.
const MARK_WIDTH: usize = 60;

/// How much of an exchange is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What CORS reads, and what is marked.
    Relevant,
    /// All of it.
    Everything,
}

/// Writes an exchange; `evidence` is marked if it points at this one.
pub fn write_exchange(
    page: &mut Page,
    id: ExchangeId,
    exchange: &ShownExchange,
    evidence: Option<&ShownEvidence>,
    extent: Extent,
) {
    let marked =
        evidence.filter(|shown| matches!(&shown.evidence, Evidence::Exchange { exchange, .. } if *exchange == id));
    let mut writer = Writer { page, marked, extent, origin: origin(exchange) };
    writer.request(exchange);
    match (&exchange.response, &exchange.failure) {
        (Some((status, headers)), _) => writer.response(exchange, *status, headers),
        (None, Some((_, failure))) => writer.page.line(2, [dim("< "), Span::new(Role::Mark, failure.as_str())]),
        (None, None) => {}
    }
}

struct Writer<'w> {
    page: &'w mut Page,
    marked: Option<&'w ShownEvidence>,
    extent: Extent,
    /// What the page was said to be: where a value is that and something more, only the rest is wrong.
    origin: String,
}

impl Writer<'_> {
    fn request(&mut self, exchange: &ShownExchange) {
        let kind = if exchange.is_preflight { "  (preflight)" } else { "" };
        let target = format!("{} {}", exchange.method.for_json(), exchange.url.for_json());
        self.page.line(2, [Span::from(target), dim(kind)]);
        self.fields("> ", Side::Request, &exchange.headers);
    }

    fn response(&mut self, exchange: &ShownExchange, status: u16, headers: &ShownHead) {
        // HTTP/1.1 is what everybody expects; anything else is worth a word.
        let version = exchange.http_version.as_ref().filter(|version| version.for_json() != "1.1");
        let version = version.map(|version| format!("  (HTTP/{})", version.for_json())).unwrap_or_default();
        self.page.line(2, [dim("< "), Span::from(status.to_string()), dim(version)]);
        if let Some(shown) = self.marked.filter(|shown| is_of(shown, Side::Response, None) && !shown.note.is_empty()) {
            self.mark(0, status.to_string().len(), shown);
        }
        self.fields("< ", Side::Response, headers);
    }

    fn fields(&mut self, arrow: &'static str, side: Side, headers: &ShownHead) {
        for (name, value) in headers {
            let name = name.for_json().to_ascii_lowercase();
            let marked = self.marked.filter(|shown| is_of(shown, side, Some(&name)));
            if self.extent == Extent::Relevant && marked.is_none() && !is_relevant(&name) {
                continue;
            }
            self.page.line(2, [dim(arrow), Span::from(format!("{name}: {}", value.for_json()))]);
            if let Some(shown) = marked {
                let (name, value) = (Outside::from(name).for_people(), value.for_people());
                let is_longer = !self.origin.is_empty() && value.starts_with(&self.origin) && value != self.origin;
                let right = if is_longer { self.origin.len() } else { 0 };
                let column = name.chars().count() + ": ".len() + value[..right].chars().count();
                self.mark(column, value[right..].chars().count(), shown);
            }
        }
    }

    /// A line of carets under what is wrong, and what is wrong with it.
    fn mark(&mut self, column: usize, width: usize, shown: &ShownEvidence) {
        let carets = "^".repeat(width.clamp(1, MARK_WIDTH));
        let note = format!(" {}", shown.note.for_json());
        self.page.line(4 + column, [Span::new(Role::Mark, carets), Span::from(note)]);
    }
}

fn dim(text: impl Into<Outside>) -> Span {
    Span::new(Role::Dim, text)
}

fn origin(exchange: &ShownExchange) -> String {
    let sent = exchange.headers.iter().find(|(name, _)| name.for_json().eq_ignore_ascii_case("origin"));
    sent.map(|(_, value)| value.for_people()).unwrap_or_default()
}

/// Whether the evidence is this line: a field of a head, or its first line.
fn is_of(shown: &ShownEvidence, head: Side, name: Option<&str>) -> bool {
    match &shown.evidence {
        Evidence::Exchange { side, field, .. } => *side == head && *field == name,
        _ => false,
    }
}

fn is_relevant(name: &str) -> bool {
    name.starts_with("access-control-") || RELEVANT.contains(&name)
}
