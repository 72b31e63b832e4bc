//! As whom servers are asked: as the browser, or under another name.

use clap::Args;
use preflight_engine::browser::{Identity, UserAgent};

use super::Engine;

/// This program's own name on the wire.
const OWN_NAME: &str = concat!("preflight/", env!("CARGO_PKG_VERSION"));

/// The options that say so.
#[derive(Clone, Debug, Default, Args)]
pub struct IdentityArgs {
    /// What `User-Agent` says, one line; otherwise what the browser's says. `Sec-Fetch-*`, `Accept-Language` and the like stay the browser's.
    #[arg(long, value_name = "TEXT", value_parser = one_line)]
    user_agent: Option<String>,

    /// Say on the wire that preflight asks, and no browser, so that it can be found in logs.
    #[arg(long, conflicts_with = "user_agent")]
    identify: bool,
}

impl IdentityArgs {
    /// As whom. One request is sent for all browsers that would send the same, so where several are asked, all are Chromium
    /// on the wire.
    pub fn identity(&self, engine: Engine) -> Identity {
        let identity = Identity::of(match engine {
            Engine::All | Engine::Standard | Engine::Chromium => &UserAgent::CHROMIUM,
            Engine::Firefox => &UserAgent::FIREFOX,
            Engine::Webkit => &UserAgent::WEBKIT,
        });
        let own_name = self.identify.then(|| OWN_NAME.to_owned());
        match self.user_agent.clone().or(own_name) {
            Some(user_agent) => identity.with_user_agent(user_agent),
            None => identity,
        }
    }
}

/// A value of a field: no line may end in it.
fn one_line(text: &str) -> Result<String, &'static str> {
    match text.contains(char::is_control) {
        true => Err("a user agent is one line of text"),
        false => Ok(text.to_owned()),
    }
}
