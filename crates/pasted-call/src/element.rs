//! An element of HTML that loads by CORS: `<script crossorigin src=…>`, `<img crossorigin …>`, `<link crossorigin …>`.

use preflight_engine::browser::{CredentialsMode, RequestMode};
use preflight_engine::page_call::Part;

use crate::said::{Client, Said};

/// The elements, and the attribute with the URL.
const ELEMENTS: [(&str, &str); 5] =
    [("script", "src"), ("img", "src"), ("link", "href"), ("audio", "src"), ("video", "src")];

/// The load of an element that stands alone in the text. `None` where it has no `crossorigin`: CORS does not bind it then.
pub(crate) fn read(text: &str) -> Option<Said> {
    let inner = text.trim().strip_prefix('<')?.split('>').next()?;
    let (name, attributes) = inner.split_once(char::is_whitespace)?;
    let (_, url_name) = ELEMENTS.into_iter().find(|(element, _)| name.eq_ignore_ascii_case(element))?;
    let attributes = attributes.trim_end_matches('/');
    let mode = attribute(attributes, "crossorigin")?;
    let url =
        attribute(attributes, url_name).filter(|url| url.starts_with("http://") || url.starts_with("https://"))?;
    let credentials = match mode.eq_ignore_ascii_case("use-credentials") {
        true => Part::Known(CredentialsMode::Include),
        false => Part::Known(CredentialsMode::SameOrigin),
    };
    Some(Said {
        client: Client::Script,
        method: Part::Implied("GET".to_owned()),
        mode: Part::Known(RequestMode::Cors),
        credentials,
        ..Said::to(url)
    })
}

/// The value of an attribute, empty where it has none.
fn attribute<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let body = if quote.is_some() { &after[1..] } else { after };
            let ends = |c: char| quote.map_or(c.is_whitespace(), |quote| c == quote);
            let end = body.find(ends).unwrap_or(body.len());
            value = &body[..end];
            rest = body[end..].trim_start_matches(['"', '\'']).trim_start();
        }
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
    }
    None
}
