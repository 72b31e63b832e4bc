//! A gateway that runs while a test does.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use preflight_engine::server::{Allowed, Policy, PolicyConfig, WhenRefused};
use preflight_gateway::{ExchangeRecord, Gateway, Limits, Observer, Options, Stopped};
use preflight_policy_file::{NamedPolicy, PolicyFile, Route};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::client::{Answer, Client};

pub const APP: &str = "Origin: https://app.example.com";
pub const EVIL: &str = "Origin: https://evil.example";

/// A gateway and what it told about exchanges.
pub struct World {
    pub gateway: Gateway,
    pub address: SocketAddr,
    pub records: Arc<Records>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<Stopped>,
}

/// An observer that remembers.
#[derive(Default)]
pub struct Records(Mutex<Vec<ExchangeRecord>>);

impl World {
    pub async fn new(file: &PolicyFile) -> Self {
        Self::with(file, limits()).await
    }

    pub async fn with(file: &PolicyFile, limits: Limits) -> Self {
        let records = Arc::new(Records::default());
        let options = Options { limits, observers: vec![records.clone()] };
        let gateway = Gateway::with(file, options).unwrap();
        let bound = gateway.bind(([127, 0, 0, 1], 0).into()).await.unwrap();
        let (stop, stopped) = oneshot::channel();
        let address = bound.local_addr();
        let running = tokio::spawn(bound.run(async { drop(stopped.await) }));
        Self { gateway, address, records, stop, running }
    }

    /// One request over a connection of its own. A line `Host: a.test` is added unless there is one.
    pub async fn send(&self, lines: &[&str]) -> Answer {
        let mut lines = lines.to_vec();
        if !lines.iter().any(|line| line.starts_with("Host:")) {
            lines.insert(1, "Host: a.test");
        }
        Client::connect(self.address).await.send(&lines).await
    }

    pub async fn client(&self) -> Client {
        Client::connect(self.address).await
    }

    /// Tells the gateway to stop; the handle is ready once it has.
    pub fn stop(self) -> JoinHandle<Stopped> {
        self.stop.send(()).unwrap();
        self.running
    }
}

impl Records {
    /// The records of as many exchanges as there were, once they have ended.
    pub async fn wait_for(&self, count: usize) -> Vec<ExchangeRecord> {
        for _ in 0..200 {
            let records = self.0.lock().unwrap().clone();
            if records.len() >= count {
                return records;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("fewer than {count} exchanges ended");
    }
}

impl Observer for Records {
    fn exchange(&self, record: &ExchangeRecord) {
        self.0.lock().unwrap().push(record.clone());
    }
}

/// The default limits, shorter; a loaded machine still keeps them.
pub fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(1),
        response_head: Duration::from_millis(1500),
        request_idle: Duration::from_millis(1500),
        stop: Duration::from_secs(2),
        ..Limits::default()
    }
}

/// One policy, `app`, for everything below `/api/` and for what matches no route.
pub fn file(upstream: impl ToString, config: PolicyConfig) -> PolicyFile {
    let policy = NamedPolicy { policy: Policy::new(&config).unwrap().into(), config, warnings: Vec::new() };
    PolicyFile {
        default_policy: Some("app".to_owned()),
        policies: BTreeMap::from([("app".to_owned(), policy)]),
        routes: vec![route("/api/{*rest}", upstream)],
        hosts: ["a", "a.test"].map(str::to_owned).to_vec(),
        ..PolicyFile::default()
    }
}

pub fn route(path: &str, upstream: impl ToString) -> Route {
    let upstream = upstream.to_string();
    let upstream = if upstream.contains("://") { upstream } else { format!("http://{upstream}") };
    Route { host: None, path: path.to_owned(), upstream: upstream.parse().unwrap(), policy: Some("app".to_owned()) }
}

/// `https://app.example.com` with credentials; refused requests are forwarded.
pub fn config() -> PolicyConfig {
    PolicyConfig {
        origins: Allowed::listed(["https://app.example.com"]),
        credentials: true,
        methods: Allowed::listed(["PUT"]),
        request_headers: Allowed::listed(["x-mine"]),
        expose_headers: Allowed::listed(["x-request-id"]),
        ..PolicyConfig::default()
    }
}

/// The same, refused requests rejected.
pub fn rejecting() -> PolicyConfig {
    PolicyConfig { refused: WhenRefused::Reject, ..config() }
}
