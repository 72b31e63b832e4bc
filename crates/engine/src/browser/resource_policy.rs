//! `Cross-Origin-Resource-Policy`, which no-cors responses are held to
//! ([cross-origin resource policy check](https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check)).

use url::Url;

use super::verdict::BlockReason;
use crate::header_list::HeaderList;
use crate::origin::Origin;

/// Checks without an embedder policy: no header means no restriction.
///
/// # Errors
/// [`BlockReason::ResourcePolicy`].
pub(super) fn check(origin: &Origin, url: &Url, headers: &HeaderList) -> Result<(), BlockReason> {
    // The field holds one case-sensitive word; two lines, or a list, are no policy at all.
    let value = headers.get(b"cross-origin-resource-policy");
    let is_allowed = match value.as_deref() {
        Some(b"same-origin") => origin.same_origin(&Origin::of_url(url)),
        Some(b"same-site") => is_schemelessly_same_site(origin, url) && !is_upgrade(origin, url),
        _ => true,
    };
    if is_allowed { Ok(()) } else { Err(BlockReason::ResourcePolicy { value: value.unwrap_or_default() }) }
}

/// [Schemelessly same site](https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site).
fn is_schemelessly_same_site(origin: &Origin, url: &Url) -> bool {
    let (Origin::Tuple(page), Origin::Tuple(target)) = (origin, &Origin::of_url(url)) else { return false };
    let (page, target) = (page.host(), target.host());
    page == target
        || match (psl::domain_str(page), psl::domain_str(target)) {
            (Some(page), Some(target)) => page == target,
            _ => false,
        }
}

/// A response from https is not given to a page on http, even of the same site.
fn is_upgrade(origin: &Origin, url: &Url) -> bool {
    !origin.as_str().starts_with("https:") && url.scheme() == "https"
}
