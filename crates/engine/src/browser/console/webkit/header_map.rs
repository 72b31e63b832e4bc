//! How WebKit orders and spells the headers of a request.

use super::super::latin1;

/// WebKit keeps the names that it knows before the others, and spells them its own way.
pub(super) fn header_map_order(names: &[Vec<u8>]) -> Vec<&[u8]> {
    let (known, unknown): (Vec<_>, Vec<_>) =
        names.iter().map(Vec::as_slice).partition(|name| known_name(name).is_some());
    known.into_iter().chain(unknown).collect()
}

pub(super) fn spelling(name: &[u8]) -> String {
    known_name(name).map_or_else(|| latin1(name), str::to_owned)
}

fn known_name(name: &[u8]) -> Option<&'static str> {
    KNOWN_NAMES.into_iter().find(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

/// The names of `Source/WebCore/platform/network/HTTPHeaderNames.in` that a page can set.
const KNOWN_NAMES: [&str; 28] = [
    "Accept",
    "Accept-Language",
    "Accept-Ranges",
    "Age",
    "Authorization",
    "Cache-Control",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Location",
    "Content-Range",
    "Content-Type",
    "ETag",
    "Expires",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Last-Event-ID",
    "Last-Modified",
    "Link",
    "Location",
    "Ping-From",
    "Ping-To",
    "Pragma",
    "Range",
    "User-Agent",
];
