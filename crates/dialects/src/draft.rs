//! A policy that is being read: what a source says goes in, a safe policy comes out, and every difference is noted.

mod names;
mod origins;
mod preflight;

use preflight_engine::server::{Allowed, Policy, PolicyConfig, PolicyError};

pub(crate) use self::origins::OPEN_WITH_CREDENTIALS;
use self::origins::Origins;
use crate::code::Code;
use crate::note::{Notes, Site};
use crate::value::{Located, Value};

/// How a system compares what is listed with what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MethodSpelling {
    /// As written, so that `put` allows nothing.
    Verbatim,
    /// In upper case, whatever was written.
    UpperCase,
}

/// Where all origins come from, if all are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnyOrigin {
    /// The answer is `*`, which no browser takes with credentials.
    Wildcard,
    /// The answer is the request's own origin.
    Reflected,
}

/// A policy on its way.
pub(crate) struct Draft<'n> {
    pub(crate) notes: &'n mut Notes,
    site: Site,
    origins: Origins,
    credentials: Option<Site>,
    config: PolicyConfig,
    /// Where `*` stands for all methods, request headers, or response headers.
    any_methods: Option<Site>,
    any_request_headers: Option<Site>,
    any_expose_headers: Option<Site>,
}

impl<'n> Draft<'n> {
    /// A policy that grants nothing yet, written at `site`.
    pub(crate) fn new(notes: &'n mut Notes, site: Site) -> Self {
        Self {
            notes,
            site,
            origins: Origins::default(),
            credentials: None,
            config: PolicyConfig::default(),
            any_methods: None,
            any_request_headers: None,
            any_expose_headers: None,
        }
    }

    /// A value that only the running program knows.
    pub(crate) fn dynamic(&mut self, what: &str, site: Site) {
        self.notes.note(
            Code::DynamicValue,
            site,
            format!("{what} is known only when the program runs; it grants nothing here, so write it into the policy"),
        );
    }

    /// A value of a kind that the system does not take.
    pub(crate) fn ignored(&mut self, what: &str, site: Site) {
        self.notes.note(Code::IgnoredValue, site, format!("{what} is not of a kind that works there; left out"));
    }

    /// Whether credentials are allowed: only a plain `true` is read as yes.
    pub(crate) fn credentials(&mut self, value: &Located) {
        match value.value {
            Value::Boolean(true) => self.credentials = Some(value.site),
            Value::Boolean(false) | Value::Nothing => {}
            Value::Dynamic | Value::Variable { .. } | Value::Function(_) => {
                self.dynamic("whether credentials are allowed", value.site);
            }
            _ => self.ignored("the value for credentials", value.site),
        }
    }

    /// The policy: the nearest safe one, with a note for each thing that is lost.
    pub(crate) fn finish(mut self) -> PolicyConfig {
        self.config.credentials = self.credentials.is_some();
        self.settle_origins();
        self.settle_wildcards();
        self.drop_unsound();
        self.config
    }

    /// Browsers take `*` literally with credentials. The policy says what was meant.
    fn settle_wildcards(&mut self) {
        let sites = [self.any_methods, self.any_request_headers, self.any_expose_headers];
        for (site, list) in sites.into_iter().zip(["methods", "request headers", "response headers"]) {
            let Some(site) = site.filter(|_| self.config.credentials) else { continue };
            let meant = if list == "response headers" {
                "imported as none, since only names can be exposed then"
            } else {
                "imported as any, which the policy answers with what is asked for"
            };
            self.notes.note(
                Code::LiteralWildcard,
                site,
                format!("browsers take `*` for {list} as a name when credentials are sent; {meant}"),
            );
        }
        if self.config.credentials && self.config.expose_headers == Allowed::Any {
            self.config.expose_headers = Allowed::default();
        }
    }

    /// What remains that [`Policy::new`] refuses is left out entry by entry, so that what is imported can be used.
    fn drop_unsound(&mut self) {
        while let Err(errors) = Policy::new(&self.without_references()) {
            let Some(error) = errors.iter().find(|error| !matches!(error, PolicyError::NoOrigins)) else { return };
            match origins::danger_of(error) {
                Some((code, index)) => self.origins.remove(index, code, error, self.notes, &mut self.config),
                // Everything else was checked when it was read.
                None => {
                    self.notes.note(Code::IgnoredValue, self.site, format!("{error}; the whole policy was left out"));
                    self.config = PolicyConfig::default();
                    return;
                }
            }
        }
    }

    /// The policy without the entries whose values the environment knows.
    fn without_references(&self) -> PolicyConfig {
        let plain = |allowed: &Allowed| match allowed {
            Allowed::Any => Allowed::Any,
            Allowed::Listed(entries) => Allowed::listed(entries.iter().filter(|entry| !entry.contains("${"))),
        };
        PolicyConfig {
            origins: plain(&self.config.origins),
            methods: plain(&self.config.methods),
            request_headers: plain(&self.config.request_headers),
            expose_headers: plain(&self.config.expose_headers),
            ..self.config.clone()
        }
    }
}
