//! The methods and header names of a draft.

use preflight_engine::server::Allowed;
use preflight_engine::{method, request_header, response_header};

use super::{Draft, MethodSpelling};
use crate::code::Code;
use crate::note::Site;
use crate::value::{Located, Value};

impl Draft<'_> {
    /// The methods, as a list or as one string with commas.
    pub(crate) fn methods(&mut self, value: &Located, spelling: MethodSpelling) {
        if matches!(value.value, Value::Asked(_)) {
            return self.any_method();
        }
        let names = self.names(value, "methods");
        self.any_methods = wildcard(&names);
        if self.any_methods.is_some() {
            self.config.methods = Allowed::Any;
            return;
        }
        let spelt = |name: &str| match spelling {
            MethodSpelling::UpperCase => name.to_ascii_uppercase(),
            MethodSpelling::Verbatim => name.to_owned(),
        };
        self.config.methods = self.listed(names, "method", |name| method_fate(&spelt(name)));
    }

    /// Any method.
    pub(crate) fn any_method(&mut self) {
        self.config.methods = Allowed::Any;
    }

    /// The request headers, as a list or as one string with commas.
    pub(crate) fn request_headers(&mut self, value: &Located) {
        if matches!(value.value, Value::Asked(_)) {
            return self.any_request_header();
        }
        let names = self.names(value, "request headers");
        self.any_request_headers = wildcard(&names);
        if let Some(site) = self.any_request_headers {
            let covers_authorization = names.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
            if self.credentials.is_none() && !covers_authorization {
                self.notes.note(
                    Code::LiteralWildcard,
                    site,
                    "`*` does not stand for `Authorization`; imported as any request header, which includes it",
                );
            }
            self.any_request_header();
            return;
        }
        self.config.request_headers = self.listed(names, "header", request_header_fate);
    }

    /// Whatever request header a page asks for.
    pub(crate) fn any_request_header(&mut self) {
        self.config.request_headers = Allowed::Any;
    }

    /// The response headers that pages may read, as a list or as one string with commas.
    pub(crate) fn expose_headers(&mut self, value: &Located) {
        let names = self.names(value, "exposed headers");
        self.any_expose_headers = wildcard(&names);
        if self.any_expose_headers.is_some() {
            self.config.expose_headers = Allowed::Any;
            return;
        }
        self.config.expose_headers = self.listed(names, "header", exposed_header_fate);
    }

    /// The names that can be used, each once. References to variables are kept as they are.
    fn listed(&mut self, names: Vec<(String, Site)>, noun: &str, fate: impl Fn(&str) -> Fate) -> Allowed {
        let mut kept: Vec<String> = Vec::new();
        for (name, site) in names {
            let (name, difference) = match fate(&name) {
                _ if name.contains("${") => (Some(name), None),
                Fate::Kept(kept) => (Some(kept), None),
                Fate::Respelt(normal) => {
                    let message = format!(
                        "browsers ask for `{normal}` and compare byte by byte, so that `{name}` allows nothing; imported as `{normal}`"
                    );
                    (Some(normal), Some((Code::MethodCase, message)))
                }
                Fate::Invalid => (None, Some((Code::InvalidName, format!("`{}` is no {noun} name; left out", name)))),
                Fate::OfResponses => {
                    let message = format!("`{name}` is a header of responses, which no page needs to send; left out");
                    (None, Some((Code::InvalidName, message)))
                }
                Fate::Needless(reason) => {
                    (None, Some((Code::ForbiddenName, format!("`{name}` needs no listing, since {reason}; left out"))))
                }
            };
            if let Some((code, message)) = difference {
                self.notes.note(code, site, message);
            }
            kept.extend(name.filter(|name| !kept.contains(name)));
        }
        Allowed::Listed(kept)
    }

    /// The names in a value, without those that cannot be read.
    fn names(&mut self, value: &Located, what: &str) -> Vec<(String, Site)> {
        let mut names = Vec::new();
        for element in value.elements() {
            match &element.value {
                Value::Text(text) => {
                    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                    names.extend(parts.map(|part| (part.to_owned(), element.site)));
                }
                Value::Nothing => {}
                Value::Variable { name, default } => match Value::reference(name, default.as_deref()) {
                    Some(reference) => {
                        self.notes.note(
                            Code::EnvironmentValue,
                            element.site,
                            format!("imported as `{reference}`, which preflight reads from its own environment"),
                        );
                        names.push((reference, element.site));
                    }
                    None => self.dynamic(what, element.site),
                },
                Value::Dynamic | Value::Function(_) => self.dynamic(what, element.site),
                _ => self.ignored(what, element.site),
            }
        }
        names
    }
}

/// What becomes of a name.
enum Fate {
    Kept(String),
    /// Kept as browsers write it.
    Respelt(String),
    Invalid,
    /// A header that only servers send.
    OfResponses,
    /// Listing it changes nothing, for this reason.
    Needless(&'static str),
}

fn method_fate(name: &str) -> Fate {
    if !method::is_method(name.as_bytes()) {
        return Fate::Invalid;
    }
    if method::is_forbidden(name.as_bytes()) {
        return Fate::Needless("browsers let no page use this method");
    }
    let normal = String::from_utf8_lossy(method::normalize(name.as_bytes())).into_owned();
    if normal == name { Fate::Kept(normal) } else { Fate::Respelt(normal) }
}

fn request_header_fate(name: &str) -> Fate {
    match name.as_bytes() {
        bytes if !request_header::is_name(bytes) => Fate::Invalid,
        bytes if request_header::is_forbidden_name(bytes) => Fate::Needless("browsers let no page set this header"),
        bytes if request_header::is_response_only(bytes) => Fate::OfResponses,
        _ => Fate::Kept(name.to_owned()),
    }
}

fn exposed_header_fate(name: &str) -> Fate {
    match name.as_bytes() {
        bytes if !request_header::is_name(bytes) => Fate::Invalid,
        bytes if response_header::is_forbidden(bytes) => Fate::Needless("browsers let no page read this header"),
        bytes if response_header::is_never_on_a_visible_response(bytes) => {
            Fate::Needless("no response that a page sees carries it")
        }
        _ => Fate::Kept(name.to_owned()),
    }
}

fn wildcard(names: &[(String, Site)]) -> Option<Site> {
    names.iter().find(|(name, _)| name == "*").map(|(_, site)| *site)
}
