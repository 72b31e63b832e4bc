//! A crowd of slow peers of one kind, all held by one thread: each is visited once a second and connects anew when the
//! gateway has ended its connection.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A visit to everybody takes so many steps, so that not all of them do something at the same moment.
const STEPS: usize = 20;

/// The time of a step; all of them take a second.
const STEP_TIME: Duration = Duration::from_millis(50);

/// Loopback connects at once, unless the gateway accepts nothing.
const CONNECT_TIME: Duration = Duration::from_secs(1);

/// How much longer than its limit a peer may be borne, on a machine that is busy.
const GRACE: Duration = Duration::from_secs(5);

/// A slow peer, whose socket never blocks.
pub trait Peer {
    /// Begins anew: what it sends at once when it is connected.
    fn begin(&mut self) -> Vec<u8>;

    /// What it does each second; how its connection ended, if it has.
    fn visit(&mut self, stream: &mut TcpStream) -> Option<Ending>;

    /// How long the gateway should bear it; none if it is within all limits.
    fn limit(&self) -> Option<Duration>;
}

/// How a gateway ended a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By a reset.
    Reset,
    /// With an answer of status 400 or above.
    Refused,
    /// With another answer, or none.
    Closed,
}

/// What became of a crowd.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many there are.
    pub peers: usize,
    /// How many of them were connected at once.
    pub most_held: usize,
    pub resets: usize,
    pub refusals: usize,
    pub closed: usize,
    /// Those that were borne for longer than their limit.
    pub overstayed: usize,
}

struct Place<P> {
    peer: P,
    connection: Option<(TcpStream, Instant)>,
}

/// Holds the crowd until it is over.
pub fn hold<P: Peer>(peers: Vec<P>, gateway: SocketAddr, over: &AtomicBool) -> Tally {
    let mut tally = Tally { peers: peers.len(), ..Tally::default() };
    let mut places: Vec<_> = peers.into_iter().map(|peer| Place { peer, connection: None }).collect();
    let step = places.len().div_ceil(STEPS).max(1);
    let goes_on = || !over.load(Ordering::Relaxed);
    while goes_on() {
        for places in places.chunks_mut(step).take_while(|_| goes_on()) {
            let begin = Instant::now();
            places.iter_mut().take_while(|_| goes_on()).for_each(|place| place.visit(gateway, &mut tally));
            thread::sleep(STEP_TIME.saturating_sub(begin.elapsed()));
        }
        let held = places.iter().filter(|place| place.connection.is_some()).count();
        tally.most_held = tally.most_held.max(held);
    }
    tally
}

/// Reads what came and throws it away; the connection ends where it ends.
pub fn read_away(stream: &mut TcpStream) -> Option<Ending> {
    let mut piece = [0; 16 * 1024];
    let mut is_refused = false;
    loop {
        match stream.read(&mut piece) {
            Ok(0) if is_refused => return Some(Ending::Refused),
            Ok(0) => return Some(Ending::Closed),
            Ok(length) => is_refused |= is_refusal(&piece[..length]),
            // The gateway closes its end right behind a refusal.
            Err(_) if is_refused => return Some(Ending::Refused),
            Err(error) => return ending(&error),
        }
    }
}

/// How the connection ended, if an error says that.
pub fn ending(error: &io::Error) -> Option<Ending> {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted => None,
        io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => Some(Ending::Reset),
        _ => Some(Ending::Closed),
    }
}

fn is_refusal(answer: &[u8]) -> bool {
    answer.starts_with(b"HTTP/1.1 4") || answer.starts_with(b"HTTP/1.1 5")
}

impl<P: Peer> Place<P> {
    fn visit(&mut self, gateway: SocketAddr, tally: &mut Tally) {
        let Some((stream, since)) = &mut self.connection else {
            // A gateway that takes nobody is told by its good clients.
            self.connection = self.connect(gateway).ok();
            return;
        };
        let has_overstayed = self.peer.limit().is_some_and(|limit| since.elapsed() > limit + GRACE);
        match self.peer.visit(stream) {
            None if has_overstayed => tally.overstayed += 1,
            None => return,
            Some(Ending::Reset) => tally.resets += 1,
            Some(Ending::Refused) => tally.refusals += 1,
            Some(Ending::Closed) => tally.closed += 1,
        }
        self.connection = self.connect(gateway).ok();
    }

    fn connect(&mut self, gateway: SocketAddr) -> io::Result<(TcpStream, Instant)> {
        let mut stream = TcpStream::connect_timeout(&gateway, CONNECT_TIME)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        stream.write_all(&self.peer.begin())?;
        Ok((stream, Instant::now()))
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { peers, most_held, resets, refusals, closed, overstayed } = self;
        write!(f, "{most_held} of {peers} at once, {resets} reset, {refusals} refused, {closed} closed, ")?;
        write!(f, "{overstayed} borne too long")
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    struct Silent;

    impl Peer for Silent {
        fn begin(&mut self) -> Vec<u8> {
            b"GET".to_vec()
        }

        fn visit(&mut self, stream: &mut TcpStream) -> Option<Ending> {
            read_away(stream)
        }

        fn limit(&self) -> Option<Duration> {
            None
        }
    }

    #[test]
    fn the_end_of_a_connection_is_told_by_its_kind_and_it_is_made_anew() {
        for (answer, expected) in [
            ("HTTP/1.1 408 Request Timeout\r\n\r\n", Some(Ending::Refused)),
            ("HTTP/1.1 200 OK\r\n\r\n", Some(Ending::Closed)),
            ("", None),
        ] {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let mut place = Place { peer: Silent, connection: None };
            let mut tally = Tally::default();
            place.visit(listener.local_addr().unwrap(), &mut tally);
            let (mut accepted, _) = listener.accept().unwrap();
            if expected.is_some() {
                accepted.read_exact(&mut [0; 3]).unwrap();
                accepted.write_all(answer.as_bytes()).unwrap();
                drop(accepted);
            }
            thread::sleep(Duration::from_millis(50));
            place.visit(listener.local_addr().unwrap(), &mut tally);
            assert!(place.connection.is_some(), "{answer}");
            assert_eq!(tally.refusals, usize::from(expected == Some(Ending::Refused)), "{answer}");
            assert_eq!(tally.closed, usize::from(expected == Some(Ending::Closed)), "{answer}");
        }
    }
}
