//! Puts lines together to heads.

mod fields;
mod general;

use preflight_engine::header_list::HeaderList;
use preflight_pasted_call::Sent;
use url::Url;

use super::command::{begins_with_curl, sent};
use super::decoration::{is_list_item, undecorated};
use super::exchange::{PastedExchange, PastedHead, SentBy};
use super::line::{Line, Mark, SHORT_NAMES, line, marked};
use super::names::{OF_REQUESTS, OF_RESPONSES, TELLING};
use super::pane::{Label, label, label_of_pane, section, title};
use super::{FIELDS_LIMIT, HEAD_LIMIT, PASTED_BODY_LIMIT};

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
    /// The lines that are of no head.
    besides: String,
    current: PastedHead,
    place: Place,
    /// The path of the request line, until the host is known.
    target: Option<String>,
    /// What a remark or a command says of the connection.
    is_encrypted: Option<bool>,
    /// Where the last command went.
    command_url: Option<Url>,
    /// The current request is what a command says; the lines of `curl -v` say it again.
    is_commanded: bool,
    /// A quotation marks the lines of the response as `curl -v` marks those of the request.
    is_quoted: bool,
    /// A label or a name whose value stands on the next line.
    awaited: Option<Awaited>,
    has_pane: bool,
    /// The line above is a field that is not indented.
    is_behind_field: bool,
    /// A pane was copied without the titles of its sections: whose a field is, its name says.
    is_untitled: bool,
}

enum Awaited {
    Label(Label),
    Name(String),
}

impl Reading {
    /// Reads a line; the lines after it, in case it begins a command of several.
    pub(super) fn line(&mut self, text: &str, following: &str) {
        if !self.is_of_head(text) {
            self.besides.push_str(text);
            self.besides.push('\n');
        }
        self.take(text, following);
    }

    /// Whether a line says nothing by itself: a command, the line of a request, a field, a remark of curl.
    fn is_of_head(&self, text: &str) -> bool {
        const REMARKS: [&str; 4] = ["Trying ", "connect to ", "Connected to ", "Host "];
        let (mark, text) = marked(text);
        if self.awaited.is_some() || begins_with_curl(text) {
            return true;
        }
        if mark == Mark::Remark && !is_list_item(text) {
            let is_of_curl = self.current.sender == Some(SentBy::Tool);
            return is_of_curl || REMARKS.iter().any(|start| text.starts_with(start));
        }
        match line(text) {
            Line::Request { .. } => true,
            Line::Field { name, .. } => {
                let name = name.to_ascii_lowercase();
                let is_one = |names: &[&str]| names.contains(&name.as_str());
                name.contains('-') || is_one(&SHORT_NAMES) || is_one(&OF_REQUESTS) || is_one(&OF_RESPONSES)
            }
            // A server may write its reason behind the status.
            Line::Status(_) | Line::Empty | Line::Other(_) => false,
        }
    }

