//! The ports of the demo, all on 127.0.0.1, and the origins that they make.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;

/// The ports that are wanted, one after the other, and those that somebody else has.
pub struct Ports {
    /// The next port; 0 stands for any free one.
    next: u16,
    /// The ports that were wanted and taken.
    pub moved: Vec<Moved>,
}

/// A port that somebody else has, and the one used instead.
pub struct Moved {
    pub wanted: u16,
    pub given: u16,
}

/// The origin of each part, serialized.
#[derive(Clone, Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Origins {
    pub page: String,
    pub api: String,
    pub gateway: String,
    pub by_hand: String,
}

impl Ports {
    /// `first` and the ports after it; with 0 any free ones.
    pub fn starting_at(first: u16) -> Self {
        Self { next: first, moved: Vec::new() }
    }

    /// Takes the next port, or a free one if it is taken. `bind` listens and says where.
    pub async fn take<T>(
        &mut self,
        bind: impl AsyncFn(SocketAddr) -> io::Result<(T, SocketAddr)>,
    ) -> io::Result<(T, String)> {
        let wanted = self.next;
        self.next = if wanted == 0 { 0 } else { wanted.checked_add(1).unwrap_or(0) };
        let (listener, address) = match bind(on_loopback(wanted)).await {
            // In use, or below 1024 and not ours to take.
            Err(error) if matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) => {
                let (listener, address) = bind(on_loopback(0)).await?;
                self.moved.push(Moved { wanted, given: address.port() });
                (listener, address)
            }
            result => result?,
        };
        // Not localhost: that may mean ::1 too, where somebody else may listen.
        Ok((listener, format!("http://{address}")))
    }
}

#[cfg(test)]
impl Origins {
    /// Those of the default ports.
    pub fn of_default_ports() -> Self {
        let [page, api, gateway, by_hand] = [7400, 7401, 7402, 7403].map(|port| format!("http://127.0.0.1:{port}"));
        Self { page, api, gateway, by_hand }
    }
}

/// A plain listener, for [`Ports::take`].
pub async fn listen(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

fn on_loopback(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_that_is_taken_is_replaced_by_a_free_one() {
        let (_somebody_else, address) = listen(on_loopback(0)).await.unwrap();
        let mut ports = Ports::starting_at(address.port());
        let (listener, origin) = ports.take(listen).await.unwrap();
        let Moved { wanted, given } = ports.moved[0];
        assert_eq!(wanted, address.port());
        assert_ne!(given, wanted);
        assert_eq!(origin, format!("http://127.0.0.1:{given}"));
        assert!(listener.local_addr().unwrap().ip().is_loopback());
    }

    #[tokio::test]
    async fn port_0_is_any_free_port() {
        let mut ports = Ports::starting_at(0);
        let (_one, first) = ports.take(listen).await.unwrap();
        let (_other, second) = ports.take(listen).await.unwrap();
        assert_ne!(first, second);
        assert!(ports.moved.is_empty());
    }
}
