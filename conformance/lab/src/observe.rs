//! One browser runs cases; what it did is put together from what the page saw, what the server got, and what the console
//! said.

mod attribution;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{fmt, io};

use preflight_authority::Authority;
use serde_json::{Map, Value, json};

use crate::browser::{Browser, Engine, LaunchError, Lead, ThirdPartyCookies};
use crate::clock::{self, SteppedClock};
use crate::corpus::Case;
use crate::driver::{Driver, Finished};
use crate::remote::{self, Event, Remote};
use crate::server::{Arrival, Server};
use crate::world;

use attribution::{Told, attribute};

/// A page that is silent for so long is lost. A batch takes about a second, one of ten-second timeouts some minutes.
const SILENCE_LIMIT: Duration = Duration::from_secs(150);

/// Messages may come so long after the last case.
const SETTLE: Duration = Duration::from_millis(1500);

/// What stands in a column of its own, or in none.
const NOT_OWN: [&str; 4] = ["cookie", "origin", "access-control-request-method", "access-control-request-headers"];

/// Why there is no observation.
#[derive(Debug)]
pub enum ObserveError {
    /// The browser does not run.
    Launch(LaunchError),
    /// The ports of the world are taken, or there is no randomness.
    Server(io::Error),
    /// The browser is gone.
    Remote(io::Error, String),
    /// The page is lost.
    Silent(String),
}

/// Runs cases in one browser: what it did, by id. Cases for which there is no page are left out.
///
/// # Errors
/// [`ObserveError`]
pub fn observe(engine: Engine, cases: &[Case]) -> Result<HashMap<String, Value>, ObserveError> {
    let directory = tempfile::Builder::new().prefix("preflight-lab-").tempdir().map_err(ObserveError::Server)?;
    let is_stepped = cases.iter().any(clock::is_needed);
    let clock = if is_stepped { SteppedClock::new(directory.path()).map_err(ObserveError::Server)? } else { None };
    let clock = clock.map(Arc::new);
    let driver = Arc::new(Driver::new(cases, clock.clone()));
    let authority = Authority::new(world::certificate_names()).map_err(ObserveError::Server)?;
    let server = Server::start(cases, Arc::clone(&driver), &authority).map_err(ObserveError::Server)?;
    let url = Driver::start_url();
    let are_blocked = cases.iter().any(|case| case.third_party_cookies() == ThirdPartyCookies::Blocked);
    let third_party_cookies = if are_blocked { ThirdPartyCookies::Blocked } else { ThirdPartyCookies::Allowed };
    let lead = Lead { authority: &authority, clock: clock.as_deref(), third_party_cookies };
    let browser = Browser::open_led(engine, &url, lead).map_err(ObserveError::Launch)?;
    let gone = |error| ObserveError::Remote(error, browser.log());
    let mut remote = remote::lead(&browser).map_err(gone)?;
    remote.trust(&authority).map_err(gone)?;
    remote.visit(&url).map_err(gone)?;
    let pauses: Duration = cases.iter().map(Case::pauses).sum();
    let mut events = Vec::new();
    while !driver.is_finished() {
        events.extend(remote.listen().map_err(gone)?);
        if driver.silence() > SILENCE_LIMIT + pauses {
            return Err(ObserveError::Silent(browser.log()));
        }
    }
    events.extend(settle(remote.as_mut()).map_err(gone)?);
    let version = remote.version().to_owned();
    drop(remote);
    drop(browser);
    Ok(assemble(&version, cases, &driver.take_finished(), events, server.take_log()))
}

/// What is told after the last case.
fn settle(remote: &mut dyn Remote) -> io::Result<Vec<Event>> {
    let mut events = Vec::new();
    let mut last = Instant::now();
    while last.elapsed() < SETTLE {
        let told = remote.listen()?;
        if !told.is_empty() {
            last = Instant::now();
        }
        events.extend(told);
    }
    Ok(events)
}

fn assemble(
    version: &str,
    cases: &[Case],
    finished: &HashMap<String, Finished>,
    events: Vec<Event>,
    log: Vec<Arrival>,
) -> HashMap<String, Value> {
    let mut told = attribute(events, finished);
    let mut arrived: HashMap<String, Vec<Arrival>> = HashMap::new();
    for arrival in log {
        arrived.entry(arrival.case.clone()).or_default().push(arrival);
    }
    let observation = |case: &Case| {
        let results = finished.get(&case.id)?.results.clone();
        let told = told.remove(&case.id).unwrap_or_default();
        let own = case.own_header_names();
        let arrived = arrived.remove(&case.id).unwrap_or_default();
        let wire: Vec<_> = arrived.iter().map(|arrival| wire(arrival, |name| own.contains(name))).collect();
        Some((case.id.clone(), whole(version, results, wire, told)))
    };
    cases.iter().filter_map(observation).collect()
}

fn whole(version: &str, results: Vec<Value>, wire: Vec<Value>, told: Told) -> Value {
    let outcome = results.last().map(|result| result["outcome"].clone()).unwrap_or_default();
    let mut object = Map::new();
    object.insert("version".to_owned(), version.into());
    object.insert("outcome".to_owned(), outcome);
    object.insert("results".to_owned(), results.into());
    object.insert("wire".to_owned(), wire.into());
    object.insert("console".to_owned(), told.console.join("\n").into());
    if !told.cors_errors.is_empty() {
        object.insert("cors_errors".to_owned(), told.cors_errors.into());
    }
    if !told.issues.is_empty() {
        object.insert("issues".to_owned(), told.issues.into());
    }
    object.into()
}

fn wire(arrival: &Arrival, is_own: impl Fn(&str) -> bool) -> Value {
    let request = &arrival.request;
    let is_kept = |name: &str| {
        let name = name.to_ascii_lowercase();
        (is_own(&name) || name == "authorization") && !NOT_OWN.contains(&name.as_str())
    };
    let headers: Vec<_> = request.headers.iter().filter(|(name, _)| is_kept(name)).collect();
    json!({
        "port": arrival.port,
        "host": request.host(),
        "method": request.method,
        "target": request.target,
        "preflight": request.is_preflight(),
        "origin": request.header("origin"),
        "acrm": request.header("access-control-request-method"),
        "acrh": request.header("access-control-request-headers"),
        "cookie": request.header("cookie"),
        "headers": headers,
    })
}

impl fmt::Display for ObserveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Launch(error) => error.fmt(f),
            Self::Server(error) => write!(f, "the lab cannot listen on its ports: {error}"),
            Self::Remote(error, log) => write!(f, "the browser is gone: {error}\n{log}"),
            Self::Silent(log) => write!(f, "nothing was heard of the page for {} s\n{log}", SILENCE_LIMIT.as_secs()),
        }
    }
}

impl std::error::Error for ObserveError {}
