//! What a policy decides: forward with header edits, or answer on the spot. A preflight cannot be forwarded, and a
//! forwarded request carries no answer.

use std::fmt;

use http::HeaderMap;

use super::answers::AnswerFields;
use super::header_edits::HeaderEdits;

/// A decision about one request. It borrows from the policy and the request.
#[derive(Clone, Copy, Debug)]
pub enum Decision<'a> {
    /// The application handles the request; edit its response.
    Forward(Forward<'a>),
    /// The application never sees the request; send this.
    Answer(Answer<'a>),
}

/// A request for the application, and what its response needs.
#[derive(Clone, Copy, Debug)]
pub struct Forward<'a> {
    pub(super) kind: Kind,
    pub(super) edits: HeaderEdits<'a>,
    pub(super) refusal: Option<Refusal>,
}

/// A whole answer; its body is empty.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    pub(super) kind: Kind,
    pub(super) status: u16,
    pub(super) fields: AnswerFields<'a>,
    pub(super) refusal: Option<Refusal>,
}

/// What the request was to CORS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Same origin, or no browser.
    NotCors,
    /// A cross-origin request.
    Actual,
    /// The question before one.
    Preflight,
}

/// Why a policy refuses a cross-origin request. The client is at fault, or the policy lacks an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// The origin is not in the list.
    OriginNotAllowed,
    /// More than one `Origin` line; no browser sends that.
    SeveralOrigins,
    /// The method is not in the list.
    MethodNotAllowed,
    /// A request header is not in the list, or is not a name.
    RequestHeaderNotAllowed,
    /// `Access-Control-Request-Headers` is longer than any honest question.
    RequestHeadersTooLong,
}

impl Decision<'_> {
    /// What the request was to CORS.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Forward(forward) => forward.kind,
            Self::Answer(answer) => answer.kind,
        }
    }

    /// The header fields that the policy sets, on its own answer or on the application's response.
    pub fn headers(&self) -> HeaderMap {
        match self {
            Self::Forward(forward) => {
                let mut headers = HeaderMap::new();
                forward.edits.apply(&mut headers);
                headers
            }
            Self::Answer(answer) => answer.into_headers(),
        }
    }

    /// Why the request is refused, if it is.
    pub fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Forward(forward) => forward.refusal,
            Self::Answer(answer) => answer.refusal,
        }
    }
}

impl<'a> Forward<'a> {
    /// The edits for the response, whatever its status.
    pub fn edits(&self) -> HeaderEdits<'a> {
        self.edits
    }
}

impl Answer<'_> {
    /// The status, 100 to 599.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The header fields of the answer.
    pub fn into_headers(self) -> HeaderMap {
        self.fields.into_headers()
    }
}

impl Kind {
    /// A stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotCors => "not-cors",
            Self::Actual => "actual",
            Self::Preflight => "preflight",
        }
    }
}

impl Refusal {
    /// A stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::OriginNotAllowed => "origin-not-allowed",
            Self::SeveralOrigins => "several-origins",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::RequestHeaderNotAllowed => "request-header-not-allowed",
            Self::RequestHeadersTooLong => "request-headers-too-long",
        }
    }

    /// Whether the origin itself is refused, so that it learns nothing.
    pub fn is_of_origin(self) -> bool {
        match self {
            Self::OriginNotAllowed | Self::SeveralOrigins => true,
            Self::MethodNotAllowed | Self::RequestHeaderNotAllowed | Self::RequestHeadersTooLong => false,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OriginNotAllowed => "the policy does not allow this origin",
            Self::SeveralOrigins => "the request has more than one Origin line",
            Self::MethodNotAllowed => "the policy does not allow this method",
            Self::RequestHeaderNotAllowed => "the policy does not allow one of the request headers",
            Self::RequestHeadersTooLong => "the list of request headers is longer than any that the policy could allow",
        })
    }
}
