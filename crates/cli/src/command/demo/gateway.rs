//! The gateway of the demo: the one of `preflight serve`, with a policy for the page.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use preflight_gateway::{Bound, ExchangeRecord, Gateway, Observer, Options};
use preflight_policy_file::{Context, parse_toml};

use super::arrivals::{Arrivals, Place};

/// The policy file of the gateway. The page shows it, so it is written for people.
pub fn policy_text(page: &str, api: &str) -> String {
    format!(
        r#"upstream = "{api}"

[policy.demo]
origins = ["{page}"]
credentials = true
methods = ["PUT"]
request-headers = ["content-type", "x-request-tag"]
expose-headers = ["x-total-count"]
"#
    )
}

/// A gateway with this policy file.
///
/// # Errors
/// What is wrong with the policy, which is ours.
pub fn new(policy_text: &str, arrivals: Arc<Arrivals>) -> io::Result<Gateway> {
    let (file, _) = parse_toml(policy_text, "preflight.toml", &Context::default()).map_err(io::Error::other)?;
    let options = Options { observers: vec![arrivals], ..Options::default() };
    Gateway::with(&file, options).map_err(io::Error::other)
}

/// Listens, for [`Ports::take`](super::listeners::Ports::take).
pub async fn listen(gateway: &Gateway, address: SocketAddr) -> io::Result<(Bound, SocketAddr)> {
    let bound = gateway.bind(address).await.map_err(|error| error.source)?;
    let address = bound.local_addr();
    Ok((bound, address))
}

/// The gateway tells of every exchange; whether a request arrived is all that is kept of it.
impl Observer for Arrivals {
    fn exchange(&self, record: &ExchangeRecord) {
        let head = &record.request;
        self.note(Place::Gateway, &head.method, &head.uri, &head.headers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_sound_and_warns_of_nothing() {
        let text = policy_text("http://127.0.0.1:7400", "http://127.0.0.1:7401");
        let (file, warnings) = parse_toml(&text, "preflight.toml", &Context::default()).unwrap();
        assert!(warnings.is_empty(), "{warnings:?}");
        assert_eq!(file.routes[0].policy.as_deref(), Some("demo"));
    }
}
