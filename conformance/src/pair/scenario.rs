//! A policy, an application and some fetches, drawn from bytes.

use std::time::Duration;

use arbitrary::{Arbitrary, Result, Unstructured};
use preflight_engine::Origin;
use preflight_engine::browser::{Body, CredentialsMode, FetchRequest, RedirectMode, RequestInit};
use preflight_engine::server::{Allowed, PolicyConfig, WhenRefused};

/// The server's own URL; no origin below is the same.
const SERVER: &str = "https://api.test/todos";

const ORIGIN_PATTERNS: [&str; 9] = [
    "https://app.example.com",
    "https://app.example.com:8443",
    "https://*.example.com",
    "https://*.example.org:*",
    "https://*.co.uk",
    "http://localhost:5173",
    "http://localhost:*",
    "http://[::1]:*",
    "capacitor://localhost",
];

const ORIGINS: [&str; 13] = [
    "https://api.test",
    "https://app.example.com",
    "https://app.example.com:8443",
    "https://a.b.example.com",
    "https://example.com",
    "https://app.example.org:1",
    "https://app.example.com.evil.test",
    "https://evil.co.uk",
    "http://app.example.com",
    "http://localhost:5173",
    "http://[::1]",
    "capacitor://localhost",
    "null",
];

const METHODS: [&str; 10] = ["GET", "HEAD", "POST", "PUT", "put", "DELETE", "PATCH", "patch", "OPTIONS", "PURGE"];

const REQUEST_HEADERS: [&str; 8] =
    ["accept", "Accept-Language", "content-type", "Range", "Authorization", "X-Request-Id", "x-a", "x-b"];

const REQUEST_HEADER_VALUES: [&str; 6] = ["1", "text/plain", "application/json", "bytes=0-1", "\"", "de_DE"];

const RESPONSE_HEADERS: [&str; 4] = ["etag", "X-Request-Id", "content-type", "link"];

const APPLICATION_FIELDS: [(&str, &str); 8] = [
    ("access-control-allow-origin", "*"),
    ("access-control-allow-origin", "https://app.example.com"),
    ("access-control-allow-credentials", "true"),
    ("access-control-expose-headers", "x-secret"),
    ("vary", "accept-encoding"),
    ("vary", "Accept, ORIGIN"),
    ("vary", "*"),
    ("etag", "\"1\""),
];

/// Statuses of an application. None is a redirect: those are the browser's affair, and no policy knows of them.
const STATUSES: [u16; 5] = [200, 204, 304, 404, 500];

/// A policy, an application behind it, and fetches of one browser, in order.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub(super) policy: PolicyConfig,
    pub(super) application: Application,
    pub(super) fetches: Vec<PageFetch>,
}

/// What answers where the policy forwards: the same to everybody, with CORS fields of its own.
#[derive(Clone, Debug)]
pub(super) struct Application {
    pub(super) status: u16,
    pub(super) fields: Vec<(&'static str, &'static str)>,
}

/// A page's fetch, some time after the one before.
#[derive(Clone, Debug)]
pub(super) struct PageFetch {
    pub(super) origin: Origin,
    pub(super) init: RequestInit,
    pub(super) pause: Duration,
}

impl PageFetch {
    /// The request, if a browser would make it.
    pub(super) fn request(&self) -> Option<FetchRequest> {
        let url = SERVER.parse().expect("it is a URL");
        FetchRequest::new(self.origin.clone(), url, self.init.clone()).ok()
    }
}

impl<'a> Arbitrary<'a> for Scenario {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self { policy: policy(bytes)?, application: application(bytes)?, fetches: several(bytes, 4, page_fetch)? })
    }
}

fn policy(bytes: &mut Unstructured<'_>) -> Result<PolicyConfig> {
    Ok(PolicyConfig {
        origins: allowed(bytes, &ORIGIN_PATTERNS)?,
        credentials: bytes.arbitrary()?,
        methods: allowed(bytes, &METHODS)?,
        request_headers: allowed(bytes, &REQUEST_HEADERS)?,
        expose_headers: allowed(bytes, &RESPONSE_HEADERS)?,
        max_age: *bytes.choose(&[None, Some(Duration::ZERO), Some(Duration::from_secs(60))])?,
        preflight_status: *bytes.choose(&[200, 204, 299])?,
        refused: *bytes.choose(&[WhenRefused::Forward, WhenRefused::Reject])?,
        // Whether a policy is wise is another question; here every policy that can be made is tried.
        dangerously_allow_insecure_origins: true,
        dangerously_allow_public_suffixes: true,
        dangerously_allow_null_origin: bytes.arbitrary()?,
    })
}

fn application(bytes: &mut Unstructured<'_>) -> Result<Application> {
    let status = *bytes.choose(&STATUSES)?;
    Ok(Application { status, fields: several(bytes, 3, |bytes| Ok(*bytes.choose(&APPLICATION_FIELDS)?))? })
}

fn page_fetch(bytes: &mut Unstructured<'_>) -> Result<PageFetch> {
    let origin = word(bytes, &ORIGINS)?;
    Ok(PageFetch {
        origin: Origin::parse(&origin).unwrap_or(Origin::Null),
        init: RequestInit {
            method: Some(word(bytes, &METHODS)?.into()),
            headers: several(bytes, 4, header)?,
            credentials: *bytes.choose(&[
                CredentialsMode::Omit,
                CredentialsMode::SameOrigin,
                CredentialsMode::Include,
            ])?,
            redirect: RedirectMode::Error,
            body: bytes.choose(&[None, Some(Body::Text), Some(Body::Bytes), Some(Body::Stream)])?.clone(),
            has_upload_listeners: bytes.ratio(1, 8)?,
            ..RequestInit::default()
        },
        pause: Duration::from_secs(*bytes.choose(&[0, 1, 10, 100])?),
    })
}

fn header(bytes: &mut Unstructured<'_>) -> Result<(Vec<u8>, Vec<u8>)> {
    Ok((word(bytes, &REQUEST_HEADERS)?.into(), word(bytes, &REQUEST_HEADER_VALUES)?.into()))
}

fn allowed(bytes: &mut Unstructured<'_>, vocabulary: &[&str]) -> Result<Allowed> {
    if bytes.ratio(1, 4)? {
        return Ok(Allowed::Any);
    }
    Ok(Allowed::listed(several(bytes, 4, |bytes| word(bytes, vocabulary))?))
}

/// A known word, or now and then whatever the bytes say.
fn word(bytes: &mut Unstructured<'_>, vocabulary: &[&str]) -> Result<String> {
    if bytes.ratio(1, 16)? { bytes.arbitrary() } else { Ok((*bytes.choose(vocabulary)?).to_owned()) }
}

fn several<'a, T>(
    bytes: &mut Unstructured<'a>,
    limit: usize,
    mut one: impl FnMut(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Vec<T>> {
    (0..bytes.int_in_range(0..=limit)?).map(|_| one(bytes)).collect()
}
