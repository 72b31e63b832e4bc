//! Bodies pass as they come, in both directions, and break where they break.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::spy::{Spy, Step};
use crate::world::{APP, World, config, file};

#[tokio::test]
async fn the_first_byte_of_an_answer_arrives_before_the_last_is_sent() {
    let rest = Arc::new(Notify::new());
    let spy = Spy::doing(vec![
        Step::Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n"),
        Step::WaitFor(Arc::clone(&rest)),
        Step::Write("3\r\ntwo\r\n0\r\n\r\n"),
    ])
    .await;
    let world = World::new(&file(spy.address, config())).await;
    let mut client = world.client().await;
    client.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(client.head().await.status, 200);
    assert_eq!(client.chunk().await, Ok(Some(b"one".to_vec())));
    rest.notify_one();
    assert_eq!(client.chunk().await, Ok(Some(b"two".to_vec())));
    assert_eq!(client.chunk().await, Ok(None));
}

#[tokio::test]
async fn the_first_byte_of_a_request_arrives_before_the_last_is_sent() {
    let upstream = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let world = World::new(&file(upstream.local_addr().unwrap(), config())).await;
    let mut client = world.client().await;
    for (length, first, rest) in
        [("Content-Length: 6", "one", "two"), ("Transfer-Encoding: chunked", "3\r\none\r\n", "3\r\ntwo\r\n0\r\n\r\n")]
    {
        client.write(format!("PUT /api/x HTTP/1.1\r\nHost: a\r\n{length}\r\n\r\n{first}")).await;
        let (mut connection, _) = upstream.accept().await.unwrap();
        let mut received = Vec::new();
        while !received.ends_with(first.as_bytes()) {
            connection.read_buf(&mut received).await.unwrap();
        }
        client.write(rest).await;
        while !received.ends_with(rest.as_bytes()) {
            connection.read_buf(&mut received).await.unwrap();
        }
        connection.write_all(b"HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").await.unwrap();
        assert_eq!(client.answer(false).await.status, 201, "{length}");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_not_passed_as_whole() {
    for (head, part) in [
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", "part"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "4\r\npart\r\n"),
    ] {
        let spy = Spy::doing(vec![Step::Write(head), Step::Write(part), Step::Close]).await;
        let world = World::new(&file(spy.address, config())).await;
        let mut client = world.client().await;
        client.write(format!("GET /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\n\r\n")).await;
        let answer = client.head().await;
        assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example.com"));
        let rest = String::from_utf8(client.rest().await).unwrap();
        assert!(part.starts_with(&rest), "{rest:?}");
    }
}

#[tokio::test]
async fn answers_without_a_body_or_with_a_part_of_one() {
    for (method, upstream, status, body, kept) in [
        ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n", 200, "", ("content-length", "42")),
        ("GET", "HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n", 204, "", ("x-a", "1")),
        ("GET", "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n", 304, "", ("etag", "\"a\"")),
        (
            "GET",
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nab",
            206,
            "ab",
            ("content-range", "bytes 0-1/9"),
        ),
        ("GET", "HTTP/1.0 200 OK\r\nX-A: 1\r\n\r\nto the end", 200, "to the end", ("x-a", "1")),
        (
            "GET",
            "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 0\r\n\r\n",
            200,
            "",
            ("x-a", "1"),
        ),
    ] {
        let spy = Spy::doing(vec![Step::Write(upstream), Step::Close]).await;
        let world = World::new(&file(spy.address, config())).await;
        let mut client = world.client().await;
        for _ in 0..2 {
            let answer = client.send(&[&format!("{method} /api/x HTTP/1.1"), "Host: a", APP]).await;
            assert_eq!((answer.status, answer.text()), (status, body), "{upstream}");
            assert_eq!(answer.header(kept.0), Some(kept.1), "{upstream}");
            assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example.com"), "{upstream}");
        }
    }
}

#[tokio::test]
async fn a_failure_to_head_has_no_body() {
    let world = World::new(&file("127.0.0.1:1", config())).await;
    let mut client = world.client().await;
    for _ in 0..2 {
        let answer = client.send(&["HEAD /api/x HTTP/1.1", "Host: a", APP]).await;
        assert_eq!((answer.status, answer.header("content-type")), (502, Some("application/json")));
    }
}

#[tokio::test]
async fn a_client_that_expects_100_gets_it_once_the_upstream_takes_the_body() {
    let spy = Spy::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let world = World::new(&file(spy.address, config())).await;
    let mut client = world.client().await;
    client.write("PUT /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n").await;
    assert_eq!(client.head().await.status, 100);
    client.write("abc").await;
    assert_eq!(client.answer(false).await.status, 200);
    assert!(!spy.request().contains("expect"));

    let dead = World::new(&file("127.0.0.1:1", config())).await;
    let mut client = dead.client().await;
    client.write("PUT /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n").await;
    assert_eq!(client.head().await.status, 502);
}

#[tokio::test]
async fn a_client_that_pauses_gets_the_whole_answer() {
    const LENGTH: usize = 16 * 1024 * 1024;
    let body: &'static str = Box::leak("0123456789abcdef".repeat(LENGTH / 16).into());
    let head: &'static str = Box::leak(format!("HTTP/1.1 200 OK\r\nContent-Length: {LENGTH}\r\n\r\n").into());
    let spy = Spy::doing(vec![Step::Write(head), Step::Write(body)]).await;
    let world = World::new(&file(spy.address, config())).await;
    let mut client = world.client().await;
    for _ in 0..3 {
        client.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n").await;
        // All buffers on the way are full now.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let answer = tokio::time::timeout(Duration::from_secs(20), client.answer(false)).await.expect("it goes on");
        assert!(answer.body == body.as_bytes(), "{} bytes, or others", answer.body.len());
    }
    assert_eq!(spy.connections(), 1, "a client that pauses costs the upstream no connection");
}
