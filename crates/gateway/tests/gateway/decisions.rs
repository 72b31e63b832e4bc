//! What is answered at the edge, what is forwarded, and what its answer carries.

use preflight_policy_file::PolicyFile;

use crate::spy::{OK, Spy};
use crate::world::{APP, EVIL, World, config, file, rejecting, route};

#[tokio::test]
async fn a_preflight_never_reaches_the_upstream() {
    let spy = Spy::answering(OK).await;
    let world = World::new(&file(spy.address, config())).await;
    for (reason, path, origin, method, status, allow_origin) in [
        ("allowed", "/api/x", APP, "PUT", 204, Some("https://app.example.com")),
        ("a method that is refused", "/api/x", APP, "DELETE", 204, Some("https://app.example.com")),
        ("an origin that is refused", "/api/x", EVIL, "PUT", 403, None),
        ("no route", "/other", APP, "PUT", 204, Some("https://app.example.com")),
    ] {
        let ask = format!("Access-Control-Request-Method: {method}");
        let answer = world.send(&[&format!("OPTIONS {path} HTTP/1.1"), origin, &ask]).await;
        assert_eq!(answer.status, status, "{reason}");
        assert_eq!(answer.header("access-control-allow-origin"), allow_origin, "{reason}");
        assert!(answer.header("vary").unwrap().contains("Origin"), "{reason}");
        assert!(answer.body.is_empty(), "{reason}");
    }
    assert_eq!(spy.connections(), 0);
}

#[tokio::test]
async fn what_is_no_preflight_is_the_upstreams() {
    let spy = Spy::answering(OK).await;
    let world = World::new(&file(spy.address, rejecting())).await;
    for (reason, lines, status, reached) in [
        ("allowed", vec!["GET /api/1 HTTP/1.1", APP], 200, true),
        ("no origin", vec!["GET /api/2 HTTP/1.1"], 200, true),
        ("OPTIONS that asks nothing", vec!["OPTIONS /api/3 HTTP/1.1", APP], 200, true),
        ("OPTIONS without Origin", vec!["OPTIONS /api/4 HTTP/1.1", "Access-Control-Request-Method: PUT"], 200, true),
        ("same origin", vec!["POST /api/5 HTTP/1.1", "Origin: http://a.test", "Content-Length: 0"], 200, true),
        ("refused", vec!["GET /api/6 HTTP/1.1", EVIL], 403, false),
        ("several origins", vec!["GET /api/7 HTTP/1.1", APP, EVIL], 403, false),
    ] {
        let before = spy.requests().len();
        let answer = world.send(&lines).await;
        assert_eq!(answer.status, status, "{reason}");
        assert_eq!(spy.requests().len() > before, reached, "{reason}");
        assert!(answer.headers("vary").contains(&"Origin"), "{reason}");
        if status == 403 {
            assert_eq!(answer.cors_fields(), [""; 0], "{reason}");
        }
    }
}

#[tokio::test]
async fn the_policy_replaces_what_the_upstream_says_about_cors() {
    let upstream = "HTTP/1.1 500 Oops\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Origin: null\r\n\
        Access-Control-Max-Age: 5\r\nVary: Accept\r\nVary: Accept-Encoding\r\nX-Request-Id: 7\r\nContent-Length: 0\r\n\r\n";
    let spy = Spy::answering(upstream).await;
    let world = World::new(&file(spy.address, config())).await;
    for (origin, allow_origin, fields) in [
        (
            APP,
            Some("https://app.example.com"),
            &["access-control-allow-origin", "access-control-allow-credentials", "access-control-expose-headers"][..],
        ),
        (EVIL, None, &[]),
    ] {
        let answer = world.send(&["GET /api/x HTTP/1.1", origin]).await;
        assert_eq!(answer.status, 500);
        assert_eq!(answer.header("access-control-allow-origin"), allow_origin);
        assert_eq!(answer.cors_fields(), fields);
        assert_eq!(answer.headers("vary"), ["Accept", "Accept-Encoding", "Origin"]);
        assert_eq!(answer.header("x-request-id"), Some("7"));
    }
}

#[tokio::test]
async fn without_a_policy_cors_is_left_to_the_upstream() {
    let spy = Spy::answering("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 0\r\n\r\n").await;
    let file = PolicyFile { default_policy: None, ..file(spy.address, config()) };
    let mut open = route("/open/{*rest}", spy.address);
    open.policy = None;
    let world = World::new(&PolicyFile { routes: vec![open], ..file }).await;

    let preflight = ["OPTIONS /open/x HTTP/1.1", EVIL, "Access-Control-Request-Method: PUT"];
    assert_eq!(world.send(&preflight).await.header("access-control-allow-origin"), Some("*"));
    assert_eq!(spy.requests().len(), 1);

    let answer = world.send(&["GET /other HTTP/1.1", APP]).await;
    assert_eq!((answer.status, answer.cors_fields().len(), answer.error()), (404, 0, "no-route".to_owned()));
}

#[tokio::test]
async fn a_route_without_a_policy_has_the_default_one() {
    let spy = Spy::answering(OK).await;
    let mut file = file(spy.address, config());
    file.routes[0].policy = None;
    let answer = World::new(&file).await.send(&["GET /api/x HTTP/1.1", APP]).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example.com"));
}

#[tokio::test]
async fn a_404_of_no_route_carries_the_default_policy() {
    let spy = Spy::answering(OK).await;
    let world = World::new(&file(spy.address, config())).await;
    for path in ["/", "/other", "/apix/y"] {
        let answer = world.send(&[&format!("GET {path} HTTP/1.1"), APP]).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.error(), "no-route");
        assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example.com"));
        assert_eq!(answer.header("vary"), Some("Origin"));
    }
    assert_eq!(spy.connections(), 0);
}

#[tokio::test]
async fn each_host_has_its_policy() {
    let (one, other) = (Spy::answering(OK).await, Spy::answering(OK).await);
    let mut file = file(one.address, config());
    file.routes
        .push(preflight_policy_file::Route { host: Some("b.test".to_owned()), ..route("/api/{*rest}", other.address) });
    let world = World::new(&file).await;
    for (host, reached) in [("Host: a.test", &one), ("Host: B.test:80", &other), ("Host: b.test.", &other)] {
        let before = reached.requests().len();
        world.send(&["GET /api/x HTTP/1.1", host]).await;
        assert_eq!(reached.requests().len(), before + 1, "{host}");
    }
}
