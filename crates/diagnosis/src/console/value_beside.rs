//! The origin and the method that a neighbouring line of a log names, where the line that says what happened does not:
//! `CORS request received with 'Origin' http://localhost:8080`.

use preflight_rules::NOT_CORS;

use super::message::Message;
use super::reason::ConsoleReason;
use super::transcript::Transcript;
use super::window::Window;

/// What stands before `origin` where it is the server's value, not the page's.
const OF_SERVERS: [&str; 8] = ["allow-", "allow_", "allow", "allowed", "allowed-", "allowed_", "trusted", "valid"];

/// As many values are looked at.
const VALUES_LIMIT: usize = 64;

/// As long is a line of a log in which a value stands behind its name.
const VALUE_REACH: usize = 256;

const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/// Gives what a server says the one origin, and the one method, that its other lines name.
pub(super) fn complete(messages: &mut [Message], transcript: &Transcript) {
    let is_of_server = |message: &Message| {
        matches!(message.reason, Some(ConsoleReason::Said(saying)) if !saying.is_of_script() && !saying.rules.is_empty() && !saying.rules.contains(&&NOT_CORS))
            && message.engine.is_none()
    };
    let lacking: Vec<_> = messages.iter_mut().filter(|message| is_of_server(message)).collect();
    if lacking.is_empty() {
        return;
    }
    let (origin, method) = (origin(transcript), method(transcript));
    for message in lacking {
        message.origin = message.origin.take().or_else(|| origin.clone());
        message.method = message.method.take().or_else(|| method.clone());
    }
}

/// The one value behind `origin`.
fn origin(transcript: &Transcript) -> Option<String> {
    let values = places(transcript, "origin").filter_map(|window| {
        let is_of_server = OF_SERVERS.iter().any(|word| window.before().ends_with(word));
        let rest = window.rest().trim_start_matches(['\'', ':', '=', '[', '(', '>']);
        let value = if rest.starts_with("http") && !is_of_server { window.url_after() } else { None };
        value.map(|value| value.trim_end_matches(['/', ']']).to_owned()).filter(|value| value.matches('/').count() == 2)
    });
    only(values)
}

/// The one method behind the header that asks for it.
fn method(transcript: &Transcript) -> Option<String> {
    let names = ["access-control-request-method", "requestmethod"];
    only(names.iter().flat_map(|name| places(transcript, name)).filter_map(|window| {
        let word = window.next_word();
        METHODS.contains(&word.as_str()).then_some(word)
    }))
}

fn places<'t>(transcript: &'t Transcript, name: &'t str) -> impl Iterator<Item = Window<'t>> {
    let folded = transcript.folded();
    folded.match_indices(name).take(VALUES_LIMIT).map(move |(start, name)| {
        let window = Window { transcript, floor: 0, start, end: start + name.len(), ceiling: folded.len() };
        window.on_its_line().near(VALUE_REACH)
    })
}

/// The value, where all are alike.
fn only(mut values: impl Iterator<Item = String>) -> Option<String> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}
