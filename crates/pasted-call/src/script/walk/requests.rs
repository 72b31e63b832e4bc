//! What is put together by one statement after the other: an `XMLHttpRequest`, the `beforeSend` of jQuery, `Headers`.

use std::rc::Rc;

use super::{Found, Walk, Within};
use crate::script::options::set_header;
use crate::script::xml_http_request::Xhr;
use crate::value::{Value, name_of};

impl Walk<'_, '_> {
    /// The request under way of this name; one that was not made in the text is made by its first use.
    pub(super) fn request(&mut self, name: &str) -> Option<&mut Xhr> {
        self.requests.get_mut(name).map(|(_, request)| request)
    }

    pub(super) fn call_of_xhr(&mut self, owner: &str, method: &str, at: usize, open: usize) {
        let arguments = self.arguments(open);
        if method == "open" && !Xhr::is_open(&arguments, self.requests.contains_key(owner)) {
            return;
        }
        if method == "open" && self.request(owner).is_some_and(|request| request.is_opened()) {
            self.finish(owner);
        }
        if method == "send" && !self.requests.contains_key(owner) {
            return;
        }
        let (_, request) = self.requests.entry(owner.to_owned()).or_insert_with(|| (at, Xhr::default()));
        match method {
            "open" => request.open(&arguments),
            "send" => request.send(&arguments),
            _ => request.set_header(&arguments),
        }
        if let Some(number) = self.ajax_around() {
            self.give_to(number, owner);
        }
    }

    /// The call of `$.ajax` whose settings are being walked through, by its number.
    pub(super) fn ajax_around(&self) -> Option<usize> {
        self.within.iter().rev().find_map(|(_, within)| match within {
            Within::Ajax(number) => Some(*number),
            Within::Interceptor(_) => None,
        })
    }

    /// What `beforeSend` sets belongs to the call of jQuery.
    pub(super) fn give_to(&mut self, number: usize, owner: &str) {
        let Some((_, request)) = self.requests.remove(owner) else { return };
        let Some(Found { said: Ok(said), .. }) = self.found.get_mut(number) else { return };
        let (headers, _) = request.into_parts();
        for (name, value) in headers {
            set_header(&name, &value, said);
        }
    }

    /// Makes a call of a request under way.
    pub(super) fn finish(&mut self, name: &str) {
        if let Some((at, request)) = self.requests.remove(name).filter(|(_, request)| request.is_opened()) {
            self.push(at, request.into_said(), true);
        }
    }

    /// `headers.append('X-A', '1')`
    pub(super) fn add_to(&mut self, name: &str, open: usize) {
        let arguments = self.arguments(open);
        if let ([header, value, ..], Some(object @ Value::Object(_))) = (&arguments[..], self.scope.get_mut(name)) {
            object.add(&name_of(header), value.clone());
        }
    }

    /// `request.headers.append('X-A', '1')`
    pub(super) fn add_to_request(&mut self, name: &str, open: usize) {
        let arguments = self.arguments(open);
        let ([header, value, ..], Some(Value::Request(parts))) = (&arguments[..], self.scope.get_mut(name)) else {
            return;
        };
        let parts = Rc::make_mut(parts);
        if parts.len() == 1 {
            parts.push(Value::empty_object());
        }
        if let Some(init) = parts.get_mut(1) {
            init.set(&["headers", &name_of(header)], value.clone());
        }
    }
}
