//! The host of a pattern: one that a page can have, which is less than what a URL parser takes.

use super::PatternRule;
use crate::origin::{self, HOST_LIMIT, InvalidOrigin, LABEL_LIMIT};

/// Checks the host, which for a pattern of subdomains is the base of theirs.
///
/// # Errors
/// The rule that it breaks.
pub(super) fn check(scheme: &str, base: &str, any_subdomain: bool) -> Result<(), PatternRule> {
    if base.contains('*') {
        return Err(PatternRule::PartialWildcard);
    }
    // `*.` needs room for one label more.
    let room = HOST_LIMIT - if any_subdomain { "a.".len() } else { 0 };
    let name = base.strip_suffix('.').unwrap_or(base);
    match origin::check_host(base) {
        Ok(()) if any_subdomain && is_ip_address(base) => Err(PatternRule::WildcardIpAddress),
        Ok(()) | Err(InvalidOrigin::Host) if name.len() > room => Err(PatternRule::LongHost),
        Err(InvalidOrigin::Host) if name.split('.').any(|label| label.len() > LABEL_LIMIT) => {
            Err(PatternRule::LongLabel)
        }
        Ok(()) if matches!(scheme, "http" | "https") => check_labels(name),
        result => Ok(result?),
    }
}

/// What is served by http has a name in the DNS, whose labels are letters, digits and inner hyphens
/// ([RFC 1123 section 2.1](https://www.rfc-editor.org/rfc/rfc1123#section-2.1)). An app calls its pages what it likes.
fn check_labels(name: &str) -> Result<(), PatternRule> {
    if name.contains('_') {
        return Err(PatternRule::Underscore);
    }
    let is_well = |label: &str| !label.starts_with('-') && !label.ends_with('-');
    if name.split('.').all(is_well) { Ok(()) } else { Err(PatternRule::OuterHyphen) }
}

fn is_ip_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok()
}
