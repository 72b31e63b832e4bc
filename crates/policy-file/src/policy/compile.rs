//! From a draft to a policy: the engine's errors and warnings at the places that they are about.

use std::sync::Arc;

use preflight_engine::server::{Field, PolicyError};
use preflight_engine::{Policy, PolicyConfig};
use preflight_rules::policies;

use super::entries::Entries;
use super::rule::{rule_of_error, rule_of_warning};
use super::secrets::{error_without_secrets, warning_without_secrets};
use super::{Circumstances, Draft};
use crate::exposure::Exposure;
use crate::in_force::{Standing, condemned_by_list};
use crate::load::Load;
use crate::policy_file::NamedPolicy;
use crate::reader::Reader;
use crate::site::Site;

impl Draft {
    /// Compiles the policy of this name. None if there is any error in it.
    pub(crate) fn compile(
        self,
        reader: &mut Reader<'_>,
        name: &str,
        circumstances: Circumstances<'_>,
    ) -> Option<NamedPolicy> {
        let is_sound_here = self.check_visitors(reader, circumstances.exposure);
        let policy = self.compile_policy(reader, name, circumstances.load).filter(|_| is_sound_here)?;
        let warnings = self.config.warnings();
        for warning in &warnings {
            let (rule, field, index) = (rule_of_warning(warning), warning.field(), warning.index());
            let warning = match self.shown_as(field, index) {
                Some(shown_as) => &warning_without_secrets(warning, shown_as),
                None => warning,
            };
            reader.report.warning(rule, self.site_of(field, index), warning);
        }
        Some(NamedPolicy { config: self.config, policy: Arc::new(policy), warnings })
    }

    fn compile_policy(&self, reader: &mut Reader<'_>, name: &str, load: &Load) -> Option<Policy> {
        let errors = match Policy::new(&self.config) {
            Ok(policy) => return self.failed.is_empty().then_some(policy),
            Err(errors) => errors.into_vec(),
        };
        let (tolerated, errors): (Vec<_>, Vec<_>) = errors
            .into_iter()
            .filter(|error| error.index().is_some() || !self.failed.contains(&error.field()))
            .partition(|error| standing(error, name, load) == Standing::InForce);
        for error in &tolerated {
            let help = "it stays since it is in force already; a restart will refuse it".to_owned();
            reader.report.warning_with_help(
                rule_of_error(error),
                self.site_of(error.field(), error.index()),
                error,
                Some(help),
            );
        }
        for error in &errors {
            let is_withdrawn = standing(error, name, load) == Standing::DangerouslyAllowed;
            let withdrawn = "that key allows it in the configuration in force, and the new one lacks the key";
            self.report(reader, error, is_withdrawn.then(|| withdrawn.to_owned()));
        }
        if !errors.is_empty() || !self.failed.is_empty() {
            return None;
        }
        let config = PolicyConfig { dangerously_allow_public_suffixes: true, ..self.config.clone() };
        Policy::new(&config).ok()
    }

    /// Reports what only a gateway that nobody else reaches may allow with credentials; returns whether there is nothing.
    fn check_visitors(&self, reader: &mut Reader<'_>, exposure: Option<&Exposure>) -> bool {
        let Some(exposure) = exposure else { return true };
        if !self.config.credentials || self.config.dangerously_allow_insecure_origins {
            return true;
        }
        let errors_before = reader.report.error_count();
        for (index, entry) in self.config.origins.entries().iter().enumerate() {
            if Exposure::is_of_visitors(entry) {
                let message = format!(
                    "`{entry}` is whatever runs on a visitor's own machine, and it would get the visitor's credentials, since {exposure}"
                );
                let help = "remove it, or set `dangerously-allow-insecure-origins = true`".to_owned();
                reader.report.error_with_help(
                    &policies::VISITOR_MACHINE_WITH_CREDENTIALS,
                    self.site_of(Field::Origins, Some(index)),
                    message,
                    Some(help),
                );
            }
        }
        reader.report.error_count() == errors_before
    }

    fn report(&self, reader: &mut Reader<'_>, error: &PolicyError, help: Option<String>) {
        let (rule, site) = (rule_of_error(error), self.site_of(error.field(), error.index()));
        let help = match (error, site) {
            (PolicyError::WildcardInList { .. }, Site::Flag(flag)) => Some(format!("as a flag: `{flag} any` alone")),
            (PolicyError::WildcardInList { .. }, Site::Variable(name)) => Some(format!("as a variable: `{name}=any`")),
            _ => help,
        };
        match self.shown_as(error.field(), error.index()) {
            Some(shown_as) => reader.report.error_with_help(rule, site, error_without_secrets(error, shown_as), help),
            None => reader.report.error_with_help(rule, site, error, help),
        }
    }

    fn site_of(&self, field: Field, index: Option<usize>) -> &Site {
        let entries = self.entries(field);
        let entry = index.and_then(|index| entries?.entry_site(index));
        let whole = || match field {
            Field::MaxAge => self.max_age.as_ref(),
            Field::PreflightStatus => self.preflight_status.as_ref(),
            _ => entries?.site(),
        };
        entry.or_else(whole).unwrap_or(&self.site)
    }

    fn shown_as(&self, field: Field, index: Option<usize>) -> Option<&str> {
        self.entries(field)?.shown_as(index?)
    }

    fn entries(&self, field: Field) -> Option<&Entries> {
        match field {
            Field::Origins => Some(&self.origins),
            Field::Methods => Some(&self.methods),
            Field::RequestHeaders => Some(&self.request_headers),
            Field::ExposeHeaders => Some(&self.expose_headers),
            _ => None,
        }
    }
}

/// How the pattern that an error condemns stands in the configuration in force.
fn standing(error: &PolicyError, policy: &str, load: &Load) -> Standing {
    match (load, condemned_by_list(error)) {
        (Load::Reload { in_force }, Some(pattern)) => in_force.standing(policy, pattern),
        (Load::Reload { .. } | Load::First, _) => Standing::New,
    }
}
