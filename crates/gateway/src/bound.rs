//! The listener: it accepts connections, serves each on a task of its own, and stops gracefully.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::connection::{admit, serve};
use crate::gateway::Shared;
use crate::inbound::Inbound;

/// How long to wait after `accept` failed for want of sockets: some are closed meanwhile.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// A gateway that listens.
pub struct Bound {
    shared: Arc<Shared>,
    listener: TcpListener,
    local_address: SocketAddr,
}

/// How a gateway stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The connections that were still busy when [`Limits::stop`](crate::Limits::stop) had passed, and were closed.
    pub aborted: usize,
}

/// Why a gateway cannot listen.
#[derive(Debug)]
pub struct BindError {
    /// Where.
    pub address: SocketAddr,
    /// What the system says.
    pub source: io::Error,
}

impl Bound {
    pub(crate) async fn bind(shared: Arc<Shared>, address: SocketAddr) -> Result<Self, BindError> {
        let failed = |source| BindError { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let local_address = listener.local_addr().map_err(failed)?;
        Ok(Self { shared, listener, local_address })
    }

    /// Where it listens; the port is a real one even if 0 was asked for.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_address
    }

    /// Serves until `shutdown` is ready. Then it accepts nothing more, idle connections are closed, exchanges in flight
    /// are finished, and what is left after [`Limits::stop`](crate::Limits::stop) is closed.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> Stopped {
        let (stop, stopping) = watch::channel(());
        let mut connections = JoinSet::new();
        let mut shutdown = pin!(shutdown);
        loop {
            tokio::select! {
                biased;
                () = &mut shutdown => break,
                Some(_) = connections.join_next() => {}
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, peer)) => {
                        let local = stream.local_addr().unwrap_or(self.local_address);
                        let inbound = Inbound::new(peer, self.local_address, local);
                        if let Some(admitted) = admit(&self.shared, inbound) {
                            connections.spawn(serve(Arc::clone(&self.shared), stream, admitted, stopping.clone()));
                        }
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                    }
                },
            }
        }
        drop(self.listener);
        drop(stop);
        finish(connections, self.shared.limits.stop).await
    }
}

async fn finish(mut connections: JoinSet<()>, limit: Duration) -> Stopped {
    let all_ended = async { while connections.join_next().await.is_some() {} };
    let aborted = match tokio::time::timeout(limit, all_ended).await {
        Ok(()) => 0,
        Err(_) => connections.len(),
    };
    connections.shutdown().await;
    Stopped { aborted }
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, source } = self;
        match source.kind() {
            io::ErrorKind::AddrInUse => {
                write!(f, "{address} is in use; stop what listens there or choose another port with --listen")
            }
            io::ErrorKind::PermissionDenied => {
                write!(f, "{address} may not be used by this user; choose a port from 1024 with --listen")
            }
            io::ErrorKind::AddrNotAvailable => {
                write!(f, "{address} is not an address of this machine; choose one with --listen")
            }
            _ => write!(f, "{address} cannot be listened on: {source}"),
        }
    }
}

impl std::error::Error for BindError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
