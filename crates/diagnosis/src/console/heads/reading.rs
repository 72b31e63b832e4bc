//! Puts lines together to heads.

use preflight_engine::header_list::HeaderList;
use url::Url;

use super::exchange::{PastedExchange, PastedHead};
use super::line::{Line, Mark, field, line, marked};
use super::pane::{Label, Section, label, section};
use super::{FIELDS_LIMIT, HEAD_LIMIT, PASTED_BODY_LIMIT};

/// Fields without which a list of fields is any text with colons.
const TELLING: [&str; 10] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
    "access-control-max-age",
    "vary",
    "content-type",
    "server",
    "content-length",
];

/// Names without a hyphen, which are a field where a pane has them on a line of their own.
const SHORT_NAMES: [&str; 16] = [
    "vary",
    "date",
    "server",
    "etag",
    "origin",
    "host",
    "referer",
    "connection",
    "accept",
    "age",
    "location",
    "allow",
    "expires",
    "pragma",
    "cookie",
    "priority",
];

/// Names that only a request has, whole or in their beginning.
const OF_REQUESTS: [&str; 16] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "access-control-request-",
    "authorization",
    "cookie",
    "dnt",
    "host",
    "if-modified-since",
    "if-none-match",
    "origin",
    "referer",
    "sec-",
    "upgrade-insecure-requests",
    "user-agent",
    "x-requested-with",
];

/// Names that only a response has, whole or in their beginning.
const OF_RESPONSES: [&str; 14] = [
    "access-control-allow-",
    "access-control-expose-headers",
    "access-control-max-age",
    "age",
    "allow",
    "etag",
    "expires",
    "last-modified",
    "location",
    "server",
    "set-cookie",
    "vary",
    "www-authenticate",
    "x-powered-by",
];

/// Where the next line belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Outside,
    Request,
    Response,
    Body,
    General,
    Elsewhere,
}

/// What was read so far.
#[derive(Default)]
pub(super) struct Reading {
    heads: Vec<PastedHead>,
    current: PastedHead,
    place: Place,
    /// The path of the request line, until the host is known.
    target: Option<String>,
    /// What a remark or a command says of the connection.
    is_encrypted: Option<bool>,
    command_url: Option<Url>,
    command_origin: Option<String>,
    /// A label or a name whose value stands on the next line.
    awaited: Option<Awaited>,
    has_pane: bool,
    /// A pane was copied without the titles of its sections: whose a field is, its name says.
    is_untitled: bool,
}

enum Awaited {
    Label(Label),
    Name(String),
}

impl Reading {
    pub(super) fn line(&mut self, text: &str) {
        if let Some(awaited) = self.awaited.take() {
            // A value may be `*`, which marks a remark elsewhere.
            return self.value(awaited, text.trim());
        }
        let (mark, text) = marked(text);
        if mark == Mark::Remark {
            return self.remark(text);
        }
        if self.place == Place::Body && mark == Mark::Plain {
            match line(text) {
                Line::Status(status) => return self.status(status),
                Line::Request { method, target } => return self.request(method, target),
                _ if section(text).is_none() && !is_command(text) => return self.body(text),
                _ => {}
            }
        }
        if is_command(text) {
            return self.command(text);
        }
        if mark == Mark::Plain
            && let Some(section) = section(text)
        {
            return self.section(section);
        }
        let may_be_label = self.place == Place::General || self.place == Place::Outside && label_of_pane(text);
        if let Some((label, value)) = label(text).filter(|_| may_be_label) {
            self.has_pane = true;
            self.place = Place::General;
            return if value.is_empty() {
                self.awaited = Some(Awaited::Label(label));
            } else {
                self.label(label, value);
            };
        }
        match line(text) {
            Line::Request { method, target } => self.request(method, target),
            Line::Status(status) => self.status(status),
            Line::Field { name, value } => self.field(mark, name, value),
            Line::Empty => self.empty(mark),
            Line::Other(text) => self.other(text),
        }
    }

    pub(super) fn finish(mut self) -> Option<PastedExchange> {
        self.next_head();
        let mut heads = self.heads;
        heads.retain(PastedHead::has_response);
        let telling = |head: &PastedHead| {
            head.status.is_some()
                || TELLING[..6].iter().any(|name| head.response.contains(name.as_bytes())) && head.response.len() >= 2
        };
        heads.retain(telling);
        (!heads.is_empty()).then(|| PastedExchange::of(heads))
    }

