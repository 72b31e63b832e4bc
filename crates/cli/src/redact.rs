//! What is shown of the values that a user or a server gave: those on a list, and no other. Every command shows values
//! through here, in every format.
//!
//! `docs/what-is-shown.md` has the lists; a test holds it against the tables here.

mod field;
mod hidden;
mod named;
mod parameter;
mod own_text;
mod shape;
mod text;
mod url;
mod userinfo;

use std::borrow::Cow;

use preflight_engine::exchange::RequestHead;
use preflight_engine::request_header::is_name;
use preflight_pasted_call::NamedText;
use preflight_probe::to_curl;

use crate::json::text_of;
use crate::shell::is_quotable;
pub use hidden::HIDDEN;
pub use own_text::own_text;
use url::scheme_alone;
pub use url::{given, given_name, given_path};

/// What a header holds whose value is not known: a value that needs to be allowed whatever the name. It is never sent. It
/// says nothing of whether a value is known: given twice, a header has the other value beside it.
pub const UNKNOWN_VALUE: &str = "\"…\"";

/// Whether values that are on no list are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Values {
    /// They are `…`.
    #[default]
    Hidden,
    /// They are shown: `--show-values`.
    Shown,
}

/// Decides what is shown.
#[derive(Clone, Debug, Default)]
pub struct Redactor {
    values: Values,
    /// The queries and fragments of the URLs that the user gave: these are repeated.
    own_tails: Vec<String>,
    /// The secrets that have names in a pasted call, in each of their spellings.
    named: Vec<String>,
    /// What servers sent as `Location`, and what is shown of it: in a sentence it may be in pieces, since it may hold spaces.
    locations: Vec<(String, String)>,
}

impl Values {
    /// What the flag `--show-values` says.
    pub fn of_flag(is_shown: bool) -> Self {
        if is_shown { Self::Shown } else { Self::Hidden }
    }
}

impl Redactor {
    /// Of URLs, those that the user gave are repeated but for their secrets; of any other the query is left out.
    pub fn new<'u>(values: Values, own_urls: impl IntoIterator<Item = &'u str>) -> Self {
        let tails = own_urls.into_iter().flat_map(url::tails).map(str::to_owned);
        Self { values, own_tails: tails.collect(), ..Self::default() }
    }

    /// The same, which hides what has the name of a secret in the text that was pasted.
    pub fn hiding(self, named: &[NamedText]) -> Self {
        Self { named: named::spellings(named), ..self }
    }

    /// Takes note of where a server redirects to: sentences about it may quote it.
    pub fn learn_location(&mut self, value: &[u8]) {
        let as_bytes = value.iter().map(|&byte| char::from(byte)).collect();
        for raw in [text_of(value), String::from_utf8_lossy(value).into_owned(), as_bytes] {
            let shown = self.location(&raw);
            // What leads to no server is quoted as a browser's parser writes it, too.
            let parsed = ::url::Url::parse(&raw).ok().filter(|_| scheme_alone(&raw).is_some());
            let parsed = parsed.map(|url| (url.to_string(), shown.clone()));
            self.locations.extend(parsed.into_iter().chain([(raw, shown)]).filter(|(raw, shown)| raw != shown));
        }
    }

    /// The name of a field; what is no name may be a piece of a value.
    pub fn name(&self, name: &[u8]) -> String {
        // A space before the colon makes a name that browsers do not know, and has to be seen.
        let is_shown = self.values == Values::Shown || is_name(name.trim_ascii_end());
        if is_shown { text_of(name) } else { HIDDEN.to_owned() }
    }

    /// The version of HTTP as it stands in a status line.
    pub fn version<'v>(&self, version: &'v str) -> &'v str {
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        if self.values == Values::Shown || version.chars().all(is_number) { version } else { HIDDEN }
    }

    /// The value of a field.
    pub fn field<'v>(&self, name: &[u8], value: &'v [u8]) -> Cow<'v, [u8]> {
        match self.values {
            Values::Shown => without_unknown(value),
            Values::Hidden => match field::shown(name, value, self) {
                Cow::Borrowed(shown) => without_unknown(shown),
                Cow::Owned(shown) => Cow::Owned(without_unknown(&shown).into_owned()),
            },
        }
    }

    /// A body: none is shown, and that one is empty is.
    pub fn body<'b>(&self, body: &'b str) -> &'b str {
        if self.values == Values::Shown || body.is_empty() { body } else { HIDDEN }
    }

    /// A URL, whoever gave it.
    pub fn url(&self, url: &str) -> String {
        match self.values {
            Values::Shown => url.to_owned(),
            Values::Hidden => named::without(&url::shown(url, &self.own_tails), &self.named),
        }
    }

    /// The value of `Location`.
    fn location(&self, value: &str) -> String {
        named::without(&url::location(value, &self.own_tails), &self.named)
    }

    /// A value that is on the list, and holds a secret where somebody put one.
    fn value(&self, value: &str) -> String {
        let is_secret = self.named.iter().any(|secret| named::is_in(value, secret));
        if is_secret { HIDDEN.to_owned() } else { self.text(value) }
    }

    /// A sentence that may hold URLs.
    pub fn text(&self, text: &str) -> String {
        match self.values {
            Values::Shown => text.to_owned(),
            Values::Hidden => {
                let known = |text: String, (raw, shown): &(String, String)| text.replace(raw.as_str(), shown);
                let text = self.locations.iter().fold(text.to_owned(), known);
                text::shown(&text, &|url| self.url(url))
            }
        }
    }

    /// Why nothing came, in the network's words: what it quotes of a server that does not speak HTTP may be anything.
    pub fn explanation(&self, text: &str) -> String {
        match (self.values, text.find('"'), text.rfind('"')) {
            (Values::Hidden, Some(begin), Some(end)) if begin < end => {
                self.text(&format!("{}{HIDDEN}{}", &text[..=begin], &text[end..]))
            }
            _ => self.text(text),
        }
    }

    /// A request as a `curl` line that three shells read alike; hidden values are to be filled in by whoever runs it, and so
    /// are those that not every shell can hold.
    pub fn curl(&self, request: &RequestHead, body: Option<&[u8]>) -> Option<String> {
        let is_word = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok_and(is_quotable);
        if !is_word(&request.method) || !request.headers.iter().all(|(name, _)| is_word(name)) {
            return None;
        }
        let held = |bytes: Vec<u8>| if is_held(&bytes) { bytes } else { HIDDEN.as_bytes().to_vec() };
        let headers = request.headers.iter().map(|(name, value)| (name, held(self.field(name, value).into_owned())));
        // The URL is the last word, without userinfo and fragment.
        let mut sent = request.url.clone();
        sent.set_path(&request.url.path().replace('\'', "%27"));
        sent.set_fragment(None);
        let _ = sent.set_username("");
        let _ = sent.set_password(None);
        let shown = RequestHead { headers: headers.collect(), url: sent.clone(), ..request.clone() };
        let body = body.map(|body| match self.values {
            Values::Hidden if !body.is_empty() => HIDDEN.as_bytes().to_vec(),
            _ => held(body.to_vec()),
        });
        let line = to_curl(&shown, body.as_deref()).ok()?;
        let rest = line.strip_suffix(&format!("'{sent}'"))?;
        Some(format!("{rest}'{}'", self.url(sent.as_str()).replace('\'', "%27")))
    }
}

