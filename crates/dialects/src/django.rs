//! Django with django-cors-headers.
//!
//! What the package does differently from a policy: it compares scheme and host and not the whole text, matches regular
//! expressions from the start only, never looks at what a preflight asks for, and holds one policy for one expression of
//! paths. It says `Vary: origin` wherever it is at work.

mod middleware;
mod read;
mod settings;
mod write;

pub(crate) use self::middleware::{ANSWERING, APPLICATION, MIDDLEWARE};
pub(crate) use self::read::{DEFAULTS, read};
pub(crate) use self::settings::{is_dead, is_unconditional};
pub(crate) use self::write::write;
