//! One connection of a client, from its first byte to its last.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::admission::{Admitted, Capacity};
use crate::client_stream::ClientStream;
use crate::exchange::exchange;
use crate::gateway::Shared;
use crate::inbound::Inbound;
use crate::limits::{ANSWER_HEAD, READ_PIECE, TURNED_AWAY};
use crate::request_head::FIELDS_LIMIT;
use crate::turn::Turns;
use crate::unsent::limit_unsent;

/// Admits a connection: to be served, or if there are too many, to be told so. None if there are too many of those too.
pub(crate) fn admit(shared: &Shared, inbound: Inbound) -> Option<(Inbound, Admitted)> {
    let configuration = shared.configuration.load();
    let (limits, address) = (configuration.limits(), inbound.address());
    let per_address = (!configuration.trusts(address)).then_some(limits.connections_per_address);
    if let Some(admitted) = shared.connections.admit(address, Capacity { all: limits.connections, per_address }) {
        return Some((inbound, admitted));
    }
    let surplus = shared.surplus.admit(address, Capacity { all: TURNED_AWAY, per_address: None })?;
    Some((inbound.surplus(), surplus))
}

/// Serves a connection, and finishes it when the sender of `stopping` is gone.
pub(crate) async fn serve(
    shared: Arc<Shared>,
    stream: TcpStream,
    (inbound, _admitted): (Inbound, Admitted),
    mut stopping: watch::Receiver<()>,
) {
    let peer = inbound.peer;
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%peer, %error, "TCP_NODELAY");
    }
    if let Err(error) = limit_unsent(&stream) {
        tracing::debug!(%peer, %error, "TCP_NOTSENT_LOWAT");
    }
    let turns = Turns::default();
    let client = ClientStream::new(stream, Arc::clone(&shared), inbound.clone(), turns.clone());
    let service = service_fn(|request| {
        let (shared, inbound, turn) = (&shared, &inbound, turns.take());
        async move { Ok::<_, Infallible>(exchange(shared, inbound, turn, request).await) }
    });
    let mut connection = pin!(
        http1::Builder::new()
            // `ClientStream` has its own limits, and a field of its own.
            .header_read_timeout(None)
            .max_headers(FIELDS_LIMIT + 1)
            .max_buf_size(shared.limits.request_head.max(ANSWER_HEAD) + READ_PIECE)
            .serve_connection(client, service)
    );
    let served = tokio::select! {
        served = &mut connection => served,
        _ = stopping.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = served {
        tracing::debug!(%peer, %error, "a connection ended early");
    }
}
