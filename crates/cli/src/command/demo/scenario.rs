//! A call that the page makes: the one definition from which the page fetches and the engine predicts.

mod calls;
mod mistakes;

use preflight_engine::Origin;
use preflight_engine::browser::{Body, CredentialsMode, FetchRequest, RequestError, RequestInit, RequestMode};
use url::Url;

use super::arrivals::CALL_PARAMETER;
use super::listeners::Origins;

pub use calls::CALLS;
pub use mistakes::MISTAKES;

/// A call and what to say about it. In every text `{page}`, `{api}`, `{gateway}` and `{by-hand}` stand for the origins.
#[derive(Debug)]
pub struct Scenario {
    /// Its stable name.
    pub id: &'static str,
    /// What happens, as a plain sentence.
    pub title: &'static str,
    /// Who is asked.
    pub target: Target,
    /// The path at the target.
    pub path: &'static str,
    /// What the page passes to `fetch()`.
    pub init: Init,
    /// Why it ends as it does.
    pub lesson: &'static str,
    /// The smallest change that fixes it; none where nothing is wrong.
    pub fix: Option<ScenarioFix>,
}

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Api,
    Gateway,
    ByHand,
}

/// The second argument of `fetch()`, in its own words.
#[derive(Debug)]
pub struct Init {
    pub method: &'static str,
    pub headers: &'static [(&'static str, &'static str)],
    pub mode: RequestMode,
    pub credentials: CredentialsMode,
    pub body: Option<&'static str>,
}

/// What fixes a call.
#[derive(Debug)]
pub struct ScenarioFix {
    /// What to do.
    pub sentence: &'static str,
    /// The same as code.
    pub change: Change,
}

/// A change as code. Closed: the page shows these two.
#[derive(Debug)]
pub enum Change {
    /// A command for a shell.
    Command(&'static str),
    /// Lines as they are, and as they should be.
    Lines { before: &'static [&'static str], after: &'static [&'static str] },
}

/// Finds a scenario by its name.
pub fn find(id: &str) -> Option<&'static Scenario> {
    CALLS.iter().chain(MISTAKES).find(|scenario| scenario.id == id)
}

impl Init {
    /// `fetch(url)`
    pub const GET: Self = Self {
        method: "GET",
        headers: &[],
        mode: RequestMode::Cors,
        credentials: CredentialsMode::SameOrigin,
        body: None,
    };

    /// `fetch(url, { credentials: "include" })`
    pub const WITH_CREDENTIALS: Self = Self { credentials: CredentialsMode::Include, ..Self::GET };

    /// A `PUT` of JSON with a header of the page's own.
    pub const PUT: Self = Self {
        method: "PUT",
        headers: &[("content-type", "application/json"), ("x-request-tag", "demo")],
        body: Some("{\"done\":true}"),
        ..Self::GET
    };

    /// What the page passes to `fetch()`: every member is named, so that nothing depends on a default.
    fn to_json(&self) -> serde_json::Value {
        let Self { method, headers, mode, credentials, body } = self;
        serde_json::json!({
            "method": method,
            "headers": headers,
            "mode": mode.name(),
            "credentials": credentials.name(),
            "body": body,
        })
    }
}

impl Scenario {
    /// The URL of one call.
    pub fn url(&self, origins: &Origins, call: &str) -> Result<Url, url::ParseError> {
        let mut url = Url::parse(self.target.origin(origins))?.join(self.path)?;
        url.query_pairs_mut().append_pair(CALL_PARAMETER, call);
        Ok(url)
    }

    /// The request that `fetch()` makes of it.
    pub fn fetch_request(&self, page: Origin, url: Url) -> Result<FetchRequest, RequestError> {
        let Init { method, headers, mode, credentials, body } = self.init;
        let init = RequestInit {
            method: Some(method.into()),
            headers: headers.iter().map(|&(name, value)| (name.into(), value.into())).collect(),
            mode,
            credentials,
            body: body.map(|_| Body::Text),
            ..RequestInit::default()
        };
        FetchRequest::new(page, url, init)
    }

    /// The scenario as the page reads it.
    pub fn to_json(&self, origins: &Origins) -> serde_json::Value {
        serde_json::json!({
            "id": self.id,
            "title": self.title,
            "target": self.target.name(),
            "url": format!("{}{}", self.target.origin(origins), self.path),
            "init": self.init.to_json(),
            "lesson": expand(self.lesson, origins),
            "fix": self.fix.as_ref().map(|fix| fix.to_json(origins)),
        })
    }
}

impl ScenarioFix {
    fn to_json(&self, origins: &Origins) -> serde_json::Value {
        let (command, before, after) = match &self.change {
            Change::Command(command) => (std::slice::from_ref(command), [].as_slice(), [].as_slice()),
            Change::Lines { before, after } => ([].as_slice(), *before, *after),
        };
        let expanded = |lines: &[&str]| lines.iter().map(|line| expand(line, origins)).collect::<Vec<_>>();
        serde_json::json!({
            "sentence": expand(self.sentence, origins),
            "command": expanded(command),
            "before": expanded(before),
            "after": expanded(after),
        })
    }
}

impl Target {
    /// Its origin.
    pub fn origin(self, origins: &Origins) -> &str {
        match self {
            Self::Api => &origins.api,
            Self::Gateway => &origins.gateway,
            Self::ByHand => &origins.by_hand,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Gateway => "gateway",
            Self::ByHand => "by-hand",
        }
    }
}

fn expand(text: &str, origins: &Origins) -> String {
    let Origins { page, api, gateway, by_hand } = origins;
    text.replace("{page}", page).replace("{api}", api).replace("{gateway}", gateway).replace("{by-hand}", by_hand)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::demo::hand_written::Mistake;

    #[test]
    fn names_are_unique_and_every_mistake_is_shown() {
        let ids: Vec<_> = CALLS.iter().chain(MISTAKES).map(|scenario| scenario.id).collect();
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), ids.len());
        for mistake in Mistake::ALL {
            assert!(MISTAKES.iter().any(|scenario| scenario.path.starts_with(&format!("/{}/", mistake.segment()))));
        }
    }
}
