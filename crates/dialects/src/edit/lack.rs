//! What a file lacks for a call, in a word: the first part of the call that its policies do not allow.

use super::verify::{allows, applicable};
use super::wanted::Wanted;
use crate::route_policy::RoutePolicy;

/// What a file lacks for a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lack {
    /// There is no policy for it at all.
    Policy,
    /// The page's origin is not allowed.
    Origin,
    /// Credentials are not.
    Credentials,
    /// The method is not.
    Method,
    /// A request header is not.
    RequestHeader,
    /// A response header is not exposed.
    ResponseHeader,
    /// All of it is allowed, and something else decides: what answers first, or nobody answers a preflight.
    Reach,
}

/// What policies lack for a call.
pub(super) fn lack(policies: &[RoutePolicy], wanted: &Wanted) -> Lack {
    if applicable(policies, wanted).is_empty() {
        return Lack::Policy;
    }
    let lacks = [Lack::Origin, Lack::Credentials, Lack::Method, Lack::RequestHeader, Lack::ResponseHeader];
    let mut parts = lacks.into_iter().zip(wanted.parts());
    parts.find(|(_, part)| !allows(policies, part)).map_or(Lack::Reach, |(lack, _)| lack)
}
