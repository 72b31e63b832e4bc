//! What is put together by one statement after the other: an `XMLHttpRequest`, the `beforeSend` of jQuery, `Headers`.

use std::rc::Rc;

use super::{Found, Looks, Walk, Within};
use crate::script::form;
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

    /// `headers.append('X-A', '1')`, and the same of a form. `params = params.set('page', 1)` sets it by itself.
    pub(super) fn add_to(&mut self, name: &str, at: usize, open: usize) {
        let arguments = self.arguments(open);
        let [header, value, ..] = &arguments[..] else { return };
        let is_kept = at > 1 && self.tokens.is_mark(at - 1, "=") && self.tokens.name(at - 2) == Some(name);
        if is_kept {
            return;
        }
        match self.scope.get(name) {
            Some(form @ (Value::Form(_) | Value::OpenForm(_))) => {
                let form = form::with(form, &name_of(header), value, self.scope);
                self.scope.set_whole(name, form);
            }
            Some(Value::Object(_)) => {
                if let Some(object) = self.scope.get_mut(name) {
                    object.add(&name_of(header), value.clone());
                }
            }
            _ => {}
        }
    }

    /// `url.searchParams.append('page', page)`
    pub(super) fn add_to_query(&mut self, name: &str, open: usize) {
        if let ([parameter, value, ..], Some(url)) = (&self.arguments(open)[..], self.url(name)) {
            let form = form::with(&Value::Form(Some("".into())), &name_of(parameter), value, self.scope);
            let url = form::behind(url, &form, self.scope);
            self.scope.set_whole(name, url);
        }
    }

    /// `url.search = …`
    pub(super) fn set_query(&mut self, name: &str, query: &Value) {
        if let Some(url) = self.url(name) {
            let query = form::of(query, self.scope);
            let url = form::behind(&form::without_query(url), &query, self.scope);
            self.scope.set_whole(name, url);
        }
    }

    /// The URL of this name, where calls are looked for: it is put together once.
    fn url(&self, name: &str) -> Option<&Value> {
        let is_url = |value: &&Value| matches!(value, Value::Text(_) | Value::Template(_) | Value::Missing(_));
        self.scope.get(name).filter(|_| self.looks == Looks::ForCalls).filter(is_url)
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
