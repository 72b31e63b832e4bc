//! Every known departure of a browser from the standard: one named fact each, in one table.
//!
//! The state machine asks the facts and knows no browser's name. `docs/user-agents.md` shows the table with its sources.

mod chromium;
mod firefox;
mod webkit;

use std::time::Duration;

/// A browser, as the facts in which browsers differ.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserAgent {
    /// What it is called.
    pub name: &'static str,
    /// Whose console texts it prints.
    pub console: Console,

    // Request headers.
    /// Fields that every request carries, whatever the page sets, in lower case.
    pub own_fields: &'static [&'static str],
    /// Whether a header that a page appends twice becomes one field at once, so that the joined value is judged.
    pub combines_repeated_headers: bool,
    /// Whether a page's `User-Agent` is dropped like a forbidden header.
    pub drops_user_agent: bool,
    /// Whether `Save-Data`, `DPR` and the other early client hints need no preflight.
    pub client_hints_are_safelisted: bool,
    /// Whether bytes from 0x80 on need no preflight in `Accept` and in the parameters of `Content-Type`.
    pub high_bytes_are_safe: bool,
    /// Whether a comma or an empty parameter in `Content-Type` needs a preflight.
    pub content_type_parameters_are_checked: bool,
    /// Whether `Range` may spell `bytes` in any case and its numbers with a sign.
    pub range_is_lenient: bool,
    /// The largest number in a `Range` that needs no preflight.
    pub range_limit: Option<u64>,
    /// Whether all safelisted values together may be at most 1024 bytes long.
    pub limits_safelisted_values: bool,

    // Preflights.
    /// Whether a name stands only once in `Access-Control-Request-Headers`
    /// ([CORS-unsafe request-header names](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names) sorts a set).
    pub requested_names_are_unique: bool,
    /// Whether a listener on `XMLHttpRequest.upload` forces a preflight only if there is a body.
    pub upload_listeners_need_body: bool,
    /// When a redirected request asks first.
    pub redirected_preflight: RedirectedPreflight,
    /// Whether the answer to a preflight needs no `Access-Control-Allow-Origin` where a redirect led back to the page's own
    /// origin.
    pub own_origin_preflight_is_unchecked: bool,
    /// Whether a preflight after a tainting redirect carries `Origin: null`, as the request does.
    pub preflight_origin_is_tainted: bool,
    /// Whether `*` in `Access-Control-Allow-Headers` covers `Authorization`.
    pub wildcard_covers_authorization: bool,
    /// What `*` covers when it stands in the preflight cache.
    pub cached_wildcard: CachedWildcard,
    /// How long a preflight's answer is remembered that does not say
    /// ([CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch) step 7.9).
    pub default_max_age: Duration,
    /// How long an answer is remembered at most; none is as long as it says (step 7.10 leaves the limit to the browser).
    pub max_age_cap: Option<Duration>,
    /// Whether a negative max-age counts as none, so that the default holds.
    pub negative_max_age_is_default: bool,
    /// Whether any other max-age that is no number counts as none.
    pub malformed_max_age_is_default: bool,
    /// Whether what was granted with credentials serves requests without them.
    pub credentialed_grant_serves_all: bool,
    /// Whether a failure of the request itself makes the browser forget the preflight.
    pub failed_response_clears_cache: bool,

    // Responses.
    /// Whether a line without a value is left out where a field stands on several lines; `Access-Control-Allow-Origin` is
    /// never left out.
    pub ignores_empty_lines: bool,
    /// Whether field values are read as UTF-8, so that other bytes become those of U+FFFD.
    pub values_are_utf8: bool,
    /// Whether the response of a `data:` URL has a `Content-Length`.
    pub data_urls_have_length: bool,
    /// Whether `about:blank` can be fetched in `no-cors` mode.
    pub fetches_about_blank: bool,
    /// Whether `only-if-cached` goes to the network when nothing is cached.
    pub only_if_cached_asks_network: bool,
    /// Whether white space between a field name and its colon is ignored; otherwise it spoils the name.
    pub trims_field_names: bool,
    /// Whether two ports of one IP address are the same site to `Cross-Origin-Resource-Policy`.
    pub ip_addresses_have_sites: bool,
    /// What becomes of a `ReadableStream` body.
    pub stream_upload: StreamUpload,

    // Redirects.
    /// What an empty `Location` is.
    pub empty_location: EmptyLocation,
    /// Whether a byte from 0x80 on in `Location` is percent-encoded as it is; otherwise as the code point of its number.
    pub location_keeps_bytes: bool,
    /// What two `Location` fields are.
    pub repeated_location: RepeatedLocation,
    /// Whether a redirect to a URL with a user name or password fails in every mode, same-origin too.
    pub refuses_credentials_in_every_redirect: bool,
    /// Whether a redirect that keeps the method brings back the body headers that an earlier one took.
    pub body_headers_return: bool,
    /// Whether a redirect's own CORS check counts credentials as included if the first URL was same-origin.
    pub redirects_keep_first_credentials: bool,
    /// Whether cookies still go along in `no-cors` mode after a redirect away from the own origin.
    pub no_cors_redirects_keep_cookies: bool,
    /// Whether a cross-origin redirect turns `Origin` into `null` outside CORS.
    pub redirect_hides_origin: bool,
    /// Whether a cross-origin redirect turns `DELETE` into `GET`. `gtk`: libsoup does this; nothing is known of Safari.
    pub cross_origin_delete_becomes_get: bool,

    // Origin and cookies.
    /// Whether a referrer policy can turn `Origin` into `null` outside CORS.
    pub referrer_policy_hides_origin: bool,
    /// Whether a `no-cors` `GET` from an opaque origin carries `Origin: null`.
    pub opaque_origin: OpaqueOrigin,
    /// Whether `Origin` goes along on a same-origin redirect that turns `POST` into `GET`.
    pub origin_survives_redirect: bool,
    /// Whether a cookie without `SameSite` is taken as `SameSite=Lax`, as RFC 6265bis wants.
    pub cookies_are_lax_by_default: bool,
    /// Whether cookies go to other sites at all; where they are partitioned by the site at the top they do not.
    pub third_party_cookies: bool,
    /// Whether a frame of another site, or of no site, in a page of the target's site counts as cross-site to cookies.
    pub frames_limit_cookies: bool,
}

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
    /// The request fails after its preflight.
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

