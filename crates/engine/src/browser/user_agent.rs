//! Every known departure of a browser from the standard: one named fact each, in one table.
//!
//! The state machine asks the facts and knows no browser's name.

use std::time::Duration;

/// A browser, as the facts in which browsers differ.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserAgent {
    /// What it is called.
    pub name: &'static str,
    /// How long a preflight's answer is remembered that does not say, or not properly
    /// ([CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch) step 7.9).
    pub default_max_age: Duration,
    /// How long an answer is remembered at most; none is as long as it says (step 7.10 leaves the limit to the browser).
    pub max_age_cap: Option<Duration>,
}

impl UserAgent {
    /// What the Fetch standard says.
    pub const STANDARD: Self =
        Self { name: "standard", default_max_age: Duration::from_secs(5), max_age_cap: None };

    /// The same browser with another limit on how long it remembers a preflight's answer.
    pub fn with_max_age_cap(self, cap: Duration) -> Self {
        Self { max_age_cap: Some(cap), ..self }
    }
}
