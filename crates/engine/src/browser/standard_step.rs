//! Where each rule stands in the standards.

use super::block_reason::BlockReason;

/// Where a rule stands in the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StandardStep {
    /// The section's heading.
    pub section: &'static str,
    /// Its address.
    pub url: &'static str,
}

impl BlockReason {
    /// Where the rule stands.
    pub fn standard_step(&self) -> StandardStep {
        let (section, url) = match self {
            Self::BadPort => ("Port blocking", "https://fetch.spec.whatwg.org/#port-blocking"),
            Self::MixedContent => (
                "Should fetching request be blocked as mixed content?",
                "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch",
            ),
            Self::SameOriginMode | Self::NoCorsRedirectMode | Self::NonHttpScheme => {
                ("Main fetch", "https://fetch.spec.whatwg.org/#main-fetch")
            }
            Self::AddressSpaceMismatch { .. }
            | Self::LocalNetworkInsecureContext { .. }
            | Self::LocalNetworkPermissionDenied { .. } => (
                "Local Network Access check",
                "https://wicg.github.io/local-network-access/#local-network-access-check",
            ),
            Self::Integrity => ("Main fetch", "https://fetch.spec.whatwg.org/#main-fetch"),
            Self::Network(_) | Self::NotCached | Self::StreamOverHttp1 => {
                ("HTTP-network fetch", "https://fetch.spec.whatwg.org/#http-network-fetch")
            }
            Self::ResourcePolicy { .. } => (
                "Cross-origin resource policy check",
                "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check",
            ),
            Self::MissingAllowOrigin
            | Self::WildcardOriginWithCredentials
            | Self::MultipleAllowOrigin { .. }
            | Self::AllowOriginMismatch { .. }
            | Self::AllowCredentialsNotTrue { .. } => ("CORS check", "https://fetch.spec.whatwg.org/#cors-check"),
            Self::PreflightRedirect { .. }
            | Self::PreflightStatus { .. }
            | Self::InvalidAllowMethods { .. }
            | Self::InvalidAllowHeaders { .. }
            | Self::MethodNotAllowed { .. }
            | Self::HeaderNotAllowed { .. } => {
                ("CORS-preflight fetch", "https://fetch.spec.whatwg.org/#cors-preflight-fetch")
            }
            Self::ServiceWorker => ("HTTP fetch", "https://fetch.spec.whatwg.org/#http-fetch"),
            Self::RedirectModeError => ("HTTP fetch", "https://fetch.spec.whatwg.org/#http-fetch"),
            Self::InvalidLocation { .. }
            | Self::RedirectNonHttp { .. }
            | Self::TooManyRedirects
            | Self::RedirectCredentials { .. }
            | Self::RedirectStreamBody => ("HTTP-redirect fetch", "https://fetch.spec.whatwg.org/#http-redirect-fetch"),
        };
        StandardStep { section, url }
    }
}
