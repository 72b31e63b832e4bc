//! What preflight can find: one [`Rule`] a code, one [`Finding`] for all who report, and a page for each rule.
//!
//! A rule here is what it is called and what it means. What yields it stands with those who see it: calls in
//! `preflight-diagnosis`, policies in `preflight-policy-file`, configurations of other systems in `preflight-dialects`.
//!
//! ```
//! use preflight_rules::{Family, by_code, named};
//!
//! let rule = by_code("PF012").unwrap();
//! assert_eq!(rule.name, "acao-duplicated");
//! assert_eq!(rule.family(), Family::Calls);
//! assert_eq!(named("acao-duplicated"), [rule]);
//! assert!(rule.page.contains("## How to fix it"));
//! ```

#![forbid(unsafe_code)]

mod evidence;
mod example;
mod finding;
mod fix;
mod registry;
mod rule;

pub use evidence::{Evidence, ExchangeId, Position, Side};
pub use example::{Example, ExampleOutcome};
pub use finding::{Certainty, Finding};
pub use fix::{Change, Edit, Fix, Safety};
pub use registry::calls::*;
pub use registry::{all, by_code, configurations, named, policies};
pub use rule::{Family, Rule, Severity, Subject};
