//! Runs the requests of a case one after another in one browser, and writes down what happened.

use std::time::Duration;

use preflight_engine::browser::{
    ElementEvent, Fetch, FilteredResponse, Outcome, ResponseType, UserAgent, Verdict, console,
};
use preflight_engine::exchange::{Exchange, NetworkFailure};
use serde_json::{Map, Value, json};

use crate::case::{PageRequest, ScriptedCase};
use crate::page::{Made, UnreadableCase, make};
use crate::script::{bytes, text};
use crate::{integrity, server, world};

/// What a browser does with a case.
#[derive(Debug)]
pub struct Judged {
    /// One for each request of the page.
    pub results: Vec<Value>,
    /// Every request of the case that the server saw, in order.
    pub wire: Vec<Value>,
    /// What the browser's console says, a line each.
    pub console: Vec<String>,
    /// Why the last request was blocked, if it was.
    pub reason: Option<&'static str>,
    /// Where it was blocked.
    pub stage: Option<&'static str>,
}

/// Judges a case.
///
/// # Errors
/// [`UnreadableCase`] for a case that says what no page can do.
pub fn judge(case: &ScriptedCase, user_agent: &UserAgent) -> Result<Judged, UnreadableCase> {
    let mut browser = world::browser(&case.world, user_agent)?;
    let mut judged = Judged { results: Vec::new(), wire: Vec::new(), console: Vec::new(), reason: None, stage: None };
    let mut now = Duration::ZERO;
    for page in std::iter::once(&case.request).chain(&case.then) {
        now += Duration::from_millis(page.delay_ms.unwrap_or(0));
        match make(page, &browser)? {
            Made::Throws => {
                let mut result = json!({ "outcome": "rejected" });
                if page.api == "fetch" {
                    result["construct_error"] = true.into();
                }
                judged.results.push(result);
            }
            Made::Request(request) => {
                let step = Fetch::start(*request, &mut browser, now);
                let verdict = step.run_to_end(|head| (server::answer(case, head), now));
                judged.add(case, page, integrity_check(case, page, verdict, user_agent), user_agent);
            }
        }
    }
    Ok(judged)
}

impl Judged {
    fn add(&mut self, case: &ScriptedCase, page: &PageRequest, verdict: Verdict, user_agent: &UserAgent) {
        let is_reached = |exchange: &Exchange| {
            !matches!(exchange.answer, Err(NetworkFailure::ConnectionRefused | NetworkFailure::TlsHandshake))
        };
        let exchanges = verdict.exchanges.iter().enumerate();
        let of_case =
            exchanges.filter(|(_, exchange)| is_reached(exchange) && server::is_of_case(case, &exchange.request));
        self.wire.extend(of_case.map(|(place, _)| wire(case, &verdict, place, user_agent)));
        let result = if is_element(page) { event(case, &verdict, user_agent) } else { result(page, &verdict) };
        self.results.push(result);
        self.console.extend(console::messages(user_agent, &verdict));
        self.reason = verdict.blocked().map(|blocked| blocked.reason.name());
        self.stage = verdict.blocked().map(|blocked| blocked.stage.name());
    }
}

/// Compares the body with what the page demands; where nobody may compare it, the engine has decided already.
fn integrity_check(case: &ScriptedCase, page: &PageRequest, verdict: Verdict, user_agent: &UserAgent) -> Verdict {
    let has_body = verdict.is_readable() || matches!(verdict.outcome, Outcome::OpaqueRedirect(_));
    match &page.integrity {
        Some(metadata) if has_body && !integrity::matches(metadata, &last_body(case, &verdict), user_agent) => {
            verdict.with_other_body()
        }
        _ => verdict,
    }
}

fn is_element(page: &PageRequest) -> bool {
    !matches!(page.api.as_str(), "fetch" | "xhr")
}

/// Of an element the page sees an event and nothing else.
fn event(case: &ScriptedCase, verdict: &Verdict, user_agent: &UserAgent) -> Value {
    match verdict.element_event(&last_body(case, verdict), user_agent) {
        ElementEvent::Load => json!({ "outcome": "resolved" }),
        ElementEvent::Error => json!({ "outcome": "rejected" }),
    }
}

