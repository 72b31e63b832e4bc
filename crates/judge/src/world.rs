//! The browser as it is when a case begins.

use std::time::Duration;

use preflight_engine::browser::{AddressSpace, Browser, LocalNetworkPermission, UserAgent};

use crate::case::World;
use crate::page::UnreadableCase;

/// The Unix time of a case that does not say: 1 November 2026, when the corpus was recorded.
const NOW: u64 = 1_793_491_200;

/// A browser with the cookies, addresses and permissions of the world.
pub fn browser(world: &World, user_agent: &UserAgent) -> Result<Browser, UnreadableCase> {
    let mut browser = Browser::new(with_settings(world, user_agent)?);
    browser.http_cache.started_at = Duration::from_secs(world.now.unwrap_or(NOW));
    for cookie in &world.cookies {
        browser.cookies.insert(cookie.into());
    }
    world.http2.iter().for_each(|&port| browser.http2_servers.insert(port));
    for known in &world.address_spaces {
        browser.address_spaces.insert(&known.host, known.port, address_space(&known.space)?);
    }
    if world.local_network_permission {
        browser.local_network_permission = LocalNetworkPermission::Granted;
    }
    Ok(browser)
}

/// Blocked third-party cookies are the default since the corpus was recorded in a browser that Debian had set so.
fn with_settings(world: &World, user_agent: &UserAgent) -> Result<UserAgent, UnreadableCase> {
    match world.third_party_cookies.as_deref() {
        Some("allowed") => Ok(user_agent.clone()),
        None | Some("blocked") => Ok(user_agent.clone().with_third_party_cookies_blocked()),
        Some(other) => Err(UnreadableCase { key: "third_party_cookies", value: other.to_owned() }),
    }
}

/// The address space of that name.
pub fn address_space(name: &str) -> Result<AddressSpace, UnreadableCase> {
    AddressSpace::named(name).ok_or_else(|| UnreadableCase { key: "space", value: name.to_owned() })
}
