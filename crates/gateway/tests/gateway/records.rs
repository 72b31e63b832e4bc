//! What observers are told about an exchange.

use std::sync::Arc;

use preflight_engine::server::{Kind, Refusal};
use preflight_gateway::Ending;

use crate::spy::{OK, Spy, Step};
use crate::world::{APP, EVIL, World, config, file};

#[tokio::test]
async fn every_exchange_is_told_once() {
    let spy = Spy::answering(OK).await;
    let world = World::new(&file(spy.address, config())).await;
    let upstream = format!("http://{}", spy.address);
    let preflight = vec!["OPTIONS /api/x HTTP/1.1", EVIL, "Access-Control-Request-Method: PUT"];
    for (index, (lines, kind, refusal, status, forwarded, failure, bytes)) in [
        (vec!["GET /api/x HTTP/1.1", APP], Kind::Actual, None, 200, true, None, 2),
        (vec!["HEAD /other HTTP/1.1"], Kind::NotCors, None, 404, false, Some("no-route"), 0),
        (preflight, Kind::Preflight, Some(Refusal::OriginNotAllowed), 403, false, None, 0),
    ]
    .into_iter()
    .enumerate()
    {
        world.send(&lines).await;
        let record = world.records.wait_for(index + 1).await.pop().unwrap();
        let response = record.response.as_ref().unwrap();
        assert_eq!((record.kind, record.refusal, response.status.as_u16()), (kind, refusal, status), "{lines:?}");
        assert_eq!(record.upstream.as_deref(), forwarded.then_some(upstream.as_str()), "{lines:?}");
        assert_eq!(record.failure.as_ref().map(|failure| failure.name()), failure, "{lines:?}");
        assert_eq!((record.body_bytes, record.ending), (bytes, Ending::Complete), "{lines:?}");
        assert_eq!(record.policy.as_deref(), Some("app"));
        assert!(response.headers.contains_key("vary"));
        assert!(response.after <= record.duration);
    }
}

#[tokio::test]
async fn how_an_exchange_ended_is_told() {
    let forever = Step::WaitFor(Arc::default());
    let part = Step::Write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart");
    for (reason, steps, await_head, ending) in [
        ("the upstream breaks off", vec![part.clone(), Step::Close], true, Ending::UpstreamBrokeOff),
        ("the client leaves within the body", vec![part, forever.clone()], true, Ending::ClientLeft),
        ("the client leaves before", vec![forever], false, Ending::ClientLeft),
    ] {
        let spy = Spy::doing(steps).await;
        let world = World::new(&file(spy.address, config())).await;
        let mut client = world.client().await;
        client.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n").await;
        if await_head {
            client.head().await;
        } else {
            while spy.requests().is_empty() {
                tokio::task::yield_now().await;
            }
        }
        if ending == Ending::ClientLeft {
            drop(client);
        }
        let record = world.records.wait_for(1).await.pop().unwrap();
        assert_eq!(record.ending, ending, "{reason}");
        assert_eq!(record.response.is_some(), await_head, "{reason}");
    }
}
