//! Who sends a request, as far as the fields go by it that a browser sets itself.

use url::Url;

use super::mixed_content::is_trustworthy;
use super::request::RequestMode;
use crate::origin::Origin;
use crate::site::{are_same_site, host};

/// A page, and the way of its request to where it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The page's origin.
    pub page: Origin,
    /// The mode of the request.
    pub mode: RequestMode,
    /// The [URL list](https://fetch.spec.whatwg.org/#concept-request-url-list): every URL so far, the current one last.
    pub urls: Vec<Url>,
}

impl Sender {
    /// A page whose request in CORS mode was not redirected.
    pub fn of_page(page: Origin, url: Url) -> Self {
        Self { page, mode: RequestMode::Cors, urls: vec![url] }
    }

    /// The value of `Sec-Fetch-Site`
    /// ([set the header](https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-set-site)).
    pub(super) fn site(&self) -> &'static str {
        let mut site = "same-origin";
        for url in &self.urls {
            if Origin::of_url(url).same_origin(&self.page) {
                continue;
            }
            if !self.is_same_site(url) {
                return "cross-site";
            }
            site = "same-site";
        }
        site
    }

    fn is_same_site(&self, url: &Url) -> bool {
        let has_scheme = self.page.as_str().strip_prefix(url.scheme()).is_some_and(|rest| rest.starts_with(':'));
        has_scheme && host(&self.page).is_some_and(|page| are_same_site(page, url.host_str().unwrap_or_default()))
    }

    /// The value of `Referer` under the default policy,
    /// [strict-origin-when-cross-origin](https://w3c.github.io/webappsec-referrer-policy/#referrer-policy-strict-origin-when-cross-origin).
    /// Of the page nothing but its origin is known, so that this is all that is told to its own server, too.
    pub(super) fn referrer(&self) -> Option<String> {
        let is_downgrade = self.page.as_str().starts_with("https:") && !self.urls.last().is_some_and(is_trustworthy);
        let is_told = self.page != Origin::Null && !is_downgrade;
        is_told.then(|| format!("{}/", self.page.as_str()))
    }

    /// Whether the last redirect led from one origin to another.
    pub(super) fn has_changed_origin(&self) -> bool {
        match self.urls.as_slice() {
            [.., before, last] => !Origin::of_url(before).same_origin(&Origin::of_url(last)),
            _ => false,
        }
    }
}
