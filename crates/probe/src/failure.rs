//! [`Failed`]: why no response head came, as a fact for the engine and as a sentence for people.

use std::io::{self, ErrorKind};

use preflight_engine::exchange::NetworkFailure;

use crate::allowance::is_exceeded;
use crate::limits::MAX_INTERIM_HEADS;

/// A fact and its explanation.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) failure: NetworkFailure,
    pub(crate) explanation: String,
}

impl Failed {
    pub(crate) fn new(failure: NetworkFailure, explanation: impl Into<String>) -> Self {
        Self { failure, explanation: explanation.into() }
    }

    /// More came than a response may have.
    pub(crate) fn too_large(explanation: String) -> Self {
        Self::new(NetworkFailure::ResponseTooLarge, explanation)
    }

    /// Interim heads came, and no end of them.
    pub(crate) fn too_many_interim_heads() -> Self {
        Self::too_large(format!("more than {MAX_INTERIM_HEADS} interim (1xx) responses came, and none after them"))
    }

    /// A connection could not be made.
    pub(crate) fn connecting(error: &io::Error) -> Self {
        let failure = match error.kind() {
            ErrorKind::ConnectionRefused => NetworkFailure::ConnectionRefused,
            ErrorKind::TimedOut | ErrorKind::WouldBlock => NetworkFailure::TimedOut,
            _ => NetworkFailure::Unreachable,
        };
        Self::new(failure, error.to_string())
    }

    /// The TLS handshake did not come to its end. One that breaks off is a failed handshake: that is how many plain
    /// HTTP servers answer a ClientHello.
    pub(crate) fn handshaking(error: &io::Error) -> Self {
        match (tls_error(error), error.kind()) {
            (Some(error), _) => Self::tls(error),
            (None, _) if is_exceeded(error) => Self::too_large(error.to_string()),
            (None, ErrorKind::TimedOut) => {
                Self::new(NetworkFailure::TimedOut, "no time was left for the TLS handshake")
            }
            (None, _) => Self::new(NetworkFailure::TlsHandshake, format!("the TLS handshake broke off: {error}")),
        }
    }

    /// Sending or receiving failed on a connection that stood.
    pub(crate) fn transferring(error: &io::Error) -> Self {
        match (tls_error(error), error.kind()) {
            (Some(error), _) => Self::tls(error),
            (None, _) if is_exceeded(error) => Self::too_large(error.to_string()),
            (None, ErrorKind::TimedOut) => {
                Self::new(NetworkFailure::TimedOut, "the response head did not come in time")
            }
            (None, _) => Self::new(NetworkFailure::ConnectionClosed, error.to_string()),
        }
    }

    pub(crate) fn tls(error: &rustls::Error) -> Self {
        match error {
            rustls::Error::InvalidCertificate(_) => Self::new(NetworkFailure::TlsCertificate, error.to_string()),
            rustls::Error::InvalidMessage(_) => Self::new(
                NetworkFailure::TlsHandshake,
                format!("what answered is not TLS; does the port speak plain HTTP? ({error})"),
            ),
            _ => Self::new(NetworkFailure::TlsHandshake, error.to_string()),
        }
    }
}

/// rustls hands its own errors through [`io::Error`].
fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_operating_system_says_becomes_a_fact() {
        use NetworkFailure::{ConnectionClosed, ConnectionRefused, TimedOut, TlsHandshake, Unreachable};
        let cases = [
            (ErrorKind::ConnectionRefused, [ConnectionRefused, TlsHandshake, ConnectionClosed]),
            (ErrorKind::TimedOut, [TimedOut, TimedOut, TimedOut]),
            (ErrorKind::HostUnreachable, [Unreachable, TlsHandshake, ConnectionClosed]),
            (ErrorKind::NetworkUnreachable, [Unreachable, TlsHandshake, ConnectionClosed]),
            (ErrorKind::PermissionDenied, [Unreachable, TlsHandshake, ConnectionClosed]),
            (ErrorKind::ConnectionReset, [Unreachable, TlsHandshake, ConnectionClosed]),
            (ErrorKind::UnexpectedEof, [Unreachable, TlsHandshake, ConnectionClosed]),
        ];
        for (kind, expected) in cases {
            let phases = [Failed::connecting, Failed::handshaking, Failed::transferring];
            assert_eq!(phases.map(|phase| phase(&kind.into()).failure), expected, "{kind:?}");
        }
    }

    #[test]
    fn an_alert_after_the_handshake_is_still_a_failed_handshake() {
        // TLS 1.3: a server that wants a certificate of the client says so only now.
        let alert = rustls::Error::AlertReceived(rustls::AlertDescription::CertificateRequired);
        let error = io::Error::new(ErrorKind::InvalidData, alert);
        assert_eq!(Failed::transferring(&error).failure, NetworkFailure::TlsHandshake);
    }
}
