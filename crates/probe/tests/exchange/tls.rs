//! TLS with certificates of a CA of our own.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use preflight_engine::exchange::NetworkFailure;
use preflight_probe::{BodyEnd, Exchanged, Probe, ProbeOptions, RootCertificateError, RootCertificates};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::loopback::{Loopback, PATIENCE, get, get_with, options, read_request, request};

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nX: 1\r\n\r\nbody";

/// A CA that nobody but these tests knows.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub fn roots(&self) -> RootCertificates {
        let mut roots = RootCertificates::new();
        roots.add_der(self.0.der()).unwrap();
        roots
    }

    fn certify(&self, name: &str, lasts_until: i32) -> Arc<ServerConfig> {
        self.certify_for(name, lasts_until, &[b"http/1.1"])
    }

    /// For a server that speaks these protocols.
    pub fn certify_for(&self, name: &str, lasts_until: i32, protocols: &[&[u8]]) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(lasts_until, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.into()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        Arc::new(config)
    }
}

/// Answers one request over TLS; what it "received" is the server name and the protocol that were asked for.
fn tls_server(config: Arc<ServerConfig>) -> Loopback {
    Loopback::scripted(move |stream| {
        let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
        if stream.conn.complete_io(&mut stream.sock).is_err() {
            // What the client has sent is read, so that closing does not take the alert back.
            let _ = stream.sock.read_to_end(&mut Vec::new());
            return Vec::new();
        }
        read_request(&mut stream);
        // The connection ends without close_notify, as with many servers.
        stream.write_all(ANSWER).unwrap();
        let name = stream.conn.server_name().unwrap_or("no name").to_owned();
        let protocol = String::from_utf8_lossy(stream.conn.alpn_protocol().unwrap_or(b"no protocol")).into_owned();
        format!("{name}, {protocol}").into_bytes()
    })
}

fn get_over_tls(server: &Loopback, host: &str, roots: RootCertificates) -> Exchanged {
    let url = format!("https://{host}:{}/", server.address.port());
    get_with(ProbeOptions { extra_roots: roots, ..options() }, &url)
}

#[test]
fn a_certificate_of_an_extra_root_is_trusted() {
    let authority = Authority::new();
    for (host, asked_for) in [("localhost", "localhost, http/1.1"), ("127.0.0.1", "no name, http/1.1")] {
        let server = tls_server(authority.certify(host, 2100));
        let exchanged = get_over_tls(&server, host, authority.roots());
        assert_eq!(exchanged.answer.clone().expect(host).status, 200, "{exchanged:?}");
        let body = &exchanged.detail.body;
        assert_eq!((body.bytes.as_slice(), body.end), (b"body".as_slice(), BodyEnd::Complete), "{host}");
        assert!(exchanged.detail.elapsed.tls.is_some(), "{host}");
        assert_eq!(String::from_utf8(server.received()).unwrap(), asked_for);
    }
}

#[test]
fn any_other_certificate_is_refused() {
    let authority = Authority::new();
    let cases = [
        ("of an unknown authority", "localhost", 2100, RootCertificates::new(), "UnknownIssuer"),
        ("for another name", "api.example", 2100, authority.roots(), "not valid for name"),
        ("for an address", "127.0.0.1", 2100, authority.roots(), "not valid for name"),
        ("that expired", "localhost", 2001, authority.roots(), "expired"),
    ];
    for (sentence, name, lasts_until, roots, words) in cases {
        let server = tls_server(authority.certify(name, lasts_until));
        let exchanged = get_over_tls(&server, "localhost", roots);
        assert_eq!(exchanged.answer.clone().err(), Some(NetworkFailure::TlsCertificate), "{sentence}: {exchanged:?}");
        assert!(exchanged.detail.request_head.is_empty(), "{sentence}: nothing is sent");
        let explanation = exchanged.detail.explanation.unwrap();
        assert!(explanation.contains(words), "{sentence}: {explanation}");
    }
}

