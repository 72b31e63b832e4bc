//! The options of a command that makes a call, as the call that a page would make in its stead.

use preflight_engine::browser::CredentialsMode;
use preflight_engine::page_call::Part;
use preflight_engine::request_header::is_name;

use crate::authorization::basic;
use crate::media_type::essence_before;
use crate::name_alone::is_name_alone;
use crate::pasted::Note;
use crate::said::{Body, MediaType, Said};
use crate::shell::Word;
use crate::unreadable::Unreadable;
use crate::value::Value;

/// An option: its letter (or `'\0'`), its name, whether a value follows, and what it means.
pub(crate) type Row = (char, &'static str, bool, Meaning);

/// What an option means for a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Url,
    Method,
    /// `Name: value`.
    Header,
    /// The value of this header.
    Named(&'static str),
    Range,
    User,
    Password,
    Bearer,
    Cookies,
    /// A body, or `@` and the file that holds it.
    Data,
    RawData,
    /// A body that the command percent-encodes: `content`, `=content`, `name=content`, or `@` and a file.
    EncodedData,
    /// The same for the URL's query; what begins with `+` stays as it is.
    Query,
    /// What follows is another call.
    Next,
    /// A file that holds the body.
    FileOfData,
    Json,
    Form,
    DataIsQuery,
    /// `[`, `]`, `{` and `}` stand for themselves, and so do the backslashes before them.
    GlobOff,
    HeadOnly,
    Upload,
    /// What the command shows or how long it waits: nothing that a server sees.
    OfTheTool,
    /// What a browser does instead.
    NotInBrowsers(&'static str),
}

/// What the arguments say, before it is made a call.
pub(crate) struct Arguments {
    options: &'static [Row],
    urls: Vec<Word>,
    method: Option<String>,
    headers: Vec<(String, Part<String>)>,
    user: Option<String>,
    data: Vec<Word>,
    query: Vec<String>,
    other_calls: usize,
    has_form: bool,
    data_is_elsewhere: bool,
    data_is_json: bool,
    data_is_query: bool,
    is_glob_off: bool,
    head_only: bool,
    upload: bool,
    cookies: bool,
    notes: Vec<Note>,
    /// The variables whose values are names of headers, or whole ones.
    names_missing: Vec<String>,
    /// Whether the word before is a header without a value.
    has_open_header: bool,
    /// The number of the word that is read; the command itself is 0.
    number: usize,
}

/// Shorter beginnings of a long option's name are read as no abbreviation.
const ABBREVIATION_MIN: usize = 3;

type Rest<'a> = std::iter::Zip<std::slice::Iter<'a, Word>, std::ops::RangeFrom<usize>>;

impl Arguments {
    /// Reads what stands after the command.
    pub(crate) fn read(options: &'static [Row], words: &[Word]) -> Result<Said, Unreadable> {
        let mut arguments = Self {
            options,
            urls: Vec::new(),
            method: None,
            headers: Vec::new(),
            user: None,
            data: Vec::new(),
            query: Vec::new(),
            other_calls: 0,
            has_form: false,
            data_is_elsewhere: false,
            data_is_json: false,
            data_is_query: false,
            is_glob_off: false,
            head_only: false,
            upload: false,
            cookies: false,
            notes: Vec::new(),
            names_missing: Vec::new(),
            has_open_header: false,
            number: 0,
        };
        let mut words = words.iter().zip(1..);
        while let Some((word, number)) = words.next() {
            arguments.number = number;
            arguments.word(word, &mut words)?;
            if arguments.other_calls > 0 {
                // The rest is of other calls, as many as it says.
                arguments.other_calls += words.filter(|(word, _)| word.text == "--next" || word.text == "-:").count();
                break;
            }
        }
        arguments.into_said()
    }

    fn find(&self, is_it: impl Fn(&Row) -> bool) -> Option<Row> {
        self.options.iter().find(|row| is_it(row)).copied()
    }

    fn word(&mut self, word: &Word, rest: &mut Rest<'_>) -> Result<(), Unreadable> {
        let text = word.text.as_str();
        if text.starts_with('-') {
            self.has_open_header = false;
        }
        if let Some(name) = text.strip_prefix("--").filter(|name| !name.is_empty()) {
            return self.long(text, name, word, rest);
        }
        match text.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            Some(letters) => self.letters(letters, word, rest),
            // `-H Authorization: s3cret` without quotes: the value would be called, and looked up by name.
            None if std::mem::take(&mut self.has_open_header) && !text.contains("://") => {
                Err(Unreadable::UnquotedHeader)
            }
            None => {
                self.urls.push(word.clone());
                Ok(())
            }
        }
    }

    /// The option of a long name, or of the beginning of one that no other shares: `--upload` is `--upload-file`.
    fn find_long(&self, name: &str) -> Option<Row> {
        let begin = |row: &&Row| name.len() >= ABBREVIATION_MIN && row.1.starts_with(name);
        let only = || {
            let mut rows = self.options.iter().filter(begin);
            rows.next().filter(|_| rows.next().is_none()).copied()
        };
        self.find(|&(_, other, ..)| other == name).or_else(only)
    }

    /// `--name value`, or `--name=value`, which `wget` takes.
    fn long(&mut self, written: &str, name: &str, word: &Word, rest: &mut Rest<'_>) -> Result<(), Unreadable> {
        if let Some(row) = self.find_long(name) {
            return self.option(written, Some(row), None, rest);
        }
        let (name, value) = name.split_once('=').unwrap_or((name, ""));
        let row = self.find_long(name).filter(|_| written.contains('='));
        let value = Word { text: value.to_owned(), missing: word.missing.clone() };
        let written = written.split('=').next().unwrap_or_default();
        self.option(written, row, Some(value), rest)
    }

    /// `-sSLXPOST` is `-s -S -L -X POST`.
    fn letters(&mut self, letters: &str, word: &Word, rest: &mut Rest<'_>) -> Result<(), Unreadable> {
        for (at, letter) in letters.char_indices() {
            let row = self.find(|&(other, ..)| other == letter && letter != '\0');
            let value = &letters[at + letter.len_utf8()..];
            if row.is_some_and(|(_, _, has_value, _)| has_value) {
                let value = Word { text: value.to_owned(), missing: word.missing.clone() };
                return self.option(&format!("-{letter}"), row, Some(value).filter(|v| !v.text.is_empty()), rest);
            }
            self.option(&format!("-{letter}"), row, None, rest)?;
            // What follows may be the value of an option that was misspelt.
            if row.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn option(
        &mut self,
        written: &str,
        row: Option<Row>,
        attached: Option<Word>,
        rest: &mut Rest<'_>,
    ) -> Result<(), Unreadable> {
        let Some((_, _, has_value, meaning)) = row else {
            self.notes.push(Note::UnknownOption(self.number));
            return Ok(());
        };
        let value = match (has_value, attached) {
            (false, _) => Word::default(),
            (true, Some(attached)) => attached,
            (true, None) => {
                let (value, number) = rest.next().ok_or_else(|| Unreadable::NoValue(written.to_owned()))?;
                self.number = number;
                value.clone()
            }
        };
        self.apply(written, meaning, value);
        Ok(())
    }

    fn apply(&mut self, written: &str, meaning: Meaning, value: Word) {
        match meaning {
            Meaning::Url => self.urls.push(value),
            Meaning::Method => self.method = Some(value.text),
            Meaning::Header => self.push_header(value),
            Meaning::Named(name) => self.headers.push((name.to_owned(), value.into_part())),
            Meaning::Range => self.headers.push(("Range".to_owned(), Part::Known(format!("bytes={}", value.text)))),
            Meaning::User => match value.missing {
                Some(_) => self.headers.push(("Authorization".to_owned(), Part::Unknown)),
                None => self.user = Some(value.text),
            },
            Meaning::Password => {
                if let Some(user) = &mut self.user {
                    user.push(':');
                    user.push_str(&value.text);
                }
            }
            Meaning::Bearer => {
                let value = value.into_part();
                let value = value.value().map_or(Part::Unknown, |token| Part::Known(format!("Bearer {token}")));
                self.headers.push(("Authorization".to_owned(), value));
            }
            Meaning::Cookies => self.cookies = true,
            Meaning::Data => self.push_data(value),
            Meaning::RawData => self.data.push(value),
            Meaning::EncodedData => match encoded(&value) {
                Some(text) => self.data.push(Word { text, missing: value.missing }),
                None => self.data_is_elsewhere = true,
            },
            Meaning::Query => match value.text.strip_prefix('+').map(str::to_owned).or_else(|| encoded(&value)) {
                Some(text) if value.missing.is_none() => self.query.push(text),
                _ => self
                    .notes
                    .push(Note::NotInBrowsers(written.to_owned(), "what it adds to the URL is not in the line")),
            },
            Meaning::Next => self.other_calls = 1,
            Meaning::FileOfData => self.data_is_elsewhere = true,
            Meaning::Json => {
                self.data_is_json = true;
                self.push_data(value);
            }
            Meaning::Form => self.has_form = true,
            Meaning::DataIsQuery => self.data_is_query = true,
            Meaning::GlobOff => self.is_glob_off = true,
            Meaning::HeadOnly => self.head_only = true,
            Meaning::Upload => self.upload = true,
            Meaning::OfTheTool => {}
            Meaning::NotInBrowsers(instead) => self.notes.push(Note::NotInBrowsers(written.to_owned(), instead)),
        }
    }

    /// `Name: value`; `Name;` has no value, and `Name:` takes a header away that is the command's own.
    fn push_header(&mut self, word: Word) {
        let text = word.text.as_str();
        if let Some(variable) = word.missing.as_ref().filter(|_| text.split(':').next().unwrap_or(text).contains('$')) {
            return self.names_missing.push(variable.clone());
        }
        if let Some((name, essence)) = essence_of(&word) {
            self.notes.push(Note::PartOfValue(name.clone()));
            return self.headers.push((name, Part::Implied(essence)));
        }
        let header = match (text.split_once(':'), text.strip_suffix(';')) {
            (Some((_, value)), _) if value.trim().is_empty() => {
                self.has_open_header = true;
                return;
            }
            (Some((name, value)), _) if is_name(name.trim().as_bytes()) => {
                // What a REST client would fill in.
                let placeholder = value.contains("{{").then(String::new);
                let value = Word { text: value.trim().to_owned(), missing: word.missing.clone().or(placeholder) };
                (name.trim().to_owned(), value.into_part())
            }
            (None, Some(name)) if is_name_alone(name.trim()) => (name.trim().to_owned(), Part::Known(String::new())),
            _ => return self.notes.push(Note::NoHeader(self.number)),
        };
        if header.1.is_unknown() {
            self.notes.push(Note::Expression(header.0.clone()));
        }
        self.headers.push(header);
    }

    /// `@name` is a file, which is not read.
    fn push_data(&mut self, value: Word) {
        match value.text.starts_with('@') {
            true => self.data_is_elsewhere = true,
            false => self.data.push(value),
        }
    }

    fn into_said(mut self) -> Result<Said, Unreadable> {
        let mut said = match &self.urls[..] {
            [] => return Err(Unreadable::NoUrl),
            [url] if self.expands_globs() => url_of(&without_escapes(url), "http")?,
            [url] => url_of(url, "http")?,
            _ => return Err(Unreadable::SeveralUrls),
        };
        said.headers = std::mem::take(&mut self.headers);
        if let Some(user) = &self.user {
            said.headers.push(("Authorization".to_owned(), Part::Known(basic(user))));
        }
        if self.cookies {
            said.credentials = Part::Implied(CredentialsMode::Include);
            said.note(Note::Cookies);
        }
        self.names_missing.iter().for_each(|variable| said.lack_name_of_header(variable));
        said.query.append(&mut self.query);
        if self.other_calls > 0 {
            said.note(Note::OtherCalls(self.other_calls));
        }
        self.put_body(&mut said);
        said.notes.append(&mut self.notes);
        Ok(said)
    }

    /// Whether the command takes `[1-9]` and `{a,b}` of a URL for patterns, and a backslash before a bracket away.
    fn expands_globs(&self) -> bool {
        !self.is_glob_off && self.find(|&(.., meaning)| meaning == Meaning::GlobOff).is_some()
    }

    fn put_body(&mut self, said: &mut Said) {
        let is_elsewhere = self.data_is_elsewhere || self.data.iter().any(|word| word.missing.is_some());
        let data = self.data.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join("&");
        if self.data_is_query && !data.is_empty() {
            said.query.push(data.clone());
        }
        let has_data = !self.data.is_empty() || self.data_is_elsewhere;
        let has_body = (has_data && !self.data_is_query) || self.has_form || self.upload;
        let implied = [(self.head_only, "HEAD"), (self.upload, "PUT"), (has_body, "POST")];
        said.method = match self.method.take() {
            Some(method) => Part::Known(method),
            None => implied
                .into_iter()
                .find(|(applies, _)| *applies)
                .map_or(Part::Unknown, |(_, method)| Part::Implied(method.to_owned())),
        };
        if !has_body {
            return;
        }
        let media_type = match (self.data_is_json, has_data, self.has_form) {
            (true, ..) => MediaType::json(),
            (false, true, _) => MediaType::form(),
            (false, false, true) => MediaType::multipart(),
            (false, false, false) => MediaType::Unsaid,
        };
        // A word that is a variable and nothing else has no part that is known.
        let is_variable = |word: &Word| word.missing.is_some() && word.text.starts_with('$');
        let is_part_known = !self.data_is_elsewhere && has_data && !self.data.iter().any(is_variable);
        let text = (!is_elsewhere && !self.has_form && !self.upload).then_some(data);
        said.body = Some(Body { is_part_known, ..Body::new(text, media_type) });
    }
}

/// `name=content` with the content percent-encoded; none where it is in a file.
fn encoded(word: &Word) -> Option<String> {
    let text = word.text.as_str();
    // The first of the two marks tells which it is.
    let (name, content) = match text.find(['=', '@']) {
        Some(at) if text[at..].starts_with('@') => return None,
        Some(at) => (&text[..at], &text[at + 1..]),
        None => ("", text),
    };
    let content: String = content
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    Some(if name.is_empty() { content } else { format!("{name}={content}") })
}

impl Word {
    /// The same, made of the text.
    pub(crate) fn into_part_with(self, make: impl FnOnce(&str) -> String) -> Part<String> {
        self.into_part().value().map_or(Part::Unknown, |text| Part::Known(make(text)))
    }

    /// The text, where all of it is known.
    pub(crate) fn into_part(self) -> Part<String> {
        match self.missing {
            None => Part::Known(self.text),
            Some(_) => Part::Unknown,
        }
    }
}

/// The name of a header and its media type, where only a parameter of that is missing.
fn essence_of(header: &Word) -> Option<(String, String)> {
    header.missing.as_ref()?;
    let (name, value) = header.text.split_once(':')?;
    let known = value.split('$').next().unwrap_or_default();
    Some((name.trim().to_owned(), essence_before(name.trim(), known)?))
}

/// The URL with `\[`, `\]`, `\{` and `\}` as they are sent.
fn without_escapes(url: &Word) -> Word {
    let text = ["[", "]", "{", "}"].into_iter().fold(url.text.clone(), |text, c| text.replace(&format!("\\{c}"), c));
    Word { text, missing: url.missing.clone() }
}

/// A URL with `<name>` for each variable of a shell in it.
fn pattern_of_shell(text: &str) -> String {
    let mut parts = text.split('$');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |pattern, part| {
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let braced = part.strip_prefix('{').and_then(|part| part.split_once('}'));
        let (name, rest) = braced.unwrap_or_else(|| part.split_at(part.find(|c| !is_of_name(c)).unwrap_or(part.len())));
        pattern + &crate::url_text::open_part(name) + rest
    })
}

/// `curl` takes a URL without scheme for `http`; a single word is rather something else that lost its quotes.
pub(crate) fn url_of(word: &Word, scheme: &str) -> Result<Said, Unreadable> {
    let text = word.text.trim();
    let text = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text);
    if text.starts_with("{{") && !text.contains("://") {
        let name = text.trim_start_matches('{').split("}}").next().unwrap_or_default().trim();
        let pattern = crate::url_text::pattern_of_braces(text);
        return Ok(crate::url_text::lacking(name).with_pattern(pattern));
    }
    if !text.contains(['.', ':', '/', '$', '%']) && text != "localhost" {
        return Err(Unreadable::SingleWord);
    }
    let whole =
        // `https:/x` is a URL to `curl` and to browsers.
        if text.contains("://") || text.starts_with("http:/") || text.starts_with("https:/") { text.to_owned() } else { format!("{scheme}://{}", text.trim_start_matches('/')) };
    let Some(missing) = &word.missing else { return crate::url_text::url_of(&Value::text_of(&whole)) };
    let name = crate::url_text::shown_name(missing);
    let host = whole.split("://").nth(1).and_then(|rest| rest.split(['/', '?']).next()).unwrap_or_default();
    if host.contains('$') {
        let pattern = pattern_of_shell(if text.contains("://") { &whole } else { text });
        return Ok(Said::without_url(Unreadable::UrlIsExpression(name)).with_pattern(pattern));
    }
    let mut said = Said::to(whole.replace(['$', '{', '}'], ""));
    said.is_url_implied = true;
    said.note(Note::PartOfUrl(name));
    Ok(said)
}
