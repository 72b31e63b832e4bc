//! Plain http from a secure page ([Mixed Content](https://w3c.github.io/webappsec-mixed-content/)): images and media are
//! upgraded to https, everything else is refused.

use url::{Host, Url};

use super::address_space::AddressSpace;
use super::api::Api;
use super::block_reason::BlockReason;
use super::client::Client;
use super::fetch::Fetch;
use super::request::RequestMode;
use crate::origin::Origin;

/// Where a URL leads, as far as mixed content asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Loopback,
    Address,
    Name,
}

impl Fetch<'_> {
    /// [Upgrade a mixed content request](https://w3c.github.io/webappsec-mixed-content/#upgrade-algorithm): the current URL
    /// becomes https.
    pub(super) fn upgrade_mixed_content(&mut self) {
        let is_redirected = self.is_redirected();
        let user_agent = &self.browser.user_agent;
        let is_upgraded = match self.mixed_target().filter(|_| self.request.api.is_displayed()) {
            None => false,
            Some(Target::Name) => true,
            Some(Target::Address | Target::Loopback) if is_redirected && user_agent.upgrades_every_redirect => true,
            Some(Target::Address) => user_agent.upgrades_addresses,
            Some(Target::Loopback) => false,
        };
        if !is_upgraded {
            return;
        }
        self.upgraded.push(self.current_url().clone());
        for url in self.url_list.last_mut().into_iter().chain((!is_redirected).then_some(&mut self.request.url)) {
            // From http to https nothing stands in the way.
            let _ = url.set_scheme("https");
        }
    }

    /// [Should fetching request be blocked as mixed
    /// content?](https://w3c.github.io/webappsec-mixed-content/#should-block-fetch)
    ///
    /// # Errors
    /// [`BlockReason::MixedContent`].
    pub(super) fn mixed_content_check(&self) -> Result<(), BlockReason> {
        let is_allowed = match self.mixed_target() {
            None => true,
            // Such a URL is cross-origin as well, and that is what browsers tell.
            _ if self.request.mode == RequestMode::SameOrigin => true,
            Some(Target::Address | Target::Name) => false,
            Some(Target::Loopback) => {
                !self.browser.user_agent.loopback_is_mixed_content
                    || self.request.api.is_displayed() && !self.is_redirected()
            }
        };
        if is_allowed { Ok(()) } else { Err(BlockReason::MixedContent) }
    }

    /// Whether what is refused may still ask a preflight.
    pub(super) fn may_ask_preflight_first(&self) -> bool {
        self.browser.user_agent.preflights_go_before_mixed_content
            && self.is_redirected()
            && self.request.mode == RequestMode::Cors
    }

    /// Where the current URL leads, if it is plain http and the page is one that
    /// [restricts mixed security contexts](https://w3c.github.io/webappsec-mixed-content/#categorize-settings-object).
    fn mixed_target(&self) -> Option<Target> {
        let url = self.current_url();
        let pages = [Some(&self.request.origin), self.request.top_level_origin.as_ref()];
        let is_restricted = self.request.restricts_mixed_content
            && url.scheme() == "http"
            && pages.into_iter().flatten().any(is_secure);
        let is_let_through =
            self.request.client == Client::SharedWorker && self.browser.user_agent.shared_workers_mix_content;
        (is_restricted && !is_let_through && !self.is_for_local_network()).then(|| target(url))
    }

    /// Where [Local Network Access](https://wicg.github.io/local-network-access/#mixed-content) decides instead: an address of
    /// the local network, a name of it, or what the page says is there.
    fn is_for_local_network(&self) -> bool {
        let url = self.current_url();
        let is_name = || url.host_str().is_some_and(|host| host.ends_with(".local"));
        let is_address = || self.browser.address_spaces.of(url) == Some(AddressSpace::Local);
        self.browser.user_agent.checks_local_network_access
            && (self.request.target_address_space.is_some() || is_name() || is_address())
    }

    fn is_redirected(&self) -> bool {
        self.url_list.len() > 1
    }
}

impl Api {
    /// Whether it only shows what it gets: an [upgradable](https://w3c.github.io/webappsec-mixed-content/#category-upgradeable)
    /// request.
    pub(super) fn is_displayed(self) -> bool {
        matches!(self, Self::Image | Self::Audio | Self::Video)
    }
}

/// The standard counts pages from loopback too, and no browser does.
fn is_secure(page: &Origin) -> bool {
    page.as_str().starts_with("https://")
}

fn target(url: &Url) -> Target {
    if is_loopback(url) {
        return Target::Loopback;
    }
    match url.host() {
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => Target::Address,
        Some(Host::Domain(_)) | None => Target::Name,
    }
}

/// Whether [fetch metadata](https://w3c.github.io/webappsec-fetch-metadata/#set-the-fetch-metadata-headers-for-a-request) and
/// client hints are for such a URL.
pub(in crate::browser) fn is_trustworthy(url: &Url) -> bool {
    url.scheme() == "https" || is_loopback(url)
}

/// Whether a URL leads to the machine itself, so that its origin is
/// [potentially trustworthy](https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy) without TLS.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}
