//! Every known departure of a browser from the standard: one named fact each, in one table.
//!
//! The state machine asks the facts and knows no browser's name. `docs/user-agents.md` shows the table with its sources.

mod choice;
mod fact;
mod own_fields;

mod chromium;
mod firefox;
mod webkit;

use std::time::Duration;

pub use choice::{
    BlobTypes, CachedHead, CachedRanges, CachedResponses, CachedWildcard, Console, CorsElements, EmptyLocation,
    HiddenByPolicy, InvalidLocation, KeptBlockedResponses, OpaqueOrigin, OpaqueRedirectIntegrity, OpaqueScripts,
    PreflightCacheMode, RedirectedHeaders, RedirectedPreflight, RedirectedSite, RepeatedLocation, RevalidatedResponses,
    ScriptStatuses, StreamUpload, TaintedPreflights, ThirdPartyCookies,
};
pub use fact::Fact;

use super::http_cache::CacheMode;

// Each line: what the fact says, its name, its type, and its value in the standard.
fact::facts! {
    // Request headers.
    /// Whether `Sec-CH-UA`, `Sec-CH-UA-Mobile` and `Sec-CH-UA-Platform` go along with every request.
    sends_client_hints: bool = false;
    /// Whether a header that a page appends twice becomes one field at once, so that the joined value is judged.
    combines_repeated_headers: bool = false;
    /// Whether a page's `User-Agent` is dropped like a forbidden header.
    drops_user_agent: bool = false;
    /// Whether `Save-Data`, `DPR` and the other early client hints, and `Intervention`, need no preflight.
    client_hints_are_safelisted: bool = false;
    /// Whether bytes from 0x80 on need no preflight in `Accept` and in the parameters of `Content-Type`.
    high_bytes_are_safe: bool = true;
    /// Whether a comma in `Content-Type`, or a semicolon at its end that is not the only one, needs a preflight.
    content_type_parameters_are_checked: bool = false;
    /// Whether `Range` may spell `bytes` in any case and its numbers with a sign.
    range_is_lenient: bool = false;
    /// The largest number in a `Range` that needs no preflight.
    range_limit: Option<u64> = None;
    /// Whether all safelisted values together may be at most 1024 bytes long.
    limits_safelisted_values: bool = true;
    /// Whether in `no-cors` mode a body's own `Content-Type` is left out, too, if it is not safelisted.
    no_cors_drops_body_type: bool = true;
    /// Which types of a `Blob` become the `Content-Type` of an `XMLHttpRequest`.
    xhr_blob_types: BlobTypes = BlobTypes::Any;
    /// What cache mode a request with a condition of its own (`If-None-Match` and its like) has where it names none
    /// ([HTTP-network-or-cache fetch](https://fetch.spec.whatwg.org/#http-network-or-cache-fetch) step 8.14).
    conditional_cache_mode: CacheMode = CacheMode::NoStore;
    /// Whether that holds for `XMLHttpRequest`, too.
    xhr_conditions_count: bool = true;
    /// Whether that holds in workers, too.
    worker_conditions_count: bool = true;
    /// Whether `TE: trailers` goes along over HTTP/2.
    sends_te_over_http2: bool = false;

    /// Whether an `EventSource`, a beacon or an element in `no-cors` mode is refused at once whose URL holds a user name or
    /// password.
    refuses_credentials_in_subresources: bool = false;

    // Preflights.
    /// Whether a preflight carries `Sec-Fetch-Mode` wherever it goes, and not only to https and loopback.
    preflights_tell_their_mode: bool = false;
    /// Whether a name stands only once in `Access-Control-Request-Headers`
    /// ([CORS-unsafe request-header names](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names) sorts a set).
    requested_names_are_unique: bool = true;
    /// Whether a listener on `XMLHttpRequest.upload` forces a preflight of a synchronous request, too
    /// ([send()](https://xhr.spec.whatwg.org/#the-send()-method)).
    synchronous_uploads_are_heard: bool = true;
    /// Whether a listener on `XMLHttpRequest.upload` forces a preflight only if there is a body.
    upload_listeners_need_body: bool = false;
    /// When a redirected request asks first.
    redirected_preflight: RedirectedPreflight = RedirectedPreflight::AsIfNew;
    /// Whether a redirected `XMLHttpRequest` asks for the type of its body, where the page set nothing that has to be asked
    /// for, only if it has asked for it before; then even if the body is gone.
    redirected_xhr_repeats_body_type: bool = false;
    /// Whether a preflight that is sent only for an upload listener or a stream grants the method by itself
    /// ([CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch) step 7.4). Where not, whatever is
    /// remembered for the URL saves such a preflight.
    forced_preflight_grants_method: bool = true;
    /// What the cache mode of the request is to its preflight.
    preflight_cache_mode: PreflightCacheMode = PreflightCacheMode::Ignored;
    /// Whether the answer to a preflight needs no `Access-Control-Allow-Origin` where a redirect led back to the page's own
    /// origin.
    own_origin_preflight_is_unchecked: bool = false;
    /// Whether a preflight after a tainting redirect carries `Origin: null`, as the request does.
    preflight_origin_is_tainted: bool = true;
    /// Whether `*` in `Access-Control-Allow-Headers` covers `Authorization`.
    wildcard_covers_authorization: bool = false;
    /// What `*` covers when it stands in the preflight cache.
    cached_wildcard: CachedWildcard = CachedWildcard::AllButAuthorization;
    /// How long a preflight's answer is remembered that does not say
    /// ([CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch) step 7.9).
    default_max_age: Duration = Duration::from_secs(5);
    /// How long an answer is remembered at most; none is as long as it says (step 7.10 leaves the limit to the browser).
    max_age_cap: Option<Duration> = None;
    /// Whether a negative max-age counts as none, so that the default holds.
    negative_max_age_is_default: bool = true;
    /// Whether any other max-age that is not a number counts as none.
    malformed_max_age_is_default: bool = true;
    /// Whether what was granted with credentials serves requests without them.
    credentialed_grant_serves_all: bool = true;
    /// For how long the answer to a preflight is remembered whose origin a redirect turned into `null`.
    tainted_preflights: TaintedPreflights = TaintedPreflights::Remembered;
    /// Whether a `*` that is remembered serves requests with credentials; the standard does not ask
    /// ([method cache entry match](https://fetch.spec.whatwg.org/#method-cache-entry-match)).
    cached_wildcard_serves_credentials: bool = true;
    /// Whether `HEAD` needs no grant to be covered by what is remembered, as `GET` and `POST` do not.
    remembered_preflights_cover_head: bool = true;
    /// Whether answers for the same URL are remembered beside each other; where not, a new one replaces the old one.
    preflight_answers_add_up: bool = true;
    /// Whether an answer is remembered that does not grant what was asked.
    insufficient_grants_are_remembered: bool = false;
    /// Whether frames of an opaque origin have caches: of preflights, and of responses.
    opaque_frames_have_caches: bool = true;
    /// Whether a failure of the request itself makes the browser forget the preflight.
    failed_response_clears_cache: bool = true;
    /// Whether it does so, too, if the redirect mode is what failed.
    redirect_mode_clears_cache: bool = true;
    /// Whether a redirect that leads where nothing may be asked makes the browser forget the preflight of the URL that
    /// redirects; otherwise that of where it leads.
    refused_redirects_clear_cache: bool = false;

    // Responses.
    /// Whether a line without a value is left out where a field stands on several lines; of `Content-Type` and `Location`
    /// none is, and of `Access-Control-Allow-Origin` only where script looks if two lines have this very spelling.
    ignores_empty_lines: bool = false;
    /// Whether of several lines of `Content-Type` the last one says what a script, an image or an event stream is. `gtk`: libsoup
    /// reads it so; nothing is known of Safari.
    last_content_type_counts: bool = false;
    /// Whether white space around a value that came over HTTP/2 is part of it. `gtk`: libsoup does not take it off.
    http2_values_keep_white_space: bool = false;
    /// Whether two lines of `Content-Type` are joined by a comma without a space.
    joins_content_type_tightly: bool = false;
    /// Whether field values are read as UTF-8, so that other bytes become those of U+FFFD.
    values_are_utf8: bool = false;
    /// Whether lines of `Content-Length`, or of `Content-Disposition`, that differ are a network error.
    differing_lengths_fail: bool = false;
    /// Whether equal lines of `Content-Length` are one to script.
    equal_lengths_are_one: bool = false;
    /// Whether a `Content-Length` that is not a number is a network error. `gtk`: libsoup; nothing is known of Safari.
    lengths_are_numbers: bool = false;
    /// Whether a 407 of a server that is no proxy is a network error.
    unexpected_proxy_authentication_fails: bool = false;
    /// Whether `fetch()` sees a `Content-Length` on the response of a `data:` URL.
    data_urls_have_length: bool = false;
    /// Whether `about:blank` can be fetched in `no-cors` mode.
    fetches_about_blank: bool = false;
    /// Whether `only-if-cached` goes to the network when nothing is cached.
    only_if_cached_asks_network: bool = false;
    /// Whether a carriage return without a line feed ends a field line.
    carriage_returns_end_lines: bool = false;
    /// Whether white space between a field name and its colon is ignored; otherwise it spoils the field.
    trims_field_names: bool = false;
    /// Whether two ports of one IP address are the same site to `Cross-Origin-Resource-Policy`.
    ip_addresses_have_sites: bool = true;
    /// Whether a response over HTTP/2 gets `X-Firefox-Spdy: h2`.
    marks_http2_responses: bool = false;
    /// Whether a `ReadableStream` body makes a `same-origin` request a CORS one.
    streams_are_cors: bool = false;
    /// What becomes of a `ReadableStream` body.
    stream_upload: StreamUpload = StreamUpload::Sent;

    // Integrity.
    /// What integrity metadata are to the redirect that `redirect: "manual"` yields
    /// ([main fetch](https://fetch.spec.whatwg.org/#main-fetch), "integrity metadata": it has no body).
    opaque_redirect_integrity: OpaqueRedirectIntegrity = OpaqueRedirectIntegrity::Fails;
    /// Whether the name of an algorithm may be written in any case.
    integrity_algorithms_ignore_case: bool = false;
    /// Whether metadata without a digest of a known algorithm are none to elements whose response is opaque.
    elements_ignore_unknown_integrity: bool = false;

    // Elements and connections.
    /// Whether fonts are asked for in `no-cors` mode with credentials. `gtk`: seen with `FontFace`; nothing is known of Safari.
    fonts_are_no_cors: bool = false;
    /// Whether elements get nothing of some opaque responses ([Opaque Response Blocking](https://github.com/annevk/orb)).
    blocks_opaque_responses: bool = false;
    /// Whether that includes `text/plain` with `nosniff`.
    nosniff_hides_plain_text: bool = false;
    /// Whether that includes every 206 that has no safelisted type.
    opaque_partial_content_is_blocked: bool = false;
    /// Which opaque bodies a script element gets.
    opaque_scripts: OpaqueScripts = OpaqueScripts::AnyBody;
    /// Whether a drawing (`image/svg+xml`) needs an ok status.
    svg_images_need_ok_status: bool = false;
    /// Whether a picture of pixels is told by its bytes even if its type is `image/svg+xml`.
    raster_images_may_claim_svg: bool = false;
    /// Whether an `application/pdf` is read as an image, whatever its bytes.
    pdfs_are_images: bool = false;
    /// Whether a stylesheet of a wrong type fires `load`, unless `nosniff` forbids it.
    stylesheets_of_any_type_load: bool = false;
    /// Which statuses a script may have.
    script_statuses: ScriptStatuses = ScriptStatuses::Ok;
    /// Whether a stylesheet needs an ok status; otherwise all below 400 will do.
    stylesheets_need_ok_status: bool = true;
    /// Whether an `EventSource` refuses a stream that names another charset than UTF-8.
    event_streams_name_utf8: bool = false;
    /// Whether a preload that CORS stopped still fires `load`.
    blocked_preloads_load: bool = false;
    /// Whether a preload fires `error` for a response that the page may read and whose status is not ok.
    readable_preloads_need_ok_status: bool = false;
    /// Whether a media element asks twice, redirects and all, where the response has an ok status and is not
    /// blocked; the HTTP cache keeps neither answer and serves the first time only. `gtk`: the media library asks by itself.
    media_is_asked_twice: bool = false;
    /// How often `GET`, `HEAD` and `OPTIONS` are sent in all while the connection closes without an answer.
    attempts_of_safe_requests: u32 = 1;
    /// Whether a 408 on a connection that had answered before makes the browser ask once more.
    request_timeouts_are_asked_again: bool = false;
    /// Whether any request is sent once more if the connection that closed had answered before.
    retries_on_reused_connections: bool = false;
    /// Whether the HTTP cache keeps apart what was got with credentials and without.
    http_cache_is_split_by_credentials: bool = false;
    /// Whether an image takes what another kind of request got, and the HTTP cache holds.
    images_share_http_cache: bool = true;
    /// Whether `Vary: Cookie` asks for what the jar holds for the URL, whether or not the request takes it along.
    vary_cookie_means_jar: bool = false;
    /// Whether what `fetch()` got in `no-cors` mode, and the HTTP cache holds, serves a CORS request.
    no_cors_fetches_serve_cors: bool = true;
    /// Whether the question if a kept response is still good goes to the first URL of the request, where kept redirects led from
    /// there to it; and the answer counts as that of the last.
    stale_ends_are_asked_at_first_url: bool = false;
    /// Which responses that CORS blocked the HTTP cache keeps all the same.
    kept_blocked_responses: KeptBlockedResponses = KeptBlockedResponses::All;
    /// Whether a request that the network redirected is looked up in the HTTP cache.
    redirected_requests_use_cache: bool = true;
    /// Whether a request in credentials mode `same-origin` that a kept redirect leads away from the own origin is.
    credentials_changes_keep_cache: bool = true;
    /// Whether outside CORS a kept redirect brings the headers back of the request that it answered, `Authorization` aside, in place
    /// of those that the request has.
    kept_redirects_keep_headers: bool = false;
    /// Whether `XMLHttpRequest` in a shared worker that repeats an earlier `GET` gets the same response again, however old and of
    /// whatever status, unless it is `no-store`.
    shared_workers_reuse_responses: bool = false;
    /// So many kept redirects are followed without the network.
    kept_redirects_limit: Option<usize> = None;
    /// Whether for a URL with a fragment no redirect is kept or used, and nothing else where a redirect led there.
    fragments_hide_redirects: bool = false;
    /// Whether a redirect that the HTTP cache holds serves a fetch once at most, and not where it leads to itself.
    kept_redirects_serve_once: bool = false;
    /// Whether what a permanent redirect (301, 308) leads to that the HTTP cache holds has an entry of its own there.
    kept_permanent_redirects_lead_apart: bool = false;
    /// Whether what the HTTP cache holds has lost the fields without a value.
    kept_responses_lose_empty_fields: bool = false;
    /// Whether a request's own `Pragma: no-cache` asks for what is not kept, as `Cache-Control: no-cache` does.
    request_pragma_counts: bool = true;
    /// Which responses the HTTP cache keeps, and which of them it uses without asking.
    cached_responses: CachedResponses = CachedResponses::Rfc9111;
    /// Which of them a server is asked about, whether they are still good.
    revalidated_responses: RevalidatedResponses = RevalidatedResponses::All;
    /// Whether a request with a condition of its own takes what was kept, where its cache mode is `force-cache`.
    conditional_requests_are_served: bool = true;
    /// Whether `PUT` and its like make the HTTP cache forget a URL also if a redirect answers them.
    redirects_clear_http_cache: bool = true;
    /// Whether only `POST`, `DELETE`, `PATCH`, and `PUT` with a body make the HTTP cache forget a URL; otherwise every
    /// unsafe method does.
    few_methods_clear_http_cache: bool = false;
    /// Whether `OPTIONS` makes it forget a URL, too, though it is a safe method.
    options_clears_http_cache: bool = false;
    /// What requests with `Range` are to the HTTP cache.
    cached_ranges: CachedRanges = CachedRanges::NotKept;
    /// What `HEAD` is to the HTTP cache.
    cached_head: CachedHead = CachedHead::Served;
    /// Whether `max-age="60"` is a number.
    max_age_may_be_quoted: bool = false;
    /// Whether a page needs a permission to reach a more private address space than its own.
    checks_local_network_access: bool = false;

    // Redirects.
    /// What an empty `Location` is.
    empty_location: EmptyLocation = EmptyLocation::SameUrl;
    /// Whether in redirect mode `error` a redirect status without `Location` is no redirect either.
    missing_location_is_no_redirect: bool = false;
    /// Whether a byte from 0x80 on in `Location` is percent-encoded as it is; otherwise as the code point of its number.
    location_keeps_bytes: bool = false;
    /// When a `Location` that is not a URL spoils the redirect.
    invalid_location: InvalidLocation = InvalidLocation::InTurn;
    /// Whether a tab within `Location` is percent-encoded; otherwise it is left out, as everywhere in URLs.
    location_keeps_tabs: bool = false;
    /// Whether a redirect's percent-encoding is brought into one form: capital digits, and none where none is needed.
    /// `gtk`: libsoup; nothing is known of Safari.
    redirects_normalize_escapes: bool = false;
    /// Whether a redirect to what the page may load nothing from fails before the CORS check: mixed content, `blob:`, `data:`
    /// and their like.
    refused_targets_come_first: bool = false;
    /// Whether a `Location` on ftp fails before anything else is looked at, in redirect mode `manual`, too.
    ftp_locations_come_first: bool = false;
    /// What two `Location` fields are.
    repeated_location: RepeatedLocation = RepeatedLocation::Error;
    /// Whether a redirect to a URL with a user name or password fails in every mode, same-origin too; but not that of
    /// `XMLHttpRequest`, and that of a page's request with `keepalive` at its end only.
    refuses_credentials_in_every_redirect: bool = false;
    /// Which headers a redirected request has.
    redirected_headers: RedirectedHeaders = RedirectedHeaders::WhatIsLeft;
    /// Whether a redirect to another origin than the page's, and in a worker any, takes the client hints that a page set,
    /// `Save-Data` aside; not from a page's request with `keepalive`.
    redirects_take_client_hints: bool = false;
    /// Whether in CORS the request that follows a cross-origin redirect has no `Sec-Fetch-Dest`, `-Mode` and `-Site`.
    redirects_take_fetch_metadata: bool = false;
    /// Whether a redirect's CORS check is made once more with credentials included if the first URL was same-origin.
    redirects_keep_first_credentials: bool = false;
    /// Whether that check, and the one of a user name in the URL at the first step to another origin, wait until the next
    /// request is due: after its preflight.
    redirects_are_judged_late: bool = false;
    /// Whether a beacon that is a CORS request has credentials after a redirect to another origin.
    redirected_beacons_keep_credentials: bool = true;
    /// Whether cookies still go along in `no-cors` mode after a redirect away from the own origin.
    no_cors_redirects_keep_cookies: bool = false;
    /// Whether a cross-origin redirect turns `Origin` into `null` outside CORS.
    redirect_hides_origin: bool = false;
    /// Whether a cross-origin redirect turns `DELETE` into `GET`. `gtk`: libsoup does this; nothing is known of Safari.
    cross_origin_delete_becomes_get: bool = false;

    // Service workers.
    /// Whether a request that a service worker has seen and let pass is sent without a preflight.
    passed_requests_skip_preflight: bool = false;
    /// Whether a service worker never sees a `keepalive` request.
    keepalive_skips_service_workers: bool = false;
    /// Whether a listener on `XMLHttpRequest.upload` still forces a preflight where a service worker sends the request on.
    service_workers_keep_listeners: bool = false;
    /// Whether of a header that a page appends twice the request that a service worker sends on has one field: of
    /// `Content-Type` the last.
    service_workers_combine_headers: bool = false;
    /// Whether such a request loses the page's headers when it is redirected and CORS.
    passed_requests_lose_headers: bool = false;
    /// Whether bytes from 0x80 on, in the fields of what a service worker fetched, are UTF-8 of the code points of their numbers
    /// to the page.
    service_workers_recode_values: bool = false;
    /// Whether `XMLHttpRequest` sees of a CORS response that came by way of a service worker every header of which the browser
    /// knows that no other origin is harmed by it, beside those that are exposed.
    service_workers_unfilter_xhr: bool = false;

    // Mixed content.
    /// Whether plain http to loopback is refused to a secure page, but for images and media that are not redirected.
    loopback_is_mixed_content: bool = false;
    /// Whether a redirected request asks its preflight before it is refused as mixed content.
    preflights_go_before_mixed_content: bool = false;
    /// Whether nothing is mixed content to a shared worker.
    shared_workers_mix_content: bool = false;
    /// Whether images and media are upgraded to https even where the host is an address, other than loopback.
    upgrades_addresses: bool = false;
    /// Whether images and media that are redirected to plain http are upgraded wherever that leads, loopback too.
    upgrades_every_redirect: bool = false;

    // Origin and cookies.
    /// When a referrer policy can turn `Origin` into `null` outside CORS.
    referrer_policy_hides_origin: HiddenByPolicy = HiddenByPolicy::Always;
    /// Whether a beacon of a sandboxed frame carries the origin of the frame's URL outside CORS, until a redirect leads to
    /// another origin.
    beacons_carry_url_origin: bool = false;
    /// Whether a beacon's body that names something else than a media type names nothing.
    beacon_types_are_media_types: bool = false;
    /// Which elements in `cors` mode send `Origin` with a `GET` to the own origin too.
    cors_elements_send_origin: CorsElements = CorsElements::None;
    /// Whether a `no-cors` `GET` from an opaque origin to the site of the page at the top carries `Origin: null`.
    opaque_origin: OpaqueOrigin = OpaqueOrigin::Never;
    /// Whether `Origin` goes along on a same-origin redirect that turns `POST` into `GET`.
    origin_survives_redirect: bool = false;
    /// Whether a cookie without `SameSite` is taken as `SameSite=Lax`, as RFC 6265bis wants.
    cookies_are_lax_by_default: bool = true;
    /// What becomes of cookies on the way to another site than that at the top.
    third_party_cookies: ThirdPartyCookies = ThirdPartyCookies::Sent;
    /// Whether a setting that is known here blocks them.
    third_party_cookies_are_a_setting: bool = false;
    /// Whether the cookies of a response from another site are kept. `gtk`: libsoup's policy; nothing is known of Safari.
    keeps_third_party_cookies: bool = true;
    /// Whether http and https of one host are different sites to cookies
    /// ([same site](https://html.spec.whatwg.org/multipage/browsers.html#same-site)).
    sites_have_schemes: bool = true;
    /// When a redirect makes a request cross-site to cookies, though page and URL are of one site.
    redirected_site: RedirectedSite = RedirectedSite::Ignored;
    /// Whether loopback without TLS takes and gets `Secure` cookies.
    loopback_has_secure_cookies: bool = false;
    /// Whether a cookie that is `SameSite=None` without being `Secure` is refused.
    same_site_none_needs_secure: bool = true;
    /// Whether a cookie whose name begins with `__Secure-` or `__Host-` has to be what that says.
    checks_cookie_name_prefixes: bool = true;
    /// Whether a `Set-Cookie` without a name sets a cookie that has none; otherwise its value is the name, if it has no `=`.
    cookies_may_be_nameless: bool = true;
    /// Whether a cookie that is `Partitioned` without being `Secure` is refused.
    partitioned_needs_secure: bool = true;
    /// Whether an empty `Max-Age` of a cookie is zero. `gtk`: libsoup reads it so; nothing is known of Safari.
    empty_max_age_is_zero: bool = false;
    /// Whether a frame of another site, or of no site, in a page of the target's site counts as cross-site to cookies.
    frames_limit_cookies: bool = true;
}

impl UserAgent {
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

    /// The same browser where its user, or who packaged it, blocks third-party cookies, if it has that setting.
    pub fn with_third_party_cookies_blocked(self) -> Self {
        match self.third_party_cookies_are_a_setting {
            true => Self { third_party_cookies: ThirdPartyCookies::Blocked, ..self },
            false => self,
        }
    }
}
