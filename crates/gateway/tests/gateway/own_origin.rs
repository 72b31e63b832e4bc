//! Which requests come from the gateway's own public origin, and so are not CORS.

use preflight_engine::origin::TupleOrigin;
use preflight_policy_file::PolicyFile;

use crate::spy::{OK, Spy};
use crate::world::{World, file, rejecting};

const PROTO: &str = "X-Forwarded-Proto: https";
const FORWARDED_HOST: &str = "X-Forwarded-Host: public.test";

#[tokio::test]
async fn an_own_origin_passes_where_others_are_rejected() {
    let spy = Spy::answering(OK).await;
    let stranger = file(spy.address, rejecting());
    let known = vec!["a.test".to_owned(), "public.test".to_owned()];
    let trusted =
        PolicyFile { trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()], hosts: known, ..stranger.clone() };
    let stated =
        PolicyFile { public_url: Some(TupleOrigin::parse("https://public.test").unwrap()), ..stranger.clone() };
    for (reason, file, origin, fields, status) in [
        ("Host", &stranger, "http://a.test", &[][..], 200),
        ("the scheme that it did not come by", &stranger, "https://a.test", &[], 403),
        ("a client's word about the scheme", &stranger, "https://a.test", &[PROTO], 403),
        ("a client's word about the host", &stranger, "http://public.test", &[FORWARDED_HOST], 403),
        ("a proxy's word about the scheme", &trusted, "https://a.test", &[PROTO], 200),
        ("the proxy's scheme alone counts", &trusted, "http://a.test", &[PROTO], 403),
        ("a proxy's word about both", &trusted, "https://public.test", &[PROTO, FORWARDED_HOST], 200),
        ("public-url", &stated, "https://public.test", &[], 200),
        ("beside public-url, the name that was called", &stated, "http://a.test", &[], 200),
        ("public-url, other scheme", &stated, "http://public.test", &[], 403),
        ("a sandboxed frame", &stated, "null", &[], 403),
    ] {
        let world = World::new(file).await;
        let origin = format!("Origin: {origin}");
        let mut lines = vec!["POST /api/form HTTP/1.1", "Content-Length: 0", &origin];
        lines.extend(fields);
        let answer = world.send(&lines).await;
        assert_eq!(answer.status, status, "{reason}");
        assert_eq!(answer.cors_fields(), [""; 0], "{reason}");
    }
}

/// An attacker's name may lead to this machine; the attacker's page then calls its own origin (DNS rebinding).
#[tokio::test]
async fn a_name_that_is_not_the_gateways_is_answered_421() {
    let spy = Spy::answering(OK).await;
    let stated = PolicyFile {
        public_url: Some(TupleOrigin::parse("https://public.test").unwrap()),
        hosts: Vec::new(),
        ..file(spy.address, rejecting())
    };
    let world = World::new(&stated).await;
    let port = world.address.port();
    for (reason, target, host, status) in [
        ("its public name", "/api/x", "public.test".to_owned(), 200),
        ("its address", "/api/x", world.address.to_string(), 200),
        ("this machine", "/api/x", format!("localhost:{port}"), 200),
        ("a stranger's name", "/api/x", format!("evil.test:{port}"), 421),
        ("no route is looked for", "/other", format!("evil.test:{port}"), 421),
        ("a stranger's name in the target", "http://evil.test/api/x", "public.test".to_owned(), 421),
        ("a name that begins like this machine", "/api/x", "127.0.0.1.evil.test".to_owned(), 421),
    ] {
        let lines = [format!("POST {target} HTTP/1.1"), format!("Host: {host}"), format!("Origin: http://{host}")];
        let lines: Vec<&str> = lines.iter().map(String::as_str).chain(["Content-Length: 0"]).collect();
        let answer = world.send(&lines).await;
        assert_eq!(answer.status, status, "{reason}");
        assert_eq!(answer.cors_fields(), [""; 0], "{reason}");
    }
    assert_eq!(spy.requests().len(), 3);
}
