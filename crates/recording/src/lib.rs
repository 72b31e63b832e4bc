//! Exchanges in the order in which they took place, and the calls that they make up. The type is the same whether the
//! exchanges took place over a socket, in a script, or in a file; evidence points into it by [`ExchangeId`].
//!
//! ```
//! use preflight_recording::{Purpose, Recording};
//!
//! let recording = Recording::default();
//! assert_eq!(recording.iter().count(), 0);
//! # let _ = Purpose::Page;
//! ```

#![forbid(unsafe_code)]

mod call;
mod purpose;
mod recording;

pub use call::{Call, Hop};
pub use preflight_rules::ExchangeId;
pub use purpose::Purpose;
pub use recording::{Recorded, Recording};
