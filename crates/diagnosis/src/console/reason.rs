//! Why a call failed, by the neutral names that all browsers share.

use super::net_error::NetError;
use super::saying::Saying;

/// Why a call failed, as a console says it; `value` is what the server sent, where the text shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConsoleReason {
    /// No `Access-Control-Allow-Origin`.
    MissingAllowOrigin,
    /// WebKit says the same of a missing header and of one for another origin.
    OriginNotAllowed,
    /// `*`, and credentials are included.
    WildcardOriginWithCredentials,
    /// More than one value; Firefox says so only of more than one line, and shows no value.
    MultipleAllowOrigin {
        /// What the server sent.
        value: Option<String>,
    },
    /// A value that is no origin.
    InvalidAllowOrigin {
        /// What the server sent.
        value: String,
    },
    /// Another origin than the page's.
    AllowOriginMismatch {
        /// What the server sent.
        value: String,
    },
    /// `Access-Control-Allow-Credentials` is not `true`.
    AllowCredentialsNotTrue {
        /// What the server sent.
        value: Option<String>,
    },
    /// The preflight's status is not 200 to 299.
    PreflightStatus,
    /// The preflight is redirected.
    PreflightRedirect,
    /// `Access-Control-Allow-Methods` is no list.
    InvalidAllowMethods {
        /// What the server sent.
        value: Option<String>,
    },
    /// `Access-Control-Allow-Headers` is no list.
    InvalidAllowHeaders {
        /// What the server sent.
        value: Option<String>,
    },
    /// The method is not allowed; Firefox does not say which.
    MethodNotAllowed {
        /// The method, as the page wrote it.
        method: Option<String>,
    },
    /// A request header is not allowed.
    HeaderNotAllowed {
        /// The name, in lower case in most texts.
        name: String,
    },
    /// A warning: `*` will not cover `Authorization` for ever.
    AuthorizationByWildcard,
    /// A redirect to a URL with a user name.
    RedirectCredentials,
    /// A redirect to another scheme.
    RedirectNonHttp,
    /// Redirects without end.
    TooManyRedirects,
    /// A redirect, and the page wanted none.
    RedirectModeError,
    /// A cross-origin URL in `same-origin` mode.
    SameOriginMode,
    /// The URL's scheme is neither `http` nor `https`.
    NonHttpScheme,
    /// A port that no page may reach.
    BadPort,
    /// A network error.
    Network(NetError),
    /// CORS is switched off in Firefox.
    CorsDisabled,
    /// An extension's script, to which Firefox gives no `Origin`.
    OriginNotAddable,
    /// Local Network Access: no permission.
    LnaPermissionDenied,
    /// Local Network Access: the page is not over `https`.
    LnaInsecureContext,
    /// Local Network Access: another address space than announced.
    LnaSpaceMismatch,
    /// Private Network Access, which Chromium no longer has.
    PrivateNetworkAccess,
    /// Content Security Policy.
    ContentSecurityPolicy,
    /// Content Security Policy that only reports: nothing was stopped.
    ContentSecurityPolicyReportOnly,
    /// Mixed content, blocked.
    MixedContent,
    /// Mixed content that the browser upgraded or let pass.
    MixedContentUpgraded,
    /// A cookie that is kept back.
    Cookie,
    /// A WebSocket, or an event stream, that does not open.
    ConnectionNotOpened,
    /// A WebSocket whose handshake is refused.
    WebSocketHandshake,
    /// A module script that is none.
    ModuleType {
        /// What the server calls it.
        mime: String,
    },
    /// A header that pages cannot set.
    ForbiddenHeader {
        /// The name, in lower case in most texts.
        name: String,
    },
    /// A response header that the page may not read.
    HiddenHeader {
        /// The name, as the page wrote it.
        name: String,
    },
    /// An HTTP error that the page can read.
    HttpStatus,
    /// What others than browsers say, and what browsers say of other mechanisms.
    Said(&'static Saying),
    /// A message in another language than English; header names are the same in all of them.
    Translated {
        /// The header that it names.
        header: Option<&'static str>,
    },
}

