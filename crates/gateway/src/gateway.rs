//! The gateway: a configuration that can be replaced, and what outlives it.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use preflight_policy_file::{DEFAULT_LISTEN, PolicyFile};

use crate::admission::Admission;
use crate::bound::{BindError, Bound};
use crate::changes::{self, ConfigurationChange};
use crate::configuration::{Configuration, ConfigurationErrors};
use crate::instance::Instance;
use crate::limits::Limits;
use crate::observer::{Observer, Observers};
use crate::router::NotFound;
use crate::upstreams::Upstreams;

/// A gateway. A clone is the same gateway.
#[derive(Clone)]
pub struct Gateway {
    shared: Arc<Shared>,
}

/// What a gateway has besides its policy file.
#[derive(Clone, Default)]
pub struct Options {
    /// Its bounds.
    pub limits: Limits,
    /// Who is told about every exchange.
    pub observers: Vec<Arc<dyn Observer>>,
}

/// Why there is no policy for a path. Closed: a path has no route, or could have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyNotFound {
    /// No route is for it.
    NoRoute,
    /// An upstream could take it for a path of another route.
    AmbiguousPath,
}

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) configuration: ArcSwap<Configuration>,
    pub(crate) upstreams: Upstreams,
    pub(crate) limits: Limits,
    pub(crate) observers: Observers,
    pub(crate) instance: Instance,
    pub(crate) connections: Admission,
    /// Connections beyond the limit, which are told so.
    pub(crate) surplus: Admission,
    /// Requests on their way to an upstream, or back.
    pub(crate) exchanges: Admission,
}

impl Gateway {
    /// A gateway for a policy file, which may have been made in code.
    ///
    /// ```
    /// use preflight_gateway::Gateway;
    /// use preflight_policy_file::{PolicyFile, Route};
    ///
    /// let route = Route {
    ///     host: None,
    ///     path: "/api/{*rest}".to_owned(),
    ///     upstream: "http://127.0.0.1:5000".parse()?,
    ///     policy: None,
    /// };
    /// let gateway = Gateway::new(&PolicyFile { routes: vec![route], ..PolicyFile::default() })?;
    /// assert_eq!(gateway.listen_address().to_string(), "127.0.0.1:8080");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ConfigurationErrors`]: all of them at once.
    pub fn new(file: &PolicyFile) -> Result<Self, ConfigurationErrors> {
        Self::with(file, Options::default())
    }

    /// The same with options.
    ///
    /// # Errors
    /// [`ConfigurationErrors`]: all of them at once.
    pub fn with(file: &PolicyFile, options: Options) -> Result<Self, ConfigurationErrors> {
        let upstreams = Upstreams::new(&options.limits);
        let configuration = prepared(&upstreams, file, &options.limits)?;
        let shared = Shared {
            configuration: ArcSwap::from_pointee(configuration),
            upstreams,
            limits: options.limits,
            observers: options.observers.into(),
            instance: Instance::new(),
            connections: Admission::default(),
            surplus: Admission::default(),
            exchanges: Admission::default(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Replaces the configuration as a whole. Exchanges in flight end by the one that they began with; the connections to
    /// clients and upstreams stay.
    ///
    /// ```
    /// # use preflight_gateway::Gateway;
    /// # use preflight_policy_file::{DEFAULT_LISTEN, PolicyFile};
    /// let gateway = Gateway::new(&PolicyFile::default())?;
    /// let changes = gateway.reload(&PolicyFile { listen: Some(([127, 0, 0, 1], 9000).into()), ..PolicyFile::default() })?;
    /// assert_eq!(changes[0].to_string(), "listen is now 127.0.0.1:9000, which takes effect after a restart");
    /// # Ok::<(), preflight_gateway::ConfigurationErrors>(())
    /// ```
    ///
    /// # Errors
    /// [`ConfigurationErrors`], and the configuration stays as it was.
    pub fn reload(&self, file: &PolicyFile) -> Result<Vec<ConfigurationChange>, ConfigurationErrors> {
        let configuration = prepared(&self.shared.upstreams, file, &self.shared.limits)?;
        let previous = self.shared.configuration.swap(Arc::new(configuration));
        Ok(changes::between(previous.file(), file))
    }

    /// The name of the policy by which a request to this host, in lower case and without a port, and this path is judged; none
    /// where CORS is left to the upstream.
    ///
    /// ```
    /// # use preflight_gateway::{Gateway, PolicyNotFound};
    /// # use preflight_policy_file::{DEFAULT_LISTEN, PolicyFile};
    /// let gateway = Gateway::new(&PolicyFile::default())?;
    /// assert_eq!(gateway.policy_of("api.example.com", "/todos"), Err(PolicyNotFound::NoRoute));
    /// # Ok::<(), preflight_gateway::ConfigurationErrors>(())
    /// ```
    ///
    /// # Errors
    /// [`PolicyNotFound`]: the request is refused.
    pub fn policy_of(&self, host: &str, path: &str) -> Result<Option<Arc<str>>, PolicyNotFound> {
        let configuration = self.shared.configuration.load();
        let route = configuration.route(host, path).map_err(|reason| match reason {
            NotFound::NoRoute => PolicyNotFound::NoRoute,
            NotFound::Ambiguous(_) => PolicyNotFound::AmbiguousPath,
        })?;
        Ok(route.policy.as_ref().map(|policy| Arc::clone(&policy.name)))
    }

    /// A metric: how many patterns of the configuration in force a newer public-suffix list condemns, which a reload let stay
    /// since they were in force before.
    pub fn tolerated_patterns(&self) -> usize {
        self.shared.configuration.load().tolerated_patterns()
    }

    /// The policy file in force.
    pub fn policy_file(&self) -> PolicyFile {
        self.shared.configuration.load().file().clone()
    }

    /// Where the configuration says to listen.
    pub fn listen_address(&self) -> SocketAddr {
        self.shared.configuration.load().file().listen.unwrap_or(DEFAULT_LISTEN)
    }

    /// Listens. Connections are accepted once [`Bound::run`] is polled; until then they wait.
    ///
    /// # Errors
    /// [`BindError`], with the address and what to do.
    pub async fn bind(&self, address: SocketAddr) -> Result<Bound, BindError> {
        Bound::bind(Arc::clone(&self.shared), address).await
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("configuration", &*self.shared.configuration.load()).finish_non_exhaustive()
    }
}

fn prepared(upstreams: &Upstreams, file: &PolicyFile, limits: &Limits) -> Result<Configuration, ConfigurationErrors> {
    let configuration = Configuration::new(file, limits)?;
    upstreams.prepare(&configuration).map_err(|error| ConfigurationErrors(vec![error]))?;
    Ok(configuration)
}
