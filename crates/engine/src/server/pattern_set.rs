//! Patterns of origins, keyed by what is fixed about them: a request costs one probe for each depth of subdomain that
//! some pattern has.

use super::key_table::{Key, KeyTable};
use crate::OriginPattern;
use crate::origin::{check_port, is_label};

/// The patterns of a policy, by what is fixed about them.
#[derive(Debug)]
pub(super) struct PatternSet {
    /// Scheme and host.
    any_port: KeyTable,
    /// Scheme and `.base:port`.
    any_subdomain: KeyTable,
    /// Scheme and `.base`.
    any_subdomain_and_port: KeyTable,
    /// Bit n: some pattern has a base of n labels, so the lookup tries the suffixes of that depth only.
    depths: u128,
}

impl PatternSet {
    pub(super) fn new(patterns: &[&OriginPattern]) -> Self {
        let table = |any_subdomain, any_port| {
            let of_kind = patterns
                .iter()
                .filter(|pattern| pattern.has_any_subdomain() == any_subdomain && pattern.has_any_port() == any_port);
            KeyTable::new(of_kind.map(|pattern| key_of(pattern)).collect())
        };
        Self {
            any_port: table(false, true),
            any_subdomain: table(true, false),
            any_subdomain_and_port: table(true, true),
            depths: patterns
                .iter()
                .filter(|pattern| pattern.has_any_subdomain())
                .fold(0, |depths, pattern| depths | depth_bit(pattern.base_host().split('.').count())),
        }
    }

    /// Whether a pattern matches the value of an `Origin` header of no more than
    /// [`ORIGIN_LIMIT`](crate::origin::ORIGIN_LIMIT) bytes.
    pub(super) fn matches(&self, origin: &[u8]) -> bool {
        Shape::read(origin).is_some_and(|shape| self.matches_shape(&shape))
    }

    fn matches_shape(&self, shape: &Shape<'_>) -> bool {
        self.any_port.contains(shape.scheme, shape.host) || self.matches_suffix(shape)
    }

    /// Tries the suffixes of the host at the depths that patterns have, the shortest first.
    fn matches_suffix(&self, shape: &Shape<'_>) -> bool {
        let mut dots = (1..shape.host.len()).rev().filter(|&at| shape.host[at] == b'.');
        let mut depth = 0;
        dots.any(|dot| {
            depth += 1;
            self.depths & depth_bit(depth) != 0
                && (self.any_subdomain.contains(shape.scheme, &shape.host_and_port[dot..])
                    || self.any_subdomain_and_port.contains(shape.scheme, &shape.host[dot..]))
                && shape.host[..dot].split(|&byte| byte == b'.').all(is_label)
        })
    }
}

/// The scheme and what is fixed after it; see the fields of [`PatternSet`].
fn key_of(pattern: &OriginPattern) -> Key<'_> {
    let dot = if pattern.has_any_subdomain() { "." } else { "" };
    let port = pattern.port().map(|port| format!(":{port}")).unwrap_or_default();
    Key { head: pattern.scheme().as_bytes(), tail: format!("{dot}{}{port}", pattern.base_host()).into_bytes().into() }
}

fn depth_bit(depth: usize) -> u128 {
    1u128.checked_shl(depth as u32).unwrap_or(0)
}

/// A request's origin, split without being believed: the host is compared, and what no pattern fixes is checked.
struct Shape<'a> {
    scheme: &'a [u8],
    host: &'a [u8],
    host_and_port: &'a [u8],
}

impl<'a> Shape<'a> {
    fn read(origin: &'a [u8]) -> Option<Self> {
        let colon = origin.iter().position(|&byte| byte == b':')?;
        let (scheme, rest) = origin.split_at(colon);
        let host_and_port = rest.strip_prefix(b"://")?;
        let host = match host_and_port.iter().rposition(|&byte| byte == b':' || byte == b']') {
            Some(at) if host_and_port[at] == b':' => {
                has_proper_port(scheme, &host_and_port[at + 1..]).then_some(&host_and_port[..at])?
            }
            _ => host_and_port,
        };
        Some(Self { scheme, host, host_and_port })
    }
}

fn has_proper_port(scheme: &[u8], port: &[u8]) -> bool {
    match (std::str::from_utf8(scheme), std::str::from_utf8(port)) {
        (Ok(scheme), Ok(port)) => check_port(scheme, port).is_ok(),
        _ => false,
    }
}
