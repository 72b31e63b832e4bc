//! A browser that trusts an authority, led to a page and then left to itself.

use preflight_authority::Authority;

use crate::browser::{Browser, Engine, LaunchError, Lead, ThirdPartyCookies};
use crate::remote::{self, Remote};

/// A running browser that trusts an authority. It is killed when this is dropped.
pub struct TrustingBrowser {
    browser: Browser,
    /// Firefox stops a page whose lead goes away; Chromium holds frames back as long as there is one.
    _lead: Option<Box<dyn Remote>>,
}

impl TrustingBrowser {
    /// Starts a browser on this page that trusts this authority; WebKitGTK does so only inside a namespace.
    ///
    /// # Errors
    /// [`LaunchError`], which says how to get a browser that is missing.
    pub fn open(engine: Engine, url: &str, authority: &Authority) -> Result<Self, LaunchError> {
        let browser = Browser::open_led(
            engine,
            url,
            Lead { authority, clock: None, third_party_cookies: ThirdPartyCookies::Allowed },
        )?;
        let mut lead = remote::lead(&browser)?;
        lead.trust(authority)?;
        lead.visit(url)?;
        Ok(Self { browser, _lead: (engine == Engine::Firefox).then_some(lead) })
    }

    /// The end of what it printed, for when it did not do its work.
    pub fn log(&self) -> String {
        self.browser.log()
    }
}
