//! The fields of a head, folded, quoted and in lists of panes.

use preflight_engine::header_list::HeaderList;

use super::super::line::{Line, Mark, SHORT_NAMES, field, line};
use super::super::names::{OF_REQUESTS, OF_RESPONSES, TELLING};
use super::{Awaited, Place, Reading, append, status_in};

impl Reading {
    /// Whether a line goes on with the value of the field above it, which is not indented itself.
    pub(super) fn folds(&mut self, text: &str) -> bool {
        let is_indented = text.starts_with([' ', '\t']);
        let is_field = !is_indented && matches!(line(text), Line::Field { .. });
        let goes_on = is_indented && self.is_behind_field && !self.has_pane && !text.trim().is_empty();
        self.is_behind_field = is_field || goes_on;
        goes_on && matches!(self.place, Place::Request | Place::Response)
    }

    /// Adds to the value of the last field, as HTTP/1.1 once let a line go on.
    pub(super) fn fold(&mut self, text: &str) {
        let list = if self.place == Place::Request { &mut self.current.request } else { &mut self.current.response };
        let mut fields: Vec<_> = list.iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect();
        let Some((_, value)) = fields.last_mut() else { return };
        value.push(b' ');
        value.extend_from_slice(text.as_bytes());
        *list = HeaderList::default();
        for (name, value) in fields {
            list.append(&*String::from_utf8_lossy(&name), value);
        }
    }

    pub(super) fn field(&mut self, mark: Mark, name: &str, value: &str) {
        if mark == Mark::Sent && !self.is_quoted {
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

    pub(super) fn put(&mut self, name: &str, value: &str) {
        let is_of_response = name.to_ascii_lowercase();
        // Firefox copies values in quotes.
        let unquoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let is_quoted_by_pane = self.has_pane && is_of_response.starts_with("access-control-");
        let value = unquoted.filter(|_| is_quoted_by_pane).unwrap_or(value);
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
            // Chromium wrote HTTP/2's so for some years.
            (Place::Response, "status") if self.current.status.is_none() => self.current.status = status_in(value),
            (Place::Request, _) => append(&mut self.current.request, name, value),
            (Place::Response, _) => append(&mut self.current.response, name, value),
            _ => {}
        }
    }

    pub(super) fn empty(&mut self, mark: Mark) {
        match (self.place, mark) {
            (Place::Response, _) if self.has_pane => {}
            // `HTTP/1.1 100 Continue`, and a `200 Connection established` of a proxy without fields, are no answers.
            (Place::Response, _) if self.current.status.is_some() => self.place = Place::Body,
            (Place::Response, Mark::Received) => self.place = Place::Outside,
            _ => {}
        }
    }

    /// A name of a pane stands on a line of its own.
    pub(super) fn other(&mut self, text: &str) {
        let is_name = self.has_pane
            && matches!(self.place, Place::General | Place::Request | Place::Response)
            && text.len() <= 64
            && (text.contains('-') || SHORT_NAMES.contains(&text.to_ascii_lowercase().as_str()))
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if self.has_pane && self.current.status.is_none() && self.place != Place::Body {
            // `404 Not Found`, under what a pane says of the request.
            self.current.status = lone_status(text);
        }
        if is_name {
            self.awaited = Some(Awaited::Name(text.to_owned()));
        }
    }

    pub(super) fn value(&mut self, awaited: Awaited, text: &str) {
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

/// The status of a line that has a status and its words alone.
fn lone_status(text: &str) -> Option<u16> {
    let (status, words) = text.split_once(' ')?;
    let is_status = status.len() == 3 && words.starts_with(|c: char| c.is_ascii_uppercase()) && words.len() <= 64;
    status_in(status).filter(|_| is_status)
}
