//! The causes: why a page's call fails, by what a person has to mend.

mod registry;

use registry::{Entry, REGISTRY};

/// Why a page's call fails, by what a person has to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// The server failed, and its error page has no CORS headers.
    ErrorWithoutCors,
    /// Nothing answered.
    Unreachable,
    /// The server does not share its responses with anybody.
    NoAllowOrigin,
    /// Something answers before CORS is reached: files, a login, another route.
    AnsweredBeforeCors,
    /// The server allows another origin than the page's.
    OriginMismatch,
    /// It was tested with a tool that sends no `Origin` and is never blocked.
    NoOriginInTest,
    /// The URL is not one that a page can call, or not the one that was meant.
    WrongUrl,
    /// The server does not answer `OPTIONS` as a preflight.
    OptionsNotHandled,
    /// The development proxy is there, and the call does not go through it.
    DevProxyMisused,
    /// A CORS library is configured in a way that does nothing.
    LibraryMisuse,
    /// The page sends headers that belong to the response.
    FrontendSendsCorsHeaders,
    /// `Access-Control-Allow-Origin` is sent twice.
    AllowOriginDuplicated,
    /// `Access-Control-Allow-Origin` holds a list or a pattern.
    AllowOriginListOrPattern,
    /// A layer in between takes the headers away.
    ProxyStripsHeaders,
    /// A proxy answered with an error of its own.
    ProxyErrorWithoutCors,
    /// The preflight is asked for a login.
    PreflightNeedsAuth,
    /// The preflight is redirected.
    PreflightRedirect,
    /// A redirect without CORS headers.
    RedirectWithoutCors,
    /// A redirect to a login page.
    RedirectToLogin,
    /// A redirect through another origin made the request's origin `null`.
    RedirectTaintsOrigin,
    /// `*` does not count with credentials.
    WildcardWithCredentials,
    /// `Access-Control-Allow-Credentials: true` is missing.
    AllowCredentialsMissing,
    /// The browser keeps the cookie back.
    CookieNotSent,
    /// A request header is not allowed.
    HeaderNotAllowed,
    /// The method is not allowed.
    MethodNotAllowed,
    /// The preflight is answered, the request itself has no CORS headers.
    PreflightOnly,
    /// A cache answers with what another origin got.
    CacheWithoutVary,
    /// The page's origin is `null`: a file, or a sandboxed frame.
    FileOriginNull,
    /// A public page calls into the local network.
    LocalNetworkAccess,
    /// A page over `https` calls an `http` URL.
    MixedContent,
    /// No TLS connection that the browser trusts.
    TlsUntrusted,
    /// An ad blocker or another extension stopped the call.
    BlockedByClient,
    /// The page may not see a response header.
    ExposeHeadersMissing,
    /// `mode: "no-cors"` makes the response unreadable.
    NoCorsMode,
    /// The browser acts on an old preflight answer.
    StalePreflight,
    /// Another mechanism than CORS blocks the response.
    NotCors,
    /// The configuration is right, and the running server has an older one.
    ServerNotRestarted,
    /// A browser extension changes the headers.
    BrowserExtension,
    /// The server allows everybody.
    CorsDisabledInProduction,
    /// `mode: "same-origin"` forbids the call.
    SameOriginMode,
    /// A CORS list that is no list.
    MalformedAllowList,
    /// A redirect that browsers do not follow.
    RedirectNotFollowed,
}

impl Cause {
    /// The cause of this code or name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        let is_named = |entry: &&Entry| name.eq_ignore_ascii_case(entry.code) || name.eq_ignore_ascii_case(entry.id);
        REGISTRY.iter().find(is_named).map(|entry| entry.cause)
    }

    /// The stable name, in kebab case.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// How it shows: in a console, on the wire, in a probe.
    pub fn shows(self) -> &'static str {
        self.entry().shows
    }

    /// The change that mends it.
    pub fn mends(self) -> &'static str {
        self.entry().mends
    }

    /// Whether Access-Control headers mend it, so that a server's configuration does.
    pub fn is_mended_by_headers(self) -> bool {
        matches!(
            self,
            Self::ErrorWithoutCors
                | Self::NoAllowOrigin
                | Self::AnsweredBeforeCors
                | Self::OriginMismatch
                | Self::OptionsNotHandled
                | Self::AllowOriginDuplicated
                | Self::AllowOriginListOrPattern
                | Self::PreflightNeedsAuth
                | Self::WildcardWithCredentials
                | Self::AllowCredentialsMissing
                | Self::HeaderNotAllowed
                | Self::MethodNotAllowed
                | Self::PreflightOnly
                | Self::MalformedAllowList
        )
    }

    fn entry(self) -> &'static Entry {
        &REGISTRY[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_is_in_the_order_of_the_causes_and_of_the_codes() {
        assert!(REGISTRY.iter().enumerate().all(|(place, entry)| entry.cause as usize == place));
        assert!(REGISTRY.is_sorted_by(|a, b| a.code < b.code));
    }

    #[test]
    fn the_codes_have_no_gap() {
        assert!(REGISTRY.iter().enumerate().all(|(place, entry)| entry.code == format!("PF{:03}", place + 1)));
    }
}
