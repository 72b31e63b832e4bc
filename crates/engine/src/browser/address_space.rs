//! Where an address is reached from: the internet, the local network, or the machine itself
//! ([Local Network Access](https://wicg.github.io/local-network-access/)).

use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::block_reason::BlockReason;
use super::fetch::Fetch;
use super::mixed_content::is_loopback;
use crate::origin::Origin;

/// An [IP address space](https://wicg.github.io/local-network-access/#ip-address-space), the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressSpace {
    /// Reached from everywhere.
    Public,
    /// Reached from the local network.
    Local,
    /// Reached from the machine itself.
    Loopback,
}

/// What a visitor says when a page asks for the local network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LocalNetworkPermission {
    /// No, or nobody is there to ask.
    #[default]
    Denied,
    /// Yes.
    Granted,
}

/// Which address space a URL is in, as far as it is known without asking a name server.
#[derive(Clone, Debug, Default)]
pub struct AddressSpaces {
    overrides: Vec<(String, u16, AddressSpace)>,
}

impl AddressSpace {
    /// The name that consoles print.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Local => "local",
            Self::Loopback => "loopback",
        }
    }

    /// The space of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Public, Self::Local, Self::Loopback].into_iter().find(|space| space.name() == name)
    }
}

impl AddressSpaces {
    /// Says in which space a host and port are, as Chromium's `--ip-address-space-overrides` does, and as a name server's
    /// answer would.
    pub fn insert(&mut self, host: impl Into<String>, port: u16, space: AddressSpace) {
        self.overrides.push((host.into(), port, space));
    }

    /// The space of a URL; none where only a name server could tell.
    pub fn of(&self, url: &Url) -> Option<AddressSpace> {
        let port = url.port_or_known_default();
        let is_meant = |host: &str| url.host_str() == Some(host);
        let found = self.overrides.iter().rev().find(|(host, at, _)| is_meant(host) && Some(*at) == port);
        found.map(|(_, _, space)| *space).or_else(|| match url.host()? {
            Host::Ipv4(address) => Some(of_ipv4(address)),
            Host::Ipv6(address) => Some(of_ipv6(address)),
            Host::Domain(name) => is_localhost(name).then_some(AddressSpace::Loopback),
        })
    }
}

impl Fetch<'_> {
    /// [Local Network Access check](https://wicg.github.io/local-network-access/#local-network-access-check), ahead of the
    /// connection: nothing is sent to a server that the page may not reach.
    ///
    /// # Errors
    /// The reason.
    pub(super) fn local_network_access_check(&self) -> Result<(), BlockReason> {
        let Some(client) = self.request.client_address_space else { return Ok(()) };
        if !self.browser.user_agent.checks_local_network_access {
            return Ok(());
        }
        let Some(space) = self.browser.address_spaces.of(self.current_url()) else { return Ok(()) };
        if let Some(expected) = self.request.target_address_space.filter(|&expected| expected != space) {
            return Err(BlockReason::AddressSpaceMismatch { expected, space });
        }
        if space <= client {
            return Ok(());
        }
        let page = self.request.top_level_origin.as_ref().unwrap_or(&self.request.origin);
        if !is_potentially_trustworthy(page) {
            return Err(BlockReason::LocalNetworkInsecureContext { space });
        }
        match self.browser.local_network_permission {
            LocalNetworkPermission::Granted => Ok(()),
            LocalNetworkPermission::Denied => Err(BlockReason::LocalNetworkPermissionDenied { space }),
        }
    }
}

fn of_ipv4(address: Ipv4Addr) -> AddressSpace {
    match address.octets() {
        [127, ..] | [198, 18 | 19, ..] | [0, 0, 0, 0] => AddressSpace::Loopback,
        [0 | 10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] | [169, 254, ..] => {
            AddressSpace::Local
        }
        _ => AddressSpace::Public,
    }
}

fn of_ipv6(address: Ipv6Addr) -> AddressSpace {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return of_ipv4(mapped);
    }
    match address.segments() {
        _ if address.is_loopback() || address.is_unspecified() => AddressSpace::Loopback,
        [0xfc00..=0xfdff | 0xfe80..=0xfeff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => AddressSpace::Local,
        _ => AddressSpace::Public,
    }
}

fn is_localhost(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

/// [Potentially trustworthy](https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy): https, or the machine
/// itself.
fn is_potentially_trustworthy(origin: &Origin) -> bool {
    Url::parse(origin.as_str()).is_ok_and(|url| url.scheme() == "https" || is_loopback(&url))
}
