//! Network errors, as Chromium numbers them; the other browsers do not say which.

/// A network error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetError {
    /// Chromium's name without `net::`, such as `ERR_CONNECTION_REFUSED`; `None` where the browser does not say.
    pub code: Option<String>,
}

/// What kind of network error it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NetErrorClass {
    /// The browser does not say.
    Unknown,
    /// `ERR_FAILED`: another line says why.
    Failed,
    /// Nothing answers.
    Unreachable,
    /// TLS.
    Tls,
    /// An extension.
    BlockedByClient,
    /// `Cross-Origin-Resource-Policy`, opaque response blocking, CSP, or an administrator.
    BlockedByPolicy,
    /// Local Network Access.
    LocalNetwork,
    /// The URL or its port is not to be called.
    Url,
    /// Redirects go in circles, or lead nowhere.
    Redirect,
    /// The page itself gave up.
    Aborted,
}

impl NetError {
    /// An error of which only the fact is known.
    pub(super) fn unknown() -> Self {
        Self { code: None }
    }

    /// Its class.
    pub fn class(&self) -> NetErrorClass {
        let Some(code) = &self.code else { return NetErrorClass::Unknown };
        let name = code.strip_prefix("ERR_").unwrap_or(code);
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
        if name == "FAILED" {
            NetErrorClass::Failed
        } else if name == "ABORTED" {
            NetErrorClass::Aborted
        } else if starts(&["BLOCKED_BY_CLIENT"]) {
            NetErrorClass::BlockedByClient
        } else if starts(&["BLOCKED_BY_LOCAL_NETWORK", "BLOCKED_BY_PRIVATE_NETWORK"]) {
            NetErrorClass::LocalNetwork
        } else if starts(&["BLOCKED_BY"]) {
            NetErrorClass::BlockedByPolicy
        } else if starts(&["CERT_", "SSL_", "BAD_SSL", "ECH_", "CERTIFICATE_", "INSECURE_RESPONSE"]) {
            NetErrorClass::Tls
        } else if starts(&[
            "UNSAFE_PORT",
            "UNKNOWN_URL_SCHEME",
            "INVALID_URL",
            "DISALLOWED_URL",
            "FILE_",
            "ACCESS_DENIED",
        ]) {
            NetErrorClass::Url
        } else if starts(&["TOO_MANY_REDIRECTS", "INVALID_REDIRECT", "UNSAFE_REDIRECT"]) {
            NetErrorClass::Redirect
        } else {
            NetErrorClass::Unreachable
        }
    }
}
