//! The arguments of `curl`, as the call that a page would make in its stead.

mod options;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use preflight_engine::request_header::is_name;
use url::Url;

use crate::browser_headers::{set_cookies, take_over};
use crate::call::{Call, Note};
use crate::name_alone::is_name_alone;
use crate::unreadable::Unreadable;
use options::{CurlOption, Meaning};

/// What the arguments say, before it is made a call.
#[derive(Default)]
struct Arguments {
    urls: Vec<String>,
    method: Option<String>,
    headers: Vec<(String, String)>,
    data: Vec<String>,
    has_form: bool,
    data_is_elsewhere: bool,
    data_is_json: bool,
    data_is_query: bool,
    head_only: bool,
    upload: bool,
    cookies: bool,
    notes: Vec<Note>,
    /// Whether the word before is a header without a value.
    has_open_header: bool,
    /// The number of the word that is read; `curl` itself is 0.
    number: usize,
}

/// Reads what stands after the word `curl`.
pub(crate) fn read(words: &[String]) -> Result<Call, Unreadable> {
    let mut arguments = Arguments::default();
    let mut words = words.iter().zip(1..);
    while let Some((word, number)) = words.next() {
        arguments.number = number;
        arguments.read(word, &mut words)?;
    }
    arguments.into_call()
}

