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
    let stranger = PolicyFile { ..file(spy.address, rejecting()) };
    let trusted = PolicyFile { trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()], ..stranger.clone() };
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
