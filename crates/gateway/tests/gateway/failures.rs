//! Every answer that the gateway makes itself: status, name, and the CORS fields that keep it readable.

use std::time::Duration;

use preflight_gateway::Limits;
use preflight_policy_file::PolicyFile;
use tokio::net::TcpListener;

use crate::client::Answer;
use crate::spy::{OK, Spy, Step};
use crate::world::{APP, EVIL, World, config, file, limits};

fn assert_readable(answer: &Answer, reason: &str) {
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example.com"), "{reason}");
    assert_eq!(answer.header("access-control-allow-credentials"), Some("true"), "{reason}");
    assert_eq!(answer.header("vary"), Some("Origin"), "{reason}");
}

/// An address where nothing listens.
async fn nobody() -> String {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string()
}

/// An address where this is said to whoever comes.
#[cfg(feature = "tls")]
async fn greeting(words: &'static str) -> std::net::SocketAddr {
    use tokio::io::AsyncWriteExt;

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.write_all(words.as_bytes()).await.unwrap();
        }
    });
    address
}

#[tokio::test]
async fn an_upstream_that_fails_does_not_look_like_cors() {
    let garbage = Spy::doing(vec![Step::Write("SSH-2.0-OpenSSH\r\n"), Step::Close]).await;
    let closing = Spy::doing(vec![Step::Close]).await;
    let slow = Spy::doing(vec![Step::Wait(Duration::from_secs(5))]).await;
    let switching =
        Spy::answering("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n").await;
    for (upstream, status, error, words) in [
        (nobody().await, 502, "upstream-unreachable", "nothing listens there"),
        ("no-such-host.invalid".to_owned(), 502, "upstream-unreachable", "no address"),
        (garbage.address.to_string(), 502, "upstream-broken", "not HTTP"),
        (closing.address.to_string(), 502, "upstream-broken", "closed"),
        (switching.address.to_string(), 502, "upstream-broken", "not HTTP"),
        (slow.address.to_string(), 504, "upstream-timeout", "within 1.5s"),
    ] {
        assert_upstream_fails(&format!("http://{upstream}"), status, error, words).await;
    }
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn an_upstream_without_tls_does_not_look_like_cors() {
    let plain = greeting("HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    for (upstream, status, error, words) in [
        (plain, 502, "upstream-unreachable", "TLS"),
        (silent.local_addr().unwrap(), 504, "upstream-connect-timeout", "within 1s"),
    ] {
        assert_upstream_fails(&format!("https://{upstream}"), status, error, words).await;
    }
}

/// Whether a page can read the failure, and only a page that is allowed to.
async fn assert_upstream_fails(upstream: &str, status: u16, error: &str, words: &str) {
    let world = World::new(&file(upstream, config())).await;
    let answer = world.send(&["GET /api/x?token=secret HTTP/1.1", APP]).await;
    assert_eq!((answer.status, answer.error().as_str()), (status, error), "{}", answer.text());
    assert!(answer.text().contains(words), "{}", answer.text());
    assert!(answer.text().contains(&format!("\"upstream\":\"{upstream}\"")), "{}", answer.text());
    assert!(!answer.text().contains("secret"), "{}", answer.text());
    assert_readable(&answer, upstream);

    let refused = world.send(&["GET /api/x HTTP/1.1", EVIL]).await;
    assert_eq!((refused.status, refused.cors_fields().len()), (status, 0), "{upstream}");
    assert_eq!(refused.header("vary"), Some("Origin"), "{upstream}");
}

#[tokio::test]
async fn what_is_not_forwarded_is_readable_too() {
    let spy = Spy::answering(OK).await;
    let world = World::with(&file(spy.address, config()), Limits { request_head: 1000, ..limits() }).await;
    let large = format!("Cookie: {}", "x".repeat(1000));
    for (reason, lines, status, error) in [
        (
            "WebSocket",
            vec!["GET /api/x HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket", APP],
            501,
            "upgrade-unsupported",
        ),
        ("CONNECT", vec!["CONNECT a.test:443 HTTP/1.1", APP], 501, "connect-unsupported"),
        ("a large head", vec!["GET /api/x HTTP/1.1", APP, &large], 431, "request-head-too-large"),
        (
            "gzip",
            vec!["POST /api/x HTTP/1.1", APP, "Transfer-Encoding: gzip, chunked", "", "0\r\n\r\n"],
            501,
            "transfer-coding-unsupported",
        ),
        ("an invalid host", vec!["GET /api/x HTTP/1.1", "Host: a/b", APP], 400, "invalid-host"),
        ("two hosts", vec!["GET /api/x HTTP/1.1", "Host: a", "Host: b", APP], 400, "invalid-host"),
        ("a way out of the route", vec!["GET /api/..%2fx HTTP/1.1", APP], 400, "ambiguous-path"),
        (
            "a body that is no chunks",
            vec!["POST /api/x HTTP/1.1", APP, "Transfer-Encoding: chunked", "", "zz\r\n"],
            400,
            "request-body-broken",
        ),
        (
            "a body that stops coming",
            vec!["POST /api/x HTTP/1.1", APP, "Content-Length: 3", "", "1"],
            408,
            "request-timeout",
        ),
    ] {
        let answer = world.send(&lines).await;
        assert_eq!((answer.status, answer.error().as_str()), (status, error), "{reason}: {}", answer.text());
        assert_readable(&answer, reason);
    }
    assert_eq!(spy.requests().len(), 0, "{:?}", spy.requests());
}

#[tokio::test]
async fn a_refused_origin_is_rejected_before_anything_else() {
    let world = World::new(&file(nobody().await, crate::world::rejecting())).await;
    let upgrade = ["GET /api/x HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket", EVIL];
    assert_eq!(world.send(&upgrade).await.status, 403);
}

#[tokio::test]
async fn an_upstream_never_sees_two_lengths() {
    for fields in ["Transfer-Encoding: chunked\r\nContent-Length: 1", "Content-Length: 1\r\nTransfer-Encoding: chunked"]
    {
        let spy = Spy::answering(OK).await;
        let world = World::new(&file(spy.address, config())).await;
        let mut client = world.client().await;
        let smuggled = "GET /api/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
        client
            .write(format!("POST /api/x HTTP/1.1\r\nHost: a\r\n{fields}\r\n\r\n3\r\nabc\r\n0\r\n\r\n{smuggled}"))
            .await;
        assert_eq!(client.answer(false).await.header("connection"), Some("close"), "{fields}");
        assert_eq!(client.rest().await, b"", "{fields}");
        let request = spy.request();
        assert!(!request.contains("content-length"), "{request}");
        assert!(request.ends_with("3\r\nabc\r\n0\r\n\r\n"), "{request}");
    }
}

/// What never becomes a request of the HTTP library is answered by the policy too.
#[tokio::test]
async fn what_is_no_request_is_readable_too() {
    let spy = Spy::answering(OK).await;
    let world = World::new(&file(spy.address, config())).await;
    let (cookie, target) = ("c".repeat(100 * 1024), "t".repeat(40 * 1024));
    let [large, larger, huge] = [
        format!("GET /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\nCookie: {cookie}\r\n\r\n"),
        format!("GET /api/x HTTP/1.1\r\nHost: a\r\nCookie: {cookie}\r\n{APP}\r\n\r\n"),
        format!("GET /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\nCookie: {}", cookie.repeat(5)),
    ];
    let many = format!("GET /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\n{}\r\n", "X: 1\r\n".repeat(200));
    let lengths = "Content-Length: 1\r\nContent-Length: 2";
    for (reason, request, status, error) in [
        (
            "two lengths",
            format!("POST /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\n{lengths}\r\n\r\n"),
            400,
            "request-malformed",
        ),
        (
            "chunks in HTTP/1.0",
            format!("POST /api/x HTTP/1.0\r\nHost: a\r\n{APP}\r\nTransfer-Encoding: chunked\r\n\r\n"),
            400,
            "request-malformed",
        ),
        (
            "not chunked at the end",
            format!("POST /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\nTransfer-Encoding: gzip\r\n\r\n"),
            400,
            "request-malformed",
        ),
        (
            "a length that no body has",
            format!("POST /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\nContent-Length: 18446744073709551615\r\n\r\n"),
            400,
            "request-malformed",
        ),
        (
            "a length beside a coding that is none",
            format!(
                "POST /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\nTransfer-Encoding: chunked\r\nContent-Length: x\r\n\r\n"
            ),
            400,
            "request-malformed",
        ),
        ("HTTP/0.9", format!("GET /api/x\r\n{APP}\r\n\r\n"), 400, "request-malformed"),
        (
            "a field that is none",
            format!("GET / HTTP/1.1\r\nHost: a\r\nno field\r\n{APP}\r\n\r\n"),
            400,
            "request-malformed",
        ),
        ("a long head", large, 431, "request-head-too-large"),
        ("a long head that says who asks at its end", larger, 431, "request-head-too-large"),
        ("a head without end", huge, 431, "request-head-too-large"),
        ("many fields", many, 431, "request-head-too-large"),
        (
            "a target longer than a head",
            format!("GET /api/{} HTTP/1.1\r\nHost: a\r\n{APP}\r\n\r\n", target.repeat(5)),
            414,
            "target-too-long",
        ),
        ("a long target", format!("GET /api/{target} HTTP/1.1\r\nHost: a\r\n{APP}\r\n\r\n"), 414, "target-too-long"),
    ] {
        let mut client = world.client().await;
        client.write(&request).await;
        let answer = client.answer(false).await;
        assert_eq!((answer.status, answer.error().as_str()), (status, error), "{reason}");
        assert_readable(&answer, reason);
        assert_eq!(answer.header("connection"), Some("close"), "{reason}");
        assert_eq!(client.rest().await, b"", "{reason}");

        let mut refused = world.client().await;
        refused.write(request.replace(APP, EVIL)).await;
        let answer = refused.answer(false).await;
        assert_eq!((answer.status, answer.cors_fields().len()), (status, 0), "{reason}");
    }
    assert_eq!(spy.connections(), 0);
}

/// The target of a head that is too long still tells the route.
#[tokio::test]
async fn a_long_target_is_refused_by_the_policy_of_its_route() {
    let spy = Spy::answering(OK).await;
    let mut file = file(spy.address, config());
    file.default_policy = None;
    let world = World::new(&file).await;
    for (prefix, allowed) in [("/api/", Some("https://app.example.com")), ("/other/", None)] {
        let mut client = world.client().await;
        client.write(format!("GET {prefix}{} HTTP/1.1\r\nHost: a\r\n{APP}\r\n\r\n", "x".repeat(70_000))).await;
        let answer = client.answer(false).await;
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (414, allowed), "{prefix}");
    }
}

