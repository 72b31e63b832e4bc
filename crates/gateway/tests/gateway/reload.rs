//! A configuration replaced while the gateway runs.

use std::sync::Arc;
use std::time::Duration;

use preflight_engine::server::{Allowed, PolicyConfig};
use preflight_gateway::{ConfigurationChange, ConfigurationError};
use preflight_policy_file::PolicyFile;
use tokio::sync::Notify;

use crate::spy::{OK, Spy, Step};
use crate::world::{APP, World, config, file, route};

fn other() -> PolicyConfig {
    PolicyConfig { origins: Allowed::listed(["https://other.example.com"]), ..config() }
}

#[tokio::test]
async fn an_exchange_ends_by_the_policy_that_it_began_with() {
    let finish = Arc::new(Notify::new());
    let spy = Spy::doing(vec![Step::WaitFor(Arc::clone(&finish)), Step::Write(OK)]).await;
    let before = file(spy.address, config());
    let world = World::with(&before, preflight_gateway::Limits::default()).await;
    let mut client = world.client().await;
    client.write(format!("GET /api/x HTTP/1.1\r\nHost: a\r\n{APP}\r\n\r\n")).await;
    while spy.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(
        world.gateway.reload(&file(spy.address, other())),
        Ok(vec![ConfigurationChange::PolicyChanged("app".to_owned())])
    );
    finish.notify_one();
    let expected = Some("https://app.example.com");
    assert_eq!(client.answer(false).await.header("access-control-allow-origin"), expected);

    finish.notify_one();
    let answer = client.send(&["GET /api/x HTTP/1.1", "Host: a", APP]).await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
    assert_eq!(spy.connections(), 1, "the connection to the upstream stayed");
}

#[tokio::test]
async fn what_changed_is_told() {
    let before = file("h:1", config());
    let world = World::new(&before).await;
    let after = PolicyFile {
        listen: Some(([127, 0, 0, 1], 9).into()),
        default_policy: None,
        routes: vec![route("/api/{*rest}", "h:2"), route("/new", "h:1")],
        ..before.clone()
    };
    let expected = [
        "listen is now 127.0.0.1:9, which takes effect after a restart",
        "default-policy changed",
        "route /new added",
        "route /api/{*rest} changed",
    ];
    let mut found: Vec<String> =
        world.gateway.reload(&after).unwrap().iter().map(ConfigurationChange::to_string).collect();
    found[2..].sort_by_key(|line| line.len());
    assert_eq!(found, expected);
    assert_eq!(world.gateway.reload(&after), Ok(vec![]));
}

#[tokio::test]
async fn a_configuration_that_cannot_be_served_changes_nothing() {
    let spy = Spy::answering(OK).await;
    let good = file(spy.address, config());
    let world = World::new(&good).await;
    let bad = PolicyFile {
        default_policy: Some("none".to_owned()),
        routes: vec![route("/a/{b}", "h:1"), route("/a/{c}", "h:1")],
        ..good
    };
    let errors = world.gateway.reload(&bad).unwrap_err().0;
    assert!(
        matches!(&errors[..], [ConfigurationError::UnknownPolicy { .. }, ConfigurationError::Path { .. }]),
        "{errors:?}"
    );
    assert_eq!(world.send(&["GET /api/x HTTP/1.1"]).await.status, 200);
}
