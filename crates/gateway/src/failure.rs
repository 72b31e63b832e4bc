//! Every answer that the gateway makes itself, apart from the policy's: its status, its name, its words.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{self, HeaderValue};
use http::{Response, StatusCode};
use serde_json::json;

/// Why a request got no answer of an upstream.
///
/// The client sees the status and a JSON object `{"error": <name>, "message": <words>, "upstream": <origin>}`, the last
/// only where an upstream is at fault. The names are a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// 400 `invalid-host`: no `Host`, several, or one that is no authority. The client is at fault.
    InvalidHost,
    /// 400 `ambiguous-path`: a spelling that an upstream could take for a path of another route. The client is at fault.
    AmbiguousPath,
    /// 400 `request-malformed`: what came is no request of HTTP/1.1, or says twice how long its body is. The client is at
    /// fault.
    RequestMalformed,
    /// 400 `request-body-broken`: the body ended early or is no chunked coding. The client is at fault.
    RequestBodyBroken,
    /// 404 `no-route`: no route is for this host and path. The client is at fault, or the configuration.
    NoRoute,
    /// 408 `request-timeout`: the client stopped sending the body. The client is at fault.
    RequestTimeout,
    /// 408 `request-head-timeout`: the client stopped sending the head. The client is at fault.
    RequestHeadTimeout,
    /// 414 `target-too-long`. The client is at fault.
    TargetTooLong,
    /// 421 `unknown-host`: a `Host` that is not a name of the gateway. The client is at fault, or the configuration.
    UnknownHost {
        /// The host that the request names, in lower case and without a port.
        host: Arc<str>,
    },
    /// 431 `request-head-too-large`. The client is at fault; often its cookies.
    RequestHeadTooLarge,
    /// 501 `connect-unsupported`: the gateway is no forward proxy. The client is at fault.
    ConnectUnsupported,
    /// 501 `upgrade-unsupported`: no policy covers other protocols yet, WebSocket included. The gateway is at fault.
    UpgradeUnsupported,
    /// 501 `transfer-coding-unsupported`: a transfer coding besides chunked. The client is at fault.
    TransferCodingUnsupported,
    /// 502 `upstream-unreachable`: there is no connection to the upstream.
    UpstreamUnreachable {
        /// `scheme://host:port`.
        upstream: Arc<str>,
        /// What stands between.
        reason: Unreachable,
    },
    /// 502 `upstream-broken`: the upstream closed the connection before the head of an answer, or its answer is no HTTP.
    UpstreamBroken {
        /// `scheme://host:port`.
        upstream: Arc<str>,
    },
    /// 503 `overloaded`: as many connections or exchanges go on as the configuration permits. The clients are at fault.
    Overloaded,
    /// 508 `loop-detected`: the request came through this gateway before. The configuration is at fault.
    LoopDetected,
    /// 504 `upstream-connect-timeout`: no connection in time.
    UpstreamConnectTimeout {
        /// `scheme://host:port`.
        upstream: Arc<str>,
        /// The limit.
        limit: Duration,
    },
    /// 504 `upstream-timeout`: the request was sent, and no answer began in time.
    UpstreamTimeout {
        /// `scheme://host:port`.
        upstream: Arc<str>,
        /// The limit.
        limit: Duration,
    },
}

/// What stands between the gateway and an upstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unreachable {
    /// Its name has no address.
    Unresolvable,
    /// Nothing listens there.
    Refused,
    /// TLS failed: no TLS there, or a certificate that this system does not trust.
    Tls,
    /// Anything else: no way there, or no sockets left.
    Network,
}

