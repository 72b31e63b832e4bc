//! The access log: one `tracing` event an exchange, target `preflight::access`.

use http::{HeaderValue, header};

use crate::observer::{ExchangeRecord, Observer};

/// Writes every exchange to `tracing`, at the level INFO.
///
/// Listed are: peer, method, host, path (without the query, which may hold tokens), origin, kind, policy, refusal, status,
/// upstream, failure, bytes, ending and duration. No other field of either head is logged. What came from outside stands
/// there as ASCII, control characters escaped, and cut after 1,024 bytes: a line that waits to be written has a bound.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccessLog;

impl Observer for AccessLog {
    fn exchange(&self, record: &ExchangeRecord) {
        let origin = record.origin().map(HeaderValue::as_bytes).unwrap_or_default();
        tracing::info!(
            target: "preflight::access",
            peer = %record.peer,
            method = %shown(record.request.method.as_str().as_bytes()),
            host = %shown(host(record)),
            path = %shown(record.request.uri.path().as_bytes()),
            origin = %shown(origin),
            kind = record.kind.name(),
            policy = record.policy.as_deref(),
            refusal = record.refusal.map(|refusal| refusal.name()),
            status = record.response.as_ref().map(|response| response.status.as_u16()),
            upstream = record.upstream.as_deref(),
            failure = record.failure.as_ref().map(|failure| failure.name()),
            bytes = record.body_bytes,
            ending = record.ending.name(),
            milliseconds = u64::try_from(record.duration.as_millis()).unwrap_or(u64::MAX),
            "exchange",
        );
    }
}

/// The host that was called, whether it is one of the gateway's or not; no user name that stands before it.
fn host(record: &ExchangeRecord) -> &[u8] {
    let host = record.request.headers.get(header::HOST).map(HeaderValue::as_bytes).unwrap_or_default();
    host.rsplit(|&byte| byte == b'@').next().unwrap_or_default()
}

/// What is shown of a value from outside, in bytes.
const SHOWN_LIMIT: usize = 1024;

/// In quotes, so that a value cannot pass for other fields.
fn shown(value: &[u8]) -> String {
    format!("\"{}\"", value[..value.len().min(SHOWN_LIMIT)].escape_ascii())
}
