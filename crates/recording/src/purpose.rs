//! Why an exchange took place: for the page, or to tell something.

/// Why an exchange took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// The page's own call made it.
    Page,
    /// What the request itself would be answered, though the preflight failed.
    Actual,
    /// Whether a preflight would be answered, though the request needs none.
    Preflight,
    /// What a tool that is no browser gets.
    WithoutOrigin,
    /// Whether `OPTIONS` is answered otherwise where it is no preflight.
    PlainOptions,
    /// What an error looks like: a path that no server has.
    ErrorPage,
    /// Whether a similar origin is allowed.
    OriginVariant,
    /// Whether any origin is allowed.
    ForeignOrigin,
    /// Whether pages without an origin are allowed.
    NullOrigin,
    /// What the server says where no cache answers.
    PastCaches,
    /// Whether another loopback address answers.
    OtherLoopback,
    /// Whether the port speaks plain HTTP.
    PlainHttp,
    /// Whether the port speaks TLS.
    Tls,
    /// What the server behind says.
    Upstream,
    /// What comes next where the first fault is fixed.
    Next,
}

impl Purpose {
    /// A stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Actual => "actual",
            Self::Preflight => "preflight",
            Self::WithoutOrigin => "without-origin",
            Self::PlainOptions => "plain-options",
            Self::ErrorPage => "error-page",
            Self::OriginVariant => "origin-variant",
            Self::ForeignOrigin => "foreign-origin",
            Self::NullOrigin => "null-origin",
            Self::PastCaches => "past-caches",
            Self::OtherLoopback => "other-loopback",
            Self::PlainHttp => "plain-http",
            Self::Tls => "tls",
            Self::Upstream => "upstream",
            Self::Next => "next",
        }
    }

    /// What it is to tell, in a few words.
    pub fn tells(self) -> &'static str {
        match self {
            Self::Page => "what the page asks for",
            Self::Actual => "what the request itself would be answered",
            Self::Preflight => "whether a preflight would be answered",
            Self::WithoutOrigin => "what curl and other tools get",
            Self::PlainOptions => "what OPTIONS is answered that is no preflight",
            Self::ErrorPage => "what an error looks like",
            Self::OriginVariant => "whether a similar origin is allowed",
            Self::ForeignOrigin => "whether any origin is allowed",
            Self::NullOrigin => "whether pages without an origin are allowed",
            Self::PastCaches => "what comes where no cache answers",
            Self::OtherLoopback => "whether another loopback address answers",
            Self::PlainHttp => "whether the port speaks plain HTTP",
            Self::Tls => "whether the port speaks TLS",
            Self::Upstream => "what the server behind says",
            Self::Next => "what comes next",
        }
    }
}
