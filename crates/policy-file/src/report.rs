//! The errors and warnings of one reading, gathered so that all are shown at once.

use std::fmt::Display;
use std::ops::Range;

use preflight_rules::Rule;

use crate::bounded;
use crate::diagnostic::{Diagnostic, DiagnosticSeverity, Diagnostics, Place};
use crate::origins_file::origins_in;
use crate::site::{Site, Text};
use crate::source::Source;
use crate::unshown;

/// At most this many errors and as many warnings are kept, and the rest counted: nobody reads more, and a list of a
/// million origins can hold a million mistakes.
pub(crate) const DIAGNOSTICS_LIMIT: usize = 1000;

/// Errors and warnings with their sites.
#[derive(Debug, Default)]
pub(crate) struct Report {
    errors: Findings,
    warnings: Findings,
    /// The bytes of the policy file that no excerpt shows, in order.
    unshown: Vec<Range<usize>>,
}

#[derive(Debug, Default)]
struct Findings {
    kept: Vec<Sited>,
    omitted: usize,
}

#[derive(Debug)]
struct Sited {
    rule: &'static Rule,
    site: Site,
    message: String,
    help: Option<String>,
}

/// The texts that sites point into.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Texts<'a> {
    /// The name and the text of the policy file.
    pub(crate) policy: (&'a str, &'a str),
    /// The name and the text of the file of origins.
    pub(crate) origins: (&'a str, &'a str),
}

impl Report {
    pub(crate) fn error(&mut self, rule: &'static Rule, site: &Site, message: impl Display) {
        self.errors.push(rule, site, message, None);
    }

    pub(crate) fn error_with_help(
        &mut self,
        rule: &'static Rule,
        site: &Site,
        message: impl Display,
        help: Option<String>,
    ) {
        self.errors.push(rule, site, message, help);
    }

    pub(crate) fn warning(&mut self, rule: &'static Rule, site: &Site, message: impl Display) {
        self.warnings.push(rule, site, message, None);
    }

    pub(crate) fn warning_with_help(
        &mut self,
        rule: &'static Rule,
        site: &Site,
        message: impl Display,
        help: Option<String>,
    ) {
        self.warnings.push(rule, site, message, help);
    }

    /// Takes note of the bytes of the policy file that no excerpt shows, in order.
    pub(crate) fn hide(&mut self, unshown: Vec<Range<usize>>) {
        self.unshown = unshown;
    }

    /// How many errors there are so far.
    pub(crate) fn error_count(&self) -> usize {
        self.errors.kept.len() + self.errors.omitted
    }

    /// What was read and the warnings, or the errors with the warnings.
    pub(crate) fn finish<T>(self, read: Option<T>, texts: Texts<'_>) -> Result<(T, Vec<Diagnostic>), Diagnostics> {
        let failed = self.error_count() > 0;
        let diagnostics = self.into_diagnostics(texts);
        match read {
            Some(read) if !failed => Ok((read, diagnostics)),
            Some(_) | None => Err(Diagnostics::new(diagnostics)),
        }
    }

    fn into_diagnostics(self, texts: Texts<'_>) -> Vec<Diagnostic> {
        if self.errors.kept.is_empty() && self.warnings.kept.is_empty() {
            return Vec::new();
        }
        let places = Places::new(texts, self.unshown);
        let warnings = self.warnings.into_diagnostics(DiagnosticSeverity::Warning, &places);
        let mut diagnostics = self.errors.into_diagnostics(DiagnosticSeverity::Error, &places);
        diagnostics.extend(warnings);
        diagnostics
    }
}

impl Findings {
    fn push(&mut self, rule: &'static Rule, site: &Site, message: impl Display, help: Option<String>) {
        if self.kept.len() < DIAGNOSTICS_LIMIT {
            let (message, help) = (bounded::message(message.to_string()), help.map(bounded::message));
            self.kept.push(Sited { rule, site: site.clone(), message, help });
        } else {
            self.omitted += 1;
        }
    }

    fn into_diagnostics(mut self, severity: DiagnosticSeverity, places: &Places<'_>) -> Vec<Diagnostic> {
        self.kept.sort_by(|a, b| a.site.cmp(&b.site));
        let mut diagnostics: Vec<_> = self
            .kept
            .into_iter()
            .map(|Sited { rule, site, message, help }| Diagnostic {
                rule: Some(rule),
                severity,
                message,
                place: places.place(site),
                help,
            })
            .collect();
        if self.omitted > 0 {
            let message = format!("{} more are not shown", self.omitted);
            diagnostics.push(Diagnostic { rule: None, severity, message, place: places.place(Site::File), help: None });
        }
        diagnostics
    }
}

/// The texts, ready to be searched for lines.
struct Places<'a> {
    policy_name: &'a str,
    policy: Source<'a>,
    origins: Source<'a>,
}

impl<'a> Places<'a> {
    fn new(texts: Texts<'a>, unshown: Vec<Range<usize>>) -> Self {
        let source = |(name, text): (&'a str, &'a str)| Source::new(name, text);
        let of_origins = unshown::of_origins(origins_in(texts.origins.1));
        Self {
            policy_name: texts.policy.0,
            policy: source(texts.policy).without(unshown),
            origins: source(texts.origins).without(of_origins),
        }
    }

    fn place(&self, site: Site) -> Place {
        match site {
            Site::File => Place::File(self.policy_name.to_owned()),
            Site::Text { text: Text::Policy, start, end } => self.policy.place(start as usize..end as usize),
            Site::Text { text: Text::Origins, start, end } => self.origins.place(start as usize..end as usize),
            Site::Variable(name) => Place::Variable(name.to_owned()),
            Site::OtherVariable(name) => Place::Variable(name.into()),
            Site::Flag(name) => Place::Flag(name),
            Site::Key(path) => Place::Key(path.into()),
        }
    }
}