    fn request(&mut self, method: &str, target: &str) {
        // Safari's pane has the status above the request.
        let goes_on = self.has_pane && self.current.response.is_empty();
        if !goes_on && (self.current.has_response() || self.current.method.is_some()) {
            self.next_head();
        }
        self.current.method = Some(method.to_owned());
        match Url::parse(target).ok().filter(|_| target.contains("://")) {
            Some(url) => self.current.url = Some(url),
            None => self.target = Some(target.to_owned()),
        }
        self.place = Place::Request;
    }

    fn status(&mut self, status: u16) {
        let is_interim = (100..=199).contains(&status) && status != 101;
        let is_general = self.has_pane && self.current.response.is_empty();
        if self.current.status.is_some() && !is_general {
            self.next_head();
        }
        self.current.status = (!is_interim).then_some(status);
        self.place = Place::Response;
    }

    fn field(&mut self, mark: Mark, name: &str, value: &str) {
        if mark == Mark::Sent {
            self.place = Place::Request;
        } else if mark == Mark::Received {
            self.place = Place::Response;
        }
        if value.is_empty() && self.has_pane {
            self.awaited = Some(Awaited::Name(name.to_owned()));
            return;
        }
        self.put(name, value);
    }

    fn put(&mut self, name: &str, value: &str) {
        let is_of_response = name.to_ascii_lowercase();
        self.is_untitled |= self.place == Place::General;
        if self.is_untitled {
            self.place = untitled_place(self.place, &is_of_response);
        }
        if self.place == Place::Outside {
            // A list of fields without a first line; what a server sends begins it.
            let is_telling = TELLING.contains(&is_of_response.as_str());
            if !is_telling {
                return;
            }
            self.place = Place::Response;
        }
        match (self.place, is_of_response.as_str()) {
            (Place::Request, ":method") => self.current.method = Some(value.to_owned()),
            (Place::Request, ":path") => self.target = Some(value.to_owned()),
            (Place::Request, ":authority") => append(&mut self.current.request, "host", value),
            (Place::Request, ":scheme") => self.is_encrypted = Some(value == "https"),
            (Place::Response, ":status") => self.current.status = value.parse().ok(),
            (Place::Request, _) => append(&mut self.current.request, name, value),
            (Place::Response, _) => append(&mut self.current.response, name, value),
            _ => {}
        }
    }

    fn empty(&mut self, mark: Mark) {
        match (self.place, mark) {
            (Place::Response, _) if self.has_pane => {}
            // `HTTP/1.1 100 Continue`, and a `200 Connection established` of a proxy without fields, are no answers.
            (Place::Response, _) if self.current.status.is_some() => self.place = Place::Body,
            (Place::Response, Mark::Received) => self.place = Place::Outside,
            _ => {}
        }
    }

    /// A name of a pane stands on a line of its own.
    fn other(&mut self, text: &str) {
        let is_name = self.has_pane
            && matches!(self.place, Place::General | Place::Request | Place::Response)
            && text.len() <= 64
            && (text.contains('-') || SHORT_NAMES.contains(&text.to_ascii_lowercase().as_str()))
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if is_name {
            self.awaited = Some(Awaited::Name(text.to_owned()));
        }
    }

    fn body(&mut self, text: &str) {
        if self.current.body.len() + text.len() < PASTED_BODY_LIMIT {
            self.current.body.push_str(text);
            self.current.body.push('\n');
        }
    }

    fn section(&mut self, section: Section) {
        if section == Section::General && (self.current.has_response() || self.current.url.is_some()) {
            self.next_head();
        }
        self.has_pane = true;
        self.is_untitled = false;
        self.place = match section {
            Section::General => Place::General,
            Section::Request => Place::Request,
            Section::Response => Place::Response,
            Section::Elsewhere => Place::Elsewhere,
        };
    }

    fn label(&mut self, label: Label, value: &str) {
        match label {
            Label::Url => {
                if self.current.url.is_some() {
                    self.next_head();
                    self.place = Place::General;
                }
                self.current.url = Url::parse(value.trim_matches(['<', '>', '`'])).ok();
            }
            Label::Method => self.current.method = value.split_whitespace().next().map(str::to_ascii_uppercase),
            Label::Status => {
                let digits: String =
                    value.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
                self.current.status = digits.parse().ok().filter(|status| (100..=999).contains(status));
            }
            Label::Ignored => {}
        }
    }

