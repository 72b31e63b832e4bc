//! What messages show of values that come from variables.

use preflight_engine::origin_pattern::InvalidOriginPattern;
use preflight_engine::server::{PolicyError, PolicyWarning};

/// The error with the name of the variable where its value may be anything. An origin is shown unless it has what may be a
/// password: an author needs to see it, and it is in every response anyway.
pub(super) fn error_without_secrets(error: &PolicyError, shown_as: &str) -> PolicyError {
    let shown_as = shown_as.to_owned();
    match error.clone() {
        PolicyError::InvalidOrigin { index, error } if !is_like_an_origin(&error.text) => {
            let error = InvalidOriginPattern { text: shown_as, suggestion: None, ..error };
            PolicyError::InvalidOrigin { index, error }
        }
        PolicyError::InvalidMethod { index, .. } => PolicyError::InvalidMethod { index, method: shown_as },
        PolicyError::InvalidHeaderName { field, index, .. } => {
            PolicyError::InvalidHeaderName { field, index, name: shown_as }
        }
        error => error,
    }
}

/// The same for warnings.
pub(super) fn warning_without_secrets(warning: &PolicyWarning, shown_as: &str) -> PolicyWarning {
    let shown_as = shown_as.to_owned();
    match warning.clone() {
        PolicyWarning::RedundantEntry { field, index, .. } => {
            PolicyWarning::RedundantEntry { field, index, entry: shown_as }
        }
        PolicyWarning::LowerCaseMethod { index, .. } => PolicyWarning::LowerCaseMethod { index, method: shown_as },
        warning => warning,
    }
}

/// Whether a text has only what a mistyped origin has: a host, perhaps with a scheme, a port and a path.
fn is_like_an_origin(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    let is_web =
        scheme.is_none_or(|scheme| scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"));
    is_web && (scheme.is_some() || text.contains('.')) && !text.contains(['@', '?', '#'])
}
