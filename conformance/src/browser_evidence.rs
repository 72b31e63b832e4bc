//! Where each fact about browsers shows: the groups of recordings that come out otherwise without it.

/// What shows a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A group of `browsers.jsonl.gz`.
    Group(&'static str),
    /// A group of `browsers-lna.jsonl.gz`.
    LocalNetworkGroup(&'static str),
    /// A group of `browsers-secure.jsonl.gz`.
    SecureGroup(&'static str),
    /// A place in a browser's source: no recording can show it, for the reason given.
    Source(&'static str),
}

use Evidence::{Group, LocalNetworkGroup, SecureGroup, Source};

/// The fact's name, and what shows it. A fact that is missing here fails the test, and so does a group that shows nothing.
pub const EVIDENCE: &[(&str, Evidence)] = &[
    ("sends_client_hints", Group("header-name")),
    ("combines_repeated_headers", Group("safelist-ct")),
    ("drops_user_agent", Group("header-name")),
    ("client_hints_are_safelisted", Group("header-clienthint")),
    ("high_bytes_are_safe", Group("safelist-ctl")),
    (
        "content_type_parameters_are_checked",
        Source(
            "`text/plain; ;` and `a=b,c` of safelist-ct-0009 and safelist-ctparam-0011, which the sample leaves out",
        ),
    ),
    ("range_is_lenient", Group("safelist-range")),
    ("range_limit", Group("safelist-len")),
    (
        "limits_safelisted_values",
        Source("WebKit `isSimpleCrossOriginAccessRequest`: the headers that it safelists never add up to 1024 bytes"),
    ),
    ("requested_names_are_unique", Group("acah-many")),
    ("upload_listeners_need_body", Group("xhr")),
    ("redirected_preflight", Group("redirect-preflight")),
    ("own_origin_preflight_is_unchecked", Group("redirect-preflight2")),
    ("preflight_origin_is_tainted", Group("redirect-matrix")),
    ("wildcard_covers_authorization", Group("acah")),
    ("cached_wildcard", Group("maxage")),
    ("default_max_age", Source("nobody departs: all three reuse an answer after 3 seconds and not after 5.6")),
    ("max_age_cap", SecureGroup("clock")),
    ("negative_max_age_is_default", Group("maxage")),
    ("malformed_max_age_is_default", Group("maxage")),
    ("credentialed_grant_serves_all", Group("maxage")),
    ("failed_response_clears_cache", Group("maxage")),
    ("ignores_empty_lines", Group("acac")),
    ("values_are_utf8", Group("acah")),
    ("data_urls_have_length", Group("scheme")),
    ("fetches_about_blank", Group("scheme")),
    ("only_if_cached_asks_network", Group("cache-mode")),
    ("trims_field_names", Group("acao-raw")),
    ("ip_addresses_have_sites", Group("corp")),
    ("stream_upload", Group("body")),
    ("fonts_are_no_cors", Group("element")),
    ("blocked_preloads_load", Group("element")),
    ("media_is_asked_twice", Group("element")),
    ("attempts_of_safe_requests", Group("preflight-neterr")),
    ("retries_on_reused_connections", Group("preflight-neterr")),
    ("http_cache_is_split_by_credentials", Group("http-cache")),
    ("no_cors_fetches_serve_cors", Group("http-cache")),
    ("checks_local_network_access", LocalNetworkGroup("lna")),
    ("empty_location", Group("redirect-location")),
    ("location_keeps_bytes", Group("redirect-location")),
    ("repeated_location", Group("redirect-location")),
    ("refuses_credentials_in_every_redirect", Group("redirect-userinfo")),
    ("body_headers_return", Group("redirect-preflight")),
    ("redirects_keep_first_credentials", Group("random")),
    ("no_cors_redirects_keep_cookies", Group("random")),
    ("redirect_hides_origin", Group("random")),
    ("cross_origin_delete_becomes_get", Group("redirect-matrix")),
    ("referrer_policy_hides_origin", Group("referrer-origin")),
    ("opaque_origin", Group("null-origin")),
    ("origin_survives_redirect", Group("redirect-matrix")),
    ("cookies_are_lax_by_default", Group("acao-host")),
    ("third_party_cookies", SecureGroup("site-cookies")),
    ("marks_http2_responses", SecureGroup("http2")),
    ("keeps_third_party_cookies", SecureGroup("site-cookies")),
    ("sites_have_schemes", SecureGroup("site-cookies")),
    ("redirected_site", SecureGroup("site-cookies")),
    ("loopback_has_secure_cookies", SecureGroup("site-cookies")),
    ("same_site_none_needs_secure", SecureGroup("site-cookies")),
    ("checks_cookie_name_prefixes", SecureGroup("site-cookies")),
    ("loopback_is_mixed_content", SecureGroup("mixed")),
    ("passed_requests_skip_preflight", SecureGroup("service-worker")),
    ("service_workers_unfilter_xhr", SecureGroup("service-worker")),
    ("preflights_go_before_mixed_content", SecureGroup("draw")),
    ("cors_elements_send_origin", SecureGroup("draw")),
    ("opaque_images_need_ok_status", SecureGroup("draw")),
    ("shared_workers_mix_content", SecureGroup("worker")),
    ("upgrades_addresses", SecureGroup("mixed")),
    ("upgrades_every_redirect", SecureGroup("mixed")),
    ("frames_limit_cookies", SecureGroup("site-cookies")),
];
