//! The line of an exchange that shows a finding.

use preflight_rules::{Evidence, Finding, Side};

/// The line of an exchange that shows a finding.
#[derive(Clone, Copy)]
pub struct Seen<'f> {
    pub exchange: usize,
    pub side: Side,
    pub field: Option<&'static str>,
    pub note: &'f str,
}

impl<'f> Seen<'f> {
    pub fn of(finding: &'f Finding) -> Option<Self> {
        finding.evidence.iter().find_map(|evidence| match evidence {
            Evidence::Exchange { exchange, side, field, note } => {
                Some(Self { exchange: exchange.0, side: *side, field: *field, note })
            }
            Evidence::Source { .. } | Evidence::Console { .. } | Evidence::Policy { .. } => None,
        })
    }
}
