//! What is said of a call that stays within the page's origin.

/// In words.
pub const OWN_ORIGIN: &str = "the page has the URL's own origin: CORS has no part in the call";
