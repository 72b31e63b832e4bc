//! A certificate authority of the lab's own. It lives as long as the browser that trusts it, and no key is ever written down.

use std::sync::Arc;
use std::{fmt, io};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PublicKeyData,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};

use crate::world::HOST_NAMES;

/// What else the certificate is for.
const LOCAL_NAMES: [&str; 2] = ["localhost", "127.0.0.1"];

/// An authority, and the one certificate that it has signed.
pub struct Authority {
    /// Its own certificate, as a browser takes it in.
    certificate: rcgen::Certificate,
    server: CertificateDer<'static>,
    server_key: KeyPair,
}

impl Authority {
    /// A new authority, with a certificate for every host of the lab.
    ///
    /// # Errors
    /// The system has no randomness.
    pub fn new() -> io::Result<Self> {
        Self::generate().map_err(io::Error::other)
    }

    fn generate() -> Result<Self, rcgen::Error> {
        let mut params = CertificateParams::default();
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "preflight lab");
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        let names: Vec<_> = HOST_NAMES.into_iter().chain(LOCAL_NAMES).map(str::to_owned).collect();
        let server_key = KeyPair::generate()?;
        let mut server = CertificateParams::new(names)?;
        server.use_authority_key_identifier_extension = true;
        server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let server = server.signed_by(&server_key, &Issuer::new(params, key))?;
        Ok(Self { certificate, server: server.der().clone(), server_key })
    }

    /// The authority's certificate.
    pub fn pem(&self) -> String {
        self.certificate.pem()
    }

    /// The authority's certificate, without the lines around it.
    pub fn base64(&self) -> String {
        BASE64_STANDARD.encode(self.certificate.der())
    }

    /// The digest by which Chromium is told to take the server's key.
    pub fn key_digest(&self) -> String {
        BASE64_STANDARD.encode(Sha256::digest(self.server_key.subject_public_key_info()))
    }

    /// How a server with this certificate speaks, offering these protocols.
    ///
    /// # Errors
    /// The key does not go with the certificate, which cannot be.
    pub fn server_config(&self, protocols: &[&[u8]]) -> io::Result<Arc<ServerConfig>> {
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(self.server_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config =
            config.and_then(|config| config.with_no_client_auth().with_single_cert(vec![self.server.clone()], key));
        let mut config = config.map_err(io::Error::other)?;
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        Ok(Arc::new(config))
    }
}

/// Shows no key.
impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority")
    }
}
