//! What of a message's head decides where it ends: requests that the gateway does not forward for it, and answers that are
//! passed on only if every client reads them alike.

use http::Version;
use http::header::{self, HeaderMap, HeaderValue};
use http::request::Parts;

use crate::failure::Failure;
use crate::hop_by_hop;
use crate::request_head::parse_length;

/// Checks the head of a request.
pub(crate) fn check(head: &Parts) -> Result<(), Failure> {
    if is_chunked(head) && has_other_codings(&head.headers) {
        return Err(Failure::TransferCodingUnsupported);
    }
    if asks_for_upgrade(head) { Err(Failure::UpgradeUnsupported) } else { Ok(()) }
}

/// Whether the body comes in chunks, as every transfer coding of a request must end.
pub(crate) fn is_chunked(head: &Parts) -> bool {
    head.headers.contains_key(header::TRANSFER_ENCODING)
}

/// An answer whose length can be read in two ways.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ambiguous;

/// Makes the length of an answer one that can be read in one way only
/// ([RFC 9112, 6.3](https://www.rfc-editor.org/rfc/rfc9112#section-6.3)): a transfer coding overrides a length, which goes;
/// equal lengths are one.
///
/// # Errors
/// [`Ambiguous`] for lengths that differ, and for a coding that is not chunked alone or that HTTP/1.0 does not know.
pub(crate) fn settle_length(headers: &mut HeaderMap, version: Version) -> Result<(), Ambiguous> {
    if headers.contains_key(header::TRANSFER_ENCODING) {
        headers.remove(header::CONTENT_LENGTH);
        let is_understood = version == Version::HTTP_11 && !has_other_codings(headers);
        return if is_understood { Ok(()) } else { Err(Ambiguous) };
    }
    let mut lengths =
        headers.get_all(header::CONTENT_LENGTH).iter().flat_map(|line| line.as_bytes().split(|&byte| byte == b','));
    let Some(first) = lengths.next() else { return Ok(()) };
    let length = parse_length(first.trim_ascii()).ok_or(Ambiguous)?;
    if !lengths.all(|other| parse_length(other.trim_ascii()) == Some(length)) {
        return Err(Ambiguous);
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Ok(())
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

    #[test]
    fn an_answer_has_one_length() {
        const TE: &str = "transfer-encoding";
        const CL: &str = "content-length";
        for (reason, version, fields, expected) in [
            ("none", Version::HTTP_11, &[][..], Ok(None)),
            ("one", Version::HTTP_11, &[(CL, "5")], Ok(Some("5"))),
            ("a list of equals", Version::HTTP_11, &[(CL, "5, 5")], Ok(Some("5"))),
            ("equal lines", Version::HTTP_10, &[(CL, "5"), (CL, "5")], Ok(Some("5"))),
            ("leading zeros", Version::HTTP_11, &[(CL, "005,5")], Ok(Some("5"))),
            ("a list of others", Version::HTTP_11, &[(CL, "5, 6")], Err(Ambiguous)),
            ("other lines", Version::HTTP_11, &[(CL, "5"), (CL, "6")], Err(Ambiguous)),
            ("a sign", Version::HTTP_11, &[(CL, "+5")], Err(Ambiguous)),
            ("nothing", Version::HTTP_11, &[(CL, "")], Err(Ambiguous)),
            ("chunked", Version::HTTP_11, &[(TE, "chunked")], Ok(None)),
            ("chunked with a length", Version::HTTP_11, &[(CL, "5"), (TE, "chunked")], Ok(None)),
            ("another coding", Version::HTTP_11, &[(TE, "gzip, chunked")], Err(Ambiguous)),
            ("a coding in HTTP/1.0", Version::HTTP_10, &[(TE, "chunked")], Err(Ambiguous)),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in fields {
                headers.append(*name, HeaderValue::from_static(value));
            }
            let settled = settle_length(&mut headers, version);
            let length = headers.get(CL).map(|value| value.to_str().unwrap());
            assert_eq!(settled.map(|()| length), expected, "{reason}");
        }
    }
}