/// An upstream that dies right behind its head, or right behind the first piece.
#[tokio::test]
async fn what_breaks_off_at_once_is_told() {
    for head in [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ] {
        let spy = Spy::doing(vec![Step::Write(head), Step::Close]).await;
        let world = World::new(&file(spy.address, config())).await;
        let mut client = world.client().await;
        client.write(format!("GET /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\n\r\n")).await;
        // If the end came a moment after the head, that was passed on already.
        let answer = client.head().await;
        assert!([200, 502].contains(&answer.status), "{head}: {}", answer.status);
        assert_readable(&answer, head);
    }
    let part = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart";
    let spy = Spy::doing(vec![Step::Write(part), Step::Close]).await;
    let world = World::new(&file(spy.address, config())).await;
    let mut client = world.client().await;
    client.write(format!("GET /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\n\r\n")).await;
    assert_readable(&client.head().await, part);
    assert_eq!(client.rest().await, b"part");
}

/// A refusal comes behind the answers to what was asked before it.
#[tokio::test]
async fn a_refusal_waits_for_its_turn() {
    let spy = Spy::doing(vec![Step::Wait(Duration::from_millis(100)), Step::Write(OK)]).await;
    let world = World::new(&file(spy.address, config())).await;
    let mut client = world.client().await;
    client.write(format!("GET /api/1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /api/2 HTTP/1.1\r\nHost: a\r\n{APP}\r\nContent-Length: x\r\n\r\n")).await;
    assert_eq!(client.answer(false).await.text(), "ok");
    let refusal = client.answer(false).await;
    assert_eq!(refusal.status, 400);
    assert_readable(&refusal, "the second");
    assert_eq!(client.rest().await, b"");
    assert_eq!(spy.requests().len(), 1);
}

#[tokio::test]
async fn the_policy_file_may_set_the_timeout() {
    let slow = Spy::doing(vec![Step::Wait(Duration::from_secs(5))]).await;
    let upstream_timeout = Some(Duration::from_millis(50));
    let world = World::new(&PolicyFile { upstream_timeout, ..file(slow.address, config()) }).await;
    assert!(world.send(&["GET /api/x HTTP/1.1"]).await.text().contains("within 50ms"));
}

#[tokio::test]
async fn a_slow_upload_is_no_timeout() {
    let spy = Spy::answering(OK).await;
    let world = World::new(&file(spy.address, config())).await;
    let mut client = world.client().await;
    client.write("POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n").await;
    for _ in 0..5 {
        tokio::time::sleep(limits().response_head * 3 / 10).await;
        client.write("x").await;
    }
    assert_eq!(client.answer(false).await.status, 200);
}
