//! [Site](https://html.spec.whatwg.org/multipage/browsers.html#sites): what cookies and resource policies look at.

use crate::origin::Origin;

/// Whether two hosts are [schemelessly same site](https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site):
/// equal, or with the same registrable domain.
pub(crate) fn are_same_site(a: &str, b: &str) -> bool {
    a == b
        || match (psl::domain_str(a), psl::domain_str(b)) {
            (Some(a), Some(b)) => a == b && !is_ip_address(a),
            _ => false,
        }
}

/// The host of an origin; none if it is opaque.
pub(crate) fn host(origin: &Origin) -> Option<&str> {
    match origin {
        Origin::Tuple(tuple) => Some(tuple.host()),
        Origin::Null => None,
    }
}

/// An IP address has no registrable domain.
pub(crate) fn is_ip_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok()
}
