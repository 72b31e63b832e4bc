//! Express with the package `cors`.
//!
//! What the package does differently from a policy: it answers every `OPTIONS` itself, compares whole strings, tests
//! regular expressions anywhere in the origin, never looks at what a preflight asks for, sends its lists to refused
//! origins, and sends no `Vary` where a function says no.

mod delegate;
mod mount;
mod origin;
mod parser;
mod read;
mod write;

pub(crate) use self::delegate::changes_outside;
pub(crate) use self::mount::{MOUNTS, Mount, ROUTERS_LIMIT, is_cors, mounts, object, route};
pub(crate) use self::origin::{allowed_by_delegate, allowed_by_function};
pub(crate) use self::parser::{Body, may_refuse};
pub(crate) use self::read::{DEFAULT_METHODS, read};
pub(crate) use self::write::write;
