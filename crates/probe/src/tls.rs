//! [`Tls`]: the handshake of a client that verifies every certificate.

use std::sync::{Arc, OnceLock};

use preflight_engine::exchange::NetworkFailure;
use rustls::client::WebPkiServerVerifier;
use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use rustls_native_certs::load_native_certs;
use url::{Host, Url};

use crate::connection::TlsStream;
use crate::deadline::DeadlineStream;
use crate::failure::Failed;
use crate::http2;
use crate::roots::RootCertificates;
use crate::trusted::TrustedVerifier;

/// How ALPN calls what is spoken where the server does not choose HTTP/2.
const HTTP_1_1: &[u8] = b"http/1.1";

/// Makes TLS connections. The system's certificates are read at the first one: it takes a while, and a probe of
/// `http` URLs needs none.
#[derive(Debug)]
pub(crate) struct Tls {
    extra_roots: RootCertificates,
    client: OnceLock<Result<Client, rustls::Error>>,
}

#[derive(Debug)]
struct Client {
    config: Arc<ClientConfig>,
    /// Why certificates of this system could not be read.
    root_problems: Vec<String>,
}

impl Tls {
    pub(crate) fn new(extra_roots: RootCertificates) -> Self {
        Self { extra_roots, client: OnceLock::new() }
    }

    /// Performs the handshake, with the URL's host as the name that the certificate must be for.
    pub(crate) fn handshake(&self, url: &Url, mut stream: DeadlineStream) -> Result<TlsStream, Failed> {
        let client = self.client.get_or_init(|| Client::new(self.extra_roots.clone()));
        let client = client.as_ref().map_err(Failed::tls)?;
        let mut session =
            ClientConnection::new(client.config.clone(), server_name(url)?).map_err(|error| Failed::tls(&error))?;
        match session.complete_io(&mut stream) {
            Ok(_) => Ok(Box::new(StreamOwned::new(session, stream))),
            Err(error) => Err(client.with_root_problems(Failed::handshaking(&error))),
        }
    }
}

impl Client {
    fn new(extra_roots: RootCertificates) -> Result<Self, rustls::Error> {
        let (mut roots, mut trusted) = extra_roots.into_parts();
        let native = load_native_certs();
        trusted.extend(native.certs.iter().cloned());
        roots.add_parsable_certificates(native.certs);
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()?;
        // Without any anchor there is no verifier to build, and nothing to trust: the usual way then says so.
        let mut config = match WebPkiServerVerifier::builder_with_provider(Arc::new(roots.clone()), provider).build() {
            Ok(chains) => builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(TrustedVerifier { chains, trusted }))
                .with_no_client_auth(),
            Err(_) => builder.with_root_certificates(roots).with_no_client_auth(),
        };
        config.alpn_protocols = vec![http2::ALPN.to_vec(), HTTP_1_1.to_vec()];
        let root_problems = native.errors.iter().map(ToString::to_string).collect();
        Ok(Self { config: Arc::new(config), root_problems })
    }

    /// A certificate may be untrusted only because this system's own could not be read.
    fn with_root_problems(&self, mut failed: Failed) -> Failed {
        if failed.failure == NetworkFailure::TlsCertificate && !self.root_problems.is_empty() {
            let problems = self.root_problems.join("; ");
            failed.explanation += &format!("; certificates of this system that could not be read: {problems}");
        }
        failed
    }
}

/// The host as certificates and SNI spell it: without the dot of an absolute name, without the brackets of IPv6.
fn server_name(url: &Url) -> Result<ServerName<'static>, Failed> {
    let unusable = |reason: String| Failed::new(NetworkFailure::TlsHandshake, reason);
    match url.host() {
        Some(Host::Ipv4(address)) => Ok(ServerName::IpAddress(address.into())),
        Some(Host::Ipv6(address)) => Ok(ServerName::IpAddress(address.into())),
        Some(Host::Domain(name)) => ServerName::try_from(name.strip_suffix('.').unwrap_or(name).to_owned())
            .map_err(|error| unusable(format!("{name}: no name that a certificate could be for: {error}"))),
        None => Err(unusable("the URL has no host".to_owned())),
    }
}
