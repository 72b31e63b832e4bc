//! The body of a request, and the `Content-Type` that it brings along
//! ([extract a body](https://fetch.spec.whatwg.org/#concept-bodyinit-extract)).

use super::api::Api;
use super::media_type;
use super::request::{FetchRequest, RequestMode};
use super::request_error::RequestError;
use super::user_agent::{BlobTypes, StreamUpload, UserAgent};
use crate::request_header;

/// A request's body, by what it was made of ([extract](https://fetch.spec.whatwg.org/#concept-bodyinit-extract)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A string.
    Text,
    /// `URLSearchParams`.
    UrlSearchParams,
    /// `FormData`.
    FormData,
    /// A `Blob` with its type, if it has one.
    Blob(Option<Vec<u8>>),
    /// An `ArrayBuffer` or a view of one.
    Bytes,
    /// A `ReadableStream`, which cannot be sent twice.
    Stream,
}

impl Body {
    /// The `Content-Type` that a body brings along.
    pub(super) fn content_type(&self) -> Option<&[u8]> {
        match self {
            Self::Text => Some(b"text/plain;charset=UTF-8"),
            Self::UrlSearchParams => Some(b"application/x-www-form-urlencoded;charset=UTF-8"),
            Self::FormData => Some(b"multipart/form-data; boundary=----preflight"),
            Self::Blob(content_type) => content_type.as_deref(),
            Self::Bytes | Self::Stream => None,
        }
    }
}

impl FetchRequest {
    pub(super) fn set_body(
        &mut self,
        api: Api,
        body: Option<Body>,
        user_agent: &UserAgent,
    ) -> Result<(), RequestError> {
        let body = match (body, user_agent.stream_upload) {
            (None, _) => return Ok(()),
            (Some(Body::Stream), StreamUpload::AsText) => Body::Text,
            (Some(body), _) => body,
        };
        if matches!(self.method.as_slice(), b"GET" | b"HEAD") {
            // XHR ignores such a body, where fetch() throws.
            return if api == Api::Xhr { Ok(()) } else { Err(RequestError::BodyWithoutMethod) };
        }
        if body == Body::Stream {
            if self.mode == RequestMode::NoCors && user_agent.stream_upload != StreamUpload::FailsAtOnce {
                return Err(RequestError::NoCorsStream);
            }
            if user_agent.streams_are_cors {
                self.mode = RequestMode::Cors;
            }
            self.use_cors_preflight = true;
        }
        let is_named = |content_type: &&[u8]| {
            api != Api::Beacon || !user_agent.beacon_types_are_media_types || media_type::is_media_type(content_type)
        };
        if let Some(content_type) = body.content_type().filter(is_named)
            && (api != Api::Xhr || is_sent_by_xhr(&body, user_agent))
            && !self.headers.contains(b"content-type")
            && (self.mode != RequestMode::NoCors
                || !user_agent.no_cors_drops_body_type
                || request_header::is_cors_safelisted(b"content-type", content_type))
        {
            self.headers.append("Content-Type", content_type);
            self.has_type_of_body = true;
        }
        self.body = Some(body);
        Ok(())
    }
}

/// Whether `XMLHttpRequest` takes the type of a body as `Content-Type`.
fn is_sent_by_xhr(body: &Body, user_agent: &UserAgent) -> bool {
    let Body::Blob(Some(written)) = body else { return true };
    match user_agent.xhr_blob_types {
        BlobTypes::Any => true,
        BlobTypes::MediaTypes => media_type::is_media_type(written),
        BlobTypes::WellFormed => media_type::is_well_formed(written),
    }
}
