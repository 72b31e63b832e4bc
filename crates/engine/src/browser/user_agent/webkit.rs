//! WebKit's departures from the standard, as far as they were recorded: from WebKitGTK, whose network library is libsoup.

use std::time::Duration;

use super::{
    CachedWildcard, Console, EmptyLocation, RedirectedPreflight, RedirectedSite, RepeatedLocation, StreamUpload,
    UserAgent,
};

impl UserAgent {
    /// WebKit, recorded from WebKitGTK 2.50.
    pub const WEBKIT: Self = Self {
        name: "webkit",
        console: Console::WebKit,
        combines_repeated_headers: true,
        range_is_lenient: true,
        range_limit: Some(u64::MAX),
        limits_safelisted_values: false,
        redirected_preflight: RedirectedPreflight::AskForFirstHeaders,
        wildcard_covers_authorization: true,
        cached_wildcard: CachedWildcard::Everything,
        max_age_cap: Some(Duration::from_secs(600)),
        negative_max_age_is_default: false,
        failed_response_clears_cache: false,
        values_are_utf8: true,
        only_if_cached_asks_network: true,
        stream_upload: StreamUpload::FailsAtOnce,
        fonts_are_no_cors: true,
        media_is_asked_twice: true,
        no_cors_fetches_serve_cors: false,
        empty_location: EmptyLocation::Error,
        repeated_location: RepeatedLocation::Joined,
        body_headers_return: true,
        redirects_keep_first_credentials: true,
        no_cors_redirects_keep_cookies: true,
        cross_origin_delete_becomes_get: true,
        origin_survives_redirect: true,
        cookies_are_lax_by_default: false,
        frames_limit_cookies: false,
        keeps_third_party_cookies: false,
        sites_have_schemes: false,
        redirected_site: RedirectedSite::LastUrl,
        same_site_none_needs_secure: false,
        checks_cookie_name_prefixes: false,
        passed_requests_skip_preflight: true,
        service_workers_unfilter_xhr: true,
        loopback_is_mixed_content: true,
        preflights_go_before_mixed_content: true,
        cors_elements_send_origin: true,
        ..Self::STANDARD
    };
}
