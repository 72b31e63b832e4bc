//! WebKit's departures from the standard, as far as they were recorded: from WebKitGTK, whose network library is libsoup.

use std::time::Duration;

use super::{
    CachedHead, CachedResponses, CachedWildcard, Console, EmptyLocation, KeptBlockedResponses, RedirectedHeaders,
    RedirectedPreflight, RedirectedSite, RepeatedLocation, StreamUpload, UserAgent,
};

impl UserAgent {
    /// WebKit, recorded from WebKitGTK 2.50.
    pub const WEBKIT: Self = Self {
        name: "webkit",
        console: Console::WebKit,
        combines_repeated_headers: true,
        range_is_lenient: true,
        range_limit: Some(u64::MAX),
        no_cors_drops_body_type: false,
        forced_preflight_grants_method: false,
        conditional_requests_are_served: false,
        redirects_clear_http_cache: false,
        stale_ends_renew_redirects: true,
        kept_blocked_responses: KeptBlockedResponses::Redirects,
        cached_responses: CachedResponses::OnlyReusable,
        cached_head: CachedHead::Clears,
        max_age_may_be_quoted: true,
        redirected_preflight: RedirectedPreflight::AskForFirstHeaders,
        wildcard_covers_authorization: true,
        cached_wildcard: CachedWildcard::Everything,
        tainted_preflights_are_remembered: false,
        cached_wildcard_serves_credentials: false,
        preflight_answers_add_up: false,
        insufficient_grants_are_remembered: true,
        max_age_cap: Some(Duration::from_secs(600)),
        negative_max_age_is_default: false,
        failed_response_clears_cache: false,
        values_are_utf8: true,
        only_if_cached_asks_network: true,
        stream_upload: StreamUpload::FailsAtOnce,
        fonts_are_no_cors: true,
        media_is_asked_twice: true,
        no_cors_fetches_serve_cors: false,
        redirected_requests_use_cache: false,
        empty_location: EmptyLocation::Error,
        repeated_location: RepeatedLocation::Joined,
        redirected_headers: RedirectedHeaders::BodyOfFirst,
        redirects_take_fetch_metadata: true,
        redirects_keep_first_credentials: true,
        redirects_are_judged_late: true,
        no_cors_redirects_keep_cookies: true,
        cross_origin_delete_becomes_get: true,
        origin_survives_redirect: true,
        cookies_are_lax_by_default: false,
        frames_limit_cookies: false,
        keeps_third_party_cookies: false,
        sites_have_schemes: false,
        redirected_site: RedirectedSite::UntilOwnHost,
        same_site_none_needs_secure: false,
        checks_cookie_name_prefixes: false,
        passed_requests_skip_preflight: true,
        service_workers_unfilter_xhr: true,
        loopback_is_mixed_content: true,
        preflights_go_before_mixed_content: true,
        cors_elements_send_origin: true,
        pdfs_are_images: true,
        not_modified_is_a_script: true,
        ..Self::STANDARD
    };
}
