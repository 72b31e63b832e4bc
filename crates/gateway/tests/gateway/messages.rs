//! What of a message is passed on: one length, the trailers, and no name that somebody takes for another.

use preflight_policy_file::PolicyFile;

use crate::spy::{OK, Spy};
use crate::world::{APP, World, config, file, route};

#[tokio::test]
async fn an_answer_says_its_length_once() {
    for (reason, answer, expected) in [
        ("a list of equals", "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", Ok(Some("2"))),
        ("equal lines", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", Ok(Some("2"))),
        (
            "a coding and a length",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            Ok(None),
        ),
        (
            "a length and a coding",
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            Ok(None),
        ),
        ("a list of others", "HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\nok", Err(502)),
        ("other lines", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", Err(502)),
        ("no length", "HTTP/1.1 200 OK\r\nContent-Length: 2x\r\n\r\nok", Err(502)),
        (
            "a coding that nobody undoes",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            Err(502),
        ),
        ("a coding in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", Err(502)),
    ] {
        let spy = Spy::answering(answer).await;
        let world = World::new(&file(spy.address, config())).await;
        let found = world.send(&["GET /api/x HTTP/1.1", APP]).await;
        match expected {
            Ok(length) => {
                assert_eq!((found.status, found.text()), (200, "ok"), "{reason}");
                assert_eq!(found.header("content-length"), length, "{reason}");
            }
            Err(status) => assert_eq!((found.status, found.error().as_str()), (status, "upstream-broken"), "{reason}"),
        }
        assert_eq!(found.header("access-control-allow-origin"), Some("https://app.example.com"), "{reason}");
    }
}

#[tokio::test]
async fn trailers_pass_both_ways() {
    let spy = Spy::answering(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum, Access-Control-Allow-Origin\r\n\r\n\
         2\r\nok\r\n0\r\nX-Sum: 7\r\nAccess-Control-Allow-Origin: *\r\n\r\n",
    )
    .await;
    let world = World::new(&file(spy.address, config())).await;
    for te in ["", "TE: trailers, deflate\r\n"] {
        let before = spy.requests().len();
        let mut client = world.client().await;
        client
            .write(format!(
                "POST /api/x HTTP/1.1\r\nHost: a\r\n{te}Connection: close\r\nTrailer: X-Sum, X-Forwarded-For\r\n\
                 Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 6\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n"
            ))
            .await;
        let answer = String::from_utf8(client.rest().await).unwrap().to_ascii_lowercase();
        assert!(answer.contains("trailer: x-sum"), "{answer}");
        assert!(answer.ends_with("2\r\nok\r\n0\r\nx-sum: 7\r\n\r\n"), "{answer}");
        while spy.requests().len() == before {
            tokio::task::yield_now().await;
        }
        let request = spy.requests()[before].to_ascii_lowercase();
        assert!(request.ends_with("3\r\nabc\r\n0\r\nx-sum: 6\r\n\r\n"), "{request}");
        assert_eq!(request.contains("te: trailers"), !te.is_empty(), "{request}");
    }
}

/// Under CGI and WSGI `X_Real_IP` and `X-Real-IP` are one variable.
#[tokio::test]
async fn a_name_with_an_underscore_is_passed_only_on_demand() {
    let spy = Spy::answering(OK).await;
    let dropping = file(spy.address, config());
    let keeping = PolicyFile { keep_underscore_headers: true, ..dropping.clone() };
    for (file, passed) in [(dropping, false), (keeping, true)] {
        let world = World::new(&file).await;
        let before = spy.requests().len();
        world
            .send(&["GET /api/x HTTP/1.1", "X_Real_IP: 6.6.6.6", "X_Forwarded_For: 6.6.6.6", "My_Own: 1", "My-Own: 1"])
            .await;
        let request = spy.requests()[before].to_ascii_lowercase();
        assert_eq!(request.contains("my_own: 1"), passed, "{request}");
        assert!(!request.contains("6.6.6.6"), "{request}");
        assert!(request.contains("my-own: 1"), "{request}");
    }
}

#[tokio::test]
async fn a_gateway_that_reaches_itself_says_so() {
    let spy = Spy::answering(OK).await;
    let world = World::new(&file(spy.address, config())).await;
    let own = format!("localhost:{}", world.address.port());
    let itself = PolicyFile { routes: vec![route("/api/{*rest}", own)], ..file(spy.address, config()) };
    world.gateway.reload(&itself).unwrap();
    let answer = world.send(&["GET /api/x HTTP/1.1", APP]).await;
    assert_eq!((answer.status, answer.error().as_str()), (508, "loop-detected"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example.com"));
}