fn last_body(case: &ScriptedCase, verdict: &Verdict) -> Vec<u8> {
    let last = verdict.record.stored.as_ref().or(verdict.exchanges.last());
    last.map(|exchange| server::body(case, &exchange.request)).unwrap_or_default()
}

fn result(page: &PageRequest, verdict: &Verdict) -> Value {
    match &verdict.outcome {
        Outcome::SameOrigin(response) | Outcome::Shared(response) | Outcome::OpaqueRedirect(response) => {
            resolved(page, response)
        }
        Outcome::Opaque => {
            json!({ "outcome": "resolved", "type": "opaque", "status": 0, "redirected": false, "url": "", "headers": [] })
        }
        Outcome::Blocked(_) => json!({ "outcome": "rejected" }),
    }
}

fn resolved(page: &PageRequest, response: &FilteredResponse) -> Value {
    if page.api == "xhr" {
        // A script takes the values out of lines of text, without the white space around them.
        return json!({
            "outcome": "resolved",
            "status": response.status,
            "url": response.url.as_str(),
            "headers": visible(response).map(|[name, value]| [name, value.trim().to_owned()]).collect::<Vec<_>>(),
        });
    }
    let kind = match response.kind {
        ResponseType::Basic => "basic",
        ResponseType::Cors => "cors",
        ResponseType::OpaqueRedirect => "opaqueredirect",
    };
    json!({
        "outcome": "resolved",
        "type": kind,
        "status": response.status,
        "redirected": response.redirected,
        "url": response.url.as_str(),
        "headers": visible(response).collect::<Vec<_>>(),
    })
}

/// The visible fields as `Headers` iterates them: names in lower case and sorted, lines of a name joined.
fn visible(response: &FilteredResponse) -> impl Iterator<Item = [String; 2]> {
    let mut names: Vec<_> = response.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| [text(&name), text(&response.headers.get(&name).unwrap_or_default())])
}

/// The exchange at that place, as the server saw it.
fn wire(case: &ScriptedCase, verdict: &Verdict, place: usize, user_agent: &UserAgent) -> Value {
    let head = &verdict.exchanges[place].request;
    let field = |name: &str| head.headers.get(name.as_bytes()).map(|value| text(&value));
    let target = match head.url.query() {
        Some(query) => format!("{}?{query}", head.url.path()),
        None => head.url.path().to_owned(),
    };
    let mut line = Map::new();
    line.insert("port".to_owned(), head.url.port_or_known_default().into());
    line.insert("host".to_owned(), head.url.host_str().into());
    line.insert("method".to_owned(), text(&head.method).into());
    line.insert("target".to_owned(), target.into());
    line.insert("preflight".to_owned(), head.is_preflight.into());
    line.insert("origin".to_owned(), field("origin").into());
    line.insert("acrm".to_owned(), field("access-control-request-method").into());
    line.insert("acrh".to_owned(), field("access-control-request-headers").into());
    line.insert("cookie".to_owned(), field("cookie").into());
    line.insert("headers".to_owned(), own_headers(case, verdict, place, user_agent).into());
    line.into()
}

/// The case's own headers, and `Authorization`, as far as they went along. A value that the browser sets itself is left
/// open.
fn own_headers(case: &ScriptedCase, verdict: &Verdict, place: usize, user_agent: &UserAgent) -> Vec<Value> {
    let case_headers: Vec<_> =
        std::iter::once(&case.request).chain(&case.then).flat_map(|page| &page.headers).collect();
    let own = case_headers.iter().map(|(name, _)| bytes(name).to_ascii_lowercase());
    let mut names: Vec<_> = own.chain([b"authorization".to_vec()]).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !never_logged(name));
    let sent = |name: Vec<u8>| match verdict.exchanges[place].request.headers.get(&name) {
        Some(value) => Some(json!([text(&name), text(&value)])),
        None => user_agent.sends_itself(&name, verdict, place).then(|| json!([text(&name), ""])),
    };
    names.into_iter().filter_map(sent).collect()
}

/// These stand in columns of their own, or in none.
fn never_logged(name: &[u8]) -> bool {
    [&b"cookie"[..], b"origin", b"access-control-request-method", b"access-control-request-headers"].contains(&name)
}