/// The fields that every browser sends.
const OWN_FIELDS: &[&str] = &[
    "accept",
    "accept-encoding",
    "accept-language",
    "connection",
    "host",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "user-agent",
];

impl UserAgent {
    /// What the Fetch standard says.
    pub const STANDARD: Self = Self {
        name: "standard",
        console: Console::Silent,
        own_fields: OWN_FIELDS,
        combines_repeated_headers: false,
        drops_user_agent: false,
        client_hints_are_safelisted: false,
        high_bytes_are_safe: true,
        content_type_parameters_are_checked: false,
        range_is_lenient: false,
        range_limit: None,
        limits_safelisted_values: true,
        requested_names_are_unique: true,
        upload_listeners_need_body: false,
        redirected_preflight: RedirectedPreflight::AsIfNew,
        own_origin_preflight_is_unchecked: false,
        preflight_origin_is_tainted: true,
        wildcard_covers_authorization: false,
        cached_wildcard: CachedWildcard::AllButAuthorization,
        default_max_age: Duration::from_secs(5),
        max_age_cap: None,
        negative_max_age_is_default: true,
        malformed_max_age_is_default: true,
        credentialed_grant_serves_all: true,
        failed_response_clears_cache: true,
        ignores_empty_lines: false,
        values_are_utf8: false,
        data_urls_have_length: false,
        fetches_about_blank: false,
        only_if_cached_asks_network: false,
        trims_field_names: false,
        ip_addresses_have_sites: true,
        stream_upload: StreamUpload::Sent,
        empty_location: EmptyLocation::SameUrl,
        location_keeps_bytes: false,
        repeated_location: RepeatedLocation::Error,
        refuses_credentials_in_every_redirect: false,
        body_headers_return: false,
        redirects_keep_first_credentials: false,
        no_cors_redirects_keep_cookies: false,
        redirect_hides_origin: false,
        cross_origin_delete_becomes_get: false,
        referrer_policy_hides_origin: true,
        opaque_origin: OpaqueOrigin::Never,
        origin_survives_redirect: false,
        cookies_are_lax_by_default: true,
        third_party_cookies: true,
        frames_limit_cookies: true,
    };

    /// Every browser.
    pub const ALL: [Self; 4] = [Self::STANDARD, Self::CHROMIUM, Self::FIREFOX, Self::WEBKIT];

    /// The browser of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|user_agent| user_agent.name == name)
    }

    /// The same browser with another limit on how long it remembers a preflight's answer.
    pub fn with_max_age_cap(self, cap: Duration) -> Self {
        Self { max_age_cap: Some(cap), ..self }
    }
}
