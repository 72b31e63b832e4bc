//! The words of HTTPie ([manual](https://httpie.io/docs/cli)) and of `xh`: a method, a URL, and items by their separators.

use preflight_engine::page_call::Part;
use preflight_engine::request_header::is_name;

use crate::arguments::url_of;
use crate::authorization::basic;
use crate::json::quoted;
use crate::pasted::Note;
use crate::said::{Body, MediaType, Said};
use crate::shell::Word;
use crate::unreadable::Unreadable;

/// Options whose value is the next word, and nothing that a page sends.
const WITH_VALUE: [&str; 25] = [
    "--verify",
    "--cert",
    "--cert-key",
    "--proxy",
    "--session",
    "--session-read-only",
    "--timeout",
    "--output",
    "-o",
    "--print",
    "-p",
    "--pretty",
    "--style",
    "-s",
    "--auth-type",
    "-A",
    "--max-redirects",
    "--boundary",
    "--ssl",
    "--ciphers",
    "--max-headers",
    "--default-scheme",
    "--path-as-is",
    "--response-charset",
    "--format-options",
];

/// Whether this is a long option with a value.
pub(crate) fn is_option(name: &str) -> bool {
    WITH_VALUE.iter().any(|option| option.strip_prefix("--") == Some(name))
}

/// How items are told apart; the longer separators first.
const SEPARATORS: [&str; 8] = [":=@", "=@", "==", ":=", "=", "@", ":", ";"];

#[derive(Default)]
struct Items {
    headers: Vec<(String, Part<String>)>,
    query: Vec<String>,
    fields: Vec<(String, String)>,
    raw: Option<String>,
    has_files: bool,
    is_form: bool,
    is_multipart: bool,
    is_elsewhere: bool,
    notes: Vec<Note>,
}

/// Reads what stands after the command, with the scheme of its name.
pub(crate) fn read(words: &[Word], scheme: &str) -> Result<Said, Unreadable> {
    let mut items = Items::default();
    let mut plain = Vec::new();
    let mut words = words.iter().peekable();
    let mut number = 0;
    while let Some(word) = words.next() {
        number += 1;
        let text = word.text.as_str();
        let (option, attached) = match text.split_once('=') {
            Some((option, value)) if text.starts_with("--") => (option, Some(value)),
            _ => (text, None),
        };
        if !option.starts_with('-') {
            plain.push(word);
            continue;
        }
        let mut value = || attached.map(str::to_owned).or_else(|| words.next().map(|word| word.text.clone()));
        match option {
            "-a" | "--auth" => {
                let user = value().ok_or_else(|| Unreadable::NoValue(option.to_owned()))?;
                items.headers.push(("Authorization".to_owned(), Part::Known(basic(&user))));
            }
            "-f" | "--form" => items.is_form = true,
            "--multipart" => items.is_multipart = true,
            "--raw" => items.raw = value(),
            _ if WITH_VALUE.contains(&option) => drop(value()),
            _ if option.starts_with("--") || option.len() <= 3 => {}
            _ => items.notes.push(Note::UnknownOption(number)),
        }
    }
    let method = plain.first().map(|word| word.text.as_str()).filter(|word| is_method(word) && plain.len() > 1);
    let mut rest = plain.iter().skip(usize::from(method.is_some()));
    let url = rest.next().ok_or(Unreadable::NoUrl)?;
    rest.for_each(|word| items.push(word));
    items.into_said(url, method, scheme)
}

fn is_method(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_alphabetic()) && word != "localhost"
}

impl Items {
    fn push(&mut self, word: &Word) {
        let text = word.text.as_str();
        let found = text.char_indices().filter(|&(at, _)| at > 0 && !text[..at].ends_with('\\')).find_map(|(at, _)| {
            let separator = SEPARATORS.into_iter().find(|separator| text[at..].starts_with(separator))?;
            Some((text[..at].replace('\\', ""), separator, &text[at + separator.len()..]))
        });
        let Some((name, separator, value)) = found else { return };
        self.is_elsewhere |= word.missing.is_some() && matches!(separator, "=" | ":=");
        match separator {
            ":" if value.is_empty() => {}
            ":" | ";" if is_name(name.as_bytes()) => {
                let value = Word { text: value.trim().to_owned(), missing: word.missing.clone() };
                self.headers.push((name, value.into_part()));
            }
            "==" => self.query.push(format!("{name}={value}")),
            "=" => self.fields.push((name, quoted(value))),
            ":=" => self.fields.push((name, value.to_owned())),
            "@" => self.has_files = true,
            "=@" | ":=@" => self.is_elsewhere = true,
            _ => {}
        }
    }

    fn into_said(self, url: &Word, method: Option<&str>, scheme: &str) -> Result<Said, Unreadable> {
        let mut said = whole_url(url, scheme)?;
        said.method = method.map_or(Part::Unknown, |method| Part::Known(method.to_ascii_uppercase()));
        let has_fields = !self.fields.is_empty() || self.is_elsewhere || self.has_files;
        let text = match (&self.raw, self.is_form || self.is_multipart) {
            (Some(raw), _) => Some(raw.clone()),
            (None, false) => Some(object(&self.fields)),
            (None, true) => Some(form(&self.fields)),
        };
        if has_fields || self.raw.is_some() {
            let media_type = match (self.has_files || self.is_multipart, self.is_form) {
                (true, _) => MediaType::multipart(),
                (false, true) => MediaType::form(),
                (false, false) => MediaType::json(),
            };
            let is_whole = !self.is_elsewhere && !self.has_files && !self.is_multipart;
            said.body = Some(Body::new(text.filter(|_| is_whole), media_type));
        }
        said.headers = self.headers;
        said.query = self.query;
        said.notes.extend(self.notes);
        Ok(said)
    }
}

/// `:5000/x` is on this machine, and a host alone has the command's scheme.
fn whole_url(word: &Word, scheme: &str) -> Result<Said, Unreadable> {
    let here = match word.text.strip_prefix(':') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => format!("localhost:{rest}"),
        Some(rest) => format!("localhost{rest}"),
        None => word.text.clone(),
    };
    url_of(&Word { text: here, missing: word.missing.clone() }, scheme)
}

fn object(fields: &[(String, String)]) -> String {
    let members: Vec<_> = fields.iter().map(|(name, value)| format!("{}:{value}", quoted(name))).collect();
    format!("{{{}}}", members.join(","))
}

fn form(fields: &[(String, String)]) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        text.append_pair(name, value.trim_matches('"'));
    }
    text.finish()
}
