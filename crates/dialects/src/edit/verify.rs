//! Whether policies allow a call: the server half answers, the browser half judges.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use preflight_engine::Policy;
use preflight_engine::browser::{Browser, CredentialsMode, Fetch, FetchRequest, RequestInit, UserAgent};
use preflight_engine::exchange::{RequestHead, ResponseHead};
use preflight_engine::header_list::HeaderList;
use preflight_engine::server::{Allowed, CorsRequest, Decision, OwnOrigin, PolicyConfig};

use super::wanted::Wanted;
use crate::route_policy::RoutePolicy;

/// Stands for the server, which is never the page's own.
const SERVER: &str = "https://api.preflight.invalid";

/// The policies that hold for the path of a call; all of them where none is known.
pub(crate) fn applicable<'p>(policies: &'p [RoutePolicy], wanted: &Wanted) -> Vec<&'p RoutePolicy> {
    policies.iter().filter(|policy| wanted.path().is_none_or(|path| policy.holds_for(path))).collect()
}

/// Whether policies allow a call: those for its path, or any if none is known. The server half answers, the browser half
/// judges.
///
/// ```
/// use preflight_dialects::{Dialect, Wanted, allows, import};
///
/// let policies = import(Dialect::Flask, "CORS(app, origins=['https://app.example.com'])", "app.py")?.policies;
/// assert!(allows(&policies, &Wanted::new("https://app.example.com")?));
/// assert!(!allows(&policies, &Wanted::new("https://app.example.com")?.with_credentials()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn allows(policies: &[RoutePolicy], wanted: &Wanted) -> bool {
    applicable(policies, wanted).into_iter().any(|policy| accepts(&policy.config, wanted, &[]))
}

/// Whether a browser lets the page read the answer of a server with this policy. Of the variables, those named hold the
/// origin, and others nothing.
pub(crate) fn accepts(config: &PolicyConfig, wanted: &Wanted, variables: &[String]) -> bool {
    let config = resolved(config, wanted, variables);
    let Ok(policy) = Policy::new(&config) else { return false };
    let Some(request) = request(wanted) else { return false };
    let mut browser = Browser::new(UserAgent::STANDARD);
    let fetch = Fetch::start(request, &mut browser, Duration::ZERO);
    let verdict = fetch.run_to_end(|head| (Ok(answer(&policy, head)), Duration::ZERO));
    let exposes = |name: &String| match &config.expose_headers {
        Allowed::Any => true,
        Allowed::Listed(listed) => listed.iter().any(|listed| listed.eq_ignore_ascii_case(name)),
    };
    verdict.is_readable() && wanted.expose_headers().iter().all(exposes)
}

/// The policy with the values of its variables.
fn resolved(config: &PolicyConfig, wanted: &Wanted, variables: &[String]) -> PolicyConfig {
    let is_set = |entry: &str| variables.iter().any(|name| entry.starts_with(&format!("${{{name}")));
    let resolve = |allowed: &Allowed, values: &[&str]| match allowed {
        Allowed::Any => Allowed::Any,
        Allowed::Listed(entries) => {
            let mut listed: Vec<&str> =
                entries.iter().map(String::as_str).filter(|entry| !entry.contains("${")).collect();
            for value in values.iter().filter(|_| entries.iter().any(|entry| is_set(entry))) {
                if !listed.contains(value) {
                    listed.push(value);
                }
            }
            Allowed::listed(listed)
        }
    };
    let names = |names: &'_ [String]| names.to_vec();
    let (headers, exposed) = (names(wanted.request_headers()), names(wanted.expose_headers()));
    PolicyConfig {
        origins: resolve(&config.origins, &[wanted.origin()]),
        methods: resolve(&config.methods, &[wanted.method()]),
        request_headers: resolve(&config.request_headers, &headers.iter().map(String::as_str).collect::<Vec<_>>()),
        expose_headers: resolve(&config.expose_headers, &exposed.iter().map(String::as_str).collect::<Vec<_>>()),
        dangerously_allow_insecure_origins: true,
        ..config.clone()
    }
}

fn request(wanted: &Wanted) -> Option<FetchRequest> {
    let init = RequestInit {
        method: Some(wanted.method().into()),
        // A value that no safelist takes.
        headers: wanted.request_headers().iter().map(|name| (name.as_bytes().to_vec(), b"\"x\"".to_vec())).collect(),
        credentials: if wanted.credentials() { CredentialsMode::Include } else { CredentialsMode::Omit },
        ..RequestInit::default()
    };
    let url = format!("{SERVER}/").parse().ok()?;
    FetchRequest::new(wanted.parsed_origin().clone(), url, init).ok()
}

fn answer(policy: &Policy, head: &RequestHead) -> ResponseHead {
    let mut headers = HeaderMap::new();
    for (name, value) in head.headers.iter() {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    let method = Method::from_bytes(&head.method).unwrap_or_default();
    let decision = policy.decide(CorsRequest::classify(&method, &headers, OwnOrigin::default()));
    let status = match &decision {
        Decision::Answer(answer) => answer.status(),
        Decision::Forward(_) => 200,
    };
    let mut list = HeaderList::new();
    for (name, value) in &decision.headers() {
        list.append(name.as_str(), value.as_bytes());
    }
    ResponseHead { status, headers: list }
}
