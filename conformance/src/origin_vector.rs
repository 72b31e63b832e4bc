//! Origins and origin patterns that peers parse or match: the other tables in `servers/aux`.

use preflight_engine::OriginPattern;
use preflight_engine::origin::TupleOrigin;
use preflight_engine::server::{Allowed, Policy, PolicyConfig, PolicyError, RequestOrigin};
use serde::Deserialize;

/// A row of `jub0bs_origin_parse.json`.
#[derive(Debug, Deserialize)]
pub struct OriginRow {
    /// What it is about; no two are alike.
    pub desc: String,
    input: String,
    ok: bool,
    scheme: String,
    host: String,
    port: i32,
}

/// A row of `jub0bs_origin_patterns.json`.
#[derive(Debug, Deserialize)]
pub struct PatternRow {
    /// What it is about; no two are alike.
    pub desc: String,
    input: String,
    ok: bool,
    /// What the pattern is, if it is one.
    #[serde(flatten)]
    shape: Option<PatternShape>,
}

/// What the peer makes of a pattern.
#[derive(Debug, Deserialize)]
struct PatternShape {
    scheme: String,
    /// With `*.`, without brackets.
    host: String,
    /// 0 for none, -1 for any.
    port: i32,
    /// Whether it needs a permission to go with credentials, since it is not encrypted.
    insecure: bool,
    /// Whether its base is a public suffix; that is a danger to patterns of subdomains only.
    psl: bool,
}

/// A row of `aspnetcore_subdomain_patterns.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubdomainRow {
    #[serde(rename = "source")]
    _source: String,
    origin: String,
    pattern: String,
    allowed: bool,
}

impl OriginRow {
    /// Parses the origin. Each line is one disagreement.
    pub fn disagreements(&self) -> Vec<String> {
        match (TupleOrigin::parse(&self.input), self.ok) {
            (Err(_), false) => Vec::new(),
            (Ok(_), false) => vec![format!("{} should be refused", self.input)],
            (Err(error), true) => vec![format!("{} should parse: {error}", self.input)],
            (Ok(origin), true) => {
                let host = origin.host().trim_matches(['[', ']']);
                let port = origin.port().map_or(0, |port| port.parse().expect("a port is a number"));
                let found = (origin.scheme(), host, port);
                differ((self.scheme.as_str(), self.host.as_str(), self.port), found)
            }
        }
    }
}

impl PatternRow {
    /// Parses the pattern. Each line is one disagreement.
    pub fn disagreements(&self) -> Vec<String> {
        match (OriginPattern::parse(&self.input), &self.shape) {
            (Err(_), None) => Vec::new(),
            (Ok(_), None) => vec![format!("{} should be refused", self.input)],
            (Err(error), Some(_)) => vec![error.to_string()],
            (Ok(pattern), Some(shape)) => {
                assert!(self.ok, "{}: a shape without a pattern", self.desc);
                shape.disagreements(&pattern)
            }
        }
    }
}

impl PatternShape {
    fn disagreements(&self, pattern: &OriginPattern) -> Vec<String> {
        let base = pattern.base_host().trim_matches(['[', ']']);
        let host = if pattern.has_any_subdomain() { format!("*.{base}") } else { base.to_owned() };
        let port = match pattern.port() {
            None if pattern.has_any_port() => -1,
            None => 0,
            Some(port) => port.parse().expect("a port is a number"),
        };
        let is_dangerous = self.psl && pattern.has_any_subdomain();
        let (insecure, public_suffix) = dangers(pattern);
        differ(
            (self.scheme.as_str(), self.host.as_str(), self.port, self.insecure, is_dangerous),
            (pattern.scheme(), host.as_str(), port, insecure, public_suffix),
        )
    }
}

impl SubdomainRow {
    /// Pattern and origin; no two rows are alike.
    pub fn name(&self) -> String {
        format!("{} {}", self.pattern, self.origin)
    }

    /// Asks a policy of this one pattern. Each line is one disagreement. What is no pattern matches nothing.
    pub fn disagreements(&self) -> Vec<String> {
        let config = PolicyConfig { origins: Allowed::listed([&self.pattern]), ..PolicyConfig::default() };
        let origin = http::HeaderValue::from_str(&self.origin).expect("it can stand on a line");
        let is_allowed =
            Policy::new(&config).is_ok_and(|policy| policy.allow_origin(RequestOrigin::One(&origin)).is_ok());
        differ(self.allowed, is_allowed)
    }
}

/// Whether a policy with credentials refuses the pattern: because it is not encrypted, because strangers can register
/// what matches.
fn dangers(pattern: &OriginPattern) -> (bool, bool) {
    let config =
        PolicyConfig { origins: Allowed::listed([pattern.as_str()]), credentials: true, ..PolicyConfig::default() };
    let errors = Policy::new(&config).err().map_or_else(Vec::new, |errors| errors.into_vec());
    let has = |is_it: fn(&PolicyError) -> bool| errors.iter().any(is_it);
    (
        has(|error| matches!(error, PolicyError::InsecureOriginWithCredentials { .. })),
        has(|error| matches!(error, PolicyError::PublicSuffixWithCredentials { .. })),
    )
}

fn differ<T: PartialEq + std::fmt::Debug>(expected: T, found: T) -> Vec<String> {
    if expected == found { Vec::new() } else { vec![format!("expected {expected:?}, is {found:?}")] }
}
