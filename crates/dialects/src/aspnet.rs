//! ASP.NET Core.
//!
//! What it does differently from a policy: it answers every preflight with 204, says no `Vary` to refused origins, to
//! requests without one, and where one origin is listed, and holds on to no path: a policy is applied by name.

mod middleware;
mod predicate;
mod read;
mod write;

pub(crate) use self::middleware::BEFORE;
pub(crate) use self::predicate::allowed_by_predicate;
pub(crate) use self::read::{BUILDERS, read};
pub(crate) use self::write::write;
