//! What a peer can prolong: every phase of an exchange ends, and no client takes the room of the others.

use std::time::{Duration, Instant};

use preflight_gateway::{Ending, Limits};
use preflight_policy_file::{Capacity, PolicyFile, Timeouts};

use crate::client::{Answer, Client};
use crate::spy::{OK, Spy, Step};
use crate::world::{APP, World, config, file, limits};

const SHORT: Duration = Duration::from_millis(300);

/// What a client that takes nothing keeps from its upstream, in the buffers of both ends and of the gateway.
const HELD_FOR_A_CLIENT: u64 = 1024 * 1024;

/// A loaded machine is slow to notice, but not that slow.
const PATIENCE: Duration = Duration::from_secs(5);

fn assert_readable(answer: &Answer, status: u16, error: &str) {
    assert_eq!((answer.status, answer.error().as_str()), (status, error));
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example.com"));
}

async fn in_time<T>(ends: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, ends).await.expect("it ends in time")
}

#[tokio::test]
async fn a_head_that_stops_or_drips_ends() {
    let spy = Spy::answering(OK).await;
    let world = World::with(&file(spy.address, config()), Limits { request_head_time: SHORT, ..limits() }).await;
    let mut stopped = world.client().await;
    stopped.write(format!("GET /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\nX-Part")).await;
    assert_readable(&in_time(stopped.answer(false)).await, 408, "request-head-timeout");
    assert_eq!(in_time(stopped.rest()).await, b"");

    let mut dripping = world.client().await;
    dripping.write(format!("GET /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\nX: ")).await;
    let began = Instant::now();
    while began.elapsed() < SHORT + Duration::from_millis(100) {
        dripping.write("x").await;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_readable(&in_time(dripping.answer(false)).await, 408, "request-head-timeout");
    assert_eq!(spy.connections(), 0);
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let spy = Spy::answering(OK).await;
    let timeouts = Timeouts { idle: Some(SHORT), ..Timeouts::default() };
    let world = World::new(&PolicyFile { timeouts, ..file(spy.address, config()) }).await;
    let mut silent = world.client().await;
    assert_eq!(in_time(silent.rest()).await, b"");
    let mut used = world.client().await;
    used.send(&["GET /api/x HTTP/1.1", "Host: a"]).await;
    assert_eq!(in_time(used.rest()).await, b"");
}

#[tokio::test]
async fn a_body_that_stops_frees_the_upstream() {
    let spy = Spy::answering(OK).await;
    let world = World::with(&file(spy.address, config()), Limits { request_idle: SHORT, ..limits() }).await;
    let mut client = world.client().await;
    client.write(format!("POST /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\nContent-Length: 9\r\n\r\npart")).await;
    assert_readable(&in_time(client.answer(false)).await, 408, "request-timeout");
}

/// A lone LF ends no line of a chunked body: who took it for one would wait for a request that is a piece of the body.
#[tokio::test]
async fn what_hides_behind_a_body_is_not_waited_for() {
    let spy = Spy::answering(OK).await;
    let world =
        World::with(&file(spy.address, config()), Limits { idle: SHORT, request_idle: SHORT, ..limits() }).await;
    for end in ["0\r\n\n", "000\r\n\n", "0;x\r\n\n", "0\r\nA: b\n\n"] {
        for host in ["a", "evil"] {
            let mut client = world.client().await;
            let head = format!("POST /api/x HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.write(format!("{head}{end}GET /api/hidden HTTP/1.1\r\nHost: a\r\n\r\n")).await;
            in_time(client.rest()).await;
        }
    }
    assert!(spy.requests().iter().all(|request| !request.starts_with("GET")), "{:?}", spy.requests());
}

/// An upstream may answer before it has read all, and read on.
#[tokio::test]
async fn a_body_behind_its_answer_counts_and_ends() {
    let upstream = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = upstream.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = upstream.accept().await {
            tokio::spawn(async move {
                use tokio::io::{AsyncReadExt, AsyncWriteExt};
                let mut bytes = [0; 1024];
                assert!(matches!(stream.read(&mut bytes).await, Ok(1..)));
                stream.write_all(b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n").await.ok();
                while matches!(stream.read(&mut bytes).await, Ok(1..)) {}
            });
        }
    });
    let capacity = Capacity { requests: Some(1), ..Capacity::default() };
    let timeouts = Timeouts { total: Some(3 * SHORT), ..Timeouts::default() };
    let world = World::new(&PolicyFile { capacity, timeouts, ..file(address, config()) }).await;
    let mut client = world.client().await;
    client.write("POST /api/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n").await;
    assert_eq!(in_time(client.head()).await.status, 413);
    assert_eq!(world.send(&["GET /api/x HTTP/1.1", APP]).await.status, 503, "the first is not over");
    let began = Instant::now();
    while began.elapsed() < 4 * SHORT {
        client.try_write("1\r\nx\r\n").await;
        tokio::time::sleep(SHORT / 3).await;
    }
    assert_eq!(in_time(world.send(&["GET /api/x HTTP/1.1", APP])).await.status, 413);
}

#[tokio::test]
async fn an_answer_that_stops_is_broken_off() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart";
    let spy = Spy::doing(vec![Step::Write(head), Step::WaitFor(std::sync::Arc::default())]).await;
    let world = World::with(&file(spy.address, config()), Limits { answer_idle: SHORT, ..limits() }).await;
    let mut client = world.client().await;
    client.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(client.head().await.status, 200);
    assert_eq!(in_time(client.rest()).await, b"part");
    assert_eq!(world.records.wait_for(1).await[0].ending, Ending::TimedOut);
}

