//! The APIs and elements that make requests, and the modes that come with each.

use super::media_type::is_media_type;
use super::request::{CredentialsMode, RequestInit, RequestMode};
use super::request_body::Body;
use super::user_agent::UserAgent;
use crate::request_header;

/// What makes a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Api {
    /// `fetch()`
    #[default]
    Fetch,
    /// `XMLHttpRequest`
    Xhr,
    /// `<img>`
    Image,
    /// `<script>`
    Script,
    /// `<script type=module>`
    ModuleScript,
    /// `<link rel=stylesheet>`
    Stylesheet,
    /// A font: `FontFace` or `@font-face`.
    Font,
    /// `EventSource`
    EventSource,
    /// `navigator.sendBeacon()`
    Beacon,
    /// `<video>`
    Video,
    /// `<audio>`
    Audio,
    /// `<link rel=preload>`
    Preload,
}

/// The [CORS settings attribute](https://html.spec.whatwg.org/#cors-settings-attribute) of an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CrossOrigin {
    /// No `crossorigin` attribute.
    #[default]
    NoCors,
    /// `crossorigin` or `crossorigin="anonymous"`.
    Anonymous,
    /// `crossorigin="use-credentials"`.
    UseCredentials,
}

impl Api {
    /// The mode and the credentials mode of a request.
    pub(super) fn modes(self, init: &RequestInit, user_agent: &UserAgent) -> (RequestMode, CredentialsMode) {
        match self {
            Self::Fetch => (init.mode, init.credentials),
            Self::Xhr if init.credentials == CredentialsMode::Include => (RequestMode::Cors, CredentialsMode::Include),
            Self::Xhr => (RequestMode::Cors, CredentialsMode::SameOrigin),
            Self::Font if user_agent.fonts_are_no_cors => (RequestMode::NoCors, CredentialsMode::Include),
            // No attribute of a font says otherwise.
            Self::Font => (RequestMode::Cors, CredentialsMode::SameOrigin),
            Self::ModuleScript | Self::EventSource => (RequestMode::Cors, init.cross_origin.credentials()),
            Self::Beacon => (beacon_mode(init.body.as_ref(), user_agent), CredentialsMode::Include),
            Self::Image | Self::Script | Self::Stylesheet | Self::Video | Self::Audio | Self::Preload => {
                potential_cors(init.cross_origin)
            }
        }
    }

    /// Whether an element makes it, or what stands for one.
    pub(super) fn is_element(self) -> bool {
        !matches!(self, Self::Fetch | Self::Xhr | Self::EventSource | Self::Beacon)
    }

    /// Whether a media element makes it.
    pub(super) fn is_media(self) -> bool {
        matches!(self, Self::Video | Self::Audio)
    }

    /// The method of a request that names none.
    pub(super) fn default_method(self) -> &'static [u8] {
        if self == Self::Beacon { b"POST" } else { b"GET" }
    }
}

impl CrossOrigin {
    /// [CORS settings attribute credentials mode](https://html.spec.whatwg.org/#cors-settings-attribute-credentials-mode).
    fn credentials(self) -> CredentialsMode {
        match self {
            Self::NoCors | Self::Anonymous => CredentialsMode::SameOrigin,
            Self::UseCredentials => CredentialsMode::Include,
        }
    }
}

/// [Create a potential-CORS request](https://html.spec.whatwg.org/#create-a-potential-cors-request).
fn potential_cors(cross_origin: CrossOrigin) -> (RequestMode, CredentialsMode) {
    match cross_origin {
        CrossOrigin::NoCors => (RequestMode::NoCors, CredentialsMode::Include),
        CrossOrigin::Anonymous | CrossOrigin::UseCredentials => (RequestMode::Cors, cross_origin.credentials()),
    }
}

/// [`sendBeacon`](https://w3c.github.io/beacon/#sec-processing-model) step 7: only a body whose type has to be asked for
/// makes it a CORS request.
fn beacon_mode(body: Option<&Body>, user_agent: &UserAgent) -> RequestMode {
    let is_type = |content_type: &&[u8]| !user_agent.beacon_types_are_media_types || is_media_type(content_type);
    match body.and_then(Body::content_type).filter(is_type) {
        Some(content_type) if !request_header::is_cors_safelisted(b"content-type", content_type) => RequestMode::Cors,
        _ => RequestMode::NoCors,
    }
}
