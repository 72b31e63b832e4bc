//! What script sees of a response
//! ([filtered responses](https://fetch.spec.whatwg.org/#concept-filtered-response)).

use url::Url;

use super::request::CredentialsMode;
use crate::exchange::ResponseHead;
use crate::field_name;
use crate::header_list::HeaderList;
use crate::response_header;

/// What WebKit's network process leaves of a response from another origin, exposed or not: the fields that its web processes
/// use (`ResourceResponseBase.cpp`, `isSafeCrossOriginResponseHeader`).
const HARMLESS: [&str; 39] = [
    "accept-ranges",
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
    "age",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-range",
    "content-security-policy",
    "content-security-policy-report-only",
    "content-type",
    "cross-origin-resource-policy",
    "date",
    "etag",
    "expires",
    "icy-metaint",
    "last-event-id",
    "last-modified",
    "link",
    "location",
    "pragma",
    "range",
    "referrer-policy",
    "refresh",
    "server-timing",
    "sourcemap",
    "timing-allow-origin",
    "trailer",
    "vary",
    "x-content-type-options",
    "x-frame-options",
    "x-sourcemap",
    "x-xss-protection",
];

/// A response as script sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilteredResponse {
    /// How much of it is visible.
    pub kind: ResponseType,
    /// The status; 0 for an opaque redirect.
    pub status: u16,
    /// Where it came from, after redirects, without its fragment.
    pub url: Url,
    /// Whether a redirect led there.
    pub redirected: bool,
    /// The visible fields.
    pub headers: HeaderList,
}

/// [Response type](https://fetch.spec.whatwg.org/#concept-response-type), of responses that script sees something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResponseType {
    /// Same origin: all but `Set-Cookie`.
    Basic,
    /// Shared by CORS: the safelisted and the exposed headers.
    Cors,
    /// A redirect that the page asked not to follow.
    OpaqueRedirect,
}

impl FilteredResponse {
    /// A [basic filtered response](https://fetch.spec.whatwg.org/#concept-filtered-response-basic).
    pub(super) fn basic(response: ResponseHead, url_list: &[Url]) -> Self {
        Self::filter(ResponseType::Basic, response, url_list, |_| true)
    }

    /// A [CORS filtered response](https://fetch.spec.whatwg.org/#concept-filtered-response-cors).
    pub(super) fn cors(response: ResponseHead, url_list: &[Url], credentials: CredentialsMode) -> Self {
        let mut are_exposed = are_exposed(&response.headers, credentials).into_iter();
        Self::filter(ResponseType::Cors, response, url_list, |name| {
            let is_exposed = are_exposed.next() == Some(true);
            is_exposed || response_header::is_cors_safelisted(name)
        })
    }

    /// What a service worker fetched by CORS and handed on, where the page sees more of it than the standard lets it.
    pub(super) fn handed_on(response: ResponseHead, url_list: &[Url]) -> Self {
        // Credentials do not count here.
        let mut are_exposed = are_exposed(&response.headers, CredentialsMode::SameOrigin).into_iter();
        Self::filter(ResponseType::Basic, response, url_list, |name| {
            let is_exposed = are_exposed.next() == Some(true);
            is_exposed || HARMLESS.iter().any(|harmless| name.eq_ignore_ascii_case(harmless.as_bytes()))
        })
    }

    /// What a service worker made with `new Response()`: to the page it is like its own.
    pub(super) fn made_by_script(head: ResponseHead, url: &Url) -> Self {
        let ResponseHead { status, headers } = head;
        Self { kind: ResponseType::Basic, status, url: url.clone(), redirected: false, headers }
    }

    /// An [opaque-redirect filtered response](https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect).
    pub(super) fn opaque_redirect(url: Url) -> Self {
        Self { kind: ResponseType::OpaqueRedirect, status: 0, url, redirected: false, headers: HeaderList::new() }
    }

    /// Asks about each field once, in order.
    fn filter(
        kind: ResponseType,
        response: ResponseHead,
        url_list: &[Url],
        mut is_visible: impl FnMut(&[u8]) -> bool,
    ) -> Self {
        let mut headers = response.headers;
        headers.retain(|name| is_visible(name) && !response_header::is_forbidden(name));
        let mut url = url_list[url_list.len() - 1].clone();
        url.set_fragment(None);
        Self { kind, status: response.status, url, redirected: url_list.len() > 1, headers }
    }
}

/// A `data:` URL's response: status 200 and its media type
/// ([data: URL processor](https://fetch.spec.whatwg.org/#data-url-processor)); none without a comma.
pub(super) fn of_data_url(url: &Url, has_length: bool) -> Option<FilteredResponse> {
    if url.scheme() != "data" {
        return None;
    }
    let (media_type, data) = url.path().split_once(',')?;
    let is_base64 = media_type.ends_with(";base64");
    let media_type = media_type.strip_suffix(";base64").unwrap_or(media_type).trim();
    let content_type = match media_type {
        "" => "text/plain;charset=US-ASCII".to_owned(),
        parameters if parameters.starts_with(';') => format!("text/plain{parameters}"),
        media_type => media_type.to_owned(),
    };
    let mut headers: HeaderList = [("Content-Type", content_type)].into_iter().collect();
    if has_length {
        headers.append("Content-Length", decoded_length(data, is_base64).to_string());
    }
    Some(FilteredResponse { kind: ResponseType::Basic, status: 200, url: url.clone(), redirected: false, headers })
}

/// How many bytes percent-encoded data has, and base64 in it.
fn decoded_length(data: &str, is_base64: bool) -> usize {
    let bytes = data.len() - 2 * data.matches('%').count();
    let digits = bytes - data.matches(['=', ' ']).count();
    if is_base64 { digits * 3 / 4 } else { bytes }
}

/// Main fetch step 14.1: for each field, whether the CORS-exposed header-name list has it. A malformed list exposes nothing and
/// blocks nothing.
fn are_exposed(headers: &HeaderList, credentials: CredentialsMode) -> Vec<bool> {
    let exposed = headers.list_values(b"access-control-expose-headers").ok().flatten().unwrap_or_default();
    if credentials != CredentialsMode::Include && exposed.contains(&&b"*"[..]) {
        return vec![true; headers.len()];
    }
    let names: Vec<_> = headers.iter().map(|(name, _)| name).collect();
    field_name::listed(&names, exposed)
}
