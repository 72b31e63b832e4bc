//! The value of `Authorization` that a user name and a password make.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// `Basic …` of `user:password`.
pub(crate) fn basic(user: &str) -> String {
    format!("Basic {}", base64_of(user))
}

/// What `btoa` makes of a text.
pub(crate) fn base64_of(text: &str) -> String {
    BASE64_STANDARD.encode(text)
}
