//! Connections to https upstreams: ring does the cryptography, and this system says whom to trust.

use std::sync::OnceLock;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;

use crate::configuration::ConfigurationError;
use crate::connector::{self, ConnectLimit, Connector, Plain};
use crate::limits::Limits;
use crate::request_body::RequestBody;
use crate::upstreams;

type EncryptedClient = Client<Connector<HttpsConnector<Plain>>, RequestBody>;

/// The pool of encrypted connections, made when the first https upstream is configured.
pub(crate) struct Encrypted {
    limits: Limits,
    connect: ConnectLimit,
    client: OnceLock<EncryptedClient>,
}

impl Encrypted {
    pub(crate) fn new(limits: &Limits, connect: &ConnectLimit) -> Self {
        Self { limits: limits.clone(), connect: connect.clone(), client: OnceLock::new() }
    }

    /// Reads the certificates that this system trusts, once.
    pub(crate) fn prepare(&self) -> Result<(), ConfigurationError> {
        if self.client.get().is_some() {
            return Ok(());
        }
        let connector = HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(|error| ConfigurationError::NoTrustedCertificates { reason: error.to_string() })?
            .https_only()
            .enable_http1()
            .wrap_connector(connector::plain());
        // Whoever was quicker made the same.
        self.client.set(upstreams::client(connector, &self.limits, &self.connect)).ok();
        Ok(())
    }

    pub(crate) fn client(&self) -> &EncryptedClient {
        self.client.get().expect("a configuration with an https upstream was prepared before it was in force")
    }
}
