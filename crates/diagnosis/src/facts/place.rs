//! What the URLs of a message tell: whose they are, and what they look like.

use std::net::IpAddr;
use std::time::Duration;

use preflight_engine::Origin;
use preflight_engine::browser::{BlockReason, Browser, Fetch, FetchRequest, RequestInit, Step, UserAgent};
use url::{Host, Url};

use super::redirect_target::{LoginPage, is_login, leads_to_login};
use super::slip::slip;
use crate::console::{Message, is_placeholder};

/// Endings of files that are served as they are.
const FILE_ENDINGS: [&str; 20] = [
    "js", "mjs", "css", "map", "json", "wasm", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "woff",
    "woff2", "ttf", "otf", "mp4", "pdf",
];

/// Where tunnels to a developer's machine have their names.
const TUNNEL_DOMAINS: [&str; 8] = [
    "ngrok.io",
    "ngrok.app",
    "ngrok.dev",
    "ngrok-free.app",
    "ngrok-free.dev",
    "devtunnels.ms",
    "loca.lt",
    "github.dev",
];

/// What the URLs of a message tell.
pub(crate) struct Place {
    url: Option<Url>,
    called: Option<Url>,
    target: Option<Url>,
    page: Option<String>,
}

impl Place {
    pub(crate) fn new(message: &Message) -> Self {
        let parse = |url: &Option<String>| url.as_deref().and_then(|url| Url::parse(url).ok());
        Self {
            url: parse(&message.url),
            called: parse(&message.redirected_from),
            target: parse(&message.redirects_to),
            page: message.origin.clone(),
        }
    }

    /// A file, or a sandboxed frame.
    pub(crate) fn is_page_null(&self) -> bool {
        self.page.as_deref().is_some_and(|page| page == "null" || page.starts_with("file:"))
    }

    /// Whether a URL of the message begins `file:`.
    pub(crate) fn is_file(&self) -> bool {
        self.url.as_ref().is_some_and(|url| url.scheme() == "file")
    }

    /// Whether the URL has a host, as `myapp://todos` has and `localhost:9302/x` has not.
    pub(crate) fn has_authority(&self) -> bool {
        self.url.as_ref().is_some_and(Url::has_authority)
    }

    /// The host, where it is a name without a dot that no browser outside of a network of containers knows.
    pub(crate) fn container_name(&self) -> Option<&str> {
        match self.url.as_ref()?.host()? {
            Host::Domain(name) if !name.contains('.') && name != "localhost" && !is_placeholder(name) => {
                self.url.as_ref()?.host_str()
            }
            _ => None,
        }
    }

    /// Whether the host is one of a tunnel's, which may show a page of its own first.
    pub(crate) fn is_tunnel(&self) -> bool {
        let Some(Host::Domain(name)) = self.url.as_ref().and_then(Url::host) else { return false };
        TUNNEL_DOMAINS.iter().any(|domain| name.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')))
    }

    /// Whether a redirect that was not followed leads to what looks like a login page; where the text does not say where to,
    /// it does not.
    pub(crate) fn leads_to_login(&self) -> bool {
        self.target.as_ref().is_some_and(is_login)
    }

    /// Whether the text names a redirect that leads to a login, followed or not.
    pub(crate) fn is_led_to_login(&self) -> bool {
        match (&self.called, &self.target, &self.url) {
            (_, Some(target), Some(from)) => leads_to_login(from, target),
            (_, Some(target), None) => is_login(target),
            (Some(called), None, Some(url)) => leads_to_login(called, url),
            _ => false,
        }
    }

    /// How surely a login page was asked, whatever led there.
    pub(crate) fn login_page(&self) -> LoginPage {
        self.url.as_ref().map_or(LoginPage::No, LoginPage::of)
    }

    /// Whether the last URL looks like a login page.
    pub(crate) fn is_login(&self) -> bool {
        self.target.as_ref().or(self.url.as_ref()).is_some_and(is_login)
    }

    /// Whether the last URL looks like one of an API.
    pub(crate) fn is_of_an_api(&self) -> bool {
        self.url.as_ref().is_some_and(is_of_an_api)
    }

    /// Whether the path looks like a file that is served as it is.
    pub(crate) fn is_static_file(&self) -> bool {
        let ending = self
            .url
            .as_ref()
            .and_then(|url| url.path().rsplit_once('.'))
            .map(|(_, ending)| ending.to_ascii_lowercase());
        ending.is_some_and(|ending| FILE_ENDINGS.contains(&ending.as_str()))
    }

    /// What looks like a slip in the URL that the page called, and what corrects it.
    pub(crate) fn slip(&self) -> Option<(String, String)> {
        self.called.as_ref().or(self.url.as_ref()).and_then(slip)
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.url.as_ref().is_some_and(|url| matches!(url.scheme(), "https" | "wss"))
    }

    pub(crate) fn is_web_socket(&self) -> bool {
        self.url.as_ref().is_some_and(|url| matches!(url.scheme(), "ws" | "wss"))
    }

    /// Whether a certificate for this host is likely made by hand: an address, localhost, or a port of its own.
    pub(crate) fn is_certificate_likely_private(&self) -> bool {
        self.url.as_ref().is_some_and(|url| {
            url.port().is_some() || !matches!(url.host(), Some(Host::Domain(name)) if name.contains('.'))
        })
    }

    /// Whether the host is this machine or one of the local network.
    pub(crate) fn is_local(&self) -> bool {
        match self.url.as_ref().and_then(Url::host) {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local"),
            Some(Host::Ipv4(address)) => is_private(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => is_private(IpAddr::V6(address)),
            None => false,
        }
    }

    /// Whether browsers let no page reach the URL's port.
    pub(crate) fn has_bad_port(&self) -> bool {
        let Some(url) = self.url.clone() else { return false };
        let Ok(request) = FetchRequest::new(Origin::of_url(&url), url, RequestInit::default()) else { return false };
        match Fetch::start(request, &mut Browser::new(UserAgent::STANDARD), Duration::ZERO) {
            Step::Done(verdict) => verdict.blocked().is_some_and(|blocked| blocked.reason == BlockReason::BadPort),
            Step::Send { .. } => false,
        }
    }

    /// Whether a redirect led from one origin to another.
    pub(crate) fn is_redirected_to_another_origin(&self) -> bool {
        match (&self.called, &self.url) {
            (Some(called), Some(url)) => called.origin() != url.origin(),
            _ => false,
        }
    }

    /// Whether the page called its own origin and was led away.
    pub(crate) fn is_redirected_from_the_page(&self) -> bool {
        let called = self.called.as_ref().map(|called| called.origin().ascii_serialization());
        called.is_some() && called == self.page && self.is_redirected_to_another_origin()
    }
}

/// Whether a URL looks like one of an API: by a segment of its path, its version, or its host's first label.
pub(crate) fn is_of_an_api(url: &Url) -> bool {
    const WORDS: [&str; 4] = ["api", "graphql", "rest", "rpc"];
    let is_version = |part: &str| {
        part.strip_prefix('v')
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_word = |part: &str| WORDS.iter().any(|word| part.starts_with(word)) || is_version(part);
    let path = url.path().to_ascii_lowercase();
    path.split('/').any(is_word)
        || path.ends_with(".json")
        || url.host_str().is_some_and(|host| host.starts_with("api."))
}

/// Host and port, for a sentence about the connection.
pub(crate) fn authority(url: &Url) -> String {
    let port = url.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}", url.host_str().unwrap_or_default())
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            address.is_loopback() || address.is_private() || address.is_link_local() || address.is_unspecified()
        }
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}
