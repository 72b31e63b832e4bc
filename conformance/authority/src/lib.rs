//! A certificate authority for tests. It lives as long as the browser that trusts it, and no key is ever written down.

#![forbid(unsafe_code)]

use std::sync::Arc;
use std::{fmt, io};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PublicKeyData, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};

/// What it calls itself.
const NAME: &str = "preflight lab";

/// What one calls itself that nobody knows.
const NAME_OF_UNKNOWN: &str = "preflight lab, unknown";

/// A name that no certificate in order is for.
const NAME_OF_ANOTHER: &str = "other.example.net";

/// An authority, and what it signs with.
pub struct Authority {
    /// Its own certificate, as a browser takes it in.
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
    names: Vec<String>,
    /// The one certificate in order, and its key: to a browser, two certificates of one number are a forgery.
    server: Certificate,
    server_key: KeyPair,
}

/// What is wrong with a server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is signed by itself, and nobody was told to trust it.
    SelfSigned,
    /// It is signed by an authority that nobody knows.
    UnknownAuthority,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    NotYetValid,
    /// It is for another name.
    OtherName,
}

impl Authority {
    /// A new authority, whose certificates are for these names and addresses.
    ///
    /// # Errors
    /// The system has no randomness, or a name is none.
    pub fn new(names: impl IntoIterator<Item = impl Into<String>>) -> io::Result<Self> {
        Self::generate(NAME, names.into_iter().map(Into::into).collect()).map_err(io::Error::other)
    }

    fn generate(own_name: &str, names: Vec<String>) -> Result<Self, rcgen::Error> {
        let mut params = CertificateParams::default();
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, own_name);
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        let (issuer, server_key) = (Issuer::new(params, key), KeyPair::generate()?);
        let server = params_of_server(names.clone())?.signed_by(&server_key, &issuer)?;
        Ok(Self { certificate, issuer, names, server, server_key })
    }

    /// The authority's certificate.
    pub fn pem(&self) -> String {
        self.certificate.pem()
    }

    /// The authority's certificate, without the lines around it.
    pub fn base64(&self) -> String {
        BASE64_STANDARD.encode(self.certificate.der())
    }

    /// The digest by which Chromium is told to take the key of servers in order.
    pub fn key_digest(&self) -> String {
        BASE64_STANDARD.encode(Sha256::digest(self.server_key.subject_public_key_info()))
    }

    /// How a server in order speaks, offering these protocols.
    ///
    /// # Errors
    /// The key does not go with the certificate, which cannot be.
    pub fn server_config(&self, protocols: &[&[u8]]) -> io::Result<Arc<ServerConfig>> {
        let mut config = server_config(&self.server, &self.server_key)?;
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        Ok(Arc::new(config))
    }

    /// How a server with this flaw speaks. Its key is its own: a browser that was told to take a key asks for nothing else.
    ///
    /// # Errors
    /// The system has no randomness.
    pub fn flawed_server_config(&self, flaw: Flaw) -> io::Result<Arc<ServerConfig>> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = self.flawed(flaw, &key).map_err(io::Error::other)?;
        server_config(&certificate, &key).map(Arc::new)
    }

    fn flawed(&self, flaw: Flaw, key: &KeyPair) -> Result<Certificate, rcgen::Error> {
        let mut params = params_of_server(match flaw {
            Flaw::OtherName => vec![NAME_OF_ANOTHER.to_owned()],
            _ => self.names.clone(),
        })?;
        match flaw {
            Flaw::SelfSigned => {
                params.use_authority_key_identifier_extension = false;
                return params.self_signed(key);
            }
            Flaw::UnknownAuthority => {
                let unknown = Self::generate(NAME_OF_UNKNOWN, self.names.clone())?;
                return params.signed_by(key, &unknown.issuer);
            }
            Flaw::Expired => params.not_after = date_time_ymd(2020, 1, 1),
            Flaw::NotYetValid => params.not_before = date_time_ymd(2090, 1, 1),
            Flaw::OtherName => {}
        }
        params.signed_by(key, &self.issuer)
    }
}

fn params_of_server(names: Vec<String>) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(names)?;
    params.use_authority_key_identifier_extension = true;
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

fn server_config(certificate: &Certificate, key: &KeyPair) -> io::Result<ServerConfig> {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config =
        config.and_then(|config| config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key));
    config.map_err(io::Error::other)
}

/// Shows no key.
impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority")
    }
}
