//! Node with headers that are set by hand.
//!
//! There is no package here, only what people write: constants on every answer, an echo of the origin with or without a
//! list, and `if (req.method === 'OPTIONS')`. The handler is followed under assumptions about the request, and what it
//! sets under each is compared.

mod answer;
mod read;
mod write;

pub(crate) use self::answer::AllowOrigin;
pub(crate) use self::read::{allow_origin_of_strangers, handlers, preflight_answer, read, sets_headers};
pub(crate) use self::write::write;
