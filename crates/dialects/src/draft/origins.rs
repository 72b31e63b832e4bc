//! The origins of a draft.

use preflight_engine::OriginPattern;
use preflight_engine::origin::InvalidOrigin;
use preflight_engine::origin_pattern::{InvalidOriginPattern, PatternRule};
use preflight_engine::server::{Allowed, PolicyConfig, PolicyError};

use super::{AnyOrigin, Draft};
use crate::code::Code;
use crate::note::{Notes, Site};
use crate::origin_expression::{self, Match};
use crate::value::{Expression, Located, Value};

/// What has been read so far.
#[derive(Debug, Default)]
pub(super) struct Origins {
    any: Option<(AnyOrigin, Site)>,
    /// In the order of the source, each once. Those with `${` come last, so that the others keep their places in errors.
    listed: Vec<(String, Site)>,
    variables: Vec<String>,
}

impl Draft<'_> {
    /// Every origin.
    pub(crate) fn any_origin(&mut self, how: AnyOrigin, site: Site) {
        self.origins.any = Some((how, site));
    }

    /// One origin as a string that the system compares whole.
    pub(crate) fn origin(&mut self, text: &str, site: Site) {
        let pattern = match text {
            "null" => {
                self.notes.note(
                    Code::NullOrigin,
                    site,
                    "`null` is what any page can send from a sandboxed frame; left out, `dangerously-allow-null-origin = true` says that it is meant",
                );
                self.notes.lets_in("null", false, site);
                return;
            }
            "*" => {
                self.notes.note(Code::WildcardInList, site, "`*` in a list is a name that no browser sends; left out");
                return;
            }
            _ => OriginPattern::parse(text),
        };
        match pattern {
            Ok(pattern) => {
                if !pattern.is_exact() {
                    self.notes.note(
                        Code::WildcardInString,
                        site,
                        format!("`{text}` is no pattern there; imported as the pattern that it looks like"),
                    );
                }
                self.list(text.to_owned(), site);
            }
            Err(error) => self.misspelt_origin(text, &error, site),
        }
    }

    /// An origin pattern that the system has in this very form.
    pub(crate) fn origin_pattern(&mut self, text: &str, site: Site) {
        match OriginPattern::parse(text) {
            Ok(_) => self.list(text.to_owned(), site),
            Err(error) => self.misspelt_origin(text, &error, site),
        }
    }

    fn misspelt_origin(&mut self, text: &str, error: &InvalidOriginPattern, site: Site) {
        if text.contains([',', ' ']) && text.contains("://") {
            self.notes.note(
                Code::SeveralOriginsInString,
                site,
                format!("`{}` is one string, which browsers do not read as a list; imported as its parts", text),
            );
            for part in text.split([',', ' ']).filter(|part| !part.is_empty() && part.len() < text.len()) {
                self.origin(part, site);
            }
            return;
        }
        let shown = text;
        let code = match error.rule {
            PatternRule::Origin(InvalidOrigin::Path) if text.ends_with('/') => Code::TrailingSlash,
            PatternRule::Origin(InvalidOrigin::NoScheme) => Code::MissingScheme,
            PatternRule::Origin(InvalidOrigin::UpperCase) => Code::UpperCase,
            PatternRule::Origin(InvalidOrigin::DefaultPort) => Code::DefaultPort,
            _ => Code::InvalidOrigin,
        };
        match &error.suggestion {
            Some(suggestion) => {
                self.notes.note(code, site, format!("`{shown}`: {}; imported as `{suggestion}`", error.rule.rule()));
                self.list(suggestion.clone(), site);
            }
            None => self.notes.note(code, site, format!("`{shown}`: {}; left out", error.rule.rule())),
        }
    }

    /// A regular expression over origins.
    pub(crate) fn origin_expression(&mut self, expression: &Expression, matched: Match, site: Site) {
        let reading = origin_expression::read(expression, matched);
        for (code, message) in &reading.differences {
            self.notes.note(*code, site, format!("`{}`: {message}", expression.source));
        }
        if reading.is_any {
            self.any_origin(AnyOrigin::Reflected, site);
        } else if reading.says_less() {
            let strangers = if reading.is_open() { ", strangers among them" } else { "" };
            let who = format!("whatever `{}` matches{strangers}", expression.source);
            // Where the start counts, a stranger needs a name that begins like the one that is meant.
            self.notes.lets_in(who, reading.is_open() && matched == Match::Search, site);
        }
        for pattern in reading.patterns {
            self.list(pattern, site);
        }
    }

    /// A value that every dialect reads the same way: a variable, or something that only the running program knows.
    pub(crate) fn other_origin(&mut self, value: &Located) {
        let site = value.site;
        match &value.value {
            Value::Variable { name, default } => match Value::reference(name, default.as_deref()) {
                Some(reference) => {
                    self.notes.note(
                        Code::EnvironmentValue,
                        site,
                        format!("imported as `{reference}`, which preflight reads from its own environment"),
                    );
                    if !self.origins.variables.contains(&reference) {
                        self.origins.variables.push(reference);
                    }
                }
                None => self.dynamic(&format!("the variable `{}`", name), site),
            },
            Value::Dynamic | Value::Function(_) => self.dynamic("this origin", site),
            _ => self.ignored("this origin", site),
        }
    }

    fn list(&mut self, text: String, site: Site) {
        if !self.origins.listed.iter().any(|(listed, _)| *listed == text) {
            self.origins.listed.push((text, site));
        }
    }

    /// Any origin is `"any"`, and with credentials it is unsafe: then the policy goes without them.
    pub(super) fn settle_origins(&mut self) {
        let Some((how, site)) = self.origins.any else {
            self.config.origins = self.origins.allowed();
            return;
        };
        self.config.origins = Allowed::Any;
        let has_credentials = std::mem::take(&mut self.config.credentials);
        match (how, has_credentials) {
            (AnyOrigin::Wildcard, false) => {}
            (AnyOrigin::Wildcard, true) => self.notes.note(
                Code::WildcardWithCredentials,
                site,
                "browsers refuse `*` when credentials are sent; imported as any origin without credentials",
            ),
            (AnyOrigin::Reflected, false) => self.notes.note(
                Code::ReflectsAnyOrigin,
                site,
                "every origin is allowed; imported as any origin, answered with `*`",
            ),
            (AnyOrigin::Reflected, true) => self.notes.note(Code::ReflectsAnyOrigin, site, OPEN_WITH_CREDENTIALS),
        }
    }
}

/// What is said of a list that lets every site act as the visitors.
pub(crate) const OPEN_WITH_CREDENTIALS: &str = "every origin is allowed with credentials, so that every site could act as your visitors; imported as any origin without credentials: list the origins to have them";

/// What is dangerous about the origin at an index, if an error is about that.
pub(super) fn danger_of(error: &PolicyError) -> Option<(Code, usize)> {
    match error {
        PolicyError::InsecureOriginWithCredentials { index, .. } => Some((Code::InsecureOrigin, *index)),
        PolicyError::PublicSuffixWithCredentials { index, .. } => Some((Code::PublicSuffix, *index)),
        _ => None,
    }
}

impl Origins {
    fn allowed(&self) -> Allowed {
        Allowed::listed(self.listed.iter().map(|(text, _)| text).chain(&self.variables).cloned())
    }

    /// Leaves out an origin that is dangerous.
    pub(super) fn remove(
        &mut self,
        index: usize,
        code: Code,
        error: &PolicyError,
        notes: &mut Notes,
        config: &mut PolicyConfig,
    ) {
        let (origin, site) = self.listed.remove(index);
        notes.lets_in(origin, false, site);
        notes.note(code, site, format!("left out: {error}"));
        config.origins = self.allowed();
    }
}
