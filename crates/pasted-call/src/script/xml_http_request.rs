//! `XMLHttpRequest`, whose call is put together by one statement after the other.

use std::rc::Rc;

use preflight_engine::browser::RequestMode;
use preflight_engine::page_call::Part;

use super::data::of_fetch;
use super::options::{set_header, with_credentials};
use crate::pasted::Note;
use crate::said::{Body, Client, MediaType, Said};
use crate::unreadable::Unreadable;
use crate::url_text::{is_whole, url_of};
use crate::value::{Value, name_of};

/// A request under way.
#[derive(Default)]
pub(super) struct Xhr {
    opened: Option<(Value, Value)>,
    credentials: Option<Value>,
    headers: Vec<(Rc<str>, Value)>,
    body: Option<Value>,
    is_sent: bool,
    has_upload_listener: bool,
}

impl Xhr {
    /// Whether these are the arguments of `open`, of what may be a request or is one beyond doubt.
    pub(super) fn is_open(arguments: &[Value], is_request: bool) -> bool {
        match arguments {
            [_, _, ..] if is_request => true,
            // Nothing else takes a method, a URL, and whether to wait.
            [Value::Missing(_), _, Value::Literal(wait), ..] => matches!(&**wait, "true" | "false"),
            [Value::Text(method), _, ..] => !method.is_empty() && method.chars().all(|c| c.is_ascii_alphabetic()),
            [Value::Missing(_), url, ..] => is_whole(url),
            _ => false,
        }
    }

    pub(super) fn open(&mut self, arguments: &[Value]) {
        if let [method, url, ..] = arguments {
            self.opened = Some((method.clone(), url.clone()));
        }
    }

    pub(super) fn is_opened(&self) -> bool {
        self.opened.is_some()
    }

    pub(super) fn set_credentials(&mut self, value: Value) {
        self.credentials = Some(value);
    }

    pub(super) fn set_header(&mut self, arguments: &[Value]) {
        if let [name, value, ..] = arguments {
            self.headers.push((name_of(name), value.clone()));
        }
    }

    pub(super) fn send(&mut self, arguments: &[Value]) {
        self.body = arguments.first().cloned();
        self.is_sent = true;
    }

    /// A listener of the upload: one that comes after it was sent changes nothing.
    pub(super) fn listen_to_upload(&mut self) {
        self.has_upload_listener |= !self.is_sent;
    }

    /// The headers that were set, for a call of another kind: `beforeSend` of jQuery.
    pub(super) fn into_parts(self) -> (Vec<(Rc<str>, Value)>, Option<Value>) {
        (self.headers, self.credentials)
    }

    /// The call that it makes.
    pub(super) fn into_said(self) -> Result<Said, Unreadable> {
        let (method, url) = self.opened.ok_or(Unreadable::NoUrl)?;
        let mut said = url_of(&url)?;
        said.client = Client::Script;
        said.method = method.text().map_or(Part::Unknown, |method| Part::Known(method.to_owned()));
        said.is_method_missing = said.method.is_unknown();
        if let Some(value) = &self.credentials {
            said.set_credentials("withCredentials", with_credentials(value));
        }
        said.imply_credentials();
        said.mode = Part::Implied(RequestMode::Cors);
        for (name, value) in &self.headers {
            set_header(name, value, &mut said);
        }
        said.body = self.body.as_ref().and_then(of_fetch).map(|body| match body.media_type {
            // What is sent is some text, whose type a header says where it matters.
            MediaType::Unsaid => Body { media_type: MediaType::text(), ..body },
            media_type => Body { media_type, ..body },
        });
        if self.has_upload_listener && said.body.is_some() {
            said.note(Note::UploadListener);
        }
        Ok(said)
    }
}
