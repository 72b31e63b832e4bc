//! The layer: what a service is wrapped in.

use std::sync::Arc;

use preflight_engine::origin::TupleOrigin;
use preflight_engine::server::Policy;
use tower_layer::Layer;

use crate::policy_source::{PolicyHandle, PolicySource};
use crate::public_origin::PublicOrigin;
use crate::service::Cors;

/// Wraps services in a policy; see the [crate's documentation](crate).
///
/// A clone shares the policy.
#[derive(Clone, Debug)]
pub struct CorsLayer {
    policy: PolicySource,
    public_origin: PublicOrigin,
}

impl CorsLayer {
    /// A layer whose policy stays.
    ///
    /// ```
    /// use preflight_tower::{Allowed, CorsLayer, Policy, PolicyConfig};
    ///
    /// let layer = CorsLayer::new(Policy::new(&PolicyConfig { origins: Allowed::Any, ..PolicyConfig::default() })?);
    /// # Ok::<(), preflight_tower::PolicyErrors>(())
    /// ```
    pub fn new(policy: impl Into<Arc<Policy>>) -> Self {
        Self::with(PolicySource::Fixed(policy.into()))
    }

    /// A layer that follows `handle`: a policy stored there applies to every request that arrives from then on.
    ///
    /// ```
    /// use preflight_tower::{Allowed, CorsLayer, Policy, PolicyConfig, PolicyHandle};
    ///
    /// let config = |origin: &str| PolicyConfig { origins: Allowed::listed([origin]), ..PolicyConfig::default() };
    /// let handle = PolicyHandle::new(Policy::new(&config("https://app.example.com"))?);
    /// let layer = CorsLayer::swappable(&handle);
    ///
    /// // Later, from any thread:
    /// handle.store(Policy::new(&config("https://new.example.com"))?);
    /// # Ok::<(), preflight_tower::PolicyErrors>(())
    /// ```
    pub fn swappable(handle: &PolicyHandle) -> Self {
        Self::with(PolicySource::Swappable(handle.clone()))
    }

    fn with(policy: PolicySource) -> Self {
        Self { policy, public_origin: PublicOrigin::OfRequest }
    }

    /// States the origin that browsers know this service by, so that its own pages are not taken for strangers:
    /// browsers send `Origin` with same-origin forms and `POST`s too.
    ///
    /// Without it each request's target and `Host` tell, which is right unless a proxy rewrites `Host`.
    ///
    /// ```
    /// # use preflight_tower::{Allowed, CorsLayer, Policy, PolicyConfig, TupleOrigin};
    /// # let policy = Policy::new(&PolicyConfig { origins: Allowed::Any, ..PolicyConfig::default() }).unwrap();
    /// let layer = CorsLayer::new(policy).public_origin(TupleOrigin::parse("https://api.example.com")?);
    /// # Ok::<(), preflight_engine::origin::InvalidOrigin>(())
    /// ```
    #[must_use]
    pub fn public_origin(self, origin: TupleOrigin) -> Self {
        Self { public_origin: PublicOrigin::Stated(origin.into()), ..self }
    }
}

impl<S> Layer<S> for CorsLayer {
    type Service = Cors<S>;

    fn layer(&self, inner: S) -> Cors<S> {
        Cors::new(inner, self.policy.clone(), self.public_origin.clone())
    }
}
