//! The rules of the mistakes that the engine finds in a policy.

use preflight_engine::server::{PolicyError, PolicyWarning};
use preflight_rules::{Rule, policies};

/// The rule of an error.
pub(super) fn rule_of_error(error: &PolicyError) -> &'static Rule {
    match error {
        PolicyError::NoOrigins => &policies::NO_ORIGINS,
        PolicyError::TooManyOrigins { .. } => &policies::TOO_MANY_ORIGINS,
        PolicyError::InvalidOrigin { .. } => &policies::INVALID_ORIGIN,
        PolicyError::AnyOriginWithCredentials => &policies::ANY_ORIGIN_WITH_CREDENTIALS,
        PolicyError::InsecureOriginWithCredentials { .. } => &policies::INSECURE_ORIGIN_WITH_CREDENTIALS,
        PolicyError::PublicSuffixWithCredentials { .. } => &policies::PUBLIC_SUFFIX_WITH_CREDENTIALS,
        PolicyError::WildcardInList { .. } => &policies::WILDCARD_IN_LIST,
        PolicyError::InvalidMethod { .. } => &policies::INVALID_METHOD,
        PolicyError::ForbiddenMethod { .. } => &policies::FORBIDDEN_METHOD,
        PolicyError::InvalidHeaderName { .. } => &policies::INVALID_HEADER_NAME,
        PolicyError::ForbiddenRequestHeader { .. } => &policies::FORBIDDEN_REQUEST_HEADER,
        PolicyError::ResponseHeaderInRequestHeaders { .. } => &policies::RESPONSE_HEADER_IN_REQUEST_HEADERS,
        PolicyError::ForbiddenResponseHeader { .. } => &policies::FORBIDDEN_RESPONSE_HEADER,
        PolicyError::NeverVisibleHeader { .. } => &policies::NEVER_VISIBLE_HEADER,
        PolicyError::ExposeAnyWithCredentials => &policies::EXPOSE_ANY_WITH_CREDENTIALS,
        PolicyError::MaxAgeTooLong { .. } => &policies::MAX_AGE_TOO_LONG,
        PolicyError::PreflightStatusNotOk { .. } => &policies::PREFLIGHT_STATUS_NOT_OK,
        _ => &policies::INVALID_VALUE,
    }
}

/// The rule of a warning.
pub(super) fn rule_of_warning(warning: &PolicyWarning) -> &'static Rule {
    match warning {
        PolicyWarning::RedundantOrigin { .. } => &policies::REDUNDANT_ORIGIN,
        PolicyWarning::PublicSuffix { .. } => &policies::PUBLIC_SUFFIX,
        PolicyWarning::RedundantEntry { .. } => &policies::REDUNDANT_ENTRY,
        PolicyWarning::SafelistedResponseHeader { .. } => &policies::SAFELISTED_RESPONSE_HEADER,
        PolicyWarning::LowerCaseMethod { .. } => &policies::LOWER_CASE_METHOD,
        PolicyWarning::MaxAgeAboveBrowserCaps { .. } => &policies::MAX_AGE_ABOVE_BROWSER_CAPS,
        _ => &policies::INVALID_VALUE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_origins_than_a_page_can_show_have_their_rule() {
        assert_eq!(rule_of_error(&PolicyError::TooManyOrigins { count: 10_000_001 }), &policies::TOO_MANY_ORIGINS);
    }
}