    fn take(&mut self, text: &str, following: &str) {
        // A label without a value, and the next one after it.
        let is_void = matches!(self.awaited, Some(Awaited::Label(_))) && label_of_pane(text);
        if let Some(awaited) = self.awaited.take().filter(|_| !is_void) {
            // A value may be `*`, which marks a remark elsewhere.
            return self.value(awaited, text.trim());
        }
        if self.folds(text) {
            return self.fold(text.trim());
        }
        let (mark, text) = marked(text);
        if begins_with_curl(text) {
            return self.command(sent(text, following));
        }
        if let Some(sent) = sent(text, following) {
            return self.command(Some(sent));
        }
        if mark == Mark::Remark && !is_list_item(text) {
            return self.remark(text);
        }
        let mark = if mark == Mark::Remark { Mark::Plain } else { mark };
        if self.place == Place::Body && mark == Mark::Plain {
            match line(text) {
                Line::Status(status) => return self.status(mark, status),
                Line::Request { method, target } => return self.request(mark, method, target),
                _ if section(text).is_none() => return self.body(text),
                _ => {}
            }
        }
        let undecorated = undecorated(text);
        let text = undecorated.as_ref();
        if mark == Mark::Plain
            && let Some(section) = section(text)
        {
            return self.section(section);
        }
        if self.place != Place::Body
            && mark == Mark::Plain
            && let Some((method, url)) = title(text)
        {
            return self.title(method, url);
        }
        let may_be_label = self.place == Place::General || label_of_pane(text);
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
            Line::Request { method, target } => self.request(mark, method, target),
            Line::Status(status) => self.status(mark, status),
            Line::Field { name, value } => self.field(mark, name, value),
            Line::Empty => self.empty(mark),
            Line::Other(text) => self.other(text),
        }
    }

    pub(super) fn finish(mut self) -> Option<PastedExchange> {
        self.next_head();
        let mut heads = self.heads;
        heads.retain(PastedHead::has_response);
        // Only a preflight names a method there.
        for head in heads.iter_mut().filter(|head| head.method.is_none()) {
            let is_preflight = head.request.contains(b"access-control-request-method");
            head.method = is_preflight.then(|| "OPTIONS".to_owned());
        }
        let telling = |head: &PastedHead| {
            let is_answer = head.sender == Some(SentBy::Tool) && head.url.is_some() && head.response.len() >= 2;
            head.status.is_some()
                || is_answer
                || head.is_preflight() && head.response.contains(b"location")
                || TELLING[..6].iter().any(|name| head.response.contains(name.as_bytes())) && head.response.len() >= 2
        };
        heads.retain(telling);
        let besides = self.besides;
        (!heads.is_empty()).then(|| PastedExchange::of(heads, besides))
    }

    fn request(&mut self, mark: Mark, method: &str, target: &str) {
        if std::mem::take(&mut self.is_commanded) && !self.current.has_response() {
            // What was sent counts, as it was sent; the command alone says its scheme.
            let url = self.current.url.take().filter(|_| method != "CONNECT");
            self.current = PastedHead { url, sender: Some(SentBy::Tool), ..PastedHead::default() };
        }
        // Safari's pane has the status above the request.
        let goes_on = self.has_pane && self.current.response.is_empty();
        if !goes_on && (self.current.has_response() || self.current.method.is_some()) {
            self.next_head();
        }
        if mark == Mark::Sent {
            self.current.sender = Some(SentBy::Tool);
        }
        self.current.method = Some(method.to_owned());
        match Url::parse(target).ok().filter(|_| target.contains("://")) {
            Some(url) => self.current.url = Some(url),
            None => self.target = Some(target.to_owned()),
        }
        self.is_quoted = false;
        self.place = Place::Request;
    }

    fn status(&mut self, mark: Mark, status: u16) {
        let is_interim = (100..=199).contains(&status) && status != 101;
        let is_general = self.has_pane && self.current.response.is_empty();
        // A proxy that connects says 200 without a field.
        let is_of_proxy = self.current.response.is_empty() && self.current.body.is_empty();
        if self.current.status.is_some() && !is_general && !is_of_proxy {
            self.next_status();
        }
        // What stands above the first line of an answer is none of its fields, nor are those of `103 Early Hints`.
        if self.current.status.is_none() && !self.has_pane {
            self.current.response = HeaderList::default();
        }
        self.current.status = (!is_interim).then_some(status);
        self.is_quoted = mark == Mark::Sent;
        self.place = Place::Response;
    }

    /// The same command goes on where it was redirected to.
    fn next_status(&mut self) {
        let followed = self.current.sender == Some(SentBy::Tool)
            && matches!(self.current.status, Some(301 | 302 | 303 | 307 | 308));
        let request = followed.then(|| self.current.clone());
        self.next_head();
        let Some(request) = request else { return };
        let location = request.response.get(b"location").map(|value| String::from_utf8_lossy(&value).into_owned());
        self.current = PastedHead {
            url: request.url.zip(location).and_then(|(url, location)| url.join(location.trim()).ok()),
            method: request.method,
            request: request.request,
            sender: request.sender,
            ..PastedHead::default()
        };
    }

    fn body(&mut self, text: &str) {
        if self.current.body.len() + text.len() < PASTED_BODY_LIMIT {
            self.current.body.push_str(text);
            self.current.body.push('\n');
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

    /// `curl -i -H 'Origin: …' https://…`: where to, and for whom; none where it cannot be read.
    fn command(&mut self, sent: Option<Sent>) {
        self.next_head();
        self.command_url = None;
        if let Some(sent) = sent {
            self.command_url.clone_from(&sent.url);
            self.current.url = sent.url;
            self.current.method = Some(sent.method);
            for (name, value) in &sent.headers {
                append(&mut self.current.request, name, value);
            }
        }
        self.current.sender = Some(SentBy::Tool);
        self.is_commanded = true;
        self.has_pane = false;
    }

    /// The current head is whole.
    fn next_head(&mut self) {
        let mut head = std::mem::take(&mut self.current);
        if head.url.is_none() {
            head.url = self.url(&head);
        }
        head.sender = head.sender.or_else(|| sender_of(&head)).or(self.has_pane.then_some(SentBy::Browser));
        self.target = None;
        self.place = Place::Outside;
        self.awaited = None;
        self.is_commanded = false;
        let is_of_proxy = head.method.as_deref() == Some("CONNECT");
        if !is_of_proxy && head.has_response() && self.heads.len() < HEAD_LIMIT {
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
            None if self.command_url.as_ref().is_some_and(|url| is_at(url, &host)) => {
                self.command_url.as_ref().map_or("https", Url::scheme)
            }
            // Development servers speak http unless something says otherwise.
            None if is_loopback(&host) => "http",
            None => "https",
        };
        Url::parse(&format!("{scheme}://{host}{target}")).ok()
    }
}

fn append(list: &mut HeaderList, name: &str, value: &str) {
    if list.len() < FIELDS_LIMIT {
        list.append(name, value);
    }
}

/// Who sends a request, by what it says of itself.
fn sender_of(head: &PastedHead) -> Option<SentBy> {
    const TOOLS: [&str; 6] = ["curl/", "httpie/", "wget/", "postmanruntime/", "insomnia/", "xh/"];
    let agent = head.request.get(b"user-agent")?.to_ascii_lowercase();
    let is_tool = TOOLS.iter().any(|name| agent.starts_with(name.as_bytes()));
    is_tool.then_some(SentBy::Tool)
}

/// The first number of a label's value.
fn status_in(value: &str) -> Option<u16> {
    let digits: String = value.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|status| (100..=999).contains(status))
}

fn is_at(url: &Url, host: &str) -> bool {
    url.authority().eq_ignore_ascii_case(host)
}

fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "localhost" || name.ends_with(".localhost") || name.starts_with("127.") || name == "[::1]"
}
