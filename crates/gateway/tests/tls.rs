//! An https upstream whose certificate this system trusts, and one whose it does not.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use preflight_gateway::Gateway;
use preflight_policy_file::{PolicyFile, Route};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// The file of certificates that this system trusts, when it runs this test again.
const TRUSTED: &str = "SSL_CERT_FILE";

/// The environment of a process is set before it starts, so the test that needs one runs in a process of its own.
#[test]
fn the_system_says_whom_to_trust() {
    let trusted = Path::new(env!("CARGO_TARGET_TMPDIR")).join("trusted.pem");
    let test = ["--exact", "--ignored", "an_upstream_of_a_trusted_authority_is_reached"];
    let ran = Command::new(std::env::current_exe().unwrap()).args(test).env(TRUSTED, trusted).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
}

#[tokio::test]
#[ignore = "run by the_system_says_whom_to_trust"]
async fn an_upstream_of_a_trusted_authority_is_reached() {
    let (trusted, other) = (authority(), authority());
    std::fs::write(std::env::var_os(TRUSTED).unwrap(), trusted.pem()).unwrap();
    for (authority, status, body) in [(&trusted, "200", "encrypted"), (&other, "502", "TLS failed")] {
        let upstream = upstream(authority).await;
        let route =
            Route { host: None, path: "/{*rest}".to_owned(), upstream: upstream.parse().unwrap(), policy: None };
        let gateway = Gateway::new(&PolicyFile { routes: vec![route], ..PolicyFile::default() }).unwrap();
        let bound = gateway.bind(([127, 0, 0, 1], 0).into()).await.unwrap();
        let mut client = TcpStream::connect(bound.local_addr()).await.unwrap();
        tokio::spawn(bound.run(std::future::pending()));

        client.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        assert!(answer.contains(body), "{answer}");
    }
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// An upstream with a certificate of this authority.
async fn upstream(authority: &CertifiedIssuer<'static, KeyPair>) -> String {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(["localhost".to_owned()]).unwrap().signed_by(&key, authority).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that does not trust the certificate leaves.
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            stream.read_buf(&mut Vec::new()).await.unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nencrypted").await.unwrap();
        }
    });
    format!("https://localhost:{port}")
}
