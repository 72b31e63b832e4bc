//! The [CORS check](https://fetch.spec.whatwg.org/#cors-check).

use super::block_reason::BlockReason;
use super::request::CredentialsMode;
use crate::header_list::HeaderList;

/// Whether a response with these headers is shared with `origin`, the request's serialized origin.
///
/// # Errors
/// The reason, first rule first.
pub(super) fn cors_check(origin: &str, credentials: CredentialsMode, headers: &HeaderList) -> Result<(), BlockReason> {
    let include = credentials == CredentialsMode::Include;
    // Steps 1 and 2.
    let Some(value) = headers.get(b"access-control-allow-origin") else {
        return Err(BlockReason::MissingAllowOrigin);
    };
    // Step 3.
    if value == b"*" {
        return if include { Err(BlockReason::WildcardOriginWithCredentials) } else { Ok(()) };
    }
    // Step 4.
    if value != origin.as_bytes() {
        return Err(mismatch(headers, value));
    }
    // Step 5.
    if !include {
        return Ok(());
    }
    // Steps 6 and 7.
    match headers.get(b"access-control-allow-credentials") {
        Some(value) if value == b"true" => Ok(()),
        value => Err(BlockReason::AllowCredentialsNotTrue { value }),
    }
}

/// The standard knows one kind of mismatch; a list is told apart, since its fix is another.
fn mismatch(headers: &HeaderList, value: Vec<u8>) -> BlockReason {
    let is_list = value.iter().any(|byte| matches!(byte, b',' | b' '));
    if is_list || headers.lines(b"access-control-allow-origin").count() > 1 {
        BlockReason::MultipleAllowOrigin { value }
    } else {
        BlockReason::AllowOriginMismatch { value }
    }
}
