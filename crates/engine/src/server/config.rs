//! What a person wrote: plain fields, nothing checked yet.

use std::time::Duration;

/// A policy as written. [`Policy::new`](super::Policy::new) checks all of it at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyConfig {
    /// Which origins may read responses; see [`OriginPattern`](crate::OriginPattern) for the form of an entry.
    pub origins: Allowed,
    /// Whether requests may carry cookies and HTTP authentication.
    pub credentials: bool,
    /// Which methods may be used. `GET`, `HEAD` and `POST` need no listing.
    pub methods: Allowed,
    /// Which request headers may be set beyond the safelisted ones.
    pub request_headers: Allowed,
    /// Which response headers pages may read beyond the safelisted ones.
    pub expose_headers: Allowed,
    /// For how long a browser may remember a preflight's answer; none leaves it at the standard's five seconds.
    pub max_age: Option<Duration>,
    /// The status of a preflight's answer: 200 to 299.
    pub preflight_status: u16,
    /// What becomes of a cross-origin request that the policy refuses and that is not a preflight.
    pub refused: WhenRefused,
    /// Allows `http:` origins together with credentials, although anybody on the network path can pose as them.
    pub dangerously_allow_insecure_origins: bool,
    /// Allows `https://*.co.uk` and the like together with credentials, although strangers can register there.
    pub dangerously_allow_public_suffixes: bool,
    /// Allows `Origin: null`, although any page can send it from a sandboxed frame.
    pub dangerously_allow_null_origin: bool,
}

/// One list of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Everything.
    Any,
    /// These, as written.
    Listed(Vec<String>),
}

/// What becomes of a refused cross-origin request that is not a preflight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenRefused {
    /// The server handles it; the page cannot read the answer. This is what CORS means.
    #[default]
    Forward,
    /// The server never sees it; it is answered 403.
    Reject,
}

impl Default for PolicyConfig {
    fn default() -> Self {
        Self {
            origins: Allowed::default(),
            credentials: false,
            methods: Allowed::default(),
            request_headers: Allowed::default(),
            expose_headers: Allowed::default(),
            max_age: None,
            preflight_status: 204,
            refused: WhenRefused::default(),
            dangerously_allow_insecure_origins: false,
            dangerously_allow_public_suffixes: false,
            dangerously_allow_null_origin: false,
        }
    }
}

impl Allowed {
    /// A list of these entries.
    pub fn listed<S: Into<String>>(entries: impl IntoIterator<Item = S>) -> Self {
        Self::Listed(entries.into_iter().map(Into::into).collect())
    }

    /// The entries; none for [`Allowed::Any`].
    pub fn entries(&self) -> &[String] {
        match self {
            Self::Any => &[],
            Self::Listed(entries) => entries,
        }
    }
}

impl Default for Allowed {
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}
