//! Where page and target are: what Local Network Access goes by. A page's host name is not resolved, since visitors of the
//! page may see another answer; the target's is, since it is asked anyway.

use std::net::SocketAddr;

use preflight_engine::Origin;
use preflight_engine::browser::{AddressSpace, AddressSpaces};
use url::{Host, Url};

use super::PageAddressSpace;

/// The space of the page: what was said, or what its host is.
pub fn of_page(said: Option<PageAddressSpace>, page: &Origin) -> Option<AddressSpace> {
    let known = || Url::parse(page.as_str()).ok().and_then(|url| AddressSpaces::default().of(&url));
    said.map(AddressSpace::from).or_else(known)
}

/// What the name of the target resolves to, as `resolve` says, which is asked where the URL alone does not say it.
pub fn of_targets(url: &Url, resolve: impl FnOnce() -> Vec<SocketAddr>) -> AddressSpaces {
    let mut spaces = AddressSpaces::default();
    let (Some(Host::Domain(name)), Some(port)) = (url.host(), url.port_or_known_default()) else { return spaces };
    if spaces.of(url).is_some() {
        return spaces;
    }
    let by_address = resolve().first().and_then(|address| Url::parse(&format!("http://{address}/")).ok());
    if let Some(space) = by_address.and_then(|url| AddressSpaces::default().of(&url)) {
        spaces.insert(name, port, space);
    }
    spaces
}

impl From<PageAddressSpace> for AddressSpace {
    fn from(space: PageAddressSpace) -> Self {
        match space {
            PageAddressSpace::Public => Self::Public,
            PageAddressSpace::Local => Self::Local,
            PageAddressSpace::Loopback => Self::Loopback,
        }
    }
}
