//! What the access log shows, and what it does not.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};

use preflight_gateway::{AccessLog, Gateway, Options};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

use crate::client::Client;
use crate::spy::Spy;
use crate::world::{config, file};

/// A subscriber that writes every event as one line.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<String>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, "{field}={value:?} ").unwrap();
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "preflight::access"
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut lines = self.0.lock().unwrap();
        event.record(&mut Line(&mut lines));
        lines.push('\n');
    }
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

#[tokio::test]
async fn secrets_and_control_characters_stay_out_of_the_log() {
    let lines = Lines::default();
    let _guard = tracing::subscriber::set_default(lines.clone());
    let spy = Spy::answering("HTTP/1.1 200 OK\r\nSet-Cookie: secret\r\nContent-Length: 0\r\n\r\n").await;
    let options = Options { observers: vec![Arc::new(AccessLog)], ..Options::default() };
    let gateway = Gateway::with(&file(spy.address, config()), options).unwrap();
    let bound = gateway.bind(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = bound.local_addr();
    tokio::spawn(bound.run(std::future::pending()));

    let mut client = Client::connect(address).await;
    let head = "GET /api/x?secret HTTP/1.1\r\nHost: a\r\nOrigin: https://e\t\u{e9}vil\r\nCookie: secret\r\nAuthorization: secret\r\n\r\n";
    client.write(head).await;
    client.answer(false).await;
    while lines.0.lock().unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    let log = lines.0.lock().unwrap().clone();
    assert!(!log.contains("secret"), "{log}");
    for shown in [
        "host=\"a\" ",
        "path=\"/api/x\" ",
        r#"origin="https://e\t\xc3\xa9vil" "#,
        "method=\"GET\" ",
        r#"kind="actual" "#,
        r#"policy="app" "#,
        r#"refusal="origin-not-allowed" "#,
        "status=200 ",
        r#"ending="complete" "#,
    ] {
        assert!(log.contains(shown), "{shown} is not in {log}");
    }
}