impl Failure {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::InvalidHost | Self::AmbiguousPath | Self::RequestMalformed | Self::RequestBodyBroken => {
                StatusCode::BAD_REQUEST
            }
            Self::NoRoute => StatusCode::NOT_FOUND,
            Self::UnknownHost { .. } => StatusCode::MISDIRECTED_REQUEST,
            Self::RequestTimeout | Self::RequestHeadTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::TargetTooLong => StatusCode::URI_TOO_LONG,
            Self::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
            Self::LoopDetected => StatusCode::LOOP_DETECTED,
            Self::RequestHeadTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::ConnectUnsupported | Self::UpgradeUnsupported | Self::TransferCodingUnsupported => {
                StatusCode::NOT_IMPLEMENTED
            }
            Self::UpstreamUnreachable { .. } | Self::UpstreamBroken { .. } => StatusCode::BAD_GATEWAY,
            Self::UpstreamConnectTimeout { .. } | Self::UpstreamTimeout { .. } => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    /// A stable name, in kebab case.
    pub fn name(&self) -> &'static str {
        match self {
            Self::InvalidHost => "invalid-host",
            Self::AmbiguousPath => "ambiguous-path",
            Self::RequestMalformed => "request-malformed",
            Self::RequestBodyBroken => "request-body-broken",
            Self::NoRoute => "no-route",
            Self::RequestTimeout => "request-timeout",
            Self::RequestHeadTimeout => "request-head-timeout",
            Self::TargetTooLong => "target-too-long",
            Self::UnknownHost { .. } => "unknown-host",
            Self::RequestHeadTooLarge => "request-head-too-large",
            Self::ConnectUnsupported => "connect-unsupported",
            Self::UpgradeUnsupported => "upgrade-unsupported",
            Self::TransferCodingUnsupported => "transfer-coding-unsupported",
            Self::UpstreamUnreachable { .. } => "upstream-unreachable",
            Self::UpstreamBroken { .. } => "upstream-broken",
            Self::Overloaded => "overloaded",
            Self::LoopDetected => "loop-detected",
            Self::UpstreamConnectTimeout { .. } => "upstream-connect-timeout",
            Self::UpstreamTimeout { .. } => "upstream-timeout",
        }
    }

    /// The upstream that is at fault, as `scheme://host:port`.
    pub fn upstream(&self) -> Option<&Arc<str>> {
        match self {
            Self::UpstreamUnreachable { upstream, .. }
            | Self::UpstreamBroken { upstream }
            | Self::UpstreamConnectTimeout { upstream, .. }
            | Self::UpstreamTimeout { upstream, .. } => Some(upstream),
            Self::InvalidHost
            | Self::AmbiguousPath
            | Self::RequestMalformed
            | Self::RequestBodyBroken
            | Self::NoRoute
            | Self::RequestTimeout
            | Self::RequestHeadTimeout
            | Self::TargetTooLong
            | Self::Overloaded
            | Self::LoopDetected
            | Self::UnknownHost { .. }
            | Self::RequestHeadTooLarge
            | Self::ConnectUnsupported
            | Self::UpgradeUnsupported
            | Self::TransferCodingUnsupported => None,
        }
    }

    /// The answer, without the policy's fields.
    pub(crate) fn response(&self) -> Response<Vec<u8>> {
        let mut answer = json!({ "error": self.name(), "message": self.to_string() });
        if let Some(upstream) = self.upstream() {
            answer["upstream"] = json!(**upstream);
        }
        let body = format!("{answer}\n").into_bytes();
        let mut response = Response::new(body);
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if *self == Self::Overloaded {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if self.leaves_the_connection_unsound() {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    /// Whether it is unclear where the next request on the connection would begin.
    fn leaves_the_connection_unsound(&self) -> bool {
        matches!(self, Self::RequestBodyBroken | Self::RequestTimeout | Self::TransferCodingUnsupported)
    }
}

impl Unreachable {
    /// A stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unresolvable => "unresolvable",
            Self::Refused => "refused",
            Self::Tls => "tls",
            Self::Network => "network",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidHost => f.write_str("a request names its host once, as host or host:port"),
            Self::AmbiguousPath => {
                f.write_str("the spelling of the path hides which route it is for; send it decoded, without `//`, `..`, `\\`, `;` and `%00`")
            }
            Self::RequestMalformed => f.write_str(
                "this is not a well-formed request of HTTP/1.1, or it says in two ways how long its body is",
            ),
            Self::RequestHeadTimeout => f.write_str("the head of the request stopped coming"),
            Self::TargetTooLong => f.write_str("the target of the request is too long; send the data in its body"),
            Self::Overloaded => f.write_str("the gateway has as many requests as it takes at once; try again"),
            Self::LoopDetected => {
                f.write_str("the request came through this gateway before: an upstream of it leads back to it")
            }
            Self::RequestBodyBroken => f.write_str("the body of the request ended early or is not well-formed"),
            Self::NoRoute => f.write_str("no route of the gateway is for this host and path"),
            Self::RequestTimeout => f.write_str("the body of the request stopped coming"),
            Self::UnknownHost { host } => write!(
                f,
                "`{}` is not a name of this gateway; if it should be one, add it to `hosts`",
                host.escape_debug()
            ),
            Self::RequestHeadTooLarge => f.write_str("the head of the request is too large; its cookies may be why"),
            Self::ConnectUnsupported => {
                f.write_str("this is a gateway and no forward proxy; send the request without CONNECT")
            }
            Self::UpgradeUnsupported => f.write_str("the gateway passes no protocol upgrades, WebSocket included"),
            Self::TransferCodingUnsupported => f.write_str("the only transfer coding of a request is chunked"),
            Self::UpstreamUnreachable { upstream, reason } => write!(f, "{upstream} cannot be reached: {reason}"),
            Self::UpstreamBroken { upstream } => {
                write!(f, "{upstream} closed the connection before it answered, or its answer is not HTTP/1.1")
            }
            Self::UpstreamConnectTimeout { upstream, limit } => {
                write!(f, "{upstream} gave no connection within {limit:?}")
            }
            Self::UpstreamTimeout { upstream, limit } => write!(f, "{upstream} began no answer within {limit:?}"),
        }
    }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unresolvable => "its name has no address",
            Self::Refused => "nothing listens there; is it running?",
            Self::Tls => "TLS failed; it speaks no TLS, or its certificate is not trusted here",
            Self::Network => "the network gives no connection",
        })
    }
}

impl std::error::Error for Failure {}