#[test]
fn one_probe_serves_several_exchanges() {
    let authority = Authority::new();
    let probe = Probe::new(ProbeOptions { extra_roots: authority.roots(), ..options() });
    let config = authority.certify("localhost", 2100);
    for _ in 0..2 {
        let server = tls_server(config.clone());
        let head = request("GET", &format!("https://localhost:{}/", server.address.port()));
        assert_eq!(probe.exchange(&head, None).unwrap().answer.unwrap().status, 200);
    }
}

#[test]
fn a_plain_port_has_no_tls() {
    let bad_request = |mut stream: TcpStream| {
        let length = stream.read(&mut [0; 4096]).unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        vec![0; length]
    };
    let closing = |mut stream: TcpStream| vec![0; stream.read(&mut [0; 4096]).unwrap()];
    let cases = [
        ("answers HTTP", Loopback::scripted(bad_request), "plain HTTP"),
        ("closes", Loopback::scripted(closing), "broke off"),
    ];
    for (sentence, server, words) in cases {
        let exchanged = get_over_tls(&server, "127.0.0.1", RootCertificates::new());
        assert_eq!(exchanged.answer.err(), Some(NetworkFailure::TlsHandshake), "{sentence}");
        let explanation = exchanged.detail.explanation.unwrap();
        assert!(explanation.contains(words), "{sentence}: {explanation}");
    }
}

#[test]
fn a_tls_port_answers_plain_http_with_an_alert() {
    let server = tls_server(Authority::new().certify("localhost", 2100));
    let exchanged = get(&server.url());
    assert_eq!(exchanged.answer.clone().err(), Some(NetworkFailure::InvalidResponse), "{exchanged:?}");
    assert!(exchanged.detail.explanation.unwrap().contains("speaks TLS"));
}

#[test]
fn a_handshake_that_never_ends_times_out() {
    let server = Loopback::scripted(|mut stream| read_request(&mut stream));
    let url = server.url().replace("http:", "https:");
    let exchanged = get_with(ProbeOptions { connect_timeout: PATIENCE, ..options() }, &url);
    assert_eq!(exchanged.answer.err(), Some(NetworkFailure::TimedOut));
}

#[test]
fn root_certificates_are_read_from_pem() {
    let authority = Authority::new();
    let mut roots = RootCertificates::new();
    roots.add_pem(authority.0.pem().as_bytes(), Path::new("ca.pem")).unwrap();
    assert_eq!(roots.len(), 1);
    let server = tls_server(authority.certify("localhost", 2100));
    assert_eq!(get_over_tls(&server, "localhost", roots.clone()).answer.unwrap().status, 200);

    use RootCertificateError::{NoCertificate, UnreadablePem, Unusable};
    let not_der = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let refused = |pem: &str| roots.clone().add_pem(pem.as_bytes(), Path::new("ca.pem")).unwrap_err();
    assert!(matches!(refused("-----BEGIN CERTIFICATE-----\nAA"), UnreadablePem(..)));
    assert!(matches!(refused("no certificate"), NoCertificate(_)));
    assert!(matches!(refused(not_der), Unusable(_)));
    assert!(matches!(roots.clone().add_der(b"not DER"), Err(Unusable(_))));
}

#[test]
fn a_certificate_that_is_trusted_by_itself_is_enough_for_its_own_name() {
    let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let cases = [
        ("its name", "localhost", 2100, true, None),
        ("another name", "127.0.0.1", 2100, true, Some("not valid for name")),
        ("its time is over", "localhost", 2001, true, Some("expired")),
        ("nobody trusts it", "localhost", 2100, false, Some("invalid peer certificate")),
    ];
    for (sentence, host, lasts_until, is_trusted, words) in cases {
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(lasts_until, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let mut roots = RootCertificates::new();
        if is_trusted {
            roots.add_der(certificate.der()).unwrap();
        }
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.into()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
            .unwrap();
        let server = tls_server(Arc::new(config));
        let exchanged = get_over_tls(&server, host, roots);
        let failure = words.map(|_| NetworkFailure::TlsCertificate);
        assert_eq!(exchanged.answer.err(), failure, "{sentence}: {:?}", exchanged.detail.explanation);
        let explanation = exchanged.detail.explanation.unwrap_or_default();
        assert!(explanation.contains(words.unwrap_or_default()), "{sentence}: {explanation}");
    }
}
