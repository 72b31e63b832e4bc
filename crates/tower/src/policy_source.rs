//! Where the policy of a request comes from: a fixed one, or the one that a handle holds at that moment.

use std::ops::Deref;
use std::sync::Arc;

use arc_swap::{ArcSwap, Guard};
use preflight_engine::server::Policy;

/// Replaces the policy of the layers that follow it, without a lock and without a pause.
///
/// A clone is the same handle. A request is decided by one policy as a whole: the one that was stored when it arrived.
#[derive(Clone, Debug)]
pub struct PolicyHandle {
    current: Arc<ArcSwap<Policy>>,
}

/// A fixed policy pays for no indirection that it has no use for.
#[derive(Clone, Debug)]
pub(crate) enum PolicySource {
    Fixed(Arc<Policy>),
    Swappable(PolicyHandle),
}

impl PolicyHandle {
    /// A handle that holds `policy`. [`CorsLayer::swappable`](crate::CorsLayer::swappable) makes a layer follow it.
    pub fn new(policy: impl Into<Arc<Policy>>) -> Self {
        Self { current: Arc::new(ArcSwap::new(policy.into())) }
    }

    /// Replaces the policy.
    pub fn store(&self, policy: impl Into<Arc<Policy>>) {
        self.current.store(policy.into());
    }

    /// The policy that is in force now.
    pub fn load(&self) -> Arc<Policy> {
        self.current.load_full()
    }
}

/// A borrow of the policy in force.
pub(crate) enum PolicyGuard<'a> {
    Fixed(&'a Policy),
    Swappable(Guard<Arc<Policy>>),
}

impl PolicySource {
    /// The policy in force. It is not kept across a wait: a guard of `arc-swap` is meant for a moment.
    pub(crate) fn load(&self) -> PolicyGuard<'_> {
        match self {
            Self::Fixed(policy) => PolicyGuard::Fixed(policy),
            Self::Swappable(handle) => PolicyGuard::Swappable(handle.current.load()),
        }
    }
}

impl Deref for PolicyGuard<'_> {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        match self {
            Self::Fixed(policy) => policy,
            Self::Swappable(policy) => policy,
        }
    }
}
