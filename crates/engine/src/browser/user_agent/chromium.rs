//! Chromium's departures from the standard.

use std::time::Duration;

use super::{Console, EmptyLocation, OpaqueOrigin, RepeatedLocation, StreamUpload, UserAgent};

/// As [`OWN_FIELDS`](super::OWN_FIELDS), with the client hints that go along to every secure origin.
const OWN_FIELDS: &[&str] = &[
    "accept",
    "accept-encoding",
    "accept-language",
    "connection",
    "host",
    "sec-ch-ua",
    "sec-ch-ua-mobile",
    "sec-ch-ua-platform",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "user-agent",
];

impl UserAgent {
    /// Chromium, recorded from version 156.
    pub const CHROMIUM: Self = Self {
        name: "chromium",
        console: Console::Chromium,
        own_fields: OWN_FIELDS,
        combines_repeated_headers: true,
        drops_user_agent: true,
        client_hints_are_safelisted: true,
        range_limit: Some(i64::MAX as u64),
        upload_listeners_need_body: true,
        wildcard_covers_authorization: true,
        max_age_cap: Some(Duration::from_secs(7200)),
        negative_max_age_is_default: false,
        failed_response_clears_cache: false,
        trims_field_names: true,
        ip_addresses_have_sites: false,
        stream_upload: StreamUpload::Fails,
        empty_location: EmptyLocation::NoRedirect,
        location_keeps_bytes: true,
        repeated_location: RepeatedLocation::ErrorUnlessEqual,
        refuses_credentials_in_every_redirect: true,
        redirect_hides_origin: true,
        referrer_policy_hides_origin: false,
        opaque_origin: OpaqueOrigin::WithCredentials,
        ..Self::STANDARD
    };
}
