//! `Cross-Origin-Resource-Policy`, which no-cors responses are held to
//! ([cross-origin resource policy check](https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check)).

use url::Url;

use super::block_reason::BlockReason;
use super::user_agent::UserAgent;
use crate::header_list::HeaderList;
use crate::origin::Origin;
use crate::site::{are_same_site, host, is_ip_address};

/// Checks without an embedder policy: no header means no restriction.
///
/// # Errors
/// [`BlockReason::ResourcePolicy`].
pub(super) fn check(
    origin: &Origin,
    url: &Url,
    headers: &HeaderList,
    user_agent: &UserAgent,
) -> Result<(), BlockReason> {
    // The field holds one case-sensitive word; two lines, or a list, are no policy at all.
    let value = headers.get(b"cross-origin-resource-policy");
    let is_allowed = match value.as_deref() {
        Some(b"same-origin") => origin.same_origin(&Origin::of_url(url)),
        Some(b"same-site") if origin.same_origin(&Origin::of_url(url)) => true,
        Some(b"same-site") => {
            let is_ip_address = is_ip_address(url.host_str().unwrap_or_default());
            let has_site = user_agent.ip_addresses_have_sites || !is_ip_address;
            has_site && is_schemelessly_same_site(origin, url) && !is_upgrade(origin, url)
        }
        _ => true,
    };
    if is_allowed { Ok(()) } else { Err(BlockReason::ResourcePolicy { value: value.unwrap_or_default() }) }
}

/// [Schemelessly same site](https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site).
fn is_schemelessly_same_site(origin: &Origin, url: &Url) -> bool {
    host(origin).is_some_and(|page| are_same_site(page, url.host_str().unwrap_or_default()))
}

/// A response from https is not given to a page on http, even of the same site.
fn is_upgrade(origin: &Origin, url: &Url) -> bool {
    !origin.as_str().starts_with("https:") && url.scheme() == "https"
}