impl ConsoleReason {
    /// A stable name, in kebab case.
    pub fn name(&self) -> &'static str {
        match self {
            Self::MissingAllowOrigin | Self::OriginNotAllowed => "missing-allow-origin",
            Self::WildcardOriginWithCredentials => "wildcard-origin-with-credentials",
            Self::MultipleAllowOrigin { .. } => "multiple-allow-origin",
            Self::InvalidAllowOrigin { .. } => "invalid-allow-origin",
            Self::AllowOriginMismatch { .. } => "allow-origin-mismatch",
            Self::AllowCredentialsNotTrue { .. } => "allow-credentials-not-true",
            Self::PreflightStatus => "preflight-status",
            Self::PreflightRedirect => "preflight-redirect",
            Self::InvalidAllowMethods { .. } => "preflight-invalid-allow-methods",
            Self::InvalidAllowHeaders { .. } => "preflight-invalid-allow-headers",
            Self::MethodNotAllowed { .. } => "method-not-allowed",
            Self::HeaderNotAllowed { .. } => "header-not-allowed",
            Self::AuthorizationByWildcard => "authorization-by-wildcard",
            Self::RedirectCredentials => "redirect-credentials",
            Self::RedirectNonHttp => "redirect-non-http",
            Self::TooManyRedirects => "too-many-redirects",
            Self::RedirectModeError => "redirect-mode-error",
            Self::SameOriginMode => "same-origin-mode",
            Self::NonHttpScheme => "non-http-scheme",
            Self::BadPort => "bad-port",
            Self::Network(_) => "network-error",
            Self::CorsDisabled => "cors-disabled",
            Self::OriginNotAddable => "origin-not-addable",
            Self::LnaPermissionDenied => "lna-permission-denied",
            Self::LnaInsecureContext => "lna-insecure-context",
            Self::LnaSpaceMismatch => "lna-space-mismatch",
            Self::PrivateNetworkAccess => "pna",
            Self::ContentSecurityPolicy => "csp",
            Self::ContentSecurityPolicyReportOnly => "csp-report-only",
            Self::MixedContent => "mixed-content",
            Self::MixedContentUpgraded => "mixed-content-upgraded",
            Self::Cookie => "cookie",
            Self::ConnectionNotOpened => "connection-not-opened",
            Self::WebSocketHandshake => "websocket-handshake",
            Self::ModuleType { .. } => "module-type",
            Self::ForbiddenHeader { .. } => "forbidden-header",
            Self::HiddenHeader { .. } => "hidden-header",
            Self::HttpStatus => "http-status",
            Self::Said(saying) => saying.id,
            Self::Translated { .. } => "translated",
        }
    }

    /// The reason of this name, with the value that a text shows, if it is one for which CORS blocks a call.
    ///
    /// ```
    /// use preflight_diagnosis::ConsoleReason;
    ///
    /// let reason = ConsoleReason::of_cors("method-not-allowed", None);
    /// assert_eq!(reason.map(|reason| reason.name()), Some("method-not-allowed"));
    /// assert_eq!(ConsoleReason::of_cors("cookie", None), None);
    /// ```
    pub fn of_cors(name: &str, value: Option<String>) -> Option<Self> {
        let text = || value.clone().unwrap_or_default();
        Some(match name {
            "missing-allow-origin" => Self::MissingAllowOrigin,
            "wildcard-origin-with-credentials" => Self::WildcardOriginWithCredentials,
            "multiple-allow-origin" => Self::MultipleAllowOrigin { value },
            "invalid-allow-origin" => Self::InvalidAllowOrigin { value: text() },
            "allow-origin-mismatch" => Self::AllowOriginMismatch { value: text() },
            "allow-credentials-not-true" => Self::AllowCredentialsNotTrue { value },
            "preflight-status" => Self::PreflightStatus,
            "preflight-redirect" => Self::PreflightRedirect,
            "preflight-invalid-allow-methods" => Self::InvalidAllowMethods { value },
            "preflight-invalid-allow-headers" => Self::InvalidAllowHeaders { value },
            "method-not-allowed" => Self::MethodNotAllowed { method: value },
            "header-not-allowed" => Self::HeaderNotAllowed { name: text() },
            _ => return None,
        })
    }

    /// Whether two texts say the same, whatever values they show.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Said(one), Self::Said(another)) => one == another,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}
