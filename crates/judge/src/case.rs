//! A case as it stands on a line: a page's requests, what the server is scripted to answer, and the world around them.
//!
//! Strings of the wire stand for bytes: U+0000 to U+00FF are the bytes of that number. Unknown keys are ignored.

use preflight_engine::browser::{Cookie, SameSite};
use serde::Deserialize;
use serde_json::Value;

use crate::script::{Script, ScriptedAnswer, bytes};

/// One line.
#[derive(Debug, Deserialize)]
pub struct ScriptedCase {
    /// Whatever the caller names it.
    #[serde(default)]
    pub id: Value,
    /// The first request of the page.
    pub request: PageRequest,
    /// The requests that the same page makes afterwards.
    #[serde(default)]
    pub then: Vec<PageRequest>,
    /// What the server answers.
    pub script: Script,
    /// What surrounds the case.
    #[serde(default)]
    pub world: World,
}

/// A request that a page makes.
#[derive(Clone, Debug, Deserialize)]
pub struct PageRequest {
    /// `fetch`, `xhr`, or the element that asks.
    #[serde(default = "fetch")]
    pub api: String,
    /// The page's serialized origin.
    pub page_origin: String,
    /// Whether the page is the top or a frame, and of which kind.
    #[serde(default = "top")]
    pub page_kind: String,
    /// What is asked for.
    pub url: String,
    /// The method as written; none if none was given.
    #[serde(default)]
    pub method: Option<String>,
    /// The headers as written.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// `mode` as written.
    #[serde(default)]
    pub mode: Option<String>,
    /// `credentials` as written; `include` is `withCredentials` of XHR.
    #[serde(default)]
    pub credentials: Option<String>,
    /// `redirect` as written.
    #[serde(default)]
    pub redirect: Option<String>,
    /// The body.
    #[serde(default)]
    pub body: Option<PageBody>,
    /// `referrerPolicy` as written.
    #[serde(default, rename = "referrerPolicy")]
    pub referrer_policy: Option<String>,
    /// `cache` as written.
    #[serde(default)]
    pub cache: Option<String>,
    /// `keepalive`
    #[serde(default)]
    pub keepalive: bool,
    /// The event of `XMLHttpRequest.upload` that a listener is registered for; `true` stands for any.
    #[serde(default)]
    pub upload_listener: Value,
    /// Whether `XMLHttpRequest` is opened with `async` false.
    #[serde(default)]
    pub sync: bool,
    /// The `crossorigin` attribute of an element.
    #[serde(default)]
    pub crossorigin: Option<String>,
    /// `integrity` as written.
    #[serde(default)]
    pub integrity: Option<String>,
    /// `targetAddressSpace` as written.
    #[serde(default, rename = "targetAddressSpace")]
    pub target_address_space: Option<String>,
    /// How the service worker of a `controlled` page answers: `fetch`, `no-cors`, `answer` or `fail`; not at all if not given.
    #[serde(default)]
    pub service_worker: Option<String>,
    /// How long the page waits before this request, in milliseconds.
    #[serde(default)]
    pub delay_ms: Option<u64>,
}

/// A body.
#[derive(Clone, Debug, Deserialize)]
pub struct PageBody {
    /// What it is made of.
    pub kind: String,
    /// The type of a blob.
    #[serde(default, rename = "type")]
    pub content_type: Option<String>,
}

/// What surrounds a case.
#[derive(Debug, Default, Deserialize)]
pub struct World {
    /// The cookie jar before the case.
    #[serde(default)]
    pub cookies: Vec<JarCookie>,
    /// The Unix time when the case begins, in seconds.
    #[serde(default)]
    pub now: Option<u64>,
    /// The ports on which something listens; every port if not given.
    #[serde(default)]
    pub listening: Option<Vec<u16>>,
    /// The ports on which TLS is spoken.
    #[serde(default)]
    pub tls: Vec<u16>,
    /// Those of them on which it is HTTP/2.
    #[serde(default)]
    pub http2: Vec<u16>,
    /// `allowed` or `blocked`, where a browser has that setting; `blocked` if not given.
    #[serde(default)]
    pub third_party_cookies: Option<String>,
    /// The answer to a hop beyond the script.
    #[serde(default)]
    pub unscripted: Option<ScriptedAnswer>,
    /// The answer to a preflight that the script leaves out.
    #[serde(default)]
    pub unscripted_preflight: Option<ScriptedAnswer>,
    /// The address spaces of hosts and ports where the address does not say them.
    #[serde(default)]
    pub address_spaces: Vec<HostSpace>,
    /// Whether the visitor lets pages reach the local network.
    #[serde(default)]
    pub local_network_permission: bool,
}

/// The address space of a host and port.
#[derive(Clone, Debug, Deserialize)]
pub struct HostSpace {
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// `public`, `local` or `loopback`.
    pub space: String,
}

/// A cookie of the jar.
#[derive(Clone, Debug, Deserialize)]
pub struct JarCookie {
    /// The host that set it.
    pub host: String,
    /// Its path.
    #[serde(default = "root")]
    pub path: String,
    /// Its name.
    pub name: String,
    /// Its value.
    #[serde(default)]
    pub value: String,
    /// Whether it goes over https only.
    #[serde(default)]
    pub secure: bool,
    /// `lax`, `strict` or `none`; what the browser makes of a cookie that does not say, if not given.
    #[serde(default)]
    pub same_site: Option<String>,
    /// Whether it goes to the hosts below its own too.
    #[serde(default)]
    pub subdomains: bool,
}

impl From<&JarCookie> for Cookie {
    fn from(cookie: &JarCookie) -> Self {
        Self {
            host: cookie.host.clone(),
            goes_to_subdomains: cookie.subdomains,
            path: cookie.path.clone(),
            name: bytes(&cookie.name),
            value: bytes(&cookie.value),
            is_secure: cookie.secure,
            same_site: cookie.same_site.as_deref().and_then(SameSite::named),
            partition: None,
            expires: None,
        }
    }
}

fn fetch() -> String {
    "fetch".to_owned()
}

fn top() -> String {
    "top".to_owned()
}

fn root() -> String {
    "/".to_owned()
}
