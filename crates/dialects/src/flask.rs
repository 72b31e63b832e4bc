//! Flask with Flask-CORS.
//!
//! What the package does differently from a policy: it takes a string for a regular expression if it looks like one,
//! matches expressions from the start only and without regard to case, echoes the origin by default, says nothing to
//! refused origins and so no `Vary` either, and compares a method with its list as one text.

pub(crate) mod by_hand;
mod expression;
mod guard;
mod options;
mod policy;
mod read;
mod write;

pub(crate) use self::expression::looks_like_expression;
pub(crate) use self::guard::{Met, guards};
pub(crate) use self::read::{decorators, extensions, path_of_route, read, routes, routes_of_file};
pub(crate) use self::write::write;
