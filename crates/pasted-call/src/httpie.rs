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

/// Options whose value is the next word, by their letter (or `'\0'`) and their name.
const WITH_VALUE: [(char, &str); 27] = [
    ('a', "auth"),
    ('A', "auth-type"),
    ('\0', "raw"),
    ('\0', "bearer"),
    ('\0', "verify"),
    ('\0', "cert"),
    ('\0', "cert-key"),
    ('\0', "cert-key-pass"),
    ('\0', "proxy"),
    ('\0', "session"),
    ('\0', "session-read-only"),
    ('\0', "timeout"),
    ('o', "output"),
    ('p', "print"),
    ('P', "history-print"),
    ('\0', "pretty"),
    ('s', "style"),
    ('\0', "max-redirects"),
    ('\0', "max-headers"),
    ('\0', "boundary"),
    ('\0', "ssl"),
    ('\0', "ciphers"),
    ('\0', "default-scheme"),
    ('\0', "response-charset"),
    ('\0', "response-mime"),
    ('\0', "format-options"),
    ('\0', "http-version"),
];

/// Whether this is a long option with a value.
pub(crate) fn is_option(name: &str) -> bool {
    WITH_VALUE.iter().any(|&(_, option)| option == name)
}

/// Letters of options without a value, which may stand in one word: `-vf`.
const LETTERS: &str = "jfvhbmSxcdFI46";

/// How items are told apart; the longer separators first.
const SEPARATORS: [&str; 8] = [":=@", "=@", "==", ":=", "=", "@", ":", ";"];

#[derive(Default)]
struct Items {
    headers: Vec<(String, Part<String>)>,
    query: Vec<String>,
    fields: Vec<(String, String)>,
    raw: Option<String>,
    user: Option<Word>,
    auth_type: String,
    has_files: bool,
    is_form: bool,
    is_multipart: bool,
    is_elsewhere: bool,
    notes: Vec<Note>,
}

/// An option of the command, and the value that stands in its word.
struct Flag<'w> {
    name: &'w str,
    attached: Option<&'w str>,
}

/// The options of a word: `--name`, `--name=value`, `-vf`, `-auser:password`. The last alone may have a value.
fn flags(text: &str) -> Vec<Flag<'_>> {
    if let Some(name) = text.strip_prefix("--") {
        let (name, attached) = name.split_once('=').map_or((name, None), |(name, value)| (name, Some(value)));
        return vec![Flag { name, attached }];
    }
    let mut flags = Vec::new();
    let letters = text.strip_prefix('-').unwrap_or_default();
    for (at, letter) in letters.char_indices() {
        let rest = &letters[at + letter.len_utf8()..];
        if let Some((_, name)) = WITH_VALUE.into_iter().find(|&(other, _)| other == letter) {
            flags.push(Flag { name, attached: Some(rest).filter(|rest| !rest.is_empty()) });
            break;
        }
        flags.push(Flag { name: &letters[at..at + letter.len_utf8()], attached: None });
    }
    flags
}

/// Whether a word is an option whose value is the next one.
pub(crate) fn takes_next_word(text: &str) -> bool {
    let last = flags(text).pop();
    last.is_some_and(|flag| flag.attached.is_none() && WITH_VALUE.iter().any(|(_, name)| *name == flag.name))
}

/// Reads what stands after the command, with the scheme of its name.
pub(crate) fn read(words: &[Word], scheme: &str, is_fed: bool) -> Result<Said, Unreadable> {
    let mut items = Items { is_elsewhere: is_fed, ..Items::default() };
    let mut plain = Vec::new();
    let mut words = words.iter().zip(1..);
    let mut scheme = scheme.to_owned();
    while let Some((word, number)) = words.next() {
        let text = word.text.as_str();
        if !text.starts_with('-') || text == "-" {
            plain.push(word);
            continue;
        }
        for flag in flags(text) {
            let mut value = None;
            if WITH_VALUE.iter().any(|(_, name)| *name == flag.name) {
                let attached = flag.attached.map(|text| Word { text: text.to_owned(), missing: word.missing.clone() });
                let next = attached.or_else(|| words.next().map(|(word, _)| word.clone()));
                value = Some(next.ok_or_else(|| Unreadable::NoValue(text.to_owned()))?);
            }
            match (flag.name, value) {
                ("auth", value) => items.user = value,
                ("bearer", value) => {
                    items.user = value;
                    items.auth_type = "bearer".to_owned();
                }
                ("auth-type", Some(value)) => items.auth_type = value.text,
                ("f" | "form", _) => items.is_form = true,
                ("multipart", _) => items.is_multipart = true,
                ("raw", value) => items.raw = value.map(|value| value.text),
                ("default-scheme", Some(value)) => scheme = value.text,
                (name, None) if name.len() == 1 && !LETTERS.contains(name) => {
                    items.notes.push(Note::UnknownOption(number));
                }
                _ => {}
            }
        }
    }
    items.put_user();
    let method = plain.first().map(|word| word.text.as_str()).filter(|word| is_method(word) && plain.len() > 1);
    let mut rest = plain.iter().skip(usize::from(method.is_some()));
    let url = rest.next().ok_or(Unreadable::NoUrl)?;
    rest.for_each(|word| items.push(word));
    items.into_said(url, method, &scheme)
}

fn is_method(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_alphabetic()) && word != "localhost"
}

impl Items {
    /// `-a user:password`, and with `-A bearer` a token. The password that is not there is asked for.
    fn put_user(&mut self) {
        let Some(user) = self.user.take() else { return };
        let value = match self.auth_type.as_str() {
            "" | "basic" if user.text.contains(':') => user.into_part_with(basic),
            // That of the plugin `httpie-jwt-auth` has the same scheme.
            "bearer" | "jwt" => user.into_part_with(|token| format!("Bearer {token}")),
            "" | "basic" => Part::Unknown,
            // A digest answers what the server asks first.
            "digest" => {
                let instead = "a page would set `Authorization` itself";
                return self.notes.push(Note::NotInBrowsers("--auth-type".to_owned(), instead));
            }
            // Plugins have schemes of their own.
            _ => Part::Unknown,
        };
        if value.is_unknown() {
            self.notes.push(Note::Expression("Authorization".to_owned()));
        }
        self.headers.push(("Authorization".to_owned(), value));
    }

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
            "==" => {
                let mut query = url::form_urlencoded::Serializer::new(String::new());
                self.query.push(query.append_pair(&name, value).finish());
            }
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
    // HTTPie knows no host for it, and whoever wrote it left one out.
    if here.starts_with('/') {
        return Ok(Said::to(here));
    }
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
