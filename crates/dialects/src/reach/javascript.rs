//! Express, NestJS and plain Node: a request goes through what the application was given, in that order.

mod call;
mod chain;
mod cors;
mod expression;
mod machine;
mod response;
mod value;

use tree_sitter::Node;

use self::chain::{Registration, registrations};
use self::machine::Machine;
use super::answer::{Answer, Judged, judge, judge_after};
use super::choices::Choices;
use super::request::Request;
use super::{Place, Reached, Seen};
use crate::document::field;
use crate::edit::Wanted;
use crate::express::mounts;
use crate::javascript::{Script, arguments};
use crate::note::Site;

/// Follows a call on every way that the undecided conditions leave open.
pub(super) fn reached(text: &str, wanted: &Wanted, seen: Seen) -> Reached {
    let Ok(script) = Script::parse(text) else { return Reached::NotFollowed };
    let registrations = registrations(&script);
    let Some(entry) = entry(&script, &registrations) else { return Reached::NotFollowed };
    let (preflight, actual) = (Request::preflight(wanted), Request::actual(wanted));
    let mut choices = Choices::default();
    let mut ways: Vec<(Judged, Vec<(Site, String, bool)>)> = Vec::new();
    loop {
        let first = preflight.as_ref().map(|request| answer(&script, &registrations, &entry, request, &mut choices));
        let second = answer(&script, &registrations, &entry, &actual, &mut choices);
        if choices.is_over {
            let (site, text) = choices.first().unwrap_or_default();
            return Reached::NotRead(Place::new(site, format!("`{text}`, and too many other conditions")));
        }
        let asked = preflight.as_ref().zip(first.as_ref());
        let judged = match (seen, asked) {
            (Seen::PreflightAllowed, Some(asked)) => judge_after(wanted, asked, (&actual, &second)),
            (_, asked) => Some(judge(wanted, asked, (&actual, &second))),
        };
        ways.extend(judged.map(|judged| (judged, choices.list())));
        match choices.next() {
            Some(next) => choices = next,
            None => return of_ways(&ways, wanted),
        }
    }
}

/// The file and the server differ.
const OTHERWISE: &str = "the server allows the preflight, and this file reads as if it did not";

/// What all ways have in common.
fn of_ways(ways: &[(Judged, Vec<(Site, String, bool)>)], wanted: &Wanted) -> Reached {
    let refused = ways.iter().find_map(|(judged, _)| match judged {
        Judged::Refused(site, what) => Some(Place::new(*site, what.clone())),
        _ => None,
    });
    let not_read = ways.iter().find_map(|(judged, _)| match judged {
        Judged::NotRead(site, what) => Some(Place::new(*site, what.clone())),
        _ => None,
    });
    let is_allowed = ways.iter().any(|(judged, _)| *judged == Judged::Allowed);
    match (is_allowed, refused, not_read) {
        (true, None, None) => Reached::Allowed,
        (false, Some(place), None) => Reached::Refused(place),
        (_, _, Some(place)) => Reached::NotRead(place),
        (_, Some(_), None) => match deciding(ways) {
            // Without a path, one that is allowed is meant.
            place if wanted.path().is_none() && is_about_paths(&place.what) => Reached::Allowed,
            place => Reached::NotRead(place),
        },
        // No way is as the server was seen to be.
        (false, None, None) => Reached::NotRead(Place::new(Site::default(), OTHERWISE)),
    }
}

fn is_about_paths(condition: &str) -> bool {
    ["url", "path"].iter().any(|part| condition.to_ascii_lowercase().contains(part))
}

/// The condition that decides: the last one on a way that is allowed, whose other way is not.
fn deciding(ways: &[(Judged, Vec<(Site, String, bool)>)]) -> Place {
    for (judged, choices) in ways {
        for (place, (site, text, holds)) in choices.iter().enumerate() {
            let differs = ways.iter().any(|(other, others)| {
                other != judged
                    && others.get(place).is_some_and(|(_, known, held)| known == text && held != holds)
                    && others.iter().zip(choices).take(place).all(|(one, two)| one == two)
            });
            if differs {
                return Place::new(*site, format!("`{text}`"));
            }
        }
    }
    Place::new(Site::default(), "a condition")
}

/// Where requests come in.
enum Entry<'n> {
    /// The name of an application or a router.
    Application(String),
    /// The function that `createServer` is given.
    Handler(Node<'n>),
    /// `cors(…)` that stands alone.
    Cors(Node<'n>, Option<Node<'n>>),
}

fn entry<'n>(script: &'n Script<'_>, registrations: &[Registration<'_>]) -> Option<Entry<'n>> {
    if let Some(application) = chain::application(script, registrations) {
        return Some(Entry::Application(application));
    }
    if let Some(handler) = handler(script) {
        return Some(Entry::Handler(handler));
    }
    let mounts = mounts(script);
    match &mounts[..] {
        [only] => Some(Entry::Cors(only.call, only.options)),
        _ => None,
    }
}

/// The function that `createServer` is given, or that listens to `request`.
fn handler<'n>(script: &'n Script<'_>) -> Option<Node<'n>> {
    let takes_handler = |call: &Node<'_>| match script.callee(*call) {
        "createServer" => true,
        "on" => arguments(*call).next().is_some_and(|event| script.string(event) == "request"),
        _ => false,
    };
    script.calls(script.root()).filter(takes_handler).find_map(|call| {
        let last = arguments(call).last()?;
        let function = if last.kind() == "identifier" { script.declared(script.text(last))? } else { last };
        field(function, "body").filter(|_| function.kind().contains("function")).map(|_| function)
    })
}

fn answer(
    script: &Script<'_>,
    registrations: &[Registration<'_>],
    entry: &Entry<'_>,
    request: &Request,
    choices: &mut Choices,
) -> Answer {
    let mut machine = Machine::new(script, request, choices);
    match entry {
        Entry::Application(name) => machine.through(registrations, name),
        Entry::Handler(function) => machine.serve(*function),
        Entry::Cors(call, options) => machine.cors(*call, *options),
    }
    machine.answer
}
