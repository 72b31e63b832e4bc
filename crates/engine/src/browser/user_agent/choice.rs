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
    /// that the last redirect took. A beacon asks again if it asked before, for all of its first headers.
    AskForHeadersLeft,
    /// The same, for all of its first headers.
    AskForFirstHeaders,
}

/// For how long an answer to a preflight of a tainted request is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaintedPreflights {
    /// As any other.
    Remembered,
    /// Until the fetch is over.
    WithinFetch,
    /// Not at all.
    Forgotten,
}

/// Which statuses a script may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScriptStatuses {
    /// 200 to 299.
    Ok,
    /// The same of a module; a classic script all below 400, of a redirect that leads nowhere, too.
    ClassicBelowErrors,
    /// All below 400.
    BelowErrors,
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
    /// An error unless they are equal, before the CORS check.
    ErrorUnlessEqual,
    /// One value, joined by a comma.
    Joined,
}

/// Which headers a redirected request has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RedirectedHeaders {
    /// Those of the request before, less what the redirect takes.
    WhatIsLeft,
    /// Those of the first request, less what this redirect takes by the first method: what an earlier one took is back.
    AllOfFirst,
    /// What is left, and the body headers of the first request are back if this redirect keeps the method: all of them in
    /// CORS, else `Content-Type` if the redirect is 307 or 308.
    BodyOfFirst,
}

/// What the cache mode of a request is to its preflight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PreflightCacheMode {
    /// Nothing.
    Ignored,
    /// The preflight carries what it adds, `Cache-Control` and `Pragma`; with `no-store` and `reload` no remembered answer
    /// will do.
    Sent,
    /// The same, with `no-cache` no remembered answer will do either, and with `no-store` none is remembered.
    Obeyed,
}

/// Which responses the HTTP cache keeps, and which of them it uses without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CachedResponses {
    /// Every status but 206 and 304 that says how long it is fresh, and the heuristically cacheable ones.
    Rfc9111,
    /// Every status but 206, 401 and 407 is kept; 300, 301, 308 and 410 are fresh for good.
    EveryStatus,
    /// Every status but 300 and 304 is kept; without asking only 200, 203, 204, 206, redirects and 410 are used, and 410 is
    /// fresh for good.
    AnyStatusUsesFew,
    /// What can be used again: a status that is cacheable by default if it is fresh or has a validator, some others if they
    /// say how long they are fresh; 301 and 410 are fresh for good. `Expires` that is no date says nothing.
    OnlyReusable,
}

/// Which responses a server is asked about, whether they are still good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RevalidatedResponses {
    /// All that are kept.
    All,
    /// Those of an ok status.
    Ok,
    /// 200 and 206.
    WithContent,
}

/// Which responses that CORS blocked the HTTP cache keeps all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeptBlockedResponses {
    /// All.
    All,
    /// Redirects: a response that is not read to its end is forgotten.
    Redirects,
    /// Redirects, and what `XMLHttpRequest` asked for if its media type is to be told by its bytes: they are read then, and a
    /// short body to its end.
    RedirectsAndSniffedXhr,
    /// All but what a worker's `fetch()` got and redirects, of which only those are kept that are followed.
    AllButRedirects,
}

/// What requests with `Range` are to the HTTP cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CachedRanges {
    /// Nothing is kept of them, and nothing serves them.
    NotKept,
    /// What one got serves only those of the same `Range`.
    KeptApart,
    /// What was kept serves those for one range: of a 200 the part.
    Served,
}

/// What `HEAD` is to the HTTP cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CachedHead {
    /// What a `GET` got answers it.
    Served,
    /// It has entries of its own, which nothing makes invalid.
    KeptApart,
    /// It is always sent, and what was kept is forgotten, as by `POST`.
    Clears,
}

/// When a referrer policy can turn `Origin` into `null` outside CORS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HiddenByPolicy {
    /// Whenever the policy gives no referrer.
    Always,
    /// The same, until a redirect leads to another origin: then the policy is forgotten.
    UntilRedirected,
    /// Never.
    Never,
}

/// Which elements in `cors` mode send `Origin` with a `GET` to the own origin too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CorsElements {
    /// None.
    None,
    /// All but `<audio>` and `<video>`.
    AllButMedia,
    /// All.
    All,
}

/// Whether a `no-cors` `GET` from an opaque origin to the site of the page at the top carries `Origin: null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OpaqueOrigin {
    /// It does not.
    Never,
    /// With credentials, until a redirect leads to another origin, and not with `keepalive`.
    UntilRedirected,
    /// With credentials, where third-party cookies are blocked, until a redirect changes the method: the page at the top
    /// may have storage access ([Storage Access Headers](https://privacycg.github.io/storage-access-headers/)).
    WithStorageAccess,
}

/// What becomes of cookies on the way to another site than that at the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ThirdPartyCookies {
    /// They are sent, if `SameSite` lets them.
    Sent,
    /// They are neither sent nor kept.
    Blocked,
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
    /// If a redirect on the way led to another site or scheme, unless the page's own host is reached again.
    UntilOwnHost,
}

/// Which opaque bodies a script element gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OpaqueScripts {
    /// Every one.
    AnyBody,
    /// None that begins as HTML, XML or a JSON object, unless its type is missing or safelisted.
    NoDocuments,
    /// None that is JSON or begins as a document, unless its type is missing, safelisted or JavaScript.
    NoDataUnlessTyped,
}

/// Which types of a `Blob` become the `Content-Type` of an `XMLHttpRequest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlobTypes {
    /// All but the empty one.
    Any,
    /// Those that begin with a type and a subtype.
    MediaTypes,
    /// Those whose parameters are well-formed, too.
    WellFormed,
}

/// What integrity metadata are to the redirect that `redirect: "manual"` yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OpaqueRedirectIntegrity {
    /// It fails: nobody may compare its body.
    Fails,
    /// It fails if there is a digest of a known algorithm.
    FailsIfKnown,
    /// Its body is compared.
    IsCompared,
}

/// When a `Location` that is not a URL spoils a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InvalidLocation {
    /// When it is followed.
    InTurn,
    /// Before the CORS check.
    First,
    /// Before the CORS check, but not where nobody follows it (`redirect: "manual"`).
    FirstIfFollowed,
}
