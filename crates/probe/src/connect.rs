//! From a URL's host to a TCP connection: [`resolve`], then [`connect`].

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::time::Duration;
use std::{io, thread};

use preflight_engine::exchange::NetworkFailure;
use url::{Host, Url};

use crate::deadline::Deadline;
use crate::exchanged::{AddressAttempt, AddressOutcome};
use crate::failure::Failed;
use crate::limits::MAX_ADDRESSES;

/// The least time for one address, since a socket reads zero as an error.
const SHORTEST_ATTEMPT: Duration = Duration::from_millis(1);

/// The addresses of the URL's host, in the resolver's order.
pub(crate) fn resolve(url: &Url, deadline: Deadline) -> Result<Vec<SocketAddr>, Failed> {
    let port = url.port_or_known_default().unwrap_or(80);
    match url.host() {
        Some(Host::Ipv4(address)) => Ok(vec![(address, port).into()]),
        Some(Host::Ipv6(address)) => Ok(vec![(address, port).into()]),
        Some(Host::Domain(name)) if is_loopback_name(name) => Ok(loopback_addresses(port, deadline)),
        Some(Host::Domain(name)) => resolve_name(name, port, deadline),
        None => Err(Failed::new(NetworkFailure::NameNotResolved, "the URL has no host")),
    }
}

/// `localhost` and every name below it
/// ([let localhost be localhost](https://datatracker.ietf.org/doc/html/draft-ietf-dnsop-let-localhost-be-localhost)).
fn is_loopback_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name == "localhost" || name.ends_with(".localhost")
}

/// Both loopback addresses, whatever the resolver knows, since that is what browsers try; its order decides. It is
/// never asked for a name below `localhost`: that question could leave this machine.
fn loopback_addresses(port: u16, deadline: Deadline) -> Vec<SocketAddr> {
    let mut addresses = resolve_name("localhost", port, deadline).unwrap_or_default();
    addresses.retain(|address| address.ip().is_loopback());
    for loopback in [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)] {
        if !addresses.iter().any(|address| address.ip() == loopback) {
            addresses.push((loopback, port).into());
        }
    }
    addresses
}

/// Asks the system's resolver in a thread of its own, since it knows no deadline. A thread that comes too late finds
/// nobody listening and ends.
fn resolve_name(name: &str, port: u16, deadline: Deadline) -> Result<Vec<SocketAddr>, Failed> {
    let (sender, receiver) = mpsc::channel();
    let question = (name.to_owned(), port);
    let resolver = thread::Builder::new().name("resolver".to_owned()).spawn(move || {
        let answer = question.to_socket_addrs().map(|addresses| addresses.take(MAX_ADDRESSES).collect());
        let _ = sender.send(answer);
    });
    let not_resolved = |error: io::Error| Failed::new(NetworkFailure::NameNotResolved, format!("{name}: {error}"));
    resolver.map_err(not_resolved)?;
    let remaining = deadline.remaining().map_err(|error| Failed::connecting(&error))?;
    match receiver.recv_timeout(remaining) {
        Ok(answer) => answer.map_err(not_resolved).and_then(|addresses| require_distinct(name, addresses)),
        Err(_) => Err(Failed::new(NetworkFailure::TimedOut, format!("{name}: the resolver did not answer in time"))),
    }
}

/// A resolver may repeat an address, and may know none without calling that an error.
fn require_distinct(name: &str, addresses: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Failed> {
    let mut distinct = Vec::new();
    for address in addresses {
        if !distinct.contains(&address) {
            distinct.push(address);
        }
    }
    if distinct.is_empty() {
        return Err(Failed::new(NetworkFailure::NameNotResolved, format!("{name}: no address")));
    }
    Ok(distinct)
}

/// Connects to the first address that answers, and notes what became of each.
pub(crate) fn connect(
    addresses: &[SocketAddr],
    deadline: Deadline,
    attempts: &mut Vec<AddressAttempt>,
) -> Result<TcpStream, Failed> {
    let mut connected = None;
    for (index, &address) in addresses.iter().enumerate() {
        let outcome = match connected {
            Some(_) => AddressOutcome::NotTried,
            None => match connect_to(address, addresses.len() - index, deadline) {
                Ok(stream) => {
                    connected = Some(stream);
                    AddressOutcome::Connected
                }
                Err(failed) => AddressOutcome::Failed(failed.failure, failed.explanation),
            },
        };
        attempts.push(AddressAttempt { address, outcome });
    }
    connected.ok_or_else(|| most_telling(attempts))
}

/// One of `addresses_left` addresses gets an equal share of the time that is left, so that a silent one leaves time
/// for the others.
fn connect_to(address: SocketAddr, addresses_left: usize, deadline: Deadline) -> Result<TcpStream, Failed> {
    let attempt = || {
        let share = deadline.remaining()?.div_f64(addresses_left as f64).max(SHORTEST_ATTEMPT);
        let stream = TcpStream::connect_timeout(&address, share)?;
        // A head and a body are two small writes; neither need wait for the other, and without this they still come.
        let _ = stream.set_nodelay(true);
        Ok(stream)
    };
    attempt().map_err(|error: io::Error| Failed::connecting(&error))
}

/// A refusal says more than silence, and silence more than a missing route (a host without IPv6 has many of those).
fn most_telling(attempts: &[AddressAttempt]) -> Failed {
    let failures = || {
        attempts.iter().filter_map(|attempt| match &attempt.outcome {
            AddressOutcome::Failed(failure, explanation) => Some((attempt.address, *failure, explanation)),
            AddressOutcome::Connected | AddressOutcome::NotTried => None,
        })
    };
    let telling = [NetworkFailure::ConnectionRefused, NetworkFailure::TimedOut];
    let failure = telling.into_iter().find(|telling| failures().any(|(_, failure, _)| failure == *telling));
    let explanations: Vec<_> = failures().map(|(address, _, words)| format!("{address}: {words}")).collect();
    Failed::new(failure.unwrap_or(NetworkFailure::Unreachable), explanations.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_telling_failure_of_several_addresses_counts() {
        use NetworkFailure::{ConnectionRefused, TimedOut, Unreachable};
        let cases = [
            ("a refusal before a missing route", [Unreachable, ConnectionRefused], ConnectionRefused),
            ("a refusal before silence", [ConnectionRefused, TimedOut], ConnectionRefused),
            ("silence before a missing route", [Unreachable, TimedOut], TimedOut),
            ("a missing route if that is all", [Unreachable, Unreachable], Unreachable),
        ];
        for (sentence, failures, expected) in cases {
            let attempts = failures.map(|failure| AddressAttempt {
                address: ([192, 0, 2, 1], 80).into(),
                outcome: AddressOutcome::Failed(failure, failure.name().to_owned()),
            });
            assert_eq!(most_telling(&attempts).failure, expected, "{sentence}");
        }
    }

    #[test]
    fn names_below_localhost_are_loopback_and_nothing_else_is() {
        let cases = [("localhost", true), ("localhost.", true), ("app.localhost", true), ("notlocalhost", false)];
        for (name, expected) in cases {
            assert_eq!(is_loopback_name(name), expected, "{name}");
        }
    }
}
