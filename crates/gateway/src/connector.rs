//! From the name of an upstream to a connection, within a limit, with a reason if there is none.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::{GaiAddrs, GaiResolver, Name};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use crate::failure::Unreachable;
use crate::limits::UPSTREAM_RECEIVE_BUFFER;
use crate::unsent::limit_unsent;
use crate::upstream_stream::UpstreamStream;

type BoxError = Box<dyn Error + Send + Sync>;
type BoxFuture<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

/// Connects without TLS.
#[derive(Clone, Debug)]
pub(crate) struct Plain(HttpConnector<Resolver>);

/// A connector with a limit on all that it does: resolving, connecting, TLS.
#[derive(Clone, Debug)]
pub(crate) struct Connector<C> {
    inner: C,
    limit: ConnectLimit,
}

/// How long connecting may take. A reload sets it for all connectors. A clone is the same.
#[derive(Clone, Debug)]
pub(crate) struct ConnectLimit(Arc<AtomicU64>);

/// Why there is no connection.
#[derive(Debug)]
pub(crate) enum ConnectError {
    TimedOut(Duration),
    Failed(Unreachable),
}

/// The system's resolver, its errors told apart from those of connecting.
#[derive(Clone, Debug)]
pub(crate) struct Resolver(GaiResolver);

#[derive(Debug)]
struct Unresolvable(io::Error);

/// A connector for http; one for https wraps it.
pub(crate) fn plain() -> Plain {
    let mut connector = HttpConnector::new_with_resolver(Resolver(GaiResolver::new()));
    connector.set_nodelay(true);
    connector.set_recv_buffer_size(Some(UPSTREAM_RECEIVE_BUFFER));
    connector.enforce_http(false);
    Plain(connector)
}

impl ConnectLimit {
    pub(crate) fn new(limit: Duration) -> Self {
        let connect = Self(Arc::default());
        connect.set(limit);
        connect
    }

    pub(crate) fn set(&self, limit: Duration) {
        self.0.store(u64::try_from(limit.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn get(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::Relaxed))
    }
}

impl<C> Connector<C> {
    pub(crate) fn new(inner: C, limit: ConnectLimit) -> Self {
        Self { inner, limit }
    }
}

impl Service<Uri> for Plain {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = BoxFuture<TokioIo<TcpStream>, BoxError>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, upstream: Uri) -> Self::Future {
        let connecting = self.0.call(upstream);
        Box::pin(async move {
            let connection = connecting.await?;
            if let Err(error) = limit_unsent(connection.inner()) {
                tracing::debug!(%error, "TCP_NOTSENT_LOWAT");
            }
            Ok(connection)
        })
    }
}

impl<C> Service<Uri> for Connector<C>
where
    C: Service<Uri>,
    C::Error: Into<BoxError>,
    C::Future: Send + 'static,
{
    type Response = UpstreamStream<C::Response>;
    type Error = ConnectError;
    type Future = BoxFuture<UpstreamStream<C::Response>, ConnectError>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        self.inner.poll_ready(context).map_err(|error| ConnectError::Failed(reason(&*error.into())))
    }

    fn call(&mut self, upstream: Uri) -> Self::Future {
        let limit = self.limit.get();
        let connecting = self.inner.call(upstream);
        Box::pin(async move {
            match tokio::time::timeout(limit, connecting).await {
                Ok(Ok(connection)) => Ok(UpstreamStream::new(connection)),
                Ok(Err(error)) => Err(ConnectError::Failed(reason(&*error.into()))),
                Err(_) => Err(ConnectError::TimedOut(limit)),
            }
        })
    }
}

/// What an error of resolving, connecting or TLS means, read off the chain of its sources: the kinds that the system
/// gives to a failed connection, or else one that only TLS can have raised.
fn reason(error: &(dyn Error + 'static)) -> Unreachable {
    let mut source = Some(error);
    while let Some(error) = source {
        if error.is::<Unresolvable>() {
            return Unreachable::Unresolvable;
        }
        if let Some(error) = error.downcast_ref::<io::Error>() {
            match error.kind() {
                io::ErrorKind::ConnectionRefused => return Unreachable::Refused,
                io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::Other => {
                    return Unreachable::Tls;
                }
                _ => {}
            }
        }
        source = error.source();
    }
    Unreachable::Network
}

impl Service<Name> for Resolver {
    type Response = GaiAddrs;
    type Error = BoxError;
    type Future = BoxFuture<GaiAddrs, BoxError>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let resolving = self.0.call(name);
        Box::pin(async move { resolving.await.map_err(|error| Unresolvable(error).into()) })
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut(limit) => write!(f, "no connection within {limit:?}"),
            Self::Failed(reason) => reason.fmt(f),
        }
    }
}

impl Error for ConnectError {}

impl fmt::Display for Unresolvable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the name has no address: {}", self.0)
    }
}

impl Error for Unresolvable {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use crate::limits::UNSENT;

    use super::*;

    #[tokio::test]
    async fn the_system_holds_little_for_an_upstream_that_reads_nothing() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let upstream = format!("http://{}", listener.local_addr().unwrap());
        let connection = plain().call(upstream.parse().unwrap()).await.unwrap();
        assert_eq!(socket2::SockRef::from(connection.inner()).tcp_notsent_lowat().unwrap(), UNSENT);
    }
}