impl Arguments {
    fn read<'a>(&mut self, word: &str, rest: &mut impl Iterator<Item = (&'a String, usize)>) -> Result<(), Unreadable> {
        if word.starts_with('-') {
            self.has_open_header = false;
        }
        if let Some(name) = word.strip_prefix("--").filter(|name| !name.is_empty()) {
            return self.read_option(word, options::long(name), None, rest);
        }
        match word.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            Some(letters) => self.read_letters(letters, rest),
            // `-H Authorization: s3cret` without quotes: the value would be called, and looked up by name.
            None if std::mem::take(&mut self.has_open_header) && !word.contains("://") => {
                Err(Unreadable::UnquotedHeader)
            }
            None => {
                self.urls.push(word.to_owned());
                Ok(())
            }
        }
    }

    /// `-sSLXPOST` is `-s -S -L -X POST`.
    fn read_letters<'a>(
        &mut self,
        letters: &str,
        rest: &mut impl Iterator<Item = (&'a String, usize)>,
    ) -> Result<(), Unreadable> {
        for (at, letter) in letters.char_indices() {
            let option = options::short(letter);
            let value = &letters[at + letter.len_utf8()..];
            if option.is_some_and(|option| option.has_value) {
                return self.read_option(&format!("-{letter}"), option, Some(value).filter(|v| !v.is_empty()), rest);
            }
            self.read_option(&format!("-{letter}"), option, None, rest)?;
            // What follows may be the value of an option that was misspelt.
            if option.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn read_option<'a>(
        &mut self,
        written: &str,
        option: Option<CurlOption>,
        attached: Option<&str>,
        rest: &mut impl Iterator<Item = (&'a String, usize)>,
    ) -> Result<(), Unreadable> {
        let Some(option) = option else {
            self.notes.push(Note::UnknownOption(self.number));
            return Ok(());
        };
        let value = match (option.has_value, attached) {
            (false, _) => "",
            (true, Some(attached)) => attached,
            (true, None) => {
                let (value, number) = rest.next().ok_or_else(|| Unreadable::NoValue(written.to_owned()))?;
                self.number = number;
                value
            }
        };
        self.apply(written, option.meaning, value);
        Ok(())
    }

    fn apply(&mut self, written: &str, meaning: Meaning, value: &str) {
        match meaning {
            Meaning::Url => self.urls.push(value.to_owned()),
            Meaning::Method => self.method = Some(value.to_owned()),
            Meaning::Header => self.push_header(value),
            Meaning::Named(name) => self.headers.push((name.to_owned(), value.to_owned())),
            Meaning::Range => self.headers.push(("Range".to_owned(), format!("bytes={value}"))),
            Meaning::User => self.headers.push(("Authorization".to_owned(), basic(value))),
            Meaning::Bearer => self.headers.push(("Authorization".to_owned(), format!("Bearer {value}"))),
            Meaning::Cookies => self.cookies = true,
            Meaning::Data => self.push_data(value),
            Meaning::RawData => self.data.push(value.to_owned()),
            Meaning::Json => {
                self.data_is_json = true;
                self.push_data(value);
            }
            Meaning::Form => self.has_form = true,
            Meaning::DataIsQuery => self.data_is_query = true,
            Meaning::HeadOnly => self.head_only = true,
            Meaning::Upload => self.upload = true,
            Meaning::OfTheTool => {}
            Meaning::NotInBrowsers(instead) => self.notes.push(Note::NotInBrowsers(written.to_owned(), instead)),
        }
    }

    /// `Name: value`; `Name;` has no value, and `Name:` takes a header away that is `curl`'s own.
    fn push_header(&mut self, text: &str) {
        match (text.split_once(':'), text.strip_suffix(';')) {
            (Some((_, value)), _) if value.trim().is_empty() => self.has_open_header = true,
            (Some((name, _)), _) if !is_name(name.trim().as_bytes()) => self.notes.push(Note::NoHeader(self.number)),
            (Some((name, value)), _) => self.headers.push((name.trim().to_owned(), value.trim().to_owned())),
            (None, Some(name)) if is_name_alone(name.trim()) => {
                self.headers.push((name.trim().to_owned(), String::new()))
            }
            (None, _) => self.notes.push(Note::NoHeader(self.number)),
        }
    }

    /// `@name` is a file, which is not read.
    fn push_data(&mut self, value: &str) {
        match value.starts_with('@') {
            true => self.data_is_elsewhere = true,
            false => self.data.push(value.to_owned()),
        }
    }

    fn into_call(mut self) -> Result<Call, Unreadable> {
        let mut url = match &self.urls[..] {
            [] => return Err(Unreadable::NoUrl),
            [url] => parse_url(url)?,
            _ => return Err(Unreadable::SeveralUrls),
        };
        let mut call = Call::to(url.clone());
        if !url.username().is_empty() || url.password().is_some() {
            let user = format!("{}:{}", url.username(), url.password().unwrap_or_default());
            self.headers.push(("Authorization".to_owned(), basic(&user)));
            // These fail for URLs without a host only, which have no userinfo.
            let _ = url.set_username("");
            let _ = url.set_password(None);
        }
        take_over(std::mem::take(&mut self.headers), &mut call);
        if self.cookies {
            set_cookies(&mut call);
        }
        self.put_body(&mut url, &mut call);
        call.url = url;
        call.notes.append(&mut self.notes);
        Ok(call)
    }

    fn put_body(&mut self, url: &mut Url, call: &mut Call) {
        let data = self.data.join("&");
        if self.data_is_query && !data.is_empty() {
            let query = url.query().map_or_else(|| data.clone(), |query| format!("{query}&{data}"));
            url.set_query(Some(&query));
        }
        let has_data = !self.data.is_empty() || self.data_is_elsewhere;
        let has_body = (has_data && !self.data_is_query) || self.has_form || self.upload;
        call.method = self.method.take().or_else(|| {
            let implied = [(self.head_only, "HEAD"), (self.upload, "PUT"), (has_body, "POST")];
            implied.into_iter().find(|(applies, _)| *applies).map(|(_, method)| method.to_owned())
        });
        // No browser sends a body with these.
        if !has_body || matches!(call.method.as_deref(), Some("GET" | "HEAD")) {
            return;
        }
        if self.data_is_elsewhere || self.has_form || self.upload {
            call.notes.push(Note::BodyElsewhere);
        }
        // A form's boundary is the browser's own.
        let content_type = match (self.data_is_json, has_data) {
            (true, _) => Some("application/json"),
            (false, true) => Some("application/x-www-form-urlencoded"),
            (false, false) => None,
        };
        if let Some(content_type) = content_type.filter(|_| !call.has_header("content-type")) {
            call.headers.push(("Content-Type".to_owned(), content_type.to_owned()));
        }
        call.body = Some(data);
    }
}

fn basic(user: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(user))
}

/// `curl` takes a URL without scheme for `http`; a single word is rather something else that lost its quotes.
fn parse_url(text: &str) -> Result<Url, Unreadable> {
    if !text.contains(['.', ':', '/']) && text != "localhost" {
        return Err(Unreadable::SingleWord);
    }
    let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    Url::parse(&whole).map_err(|error| Unreadable::InvalidUrl(text.to_owned(), error))
}
