//! The facts that have more than two answers.

/// Whose console texts a browser prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Console {
    /// Nobody's: the standard has no texts.
    Silent,
    /// Chromium's.
    Chromium,
    /// Firefox's.
    Firefox,
    /// WebKit's.
    WebKit,
}

/// When a redirected request asks first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RedirectedPreflight {
    /// Each hop decides by the method and headers that are left.
    AsIfNew,
    /// A request that asked once, or whose first headers would ask, asks at every hop; for its first headers less those
    /// that the last redirect took.
    AskForHeadersLeft,
    /// The same, for all of its first headers.
    AskForFirstHeaders,
}

/// What `*` in the preflight cache covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CachedWildcard {
    /// Every name.
    Everything,
    /// Every name but `Authorization`.
    AllButAuthorization,
    /// Nothing: it is compared as a name.
    Nothing,
}

/// What becomes of a `ReadableStream` body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StreamUpload {
    /// It is sent: the connection is taken to be HTTP/2.
    Sent,
    /// The request fails after its preflight, unless the server is known to speak HTTP/2.
    Fails,
    /// The stream is not known as one: it is sent as a string.
    AsText,
    /// The request fails at once.
    FailsAtOnce,
}

/// What an empty `Location` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmptyLocation {
    /// The same URL again.
    SameUrl,
    /// No redirect: the response itself is the result.
    NoRedirect,
    /// An error.
    Error,
}

/// What two `Location` fields are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RepeatedLocation {
    /// An error.
    Error,
    /// An error unless they are equal.
    ErrorUnlessEqual,
    /// One value, joined by a comma.
    Joined,
}

/// Whether a `no-cors` `GET` from an opaque origin carries `Origin: null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OpaqueOrigin {
    /// It does not.
    Never,
    /// With credentials, until a redirect leads to another origin.
    UntilRedirected,
    /// With credentials.
    WithCredentials,
}

/// What becomes of cookies on the way to another site than that at the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ThirdPartyCookies {
    /// They are sent, if `SameSite` lets them.
    Sent,
    /// Each site at the top has a jar of its own for them.
    Partitioned,
}

/// When a redirect makes a request cross-site to cookies, though page and URL are of one site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RedirectedSite {
    /// Never.
    Ignored,
    /// If any URL on the way is of another site.
    AnyUrl,
    /// If the URL that redirected is of another site or scheme.
    LastUrl,
}