    fn value(&mut self, awaited: Awaited, text: &str) {
        match awaited {
            Awaited::Label(label) => self.label(label, text),
            // A field without a value, and the next one after it.
            Awaited::Name(name) => match field(text)
                .filter(|(next, value)| value.is_empty() || TELLING.contains(&next.to_ascii_lowercase().as_str()))
            {
                Some((next, value)) => {
                    self.put(&name, "");
                    self.field(Mark::Plain, next, value);
                }
                None => self.put(&name, text),
            },
        }
    }

    /// `* Connected to localhost (127.0.0.1) port 5000`, `* SSL connection using …`
    fn remark(&mut self, text: &str) {
        if text.starts_with("SSL connection") || text.contains(":scheme: https") {
            self.is_encrypted = Some(true);
        } else if text.starts_with("Connected to") && self.is_encrypted.is_none() {
            self.is_encrypted = Some(text.contains("port 443"));
        }
    }

    /// `curl -i -H 'Origin: …' https://…`: where to, and for whom.
    fn command(&mut self, text: &str) {
        self.next_head();
        self.command_url = None;
        self.command_origin = None;
        let mut words = text.split_whitespace().map(|word| word.trim_matches(['\'', '"'])).peekable();
        while let Some(word) = words.next() {
            if word.starts_with("http://") || word.starts_with("https://") {
                self.command_url = Url::parse(word).ok();
            } else if word.eq_ignore_ascii_case("origin:") {
                self.command_origin = words.peek().map(|origin| (*origin).to_owned());
            } else if matches!(word, "-X" | "--request") {
                self.current.method = words.peek().map(|method| method.to_ascii_uppercase());
            } else if let Some(method) = word.strip_prefix("-X").filter(|method| !method.is_empty()) {
                self.current.method = Some(method.to_ascii_uppercase());
            } else if matches!(word, "-I" | "--head") && self.current.method.is_none() {
                self.current.method = Some("HEAD".to_owned());
            }
        }
        if let Some(origin) = &self.command_origin {
            append(&mut self.current.request, "origin", origin);
        }
        self.current.url.clone_from(&self.command_url);
        self.place = Place::Outside;
    }

    /// The current head is whole.
    fn next_head(&mut self) {
        let mut head = std::mem::take(&mut self.current);
        if head.url.is_none() {
            head.url = self.url(&head);
        }
        self.target = None;
        self.place = Place::Outside;
        self.awaited = None;
        if head.has_response() && self.heads.len() < HEAD_LIMIT {
            self.heads.push(head);
        }
    }

    /// From `Host` and the request's path, if it is known how it was sent.
    fn url(&self, head: &PastedHead) -> Option<Url> {
        let host = head.request.get(b"host").map(|host| String::from_utf8_lossy(&host).trim().to_owned())?;
        let target = self.target.as_deref()?;
        let scheme = match self.is_encrypted {
            Some(true) => "https",
            Some(false) => "http",
            // Development servers speak http unless something says otherwise.
            None if is_loopback(&host) => "http",
            None => "https",
        };
        Url::parse(&format!("{scheme}://{host}{target}")).ok()
    }
}

/// Where a field of a pane without titles belongs. The response's come first; what both have belongs where the last one did.
fn untitled_place(last: Place, name: &str) -> Place {
    let is_one =
        |names: &[&str]| names.iter().any(|known| *known == name || known.ends_with('-') && name.starts_with(known));
    if is_one(&OF_REQUESTS) {
        Place::Request
    } else if is_one(&OF_RESPONSES) || last == Place::General {
        Place::Response
    } else {
        last
    }
}

fn append(list: &mut HeaderList, name: &str, value: &str) {
    if list.len() < FIELDS_LIMIT {
        list.append(name, value);
    }
}

fn is_command(text: &str) -> bool {
    let text = text.trim_start_matches(['$', '%', '#', ' ']);
    text.starts_with("curl ") || text.starts_with("curl.exe ")
}

/// A label that stands in no other text.
fn label_of_pane(text: &str) -> bool {
    let folded = text.get(..14).unwrap_or(text).to_ascii_lowercase();
    folded.starts_with("request url") || folded.starts_with("request method") || folded.starts_with("status code")
}

fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "localhost" || name.ends_with(".localhost") || name.starts_with("127.") || name == "[::1]"
}
