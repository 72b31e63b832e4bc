//! The pools of connections to all upstreams. They outlive a reload.

use http::Request;
use hyper_util::client::legacy::connect::Connect;
use hyper_util::client::legacy::{Client, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::configuration::{Configuration, ConfigurationError};
use crate::connector::{self, ConnectLimit, Connector, Plain};
use crate::limits::{ANSWER_HEAD, Limits, UPSTREAM_IDLE_CONNECTIONS};
use crate::request_body::RequestBody;
#[cfg(feature = "tls")]
use crate::tls::Encrypted;

/// The pools of connections.
pub(crate) struct Upstreams {
    plain: Client<Connector<Plain>, RequestBody>,
    connect_limit: ConnectLimit,
    #[cfg(feature = "tls")]
    encrypted: Encrypted,
}

impl Upstreams {
    pub(crate) fn new(limits: &Limits) -> Self {
        let connect_limit = ConnectLimit::new(limits.connect);
        Self {
            plain: client(connector::plain(), limits, &connect_limit),
            #[cfg(feature = "tls")]
            encrypted: Encrypted::new(limits, &connect_limit),
            connect_limit,
        }
    }

    /// Makes ready for https upstreams, if there are any: a system without trusted certificates can serve the others.
    pub(crate) fn prepare(&self, configuration: &Configuration) -> Result<(), ConfigurationError> {
        self.connect_limit.set(configuration.limits().connect);
        match configuration.https_upstream() {
            Some(destination) => self.prepare_tls(destination.origin()),
            None => Ok(()),
        }
    }

    #[cfg(feature = "tls")]
    fn prepare_tls(&self, _upstream: &str) -> Result<(), ConfigurationError> {
        self.encrypted.prepare()
    }

    #[cfg(not(feature = "tls"))]
    fn prepare_tls(&self, upstream: &str) -> Result<(), ConfigurationError> {
        Err(ConfigurationError::NoTls { upstream: upstream.to_owned() })
    }

    /// Sends a request; its URL says where to. The configuration that it is from was [prepared](Self::prepare).
    pub(crate) fn send(&self, request: Request<RequestBody>) -> ResponseFuture {
        #[cfg(feature = "tls")]
        if request.uri().scheme() == Some(&http::uri::Scheme::HTTPS) {
            return self.encrypted.client().request(request);
        }
        self.plain.request(request)
    }
}

/// A pool whose connections are made by `inner`.
pub(crate) fn client<C>(inner: C, limits: &Limits, connect: &ConnectLimit) -> Client<Connector<C>, RequestBody>
where
    Connector<C>: Connect + Clone,
{
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(limits.upstream_idle)
        .pool_max_idle_per_host(UPSTREAM_IDLE_CONNECTIONS)
        .http1_max_buf_size(ANSWER_HEAD)
        .build(Connector::new(inner, connect.clone()))
}
