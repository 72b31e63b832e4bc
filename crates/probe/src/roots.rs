//! [`RootCertificates`]: what a caller trusts besides the certificates of this system.

use std::path::{Path, PathBuf};
use std::{error, fmt};

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject};

/// Certificates of a private CA, each checked when it is added.
#[derive(Clone, Debug)]
pub struct RootCertificates {
    store: RootCertStore,
    certificates: Vec<CertificateDer<'static>>,
}

/// A certificate cannot be added.
#[derive(Debug)]
#[non_exhaustive]
pub enum RootCertificateError {
    /// The file is no PEM.
    UnreadablePem(PathBuf, pem::Error),
    /// The file is PEM, but has no `CERTIFICATE` in it.
    NoCertificate(PathBuf),
    /// The certificate is not one that TLS can trust.
    Unusable(rustls::Error),
}

impl RootCertificates {
    /// None.
    pub fn new() -> Self {
        Self { store: RootCertStore::empty(), certificates: Vec::new() }
    }

    /// Adds every `CERTIFICATE` of a PEM file that was read already; the name is what errors show.
    ///
    /// # Errors
    /// If it is no PEM, or holds none or an unusable one. Those before it stay added.
    pub fn add_pem(&mut self, pem: &[u8], path: &Path) -> Result<(), RootCertificateError> {
        let unreadable = |error| RootCertificateError::UnreadablePem(path.to_owned(), error);
        let mut is_empty = true;
        for certificate in CertificateDer::pem_slice_iter(pem) {
            self.add(certificate.map_err(unreadable)?)?;
            is_empty = false;
        }
        if is_empty { Err(RootCertificateError::NoCertificate(path.to_owned())) } else { Ok(()) }
    }

    /// Adds one certificate in DER.
    ///
    /// # Errors
    /// If it is not one that TLS can trust.
    pub fn add_der(&mut self, certificate: &[u8]) -> Result<(), RootCertificateError> {
        self.add(CertificateDer::from(certificate))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.store.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.store.is_empty()
    }

    fn add(&mut self, certificate: CertificateDer<'_>) -> Result<(), RootCertificateError> {
        let certificate = certificate.into_owned();
        self.store.add(certificate.clone()).map_err(RootCertificateError::Unusable)?;
        self.certificates.push(certificate);
        Ok(())
    }

    /// The anchors of chains, and the certificates themselves.
    pub(crate) fn into_parts(self) -> (RootCertStore, Vec<CertificateDer<'static>>) {
        (self.store, self.certificates)
    }
}

impl Default for RootCertificates {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for RootCertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnreadablePem(path, error) => write!(f, "{}: cannot be read as PEM: {error}", path.display()),
            Self::NoCertificate(path) => {
                write!(f, "{}: no certificate in it; it must have a BEGIN CERTIFICATE line", path.display())
            }
            Self::Unusable(error) => write!(f, "the root certificate cannot be used: {error}"),
        }
    }
}

impl error::Error for RootCertificateError {}
