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
        let mut methods = Vec::new();
        for (name, site) in names {
            let name = if spelling == MethodSpelling::UpperCase { name.to_ascii_uppercase() } else { name };
            if name.contains("${") {
                methods.push(name);
            } else if !method::is_method(name.as_bytes()) {
                self.invalid_name("method", &name, site);
            } else if method::is_forbidden(name.as_bytes()) {
                self.needless(&name, "browsers let no page use this method", site);
            } else {
                let normal = String::from_utf8_lossy(method::normalize(name.as_bytes())).into_owned();
                if normal != name {
                    self.notes.note(
                        Code::MethodCase,
                        site,
                        format!("browsers ask for `{normal}` and compare byte by byte, so that `{name}` allows nothing; imported as `{normal}`"),
                    );
                }
                methods.push(normal);
            }
        }
        self.config.methods = Allowed::Listed(unique(methods));
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
        let mut headers = Vec::new();
        for (name, site) in names {
            if name.contains("${") {
                headers.push(name);
            } else if !request_header::is_name(name.as_bytes()) {
                self.invalid_name("header", &name, site);
            } else if request_header::is_forbidden_name(name.as_bytes()) {
                self.needless(&name, "browsers let no page set this header", site);
            } else if request_header::is_response_only(name.as_bytes()) {
                self.notes.note(
                    Code::InvalidName,
                    site,
                    format!("`{name}` is a header of responses, which no page needs to send; left out"),
                );
            } else {
                headers.push(name);
            }
        }
        self.config.request_headers = Allowed::Listed(unique(headers));
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
        let mut headers = Vec::new();
        for (name, site) in names {
            if name.contains("${") {
                headers.push(name);
            } else if !request_header::is_name(name.as_bytes()) {
                self.invalid_name("header", &name, site);
            } else if response_header::is_forbidden(name.as_bytes()) {
                self.needless(&name, "browsers let no page read this header", site);
            } else if response_header::is_never_on_a_visible_response(name.as_bytes()) {
                self.needless(&name, "no response that a page sees carries it", site);
            } else {
                headers.push(name);
            }
        }
        self.config.expose_headers = Allowed::Listed(unique(headers));
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

    fn invalid_name(&mut self, kind: &str, name: &str, site: Site) {
        self.notes.note(Code::InvalidName, site, format!("`{}` is no {kind} name; left out", name.escape_debug()));
    }

    fn needless(&mut self, name: &str, reason: &str, site: Site) {
        self.notes.note(Code::ForbiddenName, site, format!("`{name}` needs no listing, since {reason}; left out"));
    }
}

fn wildcard(names: &[(String, Site)]) -> Option<Site> {
    names.iter().find(|(name, _)| name == "*").map(|(_, site)| *site)
}

fn unique(names: Vec<String>) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for name in names {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    unique
}
