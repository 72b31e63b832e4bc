//! From policies to the configuration of another system.

use std::fmt;

use preflight_engine::Policy;
use preflight_engine::server::PolicyErrors;

use crate::note::Notes;
use crate::{ConfigurationNote, Dialect, RoutePolicy, aspnet, django, express, flask, node};

/// A configuration of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The configuration, to be pasted into the application.
    pub text: String,
    /// Every difference between what the policies say and what the configuration does.
    pub losses: Vec<ConfigurationNote>,
}

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportError {
    /// There is no policy to write.
    NoPolicies,
    /// A policy is not sound.
    Policy {
        /// Its name.
        name: String,
        /// What is wrong with it.
        errors: PolicyErrors,
    },
}

/// Writes policies as a configuration of `dialect`. It accepts what the policies accept, with a correct `Vary`, or the
/// difference is among the losses.
///
/// # Errors
/// [`ExportError`] if there is no policy, or one is not sound.
///
/// ```
/// use preflight_dialects::{Dialect, RoutePolicy, export};
/// use preflight_engine::PolicyConfig;
/// use preflight_engine::server::Allowed;
///
/// let config = PolicyConfig { origins: Allowed::listed(["https://*.example.com"]), ..PolicyConfig::default() };
/// let exported = export(Dialect::Django, &[RoutePolicy { name: "app".into(), path: None, config }])?;
/// assert!(exported.text.contains(r#"r"^https://(?:[a-z0-9_-]+\.)+example\.com\Z""#));
/// # Ok::<(), preflight_dialects::ExportError>(())
/// ```
pub fn export(dialect: Dialect, policies: &[RoutePolicy]) -> Result<Exported, ExportError> {
    if policies.is_empty() {
        return Err(ExportError::NoPolicies);
    }
    for policy in policies {
        if let Err(errors) = Policy::new(&policy.config) {
            return Err(ExportError::Policy { name: policy.name.clone(), errors });
        }
    }
    let mut losses = Notes::default();
    let text = match dialect {
        Dialect::Express => express::write(policies, &mut losses),
        Dialect::Node => node::write(policies, &mut losses),
        Dialect::Flask => flask::write(policies, &mut losses),
        Dialect::Django => django::write(policies, &mut losses),
        Dialect::AspNet => aspnet::write(policies, &mut losses),
    };
    Ok(Exported { text, losses: losses.into_sorted() })
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPolicies => f.write_str("there is no policy to export"),
            Self::Policy { name, errors } => write!(f, "policy `{}`: {errors}", name),
        }
    }
}

impl std::error::Error for ExportError {}