/// Whether single quotes hold these bytes in every shell.
fn is_held(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| is_quotable(text) && !text.chars().any(char::is_control))
}

/// A value with `…` for what was made up in the place of what is not known.
fn without_unknown(value: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(value) {
        Ok(text) if text.contains(UNKNOWN_VALUE) => Cow::Owned(text.replace(UNKNOWN_VALUE, HIDDEN).into_bytes()),
        _ => Cow::Borrowed(value),
    }
}

#[cfg(test)]
mod tests {
    use super::field::{FIELDS, Part};
    use super::parameter::{CONTAINED, NAMES};
    use super::shape::PREFIXES;
    use super::*;

    /// The page is in `docs`; what has to stand in it is made of the tables.
    #[test]
    fn the_page_says_what_the_tables_say() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/what-is-shown.md");
        let page = std::fs::read_to_string(file).expect("the page is there");
        let mut rows = vec!["| field | shown | why |".to_owned(), "|---|---|---|".to_owned()];
        for (name, part, why) in FIELDS {
            let part = match part {
                Part::Whole => "the value",
                Part::Url => "origin and path",
                Part::Scheme => "the first word",
                Part::Cookie => "name and attributes",
            };
            rows.push(format!("| `{name}` | {part} | {why} |"));
        }
        let list = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        for part in [rows.join("\n"), list(&NAMES), list(&CONTAINED), list(&PREFIXES)] {
            assert!(page.contains(&format!("\n{part}\n")), "{file} lacks this:\n{part}");
        }
    }

    #[test]
    fn a_curl_line_has_the_names_and_not_the_values() {
        let request = RequestHead {
            method: b"PUT".to_vec(),
            url: "https://api.example/it's?id=1&token=s3cret".parse().expect("a URL"),
            headers: [("X-Api-Key", "s3cret"), ("Content-Type", "text/plain")].into_iter().collect(),
            is_preflight: false,
            includes_credentials: false,
            has_body: true,
        };
        let redactor = Redactor::new(Values::Hidden, ["https://api.example/it's?id=1&token=s3cret"]);
        assert_eq!(
            redactor.curl(&request, Some(b"s3cret")).expect("a line"),
            "curl -i -X PUT -H 'X-Api-Key: …' -H 'Content-Type: text/plain' --data-binary '…' \
             'https://api.example/it%27s?id=1&token=…'"
        );
        let shown = Redactor::new(Values::Shown, []).curl(&request, Some(b"s3cret")).expect("a line");
        assert_eq!(shown.matches("s3cret").count(), 3, "{shown}");
        // What one shell quotes, another would run.
        let acting = RequestHead { headers: [("X-A", "a'$(id)"), ("X-B", "\u{7}")].into_iter().collect(), ..request };
        let line = Redactor::new(Values::Shown, []).curl(&acting, Some(b"it's `id`")).expect("a line");
        assert!(line.contains("-H 'X-A: …' -H 'X-B: …'") && line.contains("--data-binary '…'"), "{line}");
        let named = RequestHead { method: b"it's".to_vec(), ..acting };
        assert_eq!(Redactor::default().curl(&named, None), None);
    }
}
