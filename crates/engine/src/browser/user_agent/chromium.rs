//! Chromium's departures from the standard.

use std::time::Duration;

use super::{
    CacheMode, CachedRanges, CachedResponses, Console, EmptyLocation, KeptBlockedResponses, OpaqueOrigin,
    OpaqueScripts, PreflightCacheMode, RepeatedLocation, ScriptStatuses, StreamUpload, TaintedPreflights, UserAgent,
};

impl UserAgent {
    /// Chromium, recorded from version 156.
    pub const CHROMIUM: Self = Self {
        name: "chromium",
        console: Console::Chromium,
        sends_client_hints: true,
        preflights_tell_their_mode: true,
        combines_repeated_headers: true,
        drops_user_agent: true,
        client_hints_are_safelisted: true,
        range_limit: Some(i64::MAX as u64),
        conditional_cache_mode: CacheMode::NoCache,
        worker_conditions_count: false,
        upload_listeners_need_body: true,
        forced_preflight_grants_method: false,
        preflight_cache_mode: PreflightCacheMode::Obeyed,
        opaque_frames_have_caches: false,
        conditional_requests_are_served: false,
        few_methods_clear_http_cache: true,
        cached_ranges: CachedRanges::Served,
        kept_blocked_responses: KeptBlockedResponses::RedirectsAndXhr,
        cached_responses: CachedResponses::EveryStatus,
        redirects_take_client_hints: true,
        wildcard_covers_authorization: true,
        tainted_preflights: TaintedPreflights::Forgotten,
        cached_wildcard_serves_credentials: false,
        preflight_answers_add_up: false,
        max_age_cap: Some(Duration::from_secs(7200)),
        negative_max_age_is_default: false,
        failed_response_clears_cache: false,
        trims_field_names: true,
        ip_addresses_have_sites: false,
        streams_are_cors: true,
        stream_upload: StreamUpload::Fails,
        retries_on_reused_connections: true,
        checks_local_network_access: true,
        empty_location: EmptyLocation::NoRedirect,
        missing_location_is_no_redirect: true,
        location_keeps_bytes: true,
        invalid_location_comes_first: true,
        repeated_location: RepeatedLocation::ErrorUnlessEqual,
        refuses_credentials_in_every_redirect: true,
        upgrades_every_redirect: true,
        shared_workers_mix_content: true,
        cors_elements_send_origin: true,
        loopback_has_secure_cookies: true,
        redirect_hides_origin: true,
        referrer_policy_hides_origin: false,
        opaque_origin: OpaqueOrigin::WithStorageAccess,
        third_party_cookies_are_a_setting: true,
        blocks_opaque_responses: true,
        nosniff_hides_plain_text: true,
        opaque_scripts: OpaqueScripts::NoDocuments,
        stylesheets_of_any_type_load: true,
        script_statuses: ScriptStatuses::OkOrNotModified,
        not_modified_is_a_stylesheet: true,
        ..Self::STANDARD
    };
}
