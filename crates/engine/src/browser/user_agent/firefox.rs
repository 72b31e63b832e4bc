//! Firefox's departures from the standard.

use std::time::Duration;

use super::{
    CachedHead, CachedResponses, CachedWildcard, Console, InvalidLocation, KeptBlockedResponses, OpaqueOrigin,
    OpaqueRedirectIntegrity, OpaqueScripts, PreflightCacheMode, RedirectedHeaders, RedirectedPreflight, RedirectedSite,
    RepeatedLocation, RevalidatedResponses, StreamUpload, ThirdPartyCookies, UserAgent,
};

impl UserAgent {
    /// Firefox, recorded from version 153 ESR.
    pub const FIREFOX: Self = Self {
        name: "firefox",
        console: Console::Firefox,
        high_bytes_are_safe: false,
        content_type_parameters_are_checked: true,
        range_limit: Some(u64::MAX),
        limits_safelisted_values: false,
        requested_names_are_unique: false,
        xhr_conditions_count: false,
        forced_preflight_grants_method: false,
        preflight_cache_mode: PreflightCacheMode::Sent,
        kept_blocked_responses: KeptBlockedResponses::AllButRedirects,
        cached_responses: CachedResponses::AnyStatusUsesFew,
        revalidated_responses: RevalidatedResponses::Ok,
        cached_head: CachedHead::KeptApart,
        redirected_headers: RedirectedHeaders::AllOfFirst,
        redirected_preflight: RedirectedPreflight::AskForHeadersLeft,
        own_origin_preflight_is_unchecked: true,
        preflight_origin_is_tainted: false,
        wildcard_covers_authorization: true,
        cached_wildcard: CachedWildcard::Nothing,
        max_age_cap: Some(Duration::from_secs(86_400)),
        negative_max_age_is_default: false,
        malformed_max_age_is_default: false,
        remembered_preflights_cover_head: false,
        other_failures_clear_cache: false,
        credentialed_grant_serves_all: false,
        ignores_empty_lines: true,
        joins_content_type_tightly: true,
        data_urls_have_length: true,
        opaque_redirect_integrity: OpaqueRedirectIntegrity::IsCompared,
        fetches_about_blank: true,
        stream_upload: StreamUpload::AsText,
        blocked_preloads_load: true,
        attempts_of_safe_requests: 10,
        retries_on_reused_connections: true,
        http_cache_is_split_by_credentials: true,
        location_keeps_bytes: true,
        invalid_location: InvalidLocation::FirstIfFollowed,
        location_keeps_tabs: true,
        repeated_location: RepeatedLocation::ErrorUnlessEqual,
        opaque_origin: OpaqueOrigin::UntilRedirected,
        cookies_are_lax_by_default: false,
        third_party_cookies: ThirdPartyCookies::Partitioned,
        sites_have_schemes: false,
        redirected_site: RedirectedSite::AnyUrl,
        loopback_has_secure_cookies: true,
        upgrades_addresses: true,
        marks_http2_responses: true,
        blocks_opaque_responses: true,
        opaque_partial_content_is_blocked: true,
        opaque_scripts: OpaqueScripts::NoDataUnlessTyped,
        svg_images_need_ok_status: true,
        raster_images_may_claim_svg: true,
        ..Self::STANDARD
    };
}
