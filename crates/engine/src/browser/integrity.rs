//! What integrity metadata are to responses whose body nobody may compare
//! ([main fetch](https://fetch.spec.whatwg.org/#main-fetch), "integrity metadata").

use super::api::Api;
use super::fetch::Fetch;
use super::request::Integrity;
use super::user_agent::OpaqueRedirectIntegrity;

impl Fetch<'_> {
    /// Whether the metadata refuse an opaque response.
    pub(super) fn opaque_body_is_wrong(&self) -> bool {
        match self.request.integrity {
            Integrity::NotDemanded => false,
            Integrity::Unknown => {
                self.request.api == Api::Fetch || !self.browser.user_agent.elements_ignore_unknown_integrity
            }
            Integrity::Demanded => true,
        }
    }

    /// Whether they refuse the redirect that `redirect: "manual"` yields.
    pub(super) fn opaque_redirect_is_wrong(&self) -> bool {
        match self.browser.user_agent.opaque_redirect_integrity {
            OpaqueRedirectIntegrity::Fails => self.request.integrity != Integrity::NotDemanded,
            OpaqueRedirectIntegrity::FailsIfKnown => self.request.integrity == Integrity::Demanded,
            OpaqueRedirectIntegrity::IsCompared => false,
        }
    }
}