#[tokio::test]
async fn an_event_stream_may_be_silent() {
    let head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
    let steps = vec![Step::Write(head), Step::Wait(2 * SHORT), Step::Write("9\r\ndata: 1\n\n\r\n0\r\n\r\n")];
    let spy = Spy::doing(steps).await;
    let limits = Limits { answer_idle: SHORT, total: SHORT + SHORT / 2, ..limits() };
    let world = World::with(&file(spy.address, config()), limits).await;
    assert_eq!(in_time(world.send(&["GET /api/x HTTP/1.1"])).await.text(), "data: 1\n\n");
}

#[tokio::test]
async fn whoever_drips_along_is_stopped_in_the_end() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let drop = [Step::Write("1\r\nx\r\n"), Step::Wait(SHORT / 3)];
    let spy = Spy::doing([&[Step::Write(head)][..], &vec![drop; 40].concat()].concat()).await;
    let world = World::with(&file(spy.address, config()), Limits { total: 2 * SHORT, ..limits() }).await;
    let mut client = world.client().await;
    client.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(client.head().await.status, 200);
    let body = in_time(client.rest()).await;
    assert!(body.starts_with(b"1\r\nx\r\n") && !body.ends_with(b"0\r\n\r\n"), "{}", body.escape_ascii());
    assert_eq!(world.records.wait_for(1).await[0].ending, Ending::TimedOut);
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_reset() {
    const LENGTH: usize = 64 * 1024 * 1024;
    let body: &'static str =
        Box::leak(format!("HTTP/1.1 200 OK\r\nContent-Length: {LENGTH}\r\n\r\n{}", "x".repeat(LENGTH)).into());
    let spy = Spy::answering(body).await;
    let world = World::with(&file(spy.address, config()), Limits { send_idle: SHORT, ..limits() }).await;
    let mut client = world.client().await;
    client.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let record = in_time(world.records.wait_for(1)).await.pop().unwrap();
    assert_eq!(record.ending, Ending::ClientLeft);
    // The system would hold 4 MiB of it for this client by itself.
    let bound = if cfg!(target_os = "linux") { HELD_FOR_A_CLIENT } else { LENGTH as u64 / 2 };
    assert!(record.body_bytes < bound, "{} bytes were taken from the upstream", record.body_bytes);
}

#[tokio::test]
async fn connections_beyond_the_limit_are_told_so() {
    let spy = Spy::answering(OK).await;
    let capacity = Capacity { connections: Some(2), ..Capacity::default() };
    let world = World::new(&PolicyFile { capacity, ..file(spy.address, config()) }).await;
    let [mut first, second] = [world.client().await, world.client().await];
    assert_eq!(first.send(&["GET /api/x HTTP/1.1", "Host: a"]).await.status, 200);
    tokio::time::sleep(Duration::from_millis(50)).await;

    let refused = world.send(&["GET /api/x HTTP/1.1", APP]).await;
    assert_readable(&refused, 503, "overloaded");
    assert_eq!((refused.header("retry-after"), refused.header("connection")), (Some("1"), Some("close")));
    let mut silent = world.client().await;
    assert_eq!(in_time(silent.rest()).await, b"", "it has a second to say what it wanted");

    drop(second);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(world.send(&["GET /api/x HTTP/1.1", APP]).await.status, 200);
}

#[tokio::test]
async fn one_address_does_not_take_all_unless_it_is_a_proxy() {
    let spy = Spy::answering(OK).await;
    let capacity = Capacity { connections_per_address: Some(1), ..Capacity::default() };
    let limited = PolicyFile { capacity, ..file(spy.address, config()) };
    let trusting = PolicyFile { trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()], ..limited.clone() };
    for (file, status) in [(limited, 503), (trusting, 200)] {
        let world = World::new(&file).await;
        let _first = world.client().await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(world.send(&["GET /api/x HTTP/1.1", APP]).await.status, status);
    }
}

#[tokio::test]
async fn requests_beyond_the_limit_wait_for_nobody() {
    let slow = Spy::doing(vec![Step::Wait(SHORT), Step::Write(OK)]).await;
    let capacity = Capacity { requests: Some(1), ..Capacity::default() };
    let world = World::new(&PolicyFile { capacity, ..file(slow.address, config()) }).await;
    let mut first = world.client().await;
    first.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n").await;
    while slow.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let refused = world.send(&["GET /api/x HTTP/1.1", APP]).await;
    assert_readable(&refused, 503, "overloaded");
    let ask = ["OPTIONS /api/x HTTP/1.1", APP, "Access-Control-Request-Method: PUT"];
    assert_eq!(world.send(&ask).await.status, 204, "a preflight costs no upstream");
    assert_eq!(first.answer(false).await.status, 200);
    assert_eq!(world.send(&["GET /api/x HTTP/1.1", APP]).await.status, 200);
}

#[tokio::test]
async fn a_client_that_goes_on_sending_can_read_its_refusal() {
    let spy = Spy::answering(OK).await;
    let world = World::new(&file(spy.address, config())).await;
    let mut client = Client::connect(world.address).await;
    let head = format!("POST /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");
    client.write(head + &"x".repeat(512 * 1024)).await;
    assert_readable(&in_time(client.answer(false)).await, 400, "request-malformed");
}
