//! From what a page does to the request that a browser makes of it.

use std::fmt;

use preflight_engine::Origin;
use preflight_engine::browser::{
    Api, Body, Browser, CacheMode, Client, CredentialsMode, CrossOrigin, FetchRequest, Integrity, RedirectMode,
    ReferrerPolicy, RequestInit, RequestMode, ServiceWorker, UserAgent,
};
use preflight_engine::exchange::ResponseHead;
use serde_json::Value;
use url::Url;

use crate::case::{PageBody, PageRequest};
use crate::integrity;
use crate::script::bytes;
use crate::world::address_space;

/// A case that says something which no page can be or do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableCase {
    /// Which key.
    pub key: &'static str,
    /// What it says.
    pub value: String,
}

impl fmt::Display for UnreadableCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` of a request holds what no page can say", self.key)
    }
}

/// The page in which the frames of a case stand.
const EMBEDDER: &str = "http://127.0.0.1:9101";

/// What the browser makes of it: a request, or the page's call throws.
pub enum Made {
    Request(Box<FetchRequest>),
    Throws,
}

/// Makes the request. An unknown enumeration value throws in the page, as it does in a browser.
pub fn make(page: &PageRequest, browser: &Browser) -> Result<Made, UnreadableCase> {
    let origin = Origin::parse(&page.page_origin)
        .map_err(|_| UnreadableCase { key: "page_origin", value: page.page_origin.clone() })?;
    let api = api(page)?;
    let Ok(url) = base_url(page).join(&page.url) else { return Ok(Made::Throws) };
    let is_byte_string = |text: &str| text.chars().all(|c| u32::from(c) <= 0xFF);
    if !page.headers.iter().all(|(name, value)| is_byte_string(name) && is_byte_string(value)) {
        return Ok(Made::Throws);
    }
    let Some(mut init) = init(page, api, &browser.user_agent) else { return Ok(Made::Throws) };
    init.client_address_space = browser.address_spaces.of(&base_url(page));
    init.target_address_space = page.target_address_space.as_deref().map(address_space).transpose()?;
    Ok(match FetchRequest::new_in(&browser.user_agent, origin, url, init) {
        Ok(request) => Made::Request(Box::new(request)),
        Err(_) => Made::Throws,
    })
}

fn api(page: &PageRequest) -> Result<Api, UnreadableCase> {
    match page.api.as_str() {
        "fetch" => Ok(Api::Fetch),
        "xhr" => Ok(Api::Xhr),
        "img" => Ok(Api::Image),
        "script" => Ok(Api::Script),
        "module" => Ok(Api::ModuleScript),
        "stylesheet" => Ok(Api::Stylesheet),
        "font" => Ok(Api::Font),
        "eventsource" => Ok(Api::EventSource),
        "beacon" => Ok(Api::Beacon),
        "video" => Ok(Api::Video),
        "audio" => Ok(Api::Audio),
        "preload" => Ok(Api::Preload),
        other => Err(UnreadableCase { key: "api", value: other.to_owned() }),
    }
}

fn init(page: &PageRequest, api: Api, user_agent: &UserAgent) -> Option<RequestInit> {
    let demand = |metadata| integrity::demand(metadata, user_agent);
    Some(RequestInit {
        api,
        client: client(page),
        service_worker: service_worker(page),
        method: page.method.as_deref().map(bytes),
        headers: page.headers.iter().map(|(name, value)| (bytes(name), bytes(value))).collect(),
        mode: mode(page.mode.as_deref())?,
        credentials: credentials(page.credentials.as_deref())?,
        redirect: redirect(page.redirect.as_deref())?,
        body: page.body.as_ref().map(body),
        referrer_policy: referrer_policy(page.referrer_policy.as_deref())?,
        cache: cache(page.cache.as_deref())?,
        cross_origin: cross_origin(page.crossorigin.as_deref()),
        integrity: page.integrity.as_deref().map_or(Integrity::NotDemanded, demand),
        top_level_origin: is_frame(page).then(embedder),
        url_origin: is_sandboxed(page).then(embedder),
        keepalive: page.keepalive,
        is_synchronous: page.sync,
        has_upload_listeners: matches!(page.upload_listener, Value::Bool(true) | Value::String(_)),
        restricts_mixed_content: true,
        client_address_space: None,
        target_address_space: None,
    })
}

fn service_worker(page: &PageRequest) -> ServiceWorker {
    match page.service_worker.as_deref() {
        _ if page.page_kind != "controlled" => ServiceWorker::None,
        Some("fetch") => ServiceWorker::Fetches,
        Some("no-cors") => ServiceWorker::FetchesNoCors,
        Some("answer") => {
            let headers = [("Content-Type", "text/plain"), ("X-Answered-By", "worker")].into_iter();
            let headers = headers.map(|(name, value)| (name.as_bytes().to_vec(), value.as_bytes().to_vec())).collect();
            ServiceWorker::Answers(ResponseHead { status: 203, headers })
        }
        Some("fail") => ServiceWorker::Fails,
        Some(_) | None => ServiceWorker::LetsPass,
    }
}

fn client(page: &PageRequest) -> Client {
    match page.page_kind.as_str() {
        "worker" | "blob-worker" | "data-worker" => Client::DedicatedWorker,
        "shared-worker" => Client::SharedWorker,
        _ => Client::Document,
    }
}

/// Whether the page is inside of another: a frame, or a worker that has no origin of its own.
fn is_frame(page: &PageRequest) -> bool {
    !matches!(page.page_kind.as_str(), "top" | "controlled" | "worker" | "shared-worker" | "blob-worker")
}

/// Whether the page's URL, or that of the page which wrote it, has an origin that the page has not.
fn is_sandboxed(page: &PageRequest) -> bool {
    matches!(page.page_kind.as_str(), "sandbox-iframe" | "srcdoc-iframe")
}

/// What a relative URL is relative to.
fn base_url(page: &PageRequest) -> Url {
    let top = if page.page_origin == "null" { EMBEDDER } else { &page.page_origin };
    Url::parse(top).unwrap_or_else(|_| Url::parse(EMBEDDER).expect("a URL"))
}

/// Every frame of a case stands in a page of this origin.
fn embedder() -> Origin {
    Origin::parse(EMBEDDER).expect("a serialized origin")
}

fn mode(written: Option<&str>) -> Option<RequestMode> {
    match written {
        None | Some("cors") => Some(RequestMode::Cors),
        Some("no-cors") => Some(RequestMode::NoCors),
        Some("same-origin") => Some(RequestMode::SameOrigin),
        Some(_) => None,
    }
}

fn credentials(written: Option<&str>) -> Option<CredentialsMode> {
    match written {
        None | Some("same-origin") => Some(CredentialsMode::SameOrigin),
        Some("omit") => Some(CredentialsMode::Omit),
        Some("include") => Some(CredentialsMode::Include),
        Some(_) => None,
    }
}

fn redirect(written: Option<&str>) -> Option<RedirectMode> {
    match written {
        None | Some("follow") => Some(RedirectMode::Follow),
        Some("error") => Some(RedirectMode::Error),
        Some("manual") => Some(RedirectMode::Manual),
        Some(_) => None,
    }
}

fn cache(written: Option<&str>) -> Option<CacheMode> {
    match written {
        None | Some("default") => Some(CacheMode::Default),
        Some("no-store") => Some(CacheMode::NoStore),
        Some("reload") => Some(CacheMode::Reload),
        Some("no-cache") => Some(CacheMode::NoCache),
        Some("force-cache") => Some(CacheMode::ForceCache),
        Some("only-if-cached") => Some(CacheMode::OnlyIfCached),
        Some(_) => None,
    }
}

/// An attribute without a known value counts as `anonymous`.
fn cross_origin(written: Option<&str>) -> CrossOrigin {
    match written {
        None => CrossOrigin::NoCors,
        Some(value) if value.eq_ignore_ascii_case("use-credentials") => CrossOrigin::UseCredentials,
        Some(_) => CrossOrigin::Anonymous,
    }
}

fn referrer_policy(written: Option<&str>) -> Option<ReferrerPolicy> {
    match written {
        None | Some("" | "strict-origin-when-cross-origin") => Some(ReferrerPolicy::StrictOriginWhenCrossOrigin),
        Some("no-referrer") => Some(ReferrerPolicy::NoReferrer),
        Some("no-referrer-when-downgrade") => Some(ReferrerPolicy::NoReferrerWhenDowngrade),
        Some("same-origin") => Some(ReferrerPolicy::SameOrigin),
        Some("origin") => Some(ReferrerPolicy::Origin),
        Some("strict-origin") => Some(ReferrerPolicy::StrictOrigin),
        Some("origin-when-cross-origin") => Some(ReferrerPolicy::OriginWhenCrossOrigin),
        Some("unsafe-url") => Some(ReferrerPolicy::UnsafeUrl),
        Some(_) => None,
    }
}

/// What [the constructor](https://w3c.github.io/FileAPI/#constructorBlob) makes of a type.
fn blob_type(written: &str) -> Option<Vec<u8>> {
    let is_kept = !written.is_empty() && written.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    is_kept.then(|| written.to_ascii_lowercase().into_bytes())
}

fn body(body: &PageBody) -> Body {
    match body.kind.as_str() {
        "urlsearch" => Body::UrlSearchParams,
        "formdata" => Body::FormData,
        "blob" => Body::Blob(body.content_type.as_deref().and_then(blob_type)),
        "arraybuffer" => Body::Bytes,
        "stream" => Body::Stream,
        _ => Body::Text,
    }
}
