//! What the page of the demo reports: for each call the prediction, the outcome, and which requests arrived where.

use std::fmt;

use serde::Deserialize;

/// A whole run of the page.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// What the browser calls itself.
    pub user_agent: String,
    /// One for each call.
    pub results: Vec<ScenarioResult>,
}

/// One call.
#[derive(Clone, Debug, Deserialize)]
pub struct ScenarioResult {
    /// The scenario's name.
    pub id: String,
    /// What was predicted.
    pub prediction: Prediction,
    /// What the browser did.
    pub outcome: Outcome,
    /// The requests that arrived.
    pub arrived: Arrived,
}

/// What was predicted.
#[derive(Clone, Debug, Deserialize)]
pub struct Prediction {
    /// `allowed`, `blocked` or `opaque`.
    pub verdict: String,
    /// What the page would see; nothing of a blocked call.
    pub visible: Option<Visible>,
    /// What would be on the wire.
    pub exchanges: Vec<Exchange>,
}

/// What a page sees of a response.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Visible {
    /// The status.
    pub status: u16,
    /// The fields as `Headers` iterates them.
    pub headers: Vec<(String, String)>,
}

/// One exchange of a prediction.
#[derive(Clone, Debug, Deserialize)]
pub struct Exchange {
    /// The request.
    pub request: Request,
}

/// A request of a prediction.
#[derive(Clone, Debug, Deserialize)]
pub struct Request {
    /// Method and target.
    pub line: String,
}

/// What the browser did.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Outcome {
    /// `fetch()` resolved to a response that the page can read.
    Allowed(Visible),
    /// `fetch()` resolved to a response that the page sees nothing of.
    Opaque(Visible),
    /// `fetch()` rejected.
    Blocked {
        /// The error's text.
        error: String,
    },
}

/// The requests that arrived, those of the prediction and those of the browser.
#[derive(Clone, Debug, Deserialize)]
pub struct Arrived {
    /// Those of the prediction.
    pub prediction: Methods,
    /// Those of the browser.
    pub browser: Methods,
}

/// The methods of requests, in order of arrival.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Methods {
    /// At the gateway.
    pub gateway: Vec<String>,
    /// At the API.
    pub api: Vec<String>,
}

/// Prediction and outcome differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disagreement {
    /// Another verdict.
    Verdict {
        /// What was predicted.
        predicted: String,
        /// What the browser did.
        observed: &'static str,
    },
    /// The page sees something else.
    Visible {
        /// What was predicted.
        predicted: Option<Visible>,
        /// What it sees.
        observed: Option<Visible>,
    },
    /// Other requests were sent to the server that was asked.
    Sent {
        /// What was predicted.
        predicted: Vec<String>,
        /// What arrived.
        observed: Vec<String>,
    },
    /// Other requests arrived somewhere than when the prediction was made.
    Arrived {
        /// When the prediction was made.
        predicted: Methods,
        /// When the browser called.
        observed: Methods,
    },
}

impl ScenarioResult {
    /// Everything in which prediction and outcome differ.
    pub fn disagreements(&self) -> Vec<Disagreement> {
        let Self { prediction, outcome, arrived, .. } = self;
        let mut found = Vec::new();
        if prediction.verdict != outcome.verdict() {
            found.push(Disagreement::Verdict { predicted: prediction.verdict.clone(), observed: outcome.verdict() });
        }
        if prediction.visible.as_ref() != outcome.visible() {
            let observed = outcome.visible().cloned();
            found.push(Disagreement::Visible { predicted: prediction.visible.clone(), observed });
        }
        let (predicted, observed) = (prediction.sent(), arrived.browser.at_first_server());
        if predicted != observed {
            found.push(Disagreement::Sent { predicted, observed: observed.to_vec() });
        }
        if arrived.prediction != arrived.browser {
            let (predicted, observed) = (arrived.prediction.clone(), arrived.browser.clone());
            found.push(Disagreement::Arrived { predicted, observed });
        }
        found
    }
}

impl Prediction {
    /// The methods of the requests on the wire.
    fn sent(&self) -> Vec<String> {
        let method = |exchange: &Exchange| exchange.request.line.split(' ').next().unwrap_or_default().to_owned();
        self.exchanges.iter().map(method).collect()
    }
}

impl Outcome {
    /// The verdict in one word.
    pub fn verdict(&self) -> &'static str {
        match self {
            Self::Allowed(_) => "allowed",
            Self::Opaque(_) => "opaque",
            Self::Blocked { .. } => "blocked",
        }
    }

    /// What the page sees.
    pub fn visible(&self) -> Option<&Visible> {
        match self {
            Self::Allowed(visible) | Self::Opaque(visible) => Some(visible),
            Self::Blocked { .. } => None,
        }
    }
}

impl Methods {
    /// What arrived at the server that the page asked: behind a gateway the API sees less.
    pub fn at_first_server(&self) -> &[String] {
        if self.gateway.is_empty() { &self.api } else { &self.gateway }
    }
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verdict { predicted, observed } => write!(f, "predicted {predicted}, observed {observed}"),
            Self::Visible { predicted, observed } => {
                write!(f, "predicted that the page sees {predicted:?}, observed {observed:?}")
            }
            Self::Sent { predicted, observed } => {
                write!(f, "predicted that {predicted:?} are sent, observed {observed:?}")
            }
            Self::Arrived { predicted, observed } => {
                write!(f, "predicted that {predicted:?} arrive, observed {observed:?}")
            }
        }
    }
}
