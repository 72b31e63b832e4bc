//! What a text of Firefox's says, by the name of its property.

use super::super::firefox::{EMPTY, mismatch};
use super::super::net_error::NetError;
use super::super::reason::ConsoleReason;
use super::table::Row;

/// What a line shows besides its words.
pub(super) struct Details<'a> {
    pub(super) value: Option<&'a str>,
    pub(super) url: Option<&'a str>,
    /// Where a status follows, be it `(null)`.
    pub(super) status: Option<usize>,
}

/// The reason of a row. Some languages have one text for two reasons: then value, URL and status decide.
pub(super) fn told(row: &Row, details: &Details<'_>) -> Option<ConsoleReason> {
    let has_value = row.around_value != ("", "");
    if has_value && details.value.is_none() && row.is_faint {
        return None;
    }
    let key = row.keys.iter().find(|key| !row.is_faint || details.fit(key))?;
    Some(reason(key, details.value))
}

impl Details<'_> {
    /// Whether they are of the kind that this reason has.
    fn fit(&self, key: &str) -> bool {
        let is_method = self.value.is_some_and(|value| value.starts_with(|c: char| c.is_ascii_uppercase()));
        let is_origin = self.value.is_some_and(|value| value.contains("://") || matches!(value, "null" | EMPTY | "*"));
        let is_http = self.url.is_none_or(|url| url.starts_with("http"));
        match key {
            "CORSRequestNotHttp" => !is_http,
            "CORSInvalidAllowMethod" => is_method,
            "CORSInvalidAllowHeader" => !is_method && !is_origin,
            "CORSAllowOriginNotMatchingOrigin" => is_origin,
            "CORSDidNotSucceed" | "CORSMissingAllowOrigin" | "CORSPreflightDidNotSucceed" => self.status.is_some(),
            _ => is_http && self.status.is_none(),
        }
    }
}

fn reason(key: &str, value: Option<&str>) -> ConsoleReason {
    let value = value.map(str::to_owned);
    match key {
        "CORSDisabled" => ConsoleReason::CorsDisabled,
        "CORSOriginHeaderNotAdded" => ConsoleReason::OriginNotAddable,
        "CORSExternalRedirectNotAllowed" => ConsoleReason::PreflightRedirect,
        "CORSRequestNotHttp" => ConsoleReason::NonHttpScheme,
        "CORSMissingAllowOrigin" => ConsoleReason::MissingAllowOrigin,
        "CORSMultipleAllowOriginNotAllowed" => ConsoleReason::MultipleAllowOrigin { value: None },
        "CORSAllowOriginNotMatchingOrigin" => mismatch(value.unwrap_or_default()),
        "CORSNotSupportingCredentials" => ConsoleReason::WildcardOriginWithCredentials,
        "CORSMethodNotFound" => ConsoleReason::MethodNotAllowed { method: None },
        "CORSMissingAllowCredentials" => ConsoleReason::AllowCredentialsNotTrue { value: None },
        "CORSPreflightDidNotSucceed" => ConsoleReason::PreflightStatus,
        "CORSInvalidAllowMethod" => ConsoleReason::InvalidAllowMethods { value },
        "CORSInvalidAllowHeader" => ConsoleReason::InvalidAllowHeaders { value },
        "CORSMissingAllowHeaderFromPreflight" => match value {
            Some(name) => ConsoleReason::HeaderNotAllowed { name },
            None => ConsoleReason::InvalidAllowHeaders { value },
        },
        "CORSAllowHeaderFromPreflightDeprecation" => ConsoleReason::AuthorizationByWildcard,
        _ => ConsoleReason::Network(NetError::unknown()),
    }
}
