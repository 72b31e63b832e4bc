//! The registry of causes. A code is never given twice and never changes its meaning.

/// Why a page's call fails, by what a person has to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cause {
    /// The server failed, and its error page has no CORS headers.
    ErrorWithoutCors,
    /// Nothing answered.
    Unreachable,
    /// The server does not share its responses with anybody.
    NoAllowOrigin,
    /// The server allows another origin than the page's.
    OriginMismatch,
    /// The URL is not one that a page can call.
    WrongUrl,
    /// The server does not answer `OPTIONS` as a preflight.
    OptionsNotHandled,
    /// The page sends headers that belong to the response.
    FrontendSendsCorsHeaders,
    /// `Access-Control-Allow-Origin` is sent twice.
    AllowOriginDuplicated,
    /// `Access-Control-Allow-Origin` holds a list or a pattern.
    AllowOriginListOrPattern,
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
    /// A request header is not allowed.
    HeaderNotAllowed,
    /// The method is not allowed.
    MethodNotAllowed,
    /// The preflight is answered, the request itself has no CORS headers.
    PreflightOnly,
    /// The page's origin is `null`: a file, or a sandboxed frame.
    FileOriginNull,
    /// No TLS connection that the browser trusts.
    TlsUntrusted,
    /// `mode: "no-cors"` makes the response unreadable.
    NoCorsMode,
    /// Another mechanism than CORS blocks the response.
    NotCors,
    /// `mode: "same-origin"` forbids the call.
    SameOriginMode,
    /// A CORS list that is no list.
    MalformedAllowList,
    /// A redirect that browsers do not follow.
    RedirectNotFollowed,
}

struct Entry {
    cause: Cause,
    code: &'static str,
    id: &'static str,
    title: &'static str,
}

const fn entry(cause: Cause, code: &'static str, id: &'static str, title: &'static str) -> Entry {
    Entry { cause, code, id, title }
}

/// In the order of [`Cause`].
const REGISTRY: [Entry; 27] = [
    entry(Cause::ErrorWithoutCors, "PF001", "error-without-cors", "the server failed, and its error page has no CORS headers"),
    entry(Cause::Unreachable, "PF002", "unreachable", "nothing answered; this is not CORS"),
    entry(Cause::NoAllowOrigin, "PF003", "no-acao", "the server shares its responses with no page"),
    entry(Cause::OriginMismatch, "PF005", "origin-mismatch", "the server allows another origin than the page's"),
    entry(Cause::WrongUrl, "PF007", "wrong-url-or-env", "the URL is not one that a page can call"),
    entry(Cause::OptionsNotHandled, "PF008", "options-not-handled", "the server does not answer OPTIONS as a preflight"),
    entry(Cause::FrontendSendsCorsHeaders, "PF011", "frontend-sends-cors-headers", "the page sends headers that belong to the response"),
    entry(Cause::AllowOriginDuplicated, "PF012", "acao-duplicated", "Access-Control-Allow-Origin is sent twice"),
    entry(Cause::AllowOriginListOrPattern, "PF013", "acao-list-or-pattern", "Access-Control-Allow-Origin holds a list or a pattern"),
    entry(Cause::ProxyErrorWithoutCors, "PF015", "proxy-error-without-cors", "a proxy answered with an error of its own"),
    entry(Cause::PreflightNeedsAuth, "PF016", "preflight-needs-auth", "the preflight is asked for a login, which it never has"),
    entry(Cause::PreflightRedirect, "PF017", "preflight-redirect", "the preflight is redirected, which browsers do not follow"),
    entry(Cause::RedirectWithoutCors, "PF018", "redirect-without-cors", "a redirect has no CORS headers"),
    entry(Cause::RedirectToLogin, "PF019", "redirect-to-login", "the call is redirected to a login page"),
    entry(Cause::RedirectTaintsOrigin, "PF020", "redirect-taints-origin", "a redirect through another origin made the origin null"),
    entry(Cause::WildcardWithCredentials, "PF021", "wildcard-with-credentials", "* does not count when credentials are included"),
    entry(Cause::AllowCredentialsMissing, "PF022", "acac-missing", "Access-Control-Allow-Credentials is not true"),
    entry(Cause::HeaderNotAllowed, "PF024", "header-not-allowed", "a request header is not allowed"),
    entry(Cause::MethodNotAllowed, "PF025", "method-not-allowed", "the method is not allowed"),
    entry(Cause::PreflightOnly, "PF026", "preflight-only", "the preflight is answered, the response itself has no CORS headers"),
    entry(Cause::FileOriginNull, "PF028", "file-origin-null", "the page's origin is null: a file or a sandboxed frame"),
    entry(Cause::TlsUntrusted, "PF031", "tls-untrusted", "no TLS connection that a browser trusts; this is not CORS"),
    entry(Cause::NoCorsMode, "PF034", "no-cors-mode", "no-cors makes the response unreadable; it is no way around CORS"),
    entry(Cause::NotCors, "PF036", "not-cors", "another mechanism than CORS blocks the response"),
    entry(Cause::SameOriginMode, "PF040", "same-origin-mode", "mode same-origin forbids the call"),
    entry(Cause::MalformedAllowList, "PF041", "malformed-allow-list", "an Access-Control-Allow list is no list"),
    entry(Cause::RedirectNotFollowed, "PF042", "redirect-not-followed", "browsers do not follow this redirect"),
];

impl Cause {
    /// Every cause, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        REGISTRY.iter().map(|entry| entry.cause)
    }

    /// The stable code, `PFnnn`.
    pub fn code(self) -> &'static str {
        self.entry().code
    }

    /// The stable name, in kebab case.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// The cause in a few words.
    pub fn title(self) -> &'static str {
        self.entry().title
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
}
