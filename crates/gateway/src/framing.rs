//! What of a request's head the gateway does not forward: codings that it cannot keep, other protocols.

use http::Method;
use http::header::{self, HeaderMap};
use http::request::Parts;

use crate::failure::Failure;
use crate::hop_by_hop;

/// Checks the head of a request.
pub(crate) fn check(head: &Parts) -> Result<(), Failure> {
    if is_chunked(head) && has_other_codings(&head.headers) {
        return Err(Failure::TransferCodingUnsupported);
    }
    if head.method == Method::CONNECT {
        return Err(Failure::ConnectUnsupported);
    }
    if asks_for_upgrade(head) { Err(Failure::UpgradeUnsupported) } else { Ok(()) }
}

/// Whether the body comes in chunks, as every transfer coding of a request must end.
pub(crate) fn is_chunked(head: &Parts) -> bool {
    head.headers.contains_key(header::TRANSFER_ENCODING)
}

/// Codings below chunked are hop-by-hop, but hyper leaves them in the body.
fn has_other_codings(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(header::TRANSFER_ENCODING).iter();
    let is_chunked_alone = lines.next().is_some_and(|line| line.as_bytes().eq_ignore_ascii_case(b"chunked"));
    !is_chunked_alone || lines.next().is_some()
}

/// Whether the request asks to leave HTTP/1.1. An offer of h2c is one that a server may ignore
/// ([RFC 9110, 7.8](https://www.rfc-editor.org/rfc/rfc9110#section-7.8)), and some clients always make it.
fn asks_for_upgrade(head: &Parts) -> bool {
    let protocols =
        head.headers.get_all(header::UPGRADE).iter().flat_map(|line| line.as_bytes().split(|&byte| byte == b','));
    hop_by_hop::lists(&head.headers, &header::CONNECTION, "upgrade")
        && protocols.map(<[u8]>::trim_ascii).any(|protocol| !protocol.eq_ignore_ascii_case(b"h2c"))
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for (reason, method, fields, expected) in [
            ("nothing special", "GET", &[][..], Ok(())),
            ("chunked", "POST", &[("transfer-encoding", "Chunked")], Ok(())),
            ("gzip", "POST", &[("transfer-encoding", "gzip, chunked")], Err(Failure::TransferCodingUnsupported)),
            (
                "two lines",
                "POST",
                &[("transfer-encoding", "chunked"), ("transfer-encoding", "chunked")],
                Err(Failure::TransferCodingUnsupported),
            ),
            ("CONNECT", "CONNECT", &[], Err(Failure::ConnectUnsupported)),
            (
                "WebSocket",
                "GET",
                &[("connection", "keep-alive, Upgrade"), ("upgrade", "websocket")],
                Err(Failure::UpgradeUnsupported),
            ),
            ("h2c", "GET", &[("connection", "Upgrade, HTTP2-Settings"), ("upgrade", "h2c")], Ok(())),
            ("not asked of this hop", "GET", &[("upgrade", "websocket")], Ok(())),
        ] {
            let mut request = Request::builder().method(method);
            for (name, value) in fields {
                request = request.header(*name, *value);
            }
            let head = request.body(()).unwrap().into_parts().0;
            assert_eq!(check(&head), expected, "{reason}");
        }
    }
}
