//! What belongs to one connection and what passes; keep-alive on both sides; starting and stopping.

use std::sync::Arc;
use std::time::Duration;

use preflight_gateway::{Limits, Stopped};
use preflight_policy_file::PolicyFile;
use tokio::net::TcpStream;
use tokio::sync::Notify;

use crate::spy::{OK, Spy, Step};
use crate::world::{World, config, file, limits, route};

#[tokio::test]
async fn connections_are_kept_on_both_sides() {
    let spy = Spy::answering(OK).await;
    let world = World::new(&file(spy.address, config())).await;
    let mut client = world.client().await;
    for path in ["/api/1", "/nowhere", "/api/2", "/api/3"] {
        client.send(&[&format!("GET {path} HTTP/1.1"), "Host: a"]).await;
    }
    assert_eq!((spy.connections(), spy.requests().len()), (1, 3));
}

#[tokio::test]
async fn only_end_to_end_fields_pass() {
    let spy = Spy::answering(
        "HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Hop\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\nX-End: 1\r\n\
         Proxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
    )
    .await;
    let world = World::new(&file(spy.address, config())).await;
    let answer = world
        .send(&[
            "GET /api/x HTTP/1.1",
            "Host: a.test:81",
            "Connection: keep-alive, X-Hop",
            "Keep-Alive: 5",
            "X-Hop: 1",
            "TE: trailers, deflate",
            "Proxy-Authorization: Basic x",
            "Upgrade: h2c",
            "X-Forwarded-For: 6.6.6.6",
            "Forwarded: for=6.6.6.6",
            "X-End: 1",
        ])
        .await;
    let mut names: Vec<&str> = answer.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["content-length", "date", "vary", "x-end"]);

    let request = spy.request();
    let mut lines: Vec<&str> = request.trim_end().split("\r\n").collect();
    lines[1..].sort_unstable();
    let host = format!("host: {}", spy.address);
    let via = lines.iter().find(|line| line.starts_with("via: 1.1 preflight-")).unwrap().to_string();
    let expected = [
        "GET /api/x HTTP/1.1",
        &host,
        "te: trailers",
        via.as_str(),
        "x-end: 1",
        "x-forwarded-for: 127.0.0.1",
        "x-forwarded-host: a.test:81",
        "x-forwarded-proto: http",
    ];
    assert_eq!(lines, expected);
}

#[tokio::test]
async fn the_target_passes_byte_for_byte() {
    let spy = Spy::answering(OK).await;
    let based = PolicyFile {
        routes: vec![route("/{*rest}", format!("http://{}/base/", spy.address))],
        ..file(spy.address, config())
    };
    let world = World::new(&based).await;
    for target in ["/", "/a//b;c=d/%2F%zz/~'(!)*", "/?", "/a?b=%20+&&c=/?{}", "/x/%2e/../y", "/%C3%A9"] {
        let before = spy.requests().len();
        assert_eq!(world.send(&[&format!("GET {target} HTTP/1.1")]).await.status, 200, "{target}");
        let request = &spy.requests()[before];
        assert!(request.starts_with(&format!("GET /base{target} HTTP/1.1\r\n")), "{request}");
    }
}

#[tokio::test]
async fn a_chunked_get_keeps_its_body() {
    let spy = Spy::answering(OK).await;
    let world = World::new(&file(spy.address, config())).await;
    world.send(&["GET /api/x HTTP/1.1", "Transfer-Encoding: chunked", "", "3\r\nabc\r\n0\r\n\r\n"]).await;
    assert!(spy.request().ends_with("3\r\nabc\r\n0\r\n\r\n"));
}

#[tokio::test]
async fn http_1_0_without_host_is_served() {
    let spy = Spy::answering(OK).await;
    let world = World::new(&file(spy.address, config())).await;
    let mut client = world.client().await;
    client.write("GET /api/x HTTP/1.0\r\n\r\n").await;
    assert_eq!(client.answer(false).await.text(), "ok");
    assert!(spy.request().starts_with("GET /api/x HTTP/1.1\r\n"));
}

#[tokio::test]
async fn stopping_finishes_what_is_in_flight() {
    let finish = Arc::new(Notify::new());
    let spy = Spy::doing(vec![Step::WaitFor(Arc::clone(&finish)), Step::Write(OK)]).await;
    let world = World::new(&file(spy.address, config())).await;
    let address = world.address;
    let mut idle = world.client().await;
    let mut busy = world.client().await;
    idle.send(&["GET / HTTP/1.1", "Host: a"]).await;
    busy.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n").await;
    while spy.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }

    let stopped = world.stop();
    assert_eq!(idle.rest().await, b"");
    assert!(TcpStream::connect(address).await.is_err());
    finish.notify_one();
    let answer = busy.answer(false).await;
    assert_eq!((answer.text(), answer.header("connection")), ("ok", Some("close")));
    assert_eq!(stopped.await.unwrap(), Stopped { aborted: 0 });
}

#[tokio::test]
async fn stopping_closes_what_does_not_finish() {
    let spy = Spy::doing(vec![
        Step::Write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart"),
        Step::WaitFor(Arc::default()),
    ])
    .await;
    let limits = Limits { stop: Duration::from_millis(100), ..limits() };
    let world = World::with(&file(spy.address, config()), limits).await;
    let mut client = world.client().await;
    client.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n").await;
    client.head().await;
    assert_eq!(world.stop().await.unwrap(), Stopped { aborted: 1 });
    assert_eq!(client.rest().await, b"part");
}

#[tokio::test]
async fn a_port_in_use_is_named_with_the_remedy() {
    let world = World::new(&PolicyFile::default()).await;
    let Err(error) = world.gateway.bind(world.address).await else { panic!("a port serves one gateway") };
    let expected = format!("{} is in use; stop what listens there or choose another port with --listen", world.address);
    assert_eq!(error.to_string(), expected);
}
